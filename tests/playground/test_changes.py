"""What a change does to a workbook, and what undo does; numbers are judged by NumPy."""

import io

import openpyxl
import pytest

from tests.playground.conftest import ROOT
from tests.playground.documents import Document
from xlrnn import api


@pytest.fixture
def document(page):
    return Document(page)


def places(name, block):
    """The cells of a block, as the page counts them."""
    book = openpyxl.load_workbook(ROOT / "workbooks" / f"{name}.xlsx")
    ((sheet, area),) = book.defined_names[block].destinations
    cells = book[sheet][area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    number = book.sheetnames.index(sheet)
    return [
        {"sheet": number, "row": cell.row, "column": cell.column} for row in rows for cell in row
    ]


def verified(document, tmp_path, name="book"):
    """What the page's engine stored in the file that is saved, against NumPy."""
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(document.save())
    (book,) = api.verify([path], "cached", vary=0).books
    return path, book


def test_undo_restores_every_cell_and_redo_changes_them_again(document):
    document.open("hello-forward")
    before = document.page.evaluate(
        "JSON.stringify(window.opened.book.sheets.map((s) => [...s.cells]))"
    )
    (letter, *_), (weight, *_) = places("hello-forward", "letter"), places("hello-forward", "W_xh")
    document.edit({**letter, "input": "o"}, {**weight, "input": 2})
    document.edit({**weight, "input": {"formula": "1/0"}})
    after = document.page.evaluate(
        "JSON.stringify(window.opened.book.sheets.map((s) => [...s.cells]))"
    )
    assert document.cell(*weight.values())["value"] == {"error": "#DIV/0!"}
    assert "✗ against NumPy" not in document.proof
    document.undo()
    document.undo()
    document.undo()  # there is nothing left: nothing happens
    assert document.different()[1] != []
    now = "JSON.stringify(window.opened.book.sheets.map((s) => [...s.cells]))"
    assert document.page.evaluate(now) == before
    document.redo()
    document.redo()
    assert document.page.evaluate(now) == after


def test_a_change_tells_only_what_changed(document):
    document.open("hello-forward")
    (weight, *_) = places("hello-forward", "W_xh")
    document.edit({**weight, "input": document.cell(*weight.values())["value"]})
    assert document.changed == [weight]  # it was typed, and nothing follows
    document.edit({**weight, "input": 0.5})
    told = document.changed
    assert {**weight} in told
    assert 100 < len(told) < 300


def test_an_array_formula_goes_whole_and_comes_back(document):
    """Typed over, cleared, and put back by undo; a part of it alone is refused."""
    document.open("hello-forward")
    first, second, third = first_array(document)
    whole = {
        "top": first["row"],
        "left": first["column"],
        "bottom": third["row"],
        "right": first["column"],
    }
    formula = document.cell(*first.values())["formula"]
    assert document.cell(*second.values())["array"] == whole
    said = document.refused({**second, "input": 1})
    assert said == "the cell is a part of an array formula, which changes as a whole"
    document.edit({**third, "input": None}, {**second, "input": None}, {**first, "input": 1})
    assert [document.cell(*one.values())["value"] for one in (first, second, third)] == [
        1,
        None,
        None,
    ]
    assert document.cell(*second.values())["array"] is None
    document.undo()
    assert document.cell(*first.values())["formula"] == formula
    assert document.cell(*third.values())["array"] == whole
    assert all(cell[3:] != [None, 1] for cell in document.different()[1])
    assert document.proof[0] == "✓ against NumPy: agrees"


def first_array(document):
    """The cells of the first equation for the hidden states."""
    sheet = document.sheet("equations")
    rows = [16, 17, 18]
    return [{"sheet": sheet, "row": row, "column": 4} for row in rows]


def test_an_array_formula_is_typed_for_an_area(document):
    document.open("hello-forward")
    sheet = document.sheet("forward")
    for row in range(70, 73):
        document.edit({"sheet": sheet, "row": row, "column": 3, "input": "in the way"})
    area = {"top": 70, "left": 3, "bottom": 72, "right": 3}
    typed = {"formula": "=W_xh*2", "area": {**area, "right": 6}}
    document.edit({"sheet": sheet, "row": 70, "column": 3, "input": typed})
    weight = document.cell(*places("hello-forward", "W_xh")[4].values())["value"]
    assert document.cell(sheet, 71, 3)["value"] == pytest.approx(2 * weight)
    assert document.cell(sheet, 71, 3)["array"] == {**area, "right": 6}
    document.undo()
    assert document.cell(sheet, 71, 3)["value"] == "in the way"


def test_a_formula_that_cannot_be_read_changes_nothing(document):
    document.open("hello-forward")
    (weight, other, *_) = places("hello-forward", "W_xh")
    said = document.refused({**other, "input": 9}, {**weight, "input": {"formula": "SUM("}})
    assert said.startswith("this is no formula that can be calculated")
    assert document.cell(*other.values())["value"] != 9
    assert document.different()[1][0][3:] == ["not calculated: see page check", "agrees"]
    document.edit({**weight, "input": {"formula": "=0.25+0.25"}})
    assert document.cell(*weight.values())["formula"] == "0.25+0.25"
    assert document.cell(*weight.values())["value"] == 0.5


@pytest.mark.parametrize("name", ["hello-forward", "mlp-to-rnn"])
def test_a_saved_file_is_a_workbook_that_was_changed(document, tmp_path, name):
    """Other engines agree with it, it names its program, and all its parts are still there."""
    document.open(name)
    path, _ = verified(document, tmp_path, name)
    assert api.verify([path], vary=0).books[0].outcome == "agree"
    before = openpyxl.load_workbook(ROOT / "workbooks" / f"{name}.xlsx")
    after = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert after.sheetnames == before.sheetnames
    assert after.defined_names.keys() == before.defined_names.keys()
    from xlrnn.xlsx.manifest import stored_by_xlrnn
    from xlrnn.xlsx.reading.read import read

    assert read(path).application == "xlrnn playground"
    assert not stored_by_xlrnn(read(path))
