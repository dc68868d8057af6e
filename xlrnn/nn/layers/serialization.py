"""Layers as JSON can hold them, and made again from that."""

from collections.abc import Callable, Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer

INNER = ("layer", "backward_layer")
"""The arguments that are layers themselves."""


def serialize(layer: Layer) -> dict[str, Any]:
    """Return a layer's class and arguments, without its weights."""
    return {"class_name": type(layer).__name__, "config": layer.get_config()}


def deserialize(config: dict[str, Any]) -> Layer:
    """Make a layer from what `serialize` returned; its weights are drawn anew.

    Raises:
        UsageError: if there is no such layer, or it has no such arguments.

    Example:
        >>> from xlrnn.nn.layers import Dense
        >>> deserialize(serialize(Dense(3, activation="relu"))).units
        3
    """
    from xlrnn.nn import layers

    name = config.get("class_name")
    kind = getattr(layers, name, None) if isinstance(name, str) else None
    if not (isinstance(kind, type) and issubclass(kind, Layer)):
        raise UsageError(f"there is no layer of the class {name!r}")
    return made(kind, config.get("config", {}))


def made(kind: Callable[..., Layer], config: Mapping[str, Any]) -> Layer:
    """Make a layer of a class from its arguments.

    Raises:
        UsageError: if it has no such arguments.
    """
    arguments = {
        key: deserialize(value) if key in INNER and isinstance(value, dict) else value
        for key, value in config.items()
    }
    try:
        return kind(**arguments)
    except TypeError as error:
        name = getattr(kind, "__name__", kind)
        raise UsageError(f"a layer of the class {name} cannot be made: {error}") from error
