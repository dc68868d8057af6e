"""Build against bare XlsxWriter: what blocks, rules and layout cost beside the writing.

    python bench/build.py

For workbooks of several sizes it measures in turn, in one process and without imports:

- bare: XlsxWriter writes the same cells, formulas with their results, to memory;
- build: the lesson calculates in NumPy, lays out its pages and writes the workbook.
"""

import gc
import io
import statistics
import time
from collections.abc import Callable

import one_thread  # noqa: F401
import xlsxwriter
from books import SIZES, Size, formula_cells

from xlrnn import api
from xlrnn.formula.writing.fill import formulas_of
from xlrnn.sheet.book import Book

ROUNDS = 7

# Sheet, rows and columns from 0 of the first and last cell, formula, value.
Written = tuple[str, int, int, int, int, str, object]


def cells_of(book: Book) -> list[Written]:
    """List what is written into each cell of a book, blocks and words."""
    found: list[Written] = []
    for page in book.pages:
        for fixture in page.fixtures:
            place = (fixture.cell.row - 1, fixture.cell.column - 1)
            found.append((page.name, *place, *place, "", fixture.text))
        for block in page.blocks:
            found += _cells_of_block(page.name, block)
    return found


def _cells_of_block(sheet: str, block) -> list[Written]:
    place, values = block.located(), block.values.tolist()
    index = {
        (r, c): values[i][t] for i, r in enumerate(place.rows) for t, c in enumerate(place.columns)
    }
    if block.constant:
        return [(sheet, r - 1, c - 1, r - 1, c - 1, "", value) for (r, c), value in index.items()]
    found = []
    for formula in formulas_of(block):
        first, last = formula.area.first, formula.area.last
        corners = (first.row - 1, first.column - 1, last.row - 1, last.column - 1)
        text = f"{{={formula.text}}}" if formula.array else f"={formula.text}"
        found.append((sheet, *corners, text, index[first.row, first.column]))
        found += [
            (
                sheet,
                row - 1,
                first.column - 1,
                row - 1,
                first.column - 1,
                "",
                index[row, first.column],
            )
            for row in range(first.row + 1, last.row + 1)
        ]
    return found


def bare(cells: list[Written]) -> None:
    """Write cells and nothing else."""
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheets: dict[str, object] = {}
    for sheet, top, left, bottom, right, formula, value in cells:
        if sheet not in sheets:
            sheets[sheet] = workbook.add_worksheet(sheet)
        page = sheets[sheet]
        if formula.startswith("{"):
            page.write_array_formula(top, left, bottom, right, formula, None, value)
        elif formula:
            page.write_formula(top, left, formula, None, value)
        elif isinstance(value, str):
            page.write_string(top, left, value)
        else:
            page.write_number(top, left, value)
    workbook.close()


def build(size: Size) -> None:
    """Do all that `xlrnn build` does but for writing the file to disk."""
    api.workbook(size.lesson())


def seconds(work: Callable[[], None]) -> float:
    """Time one call, without the other side's garbage."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print a row for each workbook."""
    print("| workbook | formula cells | bare XlsxWriter | build | ratio |")
    print("| --- | --- | --- | --- | --- |")
    for size in SIZES:
        book = size.lesson().filled_book()
        cells = cells_of(book)
        rounds = ROUNDS if len(cells) < 50_000 else 3
        pairs = [
            (seconds(lambda cells=cells: bare(cells)), seconds(lambda size=size: build(size)))
            for _ in range(rounds)
        ]
        ratio = statistics.median(ours / theirs for theirs, ours in pairs)
        plain, built = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(
            f"| {size.label} | {formula_cells(book):,} | {plain * 1000:.0f} ms "
            f"| {built * 1000:.0f} ms | {ratio:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
