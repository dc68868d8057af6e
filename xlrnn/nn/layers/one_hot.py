"""One-hot input: a letter becomes a vector with a single 1."""

from collections.abc import Sequence

import numpy as np

from xlrnn.shapes import Float


def one_hot(
    letters: Sequence[str], vocabulary: Sequence[str]
) -> Float[np.ndarray, "steps letters"]:
    """Return x_t for each letter: 1 where it stands in the vocabulary, 0 elsewhere.

    Args:
        letters: one letter for each time step.
        vocabulary: the letters that the network knows; upper and lower case differ.

    Returns:
        A row for each step. A letter outside the vocabulary gives a row of zeros.

    Example:
        >>> one_hot("el", "helo").tolist()
        [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
    """
    return np.array([[float(letter == known) for known in vocabulary] for letter in letters])
