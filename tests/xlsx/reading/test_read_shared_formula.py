"""A shared formula reads in each cell as if it had been filled there."""

import pytest

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area
from xlrnn.xlsx.reading.shared_formula import FormulaCollector, own_text
from xlrnn.xlsx.reading.xml import RefusedError


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("_xlfn.SEQUENCE(3)", "SEQUENCE(3)"),
        ("_xlfn._xlws.SORT(A1)", "SORT(A1)"),
        ("_xlws.FILTER(A1)+_XLFN.X(1)", "FILTER(A1)+X(1)"),
        ("_xlfn.LET(_xlpm.a,1,_xlpm.a)", "LET(a,1,a)"),
        ("&quot;_xlfn.A&quot;&amp;_xlfn.B()", '"_xlfn.A"&B()'),
        ('\'a"b _xlfn.\'!A1&amp;_xlfn.B("x")', '\'a"b _xlfn.\'!A1&B("x")'),
        ("=A1", "A1"),
        ("A1&lt;&gt;&#66;1&amp;lt;", "A1<>B1&lt;"),
    ],
)
def test_own_text(stored, shown):
    assert own_text(stored) == shown


def test_shared_formulas_expand():
    collector = FormulaCollector(100)
    collector.add((1, 2), ' t="shared" si="0"', "")  # before its master
    collector.add((2, 2), ' t="shared" ref="B1:B4" si="0"', "A2*$A$1")
    collector.add((3, 2), ' t="shared" si="0"', "")
    collector.add((4, 2), ' t="shared" si="0"', "A9")  # has its own text
    collector.add((5, 2), ' t="shared" ref="B5:B6" si="0"', "C5")  # the index is used again
    collector.add((6, 2), ' t="shared" si="0"', "")
    collector.add((7, 2), ' t="normal"', "D1")
    collector.finish()
    found = {row: text for (row, _), text in collector.formulas.items()}
    assert found[1] == "A1*$A$1" or found[1] == "C1"
    assert found[2] == "A2*$A$1"
    assert found[3] == "A3*$A$1"
    assert found[4] == "A9"
    assert (found[5], found[6], found[7]) == ("C5", "C6", "D1")


def test_data_table_is_an_array():
    collector = FormulaCollector(100)
    collector.add((2, 2), ' t="dataTable" ref="B2:B3" r1="A1"', "")
    collector.finish()
    assert collector.formulas == {(2, 2): "TABLE(A1,)", (3, 2): "TABLE(A1,)"}
    assert collector.arrays[3, 2] == Area.parse("B2:B3")


def test_refusals():
    collector = FormulaCollector(10)
    with pytest.raises(RefusedError, match="more cells"):
        collector.add((1, 1), ' t="array" ref="A1:K1"', "1")
    with pytest.raises(AddressError):
        collector.add((1, 1), ' t="array" ref="A1:?"', "1")
    collector.add((3, 3), ' t="shared" si="7"', "")
    with pytest.raises(RefusedError, match="C3 shares a formula"):
        collector.finish()
