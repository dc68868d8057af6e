"""How recurrent layers are written, alone and one from each end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.lessons.cells.gates import GRU_GATES, LSTM_GATES
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.weights import (
    Array,
    Cells,
    GatedWeights,
    Recurrent,
    Weights,
    behind,
    within,
)
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.sheet.layers.bidirectional import merged
from xlrnn.sheet.layers.go_backwards import go_backwards
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.lstm import lstm, lstm_equations
from xlrnn.sheet.layers.simple_rnn import simple_rnn, simple_rnn_equation
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.pages.time.page import TimePage

CHARTED = 8
"""So many lines can be told apart."""
STILL = "where a step does not count, it stays as it was before"

Write = Callable[..., Block]


@dataclass(frozen=True)
class Formulas:
    """The two notations of a kind of recurrent layer.

    Args:
        steps: writes it step by step.
        equations: writes it as array formulas.
        options: what else both are told of the layer, by its attributes.
        state: what goes from step to step, in words.
    """

    steps: Write
    equations: Write
    options: Sequence[str]
    state: str = "a state goes"

    def told(self, layer: Any) -> dict[str, Any]:
        """Return the options of a layer."""
        found = {name: getattr(layer, name) for name in self.options}
        named = {name: getattr(value, "name", value) for name, value in found.items()}
        return {"activation": layer.activation.name, "bias": layer.use_bias, **named}


FORMULAS: Final = {
    nn_layers.SimpleRNN: Formulas(simple_rnn, simple_rnn_equation, ["tied"]),
    nn_layers.LSTM: Formulas(
        lstm, lstm_equations, ["recurrent_activation"], "a hidden state and a cell state go"
    ),
    nn_layers.GRU: Formulas(gru, gru_equations, ["recurrent_activation", "reset_after"]),
}


def write_recurrent(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write one recurrent layer."""
    states = _write_direction(writing, writing.layer, flow)
    if not writing.layer.return_sequences:
        return states.last()
    return states


def write_bidirectional(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write both directions on pages of their own, and how they become one output."""
    layer = writing.layer
    forward, backward = (
        _write_direction(writing, direction, flow, which)
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


def _write_direction(
    writing: Writing, layer: Any, flow: LayerOutput, which: str = ""
) -> LayerOutput:
    """Write the states of a layer that reads in one direction, all of them."""
    way = ", from the end" if layer.go_backwards else ""
    formulas = FORMULAS[type(layer)]
    page = writing.page(
        f"{formulas.state} from step to step{way}", steps=flow.steps, direction=which
    )
    page.called = {"letter": "feature"}
    writing.counting(page, unit=layer.units, feature=flow.features)
    if flow.counts is not None:
        page.notes = {**page.notes, **dict.fromkeys(("h", "state", "cell"), STILL)}
    read = _turned(writing, page, flow) if layer.go_backwards else flow
    told = formulas.told(layer)
    h = formulas.steps(page, read.source, counts=read.counts, **told)
    twin = writing.pages.equation_page(page)
    h_eq = formulas.equations(twin, read.name, counts=read.counts_name, **told)
    if page.letters is not None:
        _chart_states(page, h, writing.pages.token)
    states = writing.pages.flow(page, h, "h", h_eq)
    return LayerOutput(states.source, states.name, True, flow.counts, flow.counts_name)


def _chart_states(page: TimePage, h: Block, token: str) -> None:
    """Draw the state over the words; of many units the first."""
    shown = min(h.shape[0], CHARTED)
    page.chart(
        Chart(
            f"The state over the {token}s" + f", units 1 to {shown}" * (shown < h.shape[0]),
            ((h, tuple(f"unit {k + 1}" for k in range(shown))),),
            axes=(f"after each {token}", "h_t"),
            kind=ChartKind.LINES,
        )
    )


def _turned(writing: Writing, page: TimePage, flow: LayerOutput) -> LayerOutput:
    """Write the sequence from its end."""
    x, counts = go_backwards(page, flow.source, flow.counts)
    turned = writing.pages.flow(page, x, "backwards")
    if counts is None:
        return turned
    name = f"{page.prefix}counts_back"
    writing.pages.book.name_columns(counts, name)
    return LayerOutput(x, turned.name, True, counts, name)


# What an export has to know of them.


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
        (f"{which}_", way, ONE_WAY[type(way).__name__])
        for which, way in zip(("forward", "backward"), layer.directions, strict=True)
    ]


def _states(layer: Any) -> dict[str, int]:
    return {f"{state}_0": layer.units for state in layer.states}


def _states_of_both(layer: Any) -> dict[str, int]:
    return {
        f"{prefix}{name}": units
        for prefix, way, _ in _ways(layer)
        for name, units in _states(way).items()
    }


def _turned_back(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    if layer.go_backwards:
        yield "backwards", x[0, ::-1].T
        if mask is not None:
            yield "counts_back", mask[:, ::-1].astype(float)


def _with_shown_cell(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    yield from _turned_back(layer, x, mask, y)
    # Where a step is left out the cell state stands still, and so does what it shows.
    yield "tanh_cell", layer.activation(layer.all_states[1][1:, 0]).T


def _of_both(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    for prefix, way, entry in _ways(layer):
        yield from ((f"{prefix}{name}", array) for name, array in entry.beside(way, x, mask, y))


def _refused(layer: Any) -> str:
    if not layer.zero_output_for_mask:
        return ""
    return (
        f"{layer.name}: zero_output_for_mask cannot be exported: expected False, or the layer "
        "inside Bidirectional"
    )


def _refused_both(layer: Any) -> str:
    if layer.merge_mode is not None:
        return ""
    return (
        f"{layer.name}: merge_mode=None has two outputs, which cannot be exported: expected "
        "concat, sum, mul or ave"
    )


def _one_way(
    kind: type[nn_layers.RNN], weights: Weights, beside: Callable[..., Shown] = _turned_back
) -> LayerFormulas:
    return LayerFormulas(
        kind,
        write_recurrent,
        weights,
        beside=beside,
        refuse=_refused,
        first_states=_states,
        steps=True,
        sees=lambda _, features: features,
    )


ONE_WAY: Final = table(
    _one_way(nn_layers.SimpleRNN, Recurrent()),
    _one_way(nn_layers.LSTM, GatedWeights(LSTM_GATES), _with_shown_cell),
    _one_way(nn_layers.GRU, GatedWeights(GRU_GATES)),
)

RECURRENT: Final = {
    **ONE_WAY,
    **table(
        LayerFormulas(
            nn_layers.Bidirectional,
            write_bidirectional,
            OfDirections(),
            beside=_of_both,
            refuse=_refused_both,
            first_states=_states_of_both,
            steps=True,
            sees=lambda _, features: features,
            two_ways=True,
        )
    ),
}
