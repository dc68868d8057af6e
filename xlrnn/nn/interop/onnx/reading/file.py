"""ONNX files: within limits, and weights beside them only from the same folder."""

import os
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UnreadableError, UsageError
from xlrnn.nn.files.limits import MOST_BYTES
from xlrnn.nn.interop.onnx.package import onnx_package

Array = NDArray[Any]

MOST_NODES: Final = 50_000
MOST_SIDES: Final = 16
"""The axes of an array."""


def read_proto(source: Any) -> tuple[Any, Path | None]:
    """Return a model as ONNX' description, and the folder of its file.

    Args:
        source: a path, or a `ModelProto`.

    Raises:
        UnreadableError: if it is damaged, too large, or something else.
    """
    onnx = onnx_package()
    if not isinstance(source, str | os.PathLike):
        if not hasattr(source, "graph") or not hasattr(source, "opset_import"):
            raise UsageError(f"got {source!r:.60}: expected the path of an ONNX file, or a model")
        return source, None
    path = Path(source)
    proto = onnx.ModelProto()
    try:
        if not path.is_file():
            raise UnreadableError(f"{path} does not exist: check the name and the folder")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableError(
                f"{path} has {path.stat().st_size:,} bytes: expected at most {MOST_BYTES:,}"
            )
        proto.ParseFromString(path.read_bytes())
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnreadableError:
        raise
    except Exception:  # protobuf's own errors have no common class
        raise UnreadableError(f"{path} is no ONNX file, or a damaged one") from None
    if not proto.graph.node and not proto.graph.output:
        raise UnreadableError(f"{path} is no ONNX file: it holds no graph")
    if len(proto.graph.node) > MOST_NODES:
        raise UnreadableError(
            f"{path} has {len(proto.graph.node):,} nodes: expected {MOST_NODES:,}"
        )
    return proto, path.parent


class Tensors:
    """Arrays of a file.

    Args:
        folder: where arrays that are kept beside the file lie; None if nothing may.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.bytes = folder, 0

    def array(self, tensor: Any) -> Array:
        """Return one as an array.

        Raises:
            UnreadableError: if its numbers do not fill its shape, or lie out of the folder.
        """
        onnx = onnx_package()
        name = tensor.name or "a constant"
        if len(tensor.dims) > MOST_SIDES or any(side < 0 for side in tensor.dims):
            raise UnreadableError(f"{name} has the shape {list(tensor.dims)[:20]}")
        try:
            if tensor.data_location == onnx.TensorProto.EXTERNAL:
                found = self._external(tensor, name)
            else:
                found = np.asarray(onnx.numpy_helper.to_array(tensor))
        except UnreadableError:
            raise
        except (ValueError, TypeError, KeyError, NotImplementedError, OverflowError) as error:
            raise UnreadableError(f"{name} cannot be read: {error!s:.120}") from None
        self.bytes += found.nbytes
        if self.bytes > MOST_BYTES:
            raise UnreadableError(f"the arrays have more than {MOST_BYTES:,} bytes")
        return found

    def _external(self, tensor: Any, name: str) -> Array:
        """Return an array that is kept in another file of the same folder."""
        said = {entry.key: entry.value for entry in tensor.external_data}
        path = self._inside(said.get("location", ""), name)
        onnx = onnx_package()
        try:
            dtype = np.dtype(onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type))
        except (KeyError, TypeError, ValueError):
            raise UnreadableError(f"{name} holds numbers of an unknown kind") from None
        size, offset = prod(tensor.dims) * dtype.itemsize, int(said.get("offset", 0) or 0)
        length = int(said.get("length", size) or size)
        with path.open("rb") as file:
            there = os.fstat(file.fileno()).st_size
            if length != size or offset < 0 or offset + size > there:
                raise UnreadableError(
                    f"{name} has {size:,} bytes from {offset:,} on in {path.name}, which has "
                    f"{there:,}"
                )
            file.seek(offset)
            data = file.read(size)
        return np.frombuffer(data, dtype.newbyteorder("<")).reshape(tuple(tensor.dims))

    def _inside(self, location: str, name: str) -> Path:
        """Return the path of a file, which lies in the model's folder."""
        if self.folder is None:
            raise UnreadableError(
                f"{name} is kept in another file ({location:.60}): expected the path of the model, "
                "or a model with its arrays loaded"
            )
        folder = self.folder.resolve()
        path = (folder / location).resolve()
        if not location or not path.is_relative_to(folder):
            raise UnreadableError(
                f"{name} is kept in {location[:60]!r}: expected a file in the model's folder"
            )
        if not path.is_file():
            raise UnreadableError(f"{name} is kept in {location[:60]}, which is not there")
        return path


def attributes(node: Any, tensors: Tensors) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of a node: numbers, texts, arrays, or lists of them.

    Raises:
        UnreadableError: if one is something else: a graph that runs in a node, for instance.
    """
    kinds = onnx_package().AttributeProto
    for own in node.attribute:
        if own.type in (kinds.FLOAT, kinds.INT):
            yield own.name, own.f if own.type == kinds.FLOAT else own.i
        elif own.type == kinds.STRING:
            yield own.name, own.s.decode("utf-8", "replace")
        elif own.type == kinds.TENSOR:
            yield own.name, tensors.array(own.t)
        elif own.type == kinds.FLOATS:
            yield own.name, list(own.floats)
        elif own.type == kinds.INTS:
            yield own.name, list(own.ints)
        elif own.type == kinds.STRINGS:
            yield own.name, [text.decode("utf-8", "replace") for text in own.strings]
        else:
            raise UnreadableError(
                f"{node.name or node.op_type} ({node.op_type}): its attribute {own.name} is a "
                "graph, or of another kind that cannot be read"
            )
