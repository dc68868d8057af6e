"""One thing, or two and where the first one stands: as a sentence, and as a small drawing.

"a small red circle left of a large blue square". Of two things the one with fewer corners is
named first, so that one sentence is right for a drawing and no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.arguments import check_count
from xlrnn.errors import UsageError
from xlrnn.shapes import Bool, Float

Array = NDArray[Any]
SIZES: Final = ("small", "large")
COLOURS: Final = {
    "red": (0.9, 0.1, 0.1),
    "green": (0.1, 0.6, 0.2),
    "blue": (0.1, 0.2, 0.9),
    "yellow": (1.0, 0.8, 0.0),
}
SHAPES: Final = ("circle", "triangle", "square", "cross")
"""By the number of their corners."""
PLACES: Final = ("left of", "right of", "above", "below")
ALONE: Final = "alone"
PAPER: Final = 0.0
"""Black: a place where nothing is drawn is 0, as is what a convolution sees beyond the edge."""
LEAST_SIDE: Final = 12
GAP: Final = 1
"""So many places are between two things at least."""
FORM: Final = (
    f"a {'/'.join(SIZES)} {'/'.join(COLOURS)} {'/'.join(SHAPES)}, alone or "
    f"{'/'.join(PLACES)} another one of another shape"
)


@dataclass(frozen=True)
class Thing:
    """Something to draw.

    Example:
        >>> str(Thing("small", "red", "circle"))
        'a small red circle'
    """

    size: str
    colour: str
    shape: str

    def __str__(self) -> str:
        return f"a {self.size} {self.colour} {self.shape}"


@dataclass(frozen=True)
class Scene:
    """What is on a drawing.

    Args:
        first: a thing.
        place: where it stands, seen from the second; `ALONE` without one.
        second: another thing, of a shape with more corners.
    """

    first: Thing
    place: str = ALONE
    second: Thing | None = None

    @property
    def caption(self) -> str:
        """The sentence that says what is on it."""
        return (
            str(self.first) if self.second is None else f"{self.first} {self.place} {self.second}"
        )

    @property
    def combination(self) -> str:
        """What is held out together: colours, shapes and the place, in all sizes."""
        found = f"{self.first.colour} {self.first.shape} {self.place}"
        return found if self.second is None else f"{found} {self.second.colour} {self.second.shape}"

    @classmethod
    def of(cls, caption: str) -> "Scene":
        """Return what a sentence says; of two things either may be named first.

        Raises:
            UsageError: if it says nothing that can be drawn.

        Example:
            >>> Scene.of("A large blue square below a small red circle").caption
            'a small red circle above a large blue square'
        """
        words = " ".join(caption.lower().replace(".", " ").split())
        place = next((one for one in PLACES if f" {one} " in words), ALONE)
        found = [_thing(each) for each in words.split(f" {place} ")]
        things = [one for one in found if one is not None]
        expected = 1 if place == ALONE else 2
        if not len(found) == len(things) == len({one.shape for one in things}) == expected:
            raise UsageError(f"“{caption}” cannot be drawn: expected {FORM}")
        if expected == 1:
            return cls(things[0])
        first, second = things
        if SHAPES.index(first.shape) > SHAPES.index(second.shape):
            first, second, place = second, first, PLACES[PLACES.index(place) ^ 1]
        return cls(first, place, second)

    def drawn(self, side: int, rng: np.random.Generator) -> Float[np.ndarray, "side side 3"]:
        """Return a drawing of it, which stands where chance puts it.

        Args:
            side: rows, and columns, of the drawing.
            rng: chance.

        Raises:
            UsageError: if it is too small for shapes that can be told apart.
        """
        check_count("size", side, LEAST_SIDE)
        things = [self.first] if self.second is None else [self.first, self.second]
        sizes = [size_of(one.size, side) for one in things]
        found = np.full((side, side, 3), PAPER, np.float32)
        corners = self._corners(sizes, side, rng)
        for one, size, (row, column) in zip(things, sizes, corners, strict=True):
            there = found[row : row + size, column : column + size]
            there[mask_of(one.shape, size)] = COLOURS[one.colour]
        return found

    def _corners(
        self, sizes: list[int], side: int, rng: np.random.Generator
    ) -> Iterator[tuple[int, int]]:
        """Yield the row and the column where each thing begins.

        Of two the middles lie apart along one axis, and nearly the same along the other.
        """
        if len(sizes) == 1:
            row, column = rng.integers(side - sizes[0] + 1, size=2).tolist()
            yield row, column
            return
        turned = self.place in ("right of", "below")
        one, other = sizes[::-1] if turned else sizes
        near = int(rng.integers(side - one - GAP - other + 1))
        far = int(rng.integers(near + one + GAP, side - other + 1))
        beside = int(rng.integers(side - one + 1))
        fitting = [k for k in range(side - other + 1)
                   if abs(2 * (k - beside) + other - one) <= 2 * (side // 8)]  # fmt: skip
        corners = [(near, beside), (far, int(rng.choice(fitting)))]
        for along, across in corners[::-1] if turned else corners:
            yield (across, along) if self.place in PLACES[:2] else (along, across)


def _thing(words: str) -> Thing | None:
    """Return a thing, or None if it is none."""
    article, size, colour, shape = (*words.split(), "", "", "", "")[:4]
    known = size in SIZES and colour in COLOURS and shape in SHAPES
    if not known or article not in ("a", "the") or len(words.split()) > 4:
        return None
    return Thing(size, colour, shape)


def size_of(size: str, side: int) -> int:
    """Return rows, and columns, of a thing: odd numbers, so that shapes have a middle.

    Example:
        >>> [(size_of("small", side), size_of("large", side)) for side in (12, 16, 24)]
        [(3, 5), (3, 7), (5, 11)]
    """
    large = (side // 2 - 2) | 1
    return large if size == "large" else (large // 2) | 1


def mask_of(shape: str, size: int) -> Bool[np.ndarray, "size size"]:
    """Return which places a shape fills, of so many rows and columns.

    Circle and cross are lines: filled, the smallest circle would look like a cross.

    Example:
        >>> mask_of("cross", 3).astype(int).tolist()
        [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
    """
    row = np.arange(size)[:, None]
    y, x = abs(row - size // 2), abs(row.T - size // 2)
    away, half, line = x**2 + y**2, size // 2, size // 8
    filled: Array = {
        "circle": (away <= (half + 0.4) ** 2) & (away > (half - line - 0.5) ** 2),
        "triangle": row >= row.T,
        "square": np.ones((size, size), bool),
        "cross": abs(x - y) <= line,
    }[shape]
    return filled
