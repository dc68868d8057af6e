"""Engines calculate: what was stored is gone, and results follow the inputs."""

import math

import pytest

from xlrnn.errors import EngineError
from xlrnn.formula.value import CellError


def fill_planted(plant):
    def fill(book, page):
        page.write_row(0, 0, [1.5, -2.25, 4.0])
        page.write_formula("A2", "=A1*2", None, plant)
        page.write_formula("B2", '="h"&"e"', None, "planted")
        page.write_formula("C2", "=A1>B1", None, False)
        page.write_formula("D2", "=1/0", None, plant)
        page.write_formula("E2", "=A2+C1", None, plant)
        page.write_formula("F2", '=""', None, plant)
        page.write_array_formula("A3:C3", "{=A1:C1*10}", None, plant)
        page.write_row("B3", [plant, plant])
        page.write_array_formula("A4:B5", "{=MMULT(A1:A2,A1:B1)}", None, plant)
        for cell in ("B4", "A5", "B5"):
            page.write_number(cell, plant)
        page.write_formula("A6", "=SUM(A3:C3)", None, plant)

    return fill


def test_planted_results_are_gone(engine, write, plant):
    with engine.load(write(fill_planted(plant))) as sheets:
        sheets.calculate()
        rows = sheets.read("page", 1, 1, 6, 6)
    assert not {plant, "planted"} & {value for row in rows for value in row}
    assert rows[1] == [3.0, "he", True, CellError("#DIV/0!"), 7.0, ""]
    assert rows[1][2] is True
    assert rows[2][:3] == [15.0, -22.5, 40.0]
    assert rows[3][:2] == [2.25, -3.375]
    assert rows[4][:2] == [4.5, -6.75]
    assert rows[5][0] == 32.5


def test_results_follow_a_changed_input(engine, write, plant):
    with engine.load(write(fill_planted(plant))) as sheets:
        sheets.calculate()
        sheets.set("page", 1, 1, 5)
        sheets.set("page", 1, 3, 0.1 + 0.2)
        sheets.calculate()
        rows = sheets.read("page", 1, 1, 6, 5)
    assert rows[0][:3] == [5.0, -2.25, 0.1 + 0.2]
    assert rows[1][0] == 10.0
    assert rows[2][0] == 50.0
    assert rows[1][4] == 10.0 + (0.1 + 0.2)


def test_results_follow_a_filled_block(engine, write, plant):
    with engine.load(write(fill_planted(plant))) as sheets:
        sheets.calculate()
        sheets.fill("page", 1, 1, [[5.0, 7.0, 0.5]])
        sheets.calculate()
        rows = sheets.read("page", 1, 1, 3, 3)
        sheets.fill("page", 1, 1, [["h"]])
        sheets.calculate()
        assert sheets.read("page", 1, 1, 1, 1) == [["h"]]
        with pytest.raises(EngineError, match="no such block"):
            sheets.fill("page", 0, 1, [[1.0]])
        with pytest.raises(EngineError):
            sheets.fill("page", 1, 1, [[math.inf]])
    assert rows[0] == [5.0, 7.0, 0.5]
    assert rows[1][:2] == [10.0, "he"]
    assert rows[2] == [50.0, 70.0, 5.0]


def test_a_text_can_be_set_and_stays_text(engine, write):
    def fill(book, page):
        page.write("A1", "h")
        page.write_formula("B1", '=IF(EXACT(A1,"e"),1,0)', None, -1)
        page.write_formula("C1", "=ISTEXT(A1)", None, False)

    with engine.load(write(fill)) as sheets:
        sheets.set("page", 1, 1, "e")
        sheets.calculate()
        assert sheets.read("page", 1, 1, 1, 3) == [["e", 1.0, True]]
        for text in ("12", "=1+1", "#N/A", "ä ☃ \U0001f600"):
            sheets.set("page", 1, 1, text)
            sheets.calculate()
            assert sheets.read("page", 1, 1, 1, 3) == [[text, 0.0, True]]
            assert not isinstance(sheets.read("page", 1, 1, 1, 1)[0][0], CellError)


def test_a_number_replaces_a_boolean(engine, write):
    with engine.load(write(lambda _, page: page.write("A1", True))) as sheets:
        sheets.calculate()
        assert sheets.read("page", 1, 1, 1, 1)[0][0] is True
        sheets.set("page", 1, 1, 1)
        sheets.calculate()
        assert type(sheets.read("page", 1, 1, 1, 1)[0][0]) is float


def test_a_block_of_numbers_replaces_booleans(engine, write):
    with engine.load(write(lambda _, page: page.write_row("A1", [True, False, True]))) as sheets:
        sheets.calculate()
        assert typed(sheets.read("page", 1, 1, 1, 3)) == typed([[True, False, True]])
        for numbers in ([1.0, 0.0], [0.0, 1.0]):
            sheets.fill("page", 1, 1, [numbers])
            sheets.calculate()
            assert typed(sheets.read("page", 1, 1, 1, 3)) == typed([[*numbers, True]])


def test_what_was_read_before_is_read_anew(engine, write, plant):
    """An engine may keep what it knows of a block, until a formula in it is replaced."""

    def fill(book, page):
        page.write_row("A1", [1, True])
        page.write_formula("C1", "=A1>0", None, plant)
        page.write_formula("D1", "=IF(A1>0,1,A1>0)", None, plant)

    def shown():
        sheets.calculate()
        whole, part = sheets.read("page", 1, 1, 1, 4), sheets.read("page", 1, 3, 1, 2)
        assert typed(part) == typed([whole[0][2:]])
        return typed(whole)

    with engine.load(write(fill)) as sheets:
        assert shown() == shown() == typed([[1.0, True, True, 1.0]])
        sheets.set("page", 1, 1, 0)
        assert shown() == typed([[0.0, True, False, False]])
        sheets.set("page", 1, 3, 1)
        assert shown() == typed([[0.0, True, 1.0, False]])
        sheets.fill("page", 1, 3, [[0.0, 1.0]])
        assert shown() == shown() == typed([[0.0, True, 0.0, 1.0]])
        sheets.fill("page", 1, 3, [["", "x"]])
        assert shown()[0][3] == typed([["x"]])[0][0]


def typed(rows):
    return [[(type(value), value) for value in row] for row in rows]


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_no_cell_can_hold_is_refused(engine, write, number):
    with (
        engine.load(write(lambda _, page: page.write("A1", 1))) as sheets,
        pytest.raises(EngineError, match="cannot hold"),
    ):
        sheets.set("page", 1, 1, number)


def test_an_unknown_sheet_is_named_with_those_that_exist(engine, write):
    with engine.load(write(lambda _, page: page.write("A1", 1))) as sheets:
        with pytest.raises(EngineError, match=r"'Page'.*'page'"):
            sheets.read("Page", 1, 1, 1, 1)
        with pytest.raises(EngineError, match=r"'back'.*'page'"):
            sheets.set("back", 1, 1, 1.0)


@pytest.mark.parametrize("block", [(0, 1, 1, 1), (1, 0, 1, 1), (1_048_576, 1, 2, 1), (1, 1, 1, 0)])
def test_a_block_outside_the_sheet_is_refused(engine, write, block):
    with (
        engine.load(write(lambda _, page: page.write("A1", 1))) as sheets,
        pytest.raises(EngineError, match="no such block"),
    ):
        sheets.read("page", *block)


def test_closing_twice_does_no_harm_and_closed_is_closed(engine, write):
    sheets = engine.load(write(lambda _, page: page.write("A1", 1)))
    sheets.close()
    sheets.close()
    with pytest.raises(EngineError):
        sheets.read("page", 1, 1, 1, 1)


def test_two_workbooks_at_once_do_not_mix(engine, write):
    first = engine.load(write(lambda _, page: page.write("A1", 1)))
    second = engine.load(write(lambda _, page: page.write("A1", 2)))
    with first, second:
        assert first.read("page", 1, 1, 1, 1) == [[1.0]]
        assert second.read("page", 1, 1, 1, 1) == [[2.0]]


def test_an_empty_block_fills_nothing(engine, write, plant):
    with engine.load(write(fill_planted(plant))) as sheets:
        before = sheets.read("page", 1, 1, 3, 3)
        for empty in ([], [[]]):
            sheets.fill("page", 1, 1, empty)
        assert sheets.read("page", 1, 1, 3, 3) == before
