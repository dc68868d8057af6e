"""What a cell holds comes back as what it is."""

import json
import math

import pytest

from xlrnn.engines.isolation.wire import decode, encode
from xlrnn.formula.value import CellError


def fill(book, page):
    page.write_row("A1", [1.0, 0.0, "x"])
    page.write_boolean("D1", True)
    page.write_boolean("E1", False)
    page.write_string("F1", "#N/A")
    page.write_string("G1", "TRUE")
    page.write_blank("H1", None, book.add_format({"bold": True}))
    page.write_formula("A2", "=NA()", None, 1)
    page.write_formula("B2", "=1/B1", None, 1)
    page.write_formula("C2", '="a"+1', None, 1)
    page.write_formula("D2", "=no_such_name+1", None, 1)
    page.write_formula("E2", "=SQRT(-1)", None, 1)
    page.write_formula("F2", "=B1=0", None, False)
    page.write_formula("G2", "=IF(B1=0,1,0)", None, -1)
    page.write_formula("H2", '=""', None, -1)
    page.write_formula("A3", "=--(A1>B1)", None, -1)
    page.write_formula("B3", "=SUMPRODUCT(--(A1:B1=1))", None, -1)
    page.write_formula("C3", "=MAX(A1:B1)=1", None, False)
    page.write_formula("D3", "=(A1>B1)*1", None, -1)
    page.write_formula("E3", "=AND(D1,E1)", None, True)
    page.write_formula("F3", '="#N/A"', None, "")
    page.write_array_formula("A4:B4", "{=A1:B1=1}", None, -1)


def test_types_are_told_apart(engine, write):
    with engine.load(write(fill)) as sheets:
        sheets.calculate()
        rows = sheets.read("page", 1, 1, 4, 9)
    assert typed(rows[0]) == typed([1.0, 0.0, "x", True, False, "#N/A", "TRUE", None, None])
    errors = ["#N/A", "#DIV/0!", "#VALUE!", "#NAME?"]
    assert typed(rows[1][:4]) == typed([CellError(error) for error in errors])
    assert type(rows[1][4]) is CellError  # Excel says #NUM!, LibreOffice Err:502
    assert typed(rows[1][5:]) == typed([True, 1.0, "", None])
    assert typed(rows[2][:6]) == typed([1.0, 1.0, True, 1.0, False, "#N/A"])
    if engine.name == "libreoffice":  # in arrays it does not tell booleans from numbers
        assert rows[3][:3] == [1.0, 0.0, None]
    else:
        assert typed(rows[3][:3]) == typed([True, False, None])


def typed(values):
    return [(type(value), value) for value in values]


NUMBERS = [0.1 + 0.2, 1 / 3, math.pi, 1e300, -5e-324, 2.0**53 - 1, 1.0000000000000002, -0.5]


def test_doubles_survive_whole(engine, write):
    with engine.load(write(lambda _, page: page.write("A1", 0.5))) as sheets:
        for row, number in enumerate(NUMBERS, 1):
            sheets.set("page", row, 1, number)
        sheets.calculate()
        assert [row[0] for row in sheets.read("page", 1, 1, len(NUMBERS), 1)] == NUMBERS


def test_calculated_doubles_are_not_rounded(engine, write):
    def fill(book, page):
        page.write_row("A1", [0.1, 0.2, 3.0])
        page.write_formula("A2", "=A1+B1", None, 0)
        page.write_formula("B2", "=A1/C1", None, 0)
        page.write_formula("C2", "=SQRT(C1)*A1", None, 0)

    with engine.load(write(fill)) as sheets:
        sheets.calculate()
        assert sheets.read("page", 2, 1, 1, 3) == [[0.1 + 0.2, 0.1 / 3.0, math.sqrt(3.0) * 0.1]]


def test_a_large_block_comes_back_in_order(engine, write):
    def fill(book, page):
        for row in range(40):
            page.write_row(row, 0, [row * 100 + column for column in range(30)])

    with engine.load(write(fill)) as sheets:
        rows = sheets.read("page", 11, 6, 30, 26)
    assert rows[0][0] == 1005.0
    assert rows[-1][:2] == [3905.0, 3906.0]
    assert rows[4] == [1405.0 + column for column in range(25)] + [None]
    assert {len(row) for row in rows} == {26}


@pytest.mark.parametrize("value", [1.5, True, False, None, "", "#N/A", CellError("#N/A"), 1e-320])
def test_the_wire_keeps_types(value):
    ((back,),) = decode(json.loads(json.dumps(encode([[value]]))))
    assert typed([back]) == typed([value])
