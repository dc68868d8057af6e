"""INDIRECT as a plain reference, where the text that it is given is known before anything runs.

A program that resolves such a text may take it for a file or an address of the network, so no
engine gets INDIRECT. Known is what follows from texts and numbers, cells with typed contents, the
place of the formula, names of these, and the usual functions of texts.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.formula.area import parse_area
from xlrnn.formula.cell import Cell, column_letters, quote_sheet
from xlrnn.formula.parsing.tokens import Token, joined, tokens_of
from xlrnn.formula.value import Value, as_text
from xlrnn.xlsx.planting.known_texts import (
    FUNCTIONS,
    LONGEST,
    Known,
    UnknownError,
    as_number,
)

INDIRECT: Final = "INDIRECT"
_NO_PLACE: Final = "#REF!"
_ELSEWHERE: Final = "'[elsewhere]'!A1"  # which no engine gets
_DEPTH: Final = 40
_OUTSIDE: Final = re.compile(r"[\[\]|:/\\#']")
_R1C1: Final = re.compile(r"R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?", re.IGNORECASE)

# What stands in a cell, None if that may change; what a name stands for.
Constant = Callable[[str, Cell], Value]
Meaning = Callable[[str, str], str | None]


class Texts:
    """Finds what INDIRECT means in one cell.

    Args:
        sheets: the names of the workbook's sheets by those in lower case.
        constant: tells what is typed into a cell, None if a formula or nothing that stays is there.
        meaning: tells what a name stands for on a sheet, None if there is no such name.
        sheet: the sheet on which the formula stands.
        cell: where it stands; None in an array formula, which stands in many places.
    """

    def __init__(
        self,
        sheets: Mapping[str, str],
        constant: Constant,
        meaning: Meaning,
        sheet: str,
        cell: Cell | None,
    ) -> None:
        self._sheets, self._constant, self._meaning = sheets, constant, meaning
        self._sheet, self._cell = sheet, cell

    def resolved(self, formula: str) -> str:
        """Return a formula with a plain reference for each INDIRECT whose text is known."""
        tokens = tokens_of(formula)
        others: dict[int, str] = {}
        at = 0
        while at < len(tokens):
            end = _closing(tokens, at) if _calls_indirect(tokens[at]) else None
            if end is not None and (place := self._place(tokens[at + 1 : end])) is not None:
                others |= dict.fromkeys(range(at, end + 1), "") | {at: place}
                at = end
            at += 1
        return joined(tokens, others)

    def _place(self, inside: Sequence[Token]) -> str | None:
        """Return the place that the arguments of INDIRECT name."""
        try:
            values = _Reader(self, inside).arguments()
        except (UnknownError, AddressError, ArithmeticError, ValueError, RecursionError):
            return None
        if not 1 <= len(values) <= 2 or not isinstance(values[0], str):
            return None
        return self._reference(values[0].strip(), in_a1=len(values) == 1 or bool(values[1]))

    def _reference(self, text: str, *, in_a1: bool) -> str:
        """Return a reference into this workbook; for other texts one that reaches out, or none."""
        prefix, mark, rest = text.rpartition("!")
        name = prefix.removeprefix("'").removesuffix("'").replace("''", "'").casefold()
        sheet = self._sheets.get(name, "") if mark else self._sheet
        area = rest if in_a1 else self._from_r1c1(rest)
        found = tokens_of(area) if area and sheet else ()
        if len(found) == 1 and not found[0].sheet:
            if found[0].kind == "area":
                return f"{quote_sheet(sheet)}!{area}" if mark else area
            known = found[0].kind == "name" and self._meaning(sheet, area) is not None
            if not mark and (known or found[0].kind == "table"):
                return area
        return _ELSEWHERE if _OUTSIDE.search(text) else _NO_PLACE

    def _from_r1c1(self, text: str) -> str:
        corners = [self._corner(one) for one in text.split(":")]
        return ":".join(corners) if all(corners) and len(corners) <= 2 else ""

    def _corner(self, text: str) -> str:
        match = _R1C1.fullmatch(text)
        if match is None:
            return ""
        row, column = (self._moved(part, which) for which, part in enumerate(match.groups()))
        return f"{column_letters(column)}{row}" if row > 0 and 0 < column <= 16_384 else ""

    def _moved(self, part: str | None, which: int) -> int:
        if part and part.isdecimal():
            return int(part)
        here = self.here()
        return (here.column if which else here.row) + int((part or "[0]")[1:-1])

    def here(self) -> Cell:
        """Return where the formula stands."""
        if self._cell is None:
            raise UnknownError
        return self._cell

    def content(self, token: Token) -> Known:
        """Return what is typed into the cell that a piece of a formula refers to."""
        sheet = self._sheets.get((token.sheet or self._sheet).casefold(), "")
        area = parse_area(token.word.replace("$", ""))
        value = self._constant(sheet, area.first) if area.shape == (1, 1) else None
        if isinstance(value, str | float) and not isinstance(value, bool):
            return value
        raise UnknownError

    def named(self, token: Token, depth: int) -> Known:
        """Return what a name that stands for a constant says."""
        text = self._meaning(token.sheet or self._sheet, token.word)
        if text is None or depth > _DEPTH:
            raise UnknownError
        values = _Reader(self, tokens_of(text), depth + 1).arguments()
        if len(values) != 1:
            raise UnknownError
        return values[0]


class _Reader:
    """Calculates texts from pieces of a formula: a & b, + - * /, calls, parentheses."""

    def __init__(self, texts: Texts, tokens: Sequence[Token], depth: int = 0) -> None:
        self._texts, self._depth, self._at = texts, depth, 0
        self._tokens = [token for token in tokens if token.kind != "space"]

    def arguments(self) -> list[Known]:
        """Return all arguments, which must be all that there is."""
        values = self._values()
        if self._at < len(self._tokens):
            raise UnknownError
        return values

    def _values(self) -> list[Known]:
        values: list[Known] = []
        if self._next() in (None, "close"):
            return values
        values.append(self._joined())
        while self._next() == "comma":
            self._at += 1
            values.append(self._joined())
        return values

    def _joined(self) -> Known:
        value: Known = self._sum()
        while self._takes("&"):
            value = as_text(value) + as_text(self._sum())
            if len(value) > LONGEST:
                raise UnknownError
        return value

    def _sum(self) -> Known:
        value: Known = self._product()
        while sign := self._takes("+", "-"):
            other = as_number(self._product())
            value = as_number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Known:
        value: Known = self._one()
        while sign := self._takes("*", "/"):
            other = as_number(self._one())
            value = as_number(value) * other if sign == "*" else as_number(value) / other
        return value

    def _one(self) -> Known:
        self._depth += 1
        if self._at >= len(self._tokens) or self._depth > _DEPTH:
            raise UnknownError
        token = self._tokens[self._at]
        self._at += 1
        value = self._of(token)
        self._depth -= 1
        return value

    def _of(self, token: Token) -> Known:
        if token.kind == "text":
            return token.text[1:-1].replace('""', '"')
        if token.kind == "number":
            return float(token.text)
        if token.text in ("-", "+"):
            number = as_number(self._one())
            return -number if token.text == "-" else number
        if token.kind == "open":
            value = self._joined()
            self._close()
            return value
        if token.kind == "area":
            return self._texts.content(token)
        if token.kind == "name":
            word = token.word.upper()
            return (
                float(word == "TRUE")
                if word in ("TRUE", "FALSE")
                else self._texts.named(token, self._depth)
            )
        return self._called(token)

    def _called(self, token: Token) -> Known:
        if token.kind != "call":
            raise UnknownError
        if token.word in ("ROW", "COLUMN"):
            return self._place_of(token.word)
        values = self._values()
        self._close()
        function = FUNCTIONS.get(token.word)
        if function is None:
            raise UnknownError
        try:
            return function(*values)
        except TypeError:
            raise UnknownError from None

    def _place_of(self, word: str) -> float:
        cell = None
        if self._next() == "area":
            area = parse_area(self._tokens[self._at].word.replace("$", ""))
            self._at += 1
            cell = area.first if area.shape == (1, 1) else None
            if cell is None:
                raise UnknownError
        self._close()
        cell = cell or self._texts.here()
        return float(cell.row if word == "ROW" else cell.column)

    def _close(self) -> None:
        if self._next() != "close":
            raise UnknownError
        self._at += 1

    def _next(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _takes(self, *signs: str) -> str:
        if self._next() == "operator" and self._tokens[self._at].text in signs:
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""


def _calls_indirect(token: Token) -> bool:
    return token.kind == "call" and token.word == INDIRECT


def _closing(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the call that opens at a position closes."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].kind in ("open", "call")
        depth -= tokens[end].kind == "close"
        if depth == 0:
            return end
    return None
