"""The largest number of each window."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.compute import kernels, threads
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.window_pooling import Seen, WindowPooling, put
from xlrnn.shapes import Shaped

Array = NDArray[Any]


class MaxPooling(WindowPooling):
    """y_i = max x over the places of window i, of each feature on its own."""

    def forward(
        self,
        x: Shaped[np.ndarray, "batch *sides"],
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> Shaped[np.ndarray, "batch *windows"]:
        """Return the largest numbers."""
        self.x = x = self.taken(x)
        self.largest = self.room("y", (len(x), *self.output_sides, x.shape[-1]))
        if self.tiles:
            self.x = x = np.ascontiguousarray(x)
            take, size = kernels.of("max_of_tiles", _take_of_tiles), self.size
            self._in_parts(lambda part: take(x[part], self.largest[part], *size))
        else:
            self.largest.fill(-np.inf)
            kernels.of("max_pool", _take)(x, self.largest, self.places())
        self.y = self.as_given(self.largest)
        return self.y

    def backward(
        self, dy: Shaped[np.ndarray, "batch *windows"]
    ) -> Shaped[np.ndarray, "batch *sides"] | None:
        """Give ∂L/∂y to the largest place; of several that are equally large, to the first."""
        if not self.needs_input_gradient:
            return None
        if self.tiles:
            return self._undo_tiles(np.ascontiguousarray(self.channels_last(dy)))
        waiting = self.room("waiting", self.largest.shape)  # what no place has been given yet
        np.copyto(waiting, self.channels_last(dy))
        dx = self.room("dx", self.shape)
        dx.fill(0)
        undo = kernels.of("max_pool_undo", self._undo)
        undo(self.x, self.largest, waiting, dx, self.places())
        return self.as_given(dx)

    # Windows of pictures that lie side by side, as most do.

    @property
    def size(self) -> tuple[int, ...]:
        """The rows and columns of a window."""
        return tuple(windows.size for windows in self.windows)

    @property
    def tiles(self) -> bool:
        """Whether these are windows of pictures that neither overlap nor reach beyond."""
        sides = zip(self.windows, self.shape[1:-1], strict=True)
        return self.rank == 2 and all(w.stride == w.size and not w.missing(n) for w, n in sides)

    def _undo_tiles(self, dy: Array) -> Array:
        dx = self.room("dx", self.shape)
        if self.shape[1:3] != tuple(np.multiply(self.size, self.output_sides)):
            dx.fill(0)  # no window sees the last rows or columns
        give: Callable[..., None] = kernels.of("max_of_tiles_undo", _give_to_tiles)
        size = self.size
        arrays = self.x, self.largest, dy, dx
        self._in_parts(lambda part: give(*(each[part] for each in arrays), *size))
        return self.as_given(dx)

    def _in_parts(self, work: Callable[[slice], None]) -> None:
        parts = threads.cut(len(self.x), 2 * self.x[0].size if len(self.x) else 1)
        threads.each(lambda _, part: work(part), parts)

    def _undo(
        self, x: Array, largest: Array, waiting: Array, dx: Array, places: Iterable[Seen]
    ) -> None:
        for out, where in places:
            share = np.multiply(x[where] == largest[out], waiting[out])
            if self.overlap:
                put(np.add, dx, where, share)
            else:
                dx[where] = share
            put(np.subtract, waiting, out, share)


def _take(x: Array, largest: Array, places: Iterable[Seen]) -> None:
    for out, where in places:
        put(np.maximum, largest, out, x[where])


def _take_of_tiles(x: Array, largest: Array, rows: int, columns: int) -> None:
    """Take the largest of each tile: first of its rows, whose numbers lie in long blocks."""
    height, width = np.multiply(largest.shape[1:3], (rows, columns))
    high = _largest([x[:, i:height:rows] for i in range(rows)])
    np.copyto(largest, _largest([high[:, :, j:width:columns] for j in range(columns)]))


def _largest(places: Sequence[Array]) -> Array:
    found = places[0]
    for place in places[1:]:
        found = np.maximum(found, place)
    return found


def _give_to_tiles(x: Array, largest: Array, dy: Array, dx: Array, rows: int, columns: int) -> None:
    """Give ∂L/∂y to the first of the largest places: to its row, and there to its column."""
    height, width = np.multiply(largest.shape[1:3], (rows, columns))
    seen = [x[:, :height, j:width:columns] for j in range(columns)]
    of_row = _largest(seen)
    d_row = np.empty(of_row.shape, x.dtype)
    for i, share in enumerate(_shares([of_row[:, i::rows] for i in range(rows)], largest, dy)):
        d_row[:, i::rows] = share
    for j, share in enumerate(_shares(seen, of_row, d_row)):
        dx[:, :height, j:width:columns] = share


def _shares(places: Sequence[Array], largest: Array, waiting: Array) -> Iterator[Array]:
    """Yield what each place gets of what waits: all, if it is the first that is the largest."""
    for place in places:
        share = np.multiply(place == largest, waiting)
        yield share
        waiting = waiting - share
