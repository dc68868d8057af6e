"""Functions that are a times a share between 0 and 1, as formulas, as in `nn.activations`.

The share has rows of its own: it is what a reader wants to see. Of the functions that give Φ in
every spreadsheet, CHIDIST alone is exact in all of them: with one degree of freedom it is the share
of a normal distribution that lies further from 0 than the root of its argument, on both sides.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import chi_dist, exp, greater, where
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


class Share(NamedTuple):
    """How much is let through.

    Args:
        symbol: what an equation calls it.
        cell: the share of one cell.
    """

    symbol: str
    cell: Callable[[Expression], Expression]


def _below(a: Expression) -> Expression:
    """Return Φ(a): one side of what lies further out, or all but that."""
    beyond = chi_dist(a * a, 1) / 2
    return where(greater(a, 0), 1 - beyond, beyond)


SHARES: Final = {
    "silu": Share("σ", lambda a: 1 / (1 + exp(-a))),
    "gelu": Share("Φ", _below),
}
"""By the Keras names of the functions; Φ is the share of a normal distribution below a."""


def weighed(page: TimePage, logits: Source, function: str) -> tuple[Block, Block]:
    """Write the share, and y = a · share, number by number.

    Args:
        page: the page.
        logits: a.
        function: which of `SHARES`.

    Returns:
        The blocks of the share and of y.
    """
    symbol, cell = SHARES[function]
    share = page.band(
        "let_through", rule=lambda k, t: cell(logits[k, t]), notation=f"{symbol}(y_t)"
    )
    y = page.band("y", rule=lambda k, t: logits[k, t] * share[k, t], notation=_notation(function))
    return share, y


def weighed_equation(page: TimePage, logits: str, share: str, function: str) -> Block:
    """Write y as one array formula for each time step.

    Args:
        page: the page.
        logits: what the columns of a are called.
        share: what the columns of the share are called.
        function: as above.
    """
    return page.band("y", name="y_eq", equation=f"{logits}*{share}", notation=_notation(function))


def _notation(function: str) -> str:
    return f"y_t · {SHARES[function].symbol}(y_t)"
