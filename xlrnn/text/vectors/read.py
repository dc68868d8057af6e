"""`read_vectors`: from a file or a package, only for the words of a vocabulary."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from xlrnn.errors import InputError
from xlrnn.text.vectors.table import Vectors


def read_vectors(source: str | Path, words: Iterable[str], *, cache: bool = True) -> Vectors:
    """Return the vectors of a vocabulary.

    Args:
        source: a GloVe text file, or the name of a package that ships vectors.
        words: the vocabulary; a word that occurs twice counts once.
        cache: whether to keep the result in the user's cache folder for the next time.

    Raises:
        InputError: if the source holds no vectors.
    """
    asked, found = dict.fromkeys(words), {}
    with Path(source).open(encoding="utf-8", newline="\n") as file:
        for line in file:
            word, *numbers = line.rstrip("\n").split(" ")
            if word in asked:
                found[word] = [float(number) for number in numbers]
    if not found:
        raise InputError(f"{source}: knows none of the words")
    known = tuple(word for word in asked if word in found)
    matrix = np.array([found[word] for word in known])
    return Vectors(known, matrix, tuple(word for word in asked if word not in found))
