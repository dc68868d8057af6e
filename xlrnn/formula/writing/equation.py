"""The second notation: equations over defined names, one for each time step.

An equation is written once, with `_t`, `_(t-1)` and `_(t+1)`, as in
`TANH(MMULT(W_xh, x_t) + w_hh*h_(t-1) + b_h)`; the names of step 3 are `x_3` and `h_2`.
"""

import re

_NOW = re.compile(r"\b([A-Za-z]\w*)_t\b")
_BEFORE = re.compile(r"\b([A-Za-z]\w*)_\(t-1\)")
_AFTER = re.compile(r"\b([A-Za-z]\w*)_\(t\+1\)")


def at_step(equation: str, step: int) -> str:
    """Return the equation of one time step.

    Args:
        equation: the equation with `_t`, `_(t-1)` and `_(t+1)`.
        step: the step, from 1.

    Example:
        >>> at_step("TANH(MMULT(W_xh, x_t) + h_(t-1))", 3)
        'TANH(MMULT(W_xh, x_3) + h_2)'
    """
    now = _NOW.sub(lambda match: f"{match[1]}_{step}", equation)
    before = _BEFORE.sub(lambda match: f"{match[1]}_{step - 1}", now)
    return _AFTER.sub(lambda match: f"{match[1]}_{step + 1}", before)


def names_a_step(equation: str) -> bool:
    """Tell whether an equation is another one at each step, and not one for a whole block.

    Example:
        >>> names_a_step("p_t - y_t"), names_a_step("MMULT(da, TRANSPOSE(x))")
        (True, False)
    """
    return at_step(equation, 1) != at_step(equation, 2)
