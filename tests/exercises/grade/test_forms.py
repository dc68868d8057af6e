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
from xlrnn.report.grades import best_of_each
from xlrnn.report.grades.html import overview_pieces
from xlrnn.report.grades.platforms import fill_canvas, fill_moodle, nbgrader_lines
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
    from xlrnn.exercises.ask.key import read_key

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
    assert content["schema"] == "xlrnn/grade/2"
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
    assert "a bias is left out" in reasons


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
    table = rows(fill_canvas(path, graded.results).text)
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
    table = rows(fill_moodle(path, graded.results).text)
    assert [line[4] for line in table] == ["Grade", "100", "66.6667", ""]
    assert "a bias is left out" in table[2][6]


def test_moodle_in_another_language(graded, tmp_path):
    path = tmp_path / "moodle.csv"
    german = MOODLE.replace("Identifier", "ID").replace("Participant", "Teilnehmer/in")
    path.write_text(german.replace("Grade", "Bewertung").replace("Maximum B", "Beste B"))
    assert [line[4] for line in rows(fill_moodle(path, graded.results).text)][1:3] == ["6", "4"]
    path.write_text(MOODLE.replace("Grade,", "Puntaje,"))
    with pytest.raises(UsageError, match="which column takes the marks"):
        fill_moodle(path, graded.results)
    assert rows(fill_moodle(path, graded.results, ["Puntaje"]).text)[1][4] == "100"


def result(student, score=6.0, **others):
    """A result with what the exports need, of ten points."""
    plain = {"file": f"{student}.xlsx", "student": student, "name": "", "reason": "",
             "status": "graded", "file_of": "", "remark": "", "notes": []}  # fmt: skip
    marked = {"score": score, "max_score": 10.0, "first_wrong": None, "criteria": []}
    return plain | marked | others


def export(tmp_path, *lines):
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines))
    return path


CANVAS_LINES = ("Student,ID,SIS User ID,RNN (77),Other (78)", "    Points Possible,,,10,5")
MOODLE_HEAD = "Identifier,Full name,Email address,Grade,Maximum Grade,Feedback comments"


def test_what_could_not_be_graded_is_no_zero(tmp_path):
    broken = result("s1", 0.0, name="Ann", reason="is no workbook",
                    status="could not be graded")  # fmt: skip
    path = export(tmp_path, *CANVAS_LINES, "Ann,1,s1,,")
    filled = fill_canvas(path, [broken], ["RNN"])
    assert rows(filled.text)[2][3] == ""
    assert (filled.lines, filled.marks) == (1, 0)
    assert filled.left == ["s1 Ann: no mark, could not be graded: is no workbook"]
    path = export(tmp_path, MOODLE_HEAD, "Participant 1,Ann,,,10,")
    grade, comment = (rows(fill_moodle(path, [broken]).text)[1][i] for i in (3, 5))
    assert (grade, comment) == ("", "could not be graded: is no workbook")
    line = rows("".join(nbgrader_lines([broken], "x")))[1]
    assert (line[7], line[9]) == ("", "")
    assert next(best_of_each([broken, result("s1", 0.0)]))["reason"] == ""


def test_whose_mark_has_no_line_is_said(tmp_path):
    path = export(tmp_path, *CANVAS_LINES, "Ann,1,s1,,")
    filled = fill_canvas(path, [result("s1"), result("s9", name="Zoe")], ["RNN (77)"])
    assert filled.left == ["s9 Zoe: no line of the export is theirs"]


def test_a_name_that_two_have_says_nothing(tmp_path):
    """One of them handed in; the other must not have the mark, and neither has it twice."""
    lines = ("Participant 1,Wei,a@x,,10,", "Participant 2,Wei,b@x,,10,")
    path = export(tmp_path, MOODLE_HEAD, *lines)
    by_number = [result("s1", name="Wei", participant="2")]
    assert [line[3] for line in rows(fill_moodle(path, by_number).text)[1:]] == ["", "6"]
    by_name = [result("s1", name="Wei")]
    assert [line[3] for line in rows(fill_moodle(path, by_name).text)[1:]] == ["", ""]
    path = export(tmp_path, MOODLE_HEAD, lines[0])
    assert rows(fill_moodle(path, by_name).text)[1][3] == "6"


def test_the_class_is_of_students_and_not_of_files():
    files = [result("s1", 10.0), result("s1", 0.0, file="b.xlsx"), result("s2", 5.0)]
    broken = result("s3", 0.0, reason="is no workbook", status="could not be graded")
    page = "".join(overview_pieces([{"notes": [], **one} for one in (*files, broken)]))
    assert "4 submissions, 3 of them graded, of 2 students." in page
    assert "The best of each student has 75% of the points" in page
    assert "<td>could not be graded: is no workbook</td>" in page


def test_a_grade_is_nobodys_number(tmp_path):
    path = export(tmp_path, MOODLE_HEAD, "Participant 9,Ann,,7,10,")
    assert rows(fill_moodle(path, [result("7")]).text)[1][3] == "7"


def test_an_export_is_looked_at_before_the_work(course, tmp_path):
    path = export(tmp_path, *CANVAS_LINES, "Ann,1,s1,,")
    with pytest.raises(UsageError, match=r"one of 'RNN \(77\)', 'Other \(78\)'"):
        api.grade([course / "moodle"], course / "out", folder=tmp_path / "out", canvas=path)
    assert not (tmp_path / "out").exists()


def test_the_terminal_says_what_became_of_an_export(course, tmp_path, capsys):
    path = export(tmp_path, *CANVAS_LINES, "Ann,1,s1,,", "Eve,2,s7,,")
    words = ["grade", course / "moodle", "--key", course / "out", "-o", tmp_path / "out"]
    assert run([*map(str, words), "--canvas", str(path), "--column", "RNN"]) == 0
    shown = capsys.readouterr().out
    assert "canvas.csv: marks for 1 of 2 lines\n" in shown
    assert "canvas.csv: s2 =Bob <b>: no line of the export is theirs\n" in shown


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
    assert lines[0] == "Feedback: 4 of 6 points"
    wrong = graded.results[0]["first_wrong"]["cell"].partition("!")[2]
    cell = workbook["forward"][wrong]
    assert cell.comment.text == "✗ a bias is left out"
    assert cell.fill.fgColor.rgb.endswith("F7C6C0")
    workbook.close()


def test_libreoffice_opens_the_annotated_copy(graded, course):
    require("libreoffice")
    path = next((course / "grades" / "annotated").glob("s1-*.xlsx"))
    with engines.get("libreoffice") as office, office.load(path) as sheets:
        sheets.calculate()
        ((value,),) = sheets.read("feedback", 1, 1, 1, 1)
    assert value == "Feedback: 6 of 6 points"


def test_pages(graded, course):
    folder = course / "grades"
    (page,) = folder.glob("students/s2-*.html")
    assert "=Bob &lt;b&gt;" in page.read_text()
    overview = (folder / "class.html").read_text()
    assert "a bias is left out" in overview
    assert f"href='students/{page.name}'" in overview


def test_the_class_overview(graded, course):
    table = rows((course / "grades" / "class.csv").read_text())
    assert table == [["block", "what", "how many"], ["a_h", "a bias is left out", "1"]]


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
    assert "(a bias is left out)" in out
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
