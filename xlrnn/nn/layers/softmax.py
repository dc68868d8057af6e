"""Softmax: scores become probabilities; and the prediction that follows from them."""

from collections.abc import Sequence

import numpy as np

from xlrnn.nn.core.trace import Trace
from xlrnn.shapes import Float


def softmax(logits: Float[np.ndarray, "steps letters"]) -> Trace:
    """Turn the scores of each step into probabilities.

    1. logits_max = max_k y_k           taken off first, so that nothing overflows
    2. exps_k = e^(y_k − logits_max)
    3. exps_sum = Σ_k exps_k
    4. p_k = exps_k / exps_sum

    Returns:
        `logits_max`, `exps`, `exps_sum` and `p`; the rows of `p` sum to 1.
    """
    logits_max = logits.max(axis=1, keepdims=True)  # 1
    exps = np.exp(logits - logits_max)  # 2
    exps_sum = exps.sum(axis=1, keepdims=True)  # 3
    return Trace(logits_max=logits_max, exps=exps, exps_sum=exps_sum, p=exps / exps_sum)  # 4


class Tied(str):
    """A letter that is as probable as others: which one is largest depends on rounding alone."""

    others: tuple[str, ...]

    def __new__(cls, letter: str, others: Sequence[str]) -> "Tied":
        """Make the letter, remembering those it is tied with."""
        self = super().__new__(cls, letter)
        self.others = tuple(others)
        return self


def predicted(
    p: Float[np.ndarray, "steps letters"], vocabulary: Sequence[str], tie: float = 1e-9
) -> list[str]:
    """Return the most probable letter of each step.

    Args:
        p: the probabilities.
        vocabulary: the letter of each column.
        tie: letters whose probability is this close to the largest, relatively, count as tied;
            the first of them is returned, as `Tied`.

    Example:
        >>> predicted(np.array([[0.2, 0.5, 0.3]]), "abc")
        ['b']
    """
    best = p.argmax(axis=1)
    answers: list[str] = [vocabulary[k] for k in best.tolist()]
    close = p >= p.max(axis=1, keepdims=True) * (1 - tie)
    close[np.arange(len(p)), best] = False
    for step in np.flatnonzero(close.any(axis=1)).tolist():
        tied = [vocabulary[k] for k in np.flatnonzero(close[step]).tolist()]
        answers[step] = Tied(answers[step], tied)
    return answers
