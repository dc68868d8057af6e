"""What is kept for the next submission is never changed by one, and never out of date."""

import pytest

from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.make.workbooks import solution_workbook
from xlrnn.exercises.mark.handed_out import handed_out
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.formula.place import Place

RUBRIC = """schema = "xlrnn/rubric/1"
lesson = "hello-forward"
[[criterion]]
blocks = ["a_h"]
points = {points}
award = ["solution"]
refuse = ["empty"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exercise")
    make("hello-forward", folder, level=2, seed=5)
    return folder


@pytest.fixture(scope="module")
def assignment(folder):
    return read_key(folder).assignments[0]


def with_moved_rows(assignment, by, page_name="forward"):
    """Return the solution as it is with rows inserted above everything on a page."""
    lesson = assignment.make_lesson()
    book = exercise_book(lesson, assignment.questions)
    page = next(page for page in book.pages if page.name == page_name)
    for block in page.blocks:
        block.place = Place(page.name, tuple(r + by for r in block.place.rows), block.place.columns)
    page.fixtures = [
        one._replace(cell=Cell(one.cell.row + by, one.cell.column)) for one in page.fixtures
    ]
    page.view.heights, page.view.print_area = {}, Area(Cell(1, 1), Cell(80, 20))
    return solution_workbook(lesson, assignment, book)


def kept(assignment):
    """What is kept of an exercise that a submission could have changed."""
    exercise = handed_out(assignment)
    blocks = [(block.name, block.place, block.rule) for block in exercise.rules.book.blocks]
    return id(exercise), blocks, exercise.places, [sorted(one) for one in exercise.trials]


def test_a_workbook_with_moved_rows_leaves_no_trace(folder, assignment, tmp_path):
    home = next((folder / "key").glob("*-solution.xlsx"))
    moved = tmp_path / "moved.xlsx"
    moved.write_bytes(with_moved_rows(assignment, 3))
    first = grade_file(job(home, folder))
    before = kept(assignment)
    second = grade_file(job(moved, folder))
    assert kept(assignment) == before
    assert second["score"] == first["score"] == first["max_score"] > 0
    assert second["right"] != first["right"]  # for it stands three rows further down
    assert not [note for note in first["notes"] + second["notes"] if "changed" in note]
    assert grade_file(job(home, folder)) == first


def test_given_formulas_are_looked_for_where_they_stand_now(folder, assignment, tmp_path):
    """A given cell that is changed is told by its new place, with rows moved as without."""
    import openpyxl

    path = tmp_path / "moved.xlsx"
    path.write_bytes(with_moved_rows(assignment, 3))
    given = handed_out(assignment).places["a_x"].cell(0, 0)
    workbook = openpyxl.load_workbook(path)
    workbook["forward"].cell(given.row + 3, given.column).value = 0.5
    workbook.save(path)
    notes = grade_file(job(path, folder))["notes"]
    assert f"a given cell was changed: forward!{Cell(given.row + 3, given.column)}" in notes


def test_a_key_that_is_written_again_is_read_again(folder, assignment, tmp_path):
    """Also if it has the same name, the same size and the same time."""
    import os
    import shutil

    home = next((folder / "key").glob("*-solution.xlsx"))
    key = tmp_path / "key.json"
    shutil.copy(folder / "key" / "key.json", key)
    times = key.stat()
    work = job(home, key, student="")
    assert grade_file(work)["name"] == ""
    other = key.read_text(encoding="utf-8").replace('"name": ""', '"name": "A"', 1)
    assert '"email": ""' in other
    with key.open("r+", encoding="utf-8") as file:  # in place: the same file for the system
        file.write(other)
        file.truncate()
    os.utime(key, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert grade_file(work)["name"] == "A"


def test_a_rubric_that_is_written_again_is_read_again(folder, tmp_path):
    home = next((folder / "key").glob("*-solution.xlsx"))
    rubric = tmp_path / "rubric.toml"
    for points in (3, 7):
        rubric.write_text(RUBRIC.format(points=points), encoding="utf-8")
        assert grade_file(job(home, folder, rubric))["max_score"] == points
