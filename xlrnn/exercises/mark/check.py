"""A student's own check: the same judge on their own file, telling what the teacher allows.

It needs no key: the lesson's rules are in xlrnn, the numbers in the file. No value is told.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlrnn.errors import InputError, UnreadableError, UsageError, XlrnnError
from xlrnn.exercises.ask.key import Assignment
from xlrnn.exercises.ask.questions import GUESS, Questions
from xlrnn.exercises.ask.trials import MOST, trials
from xlrnn.exercises.judge.order import first_wrong
from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark.mark import mark
from xlrnn.exercises.mark.opened import LIMITS, Opened, open_submission
from xlrnn.scratch import scratch_folder
from xlrnn.trials.draws import Array, chooses
from xlrnn.verify.subject.inputs import input_array
from xlrnn.verify.subject.locate import Located
from xlrnn.xlsx import manifest
from xlrnn.xlsx.handout import MISSING, Index, Record, parse_record, state_of
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import Workbook, read


def check_file(path: str) -> dict[str, Any]:
    """Check a student's own file.

    Returns:
        Plain data: what may be told of each block, whether the file is as it was handed out, which
        given cells were changed, and whether the first page has checks; or the reason why nothing
        can be told.
    """
    try:
        return _check(Path(path))
    except XlrnnError as error:
        told = {"file": path, "reason": str(error), "tells": "", "level": 0}
        told |= {"untouched": False, "signs": False}
        return {**told, "blocks": [], "first": "", "changed": []}


def _check(path: Path) -> dict[str, Any]:
    with open_package(path, LIMITS) as package, scratch_folder() as folder:
        file = read(package)
        record = parse_record(manifest.cells_of(file))
        try:
            opened = open_submission(package, file, _assignment(record), folder / "copy.xlsx")
        except (TypeError, UsageError) as error:
            # What it advises is for who makes an exercise.
            reason = str(error).partition(";")[0]
            raise UnreadableError(f"the exercise's record is damaged: {reason}") from None
        blocks = [_filled(opened, name, cells) for name, cells in record.blanks.items()]
        found: dict[str, Any] = {"file": str(path), "reason": "", "tells": record.tells}
        told = record.level != 4 or record.tells != "states"
        found |= {"blocks": blocks, "level": record.level}
        found["signs"] = record.level != 4  # at which the first page checks nothing
        found |= {"untouched": not told and manifest.stored_by_xlrnn(file)}
        if record.tells not in ("verdicts", "reasons"):
            return {**found, "first": "", "changed": []}
        marked = mark(_with_own_inputs(opened, file))
    for entry in blocks:
        own = [verdict for verdict in marked.verdicts if verdict.block == entry["block"]]
        if entry["block"] != GUESS:
            entry["right"] = sum(verdict.right for verdict in own)
            entry["reasons"] = _reasons(own) if record.tells == "reasons" else []
    wrong = first_wrong([v for v in marked.verdicts if v.state != "empty"], opened.rules)
    return {**found, "first": "" if wrong is None else wrong.cell, "changed": marked.changed}


_STATES = ("formula", "typed", "empty", MISSING)


def _filled(opened: Opened, name: str, indices: Sequence[Index]) -> dict[str, Any]:
    """Return how many of a block's blank cells are in which state, wherever they stand now."""
    place, states = opened.submission.places.get(name), [MISSING] * len(indices)
    if place:
        cells = (place.cell(*index) for index in indices)
        file = opened.submission.file
        states = [state_of(file, place.sheet, cell.row, cell.column) for cell in cells]
    return {"block": name, "cells": len(states), **{s: states.count(s) for s in _STATES}}


def _assignment(record: Record) -> Assignment:
    questions = Questions(record.level, record.blanks, {}, record.predict)
    return Assignment(record.lesson, record.options, questions, trials=tuple(range(1, MOST)))


def _with_own_inputs(opened: Opened, file: Workbook) -> Opened:
    """Return the same, tried from the inputs on that the file has now."""
    given, asked = _given(opened, file), opened.assignment
    tried = trials(opened.rules.book.blocks, given, asked.chance, asked.trials)
    return replace(opened, given=given, trials=tried)


def _given(opened: Opened, file: Workbook) -> dict[str, Array]:
    """Return the inputs as they stand in the file; those that make no sense as handed out.

    What chooses a row or a method is as handed out, too: trials change the choice.
    """
    given = dict(opened.given)
    for block in opened.inputs:
        if chooses(block):
            continue
        place = opened.submission.places[block.name]
        values = file.sheets[place.sheet].values
        rows = [[values.get((row, column)) for column in place.columns] for row in place.rows]
        try:
            given[block.name] = input_array(Located(block, place), rows)
        except InputError:
            continue
    return given


def _reasons(verdicts: Sequence[CellVerdict]) -> list[str]:
    words = [v.words for v in verdicts if v.state not in (State.RIGHT, State.EMPTY)]
    return list(dict.fromkeys(words))
