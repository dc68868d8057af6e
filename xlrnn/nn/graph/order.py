"""In which order a model calculates, and in which Keras lists its layers."""

from collections.abc import Iterable, Sequence

from xlrnn.errors import UsageError
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Call, Symbol


def calls_between(inputs: Sequence[Symbol], outputs: Sequence[Symbol], model: str) -> list[Call]:
    """Return the calls that lead from inputs to outputs, each behind those that it takes from.

    Args:
        inputs: where the way back ends.
        outputs: where it begins.
        model: as an error calls it.

    Raises:
        UsageError: if an output depends on something that is no input.
    """
    ends = set(map(id, inputs))
    done: dict[int, Call] = {}
    open_calls: list[tuple[Call, bool]] = []
    for output in outputs:
        open_calls += _before([output], ends, done)
        while open_calls:
            call, seen = open_calls.pop()
            if id(call) in done:
                continue
            if seen:
                done[id(call)] = call
                continue
            _expect_connected(call, model)
            open_calls.append((call, True))
            open_calls += _before(call.sources, ends, done)
    return list(done.values())


def _before(
    symbols: Sequence[Symbol], ends: set[int], done: dict[int, Call]
) -> list[tuple[Call, bool]]:
    """Return the calls that symbols come from; the first is the last, as it is taken up next."""
    calls = [each.call for each in symbols if id(each) not in ends and each.call is not None]
    return [(call, False) for call in reversed(calls) if id(call) not in done]


def _expect_connected(call: Call, model: str) -> None:
    if not call.sources:
        shape = call.returned[0].shape
        raise UsageError(
            f"{model} is not connected: its outputs depend on {call.layer.name}, an input of shape "
            f"{shape}, which is not among its inputs"
        )


def in_keras_order(
    calls: Sequence[Call], inputs: Sequence[Symbol], outputs: Sequence[Symbol]
) -> list[Layer]:
    """Return the layers of a model as Keras lists them, which is the order of their weights.

    First come those that are farthest from the outputs, and of these the one that a search from
    the outputs meets first. A layer that is called several times is as far as its farthest call.

    Args:
        calls: each behind those that it takes from.
        inputs: of the model.
        outputs: likewise.
    """
    own = {id(call): call for call in _with_inputs(calls, inputs)}
    met = _met(outputs, own)
    depth_of_call: dict[int, int] = {}
    depth: dict[int, int] = {}
    for call in reversed(own.values()):
        key = id(call.layer)
        far = max(depth_of_call.get(id(call), 0), depth.get(key, 0))
        depth[key] = depth_of_call[id(call)] = far
        for source in call.sources:
            before = source.call
            if before is not None and id(before) in own:
                depth_of_call[id(before)] = max(far + 1, depth_of_call.get(id(before), 0))
    layers = {id(call.layer): call.layer for call in own.values()}
    return sorted(layers.values(), key=lambda layer: (-depth[id(layer)], met.get(id(layer), -1)))


def _with_inputs(calls: Sequence[Call], inputs: Sequence[Symbol]) -> Iterable[Call]:
    """Yield the calls of input layers, then all others."""
    yield from (each.call for each in inputs if each.call is not None and not each.call.sources)
    yield from calls


def _met(outputs: Sequence[Symbol], own: dict[int, Call]) -> dict[int, int]:
    """Return which layer a search from the outputs, depth first, meets as the how manieth."""
    met: dict[int, int] = {}
    seen: set[int] = set()
    waiting = [each.call for each in reversed(outputs)]
    while waiting:
        call = waiting.pop()
        if call is None or id(call) in seen or id(call) not in own:
            continue
        seen.add(id(call))
        met.setdefault(id(call.layer), len(met))
        waiting += [each.call for each in reversed(call.sources)]
    return met
