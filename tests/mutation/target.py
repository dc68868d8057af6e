"""What mistakes are made in: a cell with a formula; and what is done to it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tests.mutation.original import Original
from tests.mutation.package import Area, Cell, Content, Name, Parts, a1, cells_of, parse
from tests.mutation.tokens import each

Edits = Mapping[Cell, Content]
STEP = re.compile(r"(.+)_(\d+)")


@dataclass(frozen=True)
class Edit:
    """What a kind does to a target.

    Args:
        what: it in words.
        cells: the new contents of the cells whose XML changes.
        typed: whether a value stands, or is fetched, where a formula belongs: wrong, whatever
            the value.
        mutated: the cells that are wrong now, if they are not the target's.
        renamed: the text of a defined name and what it becomes, if that is what changes.
        parts: parts of the file as they become, if more than cells and a name changes.
        doubtful: what a doubt must name, where numbers may be right and prove nothing.
    """

    what: str
    cells: Edits
    typed: bool = False
    mutated: tuple[Cell, ...] = ()
    renamed: tuple[str, str] | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    doubtful: str = ""


@dataclass(frozen=True, eq=False)
class Target:
    """A cell with a formula, which may fill a range; or a cell of NumPy's stored reference."""

    original: Original = field(repr=False)
    sheet: str
    cell: Cell
    block: Name

    @property
    def calculates(self) -> bool:
        """Whether its block is part of the calculation, in one of the notations."""
        return self.block.name in self.original.calculating

    @property
    def parts(self) -> Parts:
        """The file that it is in."""
        return self.original.parts

    @cached_property
    def content(self) -> Content:
        """What the cell holds."""
        return self.parts.cells[self.sheet][self.cell]

    @property
    def formula(self) -> str:
        """Its formula."""
        return self.content.formula or ""

    @property
    def array(self) -> bool:
        """Whether it is an array formula."""
        return bool(self.content.array)

    @property
    def text(self) -> bool:
        """Whether it shows a text."""
        return self.content.type in ("str", "s")

    @property
    def area(self) -> Area:
        """The cells that its formula fills."""
        return parse(self.content.array or a1(self.cell))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The same, one by one."""
        return tuple(cells_of(self.area))

    def names(self, formula: str | None = None) -> Iterator[tuple[int, Name]]:
        """Yield the defined names in its formula, with their positions."""
        known = {name.name: name for name in self.parts.names}
        for at, token in each(self.formula if formula is None else formula, "name"):
            if token.text in known:
                yield at, known[token.text]

    def rewrite(self, text: str | None, what: str) -> Iterator[Edit]:
        """Yield the edit that puts another formula there; none if it is the same."""
        if text is not None and text != self.formula:
            formula = f"{what}: ={self.formula} → ={text}"
            yield Edit(formula, {self.cell: self.content.with_formula(text)})

    def fetch(self, text: str, what: str) -> Iterator[Edit]:
        """Yield the edit that fetches a result; if it was calculated, that is wrong anyway."""
        for edit in self.rewrite(text, what):
            yield replace(edit, typed=self.calculates)

    def type_in(self, values: Mapping[Cell, Content], what: str) -> Iterator[Edit]:
        """Yield the edit that puts values where the formula belongs."""
        yield Edit(f"{what} in place of ={self.formula}", values, typed=True)

    def stored(self) -> dict[Cell, Content]:
        """The stored contents of the cells that it fills."""
        return {cell: self.parts.cells[self.sheet][cell] for cell in self.cells}

    def sibling(self, rows: int, columns: int) -> Content | None:
        """The cell of the same block at some distance."""
        row, column = self.cell[0] + rows, self.cell[1] + columns
        top, left, bottom, right = self.block.area
        inside = top <= row <= bottom and left <= column <= right
        return self.parts.cells[self.sheet].get((row, column)) if inside else None


Kind = Callable[[Target], Iterator[Edit]]


def address(area: Area, sheet: str) -> str:
    """Return the reference to a range."""
    first, last = (area[0], area[1]), (area[2], area[3])
    quoted = sheet if re.fullmatch(r"\w+", sheet) else f"'{sheet}'"
    return f"{quoted}!" + (a1(first) if first == last else f"{a1(first)}:{a1(last)}")


def references(target: Target) -> Iterator[tuple[int, str]]:
    """Yield every reference in a formula with its position; a name as what it stands for."""
    for at, token in each(target.formula, "ref"):
        yield at, token.text
    for at, name in target.names():
        yield at, address(name.area, name.sheet)


def shape(area: Area) -> tuple[int, int]:
    return area[2] - area[0], area[3] - area[1]


def dollars(reference: str) -> str:
    return re.sub(r"\b([A-Z]+)(\d+)\b", r"$\1$\2", reference)
