"""Mistakes in array formulas and in the names that they read."""

from collections.abc import Iterator

from tests.mutation.package import Cell, Content, a1, cells_of, parse
from tests.mutation.target import STEP, Edit, Target, address, dollars, shape
from tests.mutation.tokens import each, put, shifted


def wrong_range_in_array(target: Target) -> Iterator[Edit]:
    """Let an array formula read another name: of another step, of all steps, of another block."""
    if not target.array:
        return
    known = {name.name: name for name in target.parts.names}
    for at, name in target.names():
        step = STEP.fullmatch(name.name)
        others = [known.get(f"{step[1]}_{int(step[2]) + by}") for by in (1, -1, 2)] if step else []
        others += [known.get(f"{step[1]}_eq")] if step else []
        size = shape(name.area)
        others += [n for n in target.parts.names if shape(n.area) == size and n.sheet == name.sheet]
        for other in others:
            if other is not None and other.name != name.name:
                yield from target.rewrite(put(target.formula, at, other.name), "wrong range")


def name_shifted(target: Target) -> Iterator[Edit]:
    """Let a name that an array formula reads stand for the column beside it."""
    if not target.array:
        return
    for _, name in target.names():
        if not STEP.fullmatch(name.name) or name.name in target.original.blocks:
            continue  # that of a block, not of one step
        for columns in (1, -1):
            moved = dollars(shifted(address(name.area, name.sheet), 0, columns) or "")
            yield Edit(
                f"the name {name.name} stands for {moved}",
                {},
                mutated=tuple(_reading(target, name.name)),
                renamed=(name.name, moved),
            )


def _reading(target: Target, name: str) -> Iterator[Cell]:
    """Yield the cells of the target's sheet whose formula reads a name."""
    for content in target.parts.cells[target.sheet].values():
        reads = any(token.text == name for _, token in each(content.formula or "", "name"))
        if content.array and reads:
            yield from cells_of(parse(content.array))


def array_shrunk(target: Target) -> Iterator[Edit]:
    """Let an array formula fill one row less, and type the values of the last one."""
    top, left, bottom, right = target.area
    if bottom == top:
        return
    reference = f"{a1((top, left))}:{a1((bottom - 1, right))}"
    old = target.content
    short = Content(old.style, old.type, old.formula, f' t="array" ref="{reference}"', old.value)
    stored = target.parts.cells[target.sheet]
    last = {(bottom, column): stored[bottom, column] for column in range(left, right + 1)}
    for typed, what in (
        ({c: old.with_number(old.value or "0") for c, old in last.items()}, "its own value typed"),
        ({c: old.with_number("0.125") for c, old in last.items()}, "0.125 typed"),
        ({c: Content(old.style) for c, old in last.items()}, "nothing"),
    ):
        yield Edit(
            f"={target.formula} fills {reference} only, {what} in {a1((bottom, left))}",
            {target.cell: short, **typed},
            typed=True,
            mutated=tuple(last),
        )
