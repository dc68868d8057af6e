"""An activation function as a step of its own, as formulas; softmax has a file of its own."""

from xlrnn.formula.block import Block
from xlrnn.sheet.column import Source
from xlrnn.sheet.maths import activations
from xlrnn.sheet.pages.time.page import TimePage


def activation(page: TimePage, logits: Source, function: str) -> Block:
    """Write y = f(logits), number by number.

    Args:
        page: the page.
        logits: what f is given.
        function: f, by its Keras name.
    """
    f = activations.get(function)
    return page.band("y", rule=lambda k, t: f.cell(logits[k, t]), notation=_notation(f))


def activation_equation(page: TimePage, logits: str, function: str) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        logits: what the columns are called that f is given.
        function: as above.
    """
    f = activations.get(function)
    return page.band("y", name="y_eq", equation=f.array(logits), notation=_notation(f))


def _notation(f: activations.ActivationFormula) -> str:
    return f"{f.symbol}(y_t)" if f.symbol else "y_t"
