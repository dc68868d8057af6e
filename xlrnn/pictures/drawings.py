"""Drawings with what is on them, for whoever has no pictures at hand."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from xlrnn.arguments import check_count
from xlrnn.errors import UsageError
from xlrnn.pictures.captioned import Captioned
from xlrnn.pictures.scene import COLOURS, LEAST_SIDE, PLACES, SHAPES, SIZES, Scene, Thing

SINGLE: Final = 0.2  # the share of drawings with one thing
MOST: Final = 50_000


def drawings(count: int, seed: int, side: int) -> Captioned:
    """Return drawings and their captions, no drawing twice.

    Args:
        count: how many, up to `MOST`.
        seed: of the draws; the same gives the same.
        side: rows, and columns, of each.

    Raises:
        UsageError: if it is no such number, or too small a side.

    Example:
        >>> found = drawings(2, seed=1, side=12)
        >>> found.pictures.shape, found.captions[0]
        ((2, 12, 12, 3), ('a large yellow square',))
    """
    check_count("rows", count)
    check_count("size", side, LEAST_SIDE)
    if count > MOST:
        raise UsageError(f"rows is {count}: expected at most {MOST}, so that all of them differ")
    rng = np.random.default_rng(seed)
    found: dict[bytes, tuple[Scene, np.ndarray]] = {}
    for scene in _scenes(rng):
        picture = scene.drawn(side, rng)
        found.setdefault(picture.tobytes(), (scene, picture))
        if len(found) == count:
            break
    scenes = [scene for scene, _ in found.values()]
    return Captioned(
        np.array([picture for _, picture in found.values()]),
        [(scene.caption,) for scene in scenes],
        [scene.combination for scene in scenes],
    )


def _scenes(rng: np.random.Generator) -> Iterator[Scene]:
    while True:
        one, other = sorted(rng.choice(len(SHAPES), 2, replace=False).tolist())
        if rng.random() < SINGLE:
            yield Scene(_thing(SHAPES[int(rng.choice([one, other]))], rng))
        else:
            place = PLACES[int(rng.integers(len(PLACES)))]
            yield Scene(_thing(SHAPES[one], rng), place, _thing(SHAPES[other], rng))


def _thing(shape: str, rng: np.random.Generator) -> Thing:
    size, colour = rng.choice(SIZES), rng.choice(list(COLOURS))
    return Thing(str(size), str(colour), shape)
