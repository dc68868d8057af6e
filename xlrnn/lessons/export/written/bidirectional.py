"""How two recurrent layers are written that read from both ends."""

from collections.abc import Sequence
from typing import Any, Final

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.recurrent import (
    BLOCKS,
    RECURRENT,
    last_states,
    refused_function,
    states_alone,
    write_direction,
)
from xlrnn.lessons.export.written.weights import Array, Cells, Weights, behind, within
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.sheet.layers.bidirectional import merged


def write_bidirectional(writing: Writing, flow: LayerOutput) -> list[LayerOutput]:
    """Write both directions on pages of their own, and how they become one output."""
    both = _write_both(writing, flow)
    return [both, *last_states(writing)]


def _write_both(writing: Writing, flow: LayerOutput) -> LayerOutput:
    layer = writing.layer
    forward, backward = (
        write_direction(writing, direction, flow, which)
        for which, direction in zip(("forward", "backward"), layer.directions, strict=True)
    )
    if not layer.return_sequences:
        forward, backward = forward.last(), backward.last()
    page = writing.page("what both directions say, in one")
    writing.counting(page, feature=writing.shape[-1])
    counts = flow.counts if layer.return_sequences else None
    y = merged(
        page,
        forward.source,
        backward.source,
        layer.merge_mode,
        counts,
        from_end=layer.forward_layer.go_backwards,
    )
    both = writing.pages.flow(page, y, "y")
    if counts is None:
        return both
    return LayerOutput(both.source, both.name, True, flow.counts, flow.counts_name)


class OfDirections(Weights):
    """The weights of both directions: forward's, then backward's."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Ask the entries of both."""
        found: dict[str, Array] = {}
        half = len(weights) // 2
        for (prefix, way, entry), own in zip(
            _ways(layer), (weights[:half], weights[half:]), strict=True
        ):
            found |= behind(prefix, entry.weights.on_sheet(way, own))
        return found

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Likewise."""
        return [
            weight
            for prefix, way, entry in _ways(layer)
            for weight in entry.weights.in_layer(way, within(cells, prefix))
        ]


def _ways(layer: Any) -> list[tuple[str, Any, LayerFormulas]]:
    """Return both directions, each with what stands before its names, and its entry."""
    return [
        (f"{which}_", way, RECURRENT[type(way).__name__])
        for which, way in zip(("forward", "backward"), layer.directions, strict=True)
    ]


def _states_of_both(layer: Any) -> dict[str, int]:
    return {
        f"{prefix}{name}": units
        for prefix, way, entry in _ways(layer)
        for name, units in entry.first_states(way).items()
    }


def _returned_by_both(layer: Any) -> list[str]:
    return [
        f"{prefix}{BLOCKS[state]}"
        for prefix, way, _ in _ways(layer)
        for state in way.states
        if layer.return_state
    ]


def _of_both(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    for prefix, way, entry in _ways(layer):
        yield from ((f"{prefix}{name}", array) for name, array in entry.beside(way, x, mask, y))


def _refused_both(layer: Any) -> str:
    if layer.merge_mode is None:
        return (
            f"{layer.name}: merge_mode=None has two outputs, which cannot be exported: expected "
            "concat, sum, mul or ave"
        )
    return next(filter(None, map(refused_function, layer.directions)), "")


BIDIRECTIONAL: Final = table(
    LayerFormulas(
        nn_layers.Bidirectional,
        write_bidirectional,
        OfDirections(),
        beside=_of_both,
        refuse=_refused_both,
        first_states=_states_of_both,
        refuse_call=states_alone(_states_of_both),
        returns=_returned_by_both,
        steps=True,
        sees=lambda _, features: features,
        two_ways=True,
    )
)
