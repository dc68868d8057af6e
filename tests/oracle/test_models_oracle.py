"""Several layers, masks and a loss: ten steps of training give Keras' losses and weights."""

import numpy as np
import pytest

from tests.oracle.keras_models import CASES, STEPS, WORDS, Case
from tests.oracle.unchecked import unchecked
from xlrnn.nn import layers, models, optimizers
from xlrnn.nn.compute import kernels
from xlrnn.nn.layers import LSTM

WITHIN = {"float64": 1e-9, "float32": 1e-4}
BATCH, TRAINING = 5, 10
GIVEN = {"learning_rate": 0.02, "epsilon": 1e-3}
"""Of Adam: with a smaller epsilon it makes whole steps of what is rounding error."""


class Ours:
    """The modules as the cases see them."""

    layers, models, optimizers = layers, models, optimizers


def words_to_one(L, d):
    return [
        L.Embedding(WORDS, 6, mask_zero=True, dtype=d),
        L.LSTM(5, return_sequences=True, dtype=d),
        L.GRU(4, return_sequences=True, reset_after=False, dtype=d),
        L.SimpleRNN(3, dtype=d),
        L.Dense(1, activation="sigmoid", dtype=d),
    ]


def words_to_words(L, d):
    return [
        L.Embedding(WORDS, 4, mask_zero=True, dtype=d),
        L.Bidirectional(L.LSTM(3, return_sequences=True, dtype=d), dtype=d),
        L.TimeDistributed(L.Dense(3, activation="softmax", dtype=d), dtype=d),
    ]


def numbers_to_words(L, d):
    return [
        L.Masking(mask_value=0.5, dtype=d),
        L.GRU(4, return_sequences=True, dtype=d),
        L.Dense(3, dtype=d),
        L.Activation("softmax", dtype=d),
    ]


def frozen(L, d):
    return [
        L.Embedding(WORDS, 4, mask_zero=True, dtype=d, trainable=False),
        L.GRU(3, return_sequences=True, dtype=d, trainable=False),
        L.LSTM(4, dtype=d),
        L.Dense(2, activation="tanh", dtype=d),
    ]


def classes(rng, shape):
    return rng.integers(shape[-1], size=shape[:-1])


def one_hot(rng, shape):
    return np.eye(shape[-1])[classes(rng, shape)]


def bits(rng, shape):
    return rng.integers(2, size=shape).astype(float)


def numbers(rng, shape):
    return rng.normal(size=shape)


LABELS = {
    "sparse_categorical_crossentropy": classes,
    "categorical_crossentropy": one_hot,
    "binary_crossentropy": bits,
    "mse": numbers,
    "mae": numbers,
}
MODELS = [
    (Case("words to one", words_to_one, words=True), "binary_crossentropy"),
    (Case("words to one", words_to_one, words=True), "mse"),
    (Case("words to words", words_to_words, words=True), "sparse_categorical_crossentropy"),
    (Case("words to words", words_to_words, words=True), "mae"),
    (Case("numbers to words", numbers_to_words), "categorical_crossentropy"),
    (Case("frozen", frozen, words=True), "mse"),
    *((case, "mse") for case in CASES if case.name in ("convolution", "flat", "masked")),
    *((case, "categorical_crossentropy") for case in CASES if case.name in ("lstm", "flat")),
]


def data(case, loss, shape, seed):
    """Return a batch: input, some steps of it masked, labels, and a weight for each row."""
    rng = np.random.default_rng(seed)
    x = case.x(BATCH, seed)
    if not case.words:
        masked = 0.0 if case.name == "masked" else 0.5
        x[1, :2] = x[3, 1] = x[4, 3:] = masked
    y = LABELS[loss](rng, (BATCH, *shape[1:]))
    return x, y, rng.integers(1, 5, size=y.shape[: len(shape) - 1]) / 2


def trained(module, case, loss, dtype, *, weighted):
    """Return the losses of some steps, and the weights after them."""
    model = case.model(module, dtype)
    rng = np.random.default_rng(7)
    model.set_weights([rng.normal(size=w.shape, scale=0.5) for w in weights_of(model)])
    model.compile(module.optimizers.Adam(**GIVEN), loss)
    curve = []
    for step in range(TRAINING):
        x, y, weight = data(case, loss, model.output_shape, step % 3)
        weight = weight if weighted else None
        curve.append(float(np.asarray(model.train_on_batch(x, y, sample_weight=weight))))
    return curve, weights_of(model)


def weights_of(model):
    return [np.asarray(weight.value) for weight in model.weights]


RUNS = [
    pytest.param(case, loss, weighted, id=f"{case.name}-{loss}{'-weighted' * weighted}")
    for k, (case, loss) in enumerate(MODELS)
    for weighted in ([False, True] if k < 6 else [False])
]


@pytest.mark.parametrize("case, loss, weighted", RUNS)
def test_ten_steps_of_training_are_those_of_keras(keras64, case, loss, weighted):
    curve, after = trained(keras64, case, loss, "float64", weighted=weighted)
    assert max(curve) - min(curve) > 1e-3
    for dtype, within in WITHIN.items():
        for way in kernels.available():
            with kernels.using(way), unchecked():
                found, weights = trained(Ours, case, loss, dtype, weighted=weighted)
            np.testing.assert_allclose(found, curve, rtol=within)
            for weight, other in zip(weights, after, strict=True):
                assert weight.dtype == dtype
                np.testing.assert_allclose(weight, other, rtol=0, atol=within * np.abs(other).max())


KINDS = ["SimpleRNN", "LSTM", "GRU"]
every_kind = pytest.mark.parametrize("kind", KINDS)


def stateful_layer(module, kind, weights=None, both=False):
    layer = getattr(module, kind)(4, stateful=True, return_sequences=True, dtype="float64")
    layer = module.Bidirectional(layer, dtype="float64") if both else layer
    layer.build((BATCH, STEPS, 3))
    if weights is not None:
        layer.set_weights(weights)
    return layer


@pytest.mark.parametrize("both", [False, True], ids=["one way", "both ways"])
@every_kind
def test_a_stateful_layer_goes_on_where_keras_goes_on(keras64, kind, both):
    rng = np.random.default_rng(11)
    ours = stateful_layer(layers, kind, both=both)
    weights = [rng.normal(size=w.shape, scale=0.6) for w in ours.weights]
    ours.set_weights(weights)
    theirs = stateful_layer(keras64.layers, kind, weights, both)
    batches = rng.normal(size=(3, BATCH, STEPS, 3))
    for batch in batches:
        np.testing.assert_allclose(ours(batch), np.asarray(theirs(batch)), rtol=0, atol=1e-9)
    carried = ours(batches[0])
    ours.reset_states()
    theirs.reset_states() if both else theirs.reset_state()
    begun = ours(batches[0])
    assert np.abs(carried - begun).max() > 1e-3
    np.testing.assert_allclose(begun, np.asarray(theirs(batches[0])), rtol=0, atol=1e-9)


@every_kind
def test_windows_of_a_stateful_layer_are_the_whole_sequence(kind):
    rng = np.random.default_rng(12)
    stateful = stateful_layer(layers, kind)
    plain = getattr(layers, kind)(4, return_sequences=True, dtype="float64")
    plain.build((None, None, 3))
    plain.set_weights(stateful.get_weights())
    x = rng.normal(size=(BATCH, 3 * STEPS, 3))
    parts = [stateful(x[:, start : start + STEPS]) for start in range(0, 3 * STEPS, STEPS)]
    np.testing.assert_allclose(np.concatenate(parts, 1), plain(x), rtol=0, atol=1e-12)


@every_kind
def test_training_a_stateful_model_is_training_pytorch_with_its_states_let_go(torch_layers, kind):
    """The gradient of a batch goes back to its own beginning, and not into the batch before."""
    rng = np.random.default_rng(13)
    layer = stateful_layer(layers, kind)
    layer.set_weights([rng.normal(size=w.shape, scale=0.6) for w in layer.weights])
    states = [np.zeros((BATCH, 4))] * (2 if kind == "LSTM" else 1)
    for batch in rng.normal(size=(3, BATCH, STEPS, 3)):
        y = layer(batch)
        probe = rng.normal(size=y.shape)
        dx = layer.backward(probe)
        expected = torch_layers.of_torch(layer, batch, states, None, [probe])
        np.testing.assert_allclose(y, expected.outputs[0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(dx, expected.dx, rtol=0, atol=1e-9)
        for weight, gradient in zip(layer.weights, expected.dweights, strict=True):
            np.testing.assert_allclose(weight.grad, gradient, rtol=0, atol=1e-8)
        states = layer.last_states
    assert isinstance(layer, LSTM) == (len(states) == 2)
