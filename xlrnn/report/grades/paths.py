"""The files that a batch was written to: of a large one there are tens of thousands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, overload

_SHOWN: Final = 20


class Paths(Sequence[Path]):
    """Files in one folder, kept by their names.

    Args:
        folder: the folder.

    Attributes:
        folder: the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []

    def add(self, name: str) -> Path:
        """Add a file, by its name in the folder, and return its path."""
        self._names.append(name)
        return self.folder / name

    def __repr__(self) -> str:
        """Return the paths as a list is shown, of many the first ones."""
        shown = ", ".join(repr(path) for path in self[:_SHOWN])
        more = len(self) - _SHOWN
        return f"[{shown}, … and {more:,} more]" if more > 0 else f"[{shown}]"

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> Path: ...
    @overload
    def __getitem__(self, index: slice) -> list[Path]: ...
    def __getitem__(self, index: int | slice) -> Path | list[Path]:
        """Return the path of a file, or of some."""
        if isinstance(index, slice):
            return [self.folder / name for name in self._names[index]]
        return self.folder / self._names[index]
