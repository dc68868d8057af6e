"""Keras' two kinds of files: `.weights.h5`, and `.keras`, a zip with such a file in it."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from xlrnn import provenance
from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UnreadableError
from xlrnn.nn.core.layer import snake_case
from xlrnn.nn.files import hdf5
from xlrnn.nn.files.arrays import as_weight
from xlrnn.nn.files.limits import MOST_BYTES, MOST_CONFIG, most_unpacked
from xlrnn.nn.functional import Functional
from xlrnn.nn.layers.multi_head_attention import MultiHeadAttention
from xlrnn.nn.layers.wrapper import Wrapper
from xlrnn.nn.network import Network

Array = NDArray[Any]

CONFIG, WEIGHTS, METADATA = "config.json", "model.weights.h5", "metadata.json"
VERSION = "3.0.0"
"""The version of Keras that introduced these files."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def read(path: Path) -> tuple[dict[str, Any] | None, bytes]:
    """Return a file's description of the model, if it has one, and its weights as HDF5.

    Raises:
        UnreadableError: if it is not there, damaged, too large, or something else.
    """
    data = _bytes(path)
    if data.startswith(hdf5.SIGNATURE):
        return None, data
    if not data.startswith(b"PK"):
        raise UnreadableError(f"{path} is neither a .keras nor an .h5 file of Keras")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            most = most_unpacked(len(data))
            config = json.loads(_part(archive, CONFIG, path, min(most, MOST_CONFIG)))
            weights = _part(archive, WEIGHTS, path, most)
    except (zipfile.BadZipFile, zlib.error, OSError) as error:
        raise UnreadableError(f"{path} is damaged: {error}") from None
    except (ValueError, EOFError, RecursionError, NotImplementedError) as error:
        raise UnreadableError(f"{path} is damaged: {error}") from None
    if not isinstance(config, dict):
        raise UnreadableError(f"{path}: {CONFIG} describes no model")
    return config, weights


def _bytes(path: Path) -> bytes:
    """Return what is in a file, unless it is no file or too much."""
    if not path.is_file():
        raise UnreadableError(f"{path} is no file: check the name and the folder")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(f"{path} has more than {MOST_BYTES} bytes, which is not read")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from None


def _part(archive: zipfile.ZipFile, name: str, path: Path, most: int) -> bytes:
    """Return a part of a zip, unless it is missing or would fill the memory."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        ours = "about.npy" in archive.namelist()
        hint = "; xlrnn saved it, and nn.load_model reads it" if ours else ""
        raise UnreadableError(f"{path} has no {name}: expected a .keras file{hint}") from None
    if info.flag_bits & 1:
        raise UnreadableError(f"{path}: {name} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError(f"{path}: {name} is packed in a way that no .keras file is")
    if info.file_size > most:
        raise UnreadableError(
            f"{path}: {name} grows to {info.file_size} bytes, more than the {most} that are read"
        )
    with archive.open(info) as part:
        return part.read(info.file_size)  # and no more, whatever is packed there


def part(path: Path, name: str) -> bytes | None:
    """Return a part of a `.keras` file that Keras does not know of, or None if it lacks it.

    Raises:
        UnreadableError: if it is damaged or too large.
    """
    data = _bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            there = name in archive.namelist()
            return _part(archive, name, path, most_unpacked(len(data))) if there else None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError) as error:
        raise UnreadableError(f"{path} is damaged: {error}") from None


def archived(config: dict[str, Any], weights: bytes, others: Mapping[str, bytes]) -> bytes:
    """Return a `.keras` file, with other parts in it that Keras leaves alone."""
    parts = {
        METADATA: json.dumps({"keras_version": VERSION, **provenance.as_json()}).encode(),
        CONFIG: json.dumps(config).encode(),
        WEIGHTS: weights,
        **others,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return file.getvalue()


def load_weights(model: Network, data: bytes, where: str) -> None:
    """Set the weights of a model that is built from Keras' HDF5.

    Raises:
        ShapeError: if the file has other weights than the model; then none is set.
        UnreadableError: if the file is damaged, or reaches out of itself.
        InputError: if a weight is not finite.
    """
    arrays: list[Array] = []
    with hdf5.opened(data, where) as reader:
        _expect_same_layers(reader, model)
        for path, layer in homes(model):
            arrays += _read_layer(reader, path, layer)
    model.set_weights(arrays)


def saved_weights(model: Network) -> bytes:
    """Return Keras' HDF5 of a model's weights."""
    groups = {
        path: (layer.name, {str(k): array for k, array in enumerate(layer.get_weights())})
        for path, layer in homes(model)
    }
    return hdf5.written({**groups, "vars": (model.name, {})})


def homes(model: Network) -> Iterator[tuple[str, Any]]:
    """Return where in its files Keras keeps the weights of each layer, in the model's order.

    A layer that stands in two others is kept where it is met first.
    """
    seen: set[int] = set()
    for path, layer in _homes(model, ""):
        if id(layer) not in seen:
            seen.add(id(layer))
            yield path, layer


def _homes(layer: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(layer, Wrapper | MultiHeadAttention):
        for name, inner in layer.parts.items():
            yield from _homes(inner, f"{path}/{name}")
    elif isinstance(layer, Network):
        for name, inner in zip(_numbered(layer), layer.layers, strict=True):
            yield from _homes(inner, f"{path}/layers/{name}".removeprefix("/"))
    else:
        yield f"{path}/{layer.keras_place}", layer


def _numbered(model: Network) -> list[str]:
    """Return the names of the layers by class and number, which is what Keras' files call them."""
    kinds = [
        "functional" if isinstance(layer, Functional) else snake_case(type(layer).__name__)
        for layer in model.layers
    ]
    numbers = [kinds[:k].count(kind) for k, kind in enumerate(kinds)]
    return [f"{kind}_{n}" if n else kind for kind, n in zip(kinds, numbers, strict=True)]


def _expect_same_layers(reader: hdf5.Reader, model: Network) -> None:
    """Refuse a file of a model with more layers, or of another kind."""
    there = reader.names("layers")
    if not there:
        older = "; this is a whole model of older Keras: nn.load_model reads it"
        raise UnreadableError(
            f"{reader.where} has no layers: expected a file of Keras 3"
            + older * bool(reader.names("model_weights"))
        )
    others = sorted(set(there) - set(_numbered(model)) - {"input_layer"})
    if others:
        raise ShapeError(f"{reader.where} has layers that {model.name} lacks: {', '.join(others)}")


def _read_layer(reader: hdf5.Reader, path: str, layer: Any) -> list[Array]:
    """Return the weights of a layer, whose shapes are looked at before anything is read."""
    for k, weight in enumerate(layer.weights):
        shape = reader.shape(f"{path}/{k}")
        if shape is None:
            raise ShapeError(f"{reader.where}: {layer.name} lacks {weight.name} ({path}/{k})")
        if shape != weight.shape:
            raise ShapeError(
                f"{reader.where}: {layer.name}: {weight.name} has shape {shape}, "
                f"expected {weight.shape}"
            )
    count = len(reader.names(path))
    if count > len(layer.weights):
        raise ShapeError(
            f"{reader.where}: {layer.name} has {counted(count, 'weight')}, expected "
            f"{len(layer.weights)}"
        )
    return [
        as_weight(
            reader.array(f"{path}/{k}"),
            layer.dtype,
            f"{reader.where}: {layer.name}: {weight.name}",
        )
        for k, weight in enumerate(layer.weights)
    ]
