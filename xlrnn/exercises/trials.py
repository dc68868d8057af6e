"""The inputs with which a sheet is tried: its own first, then others that tell formulas apart.

A formula that is right only for the given numbers, or a typed-in one, does not follow.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from xlrnn.sheet.block import Block

Array: TypeAlias = np.ndarray[Any, Any]
Inputs: TypeAlias = Mapping[str, Array]

FEWEST: Final = 4
MOST: Final = 8


def trials(blocks: Sequence[Block], inputs: Inputs, seed: int = 0) -> list[dict[str, Array]]:
    """Return the inputs of each trial.

    With texts there are as many trials as there are different ones, within limits: each letter
    then stands at each step once.

    Args:
        blocks: the blocks of the exercise; only its inputs count.
        inputs: the given inputs.
        seed: of what is drawn.
    """
    blocks = [block for block in blocks if block.constant and block.name in inputs]
    texts = [inputs[block.name] for block in blocks if inputs[block.name].dtype == object]
    count = min(MOST, max([FEWEST, *(len(set(array.ravel())) for array in texts)]))
    given = {block.name: inputs[block.name] for block in blocks}
    return [given, *(_changed(blocks, given, seed, number) for number in range(1, count))]


def _changed(blocks: list[Block], given: Inputs, seed: int, number: int) -> dict[str, Array]:
    draw = np.random.default_rng([seed, number])
    numbers = {
        block.name: other_numbers(given[block.name], draw)
        for block in blocks
        if given[block.name].dtype != object
    }
    return {**given, **numbers, **dict(_other_texts(blocks, given, number))}


def other_numbers(array: Array, draw: np.random.Generator) -> Array:
    """Return numbers of the same kind: whole ones are rearranged, others drawn anew.

    A single number keeps its sign and about its size, since it may be a rate or a step width;
    zeros, as the first state of a network, become numbers between −1 and 1.
    """
    if not array.any():
        return np.asarray(draw.uniform(-0.9, 0.9, array.shape)).round(6)
    if array.size == 1:
        whole = float(array.flat[0]).is_integer()
        return array.copy() if whole else array * draw.uniform(0.6, 1.4)
    if (array == np.round(array)).all():
        rows: Array = draw.permutation(array, axis=0)
        return np.asarray(draw.permutation(rows, axis=1))
    largest = float(np.abs(array).max())
    return np.asarray(draw.uniform(-largest, largest, array.shape)).round(6)


def _other_texts(blocks: list[Block], given: Inputs, number: int) -> Iterator[tuple[str, Array]]:
    """Yield other texts: a list of words turned round, and each text the word `number` further on.

    A list of words has each once and more of them than any text is made of.
    """
    texts = {block.name: given[block.name] for block in blocks if given[block.name].dtype == object}
    lists = {name: array for name, array in texts.items() if _is_list(array, texts.values())}
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


def _is_list(array: Array, others: Any) -> bool:
    words = set(array.ravel())
    if array.shape[1] != 1 or len(words) != array.size:
        return False
    return any(other is not array and set(other.ravel()) <= words for other in others)


def _list_of(array: Array, lists: Any) -> Array | None:
    words = set(array.ravel())
    return next((one.ravel() for one in lists if words <= set(one.ravel())), None)
