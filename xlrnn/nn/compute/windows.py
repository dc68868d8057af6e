"""Where windows stand along one side of an input, and which of its places each of them sees."""

from typing import Final, NamedTuple

from xlrnn.counted import counted
from xlrnn.errors import ShapeError

VALID: Final = "valid"
SAME: Final = "same"
PADDINGS: Final = (VALID, SAME)


class Windows(NamedTuple):
    """Windows along one side.

    Args:
        size: how many places a window sees.
        stride: how far the next window is.
        padding: `valid`: only windows that lie inside; `same`: also those that begin before the
            input or end behind it, so that there is one for every place (every stride-th).
        dilation: how far the places of a window are from each other.
    """

    size: int
    stride: int = 1
    padding: str = VALID
    dilation: int = 1

    @property
    def span(self) -> int:
        """The places from the first of a window to its last, both counted."""
        return self.dilation * (self.size - 1) + 1

    def count(self, places: int) -> int:
        """Return how many windows there are; none, or fewer, where not one fits."""
        room = places - self.span if self.padding == VALID else places - 1
        return room // self.stride + 1 if room >= 0 else 0

    def expected(self, places: int | None, layer: str, what: str = "step") -> int | None:
        """Return the same, of a side that may be unknown.

        Raises:
            ShapeError: if no window fits.
        """
        if places is None:
            return None
        if self.count(places) < 1:
            raise ShapeError(
                f"{layer}: the input has {counted(places, what)}, and a window spans "
                f"{self.span}: expected more of them, or padding='same'"
            )
        return self.count(places)

    def before(self, places: int) -> int:
        """Return how many places outside the first window sees before the input."""
        return self.missing(places) // 2

    def missing(self, places: int) -> int:
        """Return how many places outside windows see before and behind the input."""
        if self.padding == VALID:
            return 0
        return max((self.count(places) - 1) * self.stride + self.span - places, 0)

    def seen_by(self, k: int, places: int) -> tuple[slice, slice]:
        """Return which windows see a place of the input with their k-th, and which places.

        Example:
            >>> Windows(3, padding="same").seen_by(0, 4)
            (slice(1, 4, None), slice(0, 3, 1))
        """
        offset = k * self.dilation - self.before(places)
        first = max(0, -(offset // self.stride))
        behind = max(min(self.count(places), (places - 1 - offset) // self.stride + 1), first)
        start = first * self.stride + offset
        return slice(first, behind), slice(
            start, start + (behind - first - 1) * self.stride + 1, self.stride
        ) if behind > first else slice(0, 0)

    def seen_inside(self, places: int) -> list[range]:
        """Return the places of the input that each window sees."""
        before = self.before(places)
        windows = (
            range(i * self.stride - before, i * self.stride - before + self.span, self.dilation)
            for i in range(self.count(places))
        )
        return [
            range(
                next((at for at in window if at >= 0), places),
                min(window.stop, places),
                self.dilation,
            )
            for window in windows
        ]
