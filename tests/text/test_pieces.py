"""Pieces are numbered as a dictionary would do it, whatever stands in front of the dictionary."""

import sys

import numpy as np
import pytest

from xlrnn.text import pieces as module
from xlrnn.text.numbering import WIDE_GAPS, at_any_gap
from xlrnn.text.pieces import LONGEST, Pieces

FIRST = "\0"


def by_dictionary(data, known):
    return [known.setdefault(piece, len(known)) for piece in data.split(b" ") if piece]


def random_words(seed, many, longest=20):
    chance = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnop.'é\u6f22😀\ud800"))
    different = ["".join(chance.choice(letters, k)) for k in chance.integers(0, longest, many)]
    drawn = np.append(chance.zipf(1.3, 3 * many) % many, chance.integers(many, size=many))
    return [different[k] for k in chance.permutation(drawn)]


@pytest.mark.parametrize("largest", [module.SMALLEST, module.LARGEST])
def test_the_same_numbers_as_by_a_dictionary(monkeypatch, largest):
    # In the smallest table, never a larger one, thousands of pieces drive each other out.
    monkeypatch.setattr(module, "LARGEST", largest)
    words = random_words(seed=largest, many=9000)
    pieces, known, new = Pieces(FIRST), {FIRST.encode(): 0}, [FIRST]
    for begin in range(0, len(words), 1777):
        data = " ".join(words[begin : begin + 1777]).encode("utf-8", "surrogatepass")
        assert pieces.numbers(data).tolist() == by_dictionary(data, known)
        new += pieces.new()
    assert [piece.encode("utf-8", "surrogatepass") for piece in new] == list(known)
    assert len(known) > 4000


@pytest.mark.parametrize("place", range(9))
@pytest.mark.parametrize("length", [1, 7, 8, 9, LONGEST - 1, LONGEST, LONGEST + 1, 40])
def test_every_length_from_every_place(place, length):
    word = bytes(range(97, 97 + min(length, 26))) * 2
    other = word[: length - 1] + b"\xc3\xa9"  # as long as the whole, and different at its end
    data = b"x" * place + b" " + word[:length] + b" " + other + b" " + word[:length]
    pieces, known = Pieces(FIRST), {FIRST.encode(): 0}
    for _ in range(2):  # the second time they stand in the table
        assert pieces.numbers(data).tolist() == by_dictionary(data, known)


def test_nothing_spaces_and_one_piece():
    pieces = Pieces(FIRST)
    for empty in (b"", b" ", b"   " * 30):
        assert pieces.numbers(empty).tolist() == []
    assert pieces.new() == []
    assert pieces.numbers(b"a").tolist() == [1]
    assert pieces.numbers(b" a  \0 a ").tolist() == [1, 0, 1]
    assert pieces.new() == ["a"]
    assert pieces.new() == []


def test_gaps_are_what_split_takes_for_gaps():
    everything = "x".join(map(chr, range(sys.maxunicode + 1)))
    spaced = at_any_gap(everything).decode("utf-8", "surrogatepass")
    assert [piece for piece in spaced.split(" ") if piece] == everything.split()
    assert len(set(WIDE_GAPS)) == len(WIDE_GAPS)


def test_pieces_that_begin_alike():
    pieces, known = Pieces(FIRST), {FIRST.encode(): 0}
    data = b" ".join(b"a" * length for length in range(1, 41))
    for _ in range(2):  # the second time the shorter ones stand in the table
        assert pieces.numbers(data).tolist() == by_dictionary(data, known)


def test_pieces_of_one_slot_that_differ_in_their_second_half(monkeypatch):
    monkeypatch.setattr(module, "LARGEST", module.SMALLEST)
    pieces, known = Pieces(FIRST), {FIRST.encode(): 0}
    data = b" ".join(b"aaaaaaaa%d" % k for k in range(20_000))
    for _ in range(2):
        assert pieces.numbers(data).tolist() == by_dictionary(data, known)
