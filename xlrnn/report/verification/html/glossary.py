"""The words of the report, for who reads it without having written it."""

from typing import Final

from xlrnn.report.page import text

_WORDS: Final = {
    "ulp": "Unit in the last place: the step from one number that a computer can hold to the next. "
    "Numbers in cells have 53 binary digits, about 16 decimal ones. Between 1 and 2 an ulp is "
    "2⁻⁵², about 2.2e-16, and ten times the number has about ten times the ulp. Two programs that "
    "calculate the same in another order are a few ulp apart, and neither is wrong. Close to 0 an "
    "ulp says nothing, so distances in ulp leave out numbers below the absolute tolerance.",
    "max_abs, max_rel": "The largest distance in a block as such, and as a part of the expected "
    "number; 1e-9 of it is a difference in the ninth digit.",
    "rounding": "Every result is rounded to the nearest number that can be held, so it is off by "
    "half an ulp at most. A sum of n terms is off by at most n − 1 such errors of the sum of their "
    "sizes: where large terms cancel out, that is much of what is left. The bound that a distance "
    "is held against counts all operations of the formula with the numbers in it, on both sides, "
    "and functions such as TANH with two ulp.",
    "handed on": "What a cell reads is off by some ulp already, and its formula makes that larger "
    "or smaller. So distances grow along the steps, and along the table of blocks, which is in the "
    "order of the calculation.",
    "rounding or mistake": "What a cell adds to what was handed on is compared with the bound. "
    "Below it, rounding explains the distance; above it, the cell does something else than the "
    "formula that belongs there.",
    "other inputs": "Other inputs and weights are put into the engine's copy, and each cell has to "
    "follow. A trial is one such set.",
}


def glossary() -> str:
    """Return the words with what they mean."""
    entries = "".join(
        f"<dt>{text(word)}</dt><dd>{text(said)}</dd>" for word, said in _WORDS.items()
    )
    return f"<h2 id='words'>Words</h2><dl>{entries}</dl>"
