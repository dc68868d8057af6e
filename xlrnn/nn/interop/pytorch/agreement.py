"""Whether a model of ours says what a module says, and if not, which layer is the first to differ.

Sequences have their steps first in some modules, pictures and windows their features; that is no
difference of models, so the sides of an array may stand in another order.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import DifferentError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.compared import Compared, agree, compared
from xlrnn.nn.interop.own_run import Own, Turn
from xlrnn.nn.interop.pytorch.parts import Part
from xlrnn.nn.interop.pytorch.running import Ran, Run, version
from xlrnn.nn.interop.torch_layers import parts as inner_layers
from xlrnn.nn.layers.bidirectional import Bidirectional
from xlrnn.nn.layers.rnn import RNN

Array = NDArray[Any]


def judged(own: Own, ran: Ran, pairs: Sequence[tuple[Layer, Part]]) -> Compared:
    """Compare what a model says with what the module says of the same sample.

    Args:
        own: what ours did.
        ran: what the module did.
        pairs: which layer has the weights of which part.

    Raises:
        DifferentError: if they differ; with the first layer that does.
    """
    theirs = ran.outputs[: len(own.outputs)]
    left = len(ran.outputs) - len(theirs)
    remark = f"its {left} further outputs are none of the model's" if left else ""
    arranged = [arranged_as(a, b, own.itemsize) for a, b in zip(own.outputs, theirs, strict=False)]
    try:
        return compared(own.outputs, arranged, version(), remark=remark, itemsize=own.itemsize)
    except DifferentError as error:
        if found := _before_activation(own, theirs) or _of_last_step(own, theirs):
            return found
        where = _first_difference(own, ran, pairs)
        raise DifferentError(f"{where}: {error}{_logarithm(own, theirs)}") from None


def _before_activation(own: Own, theirs: Sequence[Array]) -> Compared | None:
    """Compare what the last softmax or sigmoid is given, where the module has none."""
    if own.logits is None or own.activation not in ("softmax", "sigmoid") or len(theirs) != 1:
        return None
    before = arranged_as(own.logits, theirs[0], own.itemsize)
    if not agree(own.logits, before, own.itemsize):
        return None
    remark = f"before the {own.activation}, which the module leaves to its loss"
    return compared([own.logits], [before], version(), remark=remark, itemsize=own.itemsize)


def _of_last_step(own: Own, theirs: Sequence[Array]) -> Compared | None:
    """Compare the last step, where the module returns no other, and the model all of them."""
    if len(theirs) != 1 or len(own.outputs) != 1 or own.outputs[0].ndim != theirs[0].ndim + 1:
        return None
    last = own.outputs[0][:, -1]
    if not agree(last, theirs[0], own.itemsize):
        return None
    remark = "at the last step, which alone the module returns"
    return compared([last], theirs, version(), remark=remark, itemsize=own.itemsize)


def arranged_as(ours: Array, theirs: Array, itemsize: int = 8) -> Array:
    """Return their array with its sides in the order of ours, as far as the numbers agree then."""
    for array in _arrangements(theirs):
        if array.size == ours.size and _alone(array).shape == _alone(ours).shape:
            shaped = array.reshape(ours.shape)
            if agree(ours, shaped, itemsize):
                return shaped
    return theirs


def _arrangements(array: Array) -> Iterator[Array]:
    """Yield an array as it is, with its first sides exchanged, and with its features last."""
    yield array
    if array.ndim > 1:
        yield array.swapaxes(0, 1)
    if array.ndim > 2:
        yield np.moveaxis(array, 1, -1)


def _alone(array: Array) -> Array:
    return array.reshape([side for side in array.shape if side != 1])


def _alike(ours: Array | None, theirs: Array | None, itemsize: int = 8) -> bool:
    if ours is None or theirs is None:
        return False
    return agree(ours, arranged_as(ours, theirs, itemsize), itemsize)


# Where they part.


def _first_difference(own: Own, ran: Ran, pairs: Sequence[tuple[Layer, Part]]) -> str:
    """Return which layer is the first to differ, as the beginning of a sentence."""
    before: tuple[Layer, Run] | None = None
    for turn, run, part in _side_by_side(own, ran, pairs):
        if part.level == 0 and not _alike(turn.x, run.x, own.itemsize):
            return _between(before, turn, run, part)
        if part.level in (0, _levels(run) - 1) and not any(
            _alike(ours, theirs, own.itemsize)
            for ours in (turn.y, turn.logits)
            for theirs in said(run)
        ):
            return f"the first layer that differs is {turn.layer.name}, of {part.name}"
        before = turn.layer, run
    behind = f"behind {before[0].name}" if before else "from the beginning"
    return f"the model and the module differ {behind}"


def _side_by_side(
    own: Own, ran: Ran, pairs: Sequence[tuple[Layer, Part]]
) -> Iterator[tuple[Turn, Run, Part]]:
    """Yield the turns of layers beside the runs of their parts: the second beside the second."""
    had: dict[int, int] = {}
    for turn in own.turns:
        k = had[id(turn.layer)] = had.get(id(turn.layer), -1) + 1
        for layer, part in pairs:
            runs = [run for run in ran.runs if run.path == part.path]
            if layer is turn.layer and k < len(runs):
                yield turn, runs[k], part


def _levels(run: Run) -> int:
    return int(getattr(run.module, "num_layers", 1))


def said(run: Run) -> list[Array]:
    """Return what a part said that a layer may say: every step, and the last states."""
    if type(run.module).__name__ not in ("RNN", "LSTM", "GRU") or len(run.y) < 2:
        return [run.y[0]]
    ways = 2 if run.module.bidirectional else 1
    return [run.y[0], np.concatenate(list(run.y[1][-ways:]), -1)]


def _between(before: tuple[Layer, Run] | None, turn: Turn, run: Run, part: Part) -> str:
    """Say that a layer is given something else than its part, and guess why."""
    name = turn.layer.name
    if before is None:
        return f"the first layer that differs is {name}: {part.name} is given another input"
    layer, last = before
    text = f"the first difference is between {layer.name} and {name}, of {part.name}"
    if isinstance(layer, Bidirectional) and run.x is not None and _last_step(last, run.x):
        return (
            f"{text}: the module hands on the last step of a bidirectional layer, o[:, -1], where "
            "the way back has read one step only; the model hands on both last states, as "
            "torch.cat([h[-2], h[-1]], 1) would"
        )
    if run.x is not None and _reordered(turn.x, run.x):
        return (
            f"{text}: the same numbers in another order, as PyTorch flattens features before "
            "places: put a Permute before the Flatten"
        )
    return text


def _last_step(last: Run, x: Array) -> bool:
    """Say whether something is the last step of a sequence that a layer returned."""
    sequence = last.y[0]
    if sequence.ndim != 3:
        return False
    return any(step.shape == x.shape and agree(step, x) for step in (sequence[:, -1], sequence[-1]))


def _reordered(ours: Array, theirs: Array) -> bool:
    """Say whether every sample has the same numbers in another order."""
    if ours.shape != theirs.shape or ours.ndim < 2:
        return False
    own, other = (np.sort(array.reshape(len(array), -1), 1) for array in (ours, theirs))
    return agree(own, other)


def _logarithm(own: Own, theirs: Sequence[Array]) -> str:
    """Say that the module returns logarithms of what the model says, where it does."""
    if len(own.outputs) != 1 or len(theirs) != 1 or not (own.outputs[0] > 0).all():
        return ""
    with np.errstate(over="ignore"):
        raised = np.exp(theirs[0])
    if not _alike(own.outputs[0], raised, own.itemsize):
        return ""
    return "; the module returns the logarithm of it (log_softmax): return softmax there"


def tells(outputs: Sequence[Array]) -> bool:
    """Say whether what a model says depends on the sample: two samples, two answers."""
    return any(len(y) > 1 and not agree(y, np.broadcast_to(y[:1], y.shape)) for y in outputs)


def leaf_output(layer: Layer, run: Run) -> Array | None:
    """Return what a single module says that a layer is to say; None where that is not known."""
    inner = inner_layers(layer)[0][0]
    if not isinstance(inner, RNN):
        return run.y[0]
    if isinstance(layer, Bidirectional) and layer.merge_mode != "concat":
        return None
    every, *last = said(run)
    return every if inner.return_sequences or not last else last[0]
