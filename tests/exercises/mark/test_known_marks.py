"""A quick part of the submissions with known marks, of every lesson; all of them: `full`."""

import random

import pytest

from tests.exercises import answers, wrong_answers
from tests.exercises.everywhere import STYLE, Asked, submissions
from tests.exercises.survey import graded
from tests.requirements import require
from xlrnn import engines, lessons
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE
from xlrnn.formula.cell import Cell
from xlrnn.formula.value import CellError
from xlrnn.xlsx.reading.read import read

# So many of each lesson are graded here.
SAMPLE = 5
# Where LibreOffice takes a second or two, and not ten: `full --first-engine libreoffice` for all.
OFFICE = ("hello-bptt", "mlp-to-rnn")


@pytest.fixture(scope="module", params=lessons.LESSON_NAMES)
def handed(request, tmp_path_factory):
    return Asked(request.param, 2).hand_out(tmp_path_factory.mktemp("exercise") / request.param)


@pytest.fixture(scope="module")
def every(handed):
    return list(submissions(handed, every_block=True))


@pytest.fixture(scope="module")
def sample(every):
    """As many kinds as there is room for, right ones first."""
    draw = random.Random(len(every))
    kinds = sorted({one.kind for one in every} - {STYLE})
    chosen = [STYLE, "a misconception", *draw.sample(kinds, SAMPLE - 2)]
    return [draw.choice([one for one in every if one.kind == kind]) for kind in chosen]


def test_there_are_enough_of_each_lesson(every):
    kinds = [one.kind for one in every]
    assert kinds.count(STYLE) >= 8
    assert len(set(kinds)) >= 9


def test_a_sample_is_marked_as_known(sample, tmp_path):
    findings = [graded(one, tmp_path) for one in sample]
    assert [(f.known.name, f.faults) for f in findings if f.faults] == []
    assert len(findings) == SAMPLE


def test_marks_are_the_same_with_libreoffice(handed, sample, tmp_path):
    if handed.assignment.lesson not in OFFICE:
        return
    require("libreoffice")
    one = sample[1]
    office = ("libreoffice", "cellrune", "ironcalc")
    here, there = graded(one, tmp_path), graded(one, tmp_path, office)
    assert there.result["engines"][0] == "libreoffice"
    assert verdicts(here.result) == verdicts(there.result)
    assert there.faults == []


def verdicts(result):
    cells = [(cell["cell"], cell["state"], cell["misconception"]) for cell in result["cells"]]
    return result["score"], cells


def test_libreoffice_shows_what_is_stored_in_a_blank_exercise(handed):
    require("libreoffice")
    file = read(handed.blank)
    # MMULT takes what is not filled yet for 0 in IronCalc; in LibreOffice it is an error.
    multiplied = any("MMULT" in text for one in file.sheets.values() for text in formulas(one))
    with engines.get("libreoffice") as office, office.load(handed.blank) as sheets:
        sheets.calculate()
        for name, sheet in file.sheets.items():
            last = Cell(*map(max, zip(*sheet.formulas or [(1, 1)], strict=True)))
            shown = sheets.read(name, 1, 1, last.row, last.column)
            for (row, column), formula in sheet.formulas.items():
                stored, now = sheet.values.get((row, column)), shown[row - 1][column - 1]
                if not (multiplied and isinstance(now, CellError)):
                    assert now == agreeing(stored), (name, row, column, formula)


def formulas(sheet):
    return map(str, sheet.formulas.values())


def agreeing(stored):
    """What is the same for a test: nearly the number, any error for an error, "" for nothing."""
    if stored is None:
        return ""
    if isinstance(stored, CellError):
        return AnyError()
    return pytest.approx(stored, rel=1e-9, abs=1e-12) if isinstance(stored, float) else stored


class AnyError:
    def __eq__(self, other):
        return isinstance(other, CellError)

    def __hash__(self):
        return 0


def test_each_misconception_has_a_submission_by_hand():
    said = [says for found in wrong_answers.MISTAKES.values() for _, _, says in found]
    by_hand = {one for says in said for one in ([says] if isinstance(says, str) else says)}
    assert set(CATALOGUE) - by_hand - {one.says for one in answers.MISTAKES.values()} == set()
