"""What packs a single file: .gz, .bz2 and .xz."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Final

PACKINGS: Final[dict[str, Callable[[Any], Any]]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
}
PACKED_WRONG: Final = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, NotImplementedError,
)  # fmt: skip


def opened(file: io.BufferedIOBase, name: str) -> io.BufferedIOBase:
    """Return the unpacked bytes of an open file, by the ending of its name."""
    unpack = PACKINGS.get(PurePath(name).suffix.lower())
    if unpack is None:
        return file
    found: io.BufferedIOBase = unpack(file)
    close = found.close

    def close_both() -> None:
        close()
        file.close()

    found.close = close_both  # type: ignore[method-assign]
    return found


def without_packing(name: str) -> str:
    """Return the name of what is packed.

    Example:
        >>> without_packing("a/tweets.csv.xz"), without_packing("tweets.csv")
        ('a/tweets.csv', 'tweets.csv')
    """
    suffix = PurePath(name).suffix
    return name.removesuffix(suffix) if suffix.lower() in PACKINGS else name
