"""The engine that the page calculates with: formulon's WebAssembly, out of the pinned package.

What is in the package is taken as it is if it is what was tested, told by its SHA-256, and with it
what its licence asks for. The package itself is not imported: that takes a second.
"""

import hashlib
from importlib import metadata
from pathlib import Path

from xlrnn.errors import EngineMissingError

VERSION = "0.18.0"
SHA256 = "1ae0cffa5e63d3fa13c69e9a3fd9af98b5088beb5b391ce899a767a94ea17431"
_MODULE = "formulon/_wasm/formulon_capi.wasm"
# What the page calls them, and what the package does.
FILES = {
    "engine/formulon.wasm": _MODULE,
    "engine/LICENSE.txt": "licenses/LICENSE",
    "engine/NOTICE.txt": "licenses/NOTICE",
}
_INSTALL = 'run pip install "xlrnn[engines]"'


def engine_files() -> dict[str, bytes]:
    """Return the engine, its licence and its notice, by their names in the page.

    Raises:
        EngineMissingError: if formulon is not installed, or is another one than was tested.
    """
    try:
        package = metadata.distribution("formulon")
    except metadata.PackageNotFoundError:
        raise EngineMissingError(
            f"formulon {VERSION}, which calculates in the page, is not installed: {_INSTALL}"
        ) from None
    found = {name: _read(package, wanted) for name, wanted in FILES.items()}
    if hashlib.sha256(found["engine/formulon.wasm"]).hexdigest() != SHA256:
        raise EngineMissingError(
            f"formulon {package.version} is not the one that the page was tested with: expected "
            f"{VERSION}, whose {_MODULE} has the SHA-256 {SHA256}; {_INSTALL}"
        )
    return found


def _read(package: metadata.Distribution, wanted: str) -> bytes:
    """Return a file of an installed package, whatever folder its licences lie in."""
    for file in package.files or ():
        if file.as_posix().endswith(f"/{wanted}") or file.as_posix() == wanted:
            try:
                return Path(str(file.locate())).read_bytes()
            except OSError:
                break
    raise EngineMissingError(
        f"formulon {package.version} has no file {wanted}: expected version {VERSION}; {_INSTALL}"
    )
