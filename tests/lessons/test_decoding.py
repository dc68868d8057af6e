"""A decoder that goes on by itself: when it ends, and what it needs."""

import numpy as np
import pytest

from xlrnn.errors import InputError
from xlrnn.lessons.common.decoding import decode

TOKENS = ["<start>", "<end>", "a", "b"]


def following(*rows):
    """Return a step that says one row after the other, and what went in."""
    fed, left = [], list(rows)

    def step(row):
        fed.append(row)
        return np.eye(len(TOKENS))[left.pop(0)]

    return step, fed


def test_what_comes_out_goes_in_until_the_end_mark():
    step, fed = following(2, 3, 1)
    found = decode(TOKENS, 5, step)
    assert fed == [0, 2, 3]
    assert (found.fed, found.chosen) == ([1, 3, 4, 0, 0], [3, 4, 2, 0, 0])
    assert (found.words, found.text) == (["a", "b", "<end>", "", ""], "a b")
    shown = found.shown("in_", "out_")
    assert shown["in_writing"].tolist() == [[1, 1, 1, 0, 0]]
    assert shown["fed_word"].tolist() == [["<start>", "a", "b", "", ""]]
    assert shown["out_so_far"].tolist() == [["a", "a b", "a b", "a b", "a b"]]
    assert shown["ended"].tolist() == [["ended"]]


@pytest.mark.parametrize(("steps", "rows", "ended"), [
    (1, [2], "cut off: the steps are over"), (1, [1], "ended"), (2, [2, 1], "ended"),
    (2, [2, 2], "cut off: the steps are over"),
])  # fmt: skip
def test_at_the_last_step_the_end_mark_may_still_come(steps, rows, ended):
    assert decode(TOKENS, steps, following(*rows)[0]).shown("", "")["ended"][0, 0] == ended


def test_what_does_not_begin_writes_nothing_and_has_ended():
    found = decode(TOKENS, 2, following()[0], begins=False)
    assert (found.text, found.fed, found.shown("", "")["ended"][0, 0]) == ("", [0, 0], "ended")


def test_a_list_without_a_start_mark_is_refused_and_a_mark_in_capitals_is_one():
    with pytest.raises(InputError, match="no <start>: expected it in one of its rows"):
        decode(["<end>", "a"], 2, following(1)[0])
    assert decode(["<START>", "<End>"], 2, following(1)[0]).text == ""
