"""The functions that our formulas may use.

Excel 2010, Excel 365, LibreOffice, Gnumeric and Google Sheets all have these, under these names
and with the same meaning; no other may appear in a workbook.
"""

import re

from xlrnn.errors import FormulaError

# fmt: off
PORTABLE = frozenset({
    "ABS", "AND", "CHAR", "COUNTIF", "EXACT", "EXP", "FIND", "IF", "INDEX", "ISNUMBER", "LEFT",
    "LEN", "LN", "LOG10", "LOWER", "MATCH", "MAX", "MID", "MIN", "MMULT", "NOT", "OR", "ROUND",
    "SIGN", "SQRT", "SUBSTITUTE", "SUM", "SUMPRODUCT", "SUMSQ", "TANH", "TRANSPOSE", "TRIM",
})
# fmt: on

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*\(")


def functions_in(formula: str) -> set[str]:
    """Return the names of the functions that a formula calls.

    Example:
        >>> sorted(functions_in('IF(ABS(h)>1,"SIN(x)",0)'))
        ['ABS', 'IF']
    """
    return {name.upper() for name in _CALL.findall(_TEXT.sub('""', formula))}


def check_portable(formula: str) -> str:
    """Return the formula if every function in it is portable.

    Raises:
        FormulaError: if one is not; the message names it.
    """
    foreign = sorted(functions_in(formula) - PORTABLE)
    if foreign:
        raise FormulaError(
            f"{', '.join(foreign)} in {formula!r}: not a function that every spreadsheet has; "
            f"use {', '.join(sorted(PORTABLE))}"
        )
    return formula
