"""A model that was exported, made again from its layers and from the weights in the cells."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.lessons.export import ExportedModel
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.first_page import ModelShown
from xlrnn.lessons.export.written import written
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.layers.embedding import Embedding
from xlrnn.nn.layers.input_layer import Input
from xlrnn.nn.models import Model, Sequential
from xlrnn.verify.subject.inputs import GIVEN
from xlrnn.weights.found import Answer, Found, Part
from xlrnn.weights.shown import Shown
from xlrnn.weights.words import Tables, whole_tables

Array = NDArray[Any]
Made = tuple[Sequential | Model, Sequence[Layer]]


def exported(lesson: ExportedModel, shown: Shown, original: Any = None) -> Found:
    """Return the model of a workbook that an export wrote.

    Args:
        lesson: the export.
        shown: the workbook.
        original: the model that it was written from, which has all rows of the words' table.

    Raises:
        UsageError: if the workbook holds what no model can hold, or not all words' rows.
        InputError: if a cell holds no finite number.
    """
    architecture = lesson.architecture
    first = [f"{t.prefix}{state}" for t in architecture.turns for state in t.first_states]
    expect_zero_states(shown, first)
    tables = whole_tables(lesson, shown, original)
    model, layers = _made(lesson, tables)
    parts = [_filled(layer, shown, tables) for layer in layers]
    samples = [_sample(architecture, place, shown) for place in range(len(architecture.inputs))]
    return Found(model, samples, _answers(lesson, shown), [part for part in parts if part.blocks])


def expect_zero_states(shown: Shown, keys: Sequence[str]) -> None:
    """Refuse first states that somebody changed: a model begins with zeros.

    Raises:
        UsageError: with the block.
    """
    for key in keys:
        if shown.numbers(key).any():
            raise UsageError(
                f"{shown.block(key).block.name} holds first states that are not 0, and a model "
                "begins with states of 0: put 0 into its cells"
            )


def _filled(layer: Any, shown: Shown, tables: Tables) -> Part:
    """Give a layer its weights, and what else its cells hold; return where those stand."""
    entry = written(layer)
    names = [*entry.weights.on_sheet(layer, layer.get_weights()), *entry.given(layer)]
    blocks = {name: shown.block(f"{layer.name}_{name}") for name in names}
    cells = {name: shown.numbers_of(block) for name, block in blocks.items()}
    if layer.name in tables:
        cells["E"] = tables[layer.name]
    entry.fill(layer, cells)
    return Part(layer.name, list(blocks.values()))


# The model without its weights.


def _made(lesson: ExportedModel, tables: Tables) -> Made:
    """Make the model for inputs of any length or, where a layer depends on it, of this one."""
    architecture = lesson.architecture
    shapes = list(architecture.shapes[: len(architecture.inputs)])
    any_length = [
        (None, *shape[1:]) if architecture.looks_up(k) is not None or len(shape) == 2 else shape
        for k, shape in enumerate(shapes)
    ]
    try:
        return _connected(lesson, any_length, tables)
    except (ShapeError, UsageError):
        return _connected(lesson, shapes, tables)


def _connected(
    lesson: ExportedModel, shapes: Sequence[tuple[int | None, ...]], tables: Tables
) -> Made:
    """Make the model from fresh layers, for inputs of some shapes."""
    known = lesson.architecture
    architecture = Architecture.parse(lesson.model, known.shapes[: len(known.inputs)])
    layers = {layer.name: _whole(layer, tables) for layer in architecture.layers}
    inputs: list[Any] = [
        Input(shape, name=name, dtype="float64")
        for shape, name in zip(shapes, architecture.inputs, strict=True)
    ]
    if not architecture.branches and len(layers) == len(architecture.turns):
        chain = Sequential([inputs[0], *layers.values()], name=_name(lesson))
        return chain, list(layers.values())
    values = [*inputs]
    for turn in architecture.turns:
        layer: Any = layers[turn.layer.name]
        taken = [values[k] for k in turn.takes]
        others = {name: [values[k] for k in places] for name, places in turn.others.items()}
        y = layer(taken if layer.takes_several else taken[0], **others, **turn.options)
        values += y if isinstance(y, list) else [y]
    ends = [values[place] for _, place in architecture.outputs]
    model = Model(
        inputs if len(inputs) > 1 else inputs[0],
        ends if len(ends) > 1 else ends[0],
        name=_name(lesson),
    )
    return model, list(layers.values())


def _name(lesson: ExportedModel) -> str:
    return lesson.called or "model"


def _whole(layer: Layer, tables: Tables) -> Layer:
    """Return a layer that looks up words with room for all of them; any other as it is."""
    if not isinstance(layer, Embedding):
        return layer
    saved = serialize(layer)
    saved["config"]["input_dim"] = len(tables[layer.name])
    made: Layer = deserialize(saved)
    return made


# What goes in and comes out on the sheet.


def _sample(architecture: Architecture, place: int, shown: Shown) -> Array:
    """Return what an input holds, in the model's shape."""
    numbers = shown.numbers(architecture.key_of_input(place))
    if architecture.looks_up(place) is not None:
        return numbers
    return numbers.T.reshape(1, *architecture.shapes[place])


def _answers(lesson: ExportedModel, shown: Shown) -> list[Answer]:
    """Return the outputs that the sheet shows: of a vector the last column of its block."""
    architecture, book = lesson.architecture, lesson.book()
    view = ModelShown(architecture, book, (), lesson.token, bool(lesson.tokens), bool(lesson.slots))
    found = []
    for block, (_, place) in zip(view.answers, architecture.outputs, strict=True):
        located = shown.named(block.name)
        given = block.role in GIVEN  # a model may return what it is given
        numbers = shown.numbers_of(located) if given else shown.calculated(located)
        sides = len(architecture.shapes[place])
        found.append(Answer(located, numbers if sides > 1 else numbers[:, -1:]))
    return found
