"""A cell that says in words whether there is what an input asks for, such as an epoch."""

from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import concatenate, is_number, where

YES = "yes"
NO = "no: "


def there(found: Expression, *words: Operand) -> Expression:
    """Say yes if something is a number, as what was found is, and else what there is.

    Args:
        found: a number, or an error if there is no such thing.
        words: what there is.
    """
    first, *others = words
    begun = f"{NO}{first}" if isinstance(first, str) else concatenate(NO, first)
    return where(is_number(found), YES, concatenate(begun, *others))
