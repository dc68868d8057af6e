"""What of a layer cannot be written as formulas, and what fits on no sheet."""

import math
from collections.abc import Sequence
from typing import Any, Final

from xlrnn.errors import ShapeError, UsageError
from xlrnn.lessons.export.written import WRITTEN, written
from xlrnn.nn import activations
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import INNER, deserialize

MOST_WEIGHTS: Final = 5_000_000
MOST_NUMBERS: Final = 4 * MOST_WEIGHTS
"""Of all pages together."""
MOST_COLUMNS: Final = 16_000
"""Of a weight matrix or a sequence; a sheet has 16,384."""
MOST_ROWS: Final = 1_000_000
PICTURE: Final = 3
"""The sides of a picture: rows, columns, features."""

Sides = tuple[int, ...]
"""The shape of one sample."""


def made(config: Any) -> Layer:
    """Make a layer, without weights.

    Raises:
        UsageError: if it is of a class that has no formulas; the message lists those that have.
    """
    kind = config.get("class_name") if isinstance(config, dict) else None
    if kind not in WRITTEN:
        name = config["config"].get("name", "a layer") if kind else "a layer"
        raise UsageError(
            f"{name}: layers of the class {kind} cannot be exported: expected one of "
            f"{', '.join(WRITTEN)}"
        )
    _expect_known_functions(config["config"])
    for argument in INNER:
        inner = config["config"].get(argument)
        if isinstance(inner, dict) and inner.get("class_name") not in WRITTEN:
            raise UsageError(
                f"{config['config'].get('name')}: {kind} of {inner.get('class_name')} cannot be "
                "exported: expected a single layer"
            )
        if isinstance(inner, dict):
            _expect_known_functions(inner["config"])
    layer: Layer = deserialize(config)
    return layer


def _expect_known_functions(config: Any) -> None:
    """Refuse activations of somebody's own."""
    for argument, name in config.items():
        own = isinstance(name, str) and activations.is_ones_own(name)
        if own and argument.endswith("activation"):
            raise UsageError(
                f"{config.get('name')}: {argument} is {name}, a function of your own, which cannot "
                "be exported: expected one that spreadsheets know, such as tanh"
            )


def expect_written(layer: Layer) -> None:
    """Refuse a layer that has no formulas.

    Raises:
        UsageError: with what there is, and what to do.
    """
    if getattr(layer, "data_format", "channels_last") != "channels_last":
        raise UsageError(
            f"{layer.name}: data_format={layer.data_format!r} cannot be exported: expected "
            "'channels_last'"
        )
    refused = written(layer).refuse(layer)
    if refused:
        raise UsageError(refused)


def expect_fits(layer: Layer, shape: Sides) -> None:
    """Refuse a layer whose input has another form, or whose weights fit on no sheet.

    Args:
        layer: the layer.
        shape: of one of its inputs.
    """
    entry, sides = written(layer), len(shape)
    steps, picture = sides == 2, sides > 2
    if sides > PICTURE or (picture and entry.pictures is False):
        raise ShapeError(
            f"{layer.name}: its input has {sides} sides: expected "
            f"{'at most 3, those of a picture' if sides > PICTURE else 'at most 2'}"
        )
    if entry.pictures and not picture:
        raise ShapeError(f"{layer.name}: its input is no picture: expected rows, columns, features")
    if entry.steps is True and not steps:
        raise ShapeError(f"{layer.name}: its input has no time steps: expected a sequence")
    if entry.steps is False and steps:
        raise ShapeError(f"{layer.name}: its input has time steps already: expected a vector")
    wide = entry.sees(layer, shape[-1])
    if wide > MOST_COLUMNS:
        raise UsageError(
            f"{layer.name} sees {wide:,} numbers at once: expected at most {MOST_COLUMNS:,}, since "
            "each is a column of its weights"
        )


def cells_of(layer: Layer, before: Sequence[Sides], shape: Sides) -> int:
    """Return how many numbers a layer shows.

    Args:
        layer: the layer.
        before: the shape of each of its inputs.
        shape: of its output.

    Raises:
        UsageError: if they fit on no sheet: a row for each feature, a column for each step.
    """
    entry = written(layer)
    columns = math.prod(shape[:-1])
    cells = math.prod(shape) * entry.spread(layer) + entry.pairs(layer, before)
    if columns > MOST_COLUMNS or shape[-1] > MOST_ROWS or cells > MOST_WEIGHTS:
        shown = " × ".join(f"{side:,}" for side in shape)
        raise UsageError(
            f"{layer.name}: its output of {shown} fits on no sheet: expected at most "
            f"{MOST_COLUMNS:,} steps or places and {MOST_WEIGHTS:,} numbers"
        )
    return cells
