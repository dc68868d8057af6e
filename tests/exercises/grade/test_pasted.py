"""Formulas pasted across columns, with #REF! and wrong cells everywhere, take no minute to mark."""

import time

import pytest

from tests.exercises.everywhere import fill
from tests.exercises.known import Handed
from tests.exercises.submissions import Pupil
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.exercise import make
from xlrnn.formula.parsing.shift import shift
from xlrnn.formula.writing.fill import cell_texts


@pytest.fixture(scope="module")
def training(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    blank, *_ = make("hello-training", folder, level=2, seed=3)
    return Handed(blank, read_key(folder).assignments[0], folder)


def seconds(training, path, cell):
    """The processor time for a submission whose cells are all made by `cell`, and its result."""
    pupil = Pupil(training.blank, training.assignment)
    texts = {name: cell_texts(pupil.sheet.book[name]) for name in pupil.asked}
    fill(pupil, {name: lambda i, t, n=name: cell(texts[n], i, t) for name in pupil.asked})
    pupil.save(path)
    began = time.process_time()
    found = grade_file(job(path, training.key, order=("ironcalc", "cellrune")))
    return time.process_time() - began, found


def test_they_take_not_much_longer_than_ordinary_mistakes(training, tmp_path):
    """Before, a hundred times as long: each cell's chain through all epochs was walked anew."""

    def ordinary(texts, i, t):
        return f"{texts[i][t]}*1.5"

    def pasted(texts, i, t):
        return shift(texts[i][0], 0, -14 * (t + 1))

    path = tmp_path / "x.xlsx"
    seconds(training, path, ordinary)  # what is made once for an exercise is made here
    usual, _ = seconds(training, path, ordinary)
    took, found = seconds(training, path, pasted)
    assert found["reason"] == ""
    assert len(found["cells"]) > 50
    assert any("#REF!" in cell["formula"] for cell in found["cells"])
    assert took < 30 * usual, (took, usual)
