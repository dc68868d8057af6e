"""The functions of spreadsheets, as they stand in a rule: `where(greater(a[i, t], 0), 1, 0)`.

They are called as NumPy calls them, else as spreadsheets do; `_` stands behind a name of Python's.
"""

from collections.abc import Callable

from xlrnn.formula.expression import Binary, Call, Expression, Operand, lift


def function(name: str) -> Callable[..., Expression]:
    """Return what calls a function of the sheet."""

    def call(*arguments: Operand) -> Expression:
        return Call(name, tuple(lift(argument) for argument in arguments))

    call.__name__ = name.lower()
    call.__doc__ = f"Call {name}."
    return call


tanh = function("TANH")
exp = function("EXP")
log = function("LN")
log10 = function("LOG10")
sqrt = function("SQRT")
chi_dist = function("CHIDIST")
abs_ = function("ABS")
sign = function("SIGN")
max_ = function("MAX")
min_ = function("MIN")
sum_ = function("SUM")
sumsq = function("SUMSQ")
sumproduct = function("SUMPRODUCT")
where = function("IF")
and_ = function("AND")
exact = function("EXACT")
is_number = function("ISNUMBER")
index = function("INDEX")
match = function("MATCH")
countif = function("COUNTIF")
round_ = function("ROUND")

lower = function("LOWER")
substitute = function("SUBSTITUTE")
trim = function("TRIM")
char = function("CHAR")
find = function("FIND")
left = function("LEFT")
mid = function("MID")
len_ = function("LEN")


def equal(left: Operand, right: Operand) -> Expression:
    """Compare two values; of texts, `exact` also minds upper and lower case."""
    return Binary("=", lift(left), lift(right))


def greater(left: Operand, right: Operand) -> Expression:
    """Ask whether the left value is larger."""
    return Binary(">", lift(left), lift(right))


def less_equal(left: Operand, right: Operand) -> Expression:
    """Ask whether the left value is not larger."""
    return Binary("<=", lift(left), lift(right))


def concatenate(first: Operand, *others: Operand) -> Expression:
    """Put texts one behind the other."""
    result = lift(first)
    for other in others:
        result = Binary("&", result, lift(other))
    return result
