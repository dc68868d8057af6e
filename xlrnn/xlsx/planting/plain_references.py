"""What tables, names and ranges in a formula mean in one cell, as plain addresses.

Engines get formulas with nothing in them but addresses and fixed names: not all know tables, names
of constants, or spilled arrays, and not all take one cell of a range where an ordinary formula
does; and what INDIRECT may reach is nothing for them. What a formula reads is looked up in the same
text.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area, area_of
from xlrnn.formula.cell import Cell, column_letters, quote_sheet
from xlrnn.formula.parsing.shift import moves, shift
from xlrnn.formula.parsing.single_values import Parsed, parsed
from xlrnn.formula.parsing.tokens import Token, joined, tokens_of
from xlrnn.xlsx.planting.exact_sheets import ExactSheets
from xlrnn.xlsx.planting.hints import SINGLE, SPILLED, calls_indirect, hints_of
from xlrnn.xlsx.planting.indirect import Constant, Texts
from xlrnn.xlsx.planting.reaching_out import why_left_out
from xlrnn.xlsx.reading.contents import Contents, NameEntry
from xlrnn.xlsx.reading.tables import SheetTable

_HERE: Final = re.compile(r"(?<![\w'!])!(?=\$?[A-Za-z])")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_NO_VALUE, _GONE = "#VALUE!", "#REF!"
# Names that stand for names, so deep; and what a cell can hold.
_DEPTH, _LONGEST = 8, 8192
# So much may be written on the way to one formula; names that stand for names multiply.
_MOST_WRITTEN: Final = 20 * _LONGEST

# The blocks of the array formulas on a sheet, by (row, column).
Arrays = Callable[[str], dict[tuple[int, int], Area]]


class Plain(NamedTuple):
    """A formula in plain references.

    Args:
        text: the formula.
        mute: whether it was entered as an ordinary formula and takes one cell of a range that
            has none in its row or column: that shows #VALUE!.
    """

    text: str
    mute: bool = False


class _Name(NamedTuple):
    """What a name stands for; `area` if that is a range that does not move.

    Names of other signs than ASCII's are fine in Excel, and an error in ironcalc.
    """

    text: str
    area: str
    wide: bool
    local: bool
    odd: bool


class PlainReferences:
    """Writes the formulas of a workbook in plain references.

    Args:
        contents: the workbook's names and sheets.
        tables: its tables by name in lower case.
        arrays: returns the array formulas of a sheet.
        constant: tells what is typed into a cell, None if nothing that stays is there.
    """

    def __init__(
        self,
        contents: Contents,
        tables: dict[str, SheetTable],
        arrays: Arrays,
        constant: Constant = lambda _sheet, _cell: None,
    ) -> None:
        self._tables, self._arrays, self._constant = tables, arrays, constant
        self._sheets = {sheet.name.casefold(): sheet.name for sheet in contents.sheets}
        self.exact = ExactSheets(sheet.name for sheet in contents.sheets)
        self._names: dict[tuple[str, str], _Name] = {}
        for entry in contents.names:
            scope = ""
            if entry.scope.isdecimal() and int(entry.scope) < len(contents.sheets):
                scope = contents.sheets[int(entry.scope)].name.casefold()
            if not entry.for_programs and (scope or not entry.scope):
                self._names[scope, entry.name.casefold()] = _name(entry, local=bool(scope))
        kept = self._names.items()
        self._special = {w for (_, w), name in kept if name.local or name.odd or not name.area}
        self._wide = {word for (_, word), name in kept if name.wide}

    def may_change(self, formula: str, *, in_array: bool = False) -> bool:
        """Say whether a formula has to be written in another way; most need not."""
        hints = hints_of(formula)
        return (
            hints.always
            or bool(self._special and hints.words & self._special)
            or any(map(self.exact.changes, hints.sheets))
            or (not in_array and (hints.ranges or bool(hints.single & self._wide)))
        )

    def plain(
        self, sheet: str, cell: Cell, formula: str, *, in_array: bool = False, whole: bool = False
    ) -> Plain:
        """Write a formula in plain references.

        Args:
            sheet: the sheet on which it stands.
            cell: where it stands.
            formula: its text, without `=`.
            in_array: whether it was entered as an array formula.
            whole: whether names that stand for formulas of ranges are written out, too, which
                says what is read, but may not be calculated in the same way.
        """
        if not self.may_change(formula, in_array=in_array):
            return Plain(formula)
        writer = _Writer(self, sheet, cell, in_array, whole)
        text = self.exact.formula(writer.write(parsed(writer.resolved(formula))))
        if why_left_out(text):
            return Plain(text[: _LONGEST + 1])
        return Plain(text, writer.mute) if len(text) <= _LONGEST else Plain(formula)

    def texts(self, sheet: str, cell: Cell | None) -> Texts:
        """Return who finds what INDIRECT means in a cell; None: in a block of an array formula."""

        def meaning(where: str, word: str) -> str | None:
            name = self.name(sheet, word.casefold(), where)
            return None if name is None else name.text

        return Texts(self._sheets, self._constant, meaning, sheet, cell)

    def name(self, sheet: str, word: str, explicit: str) -> _Name | None:
        """Return what a name stands for on a sheet, given the sheet that stands before it."""
        where = (explicit or sheet).casefold()
        return self._names.get((where, word)) or self._names.get(("", word))

    def table(self, token: Token, sheet: str, cell: Cell) -> tuple[str, Area] | None:
        """Return the cells that a reference to a table means."""
        word, _, inside = token.text.partition("[")
        table = self._tables.get(word.casefold())
        if not word:
            around = (t for t in self._tables.values() if t.sheet == sheet and cell in t.area)
            table = next(around, None)
        area = table.cells(inside[:-1], cell) if table else None
        return (table.sheet, area) if table and area else None

    def spilled(self, sheet: str, token: Token) -> Area | None:
        """Return the cells over which the array formula of a cell has spilled."""
        try:
            cell = Cell.parse(token.word)
            return self._arrays(token.sheet or sheet).get((cell.row, cell.column))
        except (AddressError, KeyError):
            return None


class _Writer:
    """Writes one formula."""

    def __init__(
        self, workbook: PlainReferences, sheet: str, cell: Cell, in_array: bool, whole: bool
    ) -> None:
        self.mute = False
        self._left = _MOST_WRITTEN
        self._workbook, self._sheet, self._cell = workbook, sheet, cell
        self._in_array, self._whole = in_array, whole

    def resolved(self, formula: str) -> str:
        """Return a formula with a plain reference for each INDIRECT whose text is known."""
        if not calls_indirect(formula):
            return formula
        cell = None if self._in_array else self._cell
        return self._workbook.texts(self._sheet, cell).resolved(formula)

    def write(self, formula: Parsed, depth: int = 0) -> str:
        """Return the formula in plain references."""
        tokens = formula.tokens
        others: dict[int, str] = {}
        for at, token in enumerate(tokens):
            ordinary = not self._in_array and not depth
            single = at in formula.forced or (ordinary and at in formula.single)
            if token.word.casefold() in formula.bound and not token.sheet:
                continue
            if token.kind == "call" and token.word == SINGLE:
                others[at] = "("
            elif token.kind == "call" and token.word == SPILLED:
                others |= self._spilled(tokens, at)
            elif token.kind == "area" and single and ":" in token.word:
                others[at] = self._one_of(token.text.removesuffix(token.word), token.word)
            elif at in formula.ranges:
                others[at] = f"{token.text}:{token.word}"
            elif token.kind == "table":
                others[at] = self._of_table(token, single)
            elif token.kind in ("name", "call"):
                text = self._of_name(token, single, depth)
                others |= {} if text is None else {at: text}
        return joined(tokens, others)

    def _spilled(self, tokens: tuple[Token, ...], at: int) -> dict[int, str]:
        """Return what stands for `_xlfn.ANCHORARRAY(K1)`."""
        inside = tokens[at + 1 : at + 3]
        if [token.kind for token in inside] != ["area", "close"]:
            return {}
        area = self._workbook.spilled(self._sheet, inside[0])
        before = inside[0].text.removesuffix(inside[0].word)
        text = _GONE if area is None else f"{before}{area.a1(fixed=True)}"
        return {at: "", at + 1: text, at + 2: ""}

    def _of_table(self, token: Token, single: bool) -> str:
        found = self._workbook.table(token, self._sheet, self._cell)
        if found is None:
            return _GONE
        sheet, area = found
        before = "" if sheet == self._sheet else f"{quote_sheet(sheet)}!"
        text = area.a1(fixed=True)
        return self._one_of(before, text) if single and ":" in text else before + text

    def _of_name(self, token: Token, single: bool, depth: int) -> str | None:
        """Return what stands for a name, None if it stays."""
        name = self._workbook.name(self._sheet, token.word.casefold(), token.sheet)
        self._left -= len(name.text) if name else 0
        if name is None or depth > _DEPTH or self._left < 0:
            return None
        if name.area and token.kind == "name":
            sheet, _, area = name.area.rpartition("!")
            if single and name.wide:
                return self._one_of(f"{sheet}!", area)
            return name.area if name.local or name.odd else None
        moved = shift(name.text, self._cell.row - 1, self._cell.column - 1, wraps=True)
        moved = self.resolved(_HERE.sub(f"{quote_sheet(self._sheet)}!", moved))
        if why_left_out(moved):
            return f"({moved})"
        inside = parsed(moved)
        kinds = [one.kind for one in inside.tokens]
        if token.kind == "call":  # a LAMBDA with a name
            return f"{self.write(inside, depth + 1)}("
        if kinds == ["area"]:
            area = inside.tokens[0].word
            before = inside.tokens[0].text.removesuffix(area)
            return self._one_of(before, area) if single and ":" in area else before + area
        ranges = any(one.kind == "area" and ":" in one.word for one in inside.tokens)
        stays = moved == name.text or not calls_indirect(name.text)
        if (ranges or "call" in kinds) and stays and not self._whole:
            return None  # engines calculate it as the array formula that it is
        return f"({self.write(inside, depth + 1)})"

    def _one_of(self, before: str, area: str) -> str:
        """Return the cell of a range that an ordinary formula takes."""
        found = area_of(area)
        if found is None:
            return before + area
        (top, left), (bottom, right) = (
            (corner.row, corner.column) for corner in (found.first, found.last)
        )
        row, column = self._cell.row, self._cell.column
        if left == right and top <= row <= bottom:
            return f"{before}{column_letters(left)}{row}"
        if top == bottom and left <= column <= right:
            return f"{before}{column_letters(column)}{top}"
        self.mute = True
        return _NO_VALUE


def _name(entry: NameEntry, *, local: bool) -> _Name:
    text = entry.text.strip().removeprefix("=")
    tokens = tokens_of(text)
    alone = len(tokens) == 1 and tokens[0].kind == "area" and bool(tokens[0].sheet)
    fixed = alone and not moves(tokens[0].word)
    odd = not _PLAIN_NAME.fullmatch(entry.name)
    return _Name(text, text if fixed else "", alone and ":" in text, local, odd)
