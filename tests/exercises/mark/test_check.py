"""`xlrnn check`: how far a student is, telling what the teacher allows and never a value."""

import json

import openpyxl
import pytest

from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.exercises.make.exercise import make
from xlrnn.exercises.mark.check import check_file
from xlrnn.lessons import LESSON_NAMES
from xlrnn.xlsx import manifest

TELLS = ("states", "verdicts", "reasons")


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """Exercises of each kind, in which a_h lacks the bias and h is right but for a typed cell."""
    folder, paths = tmp_path_factory.mktemp("half"), {}
    for tells in TELLS:
        blank, *_ = make("hello-forward", folder / tells, seed=2, tells=tells)
        workbook = openpyxl.load_workbook(blank)
        page = workbook["forward"]
        for column in "HIJK":
            for row in (29, 30, 31):
                page[f"{column}{row}"] = f"=$C$29*{column}{row - 6}"
                page[f"{column}{row + 6}"] = f"=TANH({column}{row - 12}+{column}{row})"
        page["K37"] = 0.5
        paths[tells] = folder / f"{tells}.xlsx"
        workbook.save(paths[tells])
        workbook.close()
    return paths


def entries(found):
    return {entry["block"]: entry for entry in found["blocks"]}


def test_states_alone(half):
    found = api.check(half["states"])
    assert found["first"] == ""
    assert entries(found)["h"] == {
        "block": "h", "cells": 12, "formula": 11, "typed": 1, "empty": 0, "missing": 0
    }  # fmt: skip


def test_verdicts(half):
    found = check_file(str(half["verdicts"]))
    assert {name: entry["right"] for name, entry in entries(found).items()} == {
        "a_h": 0, "h": 11, "logits": 0
    }  # fmt: skip
    assert found["first"] == "forward!H29"
    assert not any(entry["reasons"] for entry in found["blocks"])


def test_reasons(half):
    found = check_file(str(half["reasons"]))
    assert entries(found)["a_h"]["reasons"] == ["a bias is left out"]
    assert entries(found)["h"]["reasons"] == ["a number is typed in where a formula belongs"]


@pytest.mark.parametrize("tells", TELLS)
def test_no_value_is_told(half, tells, capsys):
    assert run(["check", str(half[tells])]) == 1
    assert "." not in capsys.readouterr().out.replace("forward!", "").replace(", ", "")
    assert not [x for x in json.dumps(check_file(str(half[tells]))).split() if "0." in x]


def test_it_follows_the_numbers_in_the_file(levels, solution, tmp_path):
    """Right formulas stay right when the student plays with the weights."""
    workbook = openpyxl.load_workbook(solution[2])
    workbook["forward"]["C17"] = 3.25
    workbook.save(tmp_path / "x.xlsx")
    workbook.close()
    assert run(["check", str(tmp_path / "x.xlsx")]) == 0


def test_exit_codes(levels, solution, tmp_path, capsys):
    assert run(["check", str(levels[3].blank)]) == 1
    for level in (1, 2, 3):
        assert run(["check", str(solution[level])]) == 0
    assert run(["check", str(tmp_path / "none.xlsx")]) == 3
    (book,) = api.build(["hello-forward"], tmp_path)
    capsys.readouterr()
    assert run(["check", str(book)]) == 3
    assert "this is no exercise of xlrnn" in capsys.readouterr().out


def test_level_4_does_not_say_where_the_mistake_is(levels, capsys):
    assert run(["check", str(levels[4].blank)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("nothing was changed so far: one block is calculated wrongly")


def test_level_4_does_not_call_full_what_was_never_empty(levels, tmp_path, capsys):
    """What was changed is not compared with the mistake: it would tell where it is."""
    workbook = openpyxl.load_workbook(levels[4].blank)
    workbook.save(tmp_path / "x.xlsx")
    assert run(["check", str(tmp_path / "x.xlsx")]) == 0
    assert (
        capsys.readouterr().out == "whether the mistake is found and put right is not told here\n"
    )
    workbook["forward"]["H35"] = 0.5
    workbook["forward"]["H36"] = None
    workbook.save(tmp_path / "x.xlsx")
    assert run(["check", str(tmp_path / "x.xlsx")]) == 1
    assert capsys.readouterr().out == "h: 1 of 12 empty, 1 of 12 typed: write formulas\n"


@pytest.mark.parametrize("lesson", LESSON_NAMES)
def test_level_4_with_verdicts(lesson, tmp_path, capsys):
    blank, solved, _ = make(lesson, tmp_path, level=4, seed=2, tells="verdicts")
    assert run(["check", str(blank)]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert " right" in first
    assert last.startswith("look here first: ")
    assert run(["check", str(solved)]) == 0
    assert capsys.readouterr().out == "everything is right\n"


def test_verify_of_level_4_does_not_count_what_was_never_blank(levels, capsys):
    assert run(["verify", str(levels[4].blank)]) == 3
    shown = capsys.readouterr().out
    assert "this is an exercise: xlrnn check says more" in shown
    assert "blank cells" not in shown


def test_a_damaged_record_gets_no_advice_for_teachers(tmp_path, capsys):
    """`check` has no option --blank."""
    blank, *_ = make("hello-bptt", tmp_path, blanks=["h"])
    workbook = openpyxl.load_workbook(blank)
    cell = workbook[manifest.SHEET]["A1"]
    record = json.loads(cell.value)
    record["blanks"]["slope"] = [[0, 0]]
    cell.value = json.dumps(record)
    workbook.save(tmp_path / "x.xlsx")
    assert run(["check", str(tmp_path / "x.xlsx")]) == 3
    shown = capsys.readouterr().out
    assert "record is damaged: slope cannot be blank together with the others" in shown
    assert "--" not in shown


def test_what_is_typed_is_not_done(levels, tmp_path):
    """Also where nothing but states is told."""
    workbook = openpyxl.load_workbook(levels[4].blank)
    workbook["forward"]["H35"] = 0.5
    workbook.save(tmp_path / "x.xlsx")
    assert run(["check", str(tmp_path / "x.xlsx")]) == 1


def test_cells_are_counted_where_they_stand(levels, tmp_path):
    """An empty row that was inserted inside a block is none of its rows."""
    workbook = openpyxl.load_workbook(levels[2].blank)
    workbook.defined_names["h"].attr_text = "scratch!$A$1:$D$4"
    for row in (1, 3, 4):
        for column in range(1, 5):
            workbook["scratch"].cell(row, column, "=1")
    workbook.save(tmp_path / "x.xlsx")
    assert entries(check_file(str(tmp_path / "x.xlsx")))["h"]["formula"] == 12


def test_a_given_cell_that_was_changed_is_told(solution, tmp_path, capsys):
    workbook = openpyxl.load_workbook(solution[2])
    workbook["forward"]["H17"] = 0.5
    workbook.save(tmp_path / "x.xlsx")
    run(["check", str(tmp_path / "x.xlsx")])
    assert "a given cell was changed: forward!H17\n" in capsys.readouterr().out


def test_a_page_that_is_gone_is_named(solution, tmp_path):
    workbook = openpyxl.load_workbook(solution[2])
    del workbook["forward"]
    workbook.save(tmp_path / "x.xlsx")
    reason = check_file(str(tmp_path / "x.xlsx"))["reason"]
    assert "are gone with the page forward: go on in the file that was handed out" in reason


@pytest.mark.parametrize(("level", "told"), [(2, True), (4, False)])
def test_a_check_on_the_first_page_is_called_a_sign_and_no_proof(levels, level, told, capsys):
    """On the page itself, and here; at level 4 there is none."""
    run(["check", str(levels[level].blank)])
    assert ("is a sign and no proof" in capsys.readouterr().out) is told
    workbook = openpyxl.load_workbook(levels[level].blank)
    first = workbook.worksheets[0]
    texts = [str(cell.value) for row in first.iter_rows() for cell in row]
    workbook.close()
    assert any("sign and no proof" in text for text in texts) is told
    assert ("self-check" in texts) is told
