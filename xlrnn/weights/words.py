"""The words' tables of an exported model: the rows in the cells, the others from the original."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.lessons.export import ExportedModel
from xlrnn.lessons.export.description import described
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.weights.shown import Shown

Array = NDArray[Any]
Tables = Mapping[str, Array]
"""By the names of their layers."""


def whole_tables(lesson: ExportedModel, shown: Shown, original: Any) -> Tables:
    """Return the table of each layer that looks up words, with all its rows.

    Args:
        lesson: the export.
        shown: the workbook.
        original: the model that it was written from; None if nobody named it.

    Raises:
        UsageError: if the workbook carries only some rows, and there is no original that fits.
        InputError: if a cell holds no finite number.
    """
    layers = [each for each in lesson.architecture.layers if isinstance(each, Embedding)]
    if original is not None and layers:
        _expect_same_layers(lesson, original)
    return {layer.name: _whole(lesson, layer, shown, original) for layer in layers}


def _whole(lesson: ExportedModel, layer: Embedding, shown: Shown, original: Any) -> Array:
    rows = shown.numbers(f"{layer.name}_E")
    ids = shown.numbers(f"{layer.name}_word_ids")[:, 0]
    if original is None:
        _expect_all(lesson, layer, ids)
        return rows
    found = described(original)
    place = [each.name for each in lesson.architecture.layers].index(layer.name)
    table = found.layers[place].get_weights()[0].astype(float)
    if table.shape[1] != rows.shape[1]:
        raise UsageError(
            f"{layer.name}: a word has {rows.shape[1]} numbers in the workbook and "
            f"{table.shape[1]} in the original: expected the model that it was written from"
        )
    _expect_numbers(layer, ids, len(table))
    table[ids.astype(int)] = rows
    return table


def _expect_all(lesson: ExportedModel, layer: Embedding, ids: Array) -> None:
    """Refuse a part of a table: the other words would have made-up vectors."""
    if lesson.rows != lesson.words:
        raise UsageError(
            f"{layer.name}: the workbook carries {lesson.rows:,} of the {lesson.words:,} rows of "
            "the words' table: name the model that it was written from, which has the others "
            "(--original MODEL), or export it again with all --words"
        )
    if (ids != np.arange(len(ids))).any():
        raise UsageError(
            f"{layer.name}: the words' numbers were changed: expected 0 to {len(ids) - 1:,}, in "
            "this order"
        )


def _expect_numbers(layer: Embedding, ids: Array, known: int) -> None:
    """Refuse numbers of words that are no rows of a table, or of which one is there twice."""
    sound = ((ids == np.round(ids)) & (ids >= 0) & (ids < known)).all()
    if not sound or len(set(ids.tolist())) < len(ids):
        raise UsageError(
            f"{layer.name}: the list of words holds numbers that the original does not have, or "
            f"one twice: expected whole numbers from 0 to {known - 1:,}"
        )


def _expect_same_layers(lesson: ExportedModel, original: Any) -> None:
    theirs = [type(layer).__name__ for layer in described(original).layers]
    ours = [type(layer).__name__ for layer in lesson.architecture.layers]
    if theirs != ours:
        raise UsageError(
            f"the original has the layers {', '.join(theirs)}, and the workbook "
            f"{', '.join(ours)}: expected the model that it was written from"
        )
