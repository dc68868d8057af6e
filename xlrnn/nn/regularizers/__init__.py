"""Penalties on weights: Keras' regularizers, by name or as objects."""

from collections.abc import Iterable, Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.regularizers.norms import L1, L1L2, L2
from xlrnn.nn.regularizers.regularizer import Regularizer

__all__ = ["L1", "L1L2", "L2", "Regularizer", "as_config", "get", "l1", "l1_l2", "l2", "taken"]

l1, l2, l1_l2 = L1, L2, L1L2

_BY_NAME: dict[str, type[Regularizer]] = {"l1": L1, "l2": L2, "l1l2": L1L2}
_BY_NAME |= {kind.__name__: kind for kind in (L1, L2, L1L2)}


def get(given: Any) -> Regularizer | None:
    """Return a regularizer from its name, its configuration, its class, or itself; None for none.

    Raises:
        UsageError: if there is none; the message lists those there are.

    As Keras documents it, and older Keras does it, `l1_l2` counts both with 0.01; as an object
    nothing counts that is not said.

    Example:
        >>> get("l2"), get({"class_name": "L1", "config": {"l1": 0.5}})
        (<L2 {'l2': 0.01}>, <L1 {'l1': 0.5}>)
    """
    if given is None or isinstance(given, Regularizer):
        return given
    if isinstance(given, type) and issubclass(given, Regularizer):
        return given()
    if isinstance(given, str) and given == "l1_l2":
        return L1L2(0.01, 0.01)
    saved: Mapping[Any, Any] = given if isinstance(given, Mapping) else {"class_name": given}
    kind = saved.get("class_name")
    if not isinstance(kind, str) or kind not in _BY_NAME:
        raise UsageError(
            f"regularizer {kind!r:.60} is unknown: expected l1, l2, l1_l2, or an object of a class "
            "of your own over nn.regularizers.Regularizer, which has a gradient"
        )
    return _BY_NAME[kind].from_config(saved.get("config") or {})


def taken(options: dict[str, Any], whats: Iterable[str]) -> dict[str, Regularizer]:
    """Take the regularizers out of options, by what they are put on.

    Example:
        >>> taken({"bias_regularizer": "l2", "kernel_regularizer": None}, ("kernel", "bias"))
        {'bias': <L2 {'l2': 0.01}>}
    """
    found = {what: get(options.pop(f"{what}_regularizer", None)) for what in whats}
    return {what: each for what, each in found.items() if each is not None}


def as_config(given: Regularizer) -> dict[str, Any]:
    """Return a regularizer as JSON can hold it, for `get` to read.

    Raises:
        UsageError: if it is of a class of one's own.
    """
    kind = type(given).__name__
    if type(given) is not _BY_NAME.get(kind):
        raise UsageError(f"{given!r} cannot be saved: expected L1, L2 or L1L2")
    return {"class_name": kind, "config": given.get_config()}
