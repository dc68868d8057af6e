"""Keras' description of a model as a model of ours, and the other way round."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlrnn.counted import counted
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.core import sharing
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import networks
from xlrnn.nn.files import keras_graph
from xlrnn.nn.files.keras_config import (
    Config,
    config_of,
    described,
    layer_of,
    layer_to_theirs,
    making_sense,
)
from xlrnn.nn.files.keras_masks import without_masks
from xlrnn.nn.files.limits import BYTES_OF_A_NUMBER, MOST_LAYERS
from xlrnn.nn.functional import Functional
from xlrnn.nn.layers.input_layer import InputLayer
from xlrnn.nn.network import Network


class Room:
    """How many numbers the weights of a file may have, less those that have been made for it.

    Args:
        size: the bytes of the weights; None if there is no file.
    """

    def __init__(self, size: int | None) -> None:
        self.size, self.numbers = size, 0

    def expect(self, layer: Layer, shape: Any) -> None:
        """Refuse a layer whose weights, for an input shape, cannot be in the file.

        Raises:
            UnreadableError: before they are made.
        """
        if layer.built or self.size is None or shape is None:
            return
        self.numbers += layer.count_for(shape)
        if self.numbers * BYTES_OF_A_NUMBER > self.size:
            raise UnreadableError(
                f"{layer.name}: up to here the layers have {self.numbers} numbers or more, and the "
                f"file's weights are {self.size} bytes: the description is not of these weights"
            )


def model_of(saved: Mapping[str, Any], size: int | None = None) -> Any:
    """Return a model of the same layers, with fresh weights.

    Args:
        saved: Keras' description: class_name, config.
        size: the bytes of its weights, which it is held to: they are then no more than these.

    Raises:
        UsageError: if it is a model of somebody's own class, or has something that we lack.
        UnreadableError: if its weights cannot be the ones that are there.
    """
    try:
        with sharing.making():
            return _model_of(saved, Room(size))
    except RecursionError:
        raise UsageError("the model's layers lie too deep inside each other") from None


def _model_of(saved: Mapping[str, Any], room: Room) -> Any:
    kind = saved.get("class_name")
    if kind not in ("Sequential", "Functional", "Model"):
        raise UsageError(
            f"the model is of the class {kind}: expected a Sequential model, or one between inputs "
            "and outputs. A model of ours takes the weights as model="
        )
    config = config_of(saved, "the model")
    with making_sense("the model"):
        if kind == "Sequential":
            return _sequential(config, _layers(config.get("layers"), room), room)
        described = without_masks(_listed(config.get("layers")), config["output_layers"])
        names = [str(each["name"]) for each in described]
        layers = dict(zip(names, _layers(described, room), strict=True))
        inputs, outputs = keras_graph.connected(config, layers, room.expect)
        return networks()["Model"](inputs, outputs, name=str(config.get("name", "functional")))


def _sequential(config: Config, layers: list[Layer], room: Room) -> Any:
    """Return a model of layers one behind the other."""
    shape = next((layer.given_input_shape for layer in layers[:1]), None)
    if shape is None and isinstance(config.get("build_input_shape"), list):
        shape = tuple(config["build_input_shape"])
    model = networks()["Sequential"](name=str(config.get("name", "sequential")))
    if shape is not None:
        _build(layers, shape, room)
    for layer in layers:
        model.add(layer)
    if shape is not None and not model.built:
        model.build(shape)
    return model


def to_theirs(model: Network) -> Config:
    """Return Keras' description of a model that is built.

    Raises:
        UsageError: if Keras has no such layer.
    """
    with sharing.describing():
        return _to_theirs(model)


def _to_theirs(model: Network) -> Config:
    if isinstance(model, Functional):
        config = {"name": model.name, "trainable": model.trainable}
        config |= keras_graph.described(model, _layer_to_theirs)
        return {**described("Functional", config, "keras.src.models.functional"),
                "registered_name": "Functional"}  # fmt: skip
    shape = list(model.input_shape)
    first = {"batch_shape": shape, "dtype": str(model.layers[0].dtype), "name": "input_layer"}
    layers = [described("InputLayer", first), *(_layer_to_theirs(each) for each in model.layers)]
    config = {"name": model.name, "layers": layers, "build_input_shape": shape}
    return {**described("Sequential", config, "keras"), "build_config": {"input_shape": shape}}


def _layer_to_theirs(layer: Layer) -> Config:
    if isinstance(layer, Network):
        theirs = _to_theirs(layer)
    elif isinstance(layer, InputLayer):
        theirs = described("InputLayer", layer.get_config())
    else:
        theirs = layer_to_theirs(layer, _layer_to_theirs)
    return sharing.described(layer, theirs)


def _layers(given: Any, room: Room) -> list[Layer]:
    """Return the layers of a description; models among them are built, the others not."""
    return [_layer_of(each, room) for each in _listed(given)]


def _listed(given: Any) -> list[Any]:
    """Return the descriptions of layers.

    Raises:
        UsageError: if they are none, or too many.
    """
    if not isinstance(given, list):
        raise UsageError("the model's description lists no layers")
    if len(given) > MOST_LAYERS:
        raise UsageError(
            f"the model has {counted(len(given), 'layer')}: expected {MOST_LAYERS} at most"
        )
    return given


def _layer_of(saved: Any, room: Room) -> Layer:
    """Return a layer, or a model that is one."""
    known: Layer | None = sharing.made_before(saved) if isinstance(saved, Mapping) else None
    if known is not None:
        return known
    if isinstance(saved, Mapping) and saved.get("class_name") in ("Sequential", "Functional"):
        layer: Layer = _model_of(saved, room)
    else:
        layer = layer_of(saved, lambda inner: _layer_of(inner, room))
    sharing.remember(saved, layer)
    return layer


def _build(layers: Sequence[Layer], shape: Shape, room: Room) -> None:
    """Build the layers one behind the other, unless their weights cannot be in the file."""
    for layer in layers:
        if isinstance(layer, InputLayer):
            continue
        room.expect(layer, shape)
        layer.ensure_built(shape)
        shape = layer.compute_output_shape(shape)
