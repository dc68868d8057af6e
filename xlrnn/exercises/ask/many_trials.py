"""What cells show in many trials at once: rules evaluated on arrays, an element for each trial.

It means the same as `evaluate`, which is for one trial, and asks `arithmetic` for what is rare.
NaN stands for what has no value.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from xlrnn.exercises.mistakes.changes import Literal, PartOfBlock
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.evaluating.arithmetic import FUNCTIONS, NoValueError, calculate
from xlrnn.formula.expression import Binary, Call, Expression, Negative, Number, Text
from xlrnn.formula.walk import parts, rule_of

Array: TypeAlias = np.ndarray[Any, Any]
CellKey: TypeAlias = tuple[str, int, int]

# So large is the noise that stands for what another way of calculating rounds otherwise.
NOISE: Final = 1e-13


class TooManyError(Exception):
    """A cell follows from more cells than shall be calculated."""


class ManyTrials:
    """Calculates the cells of an exercise in many trials at once.

    Args:
        trials: the inputs of each trial, by the names of their blocks.
        most: so many cells are calculated at most.
        noise: makes a little noise in every step of the calculation; None for none.
    """

    def __init__(
        self,
        trials: Sequence[Mapping[str, Array]],
        most: int,
        noise: np.random.Generator | None = None,
    ) -> None:
        self.count, self._trials, self._most, self._noise = len(trials), trials, most, noise
        self._inputs: dict[str, Array] = {}
        self._known: dict[CellKey, Array] = {}
        self._ranges: dict[tuple[str, tuple[int, ...], tuple[int, ...]], Array] = {}

    def cell(self, block: Block, i: int, t: int) -> Array:
        """Return what a cell shows in each trial.

        Raises:
            TooManyError: if that would take too long.
        """
        if block.constant:
            return self._input(block)[:, i, t]
        waiting: list[tuple[Block, int, int, Expression]] = []
        if (block.name, i, t) not in self._known:
            waiting.append((block, i, t, rule_of(block, i, t)))
        while waiting:
            one, row, column, rule = waiting[-1]
            missing = [
                (ref.block, *at, rule_of(ref.block, *at))
                for ref, at in _cells(rule)
                if not ref.block.constant and (ref.block.name, *at) not in self._known
            ]
            if len(self._known) + len(waiting) > self._most:
                raise TooManyError
            if missing:
                waiting += missing
            else:
                self._known[one.name, row, column] = self.value(rule, {})
                waiting.pop()
        return self._known[block.name, i, t]

    def take_texts(self, other: "ManyTrials") -> None:
        """Take over the texts of another one with the same inputs: no noise is in them."""
        texts = {key: shown for key, shown in other._known.items() if shown.dtype == object}
        self._known |= texts

    def value(self, expression: Expression, known: dict[int, Array]) -> Array:
        """Return the value of a formula in each trial.

        Args:
            expression: the formula; the cells that it reads are calculated if need be.
            known: the values of expressions that are known already, by their ids.
        """
        with np.errstate(all="ignore"):
            return self._value(expression, known)

    def values_of_parts(self, expression: Expression) -> dict[int, Array]:
        """Return the value of an expression and of each of its parts, by their ids."""
        found: dict[int, Array] = {}
        for part in (*parts(expression),):
            found |= self.values_of_parts(part)
        found[id(expression)] = self.value(expression, found)
        return found

    def _value(self, expression: Expression, known: dict[int, Array]) -> Array:
        there = known.get(id(expression))
        if there is not None:
            return there
        match expression:
            case Ref(block=block, row=int() as row, column=int() as column):
                return self.cell(block, row, column)
            case Ref(block=block):
                return self._range(block, tuple(expression.rows), tuple(expression.columns))
            case PartOfBlock(block=block, rows=rows, columns=columns):
                return self._range(block, tuple(rows), tuple(columns))
            case Binary(operator=sign):
                sides = [self._value(side, known) for side in (expression.left, expression.right)]
                return self._rounded(self._binary(sign, *sides), sides)
            case Call():
                arguments = [self._value(part, known) for part in expression.arguments]
                result = self._call(expression.function, arguments)
                return self._rounded(result) if expression.function in _ROUNDS else result
            case Negative():
                return -self._value(expression.operand, known)
            case Number(value=value) | Text(value=value) | Literal(value=value):
                text = isinstance(value, str)
                return np.full(self.count, value, dtype=object if text else float)
        return np.full(self.count, np.nan)

    def _input(self, block: Block) -> Array:
        if block.name not in self._inputs:
            shown = [trial[block.name] for trial in self._trials if block.name in trial]
            whole = np.stack(shown) if shown else np.full((self.count, *block.shape), np.nan)
            self._inputs[block.name] = whole if whole.dtype == object else whole.astype(float)
        return self._inputs[block.name]

    def _range(self, block: Block, rows: tuple[int, ...], columns: tuple[int, ...]) -> Array:
        key = block.name, rows, columns
        if key not in self._ranges:
            cells = [[self.cell(block, i, t) for t in columns] for i in rows]
            whole = np.array(cells, dtype=object if cells[0][0].dtype == object else float)
            self._ranges[key] = np.moveaxis(whole, -1, 0)
        return self._ranges[key]

    def _rounded(self, result: Array, of: Sequence[Array] = ()) -> Array:
        """Make a little noise, but where a result is exact: a whole number, or one of two sides."""
        if self._noise is None or result.dtype == object:
            return result
        exact = result == np.round(result)
        for side in of:
            if side.dtype != object:
                exact |= result == (side if side.ndim == result.ndim else _like_a_range(side))
        noise = NOISE * self._noise.uniform(-1, 1, result.shape)
        return np.where(exact, result, result * (1 + noise))

    def _binary(self, sign: str, left: Array, right: Array) -> Array:
        if sign == "=" and _are_texts(left) and _are_texts(right):
            pairs = zip(left.tolist(), right.tolist(), strict=True)
            return np.array([one.casefold() == other.casefold() for one, other in pairs], float)
        if left.dtype == object or right.dtype == object or sign == "&":
            return self._one_by_one(lambda a, b: calculate(sign, a, b), [left, right])
        if left.ndim != right.ndim:  # one value with each cell of a range
            left, right = (_like_a_range(side) for side in (left, right))
        result = _ARITHMETIC[sign](left, right)
        if result.dtype == bool:
            return np.where(np.isnan(left + right), np.nan, result)
        return np.where(np.isfinite(result), result, np.nan)

    def _call(self, name: str, arguments: list[Array]) -> Array:
        if name == "IF":
            condition, yes, *no = arguments
            other = no[0] if no else np.zeros(self.count)
            return np.where(no_value(condition), np.nan, np.where(_true(condition), yes, other))
        if name == "ISNUMBER":
            return np.where(no_value(arguments[0]) | (arguments[0].dtype == object), 0.0, 1.0)
        if name in _FUNCTIONS and all(argument.dtype != object for argument in arguments):
            result = _FUNCTIONS[name](*arguments)
            return np.where(np.isfinite(result), result, np.nan)
        if name == "INDEX" and _can_index(*arguments):
            return _index(*arguments)
        if name not in FUNCTIONS:
            return np.full(self.count, np.nan)
        return self._one_by_one(FUNCTIONS[name], arguments)

    def _one_by_one(self, function: Callable[..., Any], arguments: list[Array]) -> Array:
        """Call the function of a single trial for each of them."""
        results: list[Any] = []
        for trial in range(self.count):
            own = [argument[trial] for argument in arguments]
            try:
                if any(np.any(no_value(np.asarray(one))) for one in own):
                    raise NoValueError
                values = [one.tolist() if isinstance(one, np.ndarray) else one for one in own]
                result = function(*(float(v) if isinstance(v, float) else v for v in values))
            except (NoValueError, ArithmeticError, ValueError, TypeError, IndexError):
                result = np.nan
            results.append(float(result) if isinstance(result, bool) else result)
        text = any(isinstance(result, str) for result in results)
        return np.array(results, dtype=object if text else float)


def _are_texts(value: Array) -> bool:
    """Tell whether there is a text in each trial, and nothing else."""
    return value.dtype == object and value.ndim == 1 and {*map(type, value.tolist())} == {str}


def no_value(value: Array) -> Array:
    """Tell where there is no value."""
    if value.dtype.kind != "f":
        return np.asarray(value != value)
    return np.asarray(np.isnan(value))


def _cells(rule: Expression) -> Iterator[tuple[Ref, tuple[int, int]]]:
    """Yield the cells that a rule reads."""
    if isinstance(rule, Ref):
        yield from ((rule, cell) for cell in rule.cells())
    for part in parts(rule):
        yield from _cells(part)


def _like_a_range(value: Array) -> Array:
    return value[:, None, None] if value.ndim == 1 else value


def _true(value: Array) -> Array:
    return np.asarray(value != 0)


def _each(values: tuple[Array, ...]) -> Array:
    """Return the cells of all arguments side by side, a row for each trial."""
    return np.concatenate([value.reshape(len(value), -1) for value in values], axis=1)


def _sum_product(*ranges: Array) -> Array:
    if len({one.shape for one in ranges}) > 1:
        return np.full(len(ranges[0]), np.nan)
    result = ranges[0]
    for one in ranges[1:]:
        result = result * one
    return result if result.ndim == 1 else np.asarray(result.sum(axis=(1, 2)))


def _can_index(grid: Array, *places: Array) -> bool:
    return grid.ndim == 3 and bool(places) and all(place.dtype != object for place in places)


def _index(grid: Array, row: Array, column: Array | None = None) -> Array:
    """Return a cell of each range, by its row and column, or by its place in a single row."""
    count, height, width = grid.shape
    one = np.ones(count)
    row, column = (one, row) if column is None and height == 1 else (row, column)
    column = one if column is None else column
    there = (row >= 1) & (row < height + 1) & (column >= 1) & (column < width + 1)
    i, t = (np.where(there, place, 1).astype(int) - 1 for place in (row, column))
    return np.where(there, grid[np.arange(count), i, t], np.nan)


def _matrix_product(left: Array, right: Array) -> Array:
    left, right = _like_a_range(left), _like_a_range(right)
    if left.shape[2] != right.shape[1]:
        return np.full(len(left), np.nan)
    return np.asarray(left @ right)


_ROUNDS: Final = frozenset({"EXP", "LN", "LOG10", "MMULT", "SQRT", "SUMSQ", "TANH"})
_ARITHMETIC: Final[Mapping[str, Callable[..., Any]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "ABS": np.abs,
    "AND": lambda *values: np.where(np.isnan(_each(values)).any(1), np.nan, _each(values).all(1)),
    "EXP": np.exp,
    "LN": np.log,
    "LOG10": np.log10,
    "MAX": lambda *values: _each(values).max(axis=1),
    "MIN": lambda *values: _each(values).min(axis=1),
    "MMULT": _matrix_product,
    "SIGN": np.sign,
    "SQRT": np.sqrt,
    "SUM": lambda *values: _each(values).sum(axis=1),
    "SUMPRODUCT": _sum_product,
    "SUMSQ": lambda *values: (_each(values) ** 2).sum(axis=1),
    "TANH": np.tanh,
    "TRANSPOSE": lambda value: np.swapaxes(_like_a_range(value), 1, 2),
}
