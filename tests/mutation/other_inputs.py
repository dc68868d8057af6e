"""Other inputs and weights for a workbook, drawn by the tests themselves.

What `xlrnn.trials` draws is under test here, so nothing of it is used.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Value = float | str
END = "<end>"
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Offered:
    """An input or weight that a workbook offers to change.

    Args:
        cells: its cells and what they hold, row by row.
        column: whether it is a single column.
        choices: the texts that it may hold, if not any.
        whole: whether it says which row or epoch is meant.
        sentence: whether it holds a sentence.
    """

    cells: Mapping[Place, Value]
    column: bool
    choices: tuple[str, ...]
    whole: bool
    sentence: bool

    @property
    def values(self) -> list[Value]:
        """What its cells hold."""
        return list(self.cells.values())

    @property
    def is_list(self) -> bool:
        """Whether it lists the letters or words that texts are made of."""
        texts = all(isinstance(value, str) for value in self.values)
        distinct = len({*self.values}) == len(self.values) > 1
        return texts and distinct and self.column


def other_inputs(offered: tuple[Offered, ...], number: int) -> dict[Place, Value]:
    """Return what the cells of inputs and weights shall hold, the same for the same number."""
    rng = random.Random(f"other inputs {number}")
    lists = [str(v) for one in offered if one.is_list for v in one.values]
    words = _words(offered)
    said = [rng.choice(words) for _ in range(rng.randint(3, 20))] if words else []
    # What writes by itself comes to an end with the weights that it learned.
    learned = END in lists and number % 2 == 1
    found: dict[Place, Value] = {}
    for one in offered:
        kept = learned and not one.sentence
        values = one.values if kept else _values(one, lists, said, number, rng)
        found.update(zip(one.cells, values, strict=True))
    return found


def _words(offered: tuple[Offered, ...]) -> list[str]:
    """Return the words that a sentence is made of: of several lists the one that has most of it."""
    said = {str(v).lower() for one in offered if one.sentence for t in one.values
            for v in str(t).split()}  # fmt: skip
    lists = [[*map(str, one.values)] for one in offered if one.is_list]
    return max(lists, key=lambda words: len(said & {*words}), default=[])


def _values(
    one: Offered, lists: list[str], said: list[str], number: int, rng: random.Random
) -> Iterator[Value]:
    numbers = [value for value in one.values if isinstance(value, float)]
    if one.choices:
        yield from (one.choices[number % len(one.choices)] for _ in one.values)
    elif one.sentence and len(one.values) == 1:
        yield " ".join(said)
    elif one.sentence:  # words of the sentence, or nothing
        yield from (rng.choice(["", *said[: len(one.values)]]) for _ in one.values)
    elif not numbers:
        keep = one.is_list or not {*map(str, one.values)} <= {*lists}
        for place, value in enumerate(one.values):
            yield value if keep else lists[(3 * place + number) % len(lists)]
    elif one.whole:
        yield from (1.0 if number % 2 else value for value in one.values)
    else:
        yield from _numbers(numbers, rng)


def _numbers(numbers: list[float], rng: random.Random) -> Iterator[float]:
    largest = max(map(abs, numbers))
    if len(numbers) == 1 and largest:
        # A rate, a bound or a width keeps its sign and about its size.
        yield numbers[0] * rng.uniform(0.4, 0.999 / max(numbers[0], 0.7) if largest < 1 else 2.5)
    elif {*numbers} <= {0.0, 1.0} and largest:
        yield from (float(rng.random() < 0.6) for _ in numbers)
    elif len(numbers) > 1 and all(value == round(value) for value in numbers) and largest > 3:
        yield from numbers  # numbers of words
    else:
        yield from (round(rng.uniform(-1, 1) * (largest or 0.9), 6) for _ in numbers)
