"""The guides are gone through word for word: each command is typed, and what it prints compared."""

import csv
import importlib.util
import re
from pathlib import Path

import openpyxl
import pytest

from tests.docs.test_readme import blocks
from tests.docs.transcript import Typed, commands, matches, play
from tests.requirements import need
from xlrnn import api
from xlrnn.exercises.mistakes.misconceptions import CATALOGUE

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEACHER, STUDENT, ENGINEER = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("teacher", "student", "engineer")
)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def change(book: Path | str, to: Path | str, block: str, formula) -> None:
    """Write a formula into each cell of a block, made from what the cell held."""
    workbook = openpyxl.load_workbook(book)
    for page, cells in workbook.defined_names[block].destinations:
        for cell in (cell for row in workbook[page][cells] for cell in row):
            cell.value = formula(cell)
    Path(to).parent.mkdir(parents=True, exist_ok=True)
    workbook.save(to)


def without_bias(cell):
    return cell.value.rpartition("+")[0]


def hand_in() -> None:
    """Ann and Bob hand in where Moodle puts it; Bob leaves out the bias."""
    ann, bob = blocks("text", TEACHER)[0].splitlines()
    assert ("Ann" in ann, "Bob" in bob) == (True, True)
    key = Path("course/key")
    change(key / "hello-forward-level-2-101-solution.xlsx", ann, "a_h", lambda cell: cell.value)
    change(key / "hello-forward-level-2-102-solution.xlsx", bob, "a_h", without_bias)


def test_the_teachers_guide(capsys):
    students, moodle = blocks("csv", TEACHER)
    Path("students.csv").write_text(students)
    Path("moodle.csv").write_text(moodle)
    Path("secret").write_text("0123456789abcdef\n")
    assert play(TEACHER, capsys, {"xlrnn grade handed-in": hand_in}) == 12
    with Path("grades/moodle.csv").open(encoding="utf-8") as file:
        marks = {row["Full name"]: row["Grade"] for row in csv.DictReader(file)}
    assert "Ann has 10, Bob 6.66667" in TEACHER
    assert marks == {"Ann Lee": "10", "Bob Ray": "6.66667", "Cleo Fox": ""}
    for name in re.findall(r"^\| (`[^|]*) \|", TEACHER.partition("in `grades/`")[2], re.MULTILINE)[
        :5
    ]:
        for path in re.findall(r"`([^`]+)`", name):
            assert Path("grades", path).exists(), path


def test_the_plan_of_the_course_names_the_lessons_of_its_exercises():
    plan = TEACHER[TEACHER.index("## A course of six classes") :].partition("```console")[0]
    rows = re.findall(r"^\| \d\. .*$", plan, re.MULTILINE)
    assert len(rows) == 6
    typed = [one.command.split() for one in commands(TEACHER)]
    exercises = [words[2:5] for words in typed if words[-1].startswith("class-")]
    for row, (lesson, _, level) in zip(rows, exercises, strict=True):
        assert f"`{lesson}`" in row
        assert f"level {level}" in row


def forget_the_bias() -> None:
    """One block without its bias, one right, one blank."""
    change("mine-first/hello-forward-level-2.xlsx", "hello-forward-level-2.xlsx", "a_h", recurrent)
    change("hello-forward-level-2.xlsx", "hello-forward-level-2.xlsx", "h", state)


def recurrent(cell):
    return f"=$C$29*{cell.offset(-6, 0).coordinate}"


def state(cell):
    return f"=TANH({cell.offset(-18, 0).coordinate}+{cell.offset(-6, 0).coordinate})"


def test_the_students_guide(capsys):
    exercise = api.exercise("hello-forward", "mine-first")[0]
    book = openpyxl.load_workbook(exercise)
    assert {"W_xh", "x_2"} <= set(book.defined_names)  # as the guide's MMULT names them
    assert [book["forward"]["H17"].value] == blocks("text", STUDENT)[0].splitlines()
    first, later = (one.command for one in commands(STUDENT) if " check " in one.command)
    assert play(STUDENT, capsys, {first: forget_the_bias}, {first: 1, later: 1}) == 4


def test_what_the_students_guide_explains_is_what_marks_say():
    explained = STUDENT.partition("| it says |")[2].partition("\n\n")[0].splitlines()[2:]
    assert len(explained) == 6
    known = {one.words for one in CATALOGUE.values()}
    assert {row.split(" | ")[0].removeprefix("| ") for row in explained} <= known


def forget_the_past() -> None:
    workbook = openpyxl.load_workbook("hel.xlsx")
    cell = workbook["simple_rnn"]["J30"]
    assert f"`=TANH(J11)` for `{cell.value}` in `J30`" in ENGINEER
    cell.value = "=TANH(J11)"
    workbook.save("changed.xlsx")


def test_the_engineers_guide(capsys):
    assert play(ENGINEER, capsys, {"xlrnn verify changed.xlsx": forget_the_past}) == 8


def test_the_build_servers_type_what_the_guide_does():
    need("yaml", importlib.util.find_spec("yaml") is not None, "pip install 'xlrnn[docs]'")
    yaml = importlib.import_module("yaml")
    github, gitlab = (yaml.safe_load(block) for block in blocks("yaml", ENGINEER))
    job = github["jobs"]["verify"]
    typed = [step["run"] for step in job["steps"] if "run" in step]
    assert typed == gitlab["sheets"]["script"] == ["pip install ./xlrnn", command("--format junit")]
    report = typed[1].split()[-1]
    assert job["steps"][-1]["with"]["path"] == report
    assert gitlab["sheets"]["artifacts"]["reports"]["junit"] == report


def command(part: str) -> str:
    """The command of the guide in which that stands."""
    (one,) = (typed.command for typed in commands(ENGINEER) if part in typed.command)
    return one


def test_a_transcript_is_compared_line_by_line():
    assert commands("```console\n$ a\nb\n…\n$ c\n$ echo $?\n1\n```") == [
        Typed("a", ["b", "…"]),
        Typed("c", [], 1),
    ]
    assert matches(["wrote ….xlsx", "…", "end"], ["wrote a.xlsx", "1", "2", "end"])
    assert matches(["1e-9 (3 ulp)"], ["2.2e-16 (24 ulp)"])
    assert not matches(["a", "b"], ["a"])
    assert not matches(["a"], ["a", "b"])
    assert not matches(["wrote …x"], ["wrote a.xlsx!"])
    assert not matches(["a.b"], ["axb"])
