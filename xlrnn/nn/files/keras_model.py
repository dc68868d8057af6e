"""Keras' description of a model as a model of ours, and the other way round."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlrnn.counted import counted
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import networks
from xlrnn.nn.files.keras_config import (
    Config,
    config_of,
    described,
    layer_of,
    layer_to_theirs,
    making_sense,
)
from xlrnn.nn.files.limits import BYTES_OF_A_NUMBER, MOST_LAYERS
from xlrnn.nn.layers.input_layer import InputLayer
from xlrnn.nn.training.trainer import Trainer


def model_of(saved: Mapping[str, Any], size: int | None = None) -> Any:
    """Return a model of the same layers, with fresh weights.

    Args:
        saved: Keras' description: class_name, config.
        size: the bytes of its weights, which it is held to: they are then no more than these.

    Raises:
        UsageError: if it is no Sequential model, or has something that we lack.
        UnreadableError: if its weights cannot be the ones that are there.
    """
    if saved.get("class_name") != "Sequential":
        raise UsageError(
            f"the model is of the class {saved.get('class_name')}: expected a Sequential model. "
            "A model of ours takes the weights as model="
        )
    config = config_of(saved, "the model")
    layers = _layers(config.get("layers"))
    shape = next((layer.given_input_shape for layer in layers[:1]), None)
    if shape is None and isinstance(config.get("build_input_shape"), list):
        shape = tuple(config["build_input_shape"])
    model = networks()["Sequential"](name=str(config.get("name", "sequential")))
    with making_sense("the model"):
        if shape is not None:
            _build(layers, shape, size)
        for layer in layers:
            model.add(layer)
        if shape is not None and not model.built:
            model.build(shape)
    return model


def to_theirs(model: Trainer) -> Config:
    """Return Keras' description of a model that is built."""
    shape = list(model.input_shape)
    first = {"batch_shape": shape, "dtype": str(model.layers[0].dtype), "name": "input_layer"}
    layers = [described("InputLayer", first), *(layer_to_theirs(each) for each in model.layers)]
    config = {"name": model.name, "layers": layers, "build_input_shape": shape}
    return {**described("Sequential", config, "keras"), "build_config": {"input_shape": shape}}


def _layers(given: Any) -> list[Layer]:
    """Return the layers of a description, not built."""
    if not isinstance(given, list):
        raise UsageError("the model's description lists no layers")
    if len(given) > MOST_LAYERS:
        raise UsageError(
            f"the model has {counted(len(given), 'layer')}: expected {MOST_LAYERS} at most"
        )
    try:
        return [layer_of(each) for each in given]
    except RecursionError:
        raise UsageError("the model's layers lie too deep inside each other") from None


def _build(layers: Sequence[Layer], shape: Shape, size: int | None) -> None:
    """Build the layers one behind the other, unless their weights cannot be in the file."""
    numbers = 0
    for layer in layers:
        if isinstance(layer, InputLayer):
            continue
        numbers += layer.count_for(shape)
        if size is not None and numbers * BYTES_OF_A_NUMBER > size:
            raise UnreadableError(
                f"{layer.name}: up to here the layers have {numbers} numbers or more, and the "
                f"file's weights are {size} bytes: the description is not of these weights"
            )
        layer.ensure_built(shape)
        shape = layer.compute_output_shape(shape)
