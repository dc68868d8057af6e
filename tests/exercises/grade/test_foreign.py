"""Another student's file: withheld by default or marked, the same in every form of the results."""

import csv
import io
import json
import shutil

import openpyxl
import pytest

from tests.exercises.submissions import Pupil
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.foreign import Foreign
from xlrnn.exercises.grade.hand_ins import HandIn
from xlrnn.report.grades import best_of_each
from xlrnn.xlsx import manifest

NAMES = {"s1": "Ann Lee", "s2": "Bob Ray", "s3": "Cid Moe", "s4": "Dan Poe"}
TO_THE_STUDENT = "this file was made for another student"
FORMS = ("json", "csv", "html", "nbgrader", "workbook")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ann and Bob have swapped their files, Cid shares his with Dan: all of them are right."""
    folder = tmp_path_factory.mktemp("course")
    lines = ["id,name,email", *(f"{one},{name},{one}@x.org" for one, name in NAMES.items())]
    (folder / "roster.csv").write_text("\n".join(lines))
    (folder / "secret").write_text("0123456789abcdef")
    paths = api.exercise(
        "hello-forward", folder / "out", roster=folder / "roster.csv", secret=folder / "secret"
    )
    solved = {}
    for path, one in zip(paths, read_key(folder / "out").assignments, strict=False):
        solved[one.student] = Pupil(path, one).fill().save(folder / f"of-{one.student}.xlsx")
    for by, of in (("s1", "s2"), ("s2", "s1"), ("s3", "s3"), ("s4", "s3")):
        number = 100 + int(by[1])
        inside = folder / "in" / f"{NAMES[by]}_{number}_assignsubmission_file_"
        inside.mkdir(parents=True)
        shutil.copy(solved[of], inside / "answer.xlsx")
    (folder / "moodle.csv").write_text(
        "Identifier;Full name;Email address;Grade;Maximum Grade;Feedback comments\n"
        + "".join(f"Participant {100 + k};{NAMES[f's{k}']};;;100,00;\n" for k in range(1, 5))
    )
    (folder / "canvas.csv").write_text(
        "Student,ID,SIS User ID,RNN (77)\n    Points Possible,,,10\n"
        + "".join(f"{name},1,{one},\n" for one, name in NAMES.items())
    )
    return folder


def graded(course, out, foreign):
    return api.grade(
        [course / "in"], course / "out", formats=FORMS, folder=out, foreign=foreign,
        moodle=course / "moodle.csv", canvas=course / "canvas.csv",
    )  # fmt: skip


@pytest.fixture(scope="module")
def withheld(course):
    return graded(course, course / "withheld", "withhold"), course / "withheld"


@pytest.fixture(scope="module")
def marked(course):
    return graded(course, course / "marked", "mark"), course / "marked"


def rows(path, between=","):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=between))


def test_the_results(withheld, marked):
    told = {r["student"]: (r["file_of"], r["status"], r["score"]) for r in withheld[0].results}
    assert told == {
        "s1": ("s2", "withheld", 0.0), "s2": ("s1", "withheld", 0.0),
        "s3": ("", "graded", 6.0), "s4": ("s3", "withheld", 0.0),
    }  # fmt: skip
    assert {r["student"]: r["score"] for r in marked[0].results} == dict.fromkeys(NAMES, 6.0)


def test_canvas(withheld, marked):
    assert [line[3] for line in rows(withheld[1] / "canvas.csv")[2:]] == ["", "", "10", ""]
    assert [line[3] for line in rows(marked[1] / "canvas.csv")[2:]] == ["10"] * 4
    told = [note for note in withheld[0].notes if note.startswith("canvas.csv: s1 Ann Lee: ")]
    assert told == [f"canvas.csv: s1 Ann Lee: no mark, {withheld[0].results[0]['status']}: "
                    f"{withheld[0].results[0]['reason']}"]  # fmt: skip


def test_moodle_with_semicolons(withheld, marked):
    table = rows(withheld[1] / "moodle.csv", ";")[1:]
    assert [line[3] for line in table] == ["", "", "100", ""]
    assert [TO_THE_STUDENT in line[5] for line in table] == [True, True, False, True]
    table = rows(marked[1] / "moodle.csv", ";")[1:]
    assert [line[3] for line in table] == ["100"] * 4
    assert [TO_THE_STUDENT in line[5] for line in table] == [True, True, False, True]


def test_csv_and_json(withheld, marked):
    table = rows(withheld[1] / "grades.csv")
    assert [line[3] for line in table[1:]] == ["withheld", "withheld", "graded", "withheld"]
    assert "handed in by s1, but it is the file of s2" in table[1][8]
    assert "6 of 6 points" in table[1][8]
    content = json.loads((withheld[1] / "results.json").read_text())
    assert TO_THE_STUDENT in content["results"][0]["reason"]
    reasons = rows(withheld[1] / "reasons.csv")
    assert reasons[0] == ["student", "name", "file", "reason"]
    assert reasons[1][2].endswith("answer.xlsx")
    assert TO_THE_STUDENT in reasons[1][3]
    assert TO_THE_STUDENT in rows(marked[1] / "grades.csv")[1][8]
    assert TO_THE_STUDENT in rows(marked[1] / "reasons.csv")[1][3]


def test_html(withheld, marked):
    for grades, folder in (withheld, marked):
        overview = (folder / "class.html").read_text()
        assert overview.count(TO_THE_STUDENT) == 3
        (page,) = (folder / "students").glob("s1-*.html")
        assert TO_THE_STUDENT in page.read_text()
        assert "s2" not in page.read_text()
        assert len(grades.results) == 4


def test_nbgrader(withheld, marked):
    scores = {line[3]: line[9] for line in rows(withheld[1] / "nbgrader.csv")[1:]}
    assert scores == {"s1": "", "s2": "", "s3": "6", "s4": ""}
    assert any(
        n.startswith("nbgrader.csv: s4 Dan Poe: no mark, withheld") for n in withheld[0].notes
    )
    assert {line[9] for line in rows(marked[1] / "nbgrader.csv")[1:]} == {"6"}


def test_the_annotated_copy(marked):
    (path,) = (marked[1] / "annotated").glob("s1-*.xlsx")
    lines = [row[0].value for row in openpyxl.load_workbook(path)["feedback"].iter_rows()]
    assert lines[2].startswith(TO_THE_STUDENT)


@pytest.mark.parametrize("foreign", ["withhold", "mark"])
def test_the_command_line_and_gradescope(course, tmp_path, capsys, foreign):
    """The terminal tells the teacher, Gradescope's results the student, and neither is an error."""
    words = [
        str(course / "in" / "Ann Lee_101_assignsubmission_file_"),
        "--key",
        str(course / "out"),
    ]
    words += ["--foreign", foreign, "--format", "gradescope", "-o", str(tmp_path)]
    assert run(["grade", *words]) == 0
    shown = capsys.readouterr().out
    assert "handed in by s1, but it is the file of s2" in shown
    content = json.loads((tmp_path / "results.json").read_text())
    assert TO_THE_STUDENT in content["output"]
    assert content["score"] == (6 if foreign == "mark" else 0)
    assert len(content["tests"]) == (3 if foreign == "mark" else 0)


def test_the_choice_needs_no_second_grading(course):
    """It is made behind the journal: what the results are is not what they count."""
    out = course / "again"
    api.grade([course / "in"], course / "out", folder=out)
    told = []
    grades = api.grade([course / "in"], course / "out", folder=out, foreign="mark",
                       progress=lambda *t: told.append(t[:2]))  # fmt: skip
    assert told == [(4, 4)]
    assert {r["score"] for r in grades.results} == {6.0}


def test_a_friends_file_under_ones_own_id(course, tmp_path):
    """The signature says whose it is, whatever the id was changed to."""
    workbook = openpyxl.load_workbook(course / "of-s2.xlsx")
    cell = workbook[manifest.SHEET]["A1"]
    cell.value = cell.value.replace('"student": "s2"', '"student": "s1"')
    workbook.save(tmp_path / "x.xlsx")
    (result,) = api.grade([tmp_path / "x.xlsx"], course / "out").results
    assert (result["student"], result["status"]) == ("s1", "withheld")
    assert "the id in it was changed from s2 to s1" in result["notes"]


def test_ones_own_file_goes_before_anothers(course, tmp_path):
    blank = next((course / "out" / "s1").glob("*.xlsx"))
    for name, path in (("own", blank), ("other", course / "of-s2.xlsx")):
        (tmp_path / "s1" / name).mkdir(parents=True)
        shutil.copy(path, tmp_path / "s1" / name / "a.xlsx")
    for foreign in ("withhold", "mark"):
        results = api.grade([tmp_path], course / "out", foreign=foreign).results
        (best,) = best_of_each(results)
        assert (best["file_of"], best["score"]) == ("", 0)


def result(name, **others):
    return {"student": "s1", "name": name, "file_of": "", "reason": "", "notes": [], "score": 6.0,
            "max_score": 6.0, "status": "graded", "remark": ""} | others  # fmt: skip


def test_of_one_file_that_two_hand_in_it_is_whose_name_it_is(tmp_path):
    """Moodle spells names in its own way, and knows no ids."""
    found = [
        HandIn(tmp_path / "a", participant="1", name="Lee, Zoë"),
        HandIn(tmp_path / "b", participant="2", name="Eve Unknown"),
    ]
    results = [result("Zoe Lee"), result("Zoe Lee")]
    decide_on_foreign(found, results, "withhold")
    assert [(r["student"], r["status"]) for r in results] == [("s1", "graded"), ("", "withheld")]
    assert results[0]["notes"] == []
    assert (
        results[1]["notes"][0] == "handed in by Eve Unknown (2), but it is the file of s1 Zoe Lee"
    )


def decide_on_foreign(found, results, choice):
    foreign = Foreign(found, results, choice)
    for number, one in enumerate(results):
        foreign.decide(number, one)


def test_another_name_alone_is_a_note(tmp_path):
    found = [HandIn(tmp_path / "a", participant="1", name="Robert Ray")]
    results = [result("Bob Ray")]
    decide_on_foreign(found, results, "withhold")
    assert results[0]["status"] == "graded"
    assert results[0]["notes"] == ["handed in by Robert Ray (1), but it is the file of s1 Bob Ray"]
