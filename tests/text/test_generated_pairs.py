"""Sentences that the package makes, and their translations."""

import pytest

from xlrnn.errors import UsageError
from xlrnn.text.generated_pairs import MOST, generated_pairs, in_english, in_french


def test_no_sentence_twice_and_the_same_again():
    pairs = generated_pairs(3_000, seed=4)
    assert len(set(pairs.sources)) == len(pairs) == 3_000
    assert generated_pairs(3_000, seed=4) == pairs
    assert generated_pairs(3_000, seed=5) != pairs
    assert generated_pairs(7, seed=4).sources == pairs.sources[:7]


def test_numbers_in_words():
    assert (
        len({in_english(n) for n in range(100)}) == len({in_french(n) for n in range(100)}) == 100
    )
    assert [in_french(n) for n in (1, 17, 21, 60, 61, 70, 71, 77, 80, 81, 91)] == [
        "un", "dix-sept", "vingt et un", "soixante", "soixante et un", "soixante-dix",
        "soixante et onze", "soixante-dix-sept", "quatre-vingts", "quatre-vingt-un",
        "quatre-vingt-onze",
    ]  # fmt: skip
    assert [in_french(n, True) for n in (1, 31, 71, 81)] == [
        "une", "trente et une", "soixante et onze", "quatre-vingt-une"
    ]  # fmt: skip


def test_words_agree():
    pairs = generated_pairs(20_000, seed=0)
    known = dict(zip(pairs.sources, pairs.targets, strict=True))
    ones = [target for source, target in known.items() if {"a", "an"} & set(source.split())]
    assert len(ones) > 100
    assert all({"un", "une"} & set(target.split()) for target in ones)
    agreeing = {"white cars": "voitures blanches", "green cats": "chats verts",
                "grey boats": "bateaux gris", "grey keys": "clés grises", "an apple": "une pomme",
                "a dog": "un chien"}  # fmt: skip
    for english, french in agreeing.items():
        assert any(english in source for source in known)
        for source, target in known.items():
            assert source.endswith(english) == target.endswith(french)


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_numbers_of_sentences_that_cannot_be(count):
    with pytest.raises(UsageError, match=f"rows is {count}: expected"):
        generated_pairs(count, seed=0)
