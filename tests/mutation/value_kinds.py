"""Values where a formula belongs, results that are off, and NumPy's numbers misused."""

from collections.abc import Iterator

from tests.mutation.package import Content
from tests.mutation.target import Edit, Target, address
from tests.mutation.tokens import each, put

LOOKED_UP = ("number", "known_so_far", "input_seen", "input_word")
"""Of these CellRune finds a number that is a little off, IronCalc does not."""


def constant(target: Target) -> Iterator[Edit]:
    """Type the very value that the formula gives, or another one."""
    stored = target.stored()
    if target.text:
        for value in (target.content.value or "", "e"):
            typed = {cell: old.with_text(value) for cell, old in stored.items()}
            yield from target.type_in(typed, f"the constant {value!r}")
        return
    same = {cell: old.with_number(old.value or "0") for cell, old in stored.items()}
    yield from target.type_in(same, "its own value as a constant")
    other = {cell: old.with_number("0.25") for cell, old in stored.items()}
    yield from target.type_in(other, "the constant 0.25")
    yield from target.rewrite(target.content.value, "a formula that is a constant")


def rounded_to_4_digits(target: Target) -> Iterator[Edit]:
    """Round the result, by a formula or by hand."""
    if target.text:
        return
    yield from target.rewrite(f"ROUND({target.formula},4)", "rounded")
    stored = target.stored()
    typed = {c: old.with_number(f"{float(old.value or 0):.4f}") for c, old in stored.items()}
    yield from target.type_in(typed, "its value with 4 digits")


def text_for_number(target: Target) -> Iterator[Edit]:
    """Put a text where a number belongs: typed, or as a formula's result."""
    if target.text:
        return
    for value in ("0.5", target.content.value or "0"):
        typed = {cell: old.with_text(value) for cell, old in target.stored().items()}
        yield from target.type_in(typed, f"the text {value!r}")
    yield from target.rewrite('"0.5"', "a text")
    yield from target.rewrite(f'TEXT({target.formula},"0.000000")', "a text")
    yield from target.rewrite(f'({target.formula})&""', "a text")


def error_value(target: Target) -> Iterator[Edit]:
    """Break a formula so that it shows an error, or leave an error behind."""
    yield from target.rewrite(f"({target.formula})/0", "division by zero")
    yield from target.rewrite("NA()", "not available")
    for at, _ in each(target.formula, "ref", "name"):
        yield from target.rewrite(put(target.formula, at, "#REF!"), "a deleted reference")
        if not target.text:
            # Texts are chosen by IF: an unknown name in the branch that is not taken is an error
            # for CellRune and none for IronCalc, LibreOffice and formulon.
            yield from target.rewrite(put(target.formula, at, "no_such_name"), "an unknown name")
    typed = {c: Content(old.style, "e", value="#N/A") for c, old in target.stored().items()}
    yield from target.type_in(typed, "a typed #N/A")


def emptied(target: Target) -> Iterator[Edit]:
    """Delete the contents of a cell."""
    yield from target.type_in(
        {c: Content(old.style) for c, old in target.stored().items()}, "nothing"
    )


def slightly_off(target: Target) -> Iterator[Edit]:
    """Be wrong in a late digit: just beyond the tolerance, or just within."""
    if target.text or target.block.name in LOOKED_UP:
        return
    yield from target.rewrite(f"({target.formula})*(1+1E-8)", "a part in 10⁸ too much")
    yield from target.rewrite(f"({target.formula})+1E-8", "10⁻⁸ too much")
    yield from target.rewrite(f"({target.formula})*(1+1E-12)", "a part in 10¹² too much")


def read_from_the_reference(target: Target) -> Iterator[Edit]:
    """Read NumPy's stored number instead of calculating."""
    if target.sheet not in target.original.notations:
        return
    stored = next(
        (n for n in target.parts.names if n.name == f"ref_{target.block.name.removesuffix('_eq')}"),
        None,
    )
    if stored is None:
        return
    top, left = (stored.area[i] - target.block.area[i] for i in (0, 1))
    area = target.area
    there = (area[0] + top, area[1] + left, area[2] + top, area[3] + left)
    beside = (there[0], there[1] + 1, there[2], there[3] + 1)
    fetched = "read from the reference"
    yield from target.fetch(address(there, stored.sheet), fetched)
    yield from target.fetch(address(beside, stored.sheet), f"{fetched}, a step later")


def reference_changed(target: Target) -> Iterator[Edit]:
    """Change one of NumPy's stored numbers."""
    old = target.content
    if target.text:
        yield Edit("another letter stored", {target.cell: old.with_text("#")}, typed=True)
        return
    other = repr(float(old.value or 0) + 0.001)
    yield Edit("a thousandth more stored", {target.cell: old.with_number(other)}, typed=True)
    yield Edit("the text '0.5' stored", {target.cell: old.with_text("0.5")}, typed=True)
    yield Edit("nothing stored", {target.cell: Content(old.style)}, typed=True)
