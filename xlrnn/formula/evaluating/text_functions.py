"""What spreadsheets do with texts, for formulas that take a sentence apart."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from xlrnn.formula.value import as_text


def _substitute(text: Any, old: Any, new: Any) -> str:
    return as_text(text).replace(as_text(old), as_text(new)) if as_text(old) else as_text(text)


def _find(wanted: Any, text: Any) -> float:
    return float(as_text(text).index(as_text(wanted)) + 1)


def _mid(text: Any, first: Any, count: Any) -> str:
    start = _whole(first, least=1) - 1
    return as_text(text)[start : start + _whole(count)]


def _left(text: Any, count: Any = 1.0) -> str:
    return as_text(text)[: _whole(count)]


def _whole(value: Any, least: int = 0) -> int:
    """Return a count of characters.

    Raises:
        ValueError: if it is below the least.
    """
    if int(value) < least:
        raise ValueError(f"{value} is below {least}")
    return int(value)


TEXT_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "CHAR": lambda code: bytes([_whole(code, least=1)]).decode("cp1252"),
    "EXACT": lambda a, b: as_text(a) == as_text(b),
    "FIND": _find,
    "LEFT": _left,
    "LEN": lambda text: float(len(as_text(text))),
    "LOWER": lambda text: as_text(text).lower(),
    "MID": _mid,
    "SUBSTITUTE": _substitute,
    "TRIM": lambda text: " ".join(word for word in as_text(text).split(" ") if word),
}
