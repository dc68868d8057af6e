"""The functions that our formulas may use.

Excel 2010, Excel 365, LibreOffice, Gnumeric and Google Sheets all have these, under these names
and with the same meaning; no other may appear in a workbook.
"""

import re
from typing import Final

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
# All that could be the name of a function, and what stands so in a text, too.
_BEFORE_BRACKET: Final = re.compile(r"([\w.?\\\U00010000-\U0010ffff]+)\s*\(")


def check_portable(formula: str) -> str:
    """Return the formula if every function in it is portable.

    Raises:
        FormulaError: if one is not; the message names it.
    """
    if {name.upper() for name in _BEFORE_BRACKET.findall(formula)} <= PORTABLE:
        return formula  # cutting it into its pieces takes ten times as long
    foreign = sorted(functions_in(formula) - PORTABLE)
    if foreign:
        raise FormulaError(
            f"{', '.join(foreign)} in {formula!r}: not a function that every spreadsheet has; "
            f"use {', '.join(sorted(PORTABLE))}"
        )
    return formula
