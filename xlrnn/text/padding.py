"""Make sequences equally long, as Keras' `pad_sequences` does it."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError, ShapeError, UsageError

Array = NDArray[Any]
SIDES = ("pre", "post")


def pad_sequences(
    sequences: Sequence[Any],
    maxlen: int | None = None,
    dtype: DTypeLike = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> Array:
    """Return the sequences as rows of one array.

    Args:
        sequences: lists of numbers, or of vectors that are all equally long.
        maxlen: the length of a row; by default that of the longest sequence.
        dtype: the number format.
        padding: whether a shorter sequence is filled up before (`pre`) or behind (`post`).
        truncating: whether a longer one is cut before (`pre`) or behind (`post`).
        value: what it is filled up with.

    Returns:
        An array of shape (sequences, maxlen, …).

    Example:
        >>> pad_sequences([[1, 2, 3], [4]], maxlen=2, padding="post").tolist()
        [[2, 3], [4, 0]]
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        if side not in SIDES:
            raise UsageError(f"{name} is {side!r}: expected pre or post")
    lengths = _lengths(sequences)
    longest = int(lengths.max(initial=0)) if maxlen is None else maxlen
    inner = _inner_shape(sequences)
    if np.issubdtype(np.dtype(dtype), np.number) and isinstance(value, str):
        raise UsageError(f"value is {value!r} and dtype {np.dtype(dtype)}: expected a number")
    rows = np.full((len(sequences), longest, *inner), value, dtype)
    steps = _together(sequences, lengths, inner, rows.dtype)
    fill_rows(rows, steps, lengths, padding=padding, truncating=truncating)
    return rows


def fill_rows(
    rows: Array, steps: Array, lengths: Array, *, padding: str = "pre", truncating: str = "pre"
) -> None:
    """Write sequences that lie one behind the other into the rows of an array.

    Args:
        rows: shape (sequences, maxlen, …); what is not written to stays.
        steps: the steps of all sequences.
        lengths: how many steps each sequence has.
        padding: where a shorter sequence leaves room, before it (`pre`) or behind it (`post`).
        truncating: where a longer one is cut.

    Example:
        >>> rows = np.zeros((2, 2), int)
        >>> fill_rows(rows, np.array([1, 2, 3, 4]), np.array([3, 1]), padding="post")
        >>> rows.tolist()
        [[2, 3], [4, 0]]
    """
    longest = rows.shape[1]
    kept = np.minimum(lengths, longest)
    room = longest - kept if padding == "pre" else np.zeros_like(kept)
    places = np.arange(longest)
    filled = (places >= room[:, None]) & (places < (room + kept)[:, None])
    ends = np.cumsum(lengths)
    starts = ends - lengths + (lengths - kept if truncating == "pre" else 0)
    marks = np.zeros(len(steps) + 1, np.int8)
    np.add.at(marks, starts[kept > 0], 1)
    np.add.at(marks, (starts + kept)[kept > 0], -1)
    rows[filled] = steps[np.cumsum(marks[:-1]).astype(bool)]


def _lengths(sequences: Sequence[Any]) -> Array:
    try:
        return np.fromiter(map(len, sequences), np.intp, len(sequences))
    except TypeError:
        raise InputError(
            "pad_sequences: expected a list of sequences, got one with something else in it"
        ) from None


def _inner_shape(sequences: Sequence[Any]) -> tuple[int, ...]:
    """Return the shape of one step, from the first sequence that has any."""
    first = next((sequence for sequence in sequences if len(sequence)), None)
    return () if first is None else np.shape(first)[1:]


def _together(
    sequences: Sequence[Any], lengths: Array, inner: tuple[int, ...], dtype: "np.dtype[Any]"
) -> Array:
    """Return the steps of all sequences, one behind the other."""
    try:
        if not inner:
            return _flat(sequences, int(lengths.sum()), dtype)
        parts = [np.asarray(sequence, dtype) for sequence in sequences if len(sequence)]
        return np.concatenate(parts) if parts else np.empty((0, *inner), dtype)
    except (TypeError, ValueError):
        raise ShapeError(
            f"pad_sequences: the steps of the first sequence have shape {inner}; expected the "
            f"same of all, and {dtype} in them"
        ) from None


def _flat(sequences: Sequence[Any], count: int, dtype: "np.dtype[Any]") -> Array:
    numbers = chain.from_iterable(sequences)
    if dtype.kind == "O":
        flat = np.empty(count, object)
        flat[:] = list(numbers)
        return flat
    if dtype.kind in "iu":
        return np.array(list(numbers)).astype(dtype) if count else np.empty(0, dtype)
    return np.fromiter(numbers, dtype, count)
