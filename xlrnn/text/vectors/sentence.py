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

    Raises:
        UsageError: if it is something else.

    Example:
        >>> vectors = Vectors(("a", "b"), np.array([[1.0, 0.0], [3.0, 2.0]]))
        >>> sentence_vectors(["a b", "?"], vectors, "mean").tolist()
        [[2.0, 1.0], [0.0, 0.0]]
    """
    if how not in ("sum", "mean"):
        raise UsageError(f"how is {how!r}: expected sum or mean")
    rows, found = vectors.rows, []
    for text in texts:
        known = [rows[word] for word in text.split() if word in rows]
        total = vectors.matrix[known].sum(axis=0)
        found.append(total / len(known) if how == "mean" and known else total)
    return np.array(found).reshape(len(found), vectors.dim)
