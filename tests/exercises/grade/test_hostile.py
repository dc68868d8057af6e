"""One bad submission never stops the batch, nor changes another's mark."""

import json
import re
import sys
import time

import pytest

from tests.exercises import hostile
from tests.exercises.hostile import HARD, HARMLESS, NAMES, RECURSIVE, REFUSED, UNENDING
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.grade.pool import LimitedExecutor

LIMIT = 20.0


@pytest.fixture(scope="module")
def executor():
    with LimitedExecutor(2, time_limit=LIMIT, memory=2**30) as executor:
        yield executor


@pytest.fixture(scope="module")
def blank(levels):
    return levels[2].blank


def graded(executor, path, levels):
    return executor.submit(grade_file, job(path, levels[2].key)).result()


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_graded_says_why(executor, levels, blank, tmp_path, name):
    make, says = REFUSED[name]
    result = graded(executor, make(blank, tmp_path / "x.xlsx"), levels)
    assert result["status"] == "could not be graded"
    assert re.search(says, result["reason"]), result["reason"]
    assert (result["score"], result["max_score"]) == (0.0, 6.0)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_is_graded_all_the_same(executor, levels, blank, solution, tmp_path, name):
    """In a solved workbook, all other cells keep their marks."""
    make = HARMLESS[name]
    result = graded(executor, make(solution[2], tmp_path / "x.xlsx"), levels)
    assert result["status"] == "graded", result["reason"]
    wrong = {cell["cell"] for cell in result["cells"] if cell["state"] != "right"}
    assert wrong <= {"forward!H29", "forward!H30", "forward!I29", "forward!H35"}
    assert result["score"] > 5


@pytest.mark.parametrize("name", ["external links", "DDE", "WEBSERVICE"])
def test_what_reaches_out_is_reported_and_not_followed(executor, levels, solution, tmp_path, name):
    result = graded(executor, HARMLESS[name](solution[2], tmp_path / "x.xlsx"), levels)
    (cell,) = [one for one in result["cells"] if one["cell"] == "forward!H29"]
    assert cell["misconception"] == "reaches-out"
    assert any("not followed" in note for note in result["notes"])


@pytest.mark.parametrize("name", HARD)
def test_what_keeps_an_engine_busy_ends(levels, blank, tmp_path, name):
    path = HARD[name](blank, tmp_path / "x.xlsx")
    started = time.monotonic()
    (result,) = api.grade([path], levels[2].key, time_limit=5).results
    assert time.monotonic() - started < 25
    assert result["status"] in ("graded", "could not be graded")
    assert result["reason"] or result["score"] == 0, result


@pytest.mark.parametrize("name", UNENDING)
def test_what_no_program_can_calculate_keeps_no_points(levels, blank, tmp_path, name):
    path = UNENDING[name](blank, tmp_path / "x.xlsx")
    (result,) = api.grade([path], levels[2].key, time_limit=5).results
    assert result["score"] == 0, result["notes"]
    assert "not decided" not in {cell["state"] for cell in result["cells"]}


def test_who_breaks_an_engine_in_one_cell_keeps_what_is_right_in_others(levels, solution, tmp_path):
    path = hostile.cells(solution[2], tmp_path / "x.xlsx", {"H29": RECURSIVE})
    (result,) = api.grade([path], levels[2].key, time_limit=5).results
    (wrong,) = [cell for cell in result["cells"] if cell["state"] != "right"]
    assert (wrong["cell"], wrong["state"]) == ("forward!H29", "error")
    assert 5 < result["score"] < 6


def test_the_batch_goes_on(levels, blank, solution, tmp_path):
    """Bad files among good ones: the good ones' marks are what they are alone."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (make, _) in enumerate(REFUSED.values()):
        if make is not hostile.zip_bomb:
            make(blank, folder / f"{number}-bad.xlsx")
    for number in range(3):
        (folder / f"{number}-good.xlsx").write_bytes(solution[2].read_bytes())
    results = api.grade([folder], levels[2].key, jobs=2).results
    good = [result for result in results if result["file"].endswith("good.xlsx")]
    assert [result["score"] for result in good] == [6.0, 6.0, 6.0]
    assert sum(result["status"] == "could not be graded" for result in results) == len(REFUSED) - 1


def test_other_peoples_files(executor, levels, tmp_path, solution):
    result = graded(executor, levels[3].blank, levels)
    assert result["reason"] == (
        "is the exercise hello-forward, level 3, not hello-forward, level 2"
    )
    (book,) = api.build(["hello-forward"], tmp_path)
    result = graded(executor, book, levels)
    assert "this is no exercise of xlrnn" in result["reason"]


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
def test_names_are_text_in_every_report(levels, solution, tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "out"
    for number, name in enumerate(NAMES):
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / name).write_bytes(solution[2].read_bytes())
    forms = [f"--format={form}" for form in ("json", "csv", "html", "nbgrader", "workbook")]
    arguments = [str(folder), "--key", str(levels[2].key), "-o", str(out), "--quiet", *forms]
    assert run(["grade", *arguments]) == 0
    shown = capsys.readouterr().out
    assert [sign for sign in shown if not (sign.isprintable() or sign == "\n")] == []
    assert len(json.loads((out / "results.json").read_text())["results"]) == len(NAMES)
    assert len(list((out / "students").iterdir())) == len(NAMES)
    assert len(list((out / "annotated").iterdir())) == len(NAMES)
    for path in [*out.glob("*.html"), *out.glob("students/*")]:
        assert "<script" not in path.read_text()
    for path in out.glob("*.csv"):
        assert not re.search(r'(^|,)"?[=+@\t]', path.read_text(), re.MULTILINE)


def test_annotated_copies_do_not_reach_out(levels, solution, tmp_path):
    import openpyxl

    path = hostile.external(solution[2], tmp_path / "x.xlsx")
    hostile.cells(path, tmp_path / "y.xlsx", {"H31": 'WEBSERVICE("http://127.0.0.1:9/")'})
    out = tmp_path / "out"
    api.grade([tmp_path / "y.xlsx"], levels[2].key, formats=("workbook",), folder=out)
    (copy,) = (out / "annotated").iterdir()
    workbook = openpyxl.load_workbook(copy)
    assert workbook["forward"]["H31"].value == "[left out: calls WEBSERVICE]"
    assert workbook["forward"]["H29"].value.startswith("[left out")
    assert not any("externalLink" in name for name in hostile.parts_of(copy))
    assert workbook["forward"]["H35"].comment.text.startswith("✓")
    workbook.close()
