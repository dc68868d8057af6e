"""The ranges of a map: where they are, be they written as addresses or as defined names."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from xlrnn.errors import AddressError, UsageError
from xlrnn.formula.area import Area
from xlrnn.formula.place import Place
from xlrnn.verify.subject.network.said import Cells, NetworkMap, Places

Names: TypeAlias = Callable[[str], tuple[str, Area] | None]
"""Tells which sheet and which range a defined name stands for."""

MOST_CELLS: Final = 1_000_000
"""Of all ranges of a map together."""
_RANGE: Final = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<bare>[^'!]+)!)?(?P<area>[^'!]+)")
_ADDRESS: Final = re.compile(r"(\$?)[A-Za-z]{1,3}(\$?)[0-9]+(?::(\$?)[A-Za-z]{1,3}(\$?)[0-9]+)?")
_NAME: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*")


@dataclass(frozen=True)
class Range:
    """One range of a map.

    Args:
        place: its cells.
        fixed_rows: whether its rows stay from epoch to epoch.
        fixed_columns: whether its columns do.
    """

    place: Place
    fixed_rows: bool = False
    fixed_columns: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """Its rows and columns."""
        return len(self.place.rows), len(self.place.columns)


class Ranges:
    """Finds the ranges of a map.

    Args:
        sheet: of those that name none.
        names: the defined names of the workbook; None as long as none is open.
    """

    def __init__(self, sheet: str, names: Names | None) -> None:
        self._sheet, self._names, self._left = sheet, names, MOST_CELLS

    def of(self, cells: Cells) -> list[Range]:
        """Return the ranges of a place.

        Raises:
            UsageError: if one is no range, or all together are too large.
        """
        return [self._range(text) for text in cells.texts]

    def _range(self, text: str) -> Range:
        match = _RANGE.fullmatch(text)
        if not match:
            raise UsageError(f"{text!r} is no range: expected one as in B2:D3 or 'my sheet'!B2:D3")
        written = _ADDRESS.fullmatch(match["area"])
        if written is None and _NAME.fullmatch(text):
            sheet, area = self._named(text)
            return self._counted(Range(Place.of(sheet, area)))
        sheet = (match["quoted"] or "").replace("''", "'") or match["bare"] or self._sheet
        if not sheet:
            raise UsageError(f"{text!r} names no sheet, and the map has no `sheet` for such ranges")
        area = Area.parse(match["area"])
        signs = written.groups() if written else ()
        across, down = {signs[0:1], signs[2:3]}, {signs[1:2], signs[3:4]}
        stay = ({("$",)}, {("$",), (None,)})
        height, width = area.shape
        if height * width > self._left:
            raise UsageError(f"{text} is too large: a map says at most {MOST_CELLS} cells")
        return self._counted(Range(Place.of(sheet, area), down in stay, across in stay))

    def _named(self, name: str) -> tuple[str, Area]:
        assert self._names is not None, "a map with defined names is bound to a workbook"
        found = self._names(name)
        if found is None:
            raise UsageError(
                f"{name!r} is no address, and the workbook has no such name for one range"
            )
        height, width = found[1].shape
        if height * width > self._left:
            raise UsageError(f"{name} is too large: a map says at most {MOST_CELLS} cells")
        return found

    def _counted(self, found: Range) -> Range:
        height, width = found.shape
        self._left -= height * width
        return found


def needs_names(mapped: NetworkMap) -> bool:
    """Tell whether a map has defined names, which only a workbook can explain."""
    texts = (text for _, cells in all_places(mapped) for text in cells.texts)
    return any(_NAME.fullmatch(text) and not _ADDRESS.fullmatch(text) for text in texts)


def all_places(mapped: NetworkMap) -> Iterator[tuple[str, Cells]]:
    """Yield every place that a map says, and of which quantity, as errors name it."""
    for given in mapped.inputs:
        yield from _of("", given.places)
    for layer in mapped.layers:
        for part, tables in layer.tables.items():
            for places in vars(tables).values():
                yield from _of(".".join(filter(None, (layer.name, part))), places)
    if mapped.loss is not None:
        yield from _of("loss", {"targets": mapped.loss.targets})
        yield from _of("loss", mapped.loss.calculated)
    if mapped.training is not None and isinstance(mapped.training.rate, Cells):
        yield "training.rate", mapped.training.rate


def _of(owner: str, places: Places) -> Iterator[tuple[str, Cells]]:
    for name, found in places.items():
        for cells in found:
            yield ".".join(filter(None, (owner, name))), cells


@contextmanager
def naming(what: str, line: int) -> Iterator[None]:
    """Say of an error which line and which quantity of the map it is about."""
    try:
        yield
    except (UsageError, AddressError) as error:
        places = [f"line {line}" if line else "", what]
        raise UsageError(": ".join([*filter(None, places), str(error)])) from None
