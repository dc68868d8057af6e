"""What is asked of a layer, a loss, a metric, an optimizer, a schedule, a callback.

Each function returns the numbers and the texts in which two worlds can differ.
"""

import contextlib
import csv
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

MASK = np.array([[1, 0, 1, 1], [1, 1, 1, 0], [0, 1, 1, 1]], bool)
RECURRENT = ("SimpleRNN", "LSTM", "GRU")
DRAWN = ("'glorot_uniform'", "'orthogonal'", "'uniform'")
STATES = ("kernel", "recurrent_kernel", "bias", "embeddings", "scale")
MERGES = ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
ATTENTIONS = ("AdditiveAttention", "Attention", "MultiHeadAttention")


class Asked(NamedTuple):
    """One question.

    Args:
        kind: the class's name.
        option: what is tried; empty for the defaults.
        value: with which value, as it is written.
        make: makes the object anew.
        folder: where it may write.
    """

    kind: str
    option: str
    value: str
    make: Callable[[], Any]
    folder: str


Found = tuple[list[Any], list[str]]


DROPPING = ("dropout", "recurrent_dropout", "seed")


def of_layer(world: Any, asked: Asked) -> Found:
    """Return outputs of two calls, gradients, weights that are not drawn, penalties, the mask."""
    layer = asked.make()
    if asked.kind == "InputLayer":
        shape = tuple(layer.batch_shape)
        return [], [str(shape), str(layer.dtype), *([layer.name] if asked.option == "name" else [])]
    if asked.kind in ("Dropout", "SpatialDropout1D") or asked.option in DROPPING:
        return _drawn(world, asked)
    x, options = _input(asked.kind)
    _build(layer, asked.kind, x)
    weights = [weight for weight in layer.weights if weight.name.split("/")[-1] in STATES]
    rng = np.random.default_rng(0)
    for weight in weights:
        value = 0.6 * rng.normal(size=tuple(weight.shape))
        if weight.name.split("/")[-1] != _begun(asked):
            weight.assign(value)
    numbers = [np.array(weight.numpy()) for weight in weights]
    world.call(layer, x, **options)
    outputs, called = world.call(layer, x, **options)
    texts = [str(len(layer.trainable_weights)), *(str(y.dtype) for y in outputs)]
    texts += [str(getattr(layer, asked.option))] if asked.option in ("name", "trainable") else []
    numbers.append(np.array(world.penalties(layer)))
    if asked.kind in ("Embedding", "Masking"):
        mask = layer.compute_mask(x, None)
        numbers.append(np.zeros(0) if mask is None else np.asarray(mask, float))
    rng = np.random.default_rng(1)
    probes = [rng.normal(size=y.shape).astype(y.dtype) for y in outputs]
    both = asked.option == "merge_mode" and len(probes) > 1
    return [*numbers, *outputs, *world.gradients(layer, called, probes, both=both)], texts


def _build(layer: Any, kind: str, x: Any) -> None:
    """Make the weights for an input, or for several."""
    if kind == "MultiHeadAttention" and not hasattr(layer, "takes_several"):
        layer.build(*(each.shape for each in x))  # Keras' wants each by itself
    else:
        layer.build([each.shape for each in x] if isinstance(x, list) else x.shape)


def _begun(asked: Asked) -> str:
    """Return the weight that is left as it begins, since how it begins is what is tried."""
    if asked.option == "unit_forget_bias":
        return "bias"
    if asked.option == "weights":
        return "embeddings"
    what, _, rest = asked.option.partition("_initializer")
    if rest or what == asked.option or asked.value in DRAWN:
        return ""
    return "recurrent_kernel" if what == "recurrent" else what


def _input(kind: str) -> tuple[Any, dict[str, Any]]:
    rng = np.random.default_rng(7)
    if kind == "Embedding":
        return rng.integers(5, size=(3, 4)), {}
    if kind in ("Dense", "RepeatVector"):
        return rng.normal(size=(3, 4)), {}
    if kind.endswith("2D"):
        return rng.normal(size=(3, 4, 5, 4)), {}
    x = rng.normal(size=(3, 4, 4))
    if kind in MERGES:
        return [x, rng.normal(size=x.shape)], {}
    if kind in ATTENTIONS:
        masked = {} if kind == "MultiHeadAttention" else {"mask": [MASK[::-1].copy(), MASK]}
        return [x, rng.normal(size=x.shape)], masked
    if kind == "Masking":
        x[0, 1], x[2, 0] = 0.0, 1.0
    masked = kind in (*RECURRENT, "Bidirectional", "GlobalAveragePooling1D")
    return x, {"mask": MASK} if masked else {}


def _drawn(world: Any, asked: Asked) -> Found:
    """Return which numbers come out, not in which places; and whether a seed repeats them."""
    of_states = asked.option == "recurrent_dropout"  # which has nothing to do at the first step
    steps = 4 if asked.kind not in RECURRENT else 2 if of_states else 1
    x: Any = np.ones((1000 if of_states else 64, steps, 1))
    x = [x, x] if asked.kind in ATTENTIONS else x
    outputs, first = [], asked.make()
    for layer in (first, asked.make()):
        _build(layer, asked.kind, x)
        for k, weight in enumerate(layer.weights):
            weight.assign(np.linspace(-1, 1, np.prod(weight.shape)).reshape(weight.shape) + k + 0.5)
        outputs.append(world.call(layer, x, training=True)[0][0])
    y = outputs[0]
    levels = np.unique(y.reshape(-1, y.shape[-1]).round(9), axis=0)
    alike = [float(np.ptp(y, axis=axis).max() == 0) for axis in range(y.ndim)]
    if asked.option == "seed":
        alike.append(float(np.array_equal(*outputs)))
    texts = [str(len(first.trainable_weights)), str(y.dtype)]
    texts += [str(getattr(first, asked.option))] if asked.option in ("name", "trainable") else []
    return [levels, np.array(alike), world.call(first, x, training=False)[0][0]], texts


CLASSES = ("Categorical", "TopK", "F1", "FBeta")


def _labels(kind: str, asked: Asked) -> tuple[Any, Any, Any]:
    """Return labels, predictions and weights that a loss or metric can judge."""
    rng = np.random.default_rng(5)
    several = asked.option == "axis" and "Accuracy" not in kind
    classes = 6 if "TopK" in kind else 3
    shape = (12, 3, 3) if several else (12, classes)
    p = 0.05 + 0.9 * rng.random(shape)
    if asked.option == "from_logits":
        p = 3 * rng.normal(size=shape)
    weight = rng.random(12) + 0.5
    if kind.startswith("Sparse"):
        y = rng.integers(classes, size=shape[:-1])
        if asked.option == "from_sorted_ids":
            p = np.argsort(rng.random((12, 6)), axis=-1).astype(float)
    elif any(part in kind for part in CLASSES):
        y = np.moveaxis(np.eye(classes)[rng.integers(classes, size=shape[:-1])], -1, 1)
    elif kind in ("KLDivergence", "Poisson", "R2Score", "RootMeanSquaredError"):
        y = rng.random(shape)
    elif (kind.startswith("Mean") and kind != "Mean") or kind in ("Huber", "CosineSimilarity"):
        y = rng.random(shape) + 0.2
    else:
        y = rng.integers(2, size=shape).astype(float)
    return y, p, weight


def of_loss(_: Any, asked: Asked) -> Found:
    """Return the loss without weights and with."""
    loss = asked.make()
    y, p, weight = _labels(asked.kind, asked)
    if p.ndim == 3 and weight.ndim == 1:
        weight = weight[:, None] * np.ones(3)
    return [np.asarray(loss(y, p)), np.asarray(loss(y, p, sample_weight=weight))], [loss.name]


def of_metric(_: Any, asked: Asked) -> Found:
    """Return the result after one batch, after two, and with weights."""
    metric = asked.make()
    y, p, weight = _labels(asked.kind, asked)
    if asked.kind in ("Mean", "Sum"):
        batches: list[Any] = [(p[:5],), (p[5:],), (p[5:], weight[5:, None] * np.ones(3))]
    else:
        w = weight[5:] if p.ndim == 2 else weight[5:, None] * np.ones(3)
        batches = [(y[:5], p[:5]), (y[5:], p[5:]), (y[5:], p[5:], w)]
    found = []
    for batch in batches:
        metric.update_state(*batch)
        found.append(np.array(metric.result()))
    return found, [metric.name] if asked.option == "name" else []


def of_optimizer(world: Any, asked: Asked) -> Found:
    """Return weights after eight steps."""
    rng = np.random.default_rng(2)
    shapes = [(4, 3), (5,), (2, 3, 1)]
    arrays = [rng.normal(size=shape) for shape in shapes]
    gradients = [[rng.normal(size=shape) for shape in shapes] for _ in range(8)]
    optimizer = asked.make()
    names = [optimizer.name] if asked.option == "name" else []
    return world.steps(optimizer, arrays, gradients), names


def of_schedule(_: Any, asked: Asked) -> Found:
    """Return the rates of ten steps."""
    schedule = asked.make()
    return [np.array([float(schedule(step)) for step in range(10)])], [schedule.name]


def of_callback(world: Any, asked: Asked) -> Found:
    """Return the history of a training, the weights behind it, and what was written."""
    model = _model(world, 1.7e308 if asked.kind == "TerminateOnNaN" else 2.0)
    rng = np.random.default_rng(280)  # the validation gets better and worse, several times
    x, y = rng.normal(size=(12, 2)), np.eye(2)[rng.integers(2, size=12)]
    x = 10 * x if asked.kind == "TerminateOnNaN" else x  # whose steps go beyond all numbers
    held_out = rng.normal(size=(8, 2)), np.eye(2)[rng.integers(2, size=8)]
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        for _ in range(2 if asked.kind == "CSVLogger" else 1):
            done = model.fit(x, y, batch_size=4, epochs=8, shuffle=False, verbose=0,
                             callbacks=[asked.make()], validation_data=held_out)  # fmt: skip
    numbers = [np.array(done.history[name], float) for name in sorted(done.history)]
    numbers += [np.array(weight.numpy()) for weight in model.weights]
    numbers.append(np.array(float(np.asarray(model.optimizer.learning_rate))))
    texts = sorted(done.history)
    for file in sorted(Path(asked.folder).iterdir()):
        texts.append(file.name)
        if file.suffix == ".csv":
            numbers.append(_columns(file, ";" if asked.option == "separator" else ","))
    return numbers, [*texts, *TOLD.pop(asked.folder, [])]


def _model(world: Any, rate: float) -> Any:
    of = world.module
    model = of.models.Sequential([of.layers.Input((2,)), of.layers.Dense(2, activation="softmax")])
    model.set_weights([np.array([[0.4, -0.3], [0.2, 0.5]]), np.array([0.1, -0.1])])
    optimizer = of.optimizers.SGD(rate)
    model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    return model


def _columns(file: Path, separator: str) -> Any:
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines(), delimiter=separator))
    return np.array([[float(row[name]) for name in sorted(row)] for row in rows])


TOLD: dict[str, list[str]] = {}
"""What callbacks were told, by the folder of the question."""


def told(folder: str, event: str) -> Callable[..., None]:
    """Return a function for an event of a training that takes note of what it is told."""

    def note(*given: Any, logs: Any = None) -> None:
        *number, logs = given if given and not isinstance(given[-1], int) else (*given, logs)
        TOLD.setdefault(folder, []).append(f"{event} {number} {sorted(logs or {})}")

    return note


RUNS: dict[str, Callable[[Any, Asked], Found]] = {
    "layers": of_layer,
    "losses": of_loss,
    "metrics": of_metric,
    "optimizers": of_optimizer,
    "optimizers.schedules": of_schedule,
    "callbacks": of_callback,
}
