"""Layers that put the same numbers elsewhere."""

from collections.abc import Callable
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, table
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.flatten import flatten
from xlrnn.sheet.layers.repeat_vector import repeat_vector
from xlrnn.sheet.layers.reshape import permute, reshape
from xlrnn.sheet.pages.time.page import TimePage


def write_flatten(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write all numbers below each other."""
    return _arranged(writing, flow, flatten, "all numbers below each other, step by step")


def write_repeat_vector(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the same numbers at every step."""
    writing.pages.read = None
    return _arranged(writing, flow, repeat_vector, "the same numbers at every step")


def write_reshape(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write the numbers in their new columns."""
    writing.pages.read = None
    features = writing.shape[-1]
    return _arranged(
        writing, flow, lambda page, x: reshape(page, x, features), "the same numbers, read anew"
    )


def write_permute(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write steps as features, and features as steps."""
    writing.pages.read = None
    return _arranged(writing, flow, permute, "steps become features, and features steps")


def _arranged(
    writing: Writing, flow: LayerOutput, write: Callable[[TimePage, Source], Block], about: str
) -> LayerOutput:
    page = writing.page(about)
    writing.counting(page, feature=writing.shape[-1])
    return writing.pages.flow(page, write(page, flow.source), "y")


def _order(layer: Any) -> str:
    if layer.dims == (2, 1):
        return ""
    return (
        f"{layer.name}: dims={layer.dims} cannot be exported: expected (2, 1), which changes "
        "steps and features"
    )


ARRANGED: Final = table(
    LayerFormulas(nn_layers.Flatten, write_flatten, pictures=None),
    LayerFormulas(nn_layers.RepeatVector, write_repeat_vector, steps=False),
    LayerFormulas(nn_layers.Reshape, write_reshape, pictures=None),
    LayerFormulas(nn_layers.Permute, write_permute, refuse=_order, steps=True),
)
