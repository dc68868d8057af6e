"""Read what a workbook file holds: stored values, formulas and defined names.

Nothing is calculated here: a value is what the program that saved the file had stored.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area, parse_area
from xlrnn.formula.cell import MAX_ROW, Cell, Position, column_number
from xlrnn.formula.parsing.tokens import only_range
from xlrnn.formula.value import CellError, Value
from xlrnn.xlsx.reading.compact import CompactSheet, compact_sheet
from xlrnn.xlsx.reading.contents import (
    Contents,
    SheetEntry,
    read_application,
    read_contents,
    read_strings,
)
from xlrnn.xlsx.reading.escapes import decode_x, unescape
from xlrnn.xlsx.reading.package import Package, open_package
from xlrnn.xlsx.reading.plain_form import NotPlainError, PlainSheet
from xlrnn.xlsx.reading.scan import (
    Token,
    batches,
    cell_type,
    inline_string,
    scan_sheet,
)
from xlrnn.xlsx.reading.settings import Settings
from xlrnn.xlsx.reading.shared_formula import FormulaCollector, own_text
from xlrnn.xlsx.reading.xml import RefusedError


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds; cells are (row, column), counted from 1, and empty ones are absent.

    Attributes:
        name: the sheet's name.
        state: "visible", "hidden" or "veryHidden".
        read_values: reads `values`; most numbers of a large sheet are never asked for.
        formulas: each formula cell's own text, without `=`; in an array block, every cell's.
        arrays: the block that a cell of an array formula belongs to.
        merged: the merged ranges.
    """

    name: str
    state: str
    read_values: Callable[[], dict[Position, Value]] = field(repr=False, compare=False)
    formulas: dict[Position, str]
    arrays: dict[Position, Area]
    merged: tuple[Area, ...]

    @cached_property
    def values(self) -> dict[Position, Value]:
        """What is typed in or was stored as a formula's result."""
        return self.read_values()


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook file holds.

    Attributes:
        path: the file.
        sheets: the worksheets by name, in the workbook's order.
        names: the defined names of the whole workbook in lower case, with the text they stand for.
        application: the program that says it saved the file, "" if none does.
        app_version: that program's version, as it writes it.
        settings: how it wants to be calculated.
    """

    path: Path
    sheets: dict[str, Sheet]
    names: dict[str, str]
    application: str
    app_version: str
    settings: Settings = field(default_factory=Settings)

    def area(self, name: str) -> tuple[str, Area] | None:
        """Return the sheet and the range that a defined name stands for.

        None if there is no such name (upper and lower case are alike) or it stands for something
        else: `#REF!`, a formula, several ranges, whole rows.
        """
        found = only_range(self.names.get(name.casefold(), ""))
        if found is None:
            return None
        wanted = found.sheet.casefold()
        sheet = next((name for name in self.sheets if name.casefold() == wanted), None)
        try:
            area = parse_area(found.word)
        except AddressError:
            return None
        return None if sheet is None else (sheet, area)


def read(source: Path | str | Package, *, results: bool = True) -> Workbook:
    """Read a workbook file.

    Args:
        source: the .xlsx file, or a package that is already open and stays so.
        results: whether the stored results of formulas are wanted; they take time to read.

    Raises:
        UnreadableError: if it is no workbook, damaged, protected, hostile or beyond the limits.
    """
    if not isinstance(source, Package):
        with open_package(source) as package:
            return read(package, results=results)
    contents = read_contents(source)
    application, version = read_application(source)
    return Workbook(
        path=source.path,
        sheets=_read_sheets(source, contents, results=results),
        names={
            entry.name.casefold(): entry.text
            for entry in contents.names
            if not entry.scope and not entry.for_programs
        },
        application=application,
        app_version=version,
        settings=contents.settings,
    )


def _read_sheets(package: Package, contents: Contents, *, results: bool) -> dict[str, Sheet]:
    strings = [decode_x(text) for text in read_strings(package)]
    sheets: dict[str, Sheet] = {}
    left = package.limits.cells
    for entry in contents.sheets:
        if entry.part:
            sheets[entry.name], cells = _read_sheet(package, entry, strings, left, results)
            left -= cells
    return sheets


def _read_sheet(
    package: Package, entry: SheetEntry, strings: list[str], left: int, results: bool
) -> tuple[Sheet, int]:
    """Return a sheet and how many cells it has."""
    compact = compact_sheet(package, entry.part)
    if compact is not None and compact.cells <= left:
        # What makes no sense is refused by the general scanner, which says where it stands.
        with contextlib.suppress(RefusedError):
            return _from_compact(compact, entry, strings, results), compact.cells

    def work(plain: PlainSheet) -> tuple[Sheet, int]:
        collector = FormulaCollector(left)
        reader = _ValueReader(strings, collector)
        for batch, special in batches(plain, left):
            reader.add(batch, special)
        collector.finish()
        merged = tuple(parse_area(text) for text in plain.merged)
        values, formulas = reader.values, collector.formulas
        sheet = Sheet(entry.name, entry.state, lambda: values, formulas, collector.arrays, merged)
        return sheet, max(len(values), len(formulas))

    return scan_sheet(package, entry.part, work)


def _from_compact(
    compact: CompactSheet, entry: SheetEntry, strings: list[str], results: bool
) -> Sheet:
    reader = _ValueReader(strings, FormulaCollector(0))
    reader.add_compact(compact, results=results)

    def values() -> dict[Position, Value]:
        return {**compact.numbers(), **reader.values}

    return Sheet(entry.name, entry.state, values, compact.formulas, compact.arrays, compact.merged)


class _ValueReader:
    """Read the stored values of one sheet, and hand its formulas to the collector."""

    def __init__(self, strings: list[str], collector: FormulaCollector) -> None:
        self.values: dict[Position, Value] = {}
        self._strings = strings
        self._collector = collector
        self._last_row = 0

    def add(self, batch: list[Token], special: bool) -> None:
        """Read the cells of some whole rows; this loop runs for every cell of a workbook."""
        formulas = self._collector.formulas
        row, number, last, place = "-", 0, 0, (1, 1)
        try:
            for letters, digits, tag, f_tag, f, v_tag, v, inline, start, junk in batch:
                if digits != row:
                    if digits or junk:
                        raise NotPlainError(f"{letters}{digits or junk} does not fit in row {row}")
                    row, number, last = start or "-", self._start_row(start), 0
                    continue
                place = (number, column_number(letters))
                if place[1] <= last:
                    raise ValueError("it stands there twice, or out of order")
                last = place[1]
                if f_tag:
                    self._collector.add(place, f_tag, f)
                elif f:
                    formulas[place] = own_text(f) if special else f
                kind = cell_type(tag)
                if kind != "n":
                    if v_tag or inline:
                        self._add_other(place, kind, v, inline)
                elif v:
                    self._add_number(place, v)
        except (ValueError, IndexError) as error:
            raise RefusedError(f"cell {Cell(*place)} makes no sense ({error})") from error

    def add_compact(self, sheet: CompactSheet, *, results: bool) -> None:
        """Read the texts of a sheet in the compact layout, and the results of its formulas."""
        strings = ((place, "s", number) for place, number in sheet.strings())
        place = (1, 1)
        try:
            for place, kind, text in chain(strings, sheet.results() if results else ()):
                if kind == "n":
                    self._add_number(place, text)
                else:
                    self._add_other(place, kind, text, "")
        except (ValueError, IndexError) as error:
            raise RefusedError(f"cell {Cell(*place)} makes no sense ({error})") from error

    def _add_number(self, place: Position, text: str) -> None:
        self.values[place] = value = float(text)
        if value - value != 0.0 or "_" in text:
            raise ValueError(f"{text!r} is no number")

    def _start_row(self, start: str) -> int:
        """Return the number of a row that starts."""
        row = int(start or self._last_row)
        if (start and row <= self._last_row) or row > MAX_ROW:
            raise RefusedError(f"row {row} stands twice, out of order or below the last row")
        self._last_row = row
        return row

    def _add_other(self, place: Position, kind: str, text: str, inline: str) -> None:
        """Add a stored value that is not a number."""
        value: Value
        if kind in {"str", "d"}:
            value = decode_x(unescape(text))
        elif kind == "inlineStr":
            value = decode_x(inline_string(inline))
        elif not text:
            return
        elif kind == "s":
            value = self._strings[int(text)]
        elif kind == "b":
            value = text.strip() in {"1", "true"}
        elif kind == "e":
            value = CellError(unescape(text))
        else:
            raise ValueError(f"unknown type {kind}")
        self.values[place] = value
