"""Other inputs than the given ones, drawn: letters, weights, rates, choices, what counts.

What a workbook happens to have must not stay: equal letters, signs that are always the same, a
bound that no number reaches, a score that is never the largest.
"""

import math
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from xlrnn.formula.block import Block
from xlrnn.names import Role

Array: TypeAlias = np.ndarray[Any, Any]
Inputs: TypeAlias = Mapping[str, Array]

LONGEST: Final = 30
"""So many words a sentence may have."""
_SIGNS: Final = string.punctuation.replace("'", " ")
_WORD: Final = re.compile(r"[^\W_]+")
_TINY: Final = 1e-3
_FEW: Final = 5
_EMPTY: Final = 15
"""Where a text ends by itself, of so many draws one has an empty sentence."""
_END: Final = "<end>"
_KEPT: Final = 0.75
"""So likely a mark of what counts stays."""


def drawn(blocks: Sequence[Block], given: Inputs, seed: int, number: int) -> dict[str, Array]:
    """Return other inputs.

    Args:
        blocks: the blocks of inputs.
        given: the given inputs, by the names of these blocks.
        seed: what is drawn follows from it.
        number: which of many draws it is.
    """
    draw = np.random.default_rng([seed, number])
    learned = keeps_weights(given, number)
    numbers = {
        block.name: _other_marks(given[block.name], draw)
        if _marks(given[block.name])
        else other_numbers(block, given[block.name], draw)
        for block in blocks
        if given[block.name].dtype != object and not chooses(block)
        if not (learned and block.role is Role.PARAMETER)
    }
    choices = {
        block.name: _some_choices(block, given[block.name], draw)
        if block.entry.optional
        else _next_choice(block, given[block.name], number)
        for block in blocks
        if block.choices
    }
    letters = {name: array for name, array in given.items() if name not in choices}
    optional = [block.name for block in blocks if block.entry.optional and not block.choices]
    sentences = {
        name: _other_sentence(
            _list_of_sentence(given[name], given.values()),
            draw,
            _how_many(draw) if not learned else number % _EMPTY and int(draw.integers(2 * _FEW)),
            few=learned,
        )
        for name in optional
        if given[name].size == 1
    }
    pointed = {
        name: _some_words(given[name].shape, sentences, draw)
        for name in optional
        if given[name].size > 1
    }
    lists = [array for array in given.values() if array.dtype == object and array.shape[1] == 1]
    said = [array.copy() for array in lists for _ in sentences if array.size > 1]
    texts = {} if learned else dict(_other_texts(letters, draw, said, _Turns(seed, number)))
    return {**given, **numbers, **choices, **texts, **pointed, **sentences}


def keeps_weights(given: Inputs, number: int) -> bool:
    """Tell whether a draw leaves the weights as they were learned: half of them do for a text.

    Args:
        given: the given inputs.
        number: which of many draws it is.
    """
    return number % 2 == 1 and _ends_by_itself(given.values())


def _ends_by_itself(given: Iterable[Array]) -> bool:
    """Tell whether a list has a mark for the end: a text ends with weights that were learned."""
    return any(array.dtype == object and bool((array == _END).any()) for array in given)


def chooses(block: Block) -> bool:
    """Tell whether an input says which row, epoch or method is meant, and so is no quantity."""
    return bool(block.choices) or (block.entry.whole and block.shape == (1, 1))


def _next_choice(block: Block, array: Array, number: int) -> Array:
    other = array.copy()
    for index in np.ndindex(*array.shape):
        if array[index] in block.choices:
            place = block.choices.index(array[index]) + number
            other[index] = block.choices[place % len(block.choices)]
    return other


def _some_choices(block: Block, array: Array, draw: np.random.Generator) -> Array:
    """Fill some of the cells that may be empty."""
    filled = draw.random(array.shape) > _KEPT
    return np.where(filled, draw.choice(np.array(block.choices, dtype=object), array.shape), "")


def _marks(array: Array) -> bool:
    """Tell whether an input is all ones, as marks of what counts are."""
    return array.size > 1 and bool((array == 1).all())


def _other_marks(array: Array, draw: np.random.Generator) -> Array:
    """Take some marks away."""
    return np.where(draw.random(array.shape) < _KEPT, array, 0.0)


def other_numbers(block: Block, array: Array, draw: np.random.Generator) -> Array:
    """Return numbers of the same kind: whole ones are rearranged, others drawn.

    A single number that is no weight keeps its sign, since it may be a rate or a step width, and
    what is between 0 and 1 stays there. Zeros, as the first state of a network, become numbers
    between −1 and 1.
    """
    if not array.any():
        return np.asarray(draw.uniform(-0.9, 0.9, array.shape)).round(6)
    if array.size == 1 and block.role is not Role.PARAMETER:
        return _other_setting(array, draw)
    if array.size > 1 and (array == np.round(array)).all() and array.min() < array.max():
        rows: Array = draw.permutation(array, axis=0)
        return np.asarray(draw.permutation(rows, axis=1))
    if array.size > 1 and draw.random() < 1 / 4:
        return 0 - array
    largest = float(np.abs(array).max()) * draw.uniform(0.6, 1.6)
    # Tiny ones keep as many digits, or they would all be 0.
    digits = 6 if largest >= _TINY else 6 - math.floor(math.log10(largest))
    return np.asarray(draw.uniform(-largest, largest, array.shape)).round(digits)


def _other_setting(array: Array, draw: np.random.Generator) -> Array:
    """Return a number about as large, or far from it, as bounds are met from both sides."""
    far = draw.random() < 1 / 2
    if far and 0 < array.flat[0] < _TINY:  # so that it decides something
        return np.asarray(10 ** draw.uniform(np.log10(array), -1))
    if 0 < array.flat[0] < 1:
        other = array ** draw.uniform(0.3, 3) if far else array * draw.uniform(0.6, 1.4)
        return np.minimum(other, (1 + array) / 2)
    return array * (10 ** draw.uniform(-1.5, 0.7) if far else draw.uniform(0.6, 1.4))


class _Turns:
    """Lets each word of a list stand at each place once in each round of draws.

    In which order is drawn for each place and each round anew, so that what is the same at two
    places in one round is not in another.

    Args:
        seed: of the orders.
        number: of the draw.
    """

    def __init__(self, seed: int, number: int) -> None:
        self._seed, self._number = seed, number
        self._rounds: dict[int, np.random.Generator] = {}

    def next(self, count: int) -> int:
        """Return which of so many words comes to stand at the next place."""
        turn, at = divmod(self._number, count)
        if turn not in self._rounds:
            self._rounds[turn] = np.random.default_rng([self._seed, turn])
        return int(self._rounds[turn].permutation(count)[at])


def _other_texts(
    given: Inputs, draw: np.random.Generator, said: Sequence[Array], turns: _Turns
) -> Iterator[tuple[str, Array]]:
    """Yield other texts: a list of words in another order, and texts of other words of it.

    A list of words has each once and more of them than any text is made of.

    Args:
        given: the given inputs.
        draw: draws.
        said: the words of sentences, which are made of a list, too.
        turns: which word stands where.
    """
    texts = {name: array for name, array in given.items() if array.dtype == object}
    lists = {
        name: array for name, array in texts.items() if _is_list(array, [*texts.values(), *said])
    }
    orders = {name: draw.permutation(array, axis=0) for name, array in lists.items()}
    yield from orders.items()
    for name, array in texts.items():
        of = None if name in lists else _list_of(array, lists)
        if of is not None:
            order, other = orders[of].ravel(), array.copy()
            for index in np.ndindex(*array.shape):
                other[index] = order[turns.next(len(order))]
            yield name, other


def _other_sentence(words: Array, draw: np.random.Generator, count: int, *, few: bool) -> Array:
    """Return a sentence of some words of a list.

    Args:
        words: the list.
        draw: draws.
        count: how many words it has.
        few: whether it is made of few words, some of which it has again.
    """
    of = draw.choice(words[:, 0], _FEW) if few else words[:, 0]
    said = [_said(str(word), draw) for word in draw.choice(of, count)]
    other = np.empty((1, 1), dtype=object)
    other[0, 0] = "".join(said).strip()
    return other


def _how_many(draw: np.random.Generator) -> int:
    """Return how many words a sentence has: few, many, or more than there is room for."""
    return int(draw.integers(1, LONGEST) if draw.random() < _KEPT else 2 * LONGEST)


def _said(word: str, draw: np.random.Generator) -> str:
    """Return a word as people write: with a capital, a sign behind it, unknown, or as it is."""
    kind = int(draw.integers(8))
    word = {0: word.capitalize(), 1: word.upper(), 2: f"{word[::-1]}q"}.get(kind, word)
    return f"{word}{draw.choice([*_SIGNS])}" if kind > 4 else f"{word} "


def _list_of_sentence(sentence: Array, given: Iterable[Array]) -> Array:
    """Return the words that a sentence is made of: the list with most of them, or the longest."""
    said = set(str(sentence[0, 0]).lower().split())
    lists = [array for array in given if array.dtype == object and array.shape[1] == 1]
    return max(lists, key=lambda array: (len(said & set(array[:, 0])), len(array)))


def _some_words(
    shape: tuple[int, ...], sentences: Mapping[str, Array], draw: np.random.Generator
) -> Array:
    """Return cells of which some hold a word of a sentence, and others nothing."""
    words = [word for array in sentences.values() for word in _WORD.findall(str(array[0, 0]))]
    cells = np.full(shape, "", dtype=object)
    for index in np.ndindex(*shape):
        if words and draw.random() < 1 / 2:
            cells[index] = words[int(draw.integers(min(len(words), cells.size)))]
    return cells


def _is_list(array: Array, others: Any) -> bool:
    words = set(array.ravel())
    if array.shape[1] != 1 or len(words) != array.size:
        return False
    return any(other is not array and set(other.ravel()) <= words for other in others)


def _list_of(array: Array, lists: Inputs) -> str | None:
    """Return the name of the list that a text is made of."""
    words = set(array.ravel())
    return next((name for name, one in lists.items() if words <= set(one.ravel())), None)
