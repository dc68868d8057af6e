"""What a student may do about a cell, beside what is the matter with it."""

from typing import Final

from xlrnn.exercises.judge.verdict import CellVerdict

ADVICE: Final = {
    "given-numbers-only": "Refer to the cells, so that it follows when they change.",
    "given-numbers-typed": "Refer to the cells instead of typing their numbers.",
    "rounded": "Take the rounding out.",
    "wrong-place": "Compare row and step, and move the formulas to their cells.",
    "reaches-out": "Use cells of this workbook alone.",
    "too-deep": "Write it shorter, or with helper cells on the page scratch.",
    "typed": "Write a formula that calculates it.",
    "typed-text": "Write a formula that calculates it.",
    "formula-as-text": "Give the cell the format General (in LibreOffice: Number), and type the "
    "formula once more.",
    "empty": "Fill it in.",
    "not-predicted": "Type what you expect, without a formula.",
    "missing": "Copy your formulas into the file that you were given.",
    "circular": "Refer to the step before; on the way back, to the step after.",
    "unending": "Take the recursion or the long loop out: a cell needs one row of the sheet.",
    "entered-plainly": "Select the cells, press F2, then Ctrl+Shift+Enter.",
    "error": "Look at the first of these cells: the others may follow from it.",
    "wrong": "Calculate the first of these cells by hand, and compare.",
    "differ": "Nothing: it has its points.",
    "not-decided": "Nothing: it has its points.",
}
"""By the names of `verdict.WORDS`."""
COMPARE: Final = "Compare it, term by term, with {}"
COMPARE_WITH_PAGE: Final = "Compare it, term by term, with the equation of the block."


def advice(verdict: CellVerdict, equation: str = "") -> str:
    """Say what to do about a cell that is not right.

    Args:
        verdict: what was found.
        equation: what the cells of its block should calculate, "" if it is not known.

    Example:
        >>> from xlrnn.exercises.judge.verdict import State
        >>> advice(CellVerdict("h", 0, 0, "forward!H30", State.WRONG, "bias-left-out"), "W·x + b")
        'Compare it, term by term, with W·x + b'
    """
    if verdict.differ:
        return ADVICE["differ"]
    name = verdict.misconception or str(verdict.state).replace(" ", "-")
    compare = COMPARE.format(equation) if equation else COMPARE_WITH_PAGE
    return ADVICE.get(name, compare)
