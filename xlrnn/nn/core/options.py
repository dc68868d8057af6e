"""Options that layers take for Keras' sake: several names of one thing, and what we lack."""

import inspect
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape

HOW_ALONE: dict[str, tuple[Any, ...]] = {
    "unroll": (True, False),
    "use_cudnn": ("auto", True, False),
    "implementation": (0, 1, 2),
    "autocast": (True, False),
}
"""They say how something is calculated, and never what; any of these values will do."""

NOTHING: dict[str, Any] = {"groups": 1, "renorm_momentum": 0.99}
"""The values at which these do nothing; any other option does so at None or False."""

LACKING = frozenset(
    {
        *HOW_ALONE,
        *NOTHING,
        *(f"{what}_regularizer" for what in ("kernel", "recurrent", "bias", "embeddings")),
        *(f"{what}_constraint" for what in ("kernel", "recurrent", "bias", "embeddings")),
        "activity_regularizer",
        "lora_rank",
        "lora_alpha",
        "quantization_config",
    }
)
"""What Keras' layers have and ours do not."""

LACKING_OF_INPUTS = frozenset({"sparse", "ragged", "input_tensor", "optional"})
"""What Keras' `Input` has and ours does not."""


def changes_nothing(name: str, value: Any) -> bool:
    """Say whether a layer without an option does what Keras' does with this value of it.

    Example:
        >>> changes_nothing("groups", 1), changes_nothing("groups", 2)
        (True, False)
    """
    alone = value[0] if isinstance(value, list | tuple) and len(value) == 1 else value
    if name in HOW_ALONE or name in NOTHING:
        return any(alone == nothing for nothing in HOW_ALONE.get(name, (NOTHING.get(name),)))
    return value is None or value is False


def refuse(kind: type, given: Mapping[str, Any], lacking: Set[str]) -> None:
    """Refuse options that a layer does not have, unless they are Keras' and change nothing.

    Args:
        kind: the layer's class.
        given: the options.
        lacking: those that Keras has.

    Raises:
        UsageError: with what was meant, if that can be guessed.
    """
    for name, value in given.items():
        if name in lacking and changes_nothing(name, value):
            continue
        if name in lacking:
            raise UsageError(
                f"{kind.__name__}: {name} is {value!r:.60}, and we have no such option, unlike "
                "Keras: leave it out"
            )
        near = get_close_matches(name, [other for other in _options(kind) if other != name], n=1)
        meant = f": did you mean {near[0]}?" if near else ""
        raise UsageError(f"{kind.__name__} has no option {name}{meant}")


def _options(kind: type) -> Iterator[str]:
    """Yield the names of all arguments, those that are handed on to a base class included."""
    for base in kind.__mro__:
        if "__init__" in vars(base):
            yield from inspect.signature(vars(base)["__init__"]).parameters
    yield from (f"{what}_regularizer" for what in getattr(kind, "regularized", ()))


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


def given_shape(
    input_shape: Shape | None,
    input_dim: int | None,
    input_length: int | None,
    batch_input_shape: Shape | None,
) -> Shape | None:
    """Return the one shape, batch first, that Keras' four ways of saying it mean."""
    if batch_input_shape is not None:
        return checked.sides(batch_input_shape, "batch_input_shape")
    if input_shape is not None:
        return (None, *checked.sides(input_shape, "input_shape"))
    if input_length is not None:
        input_length = checked.positive(input_length, "input_length")
    if input_dim is not None:
        input_dim = checked.positive(input_dim, "input_dim")
        return (None, input_dim) if input_length is None else (None, input_length, input_dim)
    return None
