"""A formula that reaches out of the workbook is recognised, and an honest one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrnn.xlsx.planting.reaching_out import why_left_out


@pytest.mark.parametrize(
    "formula",
    [
        *('WEBSERVICE("u")', 'webservice ("u")', 'COM.MICROSOFT.WEBSERVICE("u")'),
        *("1+_xlfn.STOCKHISTORY(A1)", "_xlws.PY(1,2)", '_xlfn.IMAGE("u")', 'CUBEVALUE("c")'),
        *('REGISTER.ID("a","b")', 'SQL.REQUEST("a")', 'DDE("soffice","x","y")'),
        *("[1]Sheet1!A1", "'[1]my sheet'!A1", "'C:\\x\\[b.xlsx]s'!A1", "[1]!name"),
        *("SUM([2]s!A1:B2)", "'file:///etc/x.ods'#$s.A1"),
        *("cmd|'/c calc'!A0", "'cmd'|'/c calc'!A0", "cmd|x!A0"),
        '\'a"\'!A1+WEBSERVICE("x")',
        "T['#x]+WEBSERVICE(\"x\")+T['#y]",
    ],
)
def test_what_reaches_out(formula):
    assert why_left_out(formula)
    assert why_left_out(formula.lower())


@pytest.mark.parametrize(
    "formula",
    [
        *("SUMPRODUCT(A1:B2,C1:D2)", 'HYPERLINK("http://x","y")', 'COUNTIF(A1:A3,"<>"&B1)'),
        *("Table1[2020]+Sheet2!A1", "Table1[[#This Row],[x]]", "HAPPY(A1)+RECALL(2)", "A1#+1"),
        *("'a|b'!A1", 'A1&"|"&B1', 'A1&" | "&s!B1'),
    ],
)
def test_honest_formulas_stay(formula):
    assert why_left_out(formula) == ""


@given(st.text("AZ\"'[]1!|#(&. ", max_size=30))
def test_whatever_calls_out_is_found(text):
    assert why_left_out(f"{text} WEBSERVICE({text})")
