"""Drawings that the package makes, and the sentences that say what is on them."""

from itertools import product

import numpy as np
import pytest

from xlrnn.errors import UsageError
from xlrnn.pictures.drawings import MOST, drawings
from xlrnn.pictures.scene import (
    COLOURS,
    LEAST_SIDE,
    PLACES,
    SHAPES,
    SIZES,
    Scene,
    Thing,
    mask_of,
    size_of,
)


def test_no_drawing_twice_and_the_same_again():
    found = drawings(1_000, seed=4, side=12)
    assert len({picture.tobytes() for picture in found.pictures}) == len(found) == 1_000
    again, other = drawings(1_000, seed=4, side=12), drawings(1_000, seed=5, side=12)
    np.testing.assert_array_equal(again.pictures, found.pictures)
    assert (again.captions, again.groups) == (found.captions, found.groups)
    assert other.captions != found.captions
    assert drawings(7, seed=4, side=12).captions == found.captions[:7]


def test_every_word_is_used_and_every_caption_says_what_is_held_out_together():
    found = drawings(2_000, seed=0, side=16)
    words = {word for (caption,) in found.captions for word in caption.split()}
    assert words == {"a", *SIZES, *COLOURS, *SHAPES, *" ".join(PLACES).split()}
    for (caption,), group in zip(found.captions, found.groups, strict=True):
        assert Scene.of(caption).caption == caption
        assert Scene.of(caption).combination == group
    assert "red circle left of blue square" in found.groups
    assert "red circle alone" in found.groups


def test_shapes_differ_whatever_their_size():
    for side in range(LEAST_SIDE, 40):
        sizes = [size_of(size, side) for size in SIZES]
        assert 3 <= sizes[0] < sizes[1] < side / 2
        for size in sizes:
            masks = [mask_of(shape, size) for shape in SHAPES]
            for mask in masks:
                assert mask.any(axis=0).all()
                assert mask.any(axis=1).all()
            for k, other in product(range(4), range(4)):
                assert k == other or (masks[k] != masks[other]).sum() >= 3


def boxes(picture):
    """Where each colour of a drawing begins and ends, in rows and columns."""
    found = []
    for colour in COLOURS.values():
        there = np.isclose(picture, np.float32(colour)).all(axis=-1)
        if there.any():
            places = np.argwhere(there)
            found.append((places.min(axis=0), places.max(axis=0), colour))
    return found


@pytest.mark.parametrize("side", [*range(12, 30), 64, 65])
@pytest.mark.parametrize("place", PLACES)
def test_things_stand_where_the_sentence_says(side, place):
    rng = np.random.default_rng(side)
    for first, second in product(SIZES, SIZES):
        scene = Scene(Thing(first, "red", "square"), place, Thing(second, "blue", "cross"))
        for _ in range(10):
            one, other = boxes(scene.drawn(side, rng))
            assert (one[1] - one[0] + 1).tolist() == [size_of(first, side)] * 2
            near, far = (other, one) if place in ("right of", "below") else (one, other)
            axis = 1 if place in PLACES[:2] else 0
            assert near[1][axis] + 1 < far[0][axis]
            middles = [(box[0] + box[1]) / 2 for box in (one, other)]
            apart = abs(middles[0] - middles[1])
            assert apart[1 - axis] <= side // 8 < apart[axis]


def test_either_thing_may_be_named_first():
    found = Scene.of("the large blue square below a small red circle.")
    assert found.caption == "a small red circle above a large blue square"
    assert Scene.of("A Small RED cross").caption == "a small red cross"


@pytest.mark.parametrize(
    "caption",
    ["", "a red circle", "a small pink circle", "a small red dog", "small red circle",
     "a small red circle left of", "a small red circle near a large blue square",
     "a small red circle above a large red circle",
     "a small red circle above a small red square above a small red cross"],
)  # fmt: skip
def test_what_cannot_be_drawn(caption):
    with pytest.raises(UsageError, match="cannot be drawn: expected a small/large red/green/blue"):
        Scene.of(caption)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "rows is 0: expected"),
        ({"count": MOST + 1}, f"rows is {MOST + 1}: expected at most"),
        ({"side": 11}, "size is 11: expected a whole number from 12"),
    ],
)
def test_drawings_that_cannot_be(options, message):
    with pytest.raises(UsageError, match=message):
        drawings(**{"count": 2, "seed": 0, "side": 12, **options})
