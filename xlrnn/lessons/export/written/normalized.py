"""Normalizations: the features of a step on one scale, or each feature on that of training."""

from collections.abc import Sequence
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, table
from xlrnn.lessons.export.written.weights import Named
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.layers.batch_normalization import standardized, standardized_equation
from xlrnn.sheet.layers.layer_normalization import (
    layer_normalization,
    normalized_equation,
    rescaled,
    scaled_equation,
)
from xlrnn.sheet.pages.time.page import TimePage


def write_layer_normalization(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write mean, variance, and what is made of the features with them."""
    page = _page(writing, flow, "the features on one scale")
    y = layer_normalization(page, flow.source, **_has(writing))
    twin = writing.pages.equation_page(page)
    return _scaled(writing, page, twin, flow, y, normalized_equation(twin, flow.now, flow.features))


def write_batch_normalization(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write each feature on the scale that it had in training."""
    page = _page(writing, flow, "each feature on the scale that it had in training")
    y = rescaled(page, standardized(page, flow.source), **_has(writing))
    twin = writing.pages.equation_page(page)
    return _scaled(writing, page, twin, flow, y, standardized_equation(twin, flow.now))


def _page(writing: Writing, flow: LayerOutput, about: str) -> TimePage:
    page = writing.page(about + writing.at_each_step)
    writing.counting(page, feature=flow.features)
    return page


def _has(writing: Writing) -> dict[str, bool]:
    return {"scale": writing.inner.scale, "center": writing.inner.center}


def _scaled(
    writing: Writing,
    page: TimePage,
    twin: TimePage,
    flow: LayerOutput,
    y: Block,
    normalized_eq: Block,
) -> LayerOutput:
    """Write the last equation, and hand y on; the steps that counted go on counting."""
    pages = writing.pages
    normalized = pages.flow(
        page, pages.book[f"{page.prefix}normalized"], "normalized", normalized_eq
    )
    result = pages.flow(page, y, "y", scaled_equation(twin, normalized.now, **_has(writing)))
    return LayerOutput(result.source, result.name, result.stepwise, flow.counts, flow.counts_name)


class ScaleAndShift(Named):
    """γ and β, either of which a layer may lack, and what stands behind them.

    Args:
        others: the names of that.
    """

    def __init__(self, *others: str) -> None:
        super().__init__()
        self.others = others

    def called(self, layer: Any) -> tuple[Sequence[str], Sequence[str]]:
        """Return the names of those that it has."""
        return (), ("gamma",) * layer.scale + ("beta",) * layer.center + self.others


NORMALIZED: Final = table(
    LayerFormulas(
        nn_layers.LayerNormalization,
        write_layer_normalization,
        ScaleAndShift(),
        constants={"epsilon_norm": "epsilon"},
        pictures=None,
    ),
    LayerFormulas(
        nn_layers.BatchNormalization,
        write_batch_normalization,
        ScaleAndShift("moving_mean", "moving_variance"),
        constants={"epsilon_norm": "epsilon"},
        pictures=None,
    ),
)
