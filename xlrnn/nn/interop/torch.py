"""Weights from PyTorch and for PyTorch, as state dicts; PyTorch itself is not needed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.files.arrays import as_weight
from xlrnn.nn.interop.torch_layers import from_theirs, names, to_theirs
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.network import Network

Array = NDArray[Any]
Target = TypeVar("Target", bound=Layer | Sequence[Layer])
Named = tuple[str | None, Array]

LEVEL = re.compile(r"_l(\d+)(_reverse)?$")
ORDER = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight", "bias", "running_mean",
         "running_var")  # fmt: skip
COUNTED = "num_batches_tracked"
"""What PyTorch's batch normalization counts, and nothing here depends on."""


def from_torch(state: Any, into: Target) -> Target:
    """Take the weights from a PyTorch module's state dict.

    The layers take their weights in order: PyTorch's modules in the order in which they stand in
    the state dict, within an `nn.LSTM`, `nn.GRU` or `nn.RNN` layer by layer, forward before
    reverse; the layers of a model in that of `model.layers`, for which a list of them may stand
    in another order. The two biases of `nn.LSTM` and `nn.RNN` are added up.

    Args:
        state: a state dict, a module, or a list of arrays in a state dict's order; tensors or
            arrays.
        into: a layer, a list of layers, or a model; what is not built is built to fit.

    Returns:
        `into`, with PyTorch's weights.

    Raises:
        UsageError: if a layer has no counterpart in PyTorch, for instance a
            `GRU(reset_after=False)`, or the names are those of other layers.
        ShapeError: if a shape does not fit, or there are more or fewer arrays; then nothing was
            set.
        InputError: if an array holds something else than finite numbers.

    Example:
        >>> import numpy as np
        >>> from xlrnn.nn.layers import Dense
        >>> layer = from_torch({"weight": np.array([[1.0, 2.0]]), "bias": np.zeros(1)}, Dense(1))
        >>> layer.kernel.numpy().tolist()
        [[1.0], [2.0]]
    """
    layers = [layer for _, layer in _placed(into) if names(layer)]
    given = _named_arrays(state, np.result_type(*(layer.dtype for layer in layers), np.float32))
    shares = list(_shares(layers, given))
    _build(into, layers, given)
    for layer, share in zip(layers, shares, strict=True):
        _check_shapes(layer, share)
    for layer, share in zip(layers, shares, strict=True):
        layer.set_weights(from_theirs(layer, [array for _, array in share]))
    return into


def to_torch(source: Layer | Sequence[Layer]) -> dict[str, Array]:
    """Return weights as a state dict of PyTorch's names and layouts.

    Args:
        source: a layer, whose names are those of one PyTorch module; a list of recurrent layers,
            which become the layers of one module (`_l0`, `_l1`); or a model, whose layers'
            names stand in front (`lstm.weight_ih_l0`).

    Returns:
        Arrays by name; `module.load_state_dict({name: torch.from_numpy(array) …})` takes them.

    Raises:
        UsageError: if PyTorch has no such layer, or the layer is not built.

    Example:
        >>> from xlrnn.nn.layers import GRU
        >>> layer = GRU(2)
        >>> layer.ensure_built((None, None, 3))
        >>> {name: array.shape for name, array in to_torch(layer).items()}["weight_ih_l0"]
        (6, 3)
    """
    state: dict[str, Array] = {}
    for level, (prefix, layer) in enumerate(_placed(source)):
        own = names(layer, 0 if prefix else level)
        if own and not layer.built:
            raise UsageError(f"{layer.name} has no weights before its input's shape is known")
        for name, array in zip(own, to_theirs(layer, layer.get_weights()), strict=True):
            if prefix + name in state:
                raise UsageError(f"{layer.name}: {name} is there twice: give a model, not a list")
            state[prefix + name] = array
    return state


def _placed(given: Layer | Sequence[Layer], prefix: str = "") -> Iterator[tuple[str, Layer]]:
    """Yield the layers, also those of models in models, with what stands before their names."""
    if isinstance(given, Network):
        for layer in given.layers:
            yield from _placed(layer, f"{prefix}{layer.name}.")
    elif isinstance(given, Layer):
        yield prefix, given
    else:
        for layer in given:
            yield from _placed(layer, prefix)


# What PyTorch gives: arrays in order.


def _named_arrays(state: Any, dtype: DTypeLike) -> list[Named]:
    """Return the arrays in the order of the layers, with their names if they have any."""
    if hasattr(state, "state_dict"):
        state = state.state_dict()
    if not isinstance(state, Mapping):
        if not isinstance(state, Sequence) or isinstance(state, str):
            raise UsageError(f"expected a state dict or a list of arrays, got {state!r:.60}")
        return [(None, as_weight(array, dtype, f"array {k}")) for k, array in enumerate(state)]
    modules = list(dict.fromkeys(name.rpartition(".")[0] for name in state))
    kept = (name for name in state if _kind(name) != COUNTED)
    ordered = sorted(kept, key=lambda name: _place(name, modules))
    return [(name, as_weight(state[name], dtype, name)) for name in ordered]


def _place(name: str, modules: list[str]) -> tuple[int, int, bool, int]:
    """Return where an array stands: by module, level, direction and kind."""
    module, _, own = name.rpartition(".")
    level, kind = LEVEL.search(own), _kind(own).removesuffix("_reverse")
    return (
        modules.index(module),
        int(level[1]) if level else 0,
        bool(level and level[2]),
        ORDER.index(kind) if kind in ORDER else len(ORDER),
    )


def _kind(name: str) -> str:
    """Return an array's own name without module and level: `weight_ih`, `bias_hh_reverse`."""
    return LEVEL.sub(lambda level: level[2] or "", name.rpartition(".")[2])


# Who gets what.


def _shares(layers: list[Layer], given: list[Named]) -> Iterator[list[Named]]:
    """Hand each layer its arrays.

    Raises:
        ShapeError: if there are too many or too few.
        UsageError: if a name is not the one that the layer expects next.
    """
    wanted = sum(len(names(layer)) for layer in layers)
    rest = iter(given)
    for layer in layers:
        share = [array for _, array in zip(names(layer), rest, strict=False)]
        for expected, (name, _) in zip(names(layer), share, strict=False):
            if name is not None and _kind(name) != _kind(expected):
                raise UsageError(
                    f"{layer.name} ({type(layer).__name__}): the next array is {name}, expected "
                    f"{_kind(expected)}" + _hint(name, expected)
                )
        if len(share) == len(names(layer)):
            yield share
    if len(given) != wanted:
        raise ShapeError(f"got {len(given)} arrays, expected {wanted}: {_listed(layers)}")


def _hint(name: str, expected: str) -> str:
    if "bias" in expected and "bias" not in name:
        return "; is the module without biases? then use_bias=False"
    if "bias" in name and "bias" not in expected:
        return "; the module has biases: use_bias=True"
    return ""


def _listed(layers: list[Layer]) -> str:
    return ", ".join(f"{layer.name} takes {len(names(layer))}" for layer in layers)


def _check_shapes(layer: Layer, share: list[Named]) -> None:
    """Compare in PyTorch's layout, in which the user sees the arrays."""
    own = to_theirs(layer, layer.get_weights())
    for expected, (name, array), fits in zip(names(layer), share, own, strict=True):
        if array.shape != fits.shape:
            raise ShapeError(
                f"{layer.name}: {name or expected} has shape {array.shape}, expected {fits.shape}"
            )


def _build(into: Any, layers: list[Layer], given: list[Named]) -> None:
    """Build what is not built yet for the inputs that the arrays were made for."""
    if isinstance(into, Network):
        if layers and not into.built:
            into.build(_input_shape(layers[0], given[0][1]))
        return
    rest = iter(given)
    for layer in layers:
        first, *_ = [next(rest)[1] for _ in names(layer)]
        if not layer.built:
            layer.ensure_built(_input_shape(layer, first))


def _input_shape(layer: Layer, first: Array) -> Shape:
    """Return an input's shape that fits a layer's first array."""
    if isinstance(layer, Embedding):
        return (None, None)
    if first.ndim < 2:
        raise ShapeError(f"{layer.name}: the first array has shape {first.shape}, not a matrix's")
    features = first.shape[1]
    return (None, features) if isinstance(layer, Dense) else (None, None, features)
