"""Build against bare XlsxWriter: what blocks, rules and layout cost beside the writing.

    python bench/build.py
    python bench/build.py --memory

For workbooks of several sizes it measures in turn, in one process and without imports:

- bare: XlsxWriter writes the same cells, formulas with their results, to memory;
- build: the lesson calculates in NumPy, lays out its pages and writes the workbook.

With `--memory` it says instead how many bytes a build takes for each formula cell at its peak,
above what the process took before: a process of its own for each workbook, imports not counted.
"""

import argparse
import gc
import io
import resource
import statistics
import subprocess
import sys
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


def peak() -> int:
    """Return how many bytes this process took at most until now."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def memory_of(size: Size) -> int:
    """Return how many bytes more this process takes while it builds a workbook."""
    build(SIZES[0])
    before = peak()
    build(size)
    return peak() - before


def print_memory() -> None:
    """Print a row for each workbook that is large enough to tell."""
    print("| workbook | formula cells | at the peak | bytes a formula cell |")
    print("| --- | --- | --- | --- |")
    for number, size in enumerate(SIZES[2:], start=2):
        command = [sys.executable, __file__, "--memory-of", str(number)]
        taken = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        cells = formula_cells(size.lesson().book())
        megabytes, each = taken / 2**20, taken / cells
        print(f"| {size.label} | {cells:,} | {megabytes:.0f} MiB | {each:,.0f} |", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--memory-of", type=int)
    asked = parser.parse_args()
    if asked.memory_of is not None:
        print(memory_of(SIZES[asked.memory_of]))
    elif asked.memory:
        print_memory()
    else:
        print_times()


def print_times() -> None:
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
