"""Gradescope: the zip is set up and run as the platform does it, and its metadata are read."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.exercises.submissions import Pupil
from tests.requirements import REQUIRED, require_program
from xlrnn import api
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.exercises.ask.key import read_key
from xlrnn.exercises.grade.gradescope_metadata import read_metadata
from xlrnn.report.grades.gradescope import autograder_zip

ROOT = Path(__file__).resolve().parents[3]
ANN = {"id": 1, "name": "Ann Lee", "email": "Ann@x.org"}
BOB = {"id": 2, "name": "Robert", "email": "b@elsewhere", "sid": "s2"}
EVE = {"id": 3, "name": "Eve", "email": "eve@x.org"}
DATES = {"created_at": "2026-03-02T12:30:00.5-08:00"}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two students; each has handed in: s1 all right, s2 without the bias."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "roster.csv").write_text("id,name,email\ns1,Ann Lee,ann@x.org\ns2,Bob,bob@x.org\n")
    (folder / "secret").write_text("0123456789abcdef")
    paths = api.exercise(
        "hello-forward", folder / "out", roster=folder / "roster.csv", secret=folder / "secret"
    )
    for path, one, formulas in zip(
        paths, read_key(folder / "out").assignments,
        ({}, {"a_h": lambda s, i, t: s.recurrent(i, t)}), strict=False,
    ):  # fmt: skip
        Pupil(path, one).fill(**formulas).save(folder / f"{one.student}.xlsx")
    return folder


def metadata(folder: Path, *users, **others) -> Path:
    path = folder / "submission_metadata.json"
    path.write_text(json.dumps({"id": 7, "users": users, **DATES, **others}))
    return path


def graded(course, file, path):
    with ThreadPoolExecutor(1) as here:
        return api.grade([course / file], course / "out", metadata=path, executor=here).results[0]


@pytest.mark.parametrize(
    "user", [ANN, {**ANN, "email": ""}, {**ANN, "name": "", "email": "ANN@X.ORG"}]
)
def test_the_platform_knows_the_student(course, tmp_path, user):
    result = graded(course, "s1.xlsx", metadata(tmp_path, user))
    assert (result["student"], result["score"], result["notes"]) == ("s1", 6, [])


def test_a_swapped_file_is_reported(course, tmp_path):
    result = graded(course, "s2.xlsx", metadata(tmp_path, ANN))
    assert (result["student"], result["file_of"], result["score"]) == ("s1", "s2", 0)
    assert result["status"] == "withheld"
    assert result["notes"] == [
        "handed in by s1, but it is the file of s2",
        "withheld: 4 of 6 points; --foreign mark lets them count",
    ]


def test_a_group_may_hand_in_the_file_of_any_of_them(course, tmp_path):
    result = graded(course, "s2.xlsx", metadata(tmp_path, ANN, BOB))
    assert result["notes"] == ["handed in by a group: Ann Lee <Ann@x.org>, Robert <b@elsewhere>"]


def test_who_is_not_in_the_key_is_reported(course, tmp_path):
    result = graded(course, "s1.xlsx", metadata(tmp_path, EVE))
    assert result["student"] == "s1"
    assert result["notes"] == ["handed in by Eve <eve@x.org>, who is not in the key"]


def test_without_the_hidden_sheet_the_platform_says_whose_it_is(course, tmp_path):
    import openpyxl

    workbook = openpyxl.load_workbook(course / "s2.xlsx")
    del workbook["xlrnn"]
    workbook.save(tmp_path / "x.xlsx")
    result = graded(course, tmp_path / "x.xlsx", metadata(tmp_path, BOB))
    assert (result["student"], result["score"]) == ("s2", 4)
    gone = "the hidden sheet that says whose the file is is gone"
    assert result["notes"] == [gone]
    of_two = graded(course, tmp_path / "x.xlsx", metadata(tmp_path, BOB, ANN))
    assert of_two["notes"][-2:] == [gone, "taken as the file of s2, who handed it in with s1"]


def test_an_exercise_for_everybody_gets_the_address(levels, solution, tmp_path):
    (result,) = api.grade(
        [solution[2]], levels[2].key, metadata=metadata(tmp_path, EVE)
    ).results  # fmt: skip
    assert (result["student"], result["name"], result["notes"]) == ("eve@x.org", "Eve", [])


@pytest.mark.parametrize(
    ("due", "own", "note"),
    [
        ("2026-03-02T12:00:00-08:00", None, "handed in 0.5 hours late"),
        ("2026-03-02T22:00:00+00:00", None, None),
        ("2026-03-01T12:00:00-08:00", "2026-03-03T12:00:00-08:00", None),
        (None, None, None),
    ],
)
def test_what_is_late_is_reported(course, tmp_path, due, own, note):
    user = {**ANN, "assignment": {"due_date": own}} if own else ANN
    path = metadata(tmp_path, user, assignment={"due_date": due})
    assert read_metadata(path, read_key(course / "out")).notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no submission_metadata.json"),
        ("[]", "is no submission_metadata.json"),
        ('{"users": [3]}', "is no submission_metadata.json"),
        ('{"users": []}', "names no user"),
    ],
)
def test_metadata_that_are_none(course, tmp_path, text, message):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableError, match=message):
        graded(course, "s1.xlsx", tmp_path / "x.json")
    with pytest.raises(UnreadableError, match="cannot read"):
        graded(course, "s1.xlsx", tmp_path / "none.json")


def test_gradescope_takes_one_submission(course, tmp_path):
    files = [course / "s1.xlsx", course / "s2.xlsx"]
    with pytest.raises(UsageError, match="one submission at a time, not 2"):
        api.grade(files, course / "out", formats=("gradescope",), folder=tmp_path)
    with pytest.raises(UsageError, match="json and gradescope both write"):
        api.grade(files[:1], course / "out", formats=("json", "gradescope"), folder=tmp_path)
    assert not (tmp_path / "results.json").exists()


class Platform:
    """Does what Gradescope does with a zip: unpack, set up, run."""

    def __init__(self, root: Path, data: bytes) -> None:
        self.root, self.bash = root, require_program("bash", "bash")
        (root / "submission").mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
            assert (modes["run_autograder"], modes["setup.sh"]) == (0o755, 0o755)
            archive.extractall(root / "source")
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")

    def run(self, script: Path, seconds: int, **environment: str) -> str:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            [self.bash, script], cwd=self.root, capture_output=True, text=True, timeout=seconds,
            env={**kept, "AUTOGRADER_ROOT": str(self.root), **environment}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def results(self):
        content = json.loads((self.root / "results" / "results.json").read_text())
        assert {test["visibility"] for test in content["tests"]} <= {"visible"}
        return content["score"], [test["status"] for test in content["tests"]]

    def told(self):
        return json.loads((self.root / "results" / "results.json").read_text())["output"]


def test_the_zip_grades(course, tmp_path):
    """Its run_autograder is run in a clean folder with the platform's paths."""
    platform = Platform(tmp_path / "autograder", autograder_zip(read_key(course / "out"), None))
    programs = platform.root / "venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    shutil.copy(course / "s2.xlsx", platform.root / "submission" / "answer.xlsx")
    metadata(platform.root, ANN)
    paths = os.pathsep.join([str(ROOT), *sys.path])
    shown = platform.run(platform.root / "run_autograder", 120, PYTHONPATH=paths)
    assert platform.results() == (0, [])
    assert "this file was made for another student" in platform.told()
    assert "s2" not in platform.told()
    assert "note: handed in by s1, but it is the file of s2" in shown  # for the teacher alone


def test_the_zip_sets_itself_up(course, tmp_path):
    """Its setup.sh is run for real, with xlrnn's wheel in it: nothing else is there."""
    if "pip_index" not in REQUIRED:
        pytest.skip("needs a package index and half a minute: set XLRNN_REQUIRE=pip_index")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
    subprocess.run([*pip, "-q", "-w", tmp_path, ROOT], check=True, timeout=300)
    (wheel,) = tmp_path.glob("xlrnn-*.whl")
    data = autograder_zip(read_key(course / "out"), None, wheel)
    platform = Platform(tmp_path / "autograder", data)
    platform.run(platform.root / "source" / "setup.sh", 600)
    shutil.copy(course / "s1.xlsx", platform.root / "submission" / "answer.xlsx")
    platform.run(platform.root / "run_autograder", 120)
    assert platform.results() == (6, ["passed", "passed", "passed"])
