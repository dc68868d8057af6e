"""Captions cut into words: what is learned from, what is held out, what is given to a model."""

import numpy as np
import pytest

from xlrnn.errors import InputError
from xlrnn.pictures.captioned import Captioned
from xlrnn.pictures.drawings import drawings
from xlrnn.tasks.caption.known import common_of
from xlrnn.tasks.caption.parts import inputs, known_of, parts
from xlrnn.tasks.caption.settings import CaptionSettings, usual
from xlrnn.tasks.language import END, START


def of(*captions, side=4):
    """Pictures of which each has these captions."""
    rng = np.random.default_rng(0)
    pictures = rng.random((len(captions), side, side, 3), dtype=np.float32)
    return Captioned(pictures, [*captions], [f"{k}.png" for k in range(len(captions))])


def test_combinations_that_are_held_out_never_occur_in_training():
    data = drawings(2_000, seed=1, side=12)
    found = parts(data, usual({}, drawn=True))
    learned, apart = ({data.groups[k] for k, _ in side} for side in (found.learned, found.held_out))
    assert not learned & apart
    assert len(apart) == round(0.125 * len({*data.groups}))
    assert {word for _, words in found.held_out for word in words} <= {
        word for _, words in found.learned for word in words
    }
    other = parts(data, usual({"seed": 1}, drawn=True))
    assert other.held_out != found.held_out


def test_a_picture_is_held_out_with_all_its_captions():
    data = of(*[(f"one {k}", f"other {k}") for k in range(10)])
    found = parts(data, CaptionSettings(validation_split=0.2))
    assert len(found.held_out) == 4
    assert len({picture for picture, _ in found.held_out}) == 2


def test_inputs_and_what_is_expected():
    data = of(("a b", "b"), ("a b b c",), ("!", "a"))
    settings = CaptionSettings(validation_split=0.0, max_length=3)
    found = parts(data, settings)
    known = known_of(found, data, settings)
    assert known.notes == ("left out 1 caption of more than 3 words (max_length)",)
    assert (known.words.tokens[4:], known.longest) == (("a", "b", "!"), 2)
    (pictures, written), expected = inputs(found.learned, data, known)
    np.testing.assert_array_equal(pictures, data.pictures[[0, 0, 2, 2]])
    assert written.tolist() == [[START, 4, 5], [START, 5, 0], [START, 6, 0], [START, 4, 0]]
    assert expected.tolist() == [[4, 5, END], [5, END, 0], [6, END, 0], [4, END, 0]]


def test_the_common_words_are_half_of_all():
    assert common_of([["a"] * 5, ["b", "c"]]) == 1
    assert common_of([["a", "b"], ["c", "d"]]) == 2
    assert common_of([["a"]]) == 1
    known = known_of(parts(of(("a a b",)), CaptionSettings(validation_split=0)), of(("a a b",)),
                     CaptionSettings())  # fmt: skip
    assert known.kinds(drawn=False) == {"common": {4}, "rare": {5}}


def test_nothing_left():
    data = of(("a b",), ("a b c",))
    with pytest.raises(InputError, match=r"all 2 captions have more than 1 word: say a larger"):
        parts(data, CaptionSettings(max_length=1))
    with pytest.raises(InputError, match=r"have 2 captions: validation_split 0.9 leaves 0 to"):
        parts(data, CaptionSettings(validation_split=0.9))
    with pytest.raises(InputError, match="holds 0 out, and patience 1 needs some"):
        parts(data, CaptionSettings(patience=1))
