"""A model in NumPy, from the inputs and weights that a workbook holds: what its blocks should show.

The layers are those that train, in float64, called in the order of the model, but for the first
states, which stand in cells of their own and may be changed there.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.sentence import read_sentence
from xlrnn.lessons.export.turn import Turn
from xlrnn.lessons.export.written.weights import Cells, behind, within
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.compute.sequence import dense
from xlrnn.nn.core.layer import Mask

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
    running = _Running(architecture, {**inputs, **found})
    for turn in architecture.turns:
        found |= running.take(turn)
    for number, (_, place) in enumerate(architecture.outputs, start=1):
        best = _as_columns(running.values[place][0])[:, -1:].T
        found[best_of(number)] = best
        found.setdefault("answer", best.T)
    return found


def best_of(number: int) -> str:
    """Return the key of what the first page shows of an output, from 1."""
    return "first_best" if number == 1 else f"first_best_{number}"


class _Running:
    """A model that calculates.

    Args:
        architecture: the layers.
        cells: what the workbook holds, by key.

    Attributes:
        values: what there is, by its number.
        masks: which steps of each count.
    """

    def __init__(self, architecture: Architecture, cells: Cells) -> None:
        self.cells = cells
        self.masks: dict[int, Mask | None] = dict.fromkeys(range(len(architecture.inputs)))
        self.values: dict[int, Array] = {
            place: _given(architecture, place, cells) for place in self.masks
        }

    def take(self, turn: Turn) -> dict[str, Array]:
        """Let a layer have its turn, and return what its pages show, by key."""
        layer: Any = turn.layer
        own = within(self.cells, f"{turn.layer.name}_")
        layer.ensure_built(turn.shape)
        if turn.call == 1:
            turn.entry.fill(layer, own)
        looked_up: dict[str, Array] = {}
        x, mask = self._taken(turn, looked_up)
        x = layer.as_input(x)
        told: dict[str, Any] = {"mask": mask} if layer.takes_mask else {}
        y = layer.forward(x, **told, **self._others(turn), **turn.options)
        returned = [np.array(dense(each)) for each in layer.returned(y)]
        looks_up = isinstance(layer, nn_layers.Embedding)
        masks = [mask] if looks_up else layer.returned_masks(x, mask)
        seen = [np.array(dense(each)) for each in x] if layer.takes_several else np.array(dense(x))
        self.values |= zip(turn.gives, returned, strict=True)
        self.masks |= zip(turn.gives, masks, strict=True)
        return {
            **({} if turn.call == 1 else behind(turn.prefix, own)),
            **self._first_states(turn),
            **behind(turn.prefix, dict(_shown(turn, seen, mask, returned[0]))),
            **looked_up,
        }

    def _taken(self, turn: Turn, found: dict[str, Array]) -> tuple[Any, Any]:
        """Return what a layer takes, and which steps of that count."""
        x, mask = [self.values[k] for k in turn.takes], [self.masks[k] for k in turn.takes]
        if isinstance(turn.layer, nn_layers.Embedding):
            return self._words(turn, x[0], found)
        if not turn.layer.takes_several:
            return x[0], mask[0]
        return x, None if all(each is None for each in mask) else mask

    def _others(self, turn: Turn) -> dict[str, Any]:
        """Return the arrays that a layer is given beside its input."""
        others = {name: [self.values[k] for k in own] for name, own in turn.others.items()}
        starts = [self.cells[f"{turn.prefix}{name}"].T for name in turn.first_states]
        return {"initial_state": starts, **others} if starts else others

    def _first_states(self, turn: Turn) -> dict[str, Array]:
        """Return the first states that come from other layers."""
        names, places = turn.entry.first_states(turn.layer), turn.others.get("initial_state", ())
        return {
            f"{turn.prefix}{name}": self.values[place].T
            for name, place in zip(names, places, strict=False)
        }

    def _words(self, turn: Turn, words: Array, found: dict[str, Array]) -> tuple[Array, Any]:
        """Return the row of each word in the table, and which steps hold one."""
        prefix = f"{turn.layer.name}_"
        mask = words != 0 if turn.layer.mask_zero else None
        places = _places(self.cells[f"{prefix}word_ids"][:, 0], words[0])
        found |= {f"{turn.prefix}word": words, f"{turn.prefix}place": places[None] + 1.0}
        if f"{prefix}token" in self.cells and "sentence" not in self.cells:
            found[f"{turn.prefix}read"] = self.cells[f"{prefix}token"][places].T
        if mask is not None:
            found[f"{turn.prefix}counts"] = mask.astype(float)
        return places[None], mask


def _given(architecture: Architecture, place: int, cells: Cells) -> Array:
    """Return an input: the words' numbers, or an array of features."""
    numbers = cells[architecture.key_of_input(place)]
    if architecture.looks_up(place) is not None:
        return numbers
    return numbers.T.reshape(1, *architecture.shapes[place])


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


def _shown(turn: Turn, x: Any, mask: Any, y: Array) -> Iterator[tuple[str, Array]]:
    """Yield what the page of a layer shows, by the names of its trace and of what is beside it.

    All are copies: a layer calculates the next time in the same memory.
    """
    yield "y", _as_columns(y[0]).copy()
    for name, array in turn.layer.trace().sample(0).items():
        yield name, _as_columns(np.asarray(array, dtype=float))
    for name, array in turn.entry.beside(turn.layer, x, mask, y):
        yield name, np.array(array)


def _as_columns(array: Array) -> Array:
    """Return the steps of a sequence, or the places of a picture, as columns; a vector as one."""
    return array.reshape(-1, array.shape[-1]).T
