"""Axes of arrays in two programs: of which parts each is made, and how long these are.

An axis that another program calls (steps · batch) is one group of two parts; one that is 1 long is
a group of none. Whatever is transposed or reshaped there changes the groups and no number, so that
nothing can mistake the batch for the steps.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import Any

from xlrnn.nn.interop.wiring.refusal import NotTakenError, OpenSideError


@dataclass(frozen=True)
class Size:
    """How long something is: a number, times sides that are open.

    Args:
        number: what is known of it.
        names: of the sides that are open, in order.

    Example:
        >>> str(Size(2) * Size.open("steps")), Size(12).over(Size(3))
        ('2·steps', Size(number=4, names=()))
    """

    number: int = 1
    names: tuple[str, ...] = ()

    @classmethod
    def open(cls, name: str) -> "Size":
        """Return the size of a side that may vary."""
        return cls(1, (name,))

    @classmethod
    def of(cls, given: Any) -> "Size":
        """Return a size, also of a number."""
        return given if isinstance(given, Size) else cls(int(given))

    @property
    def known(self) -> bool:
        """Whether it is a number."""
        return not self.names

    def __mul__(self, other: Any) -> "Size":
        """Return the product."""
        own = Size.of(other)
        return Size(self.number * own.number, tuple(sorted(self.names + own.names)))

    __rmul__ = __mul__

    def over(self, other: "Size") -> "Size | None":
        """Return what is left when it is divided, or nothing if there is a rest."""
        if (
            other.number == 0
            or self.number % other.number
            or Counter(other.names) - Counter(self.names)
        ):
            return None
        left = Counter(self.names) - Counter(other.names)
        return Size(self.number // other.number, tuple(sorted(left.elements())))

    def __str__(self) -> str:
        """Return it as a message says it."""
        numbers = [] if self.number == 1 and self.names else [str(self.number)]
        return "·".join([*numbers, *self.names])


ONE = Size()


class Part:
    """A side of an array, the same one wherever it goes.

    Args:
        size: how long it is.
    """

    def __init__(self, size: Size) -> None:
        self.size = size

    def __repr__(self) -> str:
        return f"<{self.size}>"


Group = tuple[Part, ...]
"""The parts of an axis, the slowest first."""


def size_of(parts: Iterable[Part]) -> Size:
    """Return how long an axis of these parts is."""
    return reduce(mul, (part.size for part in parts), ONE)


def sizes_of(groups: Iterable[Group]) -> list[Size]:
    """Return how long each axis is."""
    return [size_of(group) for group in groups]


def shown(groups: Iterable[Group]) -> str:
    """Return a shape as a message says it."""
    return f"({', '.join(map(str, sizes_of(groups)))})"


def flat(groups: Iterable[Group]) -> list[Part]:
    """Return the parts of all axes in order."""
    return [part for group in groups for part in group]


Split = dict[Part, Group]
"""What became of parts that two axes have to share."""


def regrouped(groups: Sequence[Group], target: Sequence[Size]) -> tuple[list[Group], Split]:
    """Return the axes after a reshape, and which parts had to be split for it.

    Args:
        groups: the axes before.
        target: how long each is to be.

    Raises:
        NotTakenError: if the parts do not fill them.
    """
    rest, split, found = flat(groups), Split(), list[Group]()
    for size in target:
        taken: list[Part] = []
        wanted = size
        while rest and (wanted != ONE or (size == ONE and not taken and rest[0].size == ONE)):
            part = rest.pop(0)
            left = wanted.over(part.size)
            if left is None:
                less = part.size.over(wanted)
                if less is None or not part.size.known:
                    raise _unfit(groups, target)
                halves = Part(wanted), Part(less)
                split[part] = halves
                part, left = halves[0], ONE
                rest.insert(0, halves[1])
            taken.append(part)
            wanted = left
        if wanted != ONE:
            raise _unfit(groups, target)
        found.append(tuple(taken))
    if any(part.size != ONE for part in rest):
        raise _unfit(groups, target)
    if rest and found:
        found[-1] = (*found[-1], *rest)
    return found, split


def _unfit(groups: Sequence[Group], target: Sequence[Size]) -> NotTakenError:
    wanted = ", ".join(map(str, target))
    kind = NotTakenError if all(part.size.known for part in flat(groups)) else OpenSideError
    return kind(f"the shape {shown(groups)} cannot be read as ({wanted})")


def after(groups: Sequence[Group], split: Split) -> tuple[Group, ...]:
    """Return axes in which parts are replaced by what they were split into."""

    def parts(group: Group) -> Iterable[Part]:
        for part in group:
            yield from parts(split[part]) if part in split else (part,)

    return tuple(tuple(parts(group)) for group in groups)
