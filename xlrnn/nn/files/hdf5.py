"""HDF5 files as Keras writes them: numbers and nothing else, read without following links."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError, XlrnnError

Array = NDArray[Any]
SIGNATURE = b"\x89HDF\r\n\x1a\n"


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


@contextmanager
def opened(data: bytes, where: str) -> Iterator["Reader"]:
    """Open a file's bytes for reading.

    Raises:
        UnreadableError: if they are no HDF5 file, or a damaged one.
    """
    library = h5py()
    try:
        with library.File(io.BytesIO(data), "r") as file:
            yield Reader(library, file, where)
    except XlrnnError:
        raise
    except (OSError, RuntimeError, LookupError, ValueError, TypeError, MemoryError) as error:
        reason = [*str(error).splitlines(), type(error).__name__][0]
        raise UnreadableError(f"{where} is damaged or no HDF5 file: {reason}") from None


class Reader:
    """Reads arrays whose shape is known, which keeps a hostile file from filling the memory.

    Args:
        library: h5py.
        file: the open file.
        where: what an error calls it.
    """

    def __init__(self, library: Any, file: Any, where: str) -> None:
        self.library, self.file, self.where = library, file, where

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

    def _at(self, path: str) -> Any:
        """Return a group or an array, or None; every step of the way lies in this very file."""
        found = self.file
        for name in path.split("/"):
            if not isinstance(found, self.library.Group) or name not in found:
                return None
            link = found.get(name, getclass=True, getlink=True)
            if link is not self.library.HardLink:
                raise UnreadableError(f"{self.where}: {path} is a link, which is not followed")
            found = found[name]
        return found

    def _numbers(self, dataset: Any, path: str) -> Any:
        """Return a dataset if its numbers lie in this file.

        Raises:
            UnreadableError: if they lie elsewhere, or are something else.
        """
        if not isinstance(dataset, self.library.Dataset):
            raise UnreadableError(f"{self.where}: {path} is a folder, expected an array")
        if dataset.external or dataset.is_virtual:
            raise UnreadableError(f"{self.where}: {path} lies in another file, which is not read")
        if dataset.shape is None or dataset.dtype.kind not in "fiu":
            raise UnreadableError(f"{self.where}: {path} holds {dataset.dtype}, expected numbers")
        return dataset


def written(groups: Mapping[str, tuple[str, Mapping[str, Array]]]) -> bytes:
    """Return a file with groups of arrays.

    Args:
        groups: by path; of each its name, which becomes an attribute, and its arrays.
    """
    file = io.BytesIO()
    with h5py().File(file, "w") as root:
        for path, (name, arrays) in groups.items():
            group = root.create_group(path)
            group.attrs["name"] = name
            for key, array in arrays.items():
                group[key] = array
    return file.getvalue()
