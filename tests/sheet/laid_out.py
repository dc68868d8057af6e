"""Whether a page is laid out well: nothing in the way, in sight, named, and printed to be read."""

from collections import defaultdict
from itertools import pairwise

from xlrnn.formula.area import Area
from xlrnn.names import Role
from xlrnn.sheet import screen
from xlrnn.sheet.pages.epoch import EpochPage
from xlrnn.sheet.pages.layers import LayersPage
from xlrnn.sheet.pages.text import WordsPage
from xlrnn.sheet.pages.time.columns import SHORT
from xlrnn.sheet.pages.time.page import TimePage

ROW_PIXELS, COLUMN_PIXELS = 20, 7.5
# What names the rows beside it, and needs no names itself.
NAMING = ("vocabulary", "word_ids", "token")


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
    area = page.view.print_area
    out = [(cell, what) for cell, what in occupied(page).items() if cell not in area]
    if not page.view.not_printed:
        return [what for _, what in out]
    if page.view.not_printed == "without the charts":
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
        pixels += 5 + COLUMN_PIXELS * page.view.widths.get(column, 8.43)
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
            if page.view.not_printed != "without the charts":
                assert under.last.row <= page.view.print_area.last.row
        check_headers(page)
        check_screen(page)
        check_print(page)
        assert unnamed(page) == []


def check_headers(page):
    """The letters stay above; what stays on the left is what names the rows, and not too wide."""
    view = page.view
    if isinstance(page, EpochPage):
        assert view.freeze.row == page.sections[0][1][0].block.place.rows[0] == view.repeat_rows + 1
        return
    if isinstance(page, WordsPage):
        (table,) = page.tables
        assert view.freeze.row == table.columns[0].cells.place.rows[0] == view.repeat_rows + 1
        return
    if not isinstance(page, TimePage):
        assert view.freeze is None
        return
    steps = [block for band in page.bands for block in band.blocks]
    (first,) = {block.place.columns[0] for block in steps}
    assert view.freeze.column in (3, first)
    assert view.freeze.row <= min(block.place.rows[0] for block in steps)
    if page.letters is not None:
        assert page.letters.place.rows == (view.repeat_rows,)
    assert view.repeat_rows < view.freeze.row
    for band in page.bands:
        assert all(block.place.columns[-1] < first for block in band.left)
        assert all(block.place.columns[0] > first + page.steps for block in band.right)


def shown(page, columns):
    """Return how wide some columns are, as far as they are not folded away, at the usual size."""
    view = page.view
    hidden = {k for f in view.folded_columns if f.folded for k in range(f.first, f.last + 1)}
    return screen.pixels(view.widths.get(k, screen.USUAL) for k in columns if k not in hidden)


def check_screen(page):
    """On a small laptop at most a third stands still, and a page of few steps is in sight."""
    view = page.view
    if view.freeze is not None:
        frozen = shown(page, range(1, view.freeze.column))
        assert frozen * view.zoom / 100 <= screen.WIDTH / 3
    if isinstance(page, TimePage) and page.steps <= SHORT and view.zoom > screen.SMALLEST:
        assert shown(page, view.widths) * view.zoom / 100 <= screen.WIDTH


def check_print(page):
    """Eight points at least, on paper that all have; no band is cut in two."""
    view = page.view
    if not isinstance(page, TimePage | LayersPage):
        return
    assert view.scale * 11 / 100 >= 8
    area = view.print_area
    starts = [1, *view.column_breaks, area.last.column + 1]
    for first, after in pairwise(starts):
        narrow = shown(page, range(first, after)) * view.scale / 100 <= screen.LYING[0]
        assert narrow or after - first <= 16 or not view.column_breaks
    if isinstance(page, TimePage):
        inside = {row for band in page.bands for b in band.blocks for row in b.place.rows[1:]}
        assert inside.isdisjoint(view.breaks)


def unnamed(page):
    """Return the blocks with a row or a column that nothing names."""
    if not isinstance(page, TimePage | LayersPage):
        return []
    texts = {cell for cell, what in occupied(page).items() if what}
    numbers = {
        cell
        for block in page.blocks
        if block.role is not Role.LABEL and block.quantity not in NAMING
        for cell in block.place.area.cells()
    }
    names = texts - numbers
    left = {}
    for cell in names:
        left.setdefault(cell.row, []).append(cell.column)
    found = []
    for block in page.blocks:
        if block.role is Role.LABEL or block.quantity in ("mark", "letter", *NAMING):
            continue
        rows = block.place.rows if block.shape[0] > 1 else ()
        first, *_ = block.place.columns
        missing = [r for r in rows if not any(c < first for c in left.get(r, ()))]
        header = 4 if isinstance(page, TimePage) else 0
        for column in block.place.columns if block.shape[1] > 1 else ():
            above = {block.place.rows[0] - 1, header}
            if not any((cell.row in above and cell.column == column) for cell in names):
                missing.append(column)
        found += [(block.name, missing)] if missing else []
    return found
