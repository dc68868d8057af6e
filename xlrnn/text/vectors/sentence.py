"""One vector for a whole text."""

from collections.abc import Iterable

import numpy as np

from xlrnn.errors import UsageError
from xlrnn.shapes import Float
from xlrnn.text.vectors.table import Vectors


def sentence_vectors(
    texts: Iterable[str], vectors: Vectors, how: str = "sum"
) -> Float[np.ndarray, "texts dim"]:
    """Return one vector for each text, from those of its words; zeros if none is known.

    Args:
        texts: the texts, cleaned; words are what stands between spaces.
        vectors: the vectors of the words.
        how: `sum`, as the article's code does it, or `mean` over the known words.

    Example:
        >>> vectors = Vectors(("a", "b"), np.array([[1.0, 0.0], [3.0, 2.0]]))
        >>> sentence_vectors(["a b", "?"], vectors, "mean").tolist()
        [[2.0, 1.0], [0.0, 0.0]]
    """
    if how not in ("sum", "mean"):
        raise UsageError(f"how is {how!r}: expected sum or mean")
    sums = []
    for text in texts:
        rows = [vectors.rows[word] for word in text.split() if word in vectors.rows]
        total = vectors.matrix[rows].sum(axis=0)
        sums.append(total / len(rows) if how == "mean" and rows else total)
    return np.array(sums).reshape(len(sums), vectors.dim)
