"""Marks: a sample of the submissions with known marks, and every promise about a single one."""

import random
import subprocess

import openpyxl
import pytest

from tests.exercises.answers import PLAIN, STYLES
from tests.exercises.known import known
from tests.exercises.submissions import Pupil, forge
from tests.exercises.survey import graded
from tests.requirements import require
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.make.book import exercise_book
from xlrnn.exercises.mark.mark import ORDER

SAMPLE = 24
# What the second engine must agree about; each takes a second.
OFFICE = 5


def test_there_are_enough_submissions(handed):
    kinds = [one.kind for one in known(handed)]
    assert len(kinds) >= 500
    assert kinds.count("right, in a style of its own") >= 8 * len(handed)
    assert len(STYLES) >= 8


def sample(handed, count):
    """A sample that has every kind."""
    draw, every = random.Random(1), known(handed)
    kinds = sorted({one.kind for one in every})
    first = [draw.choice([one for one in every if one.kind == kind]) for kind in kinds]
    return [*first, *draw.sample(every, count - len(first))]


def test_a_sample_is_marked_as_known(handed, tmp_path):
    """The whole of it: python -m tests.exercises.full"""
    findings = [graded(one, tmp_path) for one in sample(handed, SAMPLE)]
    assert len(findings) == SAMPLE
    assert [(f.known.name, f.faults) for f in findings if f.faults] == []


def test_marks_are_the_same_with_libreoffice(handed, tmp_path):
    require("libreoffice")
    office = ("libreoffice", "cellrune")
    for one in sample(handed, 11)[:OFFICE]:
        here, there = graded(one, tmp_path), graded(one, tmp_path, office)
        assert there.faults == []
        assert there.result["engines"][0] == "libreoffice"
        cells = [
            [(c["cell"], c["state"], c.get("misconception")) for c in finding.result["cells"]]
            for finding in (here, there)
        ]
        assert cells[0] == cells[1]
        assert here.result["score"] == there.result["score"]


@pytest.fixture
def pupil(handed):
    return Pupil(handed[0].blank, handed[0].assignment)


def result(pupil, handed, path, **options):
    pupil.save(path)
    return grade_file(job(path, handed[0].key, **options))


def block(found, name):
    return [cell for cell in found["cells"] if cell["block"] == name]


def test_an_engines_fault_costs_no_mark(pupil, handed, tmp_path):
    """ironcalc is wrong about a function of a range in a plain formula; the others are not."""
    require("cellrune")
    pupil.fill(exps_sum=lambda s, i, t: f"SUMPRODUCT(ABS({s.column('exps', t)}))")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert found["score"] == found["max_score"]
    assert {cell["differ"] for cell in block(found, "exps_sum")} == {True}
    assert any(note.startswith("engines differ (ironcalc and cellrune)") for note in found["notes"])


def test_a_second_engine_is_not_asked_without_need(pupil, handed, tmp_path):
    assert result(pupil.fill(), handed, tmp_path / "x.xlsx")["engines"] == [ORDER[0]]


def test_one_mistake_costs_one_mark_and_the_first_is_named(pupil, handed, tmp_path):
    pupil.fill()
    pupil.put("a_h", 1, 2, "5")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    wrong = [cell for cell in found["cells"] if cell["state"] != "right"]
    assert [(cell["block"], cell["row"], cell["step"]) for cell in wrong] == [("a_h", 2, 3)]
    assert found["first_wrong"]["cell"] == wrong[0]["cell"]
    assert found["score"] == pytest.approx(found["max_score"] - 2 / 12, abs=1e-5)


def test_the_first_wrong_is_the_first_in_time(pupil, handed, tmp_path):
    pupil.fill()
    pupil.put("p", 0, 1, "5")
    pupil.put("a_x", 0, 3, "5")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert (found["first_wrong"]["block"], found["first_wrong"]["step"]) == ("p", 2)


def test_an_error_value_is_carried_forward_too(pupil, handed, tmp_path):
    pupil.fill()
    pupil.put("a_h", 0, 0, "1/0")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    wrong = [cell for cell in found["cells"] if cell["state"] != "right"]
    assert len(wrong) == 1
    assert wrong[0]["words"] == "the formula shows an error, #DIV/0!"


def test_cells_that_go_round_in_a_circle(pupil, handed, tmp_path):
    pupil.fill()
    pupil.put("h", 0, 0, pupil.sheet.at("logits", 0, 0))
    found = result(pupil, handed, tmp_path / "x.xlsx")
    wrong = {(cell["block"], cell["row"], cell["step"]) for cell in found["cells"]
             if cell["state"] != "right"}  # fmt: skip
    assert ("h", 1, 1) in wrong
    assert len(wrong) <= 3


def test_a_forged_result_is_reported_and_counts_for_nothing(pupil, handed, tmp_path):
    pupil.fill(h=lambda s, i, t: f"{s.at('a_x', i, t)}*0")
    cell = pupil.sheet.at("h", 0, 0)
    path = forge(pupil.save(tmp_path / "x.xlsx"), {cell: 0.123})
    found = grade_file(job(path, handed[0].key))
    assert {one["state"] for one in block(found, "h")} == {"wrong"}
    assert any(f"forward!{cell}" in note and "count for nothing" in note for note in found["notes"])


def test_a_given_cell_that_was_changed_is_put_right(levels, solution, tmp_path):
    """Whoever empties a_x of sense to make h easy earns nothing by it, and loses nothing either."""
    right, easy = tmp_path / "right.xlsx", tmp_path / "easy.xlsx"
    for path, formula in ((right, "=TANH(H17+H29)"), (easy, "=TANH(H29)")):
        workbook = openpyxl.load_workbook(solution[2])
        workbook["forward"]["H17"] = "=0*C17"
        workbook["forward"]["H35"] = formula
        workbook.save(path)
        workbook.close()
    found = grade_file(job(right, levels[2].key))
    assert found["score"] == found["max_score"]
    assert "a given cell was changed: forward!H17" in found["notes"]
    found = grade_file(job(easy, levels[2].key))
    assert found["score"] < found["max_score"]


def test_changed_inputs_do_not_matter(levels, solution, tmp_path):
    workbook = openpyxl.load_workbook(solution[2])
    workbook["forward"]["C17"] = 7
    workbook["forward"]["H5"] = "o"
    workbook.save(tmp_path / "x.xlsx")
    workbook.close()
    found = grade_file(job(tmp_path / "x.xlsx", levels[2].key))
    assert (found["score"], found["notes"]) == (found["max_score"], [])


def test_renamed_blocks_are_found_where_they_were(levels, solution, tmp_path):
    workbook = openpyxl.load_workbook(solution[2])
    del workbook.defined_names["h"]
    workbook.save(tmp_path / "x.xlsx")
    workbook.close()
    found = grade_file(job(tmp_path / "x.xlsx", levels[2].key))
    assert found["score"] == found["max_score"]
    assert "the name h is gone; taken where it was handed out" in found["notes"]


def test_only_formulas_count_at_level_1(levels, solution):
    found = grade_file(job(solution[1], levels[1].key))
    assert found["score"] == found["max_score"] == 12


def test_the_hidden_mistake(levels, solution):
    ((name, _),) = levels[4].assignment.questions.planted.items()
    blank = grade_file(job(levels[4].blank, levels[4].key))
    assert (blank["score"], blank["max_score"]) == (0, 4)
    assert {cell["block"] for cell in blank["cells"] if cell["state"] != "right"} == {name}
    assert grade_file(job(solution[4], levels[4].key))["score"] == 4


def test_what_is_broken_while_the_mistake_is_sought_costs(levels, solution, tmp_path):
    ((planted, _),) = levels[4].assignment.questions.planted.items()
    book = exercise_book(levels[4].assignment.make_lesson(), levels[4].assignment.questions)
    others = [name for name in ("a_x", "exps", "logits", "p") if name != planted][:3]
    workbook = openpyxl.load_workbook(solution[4])
    scores, reasons = [], []
    for name in others:  # a_x: another block's cells are judged on it, and stay right
        cell = str(book[name].located().cell(0, 0))
        workbook["forward"][cell] = f"{workbook['forward'][cell].value}+1"
        workbook.save(tmp_path / "x.xlsx")
        found = grade_file(job(tmp_path / "x.xlsx", levels[4].key))
        scores.append(found["score"])
        reasons = found["criteria"][0]["reasons"]
    workbook.close()
    assert scores == [3, 2, 1]
    assert f"{others[0]} was right before and is not now, which costs 1: " in reasons[0]


def test_a_prediction_counts_whatever_it_is(levels, solution, tmp_path):
    workbook = openpyxl.load_workbook(solution[5])
    sheet, _, area = workbook.defined_names["guess"].attr_text.replace("$", "").partition("!")
    for row in workbook[sheet][area]:
        for cell in row:
            cell.value = "z"
    workbook.save(tmp_path / "x.xlsx")
    workbook.close()
    found = grade_file(job(tmp_path / "x.xlsx", levels[5].key))
    assert found["score"] == found["max_score"] == 9
    found = grade_file(job(solution[5], levels[5].key))
    assert found["score"] == 8


def test_behind_empty_cells_a_wrong_formula_earns_nothing(handed, tmp_path):
    """Where nothing is before it, every formula that gives 0 would look right."""
    for formula, right in ((None, True), (lambda s, i, t: "0*A1", False)):
        pupil = Pupil(handed[0].blank, handed[0].assignment)
        pupil.fill(**({"logits": formula} if formula else {}))
        for i, t in handed[0].assignment.questions.blanks["h"]:
            pupil.page[pupil.sheet.at("h", i, t)] = None
        found = result(pupil, handed, tmp_path / "x.xlsx")
        states = {cell["block"]: cell["state"] for cell in found["cells"]}
        assert states == ({"h": "empty"} if right else {"h": "empty", "logits": "wrong"})


@pytest.mark.parametrize("formula", ["0.25", "0.5*0.5"])
def test_behind_cells_that_never_change_right_formulas_are_right(pupil, handed, tmp_path, formula):
    pupil.fill(h=lambda s, i, t: formula)
    if formula == "0.25":
        for i, t in handed[0].assignment.questions.blanks["h"]:
            pupil.page[pupil.sheet.at("h", i, t)] = 0.25
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert {cell["block"] for cell in found["cells"]} == {"h"}


def test_a_right_result_that_never_changes_by_chance_is_right(pupil, handed, tmp_path):
    """One score is always the largest, by a mistake, so its exponential is always 1."""
    pupil.fill(logits=lambda s, i, t: f"{PLAIN['logits'](s, i, t)}+{100 * i}")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert {cell["block"] for cell in found["cells"]} == {"logits"}


def test_helper_cells_on_the_page_for_them(pupil, handed, tmp_path):
    scratch = pupil.workbook["scratch"]

    def helped(s, i, t):
        cell = f"{'BCDE'[t]}{i + 2}"
        scratch[cell] = f"=forward!{s.at('a_x', i, t)}+w_hh*forward!{s.at('h_prev', i, t)}+b_h"
        return f"TANH(scratch!{cell})"

    pupil.fill(h=helped)
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert (found["score"], found["engines"]) == (found["max_score"], [ORDER[0]])


@pytest.mark.parametrize("digits", [4, 8])
def test_a_rounded_result_is_called_so(pupil, handed, tmp_path, digits):
    """So is one that is right to the last digit that counts, for the given numbers by chance."""
    pupil.fill(h=lambda s, i, t: f"ROUND(TANH({s.at('a_x', i, t)}+{s.at('a_h', i, t)}),{digits})")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert {cell["misconception"] for cell in block(found, "h")} == {"rounded"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [(0.5, "a number is typed"), ("0,5", "a text is typed"), ("=TANH(1)", "stored as a text")],
)
def test_what_is_typed_is_called_what_it_is(pupil, handed, tmp_path, typed, words):
    pupil.fill()
    cell = pupil.page[pupil.sheet.at("h", 0, 1)]
    cell.value = typed
    cell.data_type = "n" if isinstance(typed, float) else "s"
    (found,) = block(result(pupil, handed, tmp_path / "x.xlsx"), "h")
    assert (found["state"], found["misconception"]) == ("typed", "typed")
    assert words in found["words"]


def test_a_file_that_libreoffice_saved(levels, solution, tmp_path):
    """Names, formulas and protection as LibreOffice writes them."""
    require("libreoffice")
    from xlrnn.engines.libreoffice import find_soffice

    for level in (2, 5):
        subprocess.run(
            [find_soffice(), f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless",
             "--convert-to", "xlsx", "--outdir", tmp_path, solution[level]],
            capture_output=True, timeout=120, check=True,
        )  # fmt: skip
        found = grade_file(job(tmp_path / solution[level].name, levels[level].key))
        assert [cell["cell"] for cell in found["cells"]] == []
        assert found["notes"] == []


def test_a_mistake_inside_a_longer_formula_is_explained(pupil, handed, tmp_path):
    pupil.fill(h=lambda s, i, t: f"TANH({s.at('a_x', i, t)}+{s.recurrent(i, t)})")
    found = result(pupil, handed, tmp_path / "x.xlsx")
    assert {cell["misconception"] for cell in block(found, "h")} == {"bias-left-out"}
