"""What a layer is told when it is called, by position or by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlrnn.errors import UsageError


def call_options(
    layer: str, order: Sequence[str], args: Sequence[Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options of a call by their names.

    Raises:
        UsageError: if one is unknown, or there are too many.
    """
    given = {**dict(zip(order, args, strict=False)), **options}
    if len(args) > len(order) or len(given) < min(len(args), len(order)) + len(options):
        raise UsageError(f"{layer}: too many arguments: expected x, {', '.join(order)}")
    for name in given:
        if name not in order:
            raise UsageError(f"{layer}: a call takes no {name}: expected x, {', '.join(order)}")
    return given
