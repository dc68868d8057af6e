"""The functions that our formulas may use.

Excel 2010, Excel 365, LibreOffice, Gnumeric and Google Sheets all have these, under these names
and with the same meaning; no other may appear in a workbook.
"""

from xlrnn.errors import FormulaError
from xlrnn.formula.parsing.tokens import functions_in

# fmt: off
PORTABLE = frozenset({
    "ABS", "AND", "CHAR", "CHIDIST", "COUNTIF", "EXACT", "EXP", "FIND", "IF", "INDEX", "ISNUMBER",
    "LEFT",
    "LEN", "LN", "LOG10", "LOWER", "MATCH", "MAX", "MID", "MIN", "MMULT", "NOT", "OR", "ROUND",
    "SIGN", "SQRT", "SUBSTITUTE", "SUM", "SUMPRODUCT", "SUMSQ", "TANH", "TRANSPOSE",
    "TRIM",
})
# fmt: on


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
