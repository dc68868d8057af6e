"""Layers as JSON can hold them, and made again from that: each class says that it is one."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from xlrnn.errors import UsageError
from xlrnn.nn.core import sharing

INNER: Final = ("layer", "backward_layer")
"""The arguments that are layers themselves."""

Kind = TypeVar("Kind", bound=type)

_KINDS: Final[dict[str, Any]] = {}
_NETWORKS: Final[dict[str, Any]] = {}


def registered(kind: Kind) -> Kind:
    """Let layers of a class be made from its name, under which Keras has one, too."""
    _KINDS[kind.__name__] = kind
    return kind


def registered_network(kind: Kind) -> Kind:
    """The same of a class of networks, which are layers of others, too."""
    _NETWORKS[kind.__name__] = kind
    return kind


def kinds() -> dict[str, Any]:
    """Return the classes of layers by their names."""
    return dict(sorted(_KINDS.items()))


def networks() -> dict[str, Any]:
    """Return the classes of networks by their names."""
    return dict(_NETWORKS)


def serialize(layer: Any) -> dict[str, Any]:
    """Return a layer's class and arguments, without its weights."""
    return sharing.described(
        layer, {"class_name": type(layer).__name__, "config": layer.get_config()}
    )


def deserialize(config: dict[str, Any]) -> Any:
    """Make a layer from what `serialize` returned; its weights are drawn anew.

    Raises:
        UsageError: if there is no such layer, or it has no such arguments.

    Example:
        >>> from xlrnn.nn.layers import Dense
        >>> deserialize(serialize(Dense(3, activation="relu"))).units
        3
    """
    name = config.get("class_name")
    kind = {**_KINDS, **_NETWORKS}.get(name) if isinstance(name, str) else None
    if kind is None:
        raise UsageError(f"there is no layer of the class {name!r}")
    layer = sharing.made_before(config)
    if layer is None:
        layer = kind.from_config(config.get("config", {}))
        sharing.remember(config, layer)
    return layer


def made(kind: Callable[..., Any], config: Mapping[str, Any]) -> Any:
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
