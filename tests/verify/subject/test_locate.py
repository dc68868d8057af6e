"""Blocks are found where their names point, however the workbook was changed."""

from dataclasses import replace

import pytest

from tests.lessons.variants import VARIANTS
from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.verify.subject.locate import locate
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("locate") / "book.xlsx"
    path.write_bytes(workbook_bytes(VARIANTS["article"].filled_book()))
    return read(path)


def located(file):
    return {found.block.name: found for found in locate(VARIANTS["article"].book(), file)}


def renamed(file, **names):
    """Return the workbook with names that point elsewhere; None deletes one."""
    changed = {**file.names, **names}
    return replace(file, names={name: text for name, text in changed.items() if text})


def moved_down(file, sheet, after, by):
    """Return the workbook as a program leaves it that inserted rows into a sheet."""

    def move(cells):
        return {(row + by * (row > after), column): v for (row, column), v in cells.items()}

    old = file.sheets[sheet]
    new = replace(old, read_values=lambda: move(old.values), formulas=move(old.formulas))

    def follow(text):
        name, _, area = text.partition("!")
        if name != sheet:
            return text
        area = Area.parse(area)
        first, last = (
            Cell(cell.row + by * (cell.row > after), cell.column)
            for cell in (area.first, area.last)
        )
        return f"{name}!{Area(first, last).a1(fixed=True)}"

    names = {name: follow(text) for name, text in file.names.items()}
    return replace(file, sheets={**file.sheets, sheet: new}, names=names)


def test_an_untouched_workbook(original):
    book = VARIANTS["article"].book()
    for name, found in located(original).items():
        assert found.place == book[name].place
        assert (found.problem, found.transposed) == ("", False)
    assert len(located(original)) == len(book.blocks)


def test_rows_inserted_above(original):
    before, after = located(original), located(moved_down(original, "forward", 7, 3))
    for name, found in after.items():
        place = before[name].place
        moved = place.sheet == "forward" and place.rows[0] > 7
        assert found.place.rows == tuple(row + 3 * moved for row in place.rows)


def test_rows_inserted_inside_a_block(original):
    row = VARIANTS["article"].book()["h"].place.rows[0]
    found = located(moved_down(original, "forward", row, 2))
    assert found["h"].place.rows == (row, row + 3, row + 4)
    assert not found["h"].place.whole
    assert found["logits"].place.whole
    assert all(f.place for f in found.values())


def test_formulas_follow_to_where_the_blocks_are(original):
    book = VARIANTS["article"].book()
    row = book["h"].place.rows[0]
    before = cell_texts(book["logits"])[0][0]
    locate(book, moved_down(original, "forward", row, 2))
    columns = book["h"].place.columns
    assert cell_texts(book["logits"])[0][0] != before
    assert Cell(row + 4, columns[0]).a1(fix_row=True) in cell_texts(book["logits"])[0][0]


def test_something_written_into_the_inserted_row(original):
    row = VARIANTS["article"].book()["h"].place.rows[0]
    file = moved_down(original, "forward", row, 1)
    column = VARIANTS["article"].book()["h"].place.columns[1]
    file.sheets["forward"].values[row + 1, column] = "a note"
    found = located(file)["h"]
    assert found.place is None
    assert found.problem.endswith("has shape (4, 4), expected (3, 4)")


def test_a_renamed_sheet(original):
    file = replace(
        original,
        sheets={"vorwärts rechnen" if n == "forward" else n: s for n, s in original.sheets.items()},
        names={
            name: text.replace("forward!", "'vorwärts rechnen'!")
            for name, text in original.names.items()
        },
    )
    found = located(file)
    assert found["h"].place.sheet == "vorwärts rechnen"
    assert found["h_eq"].place.sheet == "equations"


def test_a_name_in_other_case_is_the_same_name(original):
    assert "w_xh" in original.names
    assert located(original)["W_xh"].place is not None


@pytest.mark.parametrize(
    "text", [None, "#REF!", "forward!#REF!", "1+1", "forward!$A:$C", "'x'!$A$1"]
)
def test_a_name_that_is_gone_or_points_nowhere(original, text):
    found = located(renamed(original, h=text))
    assert found["h"].place is None
    assert found["h"].problem == "the name h is gone or points nowhere"
    assert found["p"].place is not None


def test_a_sheet_that_is_gone(original):
    sheets = {name: sheet for name, sheet in original.sheets.items() if name != "equations"}
    found = located(replace(original, sheets=sheets))
    assert found["h_eq"].problem.endswith("and there is no sheet 'equations'")
    assert found["h"].place is not None


@pytest.mark.parametrize(
    "area", ["$H$35:$K$36", "$H$35:$K$39", "$H$35", "$H$35:$J$37", "$A$1:$XFD$1048576"]
)
def test_a_shape_that_does_not_fit(original, area):
    found = located(renamed(original, h=f"forward!{area}"))["h"]
    assert found.place is None
    assert found.misshapen
    assert "expected (3, 4)" in found.problem


def test_an_empty_area_of_the_wrong_shape(original):
    assert located(renamed(original, h="forward!$AA$900:$AZ$999"))["h"].place is None


def test_a_name_that_points_at_another_block(original):
    """Its cells would be checked as that block; the deleted ones never."""
    found = located(renamed(original, a_h=original.names["a_x"]))
    assert found["a_x"].place is not None
    assert found["a_h"].place is None
    assert found["a_h"].problem.endswith("where a_x is")


def test_a_name_that_overlaps_another_block_in_one_cell(original):
    place = VARIANTS["article"].book()["a_x"].place
    corner = Area.at(place.rows[-1], place.columns[-1], 3, 4).a1(fixed=True)
    found = located(renamed(original, h_prev=f"forward!{corner}"))
    assert found["h_prev"].problem.endswith("where a_x is")


def test_the_same_cells_on_another_sheet_are_no_overlap(original):
    found = located(renamed(original, h=original.names["h"].replace("forward", "xlrnn")))
    assert found["h"].place.sheet == "xlrnn"
