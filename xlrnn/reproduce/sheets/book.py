"""A lesson as engines calculate it and as NumPy does, block by block; written and asked once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xlrnn import lessons
from xlrnn.atomic import write_atomically
from xlrnn.engines import available, first_embedded
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.formula.cell import Cell
from xlrnn.formula.value import CellError
from xlrnn.names import Role
from xlrnn.reproduce.evidence import Link, Setting
from xlrnn.reproduce.finding import Engine, Workbook
from xlrnn.verify.results.result import BookResult, EngineResult
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.subject.subject import lesson_subject, stored_values
from xlrnn.verify.verify import verify
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.lesson import lesson_bytes

Array = NDArray[Any]

FOLDER: Final = "workbooks"
_CELLS: Final = "journal/cells"
SHARED: Final = (FOLDER, _CELLS)
"""The folders in which checks find what others have built."""
# What takes longest, made smaller where all together must take less than a minute.
_QUICK: Final[Mapping[str, Mapping[str, int]]] = {"vanishing-gradient": {"steps": 24}}
_OWN = (Role.CHECK, Role.REFERENCE)


@dataclass(frozen=True)
class LessonBook:
    """A workbook that was calculated.

    Args:
        workbook: what engines made of it.
        cells: what the first of them shows, and what is given, by block.
        numpy: the same of NumPy.
        places: the address of each cell, by block.
    """

    workbook: Workbook
    cells: Mapping[str, Array]
    numpy: Mapping[str, Array]
    places: Mapping[str, Sequence[Sequence[str]]]

    def link(self, words: str, block: str, row: int = 0, column: int = 0) -> Link:
        """Return where a cell of a block is to be seen."""
        return Link(words, self.workbook.file, self.places[block][row][column])


def book_of(
    setting: Setting, name: str, called: str = "", inputs: Mapping[str, ArrayLike] | None = None,
    **options: Any,
) -> LessonBook:  # fmt: skip
    """Return a lesson's workbook as it was calculated; it is written and calculated if need be.

    Args:
        setting: where, and whether it shall be quick.
        name: the lesson.
        called: the name of the file, if it is not the lesson's.
        inputs: other inputs, by key, as a reader would type them into the workbook.
        **options: the lesson's.

    Raises:
        EngineMissingError: if nothing can calculate it here.
        EngineError: if the engine fails.
    """
    path = setting.folder / FOLDER / f"{called or name}.xlsx"
    result = setting.folder / _CELLS / f"{path.stem}.json"
    if not (path.is_file() and result.is_file()):
        small = _QUICK.get(name, {}) if setting.quick else {}
        changed = {key: _as_given(value) for key, value in (inputs or {}).items()}
        write_atomically(path, lesson_bytes(lessons.get(name)(**{**small, **options}), changed))
        found = verify([path], engines_here(setting), vary=0 if setting.quick else None).books[0]
        write_atomically(result, json.dumps(_calculated(path, found)).encode())
    return _read(result)


def engines_here(setting: Setting) -> list[str]:
    """Return who calculates: every engine on this machine, or the first one if it shall be quick.

    Raises:
        EngineMissingError: if there is none.
    """
    here = [found.name for found in available() if found.version and found.recalculates]
    if not here:
        raise EngineMissingError("no engine is on this machine: run pip install ironcalc")
    first = next((name for name in here if name == first_embedded()), here[0])
    return [first] if setting.quick else sorted(here, key=lambda name: name != first)


def _as_given(value: ArrayLike) -> Array:
    """Return numbers or texts as a lesson gives them, in rows and columns."""
    array = np.atleast_2d(np.array(value))
    return array if array.dtype.kind == "f" else array.astype(object)


def _calculated(path: Path, found: BookResult) -> dict[str, Any]:
    """Return all that is to be kept of a workbook.

    Raises:
        EngineError: if the first engine could not calculate it.
    """
    if not found.engines or not found.engines[0].blocks:
        reason = found.reason or found.engines[0].reason
        raise EngineError(f"{path.name} could not be calculated: {reason}")
    file = read(path)
    blocks = {
        located.block.name: _block(located, values, values)
        for located in lesson_subject(file).blocks
        if located.block.role in GIVEN
        for values in [stored_values(located, file)]
    }
    for block in found.engines[0].blocks:
        if block.located.block.role not in _OWN and block.located.place is not None:
            blocks[block.name] = _block(block.located, block.actual, block.expected.tolist())
    engines = [_engine(engine) for engine in found.engines]
    doubts = "; ".join(found.doubts)
    workbook = Workbook(f"{FOLDER}/{path.name}", found.outcome.value, engines, doubts)
    return {"workbook": asdict(workbook), "blocks": blocks}


def _engine(found: EngineResult) -> Engine:
    distance = found.max_abs if found.blocks else 0.0
    verified, outcome = found.cells_verified, found.outcome.value
    return Engine(found.name, found.version, outcome, verified, distance, found.reason)


def _block(located: Located, cells: Any, numpy: Any) -> dict[str, Any]:
    place = located.place
    assert place is not None
    shown = [[str(one) if isinstance(one, CellError) else one for one in row] for row in cells]
    addresses = [[f"{place.sheet}!{Cell(row, column)}" for column in place.columns]
                 for row in place.rows]  # fmt: skip
    return {"places": addresses, "cells": shown, "numpy": numpy}


def workbooks_in(folder: Path) -> list[Workbook]:
    """Return what was made of each workbook that was calculated."""
    return [_read(path).workbook for path in sorted((folder / _CELLS).glob("*.json"))]


def _read(path: Path) -> LessonBook:
    kept = json.loads(path.read_text())
    workbook, blocks = kept["workbook"], kept["blocks"]
    return LessonBook(
        Workbook(**{**workbook, "engines": [Engine(**one) for one in workbook["engines"]]}),
        {name: _array(block["cells"]) for name, block in blocks.items()},
        {name: _array(block["numpy"]) for name, block in blocks.items()},
        {name: block["places"] for name, block in blocks.items()},
    )


def _array(rows: Sequence[Sequence[Any]]) -> Array:
    """Return numbers, or objects if any cell holds none."""
    numbers = all(isinstance(one, int | float) for row in rows for one in row)
    return np.array(rows, dtype=float if numbers else object)
