"""What the page asks and what it is answered, here under Python itself."""

import base64
import json
import sys

import pytest

from xlrnn import api, nn
from xlrnn.browser import models
from xlrnn.browser.at_once import AtOnce
from xlrnn.browser.calls import Calls
from xlrnn.browser.shown import Shown
from xlrnn.errors import EngineError
from xlrnn.formula.value import CellError
from xlrnn.report.grades.text import check_lines
from xlrnn.xlsx.reading.read import read

ENGINE = {"name": "formulon", "version": "0.18.0"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    (path,) = api.build("hello-forward", tmp_path_factory.mktemp("books"))
    return path


@pytest.fixture
def calls(tmp_path):
    return Calls(str(tmp_path))


def ask(calls, question, argument=None, *files):
    return json.loads(calls.answer(question, json.dumps(argument or {}), *files))


def cells_of(path):
    """What a page shows that has calculated a workbook: what is stored."""
    return [
        {"sheet": name, "row": row, "column": column, "value": value}
        for name, sheet in read(path).sheets.items()
        for (row, column), value in sheet.values.items()
    ]


def opened(calls, path, cells=None):
    argument = {"name": path.name, "engine": ENGINE, "cells": cells or cells_of(path)}
    return ask(calls, "open", argument, path.read_bytes())


def told(row, column, value, **more):
    return {"sheet": "forward", "row": row, "column": column, "value": value, **more}


def test_who_is_there_is_said(calls):
    assert {*ask(calls, "about")} == {"python", "numpy", "xlrnn"}


def test_what_does_not_agree_is_told_in_the_words_of_verify(calls, book):
    """The stored results stand for a page that has not calculated: its check page says so."""
    answer = opened(calls, book)
    assert answer["outcome"] == "differ"
    assert answer["first"]["words"].startswith("check!E8 (calculated) is mismatched: shows 0")
    wrong = ask(calls, "prove", {"cells": [told(35, 8, 0.5)], "typed": []})
    assert wrong["first"]["words"] == (
        "forward!H35 (h, step 1, unit 1) is mismatched: shows 0.5, expected 0.69316793692761047, "
        "formula =TANH(H17+H29)"
    )
    place = {"sheet": "forward", "row": 35, "column": 8}
    assert {key: wrong["first"][key] for key in place} == place


def test_other_inputs_have_other_numbers(calls, book):
    opened(calls, book)
    answer = ask(calls, "prove", {"cells": [told(5, 8, "o")], "typed": []})
    assert answer["first"]["words"].startswith(
        "forward!H9 (x, step 1, unit 1) is mismatched: shows 1, expected 0"
    )
    numbers = api.reference(book, {"letter": [["o", "e", "l", "l"]]})
    shown = [told(9 + row, 8, float(numbers["x"][row, 0])) for row in range(4)]
    answer = ask(calls, "prove", {"cells": shown, "typed": []})
    assert answer["first"]["words"].startswith("forward!H17 (a_x, step 1, unit 1)")


@pytest.mark.parametrize(
    "typed", [told(35, 8, 0.5), told(40, 8, 2, formula="1+1")], ids=["one goes", "one comes"]
)
def test_where_a_formula_comes_or_goes_the_workbook_is_wanted(calls, book, typed):
    opened(calls, book)
    assert ask(calls, "prove", {"cells": [typed], "typed": [typed]}) == {"again": True}


def test_who_knows_no_workbook_wants_it(calls):
    assert ask(calls, "prove", {"cells": [], "typed": []}) == {"again": True}


def test_what_makes_no_sense_is_said_and_is_no_difference(calls, book):
    opened(calls, book)
    value = {"error": "#DIV/0!"}
    answer = ask(calls, "prove", {"cells": [told(17, 3, value)], "typed": []})
    assert (answer["outcome"], answer["first"]) == ("unknown", None)
    assert "forward!C17 (W_xh) is #DIV/0!: expected a finite number" in answer["lines"][0]


def test_what_was_not_made_by_xlrnn_is_refused(calls, tmp_path):
    import openpyxl

    path = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(path)
    answer = opened(calls, path, [{"sheet": "Sheet", "row": 1, "column": 1, "value": 1}])
    assert answer["error"].startswith("no xlrnn manifest: xlrnn did not make this workbook")
    assert "error" in ask(calls, "open", {"name": "x", "engine": ENGINE, "cells": []}, b"no zip")


def test_the_report_is_that_of_the_command_line_and_names_the_file_alone(calls, book, tmp_path):
    answer = ask(calls, "verify", {"name": "../book.xlsx"}, book.read_bytes())
    assert answer["text"].startswith("agree:   book.xlsx: ironcalc")
    (found,) = json.loads(answer["json"])["books"]
    assert (found["book"], found["verdict"]) == ("book.xlsx", "agree")
    assert (tmp_path / "book.xlsx").is_file()


def test_an_exercise_is_told_what_check_tells(calls, tmp_path):
    task, *_ = api.exercise("hello-forward", tmp_path / "course", level=1)
    answer = ask(calls, "check", {"name": task.name}, task.read_bytes())
    assert (answer["lines"], answer["code"]) == check_lines(api.check(task))
    answer = ask(calls, "check", {"name": "b.xlsx"}, b"no zip")
    assert answer["code"] == 3
    assert answer["lines"][0].startswith("could not be checked: b.xlsx")


def test_a_model_becomes_the_workbook_of_export(calls, tmp_path):
    model, path = tmp_path / "tiny.npz", tmp_path / "native.xlsx"
    nn.Sequential([nn.Input((3, 2)), nn.SimpleRNN(2), nn.Dense(1)]).save(model)
    api.export(model, path, "0.5 1; 2 3; 1 0")
    argument = {"name": "tiny.npz", "input": "0.5 1; 2 3; 1 0", "tokens": ""}
    answer = ask(calls, "export", argument, model.read_bytes())
    assert answer["name"] == "tiny.xlsx"
    assert base64.b64decode(answer["book"]) == path.read_bytes()
    assert "error" in ask(calls, "export", argument, b"no model")


def test_a_model_of_keras_is_read_by_what_is_in_the_page(calls, tmp_path, monkeypatch):
    model, given = tmp_path / "tiny.keras", "0.5 1; 2 3; 1 0"
    nn.Sequential([nn.Input((3, 2)), nn.LSTM(2), nn.Dense(1)]).save(model)
    api.export(model, tmp_path / "native.xlsx", given)
    monkeypatch.setitem(sys.modules, "h5py", None)
    argument = {"name": "tiny.keras", "input": given, "tokens": ""}
    answer = ask(calls, "export", argument, model.read_bytes())
    assert base64.b64decode(answer["book"]) == (tmp_path / "native.xlsx").read_bytes()
    damaged = ask(calls, "export", argument, model.read_bytes()[:-400])
    assert damaged["error"].startswith("tiny.keras is damaged")
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    answer = ask(calls, "export", argument, model.read_bytes())
    assert answer["error"].startswith("tiny.keras: this page was made without what reads files of")


def test_no_exception_reaches_the_page(calls):
    answer = ask(calls, "open", {"name": "x.xlsx"}, b"")
    assert answer["error"].startswith("Python could not handle this; please report it as a bug: ")
    assert "KeyError" in ask(calls, "what")["error"]


def test_what_is_shown_is_read_and_never_changed(tmp_path):
    shown = Shown("page", "1")
    shown.take([told(1, 1, 2), told(1, 2, {"error": "#N/A"}), told(2, 1, True), told(2, 2, "a")])
    with shown.load(tmp_path) as sheets:
        sheets.calculate()
        assert sheets.read("forward", 1, 1, 2, 3) == [[2.0, CellError("#N/A"), None],
                                                      [True, "a", None]]  # fmt: skip
        assert isinstance(sheets.read("forward", 1, 1, 1, 1)[0][0], float)
        assert sheets.read("other", 1, 1, 1, 1) == [[None]]
        with pytest.raises(EngineError, match="a cell of the page, which changes it itself"):
            sheets.set("forward", 1, 1, 3.0)


def test_work_is_done_at_once():
    with AtOnce() as executor:
        assert executor.submit(divmod, 7, 2).result() == (3, 1)
        with pytest.raises(ZeroDivisionError):
            executor.submit(divmod, 7, 0).result()
