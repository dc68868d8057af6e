"""The catalogue of misconceptions: what students get wrong, with the words that help.

A wrong cell is compared with what each of these predicts from the student's own earlier cells;
the one that fits says what to look at. The same entries plant the mistake of "find the mistake".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from xlrnn.exercises import wrong
from xlrnn.exercises import wrong_gates as gates
from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import Expression

Variants = Callable[[Expression, Block, int, int], Iterator[Expression]]


@dataclass(frozen=True)
class Misconception:
    """One thing that students get wrong.

    Args:
        name: as reports and rubrics call it.
        words: what a student is told.
        variants: the wrong formulas that it makes of the right one of a cell.
    """

    name: str
    words: str
    variants: Variants


_LIST: Final = (
    # What fits first is said: on the way back no "state" is left out.
    Misconception(
        "gate-turned",
        "the gate and 1 − the gate are exchanged: z keeps the old state, 1 − z lets in the new",
        gates.gate_turned,
    ),
    Misconception(
        "slope-left-out",
        "the slope of the function is missing: a gradient goes back through tanh times 1 − y², "
        "through the sigmoid times y · (1 − y)",
        gates.slope_left_out,
    ),
    Misconception(
        "future-left-out",
        "what comes back from the next step is missing: a state answers for the future, too",
        gates.future_left_out,
    ),
    Misconception("bias-left-out", "the bias is left out", wrong.bias_left_out),
    Misconception(
        "state-left-out",
        "the previous state is not used: the network would forget every letter at once",
        wrong.state_left_out,
    ),
    Misconception(
        "weights-transposed",
        "the matrix of weights is read by columns: unit i takes row i of it",
        wrong.transposed,
    ),
    Misconception(
        "activation-before-the-sum",
        "the function is applied to each part; add first, then apply it to the sum",
        wrong.activation_before_the_sum,
    ),
    Misconception(
        "activation-left-out", "the function around the sum is missing", wrong.activation_left_out
    ),
    Misconception("another-function", "this is the sigmoid, not tanh", wrong.another_function),
    Misconception("tanh-not-sigmoid", "this is tanh, not the sigmoid", gates.tanh_not_sigmoid),
    Misconception(
        "not-normalised", "it is not divided by the sum, so the column does not sum to 1",
        wrong.not_normalised,
    ),
    Misconception(
        "largest-not-taken-off",
        "the largest score is not taken off before the exponential",
        wrong.largest_not_taken_off,
    ),
    Misconception("sign-turned", "a plus and a minus are exchanged", wrong.sign_turned),
    Misconception(
        "added-not-multiplied", "plus and times are exchanged", wrong.added_instead_of_multiplied
    ),
    Misconception(
        "wrong-time-step", "it reads the column of another time step", wrong.wrong_time_step
    ),
    Misconception(
        "first-step-repeated",
        "it begins anew at every step: from the second on, go on from the step before",
        wrong.first_step_repeated,
    ),
    Misconception("wrong-row", "it reads the row of another unit or letter", wrong.wrong_row),
    Misconception(
        "blocks-exchanged", "it reads one block where another belongs", wrong.another_block
    ),
    Misconception(
        "row-not-column", "it goes along the row, or over everything, and not down the column",
        wrong.row_instead_of_column,
    ),
    Misconception(
        "dollar-missing",
        "a $ is missing: when the formula was filled, a cell that must stay wandered along",
        wrong.dollar_missing,
    ),
)  # fmt: skip

CATALOGUE: Final = {entry.name: entry for entry in _LIST}


def variants(name: str, right: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Return the wrong formulas that a misconception makes of the right one of a cell."""
    found = CATALOGUE[name].variants(right, block, i, t)
    return (expression for expression in found if expression is not right)
