"""No engine refuses a formula on its own word, and each calculates it as it was entered."""

import csv
import io
import json
import re

import openpyxl
import pytest

from tests.cli.workbooks import pack, parts_of
from tests.exercises.everywhere import Asked
from tests.exercises.submissions import Pupil
from tests.requirements import require
from xlrnn.engines.cellrune import CellRuneSheets
from xlrnn.exercises.grade.grade import grade_file, job
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.reading import LoadedWorkbook
from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark import mark
from xlrnn.exercises.mark.consensus import decided, needs_another
from xlrnn.exercises.mark.mark import ORDER
from xlrnn.exercises.mark.opened import open_submission
from xlrnn.formula.value import CellError
from xlrnn.report.grades import why
from xlrnn.report.grades.data import csv_lines, reason_lines
from xlrnn.report.grades.gradescope import render
from xlrnn.report.grades.html import overview_pieces, render_student
from xlrnn.report.grades.workbook import annotate
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import read

# What one engine or another shows as an error, or as a wrong number, and is right.
RIGHT = {
    "AGGREGATE": {"exps_sum": lambda s, i, t: f"_xlfn.AGGREGATE(9,6,{s.column('exps', t)})"},
    "a function of a range in SUMPRODUCT": {
        "exps_sum": lambda s, i, t: f"SUMPRODUCT(ABS({s.column('exps', t)}))"
    },
    "EXP in SUMPRODUCT": {
        "exps_sum": lambda s, i, t: (
            f"SUMPRODUCT(EXP({s.column('logits', t)}-MAX({s.column('logits', t)})))"
        )
    },
    "a range up to INDEX": {
        "exps_sum": lambda s, i, t: (
            f"SUM({s.at('exps', 0, t)}:INDEX({s.column('exps', t)},{s.size('exps')[0]}))"
        )
    },
    "LET": {"h": lambda s, i, t: (
        f"_xlfn.LET(_xlpm.h,{s.at('a_x', i, t)}+{s.at('a_h', i, t)},TANH(_xlpm.h))"
    )},
    "LAMBDA": {"h": lambda s, i, t: (
        f"_xlfn.LAMBDA(_xlpm.x,TANH(_xlpm.x))({s.at('a_x', i, t)}+{s.at('a_h', i, t)})"
    )},
    "the sum of a block's column by its number": {
        "p": lambda s, i, t: f"{s.at('exps', i, t)}/INDEX(exps_sum,1,{t + 1})"
    },
    "one cell of a range": {"p": lambda s, i, t: f"{s.at('exps', i, t)}/exps_sum"},
}  # fmt: skip


@pytest.fixture
def pupil(handed):
    return Pupil(handed[0].blank, handed[0].assignment)


def result(pupil, handed, path, order=()):
    return grade_file(job(pupil.save(path), handed[0].key, order=order))


@pytest.mark.parametrize("engine", ORDER)
@pytest.mark.parametrize("style", RIGHT)
def test_no_engine_alone_takes_points_off_a_right_formula(pupil, handed, tmp_path, engine, style):
    require(engine)
    pupil.fill(**RIGHT[style])
    found = result(pupil, handed, tmp_path / "x.xlsx", [engine])
    assert found["score"] == found["max_score"]
    assert {cell["state"] for cell in found["cells"]} <= {"not decided"}


@pytest.mark.parametrize("style", RIGHT)
def test_two_engines_know_all_of_them(pupil, handed, tmp_path, style):
    require("cellrune")
    found = result(pupil.fill(**RIGHT[style]), handed, tmp_path / "x.xlsx", ORDER[:2])
    assert found["score"] == found["max_score"]
    assert {cell["state"] for cell in found["cells"]} <= {"right"}


# Wrong formulas, and whether some of the inputs show it to the second engine.
WRONG_SOMEWHERE = {
    "without its tanh": ({"h": lambda s, i, t: f"{s.at('a_x', i, t)}+{s.at('a_h', i, t)}"}, True),
    "right for the given inputs": (
        {"p": lambda s, i, t: (
            f"{s.at('exps', i, t)}/IF({s.at('h_0', 0, 0)}=0,{s.at('exps_sum', 0, t)},1)"
        )}, True,
    ),
    "off by so little that it could vanish": (
        {"p": lambda s, i, t: f"{s.at('exps', i, t)}/{s.at('exps_sum', 0, t)}+5E-7"}, False,
    ),
    "an error": (
        {"exps": lambda s, i, t: f"EXP({s.at('logits', i, t)})/0",
         "p": lambda s, i, t: f"{s.at('exps', i, t)}"}, False,
    ),
    "nothing before it": (
        {"h": lambda s, i, t: '""', "logits": lambda s, i, t: f"{s.at('h', 0, t)}"}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_SOMEWHERE)
def test_the_second_engine_calculates_until_it_saw_what_is_wrong(
    pupil, handed, tmp_path, monkeypatch, wrong
):
    require("cellrune")
    formulas, some = WRONG_SOMEWHERE[wrong]
    path = pupil.fill(**formulas).save(tmp_path / "x.xlsx")
    calculated = []
    calculate = CellRuneSheets.calculate
    monkeypatch.setattr(
        CellRuneSheets, "calculate", lambda self: (calculated.append(1), calculate(self))
    )
    found = grade_file(job(path, handed[0].key, order=ORDER[:2]))
    assert formulas.keys() <= {cell["block"] for cell in found["cells"]}
    tried = 1 + len(handed[0].assignment.trials)
    assert (len(calculated) < tried) is some
    monkeypatch.setattr(mark, "read_while_doubtful", read_all)
    assert grade_file(job(path, handed[0].key, order=ORDER[:2])) == found


def read_all(bench, opened, _):
    return [bench.read(inputs) for inputs in opened.trials], ["all"]


def test_what_shows_nothing_or_stands_behind_an_error_may_still_be_right(pupil, handed, tmp_path):
    path = pupil.fill(logits=lambda s, i, t: s.at("h", 0, t)).save(tmp_path / "x.xlsx")
    with open_package(path) as package:
        opened = open_submission(
            package, read(package), handed[0].assignment, tmp_path / "copy.xlsx"
        )
    submission, rules = opened.submission, opened.rules
    with mark.running(ORDER[0]).load(opened.copy) as sheets:
        bench = LoadedWorkbook(sheets, submission.places, opened.inputs, opened.used)
        reading = bench.read(opened.trials[0])

    def is_wrong():
        judge = Judge(submission, rules, [reading], explains=False)
        return judge.contradicts(rules.blocks["logits"], (0, 0))

    assert is_wrong()
    for block, shown in (("h", CellError("#VALUE!")), ("logits", None)):
        cells = reading.values[block][0]
        before, cells[0] = cells[0], shown
        assert not is_wrong()
        cells[0] = before
    assert is_wrong()


@pytest.fixture
def alone(pupil, handed, tmp_path):
    """A wrong block, a typed and an empty cell, with one engine alone."""
    pupil.fill(h=lambda s, i, t: f"TANH({s.at('a_x', i, t)})")
    pupil.type("p", 0, 0, 0.25)
    pupil.type("p", 0, 1, None)
    return result(pupil, handed, tmp_path / "x.xlsx", [ORDER[0]])


def test_a_refusal_of_one_engine_is_not_decided(alone):
    states = {(cell["block"], cell["state"]) for cell in alone["cells"]}
    assert states == {("h", "not decided"), ("p", "typed"), ("p", "empty")}
    (line,) = [line for line in alone["criteria"] if line["id"] == "h"]
    assert line["score"] == line["points"]
    assert line["reasons"][0].startswith("not decided: a refusal needs two programs")
    assert alone["first_wrong"]["block"] == "p"
    (note,) = [note for note in alone["notes"] if note.startswith("not decided")]
    assert "forward!H" in note
    assert "here ironcalc did" in note


def test_every_report_says_what_was_not_decided(alone, tmp_path):
    words = "not decided: a refusal needs two programs"
    assert words in render_student(alone)
    assert "not decided, given their points" in "".join(overview_pieces([alone]))
    (line,) = csv.DictReader(io.StringIO("".join(csv_lines([alone]))))
    assert "not decided, given their points" in line["notes"]
    assert words in "".join(reason_lines([alone]))
    assert any(words in line for line in why(alone))
    content = json.loads(render(alone))
    assert any(words in test["output"] for test in content["tests"])
    assert any("not decided" in note for note in content["extra_data"]["notes"])
    copy = tmp_path / "copy.xlsx"
    annotate(alone["file"], alone, str(copy))
    book = openpyxl.load_workbook(copy)
    cell = next(cell for cell in alone["cells"] if cell["state"] == "not decided")
    sheet, _, address = cell["cell"].partition("!")
    assert book[sheet][address].comment.text.startswith("? not decided")


def test_nothing_is_called_right_that_was_not_decided(pupil, handed, tmp_path):
    pupil.fill(h=lambda s, i, t: f"TANH({s.at('a_x', i, t)})")
    page = render_student(result(pupil, handed, tmp_path / "x.xlsx", [ORDER[0]]))
    assert "No cell is wrong; 12 could not be decided." in page
    assert "Every cell is right" not in page


def verdict(state, shows="", formula="A1", **others):
    return CellVerdict("h", 0, 0, "s!A1", state, formula=formula, shows=shows, **others)


WRONG, GOOD = verdict(State.WRONG), verdict(State.RIGHT)


def error(shows, formula="A1"):
    return verdict(State.ERROR, shows, formula)


@pytest.mark.parametrize(
    ("said", "another", "state"),
    [
        ([GOOD], False, State.RIGHT),
        ([WRONG], True, State.UNDECIDED),
        ([WRONG, WRONG], False, State.WRONG),
        ([WRONG, GOOD], False, State.RIGHT),
        ([error("#DIV/0!"), error("#DIV/0!")], False, State.ERROR),
        # Both may lack what a third one has.
        ([error("#VALUE!"), error("#ERROR!")], True, State.ERROR),
        ([error("#VALUE!"), error("#ERROR!"), error("#VALUE!")], False, State.ERROR),
        ([error("#VALUE!"), WRONG], False, State.WRONG),
        # Who does not know a function says nothing about the formula.
        ([error("#NAME?", "LET(x,1,x)"), WRONG], True, State.UNDECIDED),
        ([error("#NAME?", "LET(x,1,x)"), error("#UNCALCULATED! no")], True, State.UNDECIDED),
        ([error("#NAME?", "LET(x,1,x)"), WRONG, WRONG], False, State.WRONG),
        # But nobody knows this one.
        ([error("#NAME?", "TANHH(A1)"), error("#NAME?", "TANHH(A1)")], True, State.ERROR),
        # Nor takes anybody a formula as long as this.
        ([error("#UNCALCULATED! no", "(" * 9000), error("#NAME?", "(" * 9000)], True, State.ERROR),
        ([verdict(State.EMPTY)], False, State.EMPTY),
        ([verdict(State.TYPED)], False, State.TYPED),
        ([verdict(State.WRONG, misconception="reaches-out")], False, State.WRONG),
    ],
)
def test_what_follows_from_what_engines_say(said, another, state):
    assert needs_another(said) is another
    assert decided(said, ()).state is state


def test_what_no_engine_can_be_given_is_not_decided():
    assert decided([WRONG, WRONG], {"s!A1"}).state is State.UNDECIDED


@pytest.mark.parametrize(
    "order", [("libreoffice", "cellrune"), ("formulon", "cellrune"), ("cellrune", "ironcalc")]
)
def test_a_circle_is_one_in_every_program(pupil, handed, tmp_path, order):
    """Each names it in its own words, and formulon shows numbers."""
    pupil.fill(a_h=lambda s, i, t: f"{s.at('w_hh', 0, 0)}*{s.at('h', i, t)}")
    path = pupil.save(tmp_path / "x.xlsx")
    for name in order:
        require(name)
    found = grade_file(job(path, handed[0].key, order=order))
    said = {(cell["block"], cell["misconception"]) for cell in found["cells"]}
    assert said == {("a_h", "circular")}
    assert found["first_wrong"]["block"] == "a_h"


def test_what_only_the_first_engine_knows_keeps_nothing_from_being_judged(tmp_path):
    """An engine that cannot calculate a cell that another saw as right judges what follows."""
    asked = Asked("hello-forward", 2, ("logits_max", "exps"))
    handed = asked.hand_out(tmp_path / "exercise")
    pupil = Pupil(handed.blank, handed.assignment)
    pupil.fill(
        logits_max=lambda s, i, t: f"_xlfn.AGGREGATE(14,6,{s.column('logits', t)},1)",
        exps=lambda s, i, t: f"EXP({s.at('logits', i, t)}+{s.at('logits_max', 0, t)})",
    )
    order = ("cellrune", "ironcalc")  # which knows no AGGREGATE
    path = pupil.save(tmp_path / "x.xlsx")
    for name in order:
        require(name)
    found = grade_file(job(path, handed.key, order=order))
    assert {(cell["block"], cell["state"]) for cell in found["cells"]} == {("exps", "wrong")}


def transposed(s, i, t):
    return f"SUM({s.row('W_hy', i)}*TRANSPOSE({s.column('h', t)}))"


@pytest.mark.parametrize("engine", ["ironcalc", "cellrune", "formulon", "libreoffice"])
def test_an_array_formula_entered_plainly_is_none(pupil, handed, tmp_path, engine):
    """Some engines calculate it all the same; it shows #VALUE! to whoever opens the file."""
    other = "cellrune" if engine == "ironcalc" else "ironcalc"
    require(engine), require(other)
    found = result(pupil.fill(logits=transposed), handed, tmp_path / "x.xlsx", [engine, other])
    (cells,) = ({(c["block"], c["state"], c["misconception"]) for c in found["cells"]},)
    assert cells == {("logits", "error", "entered-plainly")}
    assert "Ctrl+Shift+Enter" in found["cells"][0]["words"]
    assert any("as ordinary formulas" in note for note in found["notes"])


@pytest.mark.parametrize("engine", ["ironcalc", "cellrune", "formulon", "libreoffice"])
@pytest.mark.parametrize("dynamic", [False, True])
def test_the_same_entered_as_an_array_formula_is_right(pupil, handed, tmp_path, engine, dynamic):
    require(engine)
    pupil.fill(logits=lambda s, i, t: "{" + transposed(s, i, t) + "}")
    path = pupil.save(tmp_path / "x.xlsx")
    if dynamic:  # as the newest Excel saves what is entered with Enter alone
        parts = parts_of(path)
        for name in [name for name in parts if "worksheets/sheet" in name]:
            text = re.sub(r'<c (r="\w+")([^>]*)><f t="array"', r'<c \1\2 cm="1"><f t="array"',
                          parts[name].decode())  # fmt: skip
            parts[name] = text.encode()
        assert any(b'cm="1"' in part for part in parts.values())
        pack(path, parts)
    found = grade_file(job(path, handed[0].key, order=[engine]))
    assert (found["score"], found["cells"]) == (found["max_score"], [])
