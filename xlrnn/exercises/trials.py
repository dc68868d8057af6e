"""The inputs with which a sheet is tried: its own first, then others that tell formulas apart.

A formula that is right only for the given numbers, or a typed-in one, does not follow.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from xlrnn.sheet.block import Block
from xlrnn.sheet.book import shown_by

Array: TypeAlias = np.ndarray[Any, Any]
Inputs: TypeAlias = Mapping[str, Array]

FEWEST: Final = 4
MOST: Final = 8
LONGEST: Final = 30
"""So many words a sentence may have."""


def trials(blocks: Sequence[Block], inputs: Inputs, seed: int = 0) -> list[dict[str, Array]]:
    """Return the inputs of each trial.

    With texts there are as many trials as there are different ones, within limits: each letter
    then stands at each step once. In the last one the weights are those given, turned over.

    Args:
        blocks: the blocks of the exercise; only its inputs count.
        inputs: the given inputs, by name or key.
        seed: of what is drawn.

    Returns:
        The inputs by the names of their blocks.
    """
    blocks = [block for block in blocks if block.constant and {block.name, block.key} & {*inputs}]
    given = {block.name: shown_by(block, inputs) for block in blocks}
    texts = [array for array in given.values() if array.dtype == object]
    count = min(MOST, max([FEWEST, *(len(set(array.ravel())) for array in texts)]))
    *others, last = [_changed(blocks, given, seed, number) for number in range(1, count)]
    return [given, *others, {**last, **_turned_over(given)}]


def _turned_over(given: Inputs) -> dict[str, Array]:
    """Return the weights turned over; zeros and single numbers stay as they were given.

    What only large numbers show, as clipping, is seen on both sides then.
    """
    numbers = {name: array for name, array in given.items() if array.dtype != object}
    return {
        name: array if array.size == 1 else 0 - array
        for name, array in numbers.items()
        if array.size == 1 or not array.any() or not (array == np.round(array)).all()
    }


def _changed(blocks: list[Block], given: Inputs, seed: int, number: int) -> dict[str, Array]:
    draw = np.random.default_rng([seed, number])
    numbers = {
        block.name: _other_marks(given[block.name], number)
        if _marks(given[block.name])
        else other_numbers(given[block.name], draw)
        for block in blocks
        if given[block.name].dtype != object and not chooses(block)
    }
    choices = {
        block.name: _next_choice(block, given[block.name], number)
        for block in blocks
        if block.choices
    }
    letters = {name: array for name, array in given.items() if name not in choices}
    sentences = {
        block.name: _other_sentence(given.values(), draw)
        for block in blocks
        if block.entry.optional
    }
    said = [_words(array) for array in sentences.values()]
    texts = dict(_other_texts(letters, number, said))
    return {**given, **numbers, **choices, **texts, **sentences}


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


def _marks(array: Array) -> bool:
    """Tell whether an input is all ones, as marks of what counts are."""
    return array.size > 1 and bool((array == 1).all())


def _other_marks(array: Array, number: int) -> Array:
    """Take every fourth mark away, another in each trial."""
    places = np.arange(array.size).reshape(array.shape)
    return np.where((places + number) % FEWEST == 0, 0.0, array)


def other_numbers(array: Array, draw: np.random.Generator) -> Array:
    """Return numbers of the same kind: whole ones are rearranged, others drawn.

    A single number keeps its sign and about its size, since it may be a rate or a step width, and
    what is between 0 and 1 stays there; zeros, as the first state of a network, become numbers
    between −1 and 1.
    """
    if not array.any():
        return np.asarray(draw.uniform(-0.9, 0.9, array.shape)).round(6)
    if array.size == 1:
        other = array * draw.uniform(0.6, 1.4)
        return np.minimum(other, (1 + array) / 2) if 0 < array.flat[0] < 1 else other
    if (array == np.round(array)).all() and array.min() < array.max():
        rows: Array = draw.permutation(array, axis=0)
        return np.asarray(draw.permutation(rows, axis=1))
    largest = float(np.abs(array).max())
    return np.asarray(draw.uniform(-largest, largest, array.shape)).round(6)


def _other_texts(
    given: Inputs, number: int, said: Sequence[Array] = ()
) -> Iterator[tuple[str, Array]]:
    """Yield other texts: a list of words turned round, and each text the word `number` further on.

    A list of words has each once and more of them than any text is made of.

    Args:
        given: the given inputs.
        number: of the trial.
        said: the words of sentences, which are made of a list, too.
    """
    texts = {name: array for name, array in given.items() if array.dtype == object}
    lists = {
        name: array for name, array in texts.items() if _is_list(array, [*texts.values(), *said])
    }
    for name, array in texts.items():
        if name in lists:
            yield name, np.roll(array, number % 2, axis=0)
            continue
        words = _list_of(array, lists.values())
        if words is not None:
            turned = np.roll(words, number % 2)
            where = {word: place for place, word in enumerate(words)}
            other = array.copy()
            for index in np.ndindex(*array.shape):
                other[index] = turned[(where[array[index]] + number) % len(words)]
            yield name, other


def _other_sentence(given: Iterable[Array], draw: np.random.Generator) -> Array:
    """Return a sentence of some words of the longest list, any number of them up to `LONGEST`."""
    words = max((array for array in given if array.dtype == object), key=len)[:, 0]
    other = np.empty((1, 1), dtype=object)
    other[0, 0] = " ".join(draw.choice(words, draw.integers(LONGEST // 2, LONGEST)))
    return other


def _words(sentence: Array) -> Array:
    """Return the words of a sentence as a column."""
    return np.array(sentence[0, 0].split(" "), dtype=object)[:, None]


def _is_list(array: Array, others: Any) -> bool:
    words = set(array.ravel())
    if array.shape[1] != 1 or len(words) != array.size:
        return False
    return any(other is not array and set(other.ravel()) <= words for other in others)


def _list_of(array: Array, lists: Any) -> Array | None:
    words = set(array.ravel())
    return next((one.ravel() for one in lists if words <= set(one.ravel())), None)
