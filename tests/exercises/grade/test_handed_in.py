"""What a class really hands in: pictures beside workbooks, two workbooks, none at all."""

import json
import os
import shutil
import sys

import pytest

from tests.exercises.grade.test_gradescope import ANN, ROOT, Platform, metadata
from tests.exercises.submissions import Pupil
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import UnreadableError
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.grade.hand_ins import find, sort_out
from xlrnn.exercises.make.exercise import make
from xlrnn.report.grades.gradescope import autograder_zip

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 30


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    (folder / "roster.csv").write_text("id,name,email\ns1,Ann Lee,ann@x.org\ns2,Bob,bob@x.org\n")
    (folder / "secret").write_text("0123456789abcdef")
    paths = api.exercise(
        "hello-forward", folder / "out", roster=folder / "roster.csv", secret=folder / "secret"
    )
    for path, one in zip(paths, read_key(folder / "out").assignments, strict=False):
        Pupil(path, one).fill().save(folder / f"{one.student}.xlsx")
    shutil.copy(paths[0], folder / "blank.xlsx")
    return folder


def lay(folder, *names, of=None):
    """Lay files into a folder: pictures, papers, and copies of a workbook."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(of.read_bytes() if path.suffix == ".xlsx" else PNG)
    return folder


@pytest.mark.parametrize(
    "names",
    [
        ("s1/answer.xlsx", "s1/photo.png", "s1/paper.pdf"),
        ("Ann Lee_101_assignsubmission_file_/a.xlsx", "Ann Lee_101_assignsubmission_file_/b.png"),
        ("lee_ann/answer.xlsx", "lee_ann/photo.HEIC", "lee_ann/notes.docx"),
        ("s1.xlsx", "s1.pdf"),
    ],
)
def test_a_picture_beside_a_workbook_is_no_error(course, tmp_path, names):
    folder = lay(tmp_path / "in", *names, of=course / "s1.xlsx")
    (result,) = api.grade([folder], course / "out").results
    assert (result["student"], result["score"]) == ("s1", 6)
    (note,) = [note for note in result["notes"] if "beside it lies" in note]
    assert note.endswith(": no workbook, and not read")


def test_who_hands_in_a_picture_alone_is_told(course, tmp_path, capsys):
    folder = lay(tmp_path / "in", "s1/answer.xlsx", "s2/photo.png", of=course / "s1.xlsx")
    assert run(["grade", str(folder), "--key", str(course / "out"), "-o", str(tmp_path / "o")]) == 3
    shown = capsys.readouterr().out
    assert "s1 Ann Lee: 6 of 6" in shown
    assert "s2 Bob: could not be graded: " in shown
    assert "nothing handed in" not in shown


def test_a_picture_among_workbooks_is_nobodys(course, tmp_path):
    """In a folder of all, nothing says whose it is: it is no mark, and the teacher hears of it."""
    folder = lay(tmp_path / "in", "ann.xlsx", "screenshot.png", of=course / "s1.xlsx")
    grades = api.grade([folder], course / "out")
    assert [result["score"] for result in grades.results] == [6]
    assert grades.notes == [f"{folder / 'screenshot.png'}: no workbook and nobody's, so it was "
                            "left out"]  # fmt: skip


def test_a_single_file_is_what_is_graded(course, tmp_path):
    folder = lay(tmp_path / "in", "photo.png")
    (result,) = api.grade([folder / "photo.png"], course / "out").results
    assert result["status"] == "could not be graded"


def test_a_workbook_without_a_suffix_is_one(course, tmp_path):
    shutil.copy(course / "s1.xlsx", tmp_path / "answer")
    lay(tmp_path, "photo.png")
    found, nobodys = sort_out(find([tmp_path], read_key(course / "out")))
    assert [one.path.name for one in found] == ["answer"]
    assert [name.rpartition(os.sep)[2] for name in nobodys] == ["photo.png"]


def test_nothing_at_all(course, tmp_path):
    with pytest.raises(UnreadableError, match="no submissions in"):
        api.grade([tmp_path], course / "out")


def test_who_handed_in_nothing_is_listed_everywhere(course, tmp_path, capsys):
    folder = lay(tmp_path / "in", "s1/answer.xlsx", of=course / "s1.xlsx")
    canvas, out = tmp_path / "canvas.csv", tmp_path / "o"
    canvas.write_text("Student,ID,SIS User ID,A (1)\nAnn,1,s1,\nBob,2,s2,\n")
    words = ["grade", str(folder), "--key", str(course / "out"), "-o", str(out), "--canvas"]
    forms = [word for form in ("csv", "json", "html") for word in ("--format", form)]
    assert run([*words, str(canvas), *forms]) == 0
    shown = capsys.readouterr().out
    assert "nothing handed in by 1: s2 Bob\n" in shown
    assert "canvas.csv: nothing handed in by Bob\n" in shown
    assert "s2,Bob,,nothing handed in,,,,,\n" in (out / "grades.csv").read_text()
    content = json.loads((out / "results.json").read_text())
    assert content["absent"] == [{"student": "s2", "name": "Bob", "email": "bob@x.org"}]
    assert "<h2>Nothing handed in</h2>\n<ul>\n<li>s2 Bob</li>" in (out / "class.html").read_text()


def test_a_column_for_each_export(course, tmp_path):
    folder = lay(tmp_path / "in", "s1/answer.xlsx", of=course / "s1.xlsx")
    (tmp_path / "c.csv").write_text("Student,ID,SIS User ID,A (1),B (2)\nAnn,1,s1,,\n")
    (tmp_path / "m.csv").write_text("Identifier,Email,Grade,Retry\nParticipant 1,ann@x.org,,\n")
    exports = {"canvas": tmp_path / "c.csv", "moodle": tmp_path / "m.csv"}
    out = tmp_path / "o"
    api.grade([folder], course / "out", folder=out, columns=["B", "Retry"], **exports)
    assert (out / "canvas.csv").read_text("utf-8-sig").splitlines()[1] == "Ann,1,s1,,6"
    assert (out / "moodle.csv").read_text().splitlines()[1] == "Participant 1,ann@x.org,,6"
    api.grade([folder], course / "out", folder=out, columns=["A (1)"], **exports)
    assert (out / "canvas.csv").read_text("utf-8-sig").splitlines()[1] == "Ann,1,s1,6,"
    assert (out / "moodle.csv").read_text().splitlines()[1] == "Participant 1,ann@x.org,6,"


GRADESCOPE = {
    "a picture beside it": (("photo.png",), "s1.xlsx", 6, ""),
    "two workbooks": (
        ("0-blank.xlsx",), "s1.xlsx", 6, "answer.xlsx counts, of the workbooks that were handed"),
    "a picture alone": (("photo.png",), None, 0, "could not be graded"),
    "what is never a submission": (("a.zip",), None, 0, "no workbook was handed in"),
    "nothing": ((), None, 0, "no workbook was handed in: hand in the .xlsx file"),
    "a damaged file": (("x.xlsx",), None, 0, "could not be graded"),
}  # fmt: skip


@pytest.mark.parametrize("case", GRADESCOPE)
def test_gradescope_always_gets_words(course, tmp_path, case):
    names, answer, score, words = GRADESCOPE[case]
    (tmp_path / "submission").mkdir()
    lay(tmp_path / "submission", *names, of=course / "blank.xlsx")
    if case == "a damaged file":
        (tmp_path / "submission" / "x.xlsx").write_bytes(PNG)
    if answer:
        shutil.copy(course / answer, tmp_path / "submission" / "answer.xlsx")
    api.grade(
        [tmp_path / "submission"], course / "out", formats=["gradescope"], folder=tmp_path / "out",
        metadata=metadata(tmp_path, ANN),
    )  # fmt: skip
    content = json.loads((tmp_path / "out" / "results.json").read_text())
    assert content["score"] == score
    assert words in content["output"]


def test_the_other_workbooks_of_a_submission_are_told(course, tmp_path):
    folder = lay(tmp_path / "in", "blank.xlsx", of=course / "blank.xlsx")
    shutil.copy(course / "s2.xlsx", folder / "friend.xlsx")
    shutil.copy(course / "s1.xlsx", folder / "mine.xlsx")
    api.grade([folder], course / "out", formats=["gradescope"], folder=tmp_path / "out",
              metadata=metadata(tmp_path, ANN))  # fmt: skip
    told = json.loads((tmp_path / "out" / "results.json").read_text())["output"]
    assert "mine.xlsx counts" in told
    assert "blank.xlsx: 0 of 6 points" in told
    assert "friend.xlsx: withheld: this file was made for another student" in told


def test_the_zip_writes_results_whatever_happens(course, tmp_path):
    """Here the metadata are damaged: the student reads it, the teacher reads why."""
    platform = Platform(tmp_path / "autograder", autograder_zip(read_key(course / "out"), None))
    programs = platform.root / "venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (platform.root / "submission_metadata.json").write_text("{}")
    paths = os.pathsep.join([str(ROOT), *sys.path])
    platform.run(platform.root / "run_autograder", 120, PYTHONPATH=paths)
    assert platform.results() == (0, [])
    assert "tell your teacher" in platform.told()


@pytest.mark.parametrize("foreign", ["withhold", "mark"])
def test_the_zip_carries_the_teachers_choice(course, foreign):
    import io
    import zipfile

    data = autograder_zip(read_key(course / "out"), None, foreign=foreign)
    script = zipfile.ZipFile(io.BytesIO(data)).read("run_autograder").decode()
    assert f"--foreign {foreign} " in script


def test_a_key_that_is_written_again_is_read_again(tmp_path):
    """In the same process, at the same place, as a notebook does it."""
    for level, most in ((2, 6), (3, 8), (2, 6)):
        _, solved, key = make("hello-forward", tmp_path, level=level, seed=level)
        for place in (key, tmp_path):
            result = grade_file(job(solved, place))
            assert (result["reason"], result["score"], result["max_score"]) == ("", most, most)


def test_a_rubric_that_is_written_again_is_read_again(tmp_path):
    _, solved, key = make("hello-forward", tmp_path, seed=1)
    for points in (3, 5):
        (tmp_path / "r.toml").write_text(
            'schema = "xlrnn/rubric/1"\nlesson = "hello-forward"\n[[criterion]]\nid = "h"\n'
            f'blocks = ["h"]\npoints = {points}\naward = ["solution"]\nrefuse = ["empty"]\n'
        )
        assert grade_file(job(solved, key, tmp_path / "r.toml"))["score"] == points


INTERRUPTED = {
    "grade": (["x.xlsx", "--key", "k", "-o", "out"], "same call: what is graded is kept in out"),
    "exercise": (["hello-forward", "-o", "out"], "call it again: files that nobody has changed"),
    "train": (["next-char", "-o", "out"], "go on with: xlrnn train next-char -o out --resume"),
    "study": (["sentiment", "-o", "out"], f"what is trained is kept in out{os.sep}trained.csv"),
}


@pytest.mark.parametrize("verb", INTERRUPTED)
def test_an_interruption_says_how_to_go_on(monkeypatch, tmp_path, capsys, verb):
    def stop(*_, **__):
        raise KeyboardInterrupt

    words, says = INTERRUPTED[verb]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(f"xlrnn.api.{verb}", stop)
    assert run([verb, *words]) == 130
    first, *_, last = capsys.readouterr().err.splitlines()
    assert says in first
    assert last == "xlrnn: interrupted"
