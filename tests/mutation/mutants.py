"""Seeded wrong workbooks: every kind of mistake, over all blocks of both notations."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from tests.mutation.kinds import KINDS
from tests.mutation.original import Original
from tests.mutation.package import Cell, Name, a1
from tests.mutation.target import Edit, Target

SEED, PER_KIND, IN_EVERY_RUN = 20, 16, 4
"""So many of each kind of mistake in hello-forward: for the page, and in every test run."""
REFERENCE = "reference changed"
# Most of these change nothing: of a few none may be wrong.
MOSTLY_HARMLESS = "a case left out"


@dataclass(frozen=True)
class Mutant:
    """A wrong workbook.

    Args:
        kind: the kind of mistake, one of `KINDS`.
        lesson: the lesson and
        book: which workbook it was made from.
        sheet: the sheet and
        cells: the cells that are wrong: one, or the range of an array formula or of a fill.
        block: the block that was hit, by its defined name.
        description: what was done.
        typed: whether a value stands where a formula belongs, which is wrong whatever it is.
        doubtful: what a doubt must name, where numbers may be right and prove nothing.
        data: the file.
    """

    kind: str
    lesson: str
    book: str
    sheet: str
    cells: tuple[Cell, ...]
    block: str
    description: str
    typed: bool
    doubtful: str
    data: bytes = field(repr=False)

    @property
    def places(self) -> set[str]:
        """The wrong cells as reports write them."""
        return {f"{self.sheet}!{a1(cell)}" for cell in self.cells}

    def __str__(self) -> str:
        first = f"{self.sheet}!{a1(self.cells[0])}"
        return f"{self.kind}, {self.book}, {first} ({self.block}): {self.description}"


def mutants(
    books: Sequence[Original],
    *,
    seed: int = SEED,
    per_kind: int = PER_KIND,
    everywhere: bool = False,
) -> Iterator[Mutant]:
    """Yield wrong workbooks, the same ones for the same seed.

    Args:
        books: the right ones.
        seed: of the choice of cells and of what is done to them.
        per_kind: how many of each kind, if there are as many.
        everywhere: whether to go on until every block that calculates has been hit.
    """
    targets = [target for book in books for target in targets_of(book)]
    hits: Counter[str] = Counter()
    for kind in KINDS:
        for mutant in _of_kind(kind, targets, hits, random.Random(f"{seed} {kind}"), per_kind):
            hits[mutant.block] += 1
            yield mutant
    if everywhere:
        yield from _elsewhere(targets, hits, random.Random(f"{seed} elsewhere"))


def in_every_run(books: Sequence[Original]) -> Iterator[Mutant]:
    """Yield those of hello-forward that every test run makes: some of each kind, in every block."""
    yield from mutants(books, per_kind=IN_EVERY_RUN, everywhere=True)
    yield from (mutant for mutant in mutants(books) if mutant.kind == MOSTLY_HARMLESS)


def _elsewhere(
    targets: Sequence[Target], hits: Mapping[str, int], rng: random.Random
) -> Iterator[Mutant]:
    """Yield one mutant of each block that calculates and has not been hit."""
    left: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        if target.calculates and target.block.name not in hits:
            left[target.block.name][target.original.label].append(target)
    for books in left.values():
        for kind in rng.sample(sorted(KINDS), len(KINDS)):
            if kind != REFERENCE and (found := _choose(kind, books, set(), rng)):
                yield _made(kind, *found)
                break


def _of_kind(
    kind: str, targets: Sequence[Target], hits: Counter[str], rng: random.Random, count: int
) -> Iterator[Mutant]:
    """Yield mutants of one kind, spread over the blocks that it can hit and over the books."""
    by_block: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        if target.block.name.startswith("ref_") == (kind == REFERENCE):
            by_block[target.block.name][target.original.label].append(target)
    seen: set[tuple[Target, str]] = set()
    network = {target.block.name for target in targets if target.calculates}
    for block in _turns(list(by_block), network, hits, rng):
        if len(seen) == count:
            return
        found = _choose(kind, by_block[block], seen, rng)
        if found is not None:
            target, edit = found
            seen.add((target, edit.what))
            yield _made(kind, target, edit)


def _choose(
    kind: str, books: dict[str, list[Target]], seen: set[tuple[Target, str]], rng: random.Random
) -> tuple[Target, Edit] | None:
    """Choose a cell of a block that a kind can do something to, and what it does."""
    for label in rng.sample(sorted(books), len(books)):
        for target in rng.sample(books[label], min(4, len(books[label]))):
            edits = [edit for edit in KINDS[kind](target) if (target, edit.what) not in seen]
            if edits:
                return target, rng.choice(edits)
    return None


def _turns(
    blocks: list[str], calculating: Collection[str], hits: Counter[str], rng: random.Random
) -> Iterator[str]:
    """Yield blocks in turn: two of the network for one of the labels, marks and checks.

    Those that have been hit least come first.
    """
    rng.shuffle(blocks)
    blocks.sort(key=lambda name: hits[name])
    network = [name for name in blocks if name in calculating]
    others = [name for name in blocks if name not in calculating]
    turns = [cycle(names) for names in (network or others, network or others, others or network)]
    for number in range(60 * len(blocks)):
        yield next(turns[number % 3])


def targets_of(book: Original) -> Iterator[Target]:
    """Yield the cells with formulas, and the constants of the stored reference."""
    for sheet, cells in book.parts.cells.items():
        names = [n for n in book.parts.names if n.sheet == sheet and n.name in book.blocks]
        for cell, content in cells.items():
            block = _block(cell, names)
            if block is not None and (content.formula is not None or block.name.startswith("ref_")):
                yield Target(book, sheet, cell, block)


def _block(cell: Cell, names: Sequence[Name]) -> Name | None:
    """Return the block that a cell belongs to."""
    around = (
        name
        for name in names
        if name.area[0] <= cell[0] <= name.area[2] and name.area[1] <= cell[1] <= name.area[3]
    )
    return next(around, None)


def _made(kind: str, target: Target, edit: Edit) -> Mutant:
    parts = target.parts
    if edit.renamed is not None:
        name, reference = edit.renamed
        old = next(n for n in parts.names if n.name == name)
        data = parts.redefined(old, reference)
    elif edit.parts:
        data = parts.packed(edit.parts)
    else:
        data = parts.changed(target.sheet, edit.cells)
    return Mutant(
        kind=kind,
        lesson=target.original.lesson,
        book=parts.label,
        sheet=target.sheet,
        cells=edit.mutated or target.cells,
        block=target.block.name,
        description=edit.what,
        typed=edit.typed,
        doubtful=edit.doubtful,
        data=data,
    )
