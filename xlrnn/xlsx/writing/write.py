"""A book becomes an .xlsx file, with the stored result beside every formula.

The same book gives the same bytes: nothing in the file depends on when or where it was written,
unless the caller says more of what wrote it than the version.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from xlsxwriter.format import Format

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell, quote_sheet
from xlrnn.formula.writing.fill import cell_texts, formulas_of
from xlrnn.names import Role
from xlrnn.provenance import RELEASE
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Fixture, Page
from xlrnn.sheet.switch import Switch, shaded
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import PROTECTION, SCRATCH, Handout
from xlrnn.xlsx.writing import guidance, pictures, shades, style
from xlrnn.xlsx.writing.chart import add_chart
from xlrnn.xlsx.writing.digits import digits
from xlrnn.xlsx.writing.generator import OwnSheet, OwnWorkbook
from xlrnn.xlsx.writing.properties import properties_of
from xlrnn.xlsx.writing.view import apply_view


def workbook_bytes(book: Book, handout: Handout | None = None, writer: str = RELEASE) -> bytes:
    """Return the .xlsx file of a book that has its values.

    Args:
        book: the book.
        handout: what makes an exercise of it, if it is one.
        writer: what writes it, as the file's properties tell.
    """
    buffer = io.BytesIO()
    workbook = OwnWorkbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    workbook.set_properties(properties_of(book, writer))
    workbook.set_calc_mode("auto")
    sheets = _Writer(workbook, handout, switched=any(page.switches for page in book.pages))
    for page in book.pages:
        sheets.add_page(page)
    for name in book.defined_names():
        area = name.area.a1(fixed=True)
        workbook.name_cells(name.name, f"{quote_sheet(name.sheet)}!{area}")
    if handout:
        # An open page: elsewhere cells of one's own are locked.
        workbook.add_worksheet(SCRATCH).write_string(0, 0, "For helper cells and notes of your own")
    _add_manifest(workbook, handout.lines if handout else manifest.lines_of(book))
    workbook.close()
    return buffer.getvalue()


def _add_manifest(workbook: Any, lines: Sequence[str]) -> None:
    """Write what the workbook says of itself, and the numbers that its inputs offer."""
    sheet = workbook.add_worksheet(manifest.SHEET, OwnSheet)
    sheet.very_hidden()
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    for column, numbers in enumerate(guidance.offered_lists(), start=guidance.FIRST_OFFERED - 1):
        sheet.write_column(0, column, numbers)


class _Writer:
    """Writes pages, making each format once."""

    def __init__(self, workbook: Any, handout: Handout | None, *, switched: bool) -> None:
        self.workbook, self.handout, self.switched = workbook, handout, switched
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        # Hundreds of cells look alike: what they look like is put together once.
        self._text_look = cache(lambda name: self.format(style.text_format(name)))
        self._block_look = cache(self._look_of_block)

    def format(self, properties: style.Format) -> Format:
        """Return XlsxWriter's object for a format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def _look_of_block(self, role: Role, quantity: str, number: str, unlocked: bool) -> Format:
        own = {"locked": False} if unlocked else {}
        return self.format({**style.block_format(role, quantity, number), **own})

    def add_page(self, page: Page) -> None:
        """Write one sheet."""
        sheet = self.workbook.add_worksheet(page.name, OwnSheet)
        sheet.hide_gridlines(2)
        apply_view(sheet, page)
        if self.handout:
            sheet.protect("", PROTECTION)
        for fixture in page.fixtures:
            self._write_fixture(sheet, fixture)
        numbers = number_formats(page)
        for block in page.blocks:
            self._write_block(sheet, block, numbers[block.quantity])
            self._add_validation(sheet, page, block)
        self._add_signals(sheet, page)
        self._add_hidden(sheet, page)
        self._add_quiet(sheet, page)
        self._add_shares(sheet, page)
        self._add_colours(sheet, page)
        for switch in page.switches:
            self._write_switch(sheet, switch)
        if self.switched and not page.plain:
            self._add_shades(sheet, page)
        for chart in page.charts:
            add_chart(self.workbook, sheet, chart)
        for number, flow in enumerate(page.flows):
            for arrow in flow.arrows(number):
                sheet.draw_arrow(arrow)
        if page.sketch is not None:
            sheet.draw_sketch(page.sketch)

    def _add_validation(self, sheet: OwnSheet, page: Page, block: Block) -> None:
        """Say what may be typed into a cell."""
        first, last = _zero(block.located().area.first), _zero(block.located().area.last)
        rule = guidance.validation(block, page.book)
        if rule:
            sheet.data_validation(*first, *last, rule)

    def _add_signals(self, sheet: OwnSheet, page: Page) -> None:
        """Colour what the checks say; one rule for all cells of a kind."""
        alike: dict[str, list[Block]] = {}
        for block in page.blocks:
            if guidance.signals(block):
                alike.setdefault(block.quantity, []).append(block)
        for blocks in alike.values():
            areas = [block.located().area for block in blocks]
            for text, look in guidance.signals(blocks[0]).items():
                rule = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
                self._add_rule(sheet, areas, rule, look)

    def _add_quiet(self, sheet: OwnSheet, page: Page) -> None:
        """Make columns grey that stand for no word."""
        if page.quiet is None:
            return
        words = page.quiet.located().area
        columns = (words.first.column, words.last.column)
        areas = [block.located().area for block in page.blocks if block.place is not None]
        areas = [area for area in areas if (area.first.column, area.last.column) == columns]
        rule, look = shades.quiet(words.first.a1(fix_row=True))
        self._add_rule(sheet, areas, rule, look)

    def _add_shares(self, sheet: OwnSheet, page: Page) -> None:
        """Colour numbers from 0 to 1 by their size."""
        areas = [block.located().area for block in page.shares]
        for rule, look in shades.shares() if areas else ():
            self._add_rule(sheet, areas, rule, look)

    def _add_hidden(self, sheet: OwnSheet, page: Page) -> None:
        """Say of scores that are hidden that they are, instead of their size."""
        blocks = [block for block in page.blocks if block.quantity == "masked_score"]
        areas = [block.located().area for block in blocks]
        if areas:
            self._add_rule(sheet, areas, *shades.hidden())

    def _add_rule(
        self,
        sheet: OwnSheet,
        areas: Sequence[Area],
        rule: dict[str, Any],
        look: style.Format | None,
    ) -> None:
        """Let a rule say how the cells of some areas look; a scale of colours says it itself."""
        rule |= {"format": self.format(look)} if look is not None else {}
        rule |= {"multi_range": " ".join(map(str, areas))}
        sheet.conditional_format(*_zero(areas[0].first), *_zero(areas[0].last), rule)

    def _add_colours(self, sheet: OwnSheet, page: Page) -> None:
        """Let grids look like the pictures that they are; one rule for all grids of a kind."""
        for blocks in pictures.coloured(page.blocks):
            areas = [block.located().area for block in blocks]
            for rule, look in pictures.rules(blocks):
                self._add_rule(sheet, areas, rule, look)

    def _write_switch(self, sheet: OwnSheet, switch: Switch) -> None:
        """Write a cell that changes how the workbook looks; a student may change it, too."""
        row, column = _zero(switch.cell)
        look = self.format({**style.text_format("legend_input"), "locked": False})
        sheet.write_string(row, column, switch.choices[0], look)
        sheet.data_validation(row, column, row, column, guidance.one_of(switch.choices))
        target = f"={quote_sheet(sheet.get_name())}!{switch.cell.a1(fix_row=True, fix_column=True)}"
        self.workbook.define_name(switch.name, target)

    def _add_shades(self, sheet: OwnSheet, page: Page) -> None:
        """Colour states, gates and gradients by their size, if the switch says so."""
        for kind, blocks in shaded(page.blocks).items():
            areas = [block.located().area for block in blocks]
            for rule, look in shades.rules(kind):
                self._add_rule(sheet, areas, rule, look)

    def _write_fixture(self, sheet: OwnSheet, fixture: Fixture) -> None:
        row, column = _zero(fixture.cell)
        look = self._text_look(fixture.style)
        destination = fixture.destination
        if destination is not None:
            name, area = destination
            # With $: LibreOffice takes C15:C17 for columns 15 to 17, and the link leads nowhere.
            target = f"internal:{quote_sheet(name)}!{area.a1(fixed=True)}"
            sheet.write_url(row, column, target, look, str(fixture.text))
        elif fixture.span > 1:
            sheet.merge_range(row, column, row, column + fixture.span - 1, fixture.text, look)
        elif isinstance(fixture.text, int):
            sheet.write_number(row, column, fixture.text, look)
        elif fixture.text:
            sheet.put_text(row, column, fixture.text, look)
        else:
            sheet.write_blank(row, column, None, look)

    def _write_block(self, sheet: OwnSheet, block: Block, number: str) -> None:
        unlocked = self.handout is not None and self.handout.may_change(block)
        look = self._block_look(block.role, block.quantity, number, unlocked)
        values, place = _python_values(block), block.located()
        if block.constant:
            sheet.put_values(place.rows, place.columns, values, look)
        else:
            _write_formulas(sheet, block, values, look)
        if self.handout:
            blank = self.format(style.blank_format(block.role, block.quantity, number))
            for cell in self.handout.blank_cells(block):
                sheet.write_blank(*_zero(cell), None, blank)


def number_formats(page: Page) -> dict[str, str]:
    """Return how the numbers of each quantity are shown: the same in all blocks of a page."""
    shown: dict[str, list[Any]] = {}
    for block in page.blocks:
        shown.setdefault(block.quantity, []).append(block.values)
    small, most = page.small, min(page.decimals, page.book.decimals)
    return {name: digits(name, values, small=small, most=most) for name, values in shown.items()}


def _write_formulas(
    sheet: OwnSheet, block: Block, values: list[list[float | str]], look: Format
) -> None:
    place = block.located()
    if not block.enters_arrays:
        sheet.put_formulas(place.rows, place.columns, cell_texts(block), values, look)
        return
    if block.rule is not None:
        sheet.put_arrays(place.rows, place.columns, cell_texts(block), values, look)
        return
    for formula, results in _with_results(block, values):
        sheet.put_array(formula.area, formula.text, results, look)


def _with_results(block: Block, values: list[list[float | str]]) -> Iterator[Any]:
    """Yield each formula with the rows of results that it fills its cells with."""
    rows = {row: i for i, row in enumerate(block.located().rows)}
    columns = {column: t for t, column in enumerate(block.located().columns)}
    for formula in formulas_of(block):
        first, last = formula.area.first, formula.area.last
        width = slice(columns[first.column], columns[last.column] + 1)
        yield formula, [line[width] for line in values[rows[first.row] : rows[last.row] + 1]]


def _python_values(block: Block) -> list[list[float | str]]:
    assert block.values is not None, f"{block.name} has no values"
    return [
        [str(value) if isinstance(value, str) else float(value) for value in row]
        for row in block.values.tolist()
    ]


def _zero(cell: Cell) -> tuple[int, int]:
    """Return row and column from 0, as XlsxWriter counts."""
    return cell.row - 1, cell.column - 1
