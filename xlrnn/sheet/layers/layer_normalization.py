"""Layer normalization, as formulas: the same equations as in `nn.layers.layer_normalization`."""

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import sqrt, sum_, sumsq
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def layer_normalization(page: TimePage, x: Source, *, scale: bool, center: bool) -> Block:
    """Write steps 1 to 4 for every time step.

    1. mean_t = Σ_k x_kt / features
    2. variance_t = Σ_k (x_kt − mean_t)² / features
    3. normalized_t = (x_t − mean_t) / √(variance_t + ε)
    4. y_t = γ · normalized_t + β

    Args:
        page: the page.
        x: the input, a column for each step.
        scale: whether there is a γ.
        center: whether there is a β.
    """
    features = x.shape[0]
    mean = page.band("mean", rule=lambda _, t: sum_(x[:, t]) / features)  # 1
    deviation = page.band("deviation", rule=lambda k, t: x[k, t] - mean[0, t])
    variance = page.band("variance", rule=lambda _, t: sumsq(deviation[:, t]) / features)  # 2
    epsilon = page.weights("epsilon_norm")
    normalized = page.band(
        "normalized",
        rule=lambda k, t: deviation[k, t] / sqrt(variance[0, t] + epsilon[0, 0]),  # 3
    )
    return rescaled(page, normalized, scale=scale, center=center)  # 4


def rescaled(page: TimePage, normalized: Block, *, scale: bool, center: bool) -> Block:
    """Write y_t = γ · normalized_t + β; the arguments are as above."""
    gamma = page.weights("gamma") if scale else None
    beta = page.weights("beta") if center else None

    def rule(k: int, t: int) -> Expression:
        scaled = normalized[k, t] if gamma is None else gamma[k, 0] * normalized[k, t]
        return scaled if beta is None else scaled + beta[k, 0]

    return page.band(
        "rescaled",
        name="y",
        key=f"{page.prefix}y",
        rule=rule,
        notation=_notation(scale, center),
    )


def normalized_equation(page: TimePage, x: str, features: int) -> Block:
    """Write steps 1 to 3 as one array formula for each time step.

    Args:
        page: the page.
        x: what the columns of the input are called.
        features: how many numbers a column has.
    """
    p, apart = page.prefix, f"({x} - SUM({x})/{features})"
    return page.band(
        "normalized",
        name="normalized_eq",
        equation=f"{apart}/SQRT(SUM({apart}*{apart})/{features} + {p}epsilon_norm)",
    )


def scaled_equation(page: TimePage, normalized: str, *, scale: bool, center: bool) -> Block:
    """Write step 4 likewise.

    Args:
        page: the page.
        normalized: what the columns of the normalized input are called.
        scale: as above.
        center: as above.
    """
    p = page.prefix
    equation = (f"{p}gamma*" if scale else "") + normalized + (f" + {p}beta" if center else "")
    return page.band(
        "rescaled",
        name="y_eq",
        key=f"{p}y",
        equation=equation,
        notation=_notation(scale, center),
    )


def _notation(scale: bool, center: bool) -> str:
    return "y_t = " + "γ · " * scale + "normalized_t" + " + β" * center
