"""How weights begin: Keras' initializers, by name or as objects."""

from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.initializers.drawn import Orthogonal, RandomNormal, RandomUniform, TruncatedNormal
from xlrnn.nn.initializers.fixed import Constant, Identity, Ones, Zeros
from xlrnn.nn.initializers.initializer import Initializer
from xlrnn.nn.initializers.scaled import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)

Array = NDArray[Any]

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "as_config",
    "expect_known",
    "get",
]

_BY_NAME: dict[str, type[Initializer]] = {
    "zeros": Zeros,
    "ones": Ones,
    "constant": Constant,
    "uniform": RandomUniform,
    "random_uniform": RandomUniform,
    "normal": RandomNormal,
    "random_normal": RandomNormal,
    "truncated_normal": TruncatedNormal,
    "variance_scaling": VarianceScaling,
    "glorot_uniform": GlorotUniform,
    "glorot_normal": GlorotNormal,
    "he_uniform": HeUniform,
    "he_normal": HeNormal,
    "lecun_uniform": LecunUniform,
    "lecun_normal": LecunNormal,
    "orthogonal": Orthogonal,
    "identity": Identity,
}
_BY_NAME |= {kind.__name__: kind for kind in dict.fromkeys(_BY_NAME.values())}


def get(given: "str | Mapping[str, Any] | Callable[..., Array]") -> Callable[..., Array]:
    """Return an initializer from its name, its configuration, or itself.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if callable(given):
        return given() if isinstance(given, type) else given
    saved: Mapping[Any, Any] = given if isinstance(given, Mapping) else {"class_name": given}
    kind = saved.get("class_name")
    if not isinstance(kind, str) or kind not in _BY_NAME:
        known = ", ".join(sorted(name for name in _BY_NAME if name.islower()))
        raise UsageError(f"initializer {kind!r:.60} is unknown: expected one of {known}")
    return _BY_NAME[kind].from_config(saved.get("config") or {})


def expect_known(given: Any) -> Any:
    """Return what was given, which is an initializer, its name or its configuration.

    Raises:
        UsageError: if it is none.
    """
    get(given)
    return given


def as_config(given: "str | Mapping[str, Any] | Callable[..., Array]") -> Any:
    """Return an initializer as JSON can hold it, for `get` to read: its name if that says all."""
    made = get(given)
    names = {kind: name for name, kind in reversed(_BY_NAME.items())}
    if not isinstance(made, Initializer) or type(made) not in names:
        raise UsageError(f"{given!r} cannot be saved: expected one of Keras' initializers")
    name, config = names[type(made)], made.get_config()
    return name if config == type(made)().get_config() else {"class_name": name, "config": config}
