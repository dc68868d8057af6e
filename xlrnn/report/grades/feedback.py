"""The feedback page of an annotated copy: points, and a table of what to look at, with links."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, Final

from xlrnn.report.grades import UNDECIDED, Result, called, points
from xlrnn.report.grades.quick_book import Looks
from xlrnn.report.safe import safe

NAME: Final = "feedback"
RIGHT, WRONG, OPEN = "✓ right", "✗ wrong", "? not decided"
GREEN, RED, YELLOW = "DDF3E2", "F7C6C0", "FFF1BF"
FILLS: Final = {RIGHT: GREEN, WRONG: RED, OPEN: YELLOW}
NAVY, INK, GREY, BLUE, RULE = "2F4B66", "1F2933", "5A6672", "1F5FA8", "B8C4D0"

HEADINGS: Final = ("block", "mark", "points", "where", "what is the matter", "what to do")
WIDTHS: Final = (19, 14, 10, 22, 30, 26)
"""In characters: together they fit a screen of 1,366 pixels, and A4 on its side."""
LETTER, LINE = 0.85, 15
_NOTHING: Final = "Every cell is right."
_LEGEND: Final = (
    "On the other pages each marked cell shows ✓, ✗ or ? before its number; what is wrong has a "
    "thick border, too. The note of a cell says why."
)


@dataclass(frozen=True)
class FeedbackLine:
    """A line of the table.

    Args:
        texts: what stands in its columns.
        mark: right, wrong or not decided; "" below the first line of a block.
        link: the cell to go to, with its sheet, "" for none.
    """

    texts: tuple[str, ...]
    mark: str = ""
    link: str = ""


def lines_of(result: Result) -> Iterator[FeedbackLine]:
    """Yield the lines of the table: for each block one, and one more for each further reason."""
    for criterion in result["criteria"]:
        head = (
            criterion["title"],
            _mark(criterion),
            f"{points(criterion['score'])} of {points(criterion['points'])}",
        )
        found = criterion["found"]
        if not found:
            count = criterion["cells"]
            yield FeedbackLine((*head, f"{count} cell{'s' * (count != 1)}", "", ""), head[1])
        for number, one in enumerate(found):
            shown = head if number == 0 else ("", "", "")
            where, link = _place(one["cells"])
            yield FeedbackLine((*shown, where, one["words"], one["advice"]), shown[1], link)


def _mark(criterion: dict[str, Any]) -> str:
    states = {one["state"] for one in criterion["found"]}
    if criterion["score"] < criterion["points"]:
        return WRONG
    return OPEN if UNDECIDED in states else RIGHT


def _place(cells: Sequence[str]) -> tuple[str, str]:
    """Return cells as people name them, and what a click on that selects.

    A link has one line in LibreOffice, so that many cells are named by the first.

    Example:
        >>> _place(["forward!H25", "forward!I25", "forward!H26", "forward!I26"])
        ('forward!H25:I26', 'forward!H25:I26')
        >>> _place(["forward!H25", "forward!I26"])
        ('forward!H25 and 1 more', 'forward!H25')
        >>> _place([""])
        ('', '')
    """
    there = [cell for cell in cells if cell]
    if len(there) < 2:
        return ("".join(there),) * 2
    if area := _rectangle(there):
        return area, area
    return f"{there[0]} and {len(there) - 1} more", there[0]


def _rectangle(cells: Sequence[str]) -> str:
    """Return the area that cells of one sheet fill, "" if they fill none."""
    from openpyxl.utils import get_column_letter, range_boundaries

    sheets = {cell.rpartition("!")[0] for cell in cells}
    spots = {range_boundaries(cell.rpartition("!")[2])[:2] for cell in cells}
    columns, rows = ([*side] for side in zip(*spots, strict=True))
    size = (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)
    if len(sheets) > 1 or size != len(spots):
        return ""
    first = f"{get_column_letter(min(columns))}{min(rows)}"
    return f"{sheets.pop()}!{first}:{get_column_letter(max(columns))}{max(rows)}"


def write_feedback(book: Any, result: Result, writer: str) -> None:
    """Put the page before all others, the only one that is open.

    Args:
        book: the workbook, as openpyxl holds it.
        result: the result.
        writer: what marked it.
    """
    name = NAME
    while name in book.sheetnames:
        name += "_"
    sheet = book.create_sheet(name, 0)
    looks = Looks()
    row = _write_head(sheet, looks, result, writer)
    _write_table(sheet, looks, row, [*lines_of(result)])
    _set_up(sheet, row)
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for other in book.worksheets:  # a group of selected sheets takes what is typed into one
        for view in other.views.sheetView:
            view.tabSelected = other is sheet


def _write_head(sheet: Any, looks: Looks, result: Result, writer: str) -> int:
    """Write whose it is, the points, and what to look at first; return the row of the table."""
    score = f"{points(result['score'])} of {points(result['max_score'])} points"
    who = called(result) if result.get("student") or result.get("name") else ""
    _write(sheet, looks, 1, 1, f"Feedback: {score}", size=18, bold=True, colour=NAVY)
    sheet.row_dimensions[1].height = 27
    _write(sheet, looks, 2, 1, f"for {who}" if who else "", colour=GREY, italic=True)
    row = 3
    if result["remark"]:
        row = _paragraph(sheet, looks, row, result["remark"], bold=True)
    if wrong := result["first_wrong"]:
        step = f", step {wrong['step']}" if wrong["step"] else ""
        words = f"Look here first: {wrong['block']}{step}, {wrong['cell']}"
        _write(sheet, looks, row, 1, words, link=wrong["cell"])
        row = _paragraph(sheet, looks, row + 1, wrong["words"])
    elif any(cell["state"] == UNDECIDED for cell in result["cells"]):
        row = _paragraph(sheet, looks, row, "No cell is wrong; some could not be decided.")
    else:
        row = _paragraph(sheet, looks, row, _NOTHING)
    words = f"{_LEGEND} Marked by {writer}."
    return _paragraph(sheet, looks, row, words, colour=GREY, italic=True) + 1


def _paragraph(sheet: Any, looks: Looks, row: int, words: str, **look: Any) -> int:
    """Write a text over all columns, in as many lines as it needs; return the row below."""
    cell = _write(sheet, looks, row, 1, words, **look)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(WIDTHS))
    _wrap(cell)
    sheet.row_dimensions[row].height = LINE * max(1, ceil(LETTER * len(words) / sum(WIDTHS)))
    return row + 1


def _write_table(sheet: Any, looks: Looks, row: int, lines: Sequence[FeedbackLine]) -> None:
    for column, heading in enumerate(HEADINGS, start=1):
        cell = _write(sheet, looks, row, column, heading, bold=True, colour="FFFFFF")
        looks.put(cell, NAVY, partial(_fill, colour=NAVY))
    for number, line in enumerate(lines, start=row + 1):
        for column, words in enumerate(line.texts, start=1):
            link = line.link if HEADINGS[column - 1] == "where" else ""
            cell = _write(sheet, looks, number, column, words, link=link)
            looks.put(cell, "wrapped", _wrap)
            looks.put(cell, "ruled", _rule)
        if line.mark:
            fill = partial(_fill, colour=FILLS[line.mark])
            looks.put(sheet.cell(number, 2), line.mark, fill)
        needs = (ceil(LETTER * len(t) / w) for t, w in zip(line.texts, WIDTHS, strict=True))
        sheet.row_dimensions[number].height = LINE * max(1, *needs)


def _write(
    sheet: Any,
    looks: Looks,
    row: int,
    column: int,
    words: str,
    *,
    size: int = 11,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
    link: str = "",
) -> Any:
    """Write a text, which no program takes for a formula, and return its cell."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet.cell(row, column, safe(words.strip()))
    cell.data_type = "s"
    if link:
        where, _, address = link.rpartition("!")
        quoted = where.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
        colour = BLUE
    underline = "single" if link else None
    font = partial(Font, "Calibri", size, bold, italic, color=colour, underline=underline)
    looks.put(cell, (size, bold, italic, colour, underline), lambda cell: _type(cell, font))
    return cell


def _type(cell: Any, font: Callable[[], Any]) -> None:
    cell.font = font()


def _wrap(cell: Any) -> None:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _rule(cell: Any) -> None:
    from openpyxl.styles import Border, Side

    cell.border = Border(bottom=Side("thin", color=RULE))


def _fill(cell: Any, colour: str) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=colour)


def _set_up(sheet: Any, head: int) -> None:
    """Set widths, what stays in sight, and how it is printed: A4 on its side, one page wide."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"A{head + 1}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.3
    sheet.print_title_rows = f"{head}:{head}"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&F · &A", "page &P of &N"
