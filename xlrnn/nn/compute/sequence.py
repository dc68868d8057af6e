"""Sequences: their shape is Keras' (batch, time, features), their memory is time first.

A recurrent layer works step by step, and the numbers of one step should lie side by side. So
sequences between layers are views: `x.shape` says batch first, while x[:, t] is one block.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.shapes import Float, Int, Shaped

Array = NDArray[Any]


def time_first(
    x: Shaped[np.ndarray, "batch time *features"],
) -> Shaped[np.ndarray, "time batch *features"]:
    """Return a sequence with its steps in front, each in one piece of memory."""
    return np.ascontiguousarray(x.swapaxes(0, 1))


def batch_first(
    x: Shaped[np.ndarray, "time batch *features"],
) -> Shaped[np.ndarray, "batch time *features"]:
    """Return the view that other layers see."""
    return x.swapaxes(0, 1)


class Rows:
    """A sequence of rows of a table, each distinct one kept once.

    Words follow Zipf's law: of the 1,800 words of a batch some hundred are distinct. A layer
    that multiplies its input with a matrix multiplies the table and looks the rows up after.

    Args:
        table: the distinct rows.
        index: which row stands at each step of each sample.
        products: what layers have made of the table, by layer, where it stays for many batches
            in which no weight changes, as in a prediction.
    """

    def __init__(
        self,
        table: Float[np.ndarray, "rows features"],
        index: Int[np.ndarray, "time batch"],
        products: dict[Any, Array] | None = None,
    ) -> None:
        self.table, self.index, self.products = table, index, products

    def at(self, index: Int[np.ndarray, "time batch"]) -> "Rows":
        """Return another sequence of rows of the same table."""
        return Rows(self.table, index, self.products)

    @property
    def shape(self) -> tuple[int, int, int]:
        """The shape of the sequence that this stands for."""
        time, batch = self.index.shape
        return batch, time, self.table.shape[1]

    @property
    def dtype(self) -> "np.dtype[Any]":
        """The number format of the table."""
        return self.table.dtype

    def dense(self) -> Array:
        """Return the sequence with every row written out."""
        return batch_first(look_up(self.table, self.index))


def one_hot_as_rows(x: Shaped[np.ndarray, "time batch features"]) -> "Rows | None":
    """Return a one-hot sequence, time first, as rows of the unit matrix; None if it is none."""
    if x.size == 0 or x.shape[2] == 1 or np.count_nonzero(x[0, 0]) != 1:
        return None
    index = x.argmax(axis=2)
    ones = np.take_along_axis(x, index[..., None], axis=2)
    if np.count_nonzero(x) != index.size or not (ones == 1).all():
        return None
    found, place = distinct(index, x.shape[2])
    return Rows(np.eye(x.shape[2], dtype=x.dtype)[found], place)


def dense(x: "Array | Rows") -> Array:
    """Return the sequence itself, for a layer that needs every row."""
    return x.dense() if isinstance(x, Rows) else x


def look_up(table: Array, index: Array, out: Array | None = None) -> Array:
    """Return `table[index]`; `mode="clip"` because NumPy is 2.5 times faster that way."""
    return table.take(index, axis=0, out=out, mode="clip")


def distinct(ids: Int[np.ndarray, "..."], size: int) -> tuple[Array, Array]:
    """Return the distinct numbers below `size`, in order, and where each of `ids` is in them.

    Example:
        >>> distinct(np.array([[7, 2], [2, 9]]), 10)
        (array([2, 7, 9]), array([[1, 0],
               [0, 2]]))
    """
    found, place = numbered(ids, size)
    return found, place[ids]


def numbered(ids: Int[np.ndarray, "..."], size: int) -> tuple[Array, Array]:
    """Return the distinct numbers below `size`, in order, and the place of each number in them."""
    seen = np.zeros(size, bool)
    seen[ids] = True
    found = np.flatnonzero(seen)
    place = np.empty(size, np.intp)
    place[found] = np.arange(len(found))
    return found, place


def as_rows(x: Shaped[np.ndarray, "time batch features"]) -> Float[np.ndarray, "rows features"]:
    """Return the steps of all samples below each other."""
    return x.reshape(-1, x.shape[-1])


def sum_of_rows(rows: Float[np.ndarray, "rows features"], out: Array) -> None:
    """Add up all rows, as a product with ones: twice as fast as `rows.sum(axis=0)`.

    Args:
        rows: what is added.
        out: where the sum goes; if that is one number, the sum of all numbers.
    """
    if out.size == rows.shape[1]:
        np.matmul(ones(len(rows), rows.dtype), rows, out=out)
    else:
        out[...] = rows.sum()


def ones(count: int, dtype: "np.dtype[Any]") -> Array:
    """Return so many ones."""
    return _ones(count.bit_length(), dtype)[:count]


@lru_cache(maxsize=64)
def _ones(bits: int, dtype: "np.dtype[Any]") -> Array:
    kept = np.ones(1 << bits, dtype)
    kept.flags.writeable = False
    return kept


def to_rows(x: Array) -> Array:
    """Return the samples, of a sequence the steps of all samples, below each other."""
    if x.ndim == 3:
        x = time_first(x)
    return x.reshape(-1, x.shape[-1])


def from_rows(rows: Array, shape: tuple[int, ...]) -> Array:
    """Undo `to_rows` of an array of a shape; the rows may have become longer or shorter."""
    if len(shape) == 3:
        return batch_first(rows.reshape(shape[1], shape[0], rows.shape[-1]))
    return rows.reshape(*shape[:-1], rows.shape[-1])


def as_mask(given: Any, shape: tuple[Any, ...], layer: str) -> "NDArray[np.bool_] | None":
    """Return which steps of each sample count, from anything that says it with 1 and 0.

    Args:
        given: a mask, or None where all steps count.
        shape: of the input.
        layer: as an error calls it.

    Raises:
        ShapeError: if it has not a row for each sample with a mark for each step.
    """
    if given is None:
        return None
    mask: NDArray[np.bool_] = np.asarray(given).astype(bool)
    if mask.shape != shape[: mask.ndim] or mask.ndim < 2:
        raise ShapeError(f"{layer}: the mask has shape {mask.shape}, expected {shape[:2]}")
    return mask
