"""The one table of names: what each quantity is called, how it is laid out, which step it is.

A name is a key of the NumPy trace, the name of a block and the defined name of its cells, so it
must be a Python identifier *and* a name that spreadsheets accept: an underscore before a digit
(`h1` is a cell), never `c` or `r`.
"""

import enum
import re
from dataclasses import dataclass

from xlrnn.errors import AddressError


class Role(enum.StrEnum):
    """What a block is for; colour, border and protection follow from it."""

    INPUT = "input"
    PARAMETER = "parameter"
    CALCULATION = "calculation"
    STATE = "state"
    OUTPUT = "output"
    CHECK = "check"
    LABEL = "label"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Name:
    """One quantity.

    Args:
        symbol: its name in code and in the workbook.
        label: its name in words.
        dims: what its rows and its columns on a sheet count: letter, unit, step or one.
        role: what it is for.
        notation: its equation as a textbook writes it.
        step: the steps of the article in which it is calculated.
        note: one sentence for a beginner.
    """

    symbol: str
    label: str
    dims: tuple[str, str]
    role: Role
    notation: str = ""
    step: str = ""
    note: str = ""


# fmt: off
_TABLE = (
    Name("letter", "letter", ("one", "step"), Role.INPUT,
         note="pick the letters from the list, or type them"),
    Name("vocabulary", "vocabulary", ("letter", "one"), Role.INPUT,
         note="the letters that the network knows"),
    Name("x", "one-hot input", ("letter", "step"), Role.CALCULATION, "x_t",
         note="each letter becomes a column with a single 1"),
    Name("W_xh", "input → hidden", ("unit", "letter"), Role.PARAMETER, "W_xh"),
    Name("a_x", "input part", ("unit", "step"), Role.CALCULATION, "W_xh · x_t", "1, 4",
         note="a one-hot input picks one column of W_xh"),
    Name("h_0", "first state", ("unit", "one"), Role.INPUT, "h_0"),
    Name("h_prev", "state before", ("unit", "step"), Role.CALCULATION, "h_(t−1)", "2, 4",
         note="h_0 for the first letter, then the state of the column to the left"),
    Name("w_hh", "hidden → hidden", ("one", "one"), Role.PARAMETER, "w_hh"),
    Name("W_hh", "hidden → hidden", ("unit", "unit"), Role.PARAMETER, "W_hh"),
    Name("b_h", "hidden bias", ("unit", "one"), Role.PARAMETER, "b_h"),
    Name("a_h", "recurrent part", ("unit", "step"), Role.CALCULATION,
         "W_hh · h_(t−1) + b_h", "2, 4",
         note="what the network remembers of the letters before"),
    Name("h", "hidden state", ("unit", "step"), Role.STATE,
         "h_t = tanh(W_xh · x_t + W_hh · h_(t−1) + b_h)", "3, 5",
         note="between −1 and 1; becomes the state before of the next column"),
    Name("a", "pre-activation", ("unit", "step"), Role.CALCULATION,
         "W_xh · x_t + W_hh · h_(t−1) + b_h"),
    Name("W_hy", "hidden → output", ("letter", "unit"), Role.PARAMETER, "W_hy"),
    Name("b_y", "output bias", ("letter", "one"), Role.PARAMETER, "b_y"),
    Name("logits", "output", ("letter", "step"), Role.CALCULATION, "y_t = W_hy · h_t", "6",
         note="a score for each letter"),
    Name("logits_max", "largest", ("one", "step"), Role.CALCULATION, "m_t = max(y_t)", "7"),
    Name("exps", "exponentials", ("letter", "step"), Role.CALCULATION, "e^(y_t − m_t)", "7",
         note="taking off the largest changes no probability, and EXP cannot overflow"),
    Name("exps_sum", "sum", ("one", "step"), Role.CALCULATION, "s_t = Σ e^(y_t − m_t)", "7"),
    Name("p", "probability", ("letter", "step"), Role.OUTPUT,
         "softmax(y_t) = e^(y_t − m_t) / s_t", "7",
         note="what the network expects next; each column sums to 1"),
    Name("predicted", "predicted next", ("one", "step"), Role.OUTPUT, "the likeliest letter", "7"),
    Name("y", "activated output", ("letter", "step"), Role.OUTPUT, "f(y_t)"),
    Name("mark", "check mark", ("one", "one"), Role.CHECK),
    Name("tolerance", "tolerance", ("one", "one"), Role.PARAMETER),
    Name("inputs_changed", "cells changed", ("row", "one"), Role.CHECK),
    Name("numpy_difference", "largest difference", ("row", "one"), Role.CHECK),
    Name("numpy_verdict", "verdict", ("row", "one"), Role.CHECK),
    Name("numpy_summary", "this program against NumPy", ("one", "one"), Role.CHECK),
    Name("notation_difference", "largest difference", ("row", "one"), Role.CHECK),
    Name("notation_verdict", "verdict", ("row", "one"), Role.CHECK),
    Name("notation_summary", "the two notations against each other", ("one", "one"), Role.CHECK),
    Name("filled", "cells filled", ("row", "one"), Role.CHECK),
    Name("self_check", "self-check", ("row", "one"), Role.CHECK),
)
# fmt: on

NAMES: dict[str, Name] = {name.symbol: name for name in _TABLE}

_DEFINED_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_LOOKS_LIKE_A_CELL = re.compile(r"(?i)[a-z]{1,3}[0-9]+|[rc]|r[0-9]*c[0-9]*")
_IS_A_VALUE = re.compile(r"(?i)true|false")
_LONGEST = 255


def check_name(symbol: str) -> str:
    """Return the symbol if it can be both a Python identifier and a defined name.

    Raises:
        AddressError: if a spreadsheet would refuse it or read it as a cell.

    Example:
        >>> check_name("h_1")
        'h_1'
    """
    if not _DEFINED_NAME.fullmatch(symbol) or len(symbol) > _LONGEST:
        raise AddressError(
            f"{symbol!r} cannot be a defined name: use up to {_LONGEST} letters, digits and _"
        )
    if _IS_A_VALUE.fullmatch(symbol):
        raise AddressError(f"{symbol!r} cannot be a defined name: spreadsheets read it as a value")
    if _LOOKS_LIKE_A_CELL.fullmatch(symbol):
        raise AddressError(
            f"{symbol!r} cannot be a defined name, since spreadsheets read it as a cell: "
            "put an underscore before the digit, as in h_1"
        )
    return symbol
