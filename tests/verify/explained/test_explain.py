"""A cell explained: NumPy and the sheet side by side, and the first step in which they differ."""

import openpyxl
import pytest

from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.report.explained import html, text
from xlrnn.verify.results.verdict import Outcome


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    (path,) = api.build("hello-forward", tmp_path_factory.mktemp("book"))
    return path


@pytest.fixture
def wrong(book, tmp_path):
    """The recurrent part of step 2 takes the input part of step 1 in the place of a state."""
    file = openpyxl.load_workbook(book)
    file["forward"]["I30"] = "=$C$29*H18+$E$29"
    path = tmp_path / "wrong.xlsx"
    file.save(path)
    return path


def test_every_step_has_both_numbers_and_the_formula_that_stands_there(book):
    found = api.explain(book, "forward!I36")
    assert found.outcome is Outcome.AGREE
    assert found.engine.startswith("ironcalc ")
    last = found.steps[-1]
    assert (last.symbol, last.label, last.result.formula) == (
        "h_2[2]",
        "hidden state",
        "=TANH(I18+I30)",
    )
    assert last.maths == "tanh(a_x_2[2] + a_h_2[2])"
    assert last.result.actual == pytest.approx(last.result.expected, rel=1e-12)
    symbols = [step.symbol for step in found.steps]
    assert symbols.index("h_1[2]") < symbols.index("h_prev_2[2]") < symbols.index("h_2[2]")
    assert {"W_xh[2, 1]", "w_hh", "b_h", "letter_2"} <= {one.symbol for one in found.given}
    assert "W_xh[1, 1]" not in {one.symbol for one in found.given}  # of another unit


def test_the_first_wrong_step_is_named_and_what_it_should_be(wrong):
    found = api.explain(wrong, "forward!J36")
    assert found.outcome is Outcome.DIFFER
    assert found.first_wrong.result.cell == "forward!I30"
    assert found.first_wrong.result.formula == "=$C$29*H18+$E$29"
    assert found.first_wrong.maths == "w_hh·h_prev_2[2] + b_h"
    assert "The first step that differs: forward!I30, a_h_2[2]." in text.render(found)
    assert api.explain(wrong, "forward!H36").outcome is Outcome.AGREE  # the step before


def test_other_inputs_are_those_of_the_sheet(book, tmp_path):
    file = openpyxl.load_workbook(book)
    file["forward"]["C29"] = 0.25
    file.save(tmp_path / "changed.xlsx")
    found = api.explain(tmp_path / "changed.xlsx", "forward!I30")
    assert ("w_hh", 0.25) in [(one.symbol, one.value) for one in found.given]
    assert found.outcome is Outcome.AGREE
    assert found.steps[-1].numbers.startswith("0.25·")


def test_an_input_an_equation_and_a_check_are_told_as_well(book):
    given = api.explain(book, "'forward'!$C$17")
    assert (given.steps, given.given[0].symbol, given.outcome) == ([], "W_xh[1, 1]", Outcome.AGREE)
    assert "It is given" in text.render(given)
    sheet = openpyxl.load_workbook(book)["equations"]
    cell = next(c.coordinate for row in sheet for c in row if c.data_type == "f")
    assert api.explain(book, f"EQUATIONS!{cell}").outcome is Outcome.AGREE
    assert api.explain(book, "forward!I36", most=3).left_out > 3


@pytest.mark.parametrize(
    "cell, said",
    [
        ("I36", "names no sheet of"),
        ("forward!", "is no cell address"),
        ("elsewhere!A1", "'elsewhere!A1' names no sheet of"),
        ("forward!A1", "forward!A1 is no part of the calculation"),
        ("forward!I36:J37", "is no cell address"),
    ],
)
def test_what_is_no_cell_of_the_calculation(book, cell, said):
    with pytest.raises(UsageError, match=said) as caught:
        api.explain(book, cell)
    assert "as in forward!H9" in str(caught.value)


def test_a_file_of_others_an_input_that_is_gone_and_all_engines(book, tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(UnreadableError):
        api.explain(tmp_path / "other.xlsx", "Sheet!A1")
    file = openpyxl.load_workbook(book)
    del file.defined_names["w_hh"]
    file.save(tmp_path / "gone.xlsx")
    with pytest.raises(UnreadableError, match="not there: w_hh"):
        api.explain(tmp_path / "gone.xlsx", "forward!I36")
    with pytest.raises(UsageError, match="one engine: expected auto or a name, got all"):
        api.explain(book, "forward!I36", "all")
    with pytest.raises(UsageError, match="most is 0: expected a whole number from 1"):
        api.explain(book, "forward!I36", most=0)


def test_the_page_shows_texts_as_texts(book, tmp_path):
    file = openpyxl.load_workbook(book)
    file["forward"]["B9"] = "<b>"
    file.save(tmp_path / "hostile.xlsx")
    page = html.render(api.explain(tmp_path / "hostile.xlsx", "forward!H9"))
    assert "“&lt;b&gt;”" in page
    assert "<b>”" not in page
    assert "default-src 'none'" in page


def test_the_command(book, wrong, tmp_path, capsys):
    assert run(["verify", str(book), "--explain", "forward!I36"]) == 0
    assert "16. forward!I36   h_2[2]   hidden state" in capsys.readouterr().out
    page = tmp_path / "cell.html"
    assert run(["verify", str(wrong), "--explain", "forward!I36", "-o", str(page)]) == 1
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    capsys.readouterr()
    assert run(["verify", str(book), str(book), "--explain", "forward!I36"]) == 2
    assert "--explain takes one workbook" in capsys.readouterr().err
    assert run(["verify", str(book), "--most", "3"]) == 2
    assert "there is none" in capsys.readouterr().err
