"""What a module of PyTorch says beside its weights, held against the layer that takes them."""

from collections.abc import Iterator
from typing import Any, Final

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.pytorch.parts import Part
from xlrnn.nn.interop.torch_layers import parts as inner_layers
from xlrnn.nn.layers.batch_normalization import BatchNormalization
from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.conv2d import Conv2D
from xlrnn.nn.layers.convolution import Convolution
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.gru import GRU
from xlrnn.nn.layers.layer_normalization import LayerNormalization
from xlrnn.nn.layers.lstm import LSTM
from xlrnn.nn.layers.simple_rnn import SimpleRNN

COUNTERPARTS: Final[dict[type[Layer], tuple[str, ...]]] = {
    Dense: ("Linear",),
    Embedding: ("Embedding",),
    SimpleRNN: ("RNN", "RNNCell"),
    LSTM: ("LSTM", "LSTMCell"),
    GRU: ("GRU", "GRUCell"),
    Conv1D: ("Conv1d",),
    Conv2D: ("Conv2d",),
    LayerNormalization: ("LayerNorm",),
    BatchNormalization: ("BatchNorm1d", "BatchNorm2d"),
}
"""What calculates in PyTorch what a layer does here."""


def is_counterpart(layer: Layer, module: Any) -> bool:
    """Say whether a module, or what it is derived from, is what the layer is in PyTorch."""
    kinds = COUNTERPARTS.get(type(inner_layers(layer)[0][0]), ())
    return any(base.__name__ in kinds for base in type(module).__mro__)


def expect_same_options(layer: Layer, part: Part, *, known_by_run: bool) -> None:
    """Refuse a module whose options are others than the layer's.

    Args:
        layer: what takes its weights.
        part: the module.
        known_by_run: whether both are run and compared afterwards; if not, what would be found
            there has to be refused here.

    Raises:
        UsageError: with the option, what it is there, and what it is here.
    """
    if part.module is None:
        return
    inner = inner_layers(layer)[0][0]
    if not is_counterpart(layer, part.module):
        if known_by_run:
            return
        kinds = COUNTERPARTS.get(type(inner), ())
        raise UsageError(
            f"{layer.name} ({type(inner).__name__}) would take the weights of {part.name}: "
            f"expected {' or '.join(kinds)}, or a sample on which both can be run"
        )
    for option, theirs, ours in _differing(inner, part.module, known_by_run):
        raise UsageError(f"{part.name} has {option}={theirs!r}, and {layer.name} {ours}")


def _differing(layer: Layer, module: Any, known_by_run: bool) -> Iterator[tuple[str, Any, str]]:
    """Yield options that make a difference: the name, its value there, and what is here."""
    if isinstance(layer, SimpleRNN) and module.nonlinearity != layer.activation.name:
        ours = layer.activation.name
        yield "nonlinearity", module.nonlinearity, f"activation={ours!r}: expected the same"
    if isinstance(layer, LSTM) and vars(module).get("proj_size"):
        yield "proj_size", module.proj_size, "has no projection: there is no such layer here"
    if isinstance(layer, Embedding) and module.max_norm is not None:
        yield "max_norm", module.max_norm, "leaves rows as they are: expected None"
    if isinstance(layer, LayerNormalization | BatchNormalization) and not _near(
        module.eps, layer.epsilon
    ):
        yield "eps", module.eps, f"epsilon={layer.epsilon!r}: expected epsilon={module.eps!r}"
    if isinstance(layer, LayerNormalization) and len(module.normalized_shape) != 1:
        sides = tuple(module.normalized_shape)
        yield "normalized_shape", sides, "normalizes one side, the last"
    if isinstance(layer, Convolution):
        yield from _of_windows(layer, module, known_by_run)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * abs(one)


def _of_windows(layer: Any, module: Any, known_by_run: bool) -> Iterator[tuple[str, Any, str]]:
    """Yield the options of a convolution that differ."""
    if module.groups != 1:
        yield "groups", module.groups, "has one group: expected 1"
    for option, name in (("stride", "strides"), ("dilation", "dilation_rate")):
        theirs, ours = getattr(module, option), _sides(getattr(layer, name))
        if tuple(theirs) != ours:
            yield option, tuple(theirs), f"{name}={getattr(layer, name)!r}: expected the same"
    if module.padding_mode != "zeros" and module.padding not in ("valid", 0, (0,), (0, 0)):
        yield "padding_mode", module.padding_mode, "pads with zeros: expected 'zeros'"
    theirs, expected = module.padding, _padding(module)
    if layer.padding == expected:
        return
    if expected == "valid" and known_by_run:
        return  # it may be padded before, by a function
    if layer.padding == "causal" and known_by_run:
        return  # it may cut off behind what is padded on both sides
    there_is = f"expected padding={expected!r}" if expected else "there is no such padding here"
    yield "padding", theirs, f"padding={layer.padding!r}: {there_is}"


def _sides(given: Any) -> tuple[int, ...]:
    return (given,) if isinstance(given, int) else tuple(given)


def _padding(module: Any) -> str | None:
    """Return what the padding is called here; None for one that does not exist here."""
    if isinstance(module.padding, str):
        return str(module.padding)
    if not any(module.padding):
        return "valid"
    spans = zip(module.padding, module.dilation, module.kernel_size, module.stride, strict=True)
    fits = all(2 * pad == gap * (size - 1) and step == 1 for pad, gap, size, step in spans)
    return "same" if fits else None
