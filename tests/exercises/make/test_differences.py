"""Gradients against finite differences: right ones agree, wrong ones do not, none is told."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from tests.exercises.known import Handed
from tests.exercises.make.test_exercise import answers, calculated
from tests.requirements import require
from xlrnn import engines, lessons
from xlrnn.exercises.ask.defaults import defaults
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.ask.questions import choose_questions
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.make.finite_differences import aim_of, loss_of
from xlrnn.exercises.make.instructions import BROKEN, HOLDS, WAITING
from xlrnn.names import Role
from xlrnn.sheet.book import shown_by

LSTM = ("dh_out", "dh_next", "dh", "dc_out", "dc_next", "dc", "da_forget", "dW_hf", "dx")
GRU = ("dh_out", "dh_next", "dh", "d_reset", "da_reset", "da_update", "dW_hg", "db_g", "dx")
ROW = ("e_dlogits_1", "e_dh_2", "e_da_1", "e_dW_xh_1", "e_dw_hh", "e_db_h", "e_dW_hy_2")
ASKED = {
    "one network": ("hello-bptt", (), {}),
    "its weights": ("hello-bptt", ("dW_hy", "dw_hh", "db_h", "dlogits"), {}),
    "as in textbooks": ("hello-bptt", ("dW_hh", "dh", "db_h"), {"form": "textbook"}),
    "rows of epochs": ("hello-training", ROW, {}),
    "an LSTM": ("lstm-cell", LSTM, {}),
    "a GRU": ("gru-cell", GRU, {}),
    "a GRU of the first kind": ("gru-cell", GRU, {"form": "reset-before"}),
}


class Exercise:
    """An exercise with its solution, which can be changed and recalculated."""

    def __init__(self, folder: Path, lesson: str, blanks=(), settings=None, **options) -> None:
        self.blank, self.solved, _ = make(
            lesson, folder, blanks=blanks, settings=settings, seed=3, **options
        )
        self.assignment = read_key(folder).assignments[0]
        self.book = exercise_book(self.assignment.make_lesson(), self.assignment.questions)
        self.names = [*self.assignment.questions.blanks]
        self.folder = folder

    def saying(self, path: Path, engine: str = "ironcalc") -> dict[str, str]:
        """What the first page says of each block."""
        place = self.book["self_check"].located()
        with engines.get(engine) as one, one.load(path) as sheets:
            sheets.calculate()
            rows = sheets.read("exercise", place.rows[0], place.columns[0], len(place.rows), 1)
        return dict(zip(self.names, (row[0] for row in rows), strict=True))

    def saying_if(self, factors: Sequence[float], engine: str = "ironcalc") -> Iterator[str]:
        """What is said of each block of the solution if its numbers are that much larger."""
        place = self.book["self_check"].located()
        with engines.get(engine) as one, one.load(self.solved) as sheets:
            sheets.calculate()
            for row, name in zip(place.rows, self.names, strict=True):
                area, page = self.book[name].located().area, self.book[name].page
                rows = sheets.read(page, area.first.row, area.first.column, *area.shape)
                for factor in (*factors, 1):
                    for cell, value in zip(area.cells(), chain(*rows), strict=True):
                        sheets.set(page, cell.row, cell.column, factor * value)
                    sheets.calculate()
                    ((found,),) = sheets.read("exercise", row, place.columns[0], 1, 1)
                    yield f"{name} * {factor} {found}"

    def changed(self, name: str, formula, cells=None) -> Path:
        """The solution with other formulas in a block; `@` is what stood there."""
        workbook = openpyxl.load_workbook(self.solved)
        block = self.book[name]
        place, page = block.located(), workbook[block.page]
        for i in range(block.shape[0]):
            for t in range(block.shape[1]):
                cell = page[str(place.cell(i, t))]
                if cells is None or (i, t) in cells:
                    cell.value = formula.replace("@", f"({str(cell.value).removeprefix('=')})")
        path = self.folder / "changed.xlsx"
        workbook.save(path)
        workbook.close()
        return path


@pytest.mark.parametrize("kind", ASKED)
def test_right_gradients_agree_and_wrong_ones_do_not(tmp_path, kind):
    one = Exercise(tmp_path, *ASKED[kind])
    assert set(one.saying(one.blank).values()) == {WAITING}
    assert set(one.saying(one.solved).values()) == {HOLDS}
    found = [*one.saying_if((-1, 1.02, 0))]
    right = [says for says in found if says.endswith(HOLDS)]
    assert right == [f"{name} * 1 {HOLDS}" for name in one.names]
    assert len(found) == 4 * len(right)


@pytest.mark.parametrize(
    ("name", "formula"),
    [("dh", "={dh_out}"), ("da", "={dh}"), ("dlogits", "=forward!{y_true}-forward!{p}")],
)
def test_what_students_get_wrong_does_not_agree(tmp_path, name, formula):
    one = Exercise(tmp_path, "hello-bptt")
    workbook = openpyxl.load_workbook(one.solved)
    for i, t in one.assignment.questions.blanks[name]:
        there = {block.name: str(block.located().cell(i, t)) for block in one.book.blocks
                 if block.shape[0] > i and block.shape[1] > t}  # fmt: skip
        workbook["backward"][there[name]] = formula.format(**there)
    workbook.save(tmp_path / "x.xlsx")
    workbook.close()
    assert one.saying(tmp_path / "x.xlsx")[name] == BROKEN


def test_one_wrong_cell_is_enough(tmp_path):
    one = Exercise(tmp_path, "hello-bptt")
    assert one.saying(one.changed("dW_xh", "=@*1.1", [(1, 2)]))["dW_xh"] == BROKEN


@pytest.mark.parametrize("engine", ["cellrune", "libreoffice"])
def test_other_programs_say_the_same(tmp_path, engine):
    require(engine)
    one = Exercise(tmp_path, "hello-bptt", ("dh_next", "dW_hy"))
    assert [*one.saying_if((1.02,), engine)] == [*one.saying_if((1.02,))]


@pytest.mark.parametrize("kind", ["an LSTM", "a GRU"])
def test_what_comes_back_from_after_the_last_step_counts(tmp_path, kind):
    """Students may change yellow cells, and right gradients stay right."""
    one = Exercise(tmp_path, *ASKED[kind])
    back = [block.name for block in one.book.blocks if block.quantity in ("dh_last", "dc_last")]
    assert back
    for name in back:
        assert set(one.saying(one.changed(name, "=0.7")).values()) == {HOLDS}


def test_they_follow_other_weights(tmp_path):
    one = Exercise(tmp_path, "hello-bptt")
    assert set(one.saying(one.changed("W_xh", "=-1.25", [(0, 0), (2, 1)])).values()) == {HOLDS}


@pytest.mark.parametrize(
    ("lesson", "blanks", "checked"),
    [
        ("hello-bptt", ("loss", "dlogits"), set()),
        ("hello-bptt", ("p", "dW_xh"), set()),
        ("hello-training", (), {"e_dlogits_1"}),
        ("lstm-cell", (), set()),
        ("lstm-cell", ("output", "dh_out"), {"dh_out"}),
        ("lstm-cell", ("output", "dh"), set()),
        ("hello-forward", (), set()),
    ],
)
def test_no_step_that_is_asked_for_is_calculated_again(lesson, blanks, checked):
    chosen = lessons.get(lesson).chosen(defaults(lesson).options, 3)
    task = choose_questions(chosen, 2, blanks)
    copies = [block for block in exercise_book(chosen, task).blocks if "_check_" in block.name]
    assert {block.name.partition("_check_")[0] for block in copies} == checked
    repeated = {block.name.partition("_check_")[2] for block in copies}
    assert not repeated & set(task.blanks)
    assert {block.role for block in copies} <= {Role.CHECK}


@pytest.mark.parametrize("kind", ["one network", "rows of epochs", "an LSTM", "a GRU"])
def test_no_gradient_can_be_read_from_the_page(tmp_path, kind):
    """No number there is an answer, nor is the change of the loss over any amount.

    Where a gradient is a single number, the change of the loss over the amount is that number,
    which is documented: it is a number, and only formulas earn marks.
    """
    one = Exercise(tmp_path, *ASKED[kind])
    lesson = one.assignment.make_lesson()
    asked = [name for name in one.names if one.book[name].shape[1] > 1]
    values = lesson.expected(lesson.inputs())
    found = {abs(x) for name in asked for x in shown_by(one.book[name], values).ravel()} - {0}
    shown, given = read_all(one)
    for gradient in asked:
        own = {name: x for name, x in shown.items() if name.startswith(f"{gradient}_check_")}
        (loss,) = {name.removeprefix(f"{gradient}_check_") for name in own} & {
            loss_of(one.book).name
        }
        pairs = zip(own[f"{gradient}_check_{loss}"], given[loss], strict=True)
        changes = [a - b for a, b in pairs]
        amounts = own.pop(f"{gradient}_check_amounts")
        told = [change / amount for change in changes for amount in amounts]
        for number in (*told, *(x for numbers in own.values() for x in numbers)):
            known = near(number, {abs(x) for numbers in given.values() for x in numbers})
            assert known or not near(number, found), (gradient, number)


def near(number: float, others: set[float]) -> bool:
    return any(abs(abs(number) - other) <= 3e-6 * other for other in others)


def read_all(one: Exercise) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The numbers of the blank sheet: those that check, and the others."""
    found: tuple[dict[str, list[float]], dict[str, list[float]]] = {}, {}
    with engines.get("ironcalc") as engine, engine.load(one.blank) as sheets:
        sheets.calculate()
        for block in one.book.blocks:
            area = block.located().area
            rows = sheets.read(block.page, area.first.row, area.first.column, *area.shape)
            numbers = [x if isinstance(x, float) else 0.0 for row in rows for x in row]
            found["_check_" not in block.name][block.name] = numbers
    return found


def test_the_page_of_nudges_goes_where_it_would_tell_a_gradient(tmp_path):
    one = Exercise(tmp_path / "all", "hello-bptt", ("dw_hh",))
    assert "slope" not in one.book
    handed = Handed(one.blank, one.assignment, tmp_path)
    (answer,) = answers(handed)
    assert not [x for x in calculated(one.blank) if abs(x - answer) < 1e-4 * abs(answer)]
    assert "slope" in Exercise(tmp_path / "some", "hello-bptt", ("dlogits", "dh")).book


def test_what_is_no_gradient_has_no_aim():
    book = lessons.get("gru-cell").chosen({}, None).book()
    aims = {block.name for block in book.blocks if block.role in (Role.OUTPUT, Role.CALCULATION,
            Role.STATE) and aim_of(block, book)}  # fmt: skip
    assert {"dh", "dx", "dW_xz", "d_update", "da_update", "dh_out"} <= aims
    assert not {"h", "update", "dh_kept", "dh_back", "kept", "total_loss"} & aims
