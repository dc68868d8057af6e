"""Other inputs and weights for a workbook, drawn by the tests themselves.

What `xlrnn.trials` draws is under test here, so nothing of it is used.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Value = float | str
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
    found: dict[Place, Value] = {}
    for one in offered:
        found.update(zip(one.cells, _values(one, lists, number, rng), strict=True))
    return found


def _values(one: Offered, lists: list[str], number: int, rng: random.Random) -> Iterator[Value]:
    numbers = [value for value in one.values if isinstance(value, float)]
    if one.choices:
        yield from (one.choices[number % len(one.choices)] for _ in one.values)
    elif one.sentence:
        yield " ".join(rng.choice(lists) for _ in range(rng.randint(3, 20)))
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
