"""Whether this machine can keep a program from the network and from files, and how it is started.

What is done is in `xlrnn.engines.isolation.confined`, the program that becomes the one to be kept.
"""

import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from xlrnn.engines.isolation import confined
from xlrnn.errors import EngineError
from xlrnn.scratch import scratch_folder

# Programs, libraries, fonts and their settings, where Linux has them; none of them is anybody's.
_PROGRAMS: Final = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/alternatives"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/localtime"),
    *("/var/cache/fontconfig", "/var/lib/libreoffice"),
)
_LAUNCHER: Final = Path(confined.__file__)


@lru_cache(maxsize=1)
def why_not_confined() -> str:
    """Return why no program can be confined on this machine, "" if it can; this is tried."""
    if sys.platform != "linux":
        return "only Linux has what it takes, namespaces"
    with scratch_folder() as folder:
        command = confined_command(folder.resolve(), (), ["/bin/true"])
        try:
            tried = subprocess.run(command, capture_output=True, timeout=20, check=False, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    if tried.returncode == 0:
        return ""
    return tried.stderr.strip()[-200:] or f"/bin/true ended with status {tried.returncode}"


def refuse_unconfined() -> None:
    """Refuse LibreOffice where it would have network and files.

    Raises:
        EngineError: if this system cannot keep it from them.
    """
    if why := why_not_confined():
        raise EngineError(
            "LibreOffice is not asked about formulas that xlrnn did not write, since this system "
            f"cannot keep it from network and files ({why}): choose another engine, or say "
            "--unconfined (unconfined=True) if you trust whoever wrote the workbook"
        )


def confined_command(folder: Path, seen: Sequence[Path], command: Sequence[str]) -> list[str]:
    """Return the command that runs another one without network and other files.

    Args:
        folder: the folder that it may read and write.
        seen: what it may read beside the system's programs.
        command: the program, with its whole path, and its arguments.
    """
    paths = [*_PROGRAMS, *map(str, seen)]
    return [sys.executable, "-I", str(_LAUNCHER), str(folder), *paths, "--", *command]
