"""What each lesson asks for if a teacher says nothing: the one place that knows lessons by name.

A lesson without an entry gets exercises all the same, from the roles of its blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# The kinds of exercise.
LEVELS: Final = {
    1: "fill single cells",
    2: "fill whole blocks",
    3: "write an equation over all steps",
    4: "find the mistake",
    5: "predict before you calculate",
}


@dataclass(frozen=True)
class Defaults:
    """What a lesson asks for.

    Args:
        blocks: the blocks that are blank at levels 1, 2, 3 and 5.
        planted: the mistakes that level 4 may hide, as block and misconception.
        predict: the block that students predict at level 5.
        varied: the values of options that differ from student to student.
    """

    blocks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    planted: tuple[tuple[str, str], ...] = ()
    predict: str = ""
    varied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


DEFAULTS: Final[Mapping[str, Defaults]] = {
    "hello-forward": Defaults(
        blocks={
            1: ("a_x", "a_h", "h", "logits", "exps", "p"),
            2: ("a_h", "h", "logits"),
            3: ("a_x", "h_prev", "a_h", "h"),
            5: ("exps", "exps_sum", "p", "predicted"),
        },
        planted=(
            ("a_h", "bias-left-out"),
            ("h", "activation-before-the-sum"),
            ("p", "not-normalised"),
            ("a_h", "sign-turned"),
        ),
        predict="predicted",
        varied={
            "word": ("hello", "level", "melon", "lemon", "robot", "tempo", "panda", "magma"),
            "units": ("2", "3", "4"),
        },
    ),
}

# What can be said of a quantity without saying its values: a sentence, and the array formula
# that is TRUE if it holds; `{name}` stands for the block.
PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
    "x": ("every number is 0 or 1", "SUM(ABS({name}*(1-{name})))=0"),
    "h": ("every state lies between −1 and 1", "MAX(ABS({name}))<1"),
    "h_prev": ("every state lies between −1 and 1", "MAX(ABS({name}))<1"),
    "exps": ("no exponential is negative, none is above 1", "AND(MIN({name})>=0,MAX({name})<=1)"),
    "exps_sum": ("every sum is at least 1", "MIN({name})>=1"),
    "p": ("no probability is negative or above 1", "AND(MIN({name})>=0,MAX({name})<=1)"),
    "logits": ("the scores are not all the same", "MAX({name})>MIN({name})"),
}
# Quantities each column of which sums to 1.
SUM_TO_ONE: Final = frozenset({"x", "p"})


def defaults(lesson: str) -> Defaults:
    """Return what a lesson asks for, nothing if it has no entry."""
    return DEFAULTS.get(lesson, Defaults())
