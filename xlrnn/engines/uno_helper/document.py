"""A workbook that LibreOffice has loaded, and what its number formats look like."""

from typing import Any

_LOGICAL = 1024  # com.sun.star.util.NumberFormat


class Document:
    """A workbook; each of its number formats is asked for once.

    Attributes:
        model: the workbook, as LibreOffice has it.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self._formats = model.NumberFormats
        self._logical: dict[int, bool] = {}

    def is_logical(self, key: int) -> bool:
        """Return whether numbers of this format look like booleans."""
        if key not in self._logical:
            self._logical[key] = bool(self._formats.getByKey(key).Type & _LOGICAL)
        return self._logical[key]
