"""LibreOffice, the second opinion: driven over UNO by a helper in a Python that has uno.

One soffice is started at the first workbook and serves all that follow. It has a profile of its
own, so it neither disturbs nor is disturbed by a LibreOffice that the user has open. Where the
system can do that, it has no network and sees no files but that profile and copies of workbooks.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from xlrnn.engines.base import Engine
from xlrnn.engines.files import checked
from xlrnn.engines.isolation.confinement import confined_command, why_not_confined
from xlrnn.engines.isolation.process import Child
from xlrnn.engines.isolation.remote import RemoteSheets
from xlrnn.engines.profile import write_profile
from xlrnn.errors import EngineMissingError
from xlrnn.scratch import new_folder

_HELPER = Path(__file__).with_name("uno_helper")
# At the end of the path, so that nothing beside the helper hides a module of Python's own.
_RUN = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from uno_helper.main import main; main(*sys.argv[2:])"
)
_VERSION = re.compile(rb'"ooSetupVersionAboutBox"[^>]*>\s*<value>([0-9.]+)</value>')
_FAR_AWAY = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_GET_IT = "run apt-get install libreoffice-calc python3-uno, or see https://www.libreoffice.org"
_HAS_UNO = "import importlib.util, sys; sys.exit(importlib.util.find_spec('uno') is None)"


class LibreOffice(Engine):
    """LibreOffice Calc.

    Args:
        soffice: its program; by default $XLRNN_SOFFICE, PATH and the usual places are searched.
        time_limit: seconds that its start and each request may take.
    """

    name = "libreoffice"
    good_for = "second opinion from the program people open the file with"
    embedded = False
    reaches_out = True

    def __init__(self, soffice: str | Path | None = None, time_limit: float = 120.0) -> None:
        self._soffice, self._time_limit = soffice, time_limit
        self._child: Child | None = None
        self._folder = Path()
        self._version = ""

    def version(self) -> str:
        """Return the version of the program, without starting it if its files tell."""
        if not self._version:
            soffice = find_soffice(self._soffice)
            find_python(soffice)
            self._version = _stored_version(soffice) or _told_version(soffice)
        return self._version

    def load(self, path: Path) -> RemoteSheets:
        """Load a workbook; soffice starts if it does not run."""
        file = checked(path, thoroughly=True)
        child = self._running()
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            copy = shutil.copyfile(file, Path(folder, file.name))
            return RemoteSheets(child, copy, private=False)

    def close(self) -> None:
        """End soffice; its workbooks are gone with it."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _running(self) -> Child:
        if self._child is None or not self._child.alive:
            self._child = self._start()
        return self._child

    def _start(self) -> Child:
        soffice = find_soffice(self._soffice)
        python = find_python(soffice)
        profile = new_folder("libreoffice-").resolve()
        write_profile(profile)
        command = [str(python), "-I", "-c", _RUN, str(_HELPER.parent), str(soffice), str(profile)]
        if not why_not_confined():
            seen = [soffice.parents[1], *_prefixes(python), _HELPER]
            command = confined_command(profile, seen, command)
        self._folder = profile
        child = Child(
            command,
            name=self.name,
            time_limit=self._time_limit,
            folder=profile,
        )
        try:
            child.ask({"do": "connect"})
        except BaseException:
            child.close()
            raise
        return child


def find_soffice(wanted: str | Path | None = None) -> Path:
    """Find LibreOffice's program.

    Args:
        wanted: the program; None looks at $XLRNN_SOFFICE, PATH and the usual places.

    Returns:
        Its path, with links followed, so that its other files are found from there.

    Raises:
        EngineMissingError: if it is not there.
    """
    told = wanted or os.environ.get("XLRNN_SOFFICE")
    candidates = [str(told)] if told else ["soffice", "libreoffice", *_FAR_AWAY]
    for candidate in candidates:
        found = shutil.which(candidate)
        if found:
            return Path(found).resolve()
    if told:
        raise EngineMissingError(f"{told} is no program: give the path of LibreOffice's soffice")
    raise EngineMissingError(f"LibreOffice is not installed: {_GET_IT}")


def find_python(soffice: Path) -> Path:
    """Find a Python that can import uno.

    Args:
        soffice: LibreOffice's program, which on Windows and macOS brings its own Python.

    Returns:
        $XLRNN_UNO_PYTHON, this Python, the system's or LibreOffice's.

    Raises:
        EngineMissingError: if none of them can.
    """
    folder = soffice.parent
    candidates = [
        Path(os.environ.get("XLRNN_UNO_PYTHON") or sys.executable),
        Path("/usr/bin/python3"),
        folder / "python.exe",
        folder / "python",
        folder.parent / "Resources" / "python",
        Path(sys.executable),
    ]
    for candidate in candidates:
        if candidate.is_file() and _can_import_uno(candidate):
            return candidate
    raise EngineMissingError(
        "no Python on this machine can import uno, LibreOffice's interface: run apt-get install "
        "python3-uno, or set XLRNN_UNO_PYTHON to a Python that can"
    )


def _prefixes(python: Path) -> set[Path]:
    """Return the folders in which a Python and its libraries lie."""
    own = {Path(sys.prefix), Path(sys.base_prefix)} if python == Path(sys.executable) else set()
    return {python.parents[1], python.resolve().parents[1], *own}


def _can_import_uno(python: Path) -> bool:
    try:
        asked = subprocess.run(
            [python, "-I", "-c", _HAS_UNO], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _stored_version(soffice: Path) -> str:
    """Return the version that LibreOffice's own settings state, or nothing."""
    for share in ("share", "Resources"):
        settings = soffice.parent.parent / share / "registry" / "main.xcd"
        if settings.is_file():
            found = _VERSION.search(settings.read_bytes())
            if found:
                return found[1].decode()
    return ""


def _told_version(soffice: Path) -> str:
    try:
        told = subprocess.run(
            [soffice, "--version"], capture_output=True, text=True, timeout=30, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    found = re.search(r"LibreOffice ([0-9.]+)", told)
    return found[1] if found else "unknown"
