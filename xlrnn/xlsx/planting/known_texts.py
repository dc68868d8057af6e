"""The usual functions of texts, for formulas of which the text is known before anything runs."""

from collections.abc import Callable, Mapping
from typing import Final

from xlrnn.formula.cell import column_letters, quote_sheet
from xlrnn.formula.value import as_text

Known = str | float
LONGEST: Final = 2_000


class UnknownError(Exception):
    """The text cannot be known; never leaves this package."""


def as_number(value: Known) -> float:
    """Return a value as formulas calculate with it."""
    return float(value)


def _address(
    row: Known, column: Known, kind: Known = 1.0, a1: Known = 1.0, sheet: Known = ""
) -> str:
    fixed = int(as_number(kind))
    if not as_number(a1) or fixed not in (1, 2, 3, 4):
        raise UnknownError
    before = f"{quote_sheet(as_text(sheet))}!" if sheet != "" else ""
    letters = "$" * (fixed in (1, 3)) + column_letters(int(as_number(column)))
    return f"{before}{letters}{'$' * (fixed in (1, 2))}{int(as_number(row))}"


def _part(text: Known, first: Known, count: Known) -> str:
    start, length = int(as_number(first)), int(as_number(count))
    if start < 1 or length < 0:
        raise UnknownError
    return as_text(text)[start - 1 : start - 1 + length]


def _right(text: Known, count: Known = 1.0) -> str:
    whole, length = as_text(text), int(as_number(count))
    return whole[max(0, len(whole) - length) :] if length >= 0 else ""


def _replaced(text: Known, old: Known, new: Known) -> str:
    result = as_text(text).replace(as_text(old), as_text(new)) if as_text(old) else as_text(text)
    if len(result) > LONGEST:
        raise UnknownError
    return result


FUNCTIONS: Final[Mapping[str, Callable[..., Known]]] = {
    "ADDRESS": _address,
    "CHAR": lambda code: bytes([int(as_number(code))]).decode("cp1252"),
    "CONCAT": lambda *texts: "".join(map(as_text, texts)),
    "CONCATENATE": lambda *texts: "".join(map(as_text, texts)),
    "INT": lambda value: float(as_number(value) // 1),
    "LEFT": lambda text, count=1.0: _part(text, 1.0, count),
    "LOWER": lambda text: as_text(text).lower(),
    "MID": _part,
    "MOD": lambda a, b: as_number(a) % as_number(b),
    "RIGHT": _right,
    "SUBSTITUTE": _replaced,
    "TRIM": lambda text: " ".join(as_text(text).split(" ")),
    "UPPER": lambda text: as_text(text).upper(),
}
