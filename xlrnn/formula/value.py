"""What a cell can hold, the same for every reader and every engine."""

from typing import TypeAlias


class CellError(str):
    """An error value such as `#DIV/0!`: what a cell shows where it has no result."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"CellError({str(self)!r})"


Value: TypeAlias = float | str | bool | CellError | None


def as_text(value: Value) -> str:
    """Return a value as formulas join and compare texts: a number is its digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
