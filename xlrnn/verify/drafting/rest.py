"""Say what a map leaves out: formulas that it does not cover, numbers that nothing reads."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from xlrnn.formula.area import rectangles
from xlrnn.formula.cell import Position, quote_sheet
from xlrnn.verify.drafting.graph import Graph, Spot
from xlrnn.verify.drafting.reading import cells_in
from xlrnn.xlsx.reading.read import Workbook

_MOST_LINES: Final = 30
_LONGEST: Final = 60


def left_out(
    file: Workbook, graph: Graph, covered: Collection[Spot], sheets: Iterable[str]
) -> list[str]:
    """Return a line for each rectangle of formulas that the map does not cover."""
    places = defaultdict(list)
    not_followed: Counter[str] = Counter()
    for sheet in sheets:
        for place in file.sheets[sheet].formulas:
            number = graph.numbers.get((sheet, *place), -1)
            if number in graph.left:
                not_followed[graph.left[number]] += 1
            elif (sheet, *place) not in covered:
                places[sheet].append(place)
    lines = []
    for sheet, cells in places.items():
        for area in rectangles(cells):
            first = (area.first.row, area.first.column)
            height, width = area.shape
            formula = printable(file.sheets[sheet].formulas[first], _LONGEST)
            count = "1 formula" if height * width == 1 else f"{height * width} formulas, first"
            lines.append(f"{quote_sheet(sheet)}!{area}: {count} ={formula}")
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"and {len(lines) - _MOST_LINES} more ranges"]
    lines += [
        f"{count} with {printable(why, 40)}, which is not followed"
        for why, count in not_followed.most_common(5)
    ]
    return lines


def unread(graph: Graph, given: Collection[int], sheets: Iterable[str]) -> list[str]:
    """Return the ranges of numbers that touch weights or inputs, and that no formula reads."""
    read = {cell for meaning in graph.meaning.values() for cell in cells_in(meaning)}
    spots = {graph.spots[cell] for cell in read}
    near: dict[str, set[Position]] = defaultdict(set)
    for cell in given:
        spot = graph.spots[cell]
        if spot is not None:
            sheet, row, column = spot
            near[sheet].update(
                {(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)}
            )
    lines = []
    for sheet in sheets:
        values: Mapping[Position, object] = graph.values.get(sheet, {})
        loose = [
            place
            for place in near[sheet]
            if type(values.get(place)) is float
            and (sheet, *place) not in spots
            and not graph.is_formula(graph.numbers.get((sheet, *place), -1))
        ]
        lines += [f"{quote_sheet(sheet)}!{area}" for area in rectangles(loose)]
    return lines[:_MOST_LINES]


def printable(text: str, most: int) -> str:
    """Return a text as one line of a comment."""
    line = "".join(sign if sign.isprintable() else " " for sign in text[: most + 1])
    return line if len(line) <= most else f"{line[:most]}…"
