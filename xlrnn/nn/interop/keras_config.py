"""Keras' description of a model in ours and the other way round, as both stand in JSON."""

import inspect
from collections.abc import Mapping
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn import initializers, layers
from xlrnn.nn.core.layer import Layer, Shape
from xlrnn.nn.models import Sequential

Config = dict[str, Any]

INNER = ("layer", "backward_layer")
"""The arguments that are layers themselves."""

HOW_ALONE = {"unroll", "use_cudnn", "implementation", "autocast", "sparse", "ragged", "optional"}
"""Arguments of Keras that say how something is calculated, and never what."""

NOTHING: dict[str, Any] = {"recurrent_dropout": 0, "groups": 1}
"""The values at which arguments that we lack do nothing; any other argument does so at None."""


# From Keras.


def model_of(saved: Mapping[str, Any]) -> Sequential:
    """Return a model of the same layers, with fresh weights.

    Args:
        saved: Keras' description: class_name, config.

    Raises:
        UsageError: if it is no Sequential model, or has something that we lack.
    """
    if saved.get("class_name") != "Sequential":
        raise UsageError(
            f"the model is of the class {saved.get('class_name')}: expected a Sequential model"
        )
    config = _config(saved, "the model")
    given = config.get("layers")
    if not isinstance(given, list):
        raise UsageError("the model's description lists no layers")
    model = Sequential(name=str(config.get("name", "sequential")))
    for layer in given:
        model.add(layer_of(layer))
    shape = config.get("build_input_shape")
    if not model.built and isinstance(shape, list):
        model.build(tuple(shape))
    return model


def layer_of(saved: Any) -> Layer:
    """Return a layer of the same arguments.

    Raises:
        UsageError: if there is no such layer here, or it lacks an option.
    """
    config = _config(saved, "a layer")
    kind, title = saved.get("class_name"), f"{config.get('name')} ({saved.get('class_name')})"
    if kind not in _known():
        raise UsageError(f"{title}: there is no such layer here; there are {', '.join(_known())}")
    accepted = _arguments(_known()[kind])
    _expect_no_effect(config, accepted, title)
    arguments = {name: value for name, value in config.items() if name in accepted}
    try:
        made = {name: _argument(name, value) for name, value in arguments.items()}
        return _known()[kind](**made)
    except UsageError as error:
        raise UsageError(f"{title}: {error}") from None
    except (TypeError, ValueError, KeyError) as error:
        raise UsageError(f"{title}: its description does not make sense: {error}") from None


def _argument(name: str, value: Any) -> Any:
    """Return an argument as our layers take it."""
    if name in INNER and value is not None:
        return layer_of(value)
    if name == "dtype" and isinstance(value, Mapping):
        return value.get("config", {}).get("name")
    if name.endswith("_initializer") and isinstance(value, Mapping):
        return _initializer(value)
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, Mapping):
        return value.get("config")  # a function, for instance an activation, by its name
    return value


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
        plain = value[0] if isinstance(value, list) and len(value) == 1 else value
        nothing = value is None or value is False or plain == NOTHING.get(name, False)
        if name not in accepted | HOW_ALONE and not nothing:
            raise UsageError(f"{title}: {name} is {value!r}, and we have no such option")


def _config(saved: Any, what: str) -> Config:
    config = saved.get("config") if isinstance(saved, Mapping) else None
    if not isinstance(config, dict):
        raise UsageError(f"{what} has no description: expected class_name and config")
    return config


def _known() -> dict[str, type[Layer]]:
    """Return the layers that Keras has, too, by name."""
    kinds = {name: getattr(layers, name) for name in layers.__all__}
    return {
        name: kind
        for name, kind in kinds.items()
        if isinstance(kind, type) and kind not in (layers.Layer, layers.RNN)
    }


def _arguments(kind: type) -> set[str]:
    """Return the names of all arguments, those that are handed on to a base class included."""
    found: set[str] = set()
    for base in kind.__mro__:
        if "__init__" in vars(base):
            parameters = inspect.signature(vars(base)["__init__"]).parameters.values()
            found |= {parameter.name for parameter in parameters}
            if not any(parameter.kind == parameter.VAR_KEYWORD for parameter in parameters):
                break
    return found - {"self"}


# For Keras.


def to_theirs(model: Sequential) -> Config:
    """Return Keras' description of a model that is built."""
    shape = list(model.input_shape)
    first = {"batch_shape": shape, "dtype": str(model.layers[0].dtype), "name": "input_layer"}
    described = [_saved("InputLayer", first), *(layer_to_theirs(layer) for layer in model.layers)]
    config = {"name": model.name, "layers": described, "build_input_shape": shape}
    return {**_saved("Sequential", config, "keras"), "build_config": {"input_shape": shape}}


def layer_to_theirs(layer: Layer) -> Config:
    """Return Keras' description of a layer.

    Raises:
        UsageError: if Keras has no such layer.
    """
    kind = type(layer).__name__
    expect_counterpart(layer)
    config: Config = {"trainable": layer.trainable}
    for name, value in layer.get_config().items():
        if name in ("batch_input_shape", "tied"):
            continue
        if name in INNER and value is not None:
            config[name] = layer_to_theirs(getattr(layer, _attribute(name, layer)))
        elif name.endswith("_initializer") and isinstance(value, Mapping):
            config[name] = _initializer_to_theirs(value)
        else:
            config[name] = value
    return _saved(kind, config)


def expect_counterpart(layer: Layer) -> None:
    """Refuse a layer that Keras does not have.

    Raises:
        UsageError: with the reason.
    """
    if type(layer) not in _known().values():
        raise UsageError(f"{layer.name}: Keras has no layer {type(layer).__name__}")
    if getattr(layer, "tied", False):
        raise UsageError(f"{layer.name}: Keras' SimpleRNN has no tied=True")
    for inner in getattr(layer, "inner", ()):
        expect_counterpart(inner)


def _attribute(name: str, layer: Layer) -> str:
    return "forward_layer" if name == "layer" and hasattr(layer, "forward_layer") else name


def _initializer_to_theirs(value: Mapping[str, Any]) -> Config:
    made = initializers.get(value)
    plain = isinstance(made, initializers.Zeros | initializers.Ones)
    config = {} if plain else dict(value.get("config", {}))
    return _saved(type(made).__name__, config, "keras.initializers")


def _saved(kind: str, config: Config, module: str = "keras.layers") -> Config:
    return {"module": module, "class_name": kind, "config": config, "registered_name": None}


def input_shape_of(saved: Mapping[str, Any]) -> Shape | None:
    """Return the input's shape that a description was built for, if it says so."""
    shape = _config(saved, "the model").get("build_input_shape")
    return tuple(shape) if isinstance(shape, list) else None
