"""a_x = x · W + b for all steps at once: what every recurrent layer begins with."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute.keeping import steps_in
from xlrnn.nn.compute.segments import segment_sum
from xlrnn.nn.compute.sequence import (
    Rows,
    as_rows,
    batch_first,
    look_up,
    one_hot_as_rows,
    sum_of_rows,
    time_first,
)
from xlrnn.nn.compute.workspace import Workspace
from xlrnn.shapes import Float

Array = NDArray[Any]
NOWHERE = np.empty((0, 0), np.intp)


class Projection:
    """One product for all steps; of words and one-hot letters, for each distinct one once.

    Attributes:
        a: (time, batch, gates); of words, a step is there when `step` has been asked for it, and
            until the next one where the output alone is wanted.
    """

    a: Any

    def __init__(self, work: Workspace) -> None:
        self.work = work

    def forward(
        self,
        x: "Array | Rows",
        W: Float[np.ndarray, "features gates"],
        b: Array | None,
        *,
        needs_dx: bool,
    ) -> None:
        """Calculate x · W + b, for `step` to hand out."""
        self.W, self.needs_dx = W, needs_dx
        self.x = x if isinstance(x, Rows) else self._as_rows_if_it_pays(time_first(x))
        if isinstance(self.x, Rows):
            self.table = self._of_table(self.x, b)
            shape = *self.x.index.shape, W.shape[1]
            self.a = steps_in(self.work, "looked_up", shape, W.dtype)
        else:
            rows = as_rows(self.x)
            a = self.work.array("projected", (len(rows), W.shape[1]), W.dtype)
            self.a = self._product(rows, b, out=a).reshape(*self.x.shape[:2], -1)

    def _of_table(self, x: Rows, b: Array | None) -> Array:
        """Return the product of each distinct row, calculated once where the table stays."""
        shape = len(x.table), self.W.shape[1]
        if x.products is None:
            return self._product(x.table, b, out=self.work.array("projected", shape, self.W.dtype))
        if self not in x.products:
            x.products[self] = self._product(x.table, b, out=np.empty(shape, self.W.dtype))
        return x.products[self]

    def _product(self, rows: Array, b: Array | None, out: Array) -> Array:
        if rows.shape[1] == 1:
            np.dot(rows, self.W, out=out)  # `matmul` of a single column takes eight times as long
        else:
            np.matmul(rows, self.W, out=out)
        if b is not None:
            out += b
        return out

    def step(self, t: int) -> Float[np.ndarray, "batch gates"]:
        """Return a_t, which may be written over; just looked up, it is still in the cache."""
        if isinstance(self.x, Rows):
            look_up(self.table, self.x.index[t], out=self.a[t])
        a: Array = self.a[t]
        return a

    def looked_up(self) -> tuple[Array, Array]:
        """Return what `step` looks up and where; an empty index if everything is there already."""
        if isinstance(self.x, Rows):
            return self.table, np.ascontiguousarray(self.x.index)
        return self.a[0], NOWHERE

    def _as_rows_if_it_pays(self, x: Array) -> "Array | Rows":
        """Return one-hot letters as rows, unless somebody wants ∂L/∂x of every feature."""
        return x if self.needs_dx else one_hot_as_rows(x) or x

    def backward(
        self,
        da: Float[np.ndarray, "time batch gates"],
        dW: Array,
        db: Array | None,
    ) -> "Array | Rows | None":
        """Fill ∂L/∂W and ∂L/∂b from ∂L/∂a; return ∂L/∂x, for a sequence of words by word."""
        if isinstance(self.x, Rows):
            rows = self.x.table
            sums = self.work.array("sums", (len(rows), da.shape[2]), da.dtype)
            d_rows = segment_sum(as_rows(da), self.x.index.ravel(), sums)
        else:
            rows, d_rows = as_rows(self.x), as_rows(da)
        if dW.size:
            np.matmul(rows.T, d_rows, out=dW)
        if db is not None and db.size:
            sum_of_rows(d_rows, out=db)
        if not self.needs_dx:
            return None
        dx = d_rows @ self.W.T
        if isinstance(self.x, Rows):
            return Rows(dx, self.x.index)
        return batch_first(dx.reshape(self.x.shape))
