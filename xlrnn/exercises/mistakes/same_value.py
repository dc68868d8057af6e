"""When do two formulas show the same? The tolerance with which all of `exercises` compares.

Numbers agree to seven digits, or where they vanish beside what the cell shows otherwise.
"""

from collections.abc import Collection, Sequence
from typing import Final

from xlrnn.formula.value import CellError, Value

# As large may be what a cell shows in other trials: beside it, what is very small vanishes.
_LARGE: Final = 1e6


def same_value(expected: Collection[Value], actual: Collection[Value]) -> bool:
    """Tell whether a cell showed what was expected in every trial."""
    apart = [
        (one, other)
        for one, other in zip(expected, actual, strict=True)
        if not (type(one) is float and type(other) is float and abs(other - one) <= 1e-7 * abs(one))
    ]
    if not apart:  # what is right is mostly seen so
        return True
    size = max((abs(v) for v in expected if isinstance(v, float)), default=0.0)
    return all(_agree(one, other, size) for one, other in apart)


def differ_plainly(expected: Value, actual: Value) -> bool:
    """Tell whether two values of one trial differ, whatever is shown in others."""
    return not _agree(expected, actual, _LARGE)


def all_alike(values: Sequence[Value]) -> bool:
    """Tell whether a cell shows the same in every trial."""
    return all(value is None for value in values) or same_value(values, [values[0]] * len(values))


def _agree(expected: Value, actual: Value, size: float) -> bool:
    if type(expected) is float and type(actual) is float:  # nearly always
        return abs(actual - expected) <= max(1e-7 * abs(expected), 1e-12 * size, 1e-300)
    if isinstance(expected, CellError) or isinstance(actual, CellError):
        return False
    if isinstance(expected, bool) or isinstance(actual, bool):
        if isinstance(expected, str) or not isinstance(actual, bool | float):
            return False
        return float(expected or 0) == float(actual)
    if isinstance(expected, float):
        return False
    if isinstance(expected, str):
        if isinstance(actual, float):  # some programs make a number of a letter that looks like one
            actual = f"{actual:.15g}"
        return (actual or "") == expected
    return expected is None and actual in (None, 0.0, "")
