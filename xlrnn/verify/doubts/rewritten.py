"""Whether each cell still holds the formula that was written."""

from itertools import repeat

import numpy as np

from xlrnn.formula.cell import quote_sheet
from xlrnn.formula.parsing.tokens import Token, tokens_of
from xlrnn.shapes import UInt8
from xlrnn.verify.results.cell_verdicts import AS_WRITTEN, NO_FORMULA, REWRITTEN
from xlrnn.verify.subject.locate import Located
from xlrnn.xlsx.reading.read import Workbook


def compare_formulas(
    located: Located, file: Workbook, texts: list[list[str]] | None
) -> UInt8[np.ndarray, "rows columns"]:
    """Say for each cell of a block: as written, rewritten, or no formula at all.

    Args:
        located: the block and its place.
        file: the workbook.
        texts: the formulas as they should stand; None if any formula will do.
    """
    place = located.place
    assert place is not None
    formulas = file.sheets[place.sheet].formulas
    state = np.empty((len(place.rows), len(place.columns)), dtype=np.uint8)
    for i, row in enumerate(place.rows):
        found = list(map(formulas.get, zip(repeat(row), place.columns)))
        if texts is None:
            state[i] = [NO_FORMULA if formula is None else AS_WRITTEN for formula in found]
        elif found == texts[i]:
            state[i] = AS_WRITTEN
        else:
            state[i] = [_state(*pair) for pair in zip(found, texts[i], strict=True)]
    return state.T if located.transposed else state


def _state(found: str | None, wanted: str) -> int:
    if found is None:
        return NO_FORMULA
    same = found == wanted or plain(found) == plain(wanted)
    return AS_WRITTEN if same else REWRITTEN


def plain(formula: str) -> str:
    """Return a formula without what programs change when they save: spaces and upper case.

    The name of a sheet they write as the sheet has it.

    Example:
        >>> plain('if(A1 = "a B", 1, 0)')
        'IF(A1="a B",1,0)'
    """
    return "".join(map(_plain_token, tokens_of(formula)))


def _plain_token(token: Token) -> str:
    if token.kind == "text":
        return token.text
    if token.sheet:
        return f"{quote_sheet(token.sheet)}!{token.word.upper()}"
    return "".join(token.text.split()).upper()
