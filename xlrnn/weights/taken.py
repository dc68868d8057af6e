"""A model taken from a workbook, and how far its outputs are from those on the sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import DifferentError, UsageError
from xlrnn.lessons import Lesson
from xlrnn.lessons.export import ExportedModel
from xlrnn.lessons.sentiment.lesson import Sentiment
from xlrnn.nn.models import Model, Sequential
from xlrnn.verify.results.distance import Tolerance
from xlrnn.weights.exported import exported
from xlrnn.weights.found import Answer, Found, Part, answers_of
from xlrnn.weights.lessons import MODELS, REFUSED
from xlrnn.weights.shown import Shown, expect_calculating, lesson_in, shown_by

Array = NDArray[Any]


@dataclass(frozen=True)
class Taken:
    """A model whose weights a workbook holds.

    Args:
        model: the model, in float64.
        engine: who calculated the workbook, with its version.
        parts: the weights, in words.
        compared: each output on the sheet, and how far the model is from it, in words.
        notes: what a user should know.
        samples: what the sheet gives the model.
        answers: its outputs on the sheet, a row for each feature and a column for each step.
        distance: how far the model is from them at most.
        path: the file that was written, None if none was.
        file: how far a model that was read from that file is from the sheet, in words.
    """

    model: Sequential | Model
    engine: str
    parts: Sequence[str]
    compared: Sequence[str]
    notes: Sequence[str]
    samples: Sequence[Array] = field(repr=False)
    answers: Sequence[Array] = field(repr=False)
    distance: float
    path: Path | None = None
    file: str = ""


def taken(
    path: Path,
    *,
    engine: str | None = None,
    epoch: int | None = None,
    original: Any = None,
    unconfined: bool = False,
) -> Taken:
    """Take the model of a workbook, and compare it with the sheet.

    Args:
        path: the workbook.
        engine: who calculates it; by default the first embedded one.
        epoch: of a lesson that trains, the row whose weights are taken; by default the last.
        original: the model that an export was written from.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.

    Raises:
        UnreadableError: if xlrnn did not write it, it is an exercise, or lacks a weight.
        UsageError: if it holds no model, or none that can be made.
        InputError: if a cell holds no finite number.
        DifferentError: if the model does not give the numbers of the sheet.
        EngineError: if the engine is not here, or fails.
    """
    expect_calculating(engine)
    lesson = lesson_in(path)
    _expect_model(lesson, epoch, original)
    shown = shown_by(path, lesson, engine, unconfined=unconfined)
    found = _found(shown, epoch, original)
    distances = compare(found.answers, answers_of(found.model, found.samples), found.model.name)
    changed = list(shown.changed())
    notes = [*found.notes, *([_about(changed)] if changed else [])]
    return Taken(
        found.model,
        shown.engine,
        [_in_words(part, shown) for part in found.parts],
        [_compared(*each) for each in zip(found.answers, distances, strict=True)],
        notes,
        found.samples,
        [answer.numbers for answer in found.answers],
        max(distances),
    )


def _expect_model(lesson: Lesson, epoch: int | None, original: Any) -> None:
    """Refuse a lesson that holds no model, and what is asked of one that does not have it.

    Raises:
        UsageError: with the reason.
    """
    name = lesson.name
    if name in REFUSED:
        raise UsageError(f"no model can be taken from the lesson {name}: {REFUSED[name]}")
    if epoch is not None and name != "hello-training":
        raise UsageError(f"epoch is {epoch}: only the lesson hello-training has weights by epoch")
    if original is not None and not isinstance(lesson, ExportedModel):
        raise UsageError(
            f"the lesson {name} holds all its weights: leave the original out (--original)"
        )


def _found(shown: Shown, epoch: int | None, original: Any) -> Found:
    """Make the model that a workbook holds."""
    lesson = shown.lesson
    if isinstance(lesson, ExportedModel):
        return exported(lesson, shown, original)
    if isinstance(lesson, Sentiment):
        return exported(lesson.exported, shown, lesson.original)
    make: Callable[..., Found] = MODELS[lesson.name]
    return make(lesson, shown, epoch)


def compare(answers: Sequence[Answer], given: Sequence[Array], model: str) -> list[float]:
    """Return how far each output of a model is from that on the sheet, at most.

    Raises:
        DifferentError: if one is further than rounding explains, with its cell.
    """
    distances = []
    for answer, array in zip(answers, given, strict=True):
        block, numbers = answer.block, answer.numbers
        reach = Tolerance().of(block.block).reach(array)
        apart = np.abs(numbers - array)
        if not (apart <= reach).all():
            i, t = np.argwhere(~(apart <= reach))[0]
            raise DifferentError(
                f"{model} does not give the numbers of the sheet: {block.block.name}, row {i + 1}, "
                f"step {t + 1} is {numbers[i, t]:.9g} there and {array[i, t]:.9g} in the model; a "
                "formula was changed, and no weights make up for that: xlrnn verify names it"
            )
        distances.append(float(apart.max()))
    return distances


def _in_words(part: Part, shown: Shown) -> str:
    """Say what was taken for a layer, and from where."""
    rows = slice(None) if part.row is None else slice(part.row, part.row + 1)
    formulas = [shown.formulas_of(each)[rows] for each in part.blocks]
    sheets = dict.fromkeys(each.place.sheet for each in part.blocks if each.place is not None)
    size, calculated = (sum(map(int, each)) for each in (
        (cells.size for cells in formulas), (cells.sum() for cells in formulas),
    ))  # fmt: skip
    of_these = f", {calculated:,} of them from formulas" if calculated else ""
    return f"{part.layer}: {counted(size, 'number')} from {', '.join(sheets)}{of_these}"


def _compared(answer: Answer, distance: float) -> str:
    place = answer.block.place
    assert place is not None
    where = f"{answer.block.block.name}{answer.also} on {place.sheet}"
    return f"{where}: {counted(answer.numbers.size, 'number')}, largest distance {distance:.2g}"


def _about(changed: Sequence[str]) -> str:
    return (
        f"{counted(len(changed), 'cell holds', 'cells hold')} another formula than xlrnn wrote, or "
        f"none ({changed[0]}): the outputs agree for these inputs, and xlrnn verify tries others"
    )
