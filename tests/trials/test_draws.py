"""What is drawn for a lesson that writes by itself: sentences of its words, and where to look."""

import re

import numpy as np
import pytest

from xlrnn.lessons.translation.lesson import Translation
from xlrnn.names import Role
from xlrnn.trials.draws import drawn


@pytest.fixture(scope="module")
def draws():
    """Twenty draws for a small lesson, and the given inputs."""
    lesson = Translation("we want an apple", 5, 4)
    inputs = lesson.inputs()
    blocks = [
        b for b in lesson.book().blocks if b.constant and b.role in (Role.INPUT, Role.PARAMETER)
    ]
    given = {block.name: inputs[block.key] for block in blocks}
    return given, [drawn(blocks, given, 3, number) for number in range(30)]


def words_of(draw):
    return re.findall(r"[^\W_]+", draw["sentence"][0, 0].lower())


def test_sentences_are_made_of_the_english_words(draws):
    given, found = draws
    english = {word for token in given["english_token"][:, 0] for word in re.findall(r"\w+", token)}
    french = {str(token) for token in given["french_token"][:, 0]} - english
    said = {word for draw in found for word in words_of(draw)}
    assert len(said & english) > 5
    assert not said & french


def test_a_reader_types_words_of_the_sentence_or_nothing(draws):
    cells = [
        (cell.lower(), words_of(draw)) for draw in draws[1] for cell in draw["attention_forced"][0]
    ]
    assert all(cell == "" or cell in words for cell, words in cells)
    assert {bool(cell) for cell, _ in cells} == {True, False}


def test_half_of_the_draws_keep_what_was_learned_and_one_of_them_has_no_sentence(draws):
    given, found = draws
    kept = [np.array_equal(draw["answer_W_hy"], given["answer_W_hy"]) for draw in found]
    assert kept == [number % 2 == 1 for number in range(len(found))]
    assert found[15]["sentence"][0, 0] == ""
    repeated = [words_of(draw) for draw in found[1::2]]
    assert any(len({*words}) < len(words) for words in repeated)
