"""Formula texts cut into tokens: enough to change one reference, name or operator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation.package import letters, number

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<ref>(?:'[^']+'!|[A-Za-z_]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))
    |(?P<number>\d+(?:\.\d+)?(?:E[-+]?\d+)?)
    |(?P<function>[A-Z]+(?=\())
    |(?P<name>[A-Za-z_]\w*)
    |(?P<operator><=|>=|<>|[-+*/=<>^&])
    |(?P<other>[(),:\s]+)""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


@dataclass(frozen=True)
class Token:
    """A piece of a formula and what it is."""

    kind: str
    text: str

    @property
    def is_range(self) -> bool:
        """Whether it is a reference to more than one cell."""
        return self.kind == "ref" and ":" in self.text


def cut(formula: str) -> list[Token]:
    """Cut a formula into tokens; joined they are the formula again."""
    found = [Token(str(m.lastgroup), m[0]) for m in _TOKEN.finditer(formula)]
    assert "".join(token.text for token in found) == formula, formula
    return found


def join(tokens: list[Token]) -> str:
    """Return the formula."""
    return "".join(token.text for token in tokens)


def each(formula: str, *kinds: str) -> Iterator[tuple[int, Token]]:
    """Yield the tokens of some kinds with their positions."""
    return ((at, token) for at, token in enumerate(cut(formula)) if token.kind in kinds)


def put(formula: str, at: int, text: str) -> str:
    """Return the formula with one token replaced."""
    tokens = cut(formula)
    tokens[at] = Token(tokens[at].kind, text)
    return join(tokens)


def split_sheet(reference: str) -> tuple[str, str]:
    """Return the sheet with its `!`, empty if there is none, and the address."""
    sheet, mark, address = reference.rpartition("!")
    return sheet + mark, address


def shifted(reference: str, rows: int, columns: int, *, keep_fixed: bool = False) -> str | None:
    """Return a reference moved by some rows and columns, None if it leaves the sheet.

    Args:
        reference: the reference.
        rows: how far down.
        columns: how far to the right.
        keep_fixed: whether a `$` holds it, as when a formula is filled.
    """
    sheet, address = split_sheet(reference)
    outside = False

    def move(match: re.Match[str]) -> str:
        nonlocal outside
        column = number(match[2]) + (0 if keep_fixed and match[1] else columns)
        row = int(match[4]) + (0 if keep_fixed and match[3] else rows)
        outside = outside or column < 1 or row < 1
        return f"{match[1]}{letters(max(column, 1))}{match[3]}{row}"

    moved = sheet + _CORNER.sub(move, address)
    return None if outside else moved


def resized(reference: str, rows: int, columns: int, *, first: bool = False) -> str | None:
    """Return a range with its last (or first) corner moved, None if nothing is left of it."""
    sheet, address = split_sheet(reference)
    start, _, end = address.partition(":")
    moved = shifted(start if first else end, rows, columns)
    if moved is None:
        return None
    start, end = (moved, end) if first else (start, moved)
    (top, left), (bottom, right) = ((int(m[4]), number(m[2])) for m in _corners(start, end))
    return f"{sheet}{start}:{end}" if top <= bottom and left <= right else None


def _corners(*texts: str) -> Iterator[re.Match[str]]:
    for text in texts:
        match = _CORNER.fullmatch(text)
        assert match is not None
        yield match


def filled(formula: str, rows: int, columns: int) -> str | None:
    """Return a formula as filling carries it on: what no `$` holds moves along."""
    tokens = cut(formula)
    for at, token in enumerate(tokens):
        if token.kind == "ref":
            moved = shifted(token.text, rows, columns, keep_fixed=True)
            if moved is None:
                return None
            tokens[at] = Token("ref", moved)
    return join(tokens)
