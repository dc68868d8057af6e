"""Only what is laid out compactly is read as such; nothing hides between the cells."""

import pytest

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area
from xlrnn.xlsx.reading.compact import CompactSheet, SharedFill, take_compact
from xlrnn.xlsx.reading.plain_form import NotPlainError, PlainSheet

CELL = '<c r="A1"><v>1.5</v></c>'
FORMULA = '<c r="{}" s="2"><f>{}</f><v>7</v></c>'
PLANTED = "<v>-1</v></c>"


def compact(xml: str) -> CompactSheet | None:
    """Return a sheet with these rows if it is compact, None if it is not."""
    try:
        return take_compact(PlainSheet(xml, 0, len(xml), ()))
    except (NotPlainError, AddressError):
        return None


def row(number: int, cells: str) -> str:
    return f'<row r="{number}" spans="1:9">{cells}</row>'


def test_what_is_in_a_compact_sheet():
    array = '<c r="A3"><f t="array" ref="A3:A4">B1:B2*2</f><v>0</v></c>'
    found = compact(
        row(1, CELL + '<c r="B1" s="1" t="s"><v>4</v></c><c r="D1" s="3"/>')
        + '<row r="2"/>'
        + row(3, array + FORMULA.format("B3", "A1*2"))
        + row(4, '<c r="A4"><v>3</v></c>')
    )
    assert found is not None
    assert found.cells == 6
    assert found.formulas == {(3, 1): "B1:B2*2", (4, 1): "B1:B2*2", (3, 2): "A1*2"}
    assert set(found.arrays) == {(3, 1), (4, 1)}
    assert list(found.strings()) == [((1, 2), "4")]
    assert found.numbers() == {(1, 1): 1.5, (4, 1): 3.0}
    assert list(found.results()) == [((3, 1), "n", "0"), ((3, 2), "n", "7")]


@pytest.mark.parametrize(
    "xml",
    [
        row(1, CELL) + row(1, CELL),
        row(2, CELL.replace("A1", "A2")) + row(1, CELL),
        row(1, '<c r="B1"><v>1</v></c>' + CELL),
        row(1, CELL + CELL),
        row(1, CELL.replace("A1", "A2")),
        row(1, CELL) + CELL,
        "x" + row(1, CELL),
        row(1, CELL + "<!-- -->"),
        row(1, CELL) + "<e/>" + row(2, ""),
        row(1, CELL.replace("1.5", "1e400")),
        row(1, CELL.replace("<v>", "<v> ")),
        row(1, CELL.replace("A1", "XFE1")),
        row(1, '<c r="A1"><f t="shared" si="0">B1</f><v>0</v></c>'),
        row(1, FORMULA.format("A1", "=B1")),
        row(1, '<c r="A1"><f t="array" ref="A1:B2">C1</f><v>0</v></c>'),
        row(1_048_577, CELL.replace("A1", "A1048577")),
    ],
)
def test_any_other_sheet_is_left_to_the_general_scanner(xml):
    assert compact(xml) is None


def test_blocks_that_claim_more_cells_than_there_are_are_left_to_it_too():
    cells = [f'<c r="A{n}"><f t="array" ref="A1:A9">B1</f><v>0</v></c>' for n in range(1, 10)]
    assert compact("".join(row(n, cell) for n, cell in enumerate(cells, 1))) is None


def test_fills_are_shared_and_every_result_is_planted():
    rows = [(3, "ABC"), (4, "ABC")]
    found = compact(
        "".join(
            row(n, "".join(FORMULA.format(f"{name}{n}", f"{name}{n - 2}+1") for name in names))
            for n, names in rows
        )
        + row(5, FORMULA.format("A5", "A4").replace('s="2"', 's="2" t="str"'))
    )
    assert found is not None
    planted = found.planted_rows(PLANTED, [SharedFill((3, 4), (2, 3))])
    assert planted == (
        f'<row r="3"><c r="A3" s="2"><f>A1+1</f>{PLANTED}'
        f'<c r="B3"><f t="shared" ref="B3:C4" si="0">B1+1</f>{PLANTED}'
        f'<c r="C3"><f t="shared" si="0"/>{PLANTED}</row>'
        f'<row r="4"><c r="A4" s="2"><f>A2+1</f>{PLANTED}'
        f'<c r="B4"><f t="shared" si="0"/>{PLANTED}<c r="C4"><f t="shared" si="0"/>{PLANTED}</row>'
        f'<row r="5"><c r="A5" s="2"><f>A4</f>{PLANTED}</row>'
    )


def test_the_inside_of_an_array_block_is_planted_and_what_is_typed_in_stays():
    array = '<c r="A1"><f aca="false" t="array" ref="A1:A2">C1:C2</f><v>5</v></c>'
    beside = '<c r="B2" s="4"><v>8</v></c>'
    found = compact(row(1, array) + row(2, '<c r="A2"><v>6</v></c>' + beside))
    assert found is not None
    assert found.arrays == dict.fromkeys([(1, 1), (2, 1)], Area.parse("A1:A2"))
    assert found.planted_rows(PLANTED) == (
        f'<row r="1"><c r="A1"><f t="array" ref="A1:A2">C1:C2</f>{PLANTED}</row>'
        f'<row r="2"><c r="A2">{PLANTED}{beside}</row>'
    )


def test_a_formula_shared_by_its_own_cell_is_planted_as_a_plain_one():
    own = '<c r="A1" s="3"><f t="shared" ref="A1" si="7">B1+1</f><v>5</v></c>'
    found = compact(row(1, own))
    assert found.formulas == {(1, 1): "B1+1"}
    assert list(found.results()) == [((1, 1), "n", "5")]
    assert found.planted_rows(PLANTED) == f'<row r="1"><c r="A1" s="3"><f>B1+1</f>{PLANTED}</row>'
