"""Shapes and outputs in the words of the first page."""

from collections.abc import Callable, Sequence

from xlrnn.counted import counted


def shape_in_words(shape: Sequence[int]) -> str:
    """Return a shape in words: of one sample, steps first."""
    if len(shape) == 1:
        return counted(shape[0], "number")
    if len(shape) == 2:
        return f"{counted(shape[0], 'step')} × {shape[1]}"
    return f"picture of {shape[0]} × {shape[1]} places × {shape[2]}"


def narrow(shape: Sequence[int]) -> str:
    """Return a shape in the width of a column."""
    return shape_in_words(shape) if len(shape) == 1 else " × ".join(map(str, shape))


def once(text: str) -> Callable[[int], str]:
    """Return the row of a diagram that says something in its first column alone."""
    return lambda k: text if k == 1 else ""


def label_of(labels: Sequence[str], k: int, count: int) -> str:
    """Return what the k-th output is called, from 1."""
    if k > count:
        return ""
    return labels[k - 1] if labels else str(k)


def and_(words: Sequence[str]) -> str:
    """Return words in a row, as in a sentence.

    Example:
        >>> and_(["a"]), and_(["a", "b", "c"])
        ('a', 'a, b and c')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
