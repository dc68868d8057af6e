"""Which layer takes which part: by the order of their runs, by names, or where only one fits.

The order of declaration says nothing: of two equal modules the second may run first.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.interop.pytorch.options import is_counterpart
from xlrnn.nn.interop.pytorch.parts import Part, kind_of
from xlrnn.nn.interop.pytorch.running import Run
from xlrnn.nn.interop.torch_layers import names, to_theirs
from xlrnn.nn.interop.torch_layers import parts as inner_layers
from xlrnn.nn.layers.conv1d import Conv1D
from xlrnn.nn.layers.conv2d import Conv2D
from xlrnn.nn.layers.dense import Dense
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.rnn import RNN

Pairs = list[tuple[Layer, Part]]

RANKS: Final[dict[type[Layer], int]] = {Dense: 2, Embedding: 2, RNN: 2, Conv1D: 3, Conv2D: 4}
"""How many sides the first weight of a layer has."""

MOST_TRIED: Final = 10_000
"""So many layers are tried for parts, at most, to see whether only one way fits."""


def by_runs(turns: Sequence[Layer], parts: Sequence[Part], runs: Sequence[Run]) -> Iterator[Pairs]:
    """Yield the ways in which runs go with turns: each part once, then each run.

    Args:
        turns: the layers with weights in the order in which they have their turns, again and again.
        parts: the parts of the module.
        runs: its runs.
    """
    theirs = [part for each in runs for part in parts if part.path == each.path]
    once = list({(part.path, part.level): part for part in theirs}.values())
    ours = list({id(layer): layer for layer in turns}.values())
    if len(once) == len(ours):
        yield list(zip(ours, once, strict=True))
    if len(theirs) == len(turns) != len(once):
        again = list(zip(turns, theirs, strict=True))
        taken = {id(layer): (layer, part) for layer, part in reversed(again)}
        if all(part is taken[id(layer)][1] for layer, part in again):
            yield list(reversed(taken.values()))


def by_names(placed: Sequence[tuple[str, Layer]], parts: Sequence[Part]) -> Pairs | None:
    """Return the layers with the parts of their names; None, unless each has one.

    Args:
        placed: the layers with weights, each with its name and that of the models around it.
        parts: what there is.
    """
    found = {part.path: part for part in parts}
    if len(found) != len(parts) or set(found) != {name for name, _ in placed}:
        return None
    return [(layer, found[name]) for name, layer in placed]


def only_way(layers: Sequence[Layer], parts: Sequence[Part]) -> Pairs:
    """Return the only way in which parts fit layers.

    Args:
        layers: the layers with weights, in the order in which they calculate.
        parts: as many parts.

    Raises:
        UsageError: if there are several, or a part is of another kind.
        ShapeError: if one does not fit, or there are more or fewer.
    """
    ways = list(_ways(layers, parts))
    if not ways:
        raise unfitting(layers, parts)
    if len(ways) > 1:
        first, second = ways
        layer, one, other = next(
            (layer, one, other)
            for (layer, one), (_, other) in zip(first, second, strict=True)
            if one is not other
        )
        raise UsageError(
            f"{layer.name} fits {one.name} and {other.name}, and the order of declaration does not "
            "say which of them it is: give the module and a sample, so that both are run, or "
            "layers of the modules' names"
        )
    return ways[0]


def fits(layer: Layer, part: Part) -> bool:
    """Say whether a part has what a layer takes: kinds, shapes; unbuilt, only the outputs."""
    own = names(layer)
    if [kind_of(name) for name in own] != _in_order(own, part):
        return False
    if part.module is not None and not is_counterpart(layer, part.module):
        return False
    if layer.built:
        theirs = to_theirs(layer, layer.get_weights())
        return all(
            part.arrays[kind_of(name)].shape == array.shape
            for name, array in zip(own, theirs, strict=True)
        )
    return _outputs_fit(layer, part)


def _in_order(own: Sequence[str], part: Part) -> list[str]:
    """Return the kinds that a part has, in the order in which a layer takes them."""
    wanted = [kind_of(name) for name in own]
    return [kind for kind in wanted if kind in part.arrays] + [
        kind for kind in part.arrays if kind not in wanted
    ]


def _outputs_fit(layer: Layer, part: Part) -> bool:
    """Say the same of a layer without weights: of its rank, and of units, filters or words."""
    first = next(iter(part.arrays.values()))
    ranks = [rank for kind, rank in RANKS.items() if isinstance(inner_layers(layer)[0][0], kind)]
    return first.ndim in (ranks or [first.ndim]) and _rows(layer) in (None, *first.shape[:1])


def _rows(layer: Layer) -> int | None:
    """Return how many rows the first weight of a layer has in PyTorch, as far as it says so."""
    inner = inner_layers(layer)[0][0]
    if hasattr(inner, "units"):
        return int(getattr(inner, "gates", 1) * inner.units)
    return getattr(inner, "filters", getattr(inner, "input_dim", None))


def _ways(layers: Sequence[Layer], parts: Sequence[Part]) -> Iterator[Pairs]:
    """Yield two ways in which parts fit layers, if there are two.

    The levels of one module stay in their order.
    """
    if len(layers) != len(parts):
        return
    tried, found = 0, 0
    waiting: list[tuple[int, ...]] = [()]
    while waiting and found < 2:
        chosen = waiting.pop()
        if len(chosen) == len(layers):
            found += 1
            yield [(layer, parts[k]) for layer, k in zip(layers, chosen, strict=True)]
            continue
        tried += 1
        if tried > MOST_TRIED:
            raise UsageError(
                f"{len(layers)} layers fit the parts in too many ways: give the module and a sample"
            )
        layer, taken = layers[len(chosen)], [parts[k] for k in chosen]
        waiting += [
            (*chosen, k)
            for k, part in reversed(list(enumerate(parts)))
            if k not in chosen and _levels_before(part, taken, parts) and fits(layer, part)
        ]


def _levels_before(part: Part, taken: Sequence[Part], parts: Sequence[Part]) -> bool:
    """Say whether all lower levels of the same module are taken."""
    lower = [each for each in parts if each.path == part.path and each.level < part.level]
    return all(any(each is other for other in taken) for each in lower)


def unfitting(layers: Sequence[Layer], parts: Sequence[Part]) -> ShapeError | UsageError:
    """Return what is wrong, as seen by taking the parts in order."""
    wanted = sum(len(names(layer)) for layer in layers)
    given = sum(len(part.arrays) for part in parts)
    for layer, part in zip(layers, parts, strict=False):
        if error := misfit(layer, part):
            return error
    if given == wanted:
        return UsageError(
            f"there is no way in which {', '.join(part.name for part in parts)} fit "
            f"{', '.join(layer.name for layer in layers)}"
        )
    takes = ", ".join(f"{layer.name} takes {len(names(layer))}" for layer in layers)
    return ShapeError(f"got {given} arrays, expected {wanted}: {takes}")


def misfit(layer: Layer, part: Part) -> ShapeError | UsageError | None:
    """Return why a part is not what a layer takes; None if it is."""
    own = names(layer)
    for name, kind in zip(own, _in_order(own, part), strict=False):
        if kind != kind_of(name):
            got = part.full_names[kind]
            return UsageError(
                f"{layer.name} ({type(layer).__name__}): the next array is {got}, expected "
                f"{kind_of(name)}" + _hint(kind, kind_of(name))
            )
    if len(part.arrays) != len(own):
        got = ", ".join(part.full_names.values())
        text = f"{layer.name}: got {len(part.arrays)} arrays, expected {len(own)}: {got}"
        biased = any("bias" in kind for kind in part.arrays)
        return ShapeError(text + _hint("bias" if biased else "", "" if biased else "bias"))
    if not layer.built:
        if _outputs_fit(layer, part):
            return None
        first, array = next(iter(part.full_names.values())), next(iter(part.arrays.values()))
        return ShapeError(
            f"{layer.name}: {first} has shape {array.shape}, expected ({_rows(layer)}, …)"
        )
    theirs = to_theirs(layer, layer.get_weights())
    for name, array in zip(own, theirs, strict=True):
        given = part.arrays[kind_of(name)]
        if given.shape != array.shape:
            return ShapeError(
                f"{layer.name}: {part.full_names[kind_of(name)]} has shape {given.shape}, "
                f"expected {array.shape}"
            )
    return None


def _hint(kind: str, expected: str) -> str:
    if "bias" in expected and "bias" not in kind:
        return "; is the module without biases? then use_bias=False"
    if "bias" in kind and "bias" not in expected:
        return "; the module has biases: use_bias=True"
    return ""
