"""How recurrent layers are written, alone and one from each end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.lessons.cells.gates import GRU_GATES, LSTM_GATES
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, nothing_else, table
from xlrnn.lessons.export.written.weights import (
    Array,
    GatedWeights,
    Recurrent,
    Weights,
)
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.sheet.column import BlockColumn
from xlrnn.sheet.layers.go_backwards import go_backwards
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.lstm import lstm, lstm_equations
from xlrnn.sheet.layers.simple_rnn import simple_rnn, simple_rnn_equation
from xlrnn.sheet.layers.weighed import SHARES
from xlrnn.sheet.page import Chart, ChartKind
from xlrnn.sheet.pages.time.page import TimePage

CHARTED = 8
"""So many lines can be told apart."""
STILL = "where a step does not count, it stays as it was before"

BLOCKS: Final = {"h": "h", "c": "cell"}
"""Where each state stands after every step."""

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


def write_recurrent(writing: Writing, flow: LayerOutput) -> list[LayerOutput]:
    """Write one recurrent layer; return its output, and the last states where it returns them."""
    states = write_direction(writing, writing.layer, flow)
    output = states if writing.layer.return_sequences else states.last()
    return [output, *last_states(writing)]


def last_states(writing: Writing) -> list[LayerOutput]:
    """Return the last states of a layer, if it returns them."""
    book, prefix = writing.pages.book, writing.turn.prefix
    found = []
    for name in writing.turn.entry.returns(writing.layer):
        block = book[f"{prefix}{name}"]
        steps = block.shape[1]
        # The cell state is `cell`, and its columns are c_1, c_2 and so on.
        columns = f"{prefix}{name.removesuffix('ell')}_{steps}"
        found.append(LayerOutput(BlockColumn(block, steps - 1), columns, stepwise=False))
    return found


def write_direction(
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


def _states(layer: Any) -> dict[str, int]:
    return {f"{state}_0": layer.units for state in layer.states}


def _returned(layer: Any) -> list[str]:
    """Return the blocks of the states that a layer returns."""
    return [BLOCKS[state] for state in layer.states if layer.return_state]


def states_alone(
    states: Callable[[Any], dict[str, int]],
) -> Callable[[Any, Mapping[str, Any], Mapping[str, Any]], str]:
    """Return what says that a layer is called with more than its input and all first states.

    Args:
        states: returns the sizes of those of a layer, by name.
    """

    def refused(layer: Any, others: Mapping[str, Any], options: Mapping[str, Any]) -> str:
        given, sizes = others.get("initial_state"), [(units,) for units in states(layer).values()]
        if given is not None and list(given) != sizes:
            shown = ", ".join(str(units) for (units,) in sizes)
            return f"{layer.name}: initial_state has shapes {list(given)}: expected units {shown}"
        unknown = {name: own for name, own in others.items() if name != "initial_state"}
        return nothing_else(layer, unknown, options)

    return refused


def _turned_back(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    if layer.go_backwards:
        yield "backwards", x[0, ::-1].T
        if mask is not None:
            yield "counts_back", mask[:, ::-1].astype(float)


def _with_shown_cell(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:
    yield from _turned_back(layer, x, mask, y)
    # Where a step is left out the cell state stands still, and so does what it shows.
    yield "tanh_cell", layer.activation(layer.all_states[1][1:, 0]).T


def refused_function(layer: Any) -> str:
    """Say which function of a recurrent layer cannot be written, or nothing."""
    for option, name in FORMULAS[type(layer)].told(layer).items():
        if name in SHARES:
            return (
                f"{layer.name}: {option}={name!r} in a recurrent layer cannot be exported: "
                "expected a function whose slope its output tells, such as tanh"
            )
    return ""


def _refused(layer: Any) -> str:
    if layer.zero_output_for_mask:
        return (
            f"{layer.name}: zero_output_for_mask cannot be exported: expected False, or the layer "
            "inside Bidirectional"
        )
    return refused_function(layer)


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
        refuse_call=states_alone(_states),
        returns=_returned,
        steps=True,
        sees=lambda _, features: features,
    )


RECURRENT: Final = table(
    _one_way(nn_layers.SimpleRNN, Recurrent()),
    _one_way(nn_layers.LSTM, GatedWeights(LSTM_GATES), _with_shown_cell),
    _one_way(nn_layers.GRU, GatedWeights(GRU_GATES)),
)
