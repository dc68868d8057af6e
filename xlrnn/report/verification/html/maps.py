"""The maps of a workbook: each sheet once for all engines that show the same there."""

from collections.abc import Iterator, Sequence

from xlrnn.counted import counted
from xlrnn.report.page import text
from xlrnn.report.verification.html.drawing import drawing, in_words
from xlrnn.report.verification.html.grid import Grid, first_on_sheet, grid_of
from xlrnn.verify.results.result import BookResult, EngineResult

_AROUND_ROWS, _AROUND_COLUMNS = 12, 20
"""So far around the first difference a map is drawn once more where a large sheet is reduced."""


def maps(book: BookResult) -> Iterator[str]:
    """Yield the maps, those with something to see first and the others folded up."""
    engines = [engine for engine in book.engines if engine.blocks]
    if not engines:
        return
    yield "<h3>Map of the differences</h3>"
    found = {sheet: _groups(engines, sheet) for sheet in _sheets(book)}
    loud = [s for s, groups in found.items() if any(not grid.all_right for _, grid in groups)]
    quiet = [sheet for sheet, groups in found.items() if groups and sheet not in loud]
    yield "<div class='maps'>"
    for sheet in loud:
        yield from _sheet(book, sheet, found[sheet])
    yield "</div>"
    if quiet:
        said = f"{counted(len(quiet), 'sheet')} on which all is right"
        yield f"<details{'' if loud else ' open'}><summary>{said}</summary><div class='maps'>"
        for sheet in quiet:
            yield from _sheet(book, sheet, found[sheet])
        yield "</div></details>"
    if none := [sheet for sheet, groups in found.items() if not groups]:
        named = ", ".join(_named(book, sheet) for sheet in none)
        yield f"<p>Nothing is verified on {text(named)}.</p>"


def _sheets(book: BookResult) -> list[str]:
    """Return the sheets in the workbook's order."""
    places = [
        block.located.place.sheet
        for engine in book.engines
        for block in engine.blocks
        if block.located.place
    ]
    return [*dict.fromkeys([*book.sheets, *places])]


def _named(book: BookResult, sheet: str) -> str:
    hidden = book.sheets.get(sheet, "visible") != "visible"
    return f"{sheet} (a hidden sheet)" if hidden else sheet


def _groups(engines: Sequence[EngineResult], sheet: str) -> list[tuple[list[EngineResult], Grid]]:
    """Return the maps of a sheet that look different, each with the engines that show it."""
    groups: list[tuple[list[EngineResult], Grid]] = []
    for engine in engines:
        grid = grid_of(engine, sheet)
        if grid is None:
            continue
        alike = next((group for group, other in groups if grid.same(other)), None)
        if alike is None:
            groups.append(([engine], grid))
        else:
            alike.append(engine)
    return groups


def _sheet(
    book: BookResult, sheet: str, groups: Sequence[tuple[list[EngineResult], Grid]]
) -> Iterator[str]:
    for engines, grid in groups:
        names = ", ".join(engine.name for engine in engines)
        caption = f"<b>{text(_named(book, sheet))}</b> · {text(names)}{_reduced(grid)}"
        yield _figure(caption, drawing(grid, f"{sheet}: {in_words(grid)}"))
        if grid.reduced and grid.first is not None:
            yield _closer(engines[0], sheet)


def _closer(engine: EngineResult, sheet: str) -> str:
    """Return what is around the first difference, cell by cell."""
    cell = first_on_sheet(engine, sheet)
    assert cell is not None
    rows = range(cell.row - _AROUND_ROWS, cell.row + _AROUND_ROWS + 1)
    columns = range(cell.column - _AROUND_COLUMNS, cell.column + _AROUND_COLUMNS + 1)
    grid = grid_of(engine, sheet, (rows, columns))
    assert grid is not None
    caption = f"around {text(sheet)}!{cell}, cell by cell"
    return _figure(caption, drawing(grid, f"around {sheet}!{cell}: {in_words(grid)}"))


def _reduced(grid: Grid) -> str:
    if not grid.reduced:
        return ""
    rows, columns = counted(grid.rows.by, "row"), counted(grid.columns.by, "column")
    return f": each small cell stands for {rows} and {columns}, and shows the worst of them"


def _figure(caption: str, drawn: str) -> str:
    return f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>"
