"""Student's workbook, solution and key of an exercise are made from one book."""

import pytest

from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.ask.roster import Student
from xlrnn.exercises.make.exercise import make, make_for_roster
from xlrnn.exercises.make.workbooks import solution_workbook, student_workbook
from xlrnn.lessons.common.lesson import Lesson


@pytest.fixture
def books(monkeypatch):
    """The books that are built while a test runs."""
    built, build = [], Lesson.book

    def counted(lesson):
        built.append(lesson.name)
        return build(lesson)

    monkeypatch.setattr(Lesson, "book", counted)
    return built


@pytest.mark.parametrize("level", [2, 4])
def test_making_an_exercise_builds_one_book(tmp_path, books, level):
    make("hello-forward", tmp_path, level=level, seed=1)
    assert books == ["hello-forward"]


def test_each_student_of_a_roster_costs_one_book(tmp_path, books):
    students = [Student(name) for name in ("s1", "s2", "s3")]
    make_for_roster("hello-forward", tmp_path, students, b"0" * 16)
    assert len(books) == len(students)


@pytest.mark.parametrize(("lesson", "level"), [("hello-forward", 4), ("hello-bptt", 2)])
def test_the_files_are_those_of_books_of_their_own(tmp_path, lesson, level):
    """Neither the hidden mistake nor what makes empty cells 0 gets from one file into the other."""
    student, solution, *_ = make(lesson, tmp_path, level=level, seed=1)
    assignment = read_key(tmp_path).assignments[0]
    made = assignment.make_lesson()
    assert student.read_bytes() == student_workbook(made, assignment)
    assert solution.read_bytes() == solution_workbook(made, assignment)
