"""How one cell comes about, in lines."""

from collections.abc import Iterator

from xlrnn.clean import clean
from xlrnn.counted import counted
from xlrnn.verify.explained.explanation import Explanation, Given, Step
from xlrnn.verify.explained.maths import shown


def render(explained: Explanation) -> str:
    """Return the report."""
    return "\n".join(clean(line) for line in _lines(explained))


def heading(explained: Explanation) -> str:
    """Return what is explained, and who calculated."""
    last = explained.steps[-1] if explained.steps else explained.given[-1]
    return f"{explained.cell} is {last.symbol} ({last.label}), calculated by {explained.engine}"


def conclusion(explained: Explanation) -> str:
    """Return what is to be said of the cell."""
    wrong = explained.first_wrong
    if not explained.steps:
        return "It is given: nothing stands behind it."
    if wrong is None:
        return "NumPy and the sheet agree in every step."
    return f"The first step that differs: {wrong.result.cell}, {wrong.symbol}."


def left_out(explained: Explanation) -> str:
    """Return how much further back is not told, "" if all is."""
    if not explained.left_out:
        return ""
    return f"{counted(explained.left_out, 'calculated cell')} further back left out (--most)"


def maths_of(step: Step) -> list[str]:
    """Return the mathematics, and with numbers where that says more."""
    return [*dict.fromkeys(line for line in (step.maths, step.numbers) if line)]


def _lines(explained: Explanation) -> Iterator[str]:
    yield heading(explained)
    yield ""
    yield "given"
    width = max((len(one.cell) for one in explained.given), default=0)
    yield from (f"   {one.cell:{width}}   {_given(one)}" for one in explained.given)
    if more := left_out(explained):
        yield f"   … {more}"
    for number, step in enumerate(explained.steps, 1):
        yield ""
        yield f"{number}. {step.result.cell}   {step.symbol}   {step.label}"
        yield from (f"   = {line}" for line in maths_of(step))
        sign, result = "✗" if step.wrong else "✓", step.result
        values = f"NumPy {shown(result.expected)}, sheet {shown(result.actual)}"
        yield f"   {sign} {values}   {result.formula}"
    yield ""
    yield conclusion(explained)


def _given(one: Given) -> str:
    return f"{one.symbol} = {shown(one.value)}   {one.label}"
