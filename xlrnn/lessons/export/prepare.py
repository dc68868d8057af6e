"""From a model and an input to the lesson that shows both: weights and rows that are carried."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.export.architecture import Architecture, described
from xlrnn.lessons.export.lesson import ExportedModel
from xlrnn.lessons.export.sentence import Sentence, prefix_of
from xlrnn.lessons.export.written import written
from xlrnn.lessons.export.written.weights import behind
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.models import Model, Sequential
from xlrnn.sheet.maths.sentence import NO_WORD

Array = NDArray[Any]

ALPHABET = 64
"""The most frequent tokens of a run are always there, so that others can be tried."""


def prepared(
    model: Sequential,
    x: Any,
    *,
    tokens: Sequence[str] = (),
    token: str = "word",
    labels: Sequence[str] = (),
    sentence: Sentence | None = None,
    more: int = 0,
    origin: str = "",
) -> ExportedModel:
    """Return the lesson of a model with one input.

    Args:
        model: the model, built.
        x: one sample: the words' numbers, or an array of features; a batch of one is one too.
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
    _expect_chain(model)
    sample = _sample(model, x)
    if not model.built:
        model.build((None, *sample.shape))
    configs = described(model.layers)
    tokens = tokens if sentence is None else (NO_WORD, *sentence.words[1:])
    looks_up, known = _looked_up(model, len(tokens) if sentence else 0)
    ids = _carried(sample, known, max(more, min(len(tokens), ALPHABET))) if known else None
    if ids is not None and looks_up:
        configs[0]["config"]["input_dim"] = len(ids)
    text = json.dumps(configs)
    architecture = Architecture.parse(text, sample.shape)
    numbers = {**_given(architecture), **_weights(model, architecture, ids)}
    if ids is None:
        numbers["input_sequence"] = sample.reshape(-1, sample.shape[-1]).T.astype(float)
    else:
        numbers |= _words(prefix_of(architecture), ids, tokens, sample, sentence)
    return ExportedModel(
        model=text,
        shape=json.dumps(list(sample.shape)),
        rows=0 if ids is None else len(ids),
        words=known,
        tokens=int(ids is not None and bool(tokens)),
        token=token,
        slots=sentence.slots if sentence else 0,
        clean=sentence.clean if sentence else "none",
        labels=json.dumps([visible(label) for label in labels]),
        called=model.name,
        origin=origin,
        numbers=numbers,
    )


def _expect_chain(model: Any) -> None:
    """Refuse what is no chain of layers.

    Raises:
        UsageError: with what it is.
    """
    if isinstance(model, Model):
        raise UsageError(
            f"{model.name} is a model that branches: expected a Sequential, whose layers stand one "
            "behind the other"
        )
    if not isinstance(model, Sequential):
        raise UsageError(f"got {model!r:.60}: expected a model, an nn.Sequential")
    if not model.layers:
        raise UsageError(f"{model.name} has no layers: nothing can be exported")


def _looked_up(model: Sequential, words: int) -> tuple[bool, int]:
    """Tell whether a model begins with a table of words, and how many words are known."""
    first = model.layers[0]
    looks_up = isinstance(first, nn_layers.Embedding)
    return looks_up, first.input_dim if looks_up else words


def visible(token: str) -> str:
    """Return a token as a cell can show it.

    Example:
        >>> visible("a"), visible(" "), visible("it's")
        ('a', '␣', "it's")
    """
    if token.isprintable() and token.strip() == token != "":
        return token
    return repr(token)[1:-1].replace(" ", "␣")


def _sample(model: Sequential, x: Any) -> Array:
    """Return one sample without its batch, checked against the model's input.

    Raises:
        ShapeError: with both shapes.
        InputError: if it has numbers that are not finite.
    """
    array = np.asarray(x)
    if array.dtype == object or not np.issubdtype(array.dtype, np.number):
        raise InputError(f"the input is {x!r:.60}: expected numbers")
    wanted = _wanted(model)
    if wanted is not None and array.ndim == len(wanted) + 1 and len(array) == 1:
        array = array[0]
    fits = wanted is None or (
        array.ndim == len(wanted)
        and all(own is None or own == side for own, side in zip(wanted, array.shape, strict=True))
    )
    if not fits or array.size == 0:
        shown = ", ".join(str(side or "…") for side in wanted or ("…",))
        raise ShapeError(
            f"the input has shape {array.shape}, but {model.name} takes ({shown}) of one sample"
        )
    if not np.isfinite(array).all():
        raise InputError("the input has a number that is not finite: expected finite numbers")
    return array


def _wanted(model: Sequential) -> tuple[int | None, ...] | None:
    """Return the shape of one sample, None where it is open; None if the model does not say."""
    shape = model.given_shape
    return None if shape is None else tuple(shape[1:])


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


def _words(
    prefix: str, ids: Array, tokens: Sequence[str], sample: Array, sentence: Sentence | None
) -> dict[str, Array]:
    """Return the words that are carried by key, and the input: a sentence, or the words' numbers.

    Args:
        prefix: stands before the names of the list of words.
        ids: the words that are carried.
        tokens: what the words' numbers stand for, if it is known.
        sample: the words' numbers.
        sentence: what these come from, if it shall be changed in the workbook.
    """
    found = {f"{prefix}word_ids": ids[:, None].astype(float)}
    if sentence is not None:
        found["sentence"] = texts([sentence.text])
        found[f"{prefix}token"] = texts([tokens[k] for k in ids])
        return found
    found[f"{prefix}word"] = sample[None].astype(float)
    if tokens:
        shown = [visible(tokens[k]) if k < len(tokens) else "?" for k in ids]
        found[f"{prefix}token"] = texts(shown)
    return found


def _given(architecture: Architecture) -> dict[str, Array]:
    """Return what stands beside weights: states that layers begin with, what masks leave out."""
    return {
        name: array
        for layer in architecture.layers
        for name, array in behind(f"{layer.name}_", written(layer).given(layer)).items()
    }


def _weights(model: Sequential, architecture: Architecture, ids: Array | None) -> dict[str, Array]:
    """Return the weights by key; of the words' table the rows that are carried."""
    found: dict[str, Array] = {}
    for own, layer in zip(model.layers, architecture.layers, strict=True):
        weights = [weight.value for weight in own.weights]
        if ids is not None and isinstance(own, nn_layers.Embedding):
            weights = [weights[0][ids]]
        exact = [weight.astype(float) for weight in weights]
        found |= behind(f"{layer.name}_", written(layer).weights.on_sheet(layer, exact))
    return found
