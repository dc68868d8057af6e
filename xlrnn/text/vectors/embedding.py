"""Word vectors as the weights of an embedding layer."""

from collections.abc import Mapping

import numpy as np

from xlrnn.shapes import Float
from xlrnn.text.vectors.table import Vectors


def embedding_matrix(
    word_index: Mapping[str, int], vectors: Vectors, num_words: int | None = None
) -> Float[np.ndarray, "numbers dim"]:
    """Return the weights of an embedding layer: row k is the vector of word number k.

    Args:
        word_index: the number of each word, from 1, as a tokenizer gives them.
        vectors: the vectors; words without one get a row of zeros, and so does number 0.
        num_words: numbers from here on have no row; by default every word has one.

    Example:
        >>> vectors = Vectors(("cat",), np.array([[0.5, 2.0]]), ("the",))
        >>> embedding_matrix({"the": 1, "cat": 2}, vectors).tolist()
        [[0.0, 0.0], [0.0, 0.0], [0.5, 2.0]]
    """
    count = len(word_index) + 1
    count = min(count, num_words) if num_words else count
    matrix = np.zeros((count, vectors.dim), vectors.matrix.dtype)
    placed = [(k, vectors.rows[word]) for word, k in word_index.items()
              if k < count and word in vectors.rows]  # fmt: skip
    if placed:
        numbers, rows = np.array(placed).T
        matrix[numbers] = vectors.matrix[rows]
    return matrix
