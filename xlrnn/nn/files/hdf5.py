"""HDF5 files as Keras writes them: numbers and nothing else, read without following links.

h5py reads and writes them; where it cannot be had, as in a web page, pyfive reads them.
"""

import io
import math
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError, XlrnnError
from xlrnn.nn.files.limits import MOST_TEXT
from xlrnn.provenance import written_by

Array = NDArray[Any]
# What the libraries raise, and pyfive looks at its own claims by `assert`.
_DAMAGED = (
    OSError, RuntimeError, LookupError, ValueError, TypeError, MemoryError, AttributeError,
    AssertionError, OverflowError, struct.error, zlib.error,
)  # fmt: skip
_CONTIGUOUS, _CHUNKED = 1, 2  # how a dataset lies in a file; 3 is virtual
_NOWHERE = 2**64 - 1
SIGNATURE = b"\x89HDF\r\n\x1a\n"
_HEAP = re.compile(rb"GCOL\x01\0\0\0(.{8})", re.DOTALL)


def h5py() -> Any:
    """Return the library that reads and writes HDF5.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        import h5py as library
    except ImportError:
        raise UsageError("files of Keras need h5py: pip install 'xlrnn[keras]'") from None
    return library


def reading() -> Any:
    """Return the library that reads HDF5: h5py, or pyfive, which is Python and NumPy alone.

    Raises:
        UsageError: if neither is installed.
    """
    try:
        return h5py()
    except UsageError:
        try:
            import pyfive
        except ImportError:
            pass
        else:
            return pyfive
        raise


@contextmanager
def opened(data: bytes, where: str) -> Iterator["Reader"]:
    """Open a file's bytes for reading.

    Raises:
        UnreadableError: if they are no HDF5 file, or a damaged one.
    """
    library = reading()
    try:
        with library.File(io.BytesIO(data), "r") as file:
            _refuse_cut_off(file, data)
            yield Reader(library, file, where, _longest_text(data))
    except XlrnnError:
        raise
    except _DAMAGED as error:
        reason = [*str(error).splitlines(), type(error).__name__][0]
        raise UnreadableError(f"{where} is damaged or no HDF5 file: {reason}") from None


def _longest_text(data: bytes) -> int:
    """Return a number of bytes that no text of any length in a file can exceed.

    Such texts lie in heaps, and each heap begins with its size.
    """
    sizes = (int.from_bytes(found[1], "little") for found in _HEAP.finditer(data))
    return min(len(data), max(sizes, default=0))


def _refuse_cut_off(file: Any, data: bytes) -> None:
    """Look how long the file says it is, which h5py does by itself."""
    superblock = getattr(file, "_superblock", None)  # of pyfive, whose version is pinned
    if superblock is not None and len(data) < superblock._contents["end_of_file_address"]:
        raise ValueError("it ends too early")


class Reader:
    """Reads arrays whose shape is known, which keeps a hostile file from filling the memory.

    Args:
        library: h5py or pyfive.
        file: the open file.
        where: what an error calls it.
        longest: the bytes that a text in it may have, if its length is not said.
    """

    def __init__(self, library: Any, file: Any, where: str, longest: int) -> None:
        self.library, self.file, self.where, self.longest = library, file, where, longest

    def names(self, path: str) -> list[str]:
        """Return what is in a group, or nothing if there is no such group."""
        group = self._at(path)
        return list(group) if isinstance(group, self.library.Group) else []

    def shape(self, path: str) -> tuple[int, ...] | None:
        """Return the shape of an array of numbers, or None if there is none."""
        dataset = self._at(path)
        return None if dataset is None else tuple(self._numbers(dataset, path).shape)

    def array(self, path: str) -> Array:
        """Return an array; look at its `shape` first."""
        return np.asarray(self._numbers(self._at(path), path)[()])

    def text(self, path: str, name: str) -> str | None:
        """Return the text of an attribute, or None if there is none; the path "" is the file."""
        return next(iter(self._texts(path, name)), None)

    def texts(self, path: str, name: str) -> list[str]:
        """Return the texts of an attribute, or of its parts: `name0`, `name1` and so on."""
        parts = [self._texts(path, name)]
        while not parts[0] and (more := self._texts(path, f"{name}{len(parts) - 1}")):
            parts.append(more)
        return [text for part in parts for text in part]

    def _texts(self, path: str, name: str) -> list[str]:
        """Return the texts of one attribute; none if there is no such attribute.

        Raises:
            UnreadableError: if there are too many, or they are no texts.
        """
        group = self._at(path) if path else self.file
        if group is None or name not in group.attrs:
            return []
        self._expect_room(group.attrs, f"{path}: {name}".removeprefix(": "), name)
        found = group.attrs[name]
        several = [found] if isinstance(found, bytes | str) else np.ravel(found).tolist()
        if not all(isinstance(each, bytes | str) for each in several):
            raise UnreadableError(f"{self.where}: {path}: {name} holds no texts")
        return [each.decode() if isinstance(each, bytes) else each for each in several]

    def _expect_room(self, attributes: Any, what: str, name: str) -> None:
        """Refuse texts that would fill the memory; many may be one and the same in the file."""
        if not hasattr(attributes, "get_id"):  # of pyfive, which has read them by now
            return
        saved = attributes.get_id(name)
        each = self.longest if saved.dtype.kind == "O" else saved.dtype.itemsize
        if math.prod(saved.shape) * each > MOST_TEXT:
            raise UnreadableError(f"{self.where}: {what} may grow to more than {MOST_TEXT} bytes")

    def _at(self, path: str) -> Any:
        """Return a group or an array, or None; every step of the way lies in this very file."""
        found = self.file
        for name in path.split("/"):
            if not isinstance(found, self.library.Group) or name not in found:
                return None
            if self._is_link(found, name):
                raise UnreadableError(f"{self.where}: {path} is a link, which is not followed")
            found = found[name]
        return found

    def _is_link(self, group: Any, name: str) -> bool:
        """Tell whether a name stands for what has another name, here or in another file."""
        if hasattr(self.library, "HardLink"):
            return group.get(name, getclass=True, getlink=True) is not self.library.HardLink
        found = group[name]  # pyfive follows links in the file, and knows no others
        return found is None or found.name != posixpath.join(group.name, name)

    def _numbers(self, dataset: Any, path: str) -> Any:
        """Return a dataset if its numbers lie in this file.

        Raises:
            UnreadableError: if they lie elsewhere, or are something else.
        """
        if not isinstance(dataset, self.library.Dataset):
            raise UnreadableError(f"{self.where}: {path} is a folder, expected an array")
        if _is_elsewhere(dataset):
            raise UnreadableError(f"{self.where}: {path} lies in another file, which is not read")
        if dataset.shape is None or dataset.dtype.kind not in "fiu":
            raise UnreadableError(f"{self.where}: {path} holds {dataset.dtype}, expected numbers")
        return dataset


def _is_elsewhere(dataset: Any) -> bool:
    """Tell whether a dataset's numbers lie in other files."""
    if hasattr(dataset, "is_virtual"):
        return bool(dataset.external or dataset.is_virtual)
    layout = dataset.id.layout_class
    return layout > _CHUNKED or (layout == _CONTIGUOUS and dataset.id.data_offset == _NOWHERE)


def written(groups: Mapping[str, tuple[str, Mapping[str, Array]]]) -> bytes:
    """Return a file with groups of arrays.

    Args:
        groups: by path; of each its name, which becomes an attribute, and its arrays.
    """
    file = io.BytesIO()
    with h5py().File(file, "w") as root:
        root.attrs["written_by"] = written_by()
        for path, (name, arrays) in groups.items():
            group = root.create_group(path)
            group.attrs["name"] = name
            for key, array in arrays.items():
                group[key] = array
    return file.getvalue()
