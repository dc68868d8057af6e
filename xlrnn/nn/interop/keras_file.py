"""Keras' two kinds of files: `.weights.h5`, and `.keras`, a zip with such a file in it."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UnreadableError, UsageError
from xlrnn.nn.core.layer import Layer, snake_case
from xlrnn.nn.interop import hdf5
from xlrnn.nn.interop.arrays import as_weight
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.time_distributed import TimeDistributed
from xlrnn.nn.models import Sequential

Array = NDArray[Any]

CONFIG, WEIGHTS, METADATA = "config.json", "model.weights.h5", "metadata.json"
VERSION = "3.0.0"
"""The version of Keras that introduced these files."""
EXPANSION = 100
"""A part of a zip that grows more than so many times when it is unpacked is no model."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def read(path: Path) -> tuple[dict[str, Any] | None, bytes]:
    """Return a file's description of the model, if it has one, and its weights as HDF5.

    Raises:
        UnreadableError: if it is not there, damaged, or something else.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from None
    if data.startswith(hdf5.SIGNATURE):
        return None, data
    if not data.startswith(b"PK"):
        raise UnreadableError(f"{path} is neither a .keras nor a .weights.h5 file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            config = json.loads(_part(archive, CONFIG, path))
            weights = _part(archive, WEIGHTS, path)
    except (zipfile.BadZipFile, ValueError, EOFError, RecursionError, NotImplementedError) as error:
        raise UnreadableError(f"{path} is damaged: {error}") from None
    if not isinstance(config, dict):
        raise UnreadableError(f"{path}: {CONFIG} describes no model")
    return config, weights


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Return a part of a zip, unless it is missing or would fill the memory."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise UnreadableError(f"{path} has no {name}: expected a .keras file") from None
    if info.flag_bits & 1:
        raise UnreadableError(f"{path}: {name} is encrypted")
    if info.file_size > EXPANSION * max(info.compress_size, 1024):
        raise UnreadableError(f"{path}: {name} grows to {info.file_size} bytes: it is no model")
    return archive.read(info)


def archived(config: dict[str, Any], weights: bytes) -> bytes:
    """Return a `.keras` file; the same model always gives the same bytes."""
    parts = {
        METADATA: json.dumps({"keras_version": VERSION}).encode(),
        CONFIG: json.dumps(config).encode(),
        WEIGHTS: weights,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return file.getvalue()


def load_weights(model: Sequential, data: bytes, where: str) -> None:
    """Set a model's weights from Keras' HDF5.

    Raises:
        ShapeError: if the file has other weights than the model; then none is set.
        UnreadableError: if the file is damaged, or reaches out of itself.
        InputError: if a weight is not finite.
    """
    if not model.built:
        raise UsageError(f"{model.name} has no weights before its input's shape is known")
    arrays: list[Array] = []
    with hdf5.opened(data, where) as reader:
        _expect_same_layers(reader, model)
        for path, layer in homes(model):
            arrays += _read_layer(reader, path, layer)
    model.set_weights(arrays)


def saved_weights(model: Sequential) -> bytes:
    """Return Keras' HDF5 of a model's weights."""
    groups = {
        path: (layer.name, {str(k): array for k, array in enumerate(layer.get_weights())})
        for path, layer in homes(model)
    }
    return hdf5.written({**groups, "vars": (model.name, {})})


def homes(model: Sequential) -> Iterator[tuple[str, Layer]]:
    """Return where in its files Keras keeps the weights of each layer, in the model's order."""
    for name, layer in zip(_numbered(model), model.layers, strict=True):
        yield from _homes(layer, f"layers/{name}")


def _homes(layer: Layer, path: str) -> Iterator[tuple[str, Layer]]:
    if isinstance(layer, Bidirectional):
        yield from _homes(layer.forward_layer, f"{path}/forward_layer")
        yield from _homes(layer.backward_layer, f"{path}/backward_layer")
    elif isinstance(layer, TimeDistributed):
        yield from _homes(layer.layer, f"{path}/layer")
    else:
        yield f"{path}/cell/vars" if isinstance(layer, RNN) else f"{path}/vars", layer


def _numbered(model: Sequential) -> list[str]:
    """Return the names of the layers by class and number, which is what Keras' files call them."""
    kinds = [snake_case(type(layer).__name__) for layer in model.layers]
    numbers = [kinds[:k].count(kind) for k, kind in enumerate(kinds)]
    return [f"{kind}_{n}" if n else kind for kind, n in zip(kinds, numbers, strict=True)]


def _expect_same_layers(reader: hdf5.Reader, model: Sequential) -> None:
    """Refuse a file of a model with more layers, or of another kind."""
    there = reader.names("layers")
    if not there:
        older = "; an .h5 file of older Keras: save it as .keras" * bool(
            reader.names("model_weights")
        )
        raise UnreadableError(f"{reader.where} has no layers: expected a file of Keras 3{older}")
    others = sorted(set(there) - set(_numbered(model)) - {"input_layer"})
    if others:
        raise ShapeError(f"{reader.where} has layers that {model.name} lacks: {', '.join(others)}")


def _read_layer(reader: hdf5.Reader, path: str, layer: Layer) -> list[Array]:
    """Return the weights of a layer, whose shapes are looked at before anything is read."""
    for k, weight in enumerate(layer.weights):
        shape = reader.shape(f"{path}/{k}")
        if shape is None:
            raise UnreadableError(f"{reader.where}: {layer.name} lacks {weight.name} ({path}/{k})")
        if shape != weight.shape:
            raise ShapeError(
                f"{reader.where}: {layer.name}: {weight.name} has shape {shape}, "
                f"expected {weight.shape}"
            )
    if len(reader.names(path)) > len(layer.weights):
        raise ShapeError(
            f"{reader.where}: {layer.name} has {len(reader.names(path))} weights, expected "
            f"{len(layer.weights)}"
        )
    return [
        as_weight(np.asarray(reader.array(f"{path}/{k}")), f"{layer.name}: {weight.name}")
        for k, weight in enumerate(layer.weights)
    ]
