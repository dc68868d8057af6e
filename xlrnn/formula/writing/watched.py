"""A number that notes what a rule asks of it: which cells of a block can differ from the rest.

A rule is called with the row and the column of a cell. One that only counts on from them, as in
`h[i, t - 1]`, says the same everywhere. One that asks more may have an exception anywhere: a list
has one inside, and so has `if t == 5`. Instead of calling the rule for each cell, it is called
once, with numbers that note whether an answer could be another one elsewhere.
"""

import operator
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

Rule = Callable[[int, int], object]
Compare = Callable[[Any, Any], bool]


def telling_cells(rule: Rule, rows: range, columns: range) -> Iterator[tuple[int, int]]:
    """Yield cells of a block such that its rule has no case that none of them shows.

    Args:
        rule: what a cell holds, by its row and column.
        rows: the rows.
        columns: the columns.
    """
    down, across = _uneven(rule, rows[0], columns[0], rows, columns)
    if down and across:
        yield from product(rows, columns)
    elif down:
        for i in rows:
            _, across = _uneven(rule, i, columns[0], rows, columns)
            yield from product((i,), columns if across else columns[:1])
    elif across:
        for t in columns:
            down, _ = _uneven(rule, rows[0], t, rows, columns)
            yield from product(rows if down else rows[:1], (t,))
    else:
        yield rows[0], columns[0]


def _uneven(rule: Rule, i: int, t: int, rows: range, columns: range) -> tuple[bool, bool]:
    """Tell whether a rule could say otherwise in another row, and in another column."""
    row, column = Watched(i, rows), Watched(t, columns)
    rule(row, column)  # type: ignore[arg-type]
    return row.uneven, column.uneven


class Watched:
    """Stands for a row or a column, and notes whether the rule could say otherwise in another.

    It counts as an `int`, and is none: a list that is asked for an int's element would tell nobody.

    Args:
        value: the row or column.
        over: all rows or columns for which the rule must say the same.
    """

    __slots__ = ("_over", "_parent", "_value", "uneven")

    def __init__(self, value: int, over: range, parent: "Watched | None" = None) -> None:
        self._value, self._over, self._parent = value, over, parent or self
        self.uneven = False

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """Let `isinstance` take it for an int."""
        return int

    def __add__(self, other: Any) -> Any:
        return self._moved(other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._moved(-other) if type(other) is int else self.told() - _told(other)

    def __bool__(self) -> bool:
        return self._asked(operator.ne, 0)

    def __eq__(self, other: object) -> bool:
        return self._asked(operator.eq, other)

    def __ne__(self, other: object) -> bool:
        return self._asked(operator.ne, other)

    def __lt__(self, other: Any) -> bool:
        return self._asked(operator.lt, other)

    def __le__(self, other: Any) -> bool:
        return self._asked(operator.le, other)

    def __gt__(self, other: Any) -> bool:
        return self._asked(operator.gt, other)

    def __ge__(self, other: Any) -> bool:
        return self._asked(operator.ge, other)

    def __hash__(self) -> int:
        return hash(self.told())

    def __index__(self) -> int:
        return self.told()

    __int__ = __index__

    def __str__(self) -> str:
        return str(self.told())

    __repr__ = __str__

    def __format__(self, how: str) -> str:
        return format(self.told(), how)

    def __getattr__(self, name: str) -> Any:
        """Be an int in all else, which may be another one in each cell."""
        return getattr(self.told(), name)

    @property
    def alone(self) -> bool:
        """Whether there is no other row or column."""
        return len(self._over) == 1

    def follows(self, one: object) -> bool:
        """Tell whether it is that number, counted on from there."""
        return self._parent is one

    def told(self) -> int:
        """Tell the number, which is another one elsewhere."""
        self._parent.uneven = True
        return self._value

    def _moved(self, by: Any) -> Any:
        """Count on; the answers then hold for all rows or columns, moved as well."""
        if type(by) is not int:
            return self.told() + _told(by)
        over = range(self._over.start + by, self._over.stop + by)
        return Watched(self._value + by, over, self._parent)

    def _asked(self, compare: Compare, other: Any) -> bool:
        """Answer a question, and note whether the answer is another one elsewhere."""
        if type(other) is not int:
            return compare(self.told(), _told(other))
        answer, ends = compare(self._value, other), (self._over[0], self._over[-1])
        same = all(compare(end, other) is answer for end in ends)
        if not same or (other in self._over and compare in (operator.eq, operator.ne)):
            self._parent.uneven = self._parent.uneven or len(self._over) > 1
        return answer


def _as_int(name: str) -> Callable[..., Any]:
    """Return an operator that needs the number itself."""
    plain = getattr(int, name)

    def calculate(self: Watched, *others: Any) -> Any:
        return plain(self.told(), *map(_told, others))

    return calculate


def _told(value: Any) -> Any:
    return value.told() if type(value) is Watched else value


for _name in (
    *("mul", "rmul", "floordiv", "rfloordiv", "truediv", "rtruediv", "mod", "rmod"),
    *("divmod", "rdivmod", "pow", "rpow", "rsub", "neg", "pos", "abs", "invert", "float"),
    *("and", "rand", "or", "ror", "xor", "rxor", "lshift", "rshift", "round"),
):
    setattr(Watched, f"__{_name}__", _as_int(f"__{_name}__"))
