"""A cell that says in words whether the numbers that a reader chose make sense."""

from collections.abc import Mapping

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression, Operand, lift
from xlrnn.formula.functions import and_, greater, is_number, less_equal, where
from xlrnn.names.accepted import ACCEPTED, LARGEST, Accepted
from xlrnn.sheet.maths.there import NO, YES
from xlrnn.sheet.pages.time.page import TimePage


def say_whether_they_fit(page: TimePage, *chosen: Block) -> Block:
    """Declare the cell, on the left of the next band, under what stands there."""
    page.next_row_of_weights()
    name = f"{page.name}_fits".replace(" ", "_")
    rule = whether_they_fit(page.book.sizes, *chosen)
    return page.weights("fits", name=name, key="fits", rule=rule)


def whether_they_fit(sizes: Mapping[str, int], *chosen: Block) -> Rule:
    """Return the rule of a cell that says it.

    Args:
        sizes: how many there are of what is counted.
        chosen: the numbers that a reader chose.
    """

    def rule(_: int, __: int) -> Operand:
        result: Operand = YES
        for block in reversed(chosen):
            accepted = ACCEPTED[block.quantity]
            refusal = f"{NO}{block.entry.label}: {accepted.words(sizes)}"
            result = where(_takes(block, accepted, sizes), result, refusal)
        return result

    return rule


def _takes(block: Block, accepted: Accepted, sizes: Mapping[str, int]) -> Expression:
    """Ask whether a cell holds one of the numbers; a text is larger than any of them."""
    number, least, most = block[0, 0], int(accepted.least), int(accepted.largest(sizes))
    above = greater(number, least) if "(" in accepted.open else less_equal(least, number)
    conditions = [is_number(lift(number)), above]
    if most < LARGEST:
        below = greater(most, number) if ")" in accepted.open else less_equal(number, most)
        conditions.append(below)
    return and_(*conditions)
