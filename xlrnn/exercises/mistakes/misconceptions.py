"""The catalogue of misconceptions: what students get wrong, with the words that help.

A wrong cell is compared with what each of these predicts from the student's own earlier cells;
the one that fits says what to look at. The same entries plant the mistake of "find the mistake".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from xlrnn.exercises.mistakes import (
    attention,
    formulas,
    gates,
    other_cells,
    training,
    way_back,
    windows,
)
from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression

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
        "memory-turned",
        "β and 1 − β are exchanged: β keeps what was, 1 − β lets in the new gradient",
        training.memory_turned,
    ),
    Misconception(
        "slope-left-out",
        "the slope of the function is missing: a gradient goes back through tanh times 1 − y², "
        "through the sigmoid times y · (1 − y)",
        way_back.slope_left_out,
    ),
    Misconception(
        "slope-of-another-number",
        "the slope is taken at another number: 1 − y² and y · (1 − y) take the output y of the "
        "function, not the sum inside it, and no second tanh",
        way_back.slope_of_another_number,
    ),
    Misconception(
        "another-slope",
        "this is the slope of the other function: tanh has 1 − y², the sigmoid has y · (1 − y)",
        way_back.another_slope,
    ),
    Misconception(
        "future-left-out",
        "what comes back from the next step is missing: a state answers for the future, too",
        way_back.future_left_out,
    ),
    Misconception(
        "one-step-only",
        "only one time step counts: the sum over all of them is asked for",
        way_back.one_step_only,
    ),
    Misconception(
        "averaged",
        "it is divided by the number of steps: the sum over time is asked for, not the mean",
        way_back.averaged,
    ),
    Misconception(
        "state-of-this-step",
        "it reads the state of this step where that of the step before belongs",
        way_back.state_of_this_step,
    ),
    Misconception(
        "uphill",
        "the step is added: the gradient points uphill, so take the step off the weight",
        training.uphill,
    ),
    Misconception(
        "rate-left-out",
        "the learning rate is missing: it says how far the step goes",
        training.rate_left_out,
    ),
    Misconception(
        "bias-correction-left-out",
        "Adam's correction is missing, or half of it: its means begin at 0, and "
        "√(1 − β₂ⁿ) / (1 − β₁ⁿ) makes up for that",
        training.bias_correction_left_out,
    ),
    Misconception(
        "plane-left-out",
        "a plane of the picture is missing: the filter has weights for each, and all are added up",
        windows.plane_left_out,
    ),
    Misconception(
        "windows-overlap",
        "the windows overlap: the next one begins where this one ends, not one place further on",
        windows.windows_overlap,
    ),
    Misconception(
        "window-one-off",
        "the window lies a row or a column beside the right place: see its upper left cell",
        windows.window_one_off,
    ),
    Misconception(
        "filter-turned",
        "the filter is turned over: lay it on the window as it stands, upper left on upper left",
        windows.filter_turned,
    ),
    Misconception(
        "mean-not-largest",
        "this is the mean of the window: its largest number is asked for",
        windows.mean_not_largest,
    ),
    Misconception(
        "relu-left-out",
        "numbers below 0 stay: relu makes 0 of them",
        windows.relu_left_out,
    ),
    Misconception("bias-left-out", "a bias is left out", formulas.bias_left_out),
    Misconception(
        "state-left-out",
        "the previous state is not used: without it nothing is remembered",
        formulas.state_left_out,
    ),
    Misconception(
        "gate-left-out",
        "a gate is missing: it says how much is let through",
        gates.gate_left_out,
    ),
    Misconception(
        "another-gate",
        "it reads another gate of the cell",
        gates.another_gate,
    ),
    Misconception(
        "state-for-memory",
        "it reads the hidden state h where the cell state c belongs, or the other way round",
        gates.state_for_memory,
    ),
    Misconception(
        "reset-elsewhere",
        "the reset gate works at another place: ask whether it multiplies the states, or what the "
        "weights make of them",
        gates.reset_elsewhere,
    ),
    Misconception(
        "query-for-key",
        "query and key are exchanged: the step of the column asks, the word of the row is looked "
        "at",
        attention.query_exchanged,
    ),
    Misconception(
        "scaled",
        "it is divided by the root of the number of features, as in a Transformer: here a score is "
        "the product alone",
        attention.scaled,
    ),
    Misconception(
        "hidden-not-left-out",
        "places without a word take part: take the scores of what may be looked at",
        attention.hidden_not_left_out,
    ),
    Misconception(
        "all-words-alike",
        "every word counts the same: attention says how much of each word's state is taken",
        attention.all_alike,
    ),
    Misconception(
        "one-word-alone",
        "only the word with the largest attention counts: what was found is a mixture of all",
        attention.largest_alone,
    ),
    Misconception(
        "weights-transposed",
        "a matrix of weights is read the other way: its rows where its columns belong, or its "
        "columns where its rows do",
        other_cells.transposed,
    ),
    Misconception(
        "activation-before-the-sum",
        "the function is applied to each part: apply it once, to the whole",
        formulas.activation_before_the_sum,
    ),
    Misconception(
        "activation-left-out",
        "a function is missing: tanh, e to the power, the logarithm or the root",
        formulas.activation_left_out,
    ),
    Misconception("another-function", "this is the sigmoid, not tanh", formulas.another_function),
    Misconception("tanh-not-sigmoid", "this is tanh, not the sigmoid", gates.tanh_not_sigmoid),
    Misconception(
        "another-logarithm",
        "this is the logarithm to the base 10, not the natural one",
        training.another_logarithm,
    ),
    Misconception(
        "not-normalised", "it is not divided by the sum, so the probabilities do not sum to 1",
        formulas.not_normalised,
    ),
    Misconception(
        "largest-not-taken-off",
        "the largest score is not taken off before the exponential",
        formulas.largest_not_taken_off,
    ),
    Misconception(
        "cases-not-told-apart",
        "a case is left out: ask first which case it is",
        training.cases_not_told_apart,
    ),
    Misconception(
        "cases-exchanged",
        "two cases are exchanged",
        training.cases_exchanged,
    ),
    Misconception(
        "minus-left-out",
        "a minus is missing",
        formulas.minus_left_out,
    ),
    Misconception(
        "sides-exchanged",
        "it is subtracted the wrong way round",
        formulas.sides_exchanged,
    ),
    Misconception("sign-turned", "a plus and a minus are exchanged", formulas.sign_turned),
    Misconception(
        "square-left-out",
        "the square is missing",
        training.square_left_out,
    ),
    Misconception(
        "largest-for-smallest",
        "the largest and the smallest are exchanged",
        training.largest_for_smallest,
    ),
    Misconception(
        "one-bound-left-out",
        "only one of two bounds is kept",
        training.one_bound_left_out,
    ),
    Misconception(
        "added-not-multiplied", "plus and times are exchanged", formulas.added_instead_of_multiplied
    ),
    Misconception(
        "wrong-time-step", "it reads another time step", other_cells.wrong_time_step
    ),
    Misconception(
        "first-step-repeated",
        "it repeats the formula of the first step, or epoch: each of the others has cells of its "
        "own",
        other_cells.first_step_repeated,
    ),
    Misconception("wrong-row", "it reads the row above or below its own", other_cells.wrong_row),
    Misconception(
        "blocks-exchanged", "it reads one block where another belongs", other_cells.another_block
    ),
    Misconception(
        "row-not-column", "it goes along the row, or over everything, and not down the column",
        other_cells.row_instead_of_column,
    ),
    Misconception(
        "dollar-missing",
        "a $ is missing: when the formula was filled, a cell that must stay wandered along",
        other_cells.dollar_missing,
    ),
    Misconception(
        "part-left-out",
        "a part of a sum or of a difference is missing",
        formulas.part_left_out,
    ),
    Misconception("factor-left-out", "a factor or a divisor is missing", formulas.factor_left_out),
)  # fmt: skip

CATALOGUE: Final = {entry.name: entry for entry in _LIST}


def variants(name: str, right: Expression, block: Block, i: int, t: int) -> Iterator[Expression]:
    """Return the wrong formulas that a misconception makes of the right one of a cell."""
    found = CATALOGUE[name].variants(right, block, i, t)
    return (expression for expression in found if expression is not right)
