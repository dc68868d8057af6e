"""A model in NumPy, from the inputs and weights that a workbook holds: what its blocks should show.

The layers are those that train, in float64. The loop is that of `Sequential.forward`, but for the
first states, which stand in cells of their own and may be changed there.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.sentence import read_sentence
from xlrnn.lessons.export.written import written
from xlrnn.lessons.export.written.weights import Cells, within
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.compute.sequence import dense
from xlrnn.nn.core.layer import Layer, Mask

Array = NDArray[Any]


def calculate(architecture: Architecture, inputs: Cells, slots: int = 0) -> dict[str, Array]:
    """Return what every block should show, by key and as on the sheet: time to the right.

    Args:
        architecture: the layers.
        inputs: the inputs and weights, by key.
        slots: for how many words of a sentence there is room; 0 if the input is no sentence.

    Raises:
        InputError: if a word is none of those whose rows the workbook carries.
    """
    found = read_sentence(inputs, architecture, slots) if slots else {}
    inputs = {**inputs, **found}
    x: Any
    x, mask = _given(architecture, inputs)
    for layer, before, _ in architecture:
        prefix = f"{layer.name}_"
        layer.ensure_built((None, *before))
        entry, cells = written(layer), within(inputs, prefix)
        entry.fill(layer, cells)
        x = layer.as_input(x)
        following = mask if isinstance(layer, nn_layers.Embedding) else layer.compute_mask(x, mask)
        options: dict[str, Any] = {"mask": mask} if layer.takes_mask else {}
        starts = [cells[name].T for name in entry.first_states(layer)]
        if starts:
            options["initial_state"] = starts
        y = layer.forward(x, **options)
        numbers = np.array(dense(y))
        found |= {f"{prefix}{k}": a for k, a in _shown(layer, np.array(dense(x)), mask, numbers)}
        if isinstance(layer, nn_layers.Embedding):
            found |= _looked_up(prefix, inputs, mask)
        x, mask = y, following
    found["first_best"] = _as_columns(numbers[0])[:, -1:].T
    found["answer"] = found["first_best"].T
    return found


def _given(architecture: Architecture, inputs: Cells) -> tuple[Array, Mask | None]:
    """Return the input of the first layer, and which of its steps hold a word."""
    first = architecture.layers[0]
    if isinstance(first, nn_layers.Embedding):
        prefix = f"{first.name}_"
        words = inputs[f"{prefix}word"][0]
        mask = (words != 0)[None] if first.mask_zero else None
        return _places(inputs[f"{prefix}word_ids"][:, 0], words)[None], mask
    return inputs["input_sequence"].T.reshape(1, *architecture.shapes[0]), None


def _places(ids: Array, words: Array) -> Array:
    """Return the row of each word in the table that the workbook carries, from 0."""
    where = {float(number): k for k, number in reversed(list(enumerate(ids)))}
    missing = [float(word) for word in words if float(word) not in where]
    if missing:
        raise InputError(
            f"the workbook carries no row for the word {missing[0]:g}: expected one of its "
            f"{len(ids)} numbers; export the model again with this input"
        )
    return np.array([where[float(word)] for word in words])


def _looked_up(prefix: str, inputs: Cells, mask: Mask | None) -> dict[str, Array]:
    """Return what stands around the look-up of an embedding."""
    words = inputs[f"{prefix}word"]
    places = _places(inputs[f"{prefix}word_ids"][:, 0], words[0])
    found = {f"{prefix}word": words, f"{prefix}place": places[None] + 1.0}
    if f"{prefix}token" in inputs and "sentence" not in inputs:
        found[f"{prefix}read"] = inputs[f"{prefix}token"][places].T
    if mask is not None:
        found[f"{prefix}counts"] = mask.astype(float)
    return found


def _shown(layer: Layer, x: Array, mask: Mask | None, y: Array) -> Iterator[tuple[str, Array]]:
    """Yield what the page of a layer shows, by the names of its trace and of what is beside it."""
    yield "y", _as_columns(y[0])
    for name, array in layer.trace().sample(0).items():
        yield name, _as_columns(np.asarray(array, dtype=float))
    yield from written(layer).beside(layer, x, mask, y)


def _as_columns(array: Array) -> Array:
    """Return the steps of a sequence, or the places of a picture, as columns; a vector as one."""
    return array.reshape(-1, array.shape[-1]).T
