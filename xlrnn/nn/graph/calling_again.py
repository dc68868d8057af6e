"""Layers called again as they were called before, from a description of the calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.layers.input_layer import InputLayer

Place = Sequence[Any]
"""Where a symbol comes from: the layer's name, which of its calls, which array that returns."""

Known = Mapping[tuple[str, int], list[Symbol]]
"""What each call of a layer, by the layer's name, has returned."""

At = Callable[[Place], Symbol]


def called_in_order(
    layers: Mapping[str, Any],
    calls: Mapping[str, Sequence[Any]],
    sources: Callable[[Any], Sequence[Place]],
    call_again: Callable[[str, Any, At], None],
) -> Known:
    """Call layers, each as soon as all that it takes is there.

    Args:
        layers: by their names.
        calls: of each; what a call is, only the functions below know.
        sources: which places a call takes from.
        call_again: makes the call of a layer, with what looks a place up.

    Raises:
        UsageError: if there is no such order, as something feeds itself or is missing.
    """
    known: dict[tuple[str, int], list[Symbol]] = {
        (name, 0): [layer.symbol] for name, layer in layers.items() if isinstance(layer, InputLayer)
    }
    waiting = [
        (name, k, call)
        for name, own in calls.items()
        for k, call in enumerate(own)
        if (name, k) not in known
    ]

    def at(place: Place) -> Symbol:
        return known[place[0], place[1]][place[2]]

    def ready(name: str, k: int, call: Any) -> bool:
        before = k == 0 or (name, k - 1) in known
        return before and all((place[0], place[1]) in known for place in sources(call))

    while waiting:
        late = []
        for name, k, call in waiting:
            if ready(name, k, call):
                call_again(name, call, at)
                known[name, k] = layers[name].calls[-1].returned
            else:
                late.append((name, k, call))
        if len(late) == len(waiting):
            names = ", ".join(dict.fromkeys(name for name, _, _ in late))
            raise UsageError(f"the model goes in a circle, or lacks what feeds {names}")
        waiting = late
    return known
