"""Layers that do the same at each step, if there are any; TimeDistributed may stand around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.activated import OUTPUTS, activated, function_steps
from xlrnn.lessons.export.written.entry import Handed, LayerFormulas, table
from xlrnn.lessons.export.written.functions import FUNCTIONS
from xlrnn.lessons.export.written.normalized import NORMALIZED
from xlrnn.lessons.export.written.weights import Array, Cells, Named, Weights
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.layers.dense import dense, dense_equation


def write_dense(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write a dense layer and its activation, at each step if there are any."""
    layer = writing.inner
    page = writing.page("every output sees every input" + writing.at_each_step)
    page.called = OUTPUTS
    writing.counting(page, output=layer.units, input=flow.features)
    logits = dense(page, flow.source, bias=layer.use_bias)
    twin = writing.pages.equation_page(page)
    logits_eq = dense_equation(twin, flow.now, bias=layer.use_bias)
    sums = writing.pages.flow(page, logits, "logits", logits_eq)
    return activated(writing, page, twin, sums, layer.activation.name, flow)


def pass_on(_: Writing, flow: LayerOutput) -> LayerOutput:
    """Write nothing: outside training dropout leaves nothing out."""
    return flow


INSIDE: Final = {
    **FUNCTIONS,
    **NORMALIZED,
    **table(
        LayerFormulas(
            nn_layers.Dense,
            write_dense,
            Named(["W_hy"], ["b_y"]),
            beside=function_steps,
            sees=lambda _, features: features,
            pictures=None,
        ),
        LayerFormulas(nn_layers.Dropout, pass_on, pictures=None),
        LayerFormulas(nn_layers.SpatialDropout1D, pass_on),
    ),
}
"""What may stand inside TimeDistributed."""


@dataclass(frozen=True)
class AroundLayer(LayerFormulas):
    """An entry whose cells are those of the layer inside."""

    def given(self, layer: Any) -> dict[str, Array]:
        """Ask the entry of that layer."""
        return _inside(layer).given(layer.layer)

    def fill(self, layer: Any, cells: Cells) -> None:
        """Likewise."""
        _inside(layer).fill(layer.layer, cells)


class OfLayer(Weights):
    """The weights of the layer that stands inside."""

    def on_sheet(self, layer: Any, weights: Sequence[Array]) -> dict[str, Array]:
        """Ask the entry of that layer."""
        return _inside(layer).weights.on_sheet(layer.layer, weights)

    def in_layer(self, layer: Any, cells: Cells) -> list[Array]:
        """Likewise."""
        return _inside(layer).weights.in_layer(layer.layer, cells)


def write_time_distributed(writing: Writing, flow: LayerOutput) -> Handed:
    """Write a layer at each step: the formulas are those that it has anyway."""
    return _inside(writing.layer).write(writing, flow)


def _refused_inside(layer: Any) -> str:
    inner = type(layer.layer).__name__
    if inner in INSIDE:
        return ""
    return (
        f"{layer.name}: TimeDistributed of {inner} cannot be exported: expected one of "
        f"{', '.join(INSIDE)}"
    )


def _inside(layer: Any) -> LayerFormulas:
    return INSIDE[type(layer.layer).__name__]


AT_EACH_STEP: Final = {
    **table(
        AroundLayer(
            nn_layers.TimeDistributed,
            write_time_distributed,
            OfLayer(),
            beside=function_steps,
            refuse=_refused_inside,
            steps=True,
            sees=lambda layer, features: _inside(layer).sees(layer.layer, features),
        )
    ),
    **INSIDE,
}
