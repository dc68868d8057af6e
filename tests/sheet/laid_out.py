"""Whether a page is laid out well: nothing in the way, all printed that matters."""

from collections import defaultdict

from xlrnn.sheet.cell import Area
from xlrnn.sheet.epoch_page import EpochPage
from xlrnn.sheet.text_page import WordsPage
from xlrnn.sheet.time_page import TimePage

ROW_PIXELS, COLUMN_PIXELS = 20, 7.5


def occupied(page):
    """Return what stands in each cell; a line drawn under a title may have words on it."""
    found = defaultdict(list)
    for block in page.blocks:
        for cell in block.place.area.cells():
            found[cell].append(block.name)
    for fixture in page.fixtures:
        if fixture.text != "":
            for cell in Area.at(fixture.cell.row, fixture.cell.column, 1, fixture.span).cells():
                found[cell].append(fixture.text)
    return found


def overlaps(page):
    return {str(cell): what for cell, what in occupied(page).items() if len(what) > 1}


def unprinted(page):
    """Return what is not printed, though no footer says so."""
    area = page.look.print_area
    out = [(cell, what) for cell, what in occupied(page).items() if cell not in area]
    if not page.look.left_out:
        return [what for _, what in out]
    # Of many steps, epochs and words the first are printed, of NumPy's numbers a part.
    right = area.last.column
    return [what for cell, what in out if cell.column <= right and not may_go_on_below(page)]


def may_go_on_below(page):
    return page.plain or isinstance(page, EpochPage | WordsPage)


def chart_area(page, chart):
    """Return the cells under a chart, as wide as its columns are."""
    pixels, column = 0.0, chart.cell.column
    while pixels < chart.size[0]:
        pixels += 5 + COLUMN_PIXELS * page.look.widths.get(column, 8.43)
        column += 1
    height = -(-chart.size[1] // ROW_PIXELS)
    return Area.at(chart.cell.row, chart.cell.column, height, column - chart.cell.column)


def check_pages(book):
    for page in book.pages:
        assert overlaps(page) == {}
        assert unprinted(page) == []
        cells = occupied(page)
        for chart in page.charts:
            under = chart_area(page, chart)
            assert {str(cell): what for cell, what in cells.items() if cell in under} == {}
            assert under.last.row <= page.look.print_area.last.row
        check_headers(page)


def check_headers(page):
    """Frozen: the letters above, everything to the left of the first step if that is not wide."""
    look = page.look
    if isinstance(page, EpochPage):
        assert look.freeze.row == page.sections[0][1][0].block.place.rows[0] == look.repeat_rows + 1
        return
    if isinstance(page, WordsPage):
        (table,) = page.tables
        assert look.freeze.row == table.columns[0].cells.place.rows[0] == look.repeat_rows + 1
        return
    if not isinstance(page, TimePage):
        assert look.freeze is None
        return
    steps = [block for band in page.bands for block in band.blocks]
    (first,) = {block.place.columns[0] for block in steps}
    shown = set(range(1, first)) - {
        k for f in look.folded_columns for k in range(f.first, f.last + 1)
    }
    narrow = sum(look.widths[column] for column in shown) <= 120
    assert look.freeze.column == (first if narrow else 1)
    assert look.freeze.row <= min(block.place.rows[0] for block in steps)
    if page.letters is not None:
        assert page.letters.place.rows == (look.repeat_rows,)
    assert look.repeat_rows < look.freeze.row
    for band in page.bands:
        for block in band.left:
            assert block.place.columns[-1] < first
