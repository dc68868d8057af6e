"""Names of our own formulas as ranges: the same cells, and nothing that only looks like a name."""

import pytest

from xlrnn.xlsx.planting.named_ranges import NamedRanges
from xlrnn.xlsx.reading.contents import Contents, NameEntry, SheetEntry
from xlrnn.xlsx.reading.settings import Settings

SHEETS = (SheetEntry("forward", "visible", "a.xml"), SheetEntry("it's", "visible", "b.xml"))
NAMES = {
    "W_xh": "forward!$B$2:$C$4",
    "x_1": "'it''s'!$B$2",
    "moves": "forward!B2",
    "gone": "#REF!",
    "elsewhere": "other!$A$1",
}


def named(*more):
    names = tuple(NameEntry(name, text, "", False) for name, text in NAMES.items())
    return NamedRanges(Contents(SHEETS, names + more, Settings()))


@pytest.mark.parametrize(
    "text, written",
    [
        ("MMULT(w_XH,x_1)", "MMULT(forward!$B$2:$C$4,'it''s'!$B$2)"),
        ("IF(x_1&gt;0,&quot;x_1&quot;,W_xh2)", "IF('it''s'!$B$2&gt;0,&quot;x_1&quot;,W_xh2)"),
        ("moves+gone+elsewhere", "moves+gone+elsewhere"),
        ("forward!W_xh+SUM(B2)", "forward!W_xh+SUM(B2)"),
    ],
)
def test_a_name_becomes_its_range_and_nothing_else_changes(text, written):
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1">{}</f><v>1</v></c><c r="B1"/></row>'
    assert named().written_out(rows.format(text)) == rows.format(written)


def test_names_that_formulas_still_need_stay():
    assert [name.name for name in named().others.names] == ["moves", "gone", "elsewhere"]


def test_a_name_that_a_sheet_has_of_its_own_stays_everywhere():
    own = NameEntry("X_1", "forward!$B$9", "0", False)
    kept = named(own)
    assert [name.name for name in kept.others.names][-1] == "X_1"
    assert kept.written_out("<f>x_1</f>") == "<f>x_1</f>"


def test_a_workbook_without_names():
    empty = NamedRanges(Contents(SHEETS, (), Settings()))
    assert empty.written_out("<f>SUM(A1)</f>") == "<f>SUM(A1)</f>"
    assert empty.others.names == ()
