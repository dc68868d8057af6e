"""What wrote a file: the version, and of a checkout the commit and whether it was changed since.

Files that are the same for everybody who has a version, such as the workbooks of lessons, say
`RELEASE` alone: what is committed must not change with each commit. All others say `written_by`.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xlrnn import __version__

RELEASE: Final = f"xlrnn {__version__}"
PACKAGE: Final = Path(__file__).parent
DIGITS: Final = 12
_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Checkout:
    """Where a checkout stands.

    Args:
        commit: the beginning of its name.
        changed: whether a file of the package is another one than in the commit.
    """

    commit: str
    changed: bool

    def __str__(self) -> str:
        return f"{self.commit}, changed" if self.changed else self.commit


@cache
def checkout(package: Path = PACKAGE) -> Checkout | None:
    """Return where the checkout of the package stands, None if it is installed or git is not here.

    Git is asked once, when the first file is written, and not where there is no checkout.
    """
    if not (package.parent / ".git").exists():
        return None
    told = _ask_git(package)
    commit = next((line.split()[2] for line in told if line.startswith("# branch.oid ")), "")
    if not commit.isalnum():  # git is not here, or there is no commit yet: "(initial)"
        return None
    return Checkout(commit[:DIGITS], any(not line.startswith("#") for line in told))


def written_by() -> str:
    """Return what wrote a file, in words, as `xlrnn 0.1.0 (0123456789ab, changed)`."""
    found = checkout()
    return f"{RELEASE} ({found})" if found else RELEASE


def as_json() -> dict[str, Any]:
    """Return the same for JSON: `xlrnn`, and in a checkout `commit` and `changed`."""
    found = checkout()
    return {"xlrnn": __version__, **(vars(found) if found else {})}


@cache
def digest_of_package() -> str:
    """Return a digest of the toolkit itself: what another one found is not what this one finds."""
    found = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _ask_git(package: Path) -> list[str]:
    """Return what git says of the package, nothing if it does not answer."""
    program = shutil.which("git")
    if program is None:
        return []
    # A hook of another repository names that one in the environment.
    surroundings = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    words = ["--no-optional-locks", "-c", "core.fsmonitor=false", "status"]
    try:
        ran = subprocess.run(
            [program, *words, "--porcelain=v2", "--branch", "--", package.name],
            cwd=package.parent,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return ran.stdout.decode(errors="replace").splitlines()
