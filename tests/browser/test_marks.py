"""Marks in the page: the same as the command line's, and the same files."""

import base64
import io
import json
import zipfile

import pytest

from xlrnn import api
from xlrnn.browser.calls import Calls


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    api.exercise("hello-forward", folder, level=2)
    return folder


@pytest.fixture
def ask(tmp_path):
    calls = Calls(str(tmp_path))

    def ask(files):
        argument = json.dumps({"names": [*files]})
        return json.loads(calls.answer("grade", argument, *files.values()))

    return ask


def handed_in(course):
    return {
        "key.json": (course / "key" / "key.json").read_bytes(),
        "empty.xlsx": (course / "hello-forward-level-2.xlsx").read_bytes(),
        "../full.xlsx": (course / "key" / "hello-forward-level-2-solution.xlsx").read_bytes(),
        "text.xlsx": b"no zip",
    }


def test_the_marks_are_those_of_the_command_line(course, ask, tmp_path):
    files = handed_in(course)
    answer = ask(files)
    assert "error" not in answer, answer
    folder = tmp_path / "natively"
    folder.mkdir()
    for name, data in files.items():
        if name.endswith(".xlsx"):
            (folder / name.removeprefix("../")).write_bytes(data)
    natively = api.grade(folder, course).results
    marks = [f"{r['score']:g} of {r['max_score']:g}" if not r["reason"] else "" for r in natively]
    assert [one["mark"] for one in answer["results"]] == marks
    assert {*marks} == {"", "0 of 6", "6 of 6"}
    files = [one["file"] for one in answer["results"]]
    assert files == ["empty.xlsx", "full.xlsx", "text.xlsx"]
    assert "could not be graded" in answer["results"][2]["why"]
    assert str(tmp_path) not in json.dumps(answer["results"])


def test_what_grade_writes_comes_as_a_zip(course, ask):
    answer = ask(handed_in(course))
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(answer["zip"]))) as archive:
        names = archive.namelist()
        results = json.loads(archive.read("results.json"))
    assert {"results.json", "grades.csv", "class.html"} <= {*names}
    assert not [name for name in names if name.endswith(".jsonl")]
    assert len(results["results"]) == 3


def test_what_came_before_is_gone(course, ask):
    files = handed_in(course)
    ask(files)
    del files["text.xlsx"]
    assert len(ask(files)["results"]) == 2


@pytest.mark.parametrize("keys", [[], ["key.json", "other.json"]])
def test_one_key_is_needed(course, ask, keys):
    files = {name: data for name, data in handed_in(course).items() if name != "key.json"}
    answer = ask({**files, **dict.fromkeys(keys, b"{}")})
    assert answer["error"].startswith(
        f"expected one key, the file key.json from the folder key, got {len(keys)}"
    )


def test_what_is_no_key_or_nothing_handed_in_is_said(course, ask):
    files = handed_in(course)
    assert "is no key of xlrnn exercise" in ask({**files, "key.json": b"{}"})["error"]
    assert "no submissions" in ask({"key.json": files["key.json"]})["error"]


def test_of_two_files_of_one_name_none_is_lost(course, tmp_path):
    """They come from two folders, of which the page knows nothing."""
    files = handed_in(course)
    names, contents = ["key.json", "a/x.xlsx", "b/x.xlsx"], [*files.values()][:3]
    answer = Calls(str(tmp_path)).answer("grade", json.dumps({"names": names}), *contents)
    assert json.loads(answer) == {
        "error": "two files are called x.xlsx: expected each name once; rename one"
    }
