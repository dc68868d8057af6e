"""The weights of an `.h5` file: a group for each layer, in which names say the order."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.files import hdf5, keras_file
from xlrnn.nn.files.arrays import as_weight
from xlrnn.nn.files.older import conversions
from xlrnn.nn.graph.twin import inside
from xlrnn.nn.layers.convolution import Convolution
from xlrnn.nn.network import Network

Array = NDArray[Any]
GROUP = "model_weights"


def load(model: Network, reader: hdf5.Reader, *, as_in_keras_2: bool) -> None:
    """Set the weights of a model to those of a file.

    Args:
        model: the model, built.
        reader: reads the file.
        as_in_keras_2: whether layers calculated as before Keras 3.

    Raises:
        ShapeError: if the file has other weights than the model.
        UsageError: if ours cannot calculate with them what Keras did.
    """
    _expect_same_layers(model, reader)
    _expect_no_turned_windows(model, reader)
    paths: dict[int, str] = {}
    for layer in model.layers:
        paths |= _paths(layer, reader)
    arrays: list[Array] = []
    for _, layer in keras_file.homes(model):
        found = [
            as_weight(
                _array(reader, paths[id(weight)], weight, layer),
                layer.dtype,
                f"{reader.where}: {layer.name}: {weight.name}",
            )
            for weight in layer.weights
        ]
        converted = conversions.from_cudnn(layer, found)
        arrays += conversions.from_keras_2(layer, converted) if as_in_keras_2 else converted
    model.set_weights(arrays)


def _expect_same_layers(model: Network, reader: hdf5.Reader) -> None:
    """Refuse a file whose layers with weights are not those of the model."""
    ours = {layer.name for layer in model.layers if layer.weights}
    named = reader.texts(GROUP, "layer_names")
    theirs = {name for name in named if reader.texts(f"{GROUP}/{name}", "weight_names")}
    if ours != theirs:
        names = ", ".join(sorted(ours ^ theirs))
        raise ShapeError(f"{reader.where}: not both described and with weights: {names}")


def _expect_no_turned_windows(model: Network, reader: hdf5.Reader) -> None:
    """Refuse windows of Theano, which went over their input from behind."""
    turned = [each.name for layer in model.layers for each in inside(layer)
              if isinstance(each, Convolution)]  # fmt: skip
    if turned and reader.text(GROUP, "backend") == "theano":
        raise UsageError(
            f"{turned[0]}: weights that Keras saved on Theano go over the input from behind: "
            "Keras 2 on TensorFlow reads the file, and saves it anew"
        )


def _paths(layer: Layer, reader: hdf5.Reader) -> dict[int, str]:
    """Return where each weight of a layer lies, by the weight's identity.

    First come those that learn, of all layers inside it, then the others.
    """
    weights = layer.trainable_weights + layer.non_trainable_weights
    names = reader.texts(f"{GROUP}/{layer.name}", "weight_names")
    if len(names) != len(weights):
        raise ShapeError(
            f"{reader.where}: {layer.name} has {counted(len(names), 'weight')}, expected "
            f"{len(weights)}"
        )
    for name, weight in zip(names, weights, strict=True):
        _expect_name(name, weight, {each.name for each in weights}, reader.where)
    return {
        id(weight): f"{GROUP}/{layer.name}/{name}"
        for name, weight in zip(names, weights, strict=True)
    }


def _expect_name(name: str, weight: Parameter, others: set[str], where: str) -> None:
    """Refuse an array that is called as another weight than the one whose place it has."""
    called = name.rsplit("/", 1)[-1].split(":")[0]
    if called != weight.name and called in others:
        raise ShapeError(f"{where}: {name} stands where {weight.name} is expected")


def _array(reader: hdf5.Reader, path: str, weight: Parameter, layer: Layer) -> Array:
    """Return an array, whose shape is looked at before it is read."""
    shape = reader.shape(path)
    if shape is None:
        raise ShapeError(f"{reader.where}: {layer.name} lacks {weight.name} ({path})")
    if shape != weight.shape and shape != conversions.cudnn_shape(layer, weight):
        raise ShapeError(
            f"{reader.where}: {layer.name}: {weight.name} has shape {shape}, expected "
            f"{weight.shape}"
        )
    return reader.array(path)
