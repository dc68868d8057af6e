"""Where windows lie that slide over a picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slide:
    """How a window slides along a side of a picture.

    Args:
        size: how many places it has.
        stride: how far the next one is.
        before: how many places the first one begins before the picture; zeros stand there.
        count: how many windows there are.
    """

    size: int
    stride: int
    before: int
    count: int

    def inside(self, k: int, side: int) -> tuple[slice, slice]:
        """Return which places of the picture the k-th window sees, and which of its own those are.

        Args:
            k: which window, from 0.
            side: how many places the picture has.

        Example:
            >>> Slide(3, 1, 1, 5).inside(0, 5)
            (slice(0, 2, None), slice(1, 3, None))
        """
        first = k * self.stride - self.before
        begin, end = max(first, 0), min(first + self.size, side)
        return slice(begin, end), slice(begin - first, end - first)
