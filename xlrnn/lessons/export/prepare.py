"""From a model and an input to the lesson that shows both: weights and rows that are carried."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.description import Described, described
from xlrnn.lessons.export.lesson import ExportedModel
from xlrnn.lessons.export.sentence import Sentence
from xlrnn.lessons.export.written import written
from xlrnn.lessons.export.written.weights import behind
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.models import Model, Sequential
from xlrnn.sheet.maths.sentence import NO_WORD

Array = NDArray[Any]

ALPHABET = 64
"""The most frequent tokens of a run are always there, so that others can be tried."""


def prepared(
    model: Sequential | Model,
    x: Any,
    *,
    tokens: Sequence[str] = (),
    token: str = "word",
    labels: Sequence[str] = (),
    sentence: Sentence | None = None,
    more: int = 0,
    origin: str = "",
) -> ExportedModel:
    """Return the lesson of a model with one sample.

    Args:
        model: the model.
        x: one sample: the words' numbers, or an array of features; a batch of one is one too. Of
            several inputs a list, or a dict by their names.
        tokens: what the words' numbers stand for.
        token: what one of these is called: a word, or a letter.
        labels: what the outputs are called.
        sentence: what the words' numbers come from, if it shall be changed in the workbook.
        more: how many rows of the words' table are carried beside those that occur: the first.
            Of tokens that are known, at least so many as a reader can pick from: `ALPHABET`.
        origin: where the model comes from.

    Raises:
        UsageError: if a layer or an option has no formulas.
        ShapeError: if the input does not fit.
        InputError: if a word is none of the table.
    """
    _expect_model(model)
    samples = samples_of(model, x)
    if not model.built:
        model.build((None, *samples[0].shape))
    found = described(model)
    tokens = tokens if sentence is None else (NO_WORD, *sentence.words[1:])
    tables = dict(_tables(found, samples, max(more, min(len(tokens), ALPHABET))))
    text, shape = _described(found, samples, tables)
    architecture = Architecture.parse(text, [sample.shape for sample in samples])
    listed = {architecture.layers[k].name: ids for k, ids in tables.items()}
    known = sum(found.layers[k].input_dim for k in tables)
    if sentence is not None and not tables:  # words without vectors are amounts
        known = len(tokens)
        listed["words"] = _carried(samples[0], known, max(more, min(known, ALPHABET)))
    numbers = {**_constants(architecture), **_weights(found, architecture, tables)}
    for name, ids in listed.items():
        numbers |= _listed(f"{name}_", ids, tokens, plain=sentence is None)
    numbers |= _given(architecture, samples, sentence)
    return ExportedModel(
        model=text,
        shape=shape,
        rows=sum(len(ids) for ids in listed.values()),
        words=known,
        tokens=int(bool(listed) and bool(tokens)),
        token=token,
        slots=sentence.slots if sentence else 0,
        clean=sentence.clean if sentence else "none",
        labels=json.dumps([visible(label) for label in labels]),
        called=model.name,
        origin=origin,
        numbers=numbers,
    )


def _described(
    found: Described, samples: Sequence[Array], tables: Mapping[int, Array]
) -> tuple[str, str]:
    """Return a model and the shapes of its inputs as JSON, its tables as large as is carried."""
    said, shapes = found.as_json(), [list(sample.shape) for sample in samples]
    chain = isinstance(said, list)
    layers = said if chain else said["layers"]
    for k, ids in tables.items():
        layers[k]["config"]["input_dim"] = len(ids)
    return json.dumps(said), json.dumps(shapes[0] if chain else shapes)


def _expect_model(model: Any) -> None:
    """Refuse what is no model, or has nothing in it.

    Raises:
        UsageError: with what it is.
    """
    if not isinstance(model, Sequential | Model):
        raise UsageError(f"got {model!r:.60}: expected a model, an nn.Sequential or nn.Model")
    if not model.layers:
        raise UsageError(f"{model.name} has no layers: nothing can be exported")


def _tables(found: Described, samples: Sequence[Array], more: int) -> Iterator[tuple[int, Array]]:
    """Yield the words whose rows are carried, of each layer that looks up words.

    Args:
        found: the model.
        samples: the inputs.
        more: how many are carried beside those that occur.
    """
    for k, layer in enumerate(found.layers):
        if isinstance(layer, nn_layers.Embedding):
            places = [call["x"][0] for call in found.calls if call["layer"] == k]
            words = [samples[place].ravel() for place in places if place < len(samples)]
            yield k, _carried(np.concatenate([*words, []]), layer.input_dim, more)


def visible(token: str) -> str:
    """Return a token as a cell can show it.

    Example:
        >>> visible("a"), visible(" "), visible("it's")
        ('a', '␣', "it's")
    """
    if token.isprintable() and token.strip() == token != "":
        return token
    return repr(token)[1:-1].replace(" ", "␣")


def samples_of(model: Sequential | Model, x: Any) -> list[Array]:
    """Return one sample of each input without its batch, checked against the model.

    Raises:
        UsageError: if there are more or fewer, or of other names.
        ShapeError: with both shapes.
        InputError: if it has numbers that are not finite.
    """
    if isinstance(model, Sequential):
        shape = model.given_shape
        return [_sample(x, None if shape is None else shape[1:], "the input", model.name)]
    several = len(model.inputs) > 1
    return [
        _sample(given, symbol.shape[1:], f"the input {name}" if several else "the input",
                model.name)
        for given, symbol, name in zip(
            model.separate(x), model.inputs, model.input_names, strict=True
        )
    ]  # fmt: skip


def _sample(x: Any, wanted: Sequence[int | None] | None, what: str, model: str) -> Array:
    """Return one sample of an input.

    Args:
        x: what is given.
        wanted: the shape of one sample, None where it is open; None if the model does not say.
        what: the input, as errors call it.
        model: the model's name.
    """
    array = np.asarray(x)
    if array.dtype == object or not np.issubdtype(array.dtype, np.number):
        raise InputError(f"{what} is {x!r:.60}: expected numbers")
    if wanted is not None and array.ndim == len(wanted) + 1 and len(array) == 1:
        array = array[0]
    fits = wanted is None or (
        array.ndim == len(wanted)
        and all(own is None or own == side for own, side in zip(wanted, array.shape, strict=True))
    )
    if not fits or array.size == 0:
        shown = ", ".join(str(side or "…") for side in wanted or ("…",))
        raise ShapeError(
            f"{what} has shape {array.shape}, but {model} takes ({shown}) of one sample"
        )
    if not np.isfinite(array).all():
        raise InputError(f"{what} has a number that is not finite: expected finite numbers")
    return array


def _carried(words: Array, known: int, more: int) -> Array:
    """Return the words whose rows the workbook carries: those that occur, and the first of all.

    At least two are carried, so that there is something to pick from.

    Raises:
        InputError: if one is no whole number, or not in the table.
    """
    wrong = [float(word) for word in words.ravel() if word != int(word) or not 0 <= word < known]
    if wrong:
        raise InputError(
            f"{wrong[0]:g} in the input is no word of the table: expected whole numbers from 0 to "
            f"{known - 1}"
        )
    first = np.arange(min(max(more, 2), known))
    return np.unique(np.concatenate([words.ravel().astype(int), first]))


def _listed(prefix: str, ids: Array, tokens: Sequence[str], *, plain: bool) -> dict[str, Array]:
    """Return the words that are carried by key.

    Args:
        prefix: stands before the names of the list of words.
        ids: the words that are carried.
        tokens: what the words' numbers stand for, if it is known.
        plain: whether they are shown as a cell can show them; a sentence is made of them as they
            are.
    """
    found = {f"{prefix}word_ids": ids[:, None].astype(float)}
    if tokens:
        shown = [tokens[k] if k < len(tokens) else "?" for k in ids]
        found[f"{prefix}token"] = texts([visible(one) for one in shown] if plain else shown)
    return found


def _given(
    architecture: Architecture, samples: Sequence[Array], sentence: Sentence | None
) -> dict[str, Array]:
    """Return the inputs by key: a sentence, words by their numbers, or a column for each step."""
    if sentence is not None:
        return {"sentence": texts([sentence.text])}
    return {
        architecture.key_of_input(place): sample[None].astype(float)
        if architecture.looks_up(place)
        else sample.reshape(-1, sample.shape[-1]).T.astype(float)
        for place, sample in enumerate(samples)
    }


def _constants(architecture: Architecture) -> dict[str, Array]:
    """Return what stands beside weights: states that layers begin with, what masks leave out."""
    found: dict[str, Array] = {}
    for turn in architecture.turns:
        states = {name: np.zeros((units, 1)) for name, units in turn.first_states.items()}
        constants = turn.entry.given(turn.layer) if turn.call == 1 else {}
        found |= behind(turn.prefix, {**constants, **states})
    return found


def _weights(
    found: Described, architecture: Architecture, tables: Mapping[int, Array]
) -> dict[str, Array]:
    """Return the weights by key; of the words' tables the rows that are carried."""
    numbers: dict[str, Array] = {}
    for k, (own, layer) in enumerate(zip(found.layers, architecture.layers, strict=True)):
        weights = [weight.value for weight in own.weights]
        if k in tables:
            weights = [weights[0][tables[k]]]
        exact = [weight.astype(float) for weight in weights]
        numbers |= behind(f"{layer.name}_", written(layer).weights.on_sheet(layer, exact))
    return numbers
