"""Make sequences equally long, as Keras' `pad_sequences` does it."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.text.formats import in_format

Array = NDArray[Any]
SIDES = ("pre", "post")
ADVICE = "give another dtype"


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

    Raises:
        UsageError: if an option is none of these.
        InputError: if something is no sequence, or a number does not fit into the format: it is
            not wrapped around, and no fraction is cut off.
        ShapeError: if vectors are not equally long.

    Example:
        >>> pad_sequences([[1, 2, 3], [4]], maxlen=2, padding="post").tolist()
        [[2, 3], [4, 0]]
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        if side not in SIDES:
            raise UsageError(f"{name} is {side!r}: expected pre or post")
    form = _format(dtype)
    lengths = _lengths(sequences)
    longest = int(lengths.max(initial=0)) if maxlen is None else _whole(maxlen)
    inner = _inner_shape(sequences)
    rows = np.full((len(sequences), longest, *inner), _filling(value, form), form)
    steps = _together(sequences, lengths, inner, form)
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
    places = np.arange(longest)
    filled = places >= (longest - kept)[:, None] if padding == "pre" else places < kept[:, None]
    ends = np.cumsum(lengths)
    starts = ends - lengths + (lengths - kept if truncating == "pre" else 0)
    marks = np.zeros(len(steps) + 1, np.int8)
    marks[starts[kept > 0]] += 1  # no two sequences begin, and no two end, at the same step
    marks[(starts + kept)[kept > 0]] -= 1
    rows[filled] = steps[np.cumsum(marks[:-1], dtype=np.int8).astype(bool)]


def _format(dtype: DTypeLike) -> "np.dtype[Any]":
    try:
        return np.dtype(dtype)
    except TypeError:
        raise UsageError(
            f"dtype is {dtype!r:.60}: expected a number format such as int32"
        ) from None


def _whole(maxlen: Any) -> int:
    if isinstance(maxlen, bool) or not isinstance(maxlen, int | np.integer) or maxlen < 0:
        raise UsageError(f"maxlen is {maxlen!r:.60}: expected a whole number from 0")
    return int(maxlen)


def _filling(value: Any, dtype: "np.dtype[Any]") -> Any:
    """Return what shorter sequences are filled up with."""
    if dtype.kind not in "iuf":
        return value
    number = np.asarray(value)
    if number.dtype.kind not in "biufO" or value is None:
        raise UsageError(f"value is {value!r:.60} and dtype {dtype}: expected a number")
    return in_format(number, dtype, "pad_sequences: value", ADVICE)


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
        parts = [
            in_format(np.asarray(sequence), dtype, "pad_sequences", ADVICE)
            for sequence in sequences
            if len(sequence)
        ]
        return np.concatenate(parts) if parts else np.empty((0, *inner), dtype)
    except InputError:
        raise
    except (TypeError, ValueError, OverflowError):
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
    if dtype.kind in "iuf":
        flat = np.array(list(numbers)) if count else np.empty(0, dtype)
        return in_format(flat, dtype, "pad_sequences", ADVICE)
    return np.fromiter(numbers, dtype, count)
