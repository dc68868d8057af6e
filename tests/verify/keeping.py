"""Workbooks that show the right numbers and prove nothing, and such as were changed harmlessly."""

import re
from collections.abc import Callable, Iterator

from tests.lessons.every import small
from tests.mutation.mutants import targets_of
from tests.mutation.original import Original, original
from tests.mutation.package import Content, a1
from tests.mutation.target import Edit, Target, address
from xlrnn.lessons import LESSON_NAMES

Rewriting = Callable[[Target], Iterator[Edit]]


def small_books() -> dict[str, Original]:
    """Return the smallest workbook of each lesson."""
    return {name: original(small(name)[0], name) for name in LESSON_NAMES}


def rewritten(book: Original, change: Rewriting, notation: str = "") -> bytes:
    """Return the workbook with a change in every formula of a notation that it can be made in."""
    texts: dict[str, str] = {}
    for sheet, kind in book.notations.items():
        edits = {
            cell: content
            for target in targets_of(book)
            if target.sheet == sheet and target.calculates and notation in ("", kind)
            for edit in list(change(target))[:1]
            for cell, content in edit.cells.items()
        }
        if edits:
            texts[book.parts.sheet_parts[sheet]] = with_cells(book, sheet, edits)
    return book.parts.packed(texts)


def with_cells(book: Original, sheet: str, edits: dict[tuple[int, int], Content]) -> str:
    """Return the XML of a sheet with other contents in some cells."""
    pattern = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    by_address = {a1(cell): (cell, content) for cell, content in edits.items()}

    def swap(match: re.Match[str]) -> str:
        found = by_address.get(match[1])
        return match[0] if found is None else found[1].xml(found[0])

    return pattern.sub(swap, book.parts.text(book.parts.sheet_parts[sheet]))


def from_numpy(target: Target) -> Iterator[Edit]:
    """Fetch NumPy's number."""
    yield from _from(target, f"ref_{target.block.name.removesuffix('_eq')}")


def from_the_other_notation(target: Target) -> Iterator[Edit]:
    """Fetch what the equations show."""
    yield from _from(target, f"{target.block.name}_eq")


def _from(target: Target, name: str) -> Iterator[Edit]:
    other = next((n for n in target.parts.names if n.name == name), None)
    if other is not None and other.sheet != target.sheet:
        top, left = (other.area[i] - target.block.area[i] for i in (0, 1))
        area = target.area
        there = (area[0] + top, area[1] + left, area[2] + top, area[3] + left)
        yield from target.fetch(address(there, other.sheet), "fetched")


def while_as_given(target: Target) -> Iterator[Edit]:
    """Be right while one input holds what it was given with."""
    for one in target.original.offered:
        (sheet, row, column), value = next(iter(one.cells.items()))
        if isinstance(value, float) and not one.whole:
            there = address((row, column, row, column), sheet)
            otherwise = '""' if target.text else "0"
            text = f"IF({there}={value!r},{target.formula},{otherwise})"
            yield from target.rewrite(text, "right while as given")


def unary_plus(target: Target) -> Iterator[Edit]:
    """Write a plus before the formula."""
    yield from target.rewrite(f"+{target.formula}", "unary plus")


def as_number(target: Target) -> Iterator[Edit]:
    """Take a cell's number as a number."""
    if not target.text and not target.array and target.content.value:
        yield from target.rewrite(f"N({target.formula})", "N()")


def let(target: Target) -> Iterator[Edit]:
    """Give the result a name first."""
    if not target.array:
        text = f"_xlfn.LET(_xlpm.result,{target.formula},_xlpm.result)"
        yield from target.rewrite(text, "LET")


def sumproduct(target: Target) -> Iterator[Edit]:
    """Write SUMPRODUCT for the sum of a range."""
    total = re.fullmatch(r"SUM\(([A-Z$]+\d+:[A-Z$]+\d+)\)", target.formula)
    if total:
        yield from target.rewrite(f"SUMPRODUCT({total[1]})", "SUMPRODUCT")
