"""Python as files of the page: Pyodide, NumPy, and the packages that xlrnn needs there.

The packages are those that are installed beside this one, so the page proves with the same code.
"""

import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import xlrnn
from xlrnn.errors import EngineMissingError
from xlrnn.playground.pinned import NUMPY, PYODIDE, read_pinned

FOLDER: Final = "python/runtime"
NOTICE: Final = f"{FOLDER}/NOTICE.txt"
SCRIPTS: Final = (f"{FOLDER}/pyodide.js", f"{FOLDER}/pyodide.asm.js")
"""What the Worker is started with; all else is handed to it."""
_TAKEN: Final = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
_LOCK: Final = "pyodide-lock.json"
# What xlrnn needs to build, verify, check and grade; with what they need themselves.
_PACKAGES: Final = ("click", "XlsxWriter", "openpyxl", "jaxtyping", "formulon")
# What reads files of Keras, where it is installed.
_IF_HERE: Final = ("pyfive",)
# NumPy is another one there, and the browser runs WebAssembly itself.
_OTHERWISE: Final = frozenset({"numpy", "wasmtime"})
_NOT_NEEDED: Final = ("__pycache__", ".pyc", ".pyi", ".wasm", "/RECORD", "/direct_url.json")
_LICENCE: Final = re.compile(r"\.dist-info/(.*/)?(LICEN[CS]E|NOTICE|COPYING)[^/]*$", re.IGNORECASE)
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def runtime_files() -> dict[str, bytes]:
    """Return Python's files by their addresses in the page.

    Raises:
        EngineMissingError: if a file or a package is not here.
    """
    runtime, numpy = read_pinned()
    with tarfile.open(fileobj=io.BytesIO(runtime)) as archive:
        found = {name: _member(archive, name) for name in (*_TAKEN, _LOCK)}
    info = json.loads(found.pop(_LOCK))["info"]
    wanted = _needed((*_PACKAGES, *filter(_is_here, _IF_HERE)))
    packages = {name: data for package in wanted for name, data in _of_package(package)}
    own = dict(_walk(files("xlrnn"), "xlrnn/"))
    found |= {
        # Pyodide asks for the list of its packages; it gets none, and so fetches none.
        _LOCK: json.dumps({"info": info, "packages": {}}).encode(),
        "numpy.whl": numpy,
        "packages.zip": _zipped({**packages, **own}),
        "NOTICE.txt": _notice(packages, numpy).encode(),
    }
    return {f"{FOLDER}/{name}": data for name, data in found.items()}


def about_python() -> dict[str, str]:
    """Return what the page's index says of it."""
    return {"pyodide": PYODIDE, "numpy": NUMPY, "xlrnn": xlrnn.__version__}


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    assert file is not None
    return file.read()


def _needed(names: tuple[str, ...]) -> list[str]:
    """Return the packages and those that they need in their turn, as far as they are here."""
    found: list[str] = []
    waiting = [*names]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        for line in _distribution(name).requires or ():
            needed = re.match(r"[\w.-]+", line)
            if needed and "extra ==" not in line and _is_here(needed.group()):
                waiting.append(needed.group())
    return found


def _is_here(name: str) -> bool:
    """Tell whether a package is installed: what only other systems need is not."""
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return name.casefold() not in _OTHERWISE


def _distribution(name: str) -> metadata.Distribution:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise EngineMissingError(
            f'{name}, which Python in the page needs, is not installed: run pip install "xlrnn'
            '[engines]"'
        ) from None


def _of_package(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield an installed package's files, but programs and what Python makes of them."""
    package = _distribution(name)
    for file in package.files or ():
        address = file.as_posix()
        if not address.startswith("..") and not any(one in address for one in _NOT_NEEDED):
            yield address, Path(str(file.locate())).read_bytes()


def _walk(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    """Yield our own files, but the page itself, which the browser has."""
    for entry in folder.iterdir():
        address = f"{above}{entry.name}"
        if entry.is_dir():
            if address != "xlrnn/playground/page":
                yield from _walk(entry, f"{address}/")
        elif not any(one in address for one in _NOT_NEEDED):
            yield address, entry.read_bytes()


def _zipped(packed: Mapping[str, bytes]) -> bytes:
    """Return a zip file, the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(packed.items()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


_WORDS = """Python in this page
===================

Pyodide {pyodide} is under the Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/; its source
code is at https://github.com/pyodide/pyodide/tree/{pyodide}.
It contains Python 3.12, Copyright © 2001 Python Software Foundation; All Rights Reserved, under the
PSF License Agreement, https://docs.python.org/3.12/license.html.
The licences of NumPy {numpy} and of the packages beside it follow.
"""


def _notice(packages: Mapping[str, bytes], numpy: bytes) -> str:
    """Return who made what the page's Python is made of, and under which licences."""
    with zipfile.ZipFile(io.BytesIO(numpy)) as wheel:
        texts = {name: wheel.read(name) for name in wheel.namelist() if _LICENCE.search(name)}
    texts |= {name: data for name, data in packages.items() if _LICENCE.search(name)}
    parts = [_WORDS.format(pyodide=PYODIDE, numpy=NUMPY)]
    parts += [f"{name}\n{'-' * len(name)}\n\n{data.decode()}" for name, data in texts.items()]
    return "\n\n".join(parts)
