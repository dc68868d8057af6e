"""Softmax and the prediction, as formulas: the same numbered equations as `nn.layers.softmax`."""

from xlrnn.formula.block import Block
from xlrnn.formula.functions import exp, index, log, match, max_, sum_
from xlrnn.sheet.column import Source
from xlrnn.sheet.pages.time.page import TimePage


def softmax(page: TimePage, logits: Source, key: str = "") -> Block:
    """Write the probabilities of every time step.

    1. logits_max = max_k y_k
    2. exps_k = e^(y_k − logits_max)
    3. exps_sum = Σ_k exps_k
    4. p_k = exps_k / exps_sum

    Args:
        page: the page.
        logits: the scores.
        key: the name of p in the trace, if it is another.
    """
    logits_max = page.band("logits_max", rule=lambda _, t: max_(logits[:, t]), below=True)
    exps = page.band("exps", rule=lambda k, t: exp(logits[k, t] - logits_max[0, t]))
    exps_sum = page.band("exps_sum", rule=lambda _, t: sum_(exps[:, t]), below=True)
    return page.band("p", key=key, rule=lambda k, t: exps[k, t] / exps_sum[0, t])


def log_softmax(page: TimePage, logits: Source) -> Block:
    """Write the logarithms of the probabilities of every time step: 1 to 3, then y.

    4. y_k = y_k − logits_max − ln(exps_sum)

    Args:
        page: the page.
        logits: the scores.
    """
    logits_max = page.band("logits_max", rule=lambda _, t: max_(logits[:, t]), below=True)
    exps = page.band("exps", rule=lambda k, t: exp(logits[k, t] - logits_max[0, t]))
    exps_sum = page.band("exps_sum", rule=lambda _, t: sum_(exps[:, t]), below=True)
    return page.band(
        "y",
        rule=lambda k, t: logits[k, t] - logits_max[0, t] - log(exps_sum[0, t]),
        notation="ln(softmax(y_t))",
    )


def log_softmax_equation(page: TimePage, logits: str) -> Block:
    """Write the same as one array formula for each time step.

    Args:
        page: the page.
        logits: what the columns of the scores are called.
    """
    away = f"{logits} - MAX({logits})"
    return page.band(
        "y",
        name="y_eq",
        equation=f"{away} - LN(SUM(EXP({away})))",
        notation="ln(softmax(y_t))",
    )


def predicted(page: TimePage, p: Block, vocabulary: Block) -> Block:
    """Write the likeliest letter of every time step.

    INDEX could return a range, so Excel 365 would show it as `@INDEX` in a plain formula of a
    file; entered as an array formula it stays as it is.
    """
    return page.band(
        "predicted",
        rule=lambda _, t: index(vocabulary[:, :], match(max_(p[:, t]), p[:, t], 0)),
        array=True,
        below=True,
    )


def softmax_equations(
    page: TimePage, logits: str = "logits_t", exps: str = "exps_t", key: str = ""
) -> Block:
    """Write the probabilities as array formulas, two for each time step.

    Args:
        page: the page.
        logits: what the columns of the scores are called.
        exps: what the columns of the exponentials are called.
        key: as above.
    """
    page.band(
        "exps",
        name="exps_eq",
        equation=f"EXP({logits} - MAX({logits}))",
        notation="e^(y_t − max(y_t))",
    )
    return page.band(
        "p",
        name="p_eq",
        key=key,
        equation=f"{exps}/SUM({exps})",
        notation="p_t = softmax(y_t) = e^(y_t − max(y_t)) / Σ",
    )


def predicted_equation(page: TimePage) -> Block:
    """Write the likeliest letter of every time step, over names."""
    return page.band(
        "predicted",
        name="predicted_eq",
        equation="INDEX(vocabulary, MATCH(MAX(p_t), p_t, 0))",
        below=True,
    )
