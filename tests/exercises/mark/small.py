"""The small calculation of `judge.sheets` as an opened submission."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.exercises.judge.sheets import PAGE, RIGHT, TRIALS, readings, rules, submission
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import Questions
from xlrnn.exercises.judge.reading import Reading
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.cell import Cell

CHANGED = ["0.5*A1", "0.5*B1"]
TEXTS = {name: [line] for name, line in RIGHT.items()}


def opened(
    formulas: Mapping[str, list[str | None]] | None = None,
    blanks: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    **shown: list[list[object]],
) -> tuple[Opened, list[Reading]]:
    """Return a submission with these formulas, and what it shows in each trial."""
    known, own = rules(), submission(**(formulas or {}))
    if blanks is not None:
        own = replace(own, blanks=blanks)
    trials = [
        {"x": np.array([x]), "w": np.array([[w]]), "b": np.array([[b]])} for x, w, b in TRIALS
    ]
    inputs = [block for block in known.book.blocks if block.constant]
    one = Opened(
        Assignment("small", {}, Questions(2, own.blanks)), own, known, TEXTS, inputs, trials[0],
        {PAGE: Cell(10, 10)}, Path("copy.xlsx"), trials,
    )  # fmt: skip
    return one, readings(**shown)
