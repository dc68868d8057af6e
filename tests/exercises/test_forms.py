"""Results in every form: for programs, for learning platforms, for students, for the teacher."""

import csv
import io
import json
import shutil

import openpyxl
import pytest

from tests.exercises.submissions import Pupil
from tests.requirements import require
from xlrnn import api, engines
from xlrnn.commands.main import run
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.report.grades.platforms import fill_canvas, fill_moodle
from xlrnn.report.safe import safe


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two students with exercises of their own, in Moodle's folders: one right, one not."""
    folder = tmp_path_factory.mktemp("course")
    lines = ["id,name,email", "s1,Ann Lee,ann@x.org", 's2,"=Bob <b>",bob@x.org']
    (folder / "roster.csv").write_text("\n".join(lines))
    (folder / "secret").write_text("0123456789abcdef")
    paths = api.exercise(
        "hello-forward", folder / "out", roster=folder / "roster.csv", secret=folder / "secret"
    )
    from xlrnn.exercises.key import read_key

    key = read_key(folder / "out")
    moodle = folder / "moodle"
    for path, one, number, formula in zip(
        paths, key.assignments, (101, 102), ({}, {"a_h": lambda s, i, t: s.recurrent(i, t)}),
        strict=False,
    ):  # fmt: skip
        inside = moodle / f"{one.name.replace('<', '(')}_{number}_assignsubmission_file_"
        inside.mkdir(parents=True)
        Pupil(path, one).fill(**formula).save(inside / "answer.xlsx")
    return folder


@pytest.fixture(scope="module")
def graded(course):
    forms = ("json", "csv", "nbgrader", "html", "workbook")
    return api.grade(
        [course / "moodle"], course / "out", formats=forms, folder=course / "grades", jobs=2
    )


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def test_json(graded, course):
    content = json.loads((course / "grades" / "results.json").read_text())
    assert content["schema"] == "xlrnn/grade/1"
    assert [(r["student"], r["score"], r["participant"]) for r in content["results"]] == [
        ("s2", 4.0, "102"), ("s1", 6.0, "101"),
    ]  # fmt: skip
    first = content["results"][0]["first_wrong"]
    assert (first["block"], first["misconception"]) == ("a_h", "bias-left-out")


def test_csv(graded, course):
    table = rows((course / "grades" / "grades.csv").read_text())
    assert table[0][:6] == ["student", "name", "file", "status", "score", "max_score"]
    assert table[1][1] == "'=Bob (b>" or table[1][1] == "'=Bob <b>"
    assert [line[4] for line in table[1:]] == ["4", "6"]
    reasons = (course / "grades" / "reasons.csv").read_text()
    assert "the bias is left out" in reasons


def test_safe_texts():
    assert safe(-1.5) == "-1.5"
    for text in ("=1", "+1", "-1", "@a", " =1", "\t=1", "\r=1", "\0=1", "＝1"):
        assert safe(text).startswith("'")
    assert safe("a\x1b[31m\nb") == "a?[31m?b"
    assert safe(None) == ""


def test_nbgrader(graded, course):
    table = rows((course / "grades" / "nbgrader.csv").read_text())
    line = dict(zip(table[0], table[2], strict=True))
    assert line["assignment"] == "hello-forward"
    assert (line["student_id"], line["first_name"], line["last_name"]) == ("s1", "Ann", "Lee")
    assert (line["email"], line["score"], line["max_score"]) == ("ann@x.org", "6", "6")


CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,RNN in a sheet (77),Final Score
    Points Possible,,,,,10,(read only)
"Lee, Ann",11,s1,ann,1,,
"Bob",12,s2,bob,1,,50
"Cid",13,s3,cid,1,EX,
"""


def test_canvas_fills_the_teachers_own_export(graded, tmp_path):
    path = tmp_path / "canvas.csv"
    path.write_text(CANVAS, encoding="utf-8")
    table = rows(fill_canvas(path, graded.results))
    before = rows(CANVAS.removeprefix("\ufeff"))
    assert [line[5] for line in table] == [before[0][5], "10", "10", "6.66667", "EX"]
    for line, old in zip(table, before, strict=True):
        assert line[:5] + line[6:] == old[:5] + old[6:]


MOODLE = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Feedback comments
Participant 101,Ann,ann@x.org,Submitted,,100.00,
Participant 102,Bob,bob@x.org,Submitted,,100.00,
Participant 103,Cid,cid@x.org,No submission,,100.00,
"""


def test_moodle_fills_the_teachers_own_worksheet(graded, tmp_path):
    path = tmp_path / "moodle.csv"
    path.write_text(MOODLE)
    table = rows(fill_moodle(path, graded.results))
    assert [line[4] for line in table] == ["Grade", "100", "66.6667", ""]
    assert "the bias is left out" in table[2][6]


def test_moodle_in_another_language(graded, tmp_path):
    path = tmp_path / "moodle.csv"
    german = MOODLE.replace("Identifier", "ID").replace("Participant", "Teilnehmer/in")
    path.write_text(german.replace("Grade", "Bewertung").replace("Maximum B", "Beste B"))
    assert [line[4] for line in rows(fill_moodle(path, graded.results))][1:3] == ["6", "4"]
    path.write_text(MOODLE.replace("Grade,", "Puntaje,"))
    with pytest.raises(UsageError, match="which column takes the marks"):
        fill_moodle(path, graded.results)
    assert rows(fill_moodle(path, graded.results, "Puntaje"))[1][4] == "100"


def test_exports_that_are_none(graded, tmp_path):
    (tmp_path / "x.csv").write_text("a\n")
    with pytest.raises(UnreadableError, match="is no export"):
        fill_canvas(tmp_path / "x.csv", graded.results)
    (tmp_path / "x.csv").write_text("Student,ID,A (1),B (2)\nAnn,s1,,\n")
    with pytest.raises(UsageError, match="Say --column with one of 'A \\(1\\)', 'B \\(2\\)'"):
        fill_canvas(tmp_path / "x.csv", graded.results)


def test_the_annotated_copy_says_it_in_colour_and_in_words(graded, course):
    before = (course / "moodle").rglob("*.xlsx")
    assert len(list(before)) == 2
    path = next((course / "grades" / "annotated").glob("s2-*.xlsx"))
    workbook = openpyxl.load_workbook(path)
    lines = [row[0].value for row in workbook["feedback"].iter_rows()]
    assert lines[0] == "4 of 6 points"
    wrong = graded.results[0]["first_wrong"]["cell"].partition("!")[2]
    cell = workbook["forward"][wrong]
    assert cell.comment.text == "✗ the bias is left out"
    assert cell.fill.fgColor.rgb.endswith("F7C6C0")
    workbook.close()


def test_libreoffice_opens_the_annotated_copy(graded, course):
    require("libreoffice")
    path = next((course / "grades" / "annotated").glob("s1-*.xlsx"))
    with engines.get("libreoffice") as office, office.load(path) as sheets:
        sheets.calculate()
        ((value,),) = sheets.read("feedback", 1, 1, 1, 1)
    assert value == "6 of 6 points"


def test_pages(graded, course):
    folder = course / "grades"
    (page,) = folder.glob("students/s2-*.html")
    assert "=Bob &lt;b&gt;" in page.read_text()
    overview = (folder / "class.html").read_text()
    assert "the bias is left out" in overview
    assert f"href='students/{page.name}'" in overview


def test_the_class_overview(graded, course):
    table = rows((course / "grades" / "class.csv").read_text())
    assert table == [["block", "what", "how many"], ["a_h", "the bias is left out", "1"]]


def test_results_that_are_not_ours_are_not_overwritten(levels, solution, tmp_path):
    (tmp_path / "results.json").write_text("{}")
    options = {"formats": ("json",), "folder": tmp_path}
    with pytest.raises(UsageError, match="xlrnn did not write it"):
        api.grade([solution[2]], levels[2].key, **options)
    assert (tmp_path / "results.json").read_text() == "{}"
    api.grade([solution[2]], levels[2].key, force=True, **options)
    api.grade([solution[2]], levels[2].key, **options)


def test_the_same_file_from_two_students_is_a_hint(levels, solution, tmp_path):
    for name in ("ann", "bob"):
        (tmp_path / name).mkdir()
        shutil.copy(solution[2], tmp_path / name / "x.xlsx")
    results = api.grade([tmp_path], levels[2].key).results
    assert [result["student"] for result in results] == ["ann", "bob"]
    assert all(result["score"] == 6 for result in results)
    assert all("the same file as" in result["notes"][0] for result in results)


def test_the_command_line(course, capsys):
    arguments = [str(course / "moodle"), "--key", str(course / "out"), "--quiet"]
    assert run(["grade", *arguments, "-o", str(course / "again")]) == 0
    out = capsys.readouterr().out
    assert "s1 Ann Lee: 6 of 6" in out
    assert "(the bias is left out)" in out
    assert {path.name for path in (course / "again").iterdir()} == {
        "results.json", "grades.csv", "reasons.csv", "journal.jsonl",
    }  # fmt: skip
    broken = course / "broken"
    broken.mkdir()
    (broken / "x.xlsx").write_bytes(b"")
    assert run(["grade", str(broken), *arguments[1:], "-o", str(course / "b")]) == 3
    assert "could not be graded: is empty (0 bytes)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["grade", "none.xlsx", "--key", "{key}"], 3, "none.xlsx does not exist"),
        (["grade", "{key}", "--key", "none"], 3, "cannot read the key none"),
        (["grade", "{sub}", "--key", "{key}", "--engine", "abacus"], 2, "'abacus' is unknown"),
        (["grade", "{sub}", "--key", "{key}", "--rubric", "none"], 3, "cannot read the rubric"),
        (["exercise", "hello-forward", "-o", "x", "--roster", "r"], 2, "belong together"),
        (["exercise", "nothing", "-o", "x"], 2, "lesson 'nothing' is unknown"),
    ],
)
def test_usage(course, tmp_path, monkeypatch, capsys, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    names = {"key": str(course / "out"), "sub": str(course / "moodle")}
    assert run([one.format(**names) for one in arguments]) == code
    assert message in capsys.readouterr().err
