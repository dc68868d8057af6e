"""How recurrent layers are written, alone and one from each end."""

from collections.abc import Callable
from typing import Any

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import Flow
from xlrnn.lessons.export.pages import Writing
from xlrnn.nn import layers as nn_layers
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

_STEPS: dict[str, Write] = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}
_EQUATIONS: dict[str, Write] = {
    "SimpleRNN": simple_rnn_equation, "LSTM": lstm_equations, "GRU": gru_equations,
}  # fmt: skip


def write_recurrent(writing: Writing, flow: Flow) -> Flow:
    """Write one recurrent layer."""
    states = _write_direction(writing, writing.layer, flow)
    if not writing.layer.return_sequences:
        return states.last()
    return states


def write_bidirectional(writing: Writing, flow: Flow) -> Flow:
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
    y = merged(page, forward.source, backward.source, layer.merge_mode, counts)
    both = writing.pages.flow(page, y, "y")
    if counts is None:
        return both
    return Flow(both.source, both.name, True, flow.counts, flow.counts_name)


def _write_direction(writing: Writing, layer: Any, flow: Flow, which: str = "") -> Flow:
    """Write the states of a layer that reads in one direction, all of them."""
    way = ", from the end" if layer.go_backwards else ""
    what = (
        "a hidden state and a cell state go"
        if isinstance(layer, nn_layers.LSTM)
        else "a state goes"
    )
    page = writing.page(f"{what} from step to step{way}", steps=flow.steps, direction=which)
    page.called = {"letter": "feature"}
    writing.counting(page, unit=layer.units, feature=flow.features)
    if flow.counts is not None:
        page.notes = {**page.notes, **dict.fromkeys(("h", "state", "cell"), STILL)}
    read = _turned(writing, page, flow) if layer.go_backwards else flow
    h = _step_by_step(page, layer, read)
    h_eq = _as_equations(writing.pages.equation_page(page), layer, read)
    if page.letters is not None:
        _chart_states(page, h, writing.pages.token)
    states = writing.pages.flow(page, h, "h", h_eq)
    return Flow(states.source, states.name, True, flow.counts, flow.counts_name)


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


def _turned(writing: Writing, page: TimePage, flow: Flow) -> Flow:
    """Write the sequence from its end."""
    x, counts = go_backwards(page, flow.source, flow.counts)
    turned = writing.pages.flow(page, x, "backwards")
    if counts is None:
        return turned
    name = f"{page.prefix}counts_back"
    writing.pages.book.name_columns(counts, name)
    return Flow(x, turned.name, True, counts, name)


def _options(layer: Any) -> dict[str, Any]:
    options = {"activation": layer.activation.name, "bias": layer.use_bias}
    if isinstance(layer, nn_layers.SimpleRNN):
        return {**options, "tied": layer.tied}
    options["recurrent_activation"] = layer.recurrent_activation.name
    if isinstance(layer, nn_layers.GRU):
        options["reset_after"] = layer.reset_after
    return options


def _step_by_step(page: TimePage, layer: Any, flow: Flow) -> Block:
    write: Write = _STEPS[type(layer).__name__]
    return write(page, flow.source, counts=flow.counts, **_options(layer))


def _as_equations(page: TimePage, layer: Any, flow: Flow) -> Block:
    write: Write = _EQUATIONS[type(layer).__name__]
    return write(page, flow.name, counts=flow.counts_name, **_options(layer))
