"""Mistakes that keep the number, for the given inputs, and change the formula."""

import re
from collections.abc import Iterator

from tests.mutation.package import a1
from tests.mutation.target import Edit, Target, address

_CASES = re.compile(r"IF\([^()]*(?:\([^()]*\))?[^()]*,([^(),]+),([^(),]+)\)")


def read_from_the_other_notation(target: Target) -> Iterator[Edit]:
    """Read what the other notation shows instead of calculating."""
    name = target.block.name
    other = name.removesuffix("_eq") if name.endswith("_eq") else f"{name}_eq"
    twin = next((n for n in target.parts.names if n.name == other), None)
    calculating = target.original.calculating
    if twin is None or other not in calculating or twin.sheet == target.sheet:
        return
    if other in _read(target):
        return  # it follows from the other notation's anyway
    top, left = (twin.area[i] - target.block.area[i] for i in (0, 1))
    area = target.area
    there = (area[0] + top, area[1] + left, area[2] + top, area[3] + left)
    yield from target.fetch(address(there, twin.sheet), "read from the other notation")


def _read(target: Target) -> set[str]:
    """Return the blocks that the target's formula names."""
    return {name.name for _, name in target.names()}


def for_the_given_inputs_only(target: Target) -> Iterator[Edit]:
    """Be right as long as an input holds what it was given with."""
    for one in target.original.offered:
        (sheet, row, column), value = next(iter(one.cells.items()))
        if one.choices or one.whole or one.is_list or one.sentence:
            continue
        shown = f'"{value}"' if isinstance(value, str) else repr(value)
        there = address((row, column, row, column), sheet)
        otherwise = '""' if target.text else "0"
        text = f"IF({there}={shown},{target.formula},{otherwise})"
        yield from target.rewrite(text, f"right while {sheet}!{a1((row, column))} is {shown}")


def number_as_a_formula(target: Target) -> Iterator[Edit]:
    """Type the right number, as a formula that reads nothing."""
    if target.array or target.text or not target.content.value:
        return
    yield from target.rewrite(target.content.value, "the right number as a formula")
    yield from target.rewrite(f"2*{target.content.value}/2", "the right number as a formula")


def case_left_out(target: Target) -> Iterator[Edit]:
    """Keep one case of an IF."""
    for match in _CASES.finditer(target.formula):
        for case in match.groups():
            text = target.formula.replace(match[0], case, 1)
            yield from target.rewrite(text, "a case left out")
