"""Keras' description of a layer as a layer of ours, and the other way round."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.nn import activations, initializers, regularizers
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.options import changes_nothing
from xlrnn.nn.core.serialization import INNER, kinds
from xlrnn.nn.graph.twin import inside
from xlrnn.nn.network import Network

Config = dict[str, Any]

Make = Callable[[Any], Layer]

OURS = {"weights", "tied"}
"""Arguments that stand in no description of Keras."""

ALWAYS_TRAINABLE = {"SpatialDropout1D"}
"""Keras' layers that do not take `trainable`, for which they have no use."""


# From Keras.


def layer_of(saved: Any, make: "Make | None" = None) -> Layer:
    """Return a layer of the same arguments.

    Args:
        saved: Keras' description.
        make: makes the layers inside it; by default this function.

    Raises:
        UsageError: if there is no such layer here, or it lacks an option.
    """
    config = config_of(saved, "a layer")
    kind = saved.get("class_name")
    title = f"{config.get('name')} ({kind})"
    if kind not in kinds() or not _is_kerass_own(saved):
        raise UsageError(
            f"{title}: there is no such layer here; there are {', '.join(kinds())}. A model of "
            "these takes weights as model="
        )
    accepted = _arguments(kinds()[kind])
    _expect_no_effect(config, accepted, title)
    with making_sense(title):
        arguments = {
            key: _argument(key, config[key], make or layer_of) for key in config if key in accepted
        }
        return kinds()[kind](**arguments)


def config_of(saved: Any, what: str) -> Config:
    """Return the arguments in a description.

    Raises:
        UsageError: if there are none.
    """
    config = saved.get("config") if isinstance(saved, Mapping) else None
    if not isinstance(config, dict):
        raise UsageError(f"{what} has no description: expected class_name and config")
    return config


@contextmanager
def making_sense(title: str) -> Iterator[None]:
    """Turn what our layers raise at arguments of the wrong type into one clear error."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{title}: {error}") from None
    except XlrnnError:
        raise
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
        raise UsageError(f"{title}: its description does not make sense: {error}") from None


def _argument(name: str, value: Any, make: Make) -> Any:
    """Return an argument as our layers take it."""
    if name in INNER:
        return None if value is None else make(value)
    if name == "dtype" and isinstance(value, Mapping):
        return value["config"]["name"]
    if name.endswith("_initializer") and isinstance(value, Mapping):
        return _initializer(value)
    if name.endswith("_regularizer") and isinstance(value, Mapping):
        return regularizers.get(value)
    if name.endswith("activation"):
        return activations.get(value)
    if isinstance(value, Mapping):
        raise UsageError(f"{name} is {value.get('class_name')} {value.get('config')!r:.60}")
    return tuple(value) if isinstance(value, list) else value


def _initializer(value: Mapping[str, Any]) -> Any:
    """Return an initializer; the weights of the file replace what it draws."""
    kind = getattr(initializers, str(value.get("class_name")), None)
    if not (isinstance(kind, type) and issubclass(kind, initializers.Initializer)):
        return "zeros"
    accepted = inspect.signature(kind).parameters
    config = value.get("config") or {}
    return kind(**{name: setting for name, setting in config.items() if name in accepted})


def _expect_no_effect(config: Config, accepted: set[str], title: str) -> None:
    """Refuse arguments that we lack, unless they do nothing."""
    for name, value in config.items():
        if name not in accepted and not changes_nothing(name, value):
            raise UsageError(
                f"{title}: {name} is {value!r:.60}, and we have no such option. A model without "
                "it takes the weights as model="
            )


def _is_kerass_own(saved: Mapping[str, Any]) -> bool:
    """Say whether a class is Keras' own and not somebody's of the same name."""
    module = saved.get("module") or "keras"
    return saved.get("registered_name") is None and str(module).split(".")[0] == "keras"


def _arguments(kind: type) -> set[str]:
    """Return the names of all arguments, those that are handed on to a base class included."""
    found: set[str] = set()
    for base in kind.__mro__:
        if "__init__" in vars(base):
            parameters = inspect.signature(vars(base)["__init__"]).parameters.values()
            found |= {parameter.name for parameter in parameters}
            if not any(parameter.kind == parameter.VAR_KEYWORD for parameter in parameters):
                break
    found |= {f"{what}_regularizer" for what in getattr(kind, "regularized", ())}
    return found - {"self"} - OURS


# For Keras.


def layer_to_theirs(layer: Layer, describe: "Callable[[Layer], Config] | None" = None) -> Config:
    """Return Keras' description of a layer.

    Args:
        layer: the layer.
        describe: describes the layers inside it; by default this function.

    Raises:
        UsageError: if Keras has no such layer.
    """
    expect_counterpart(layer)
    free = type(layer).__name__ in ALWAYS_TRAINABLE
    config: Config = {} if free else {"trainable": layer.trainable}
    for name, value in layer.get_config().items():
        if name in INNER:
            config[name] = (describe or layer_to_theirs)(_inner(layer, name))
        elif name.endswith("_initializer"):
            config[name] = _initializer_to_theirs(value)
        elif name.endswith("_regularizer"):
            config[name] = described(value["class_name"], value["config"], "keras.regularizers")
        elif name.endswith("activation") and activations.is_ones_own(value):
            config[name] = {"module": "builtins", "class_name": "function", "config": value,
                            "registered_name": "function"}  # fmt: skip
        elif name not in OURS | {"batch_input_shape"} | ({"trainable"} if free else set()):
            config[name] = value
    return described(type(layer).__name__, config)


def described(kind: str, config: Config, module: str = "keras.layers") -> Config:
    """Return a description as Keras writes them."""
    return {"module": module, "class_name": kind, "config": config, "registered_name": None}


def expect_counterpart(layer: Layer) -> None:
    """Refuse a layer that Keras does not have.

    Raises:
        UsageError: with the reason.
    """
    if isinstance(layer, Network):
        expect_parts_once(layer)
        for each in layer.layers:
            expect_counterpart(each)
        return
    if type(layer) not in kinds().values():
        raise UsageError(f"{layer.name}: Keras has no layer {type(layer).__name__}")
    if getattr(layer, "tied", False):
        raise UsageError(f"{layer.name}: Keras' SimpleRNN has no tied=True")
    for inner in getattr(layer, "inner", ()):
        expect_counterpart(inner)


def expect_parts_once(model: Network) -> None:
    """Refuse a model in which a layer stands in two others, which Keras' files do not tell.

    Raises:
        UsageError: with the layer.
    """
    seen: dict[int, Layer] = {}
    for layer in model.layers:
        for part in inside(layer):
            if id(part) in seen:
                raise UsageError(
                    f"{part.name} stands in {seen[id(part)].name} and in {layer.name}, and Keras "
                    "does not read such files of its own: save the model under another name, for "
                    "instance as .npz"
                )
        seen |= {id(part): layer for part in inside(layer)}


def _inner(layer: Any, argument: str) -> Layer:
    """Return the layer that an argument has become."""
    forward: Layer | None = getattr(layer, "forward_layer", None) if argument == "layer" else None
    return forward or getattr(layer, argument)


def _initializer_to_theirs(value: Any) -> Config:
    made = initializers.get(value)
    plain = isinstance(made, initializers.Zeros | initializers.Ones)
    config = made.get_config() if isinstance(made, initializers.Initializer) and not plain else {}
    return described(type(made).__name__, config, "keras.initializers")
