"""`fit` and `evaluate` report what Keras reports: weights, classes, masks, validation, batches."""

import numpy as np
import pytest

from tests.oracle.keras_models import STEPS, WORDS, Case
from tests.oracle.test_models_oracle import Ours, words_to_one, words_to_words

N, SIZE = 14, 4
"""The last batch is smaller, in training and in validation."""


def classes(L, d):
    return [L.GRU(4, dtype=d), L.Dense(3, activation="softmax", dtype=d)]


def repeated(L, d):
    """One vector becomes a sequence, as in captions and translations."""
    return [
        L.SimpleRNN(5, dtype=d),
        L.RepeatVector(3, dtype=d),
        L.LSTM(4, return_sequences=True, dtype=d),
        L.Dense(2, activation="softmax", dtype=d),
    ]


def shortened(L, d):
    """The prediction has fewer steps than the input."""
    return [L.Conv1D(3, 2, strides=2, dtype=d), L.Dense(2, activation="softmax", dtype=d)]


RNG = np.random.default_rng(4)
LABELS = {
    "classes": RNG.integers(3, size=N),
    "repeated": np.eye(2)[RNG.integers(2, size=(N, 3))],
    "shortened": np.eye(2)[RNG.integers(2, size=(N, 2))],
    "words to one": RNG.integers(2, size=N),
    "words to words": RNG.integers(3, size=(N, STEPS)),
}
OF_SAMPLES, OF_STEPS = RNG.random(N), RNG.random((N, STEPS))
WORDS_TO_ONE = Case("words to one", words_to_one, words=True)
WORDS_TO_WORDS = Case("words to words", words_to_words, words=True)
CLASSES = Case("classes", classes)
FITS = [
    (CLASSES, {"validation_split": 0.4}),
    (CLASSES, {"class_weight": {0: 0.2, 2: 3.0}}),
    (CLASSES, {"class_weight": {0: 0.2, 1: 3.0, 2: 0.5}, "validation_split": 0.4}),
    (CLASSES, {"sample_weight": OF_SAMPLES, "validation_split": 0.4}),
    (WORDS_TO_ONE, {"class_weight": {1: 4.0}}),
    (WORDS_TO_WORDS, {"validation_split": 0.3}),
    (WORDS_TO_WORDS, {"sample_weight": OF_STEPS}),
    (Case("repeated", repeated), {}),
    (Case("shortened", shortened), {"validation_split": 0.3}),
]


def loss_for(name):
    if name == "words to one":
        return "binary_crossentropy"
    return ("sparse_" if LABELS[name].ndim < 3 and name != "repeated" else "") + (
        "categorical_crossentropy"
    )


def compiled(module, case, given=None):
    model = case.model(module, "float64")
    if given is not None:
        model.set_weights(given)
    # Keras on PyTorch multiplies masks into the weights themselves, batch by batch: not with words.
    weighted = None if case.words else ["accuracy", loss_for(case.name)]
    model.compile(
        module.optimizers.SGD(0.1),
        loss_for(case.name),
        metrics=["accuracy"],
        weighted_metrics=weighted,
    )
    return model


def both(keras, case):
    """Return our model and Keras' with the same weights, all different."""
    ours = compiled(Ours, case)
    rng = np.random.default_rng(1)
    given = [rng.normal(size=weight.shape, scale=0.6) for weight in ours.get_weights()]
    ours.set_weights(given)
    return ours, compiled(keras, case, given)


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-6, err_msg=name)


@pytest.mark.parametrize("case, options", FITS, ids=lambda given: getattr(given, "name", None))
def test_fit_reports_what_keras_reports(keras64, case, options):
    ours, theirs = both(keras64, case)
    x, y = case.x(N), LABELS[case.name]
    given = {"batch_size": SIZE, "epochs": 3, "shuffle": False, "verbose": 0, **options}
    found, expected = ours.fit(x, y, **given), theirs.fit(x, y, **given)
    assert_same(found.history, expected.history)
    assert len(set(found.history["loss"])) == 3
    for own, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(own.value, np.asarray(other.value), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("case", [CLASSES, WORDS_TO_WORDS], ids=lambda case: case.name)
@pytest.mark.parametrize("weighted", [False, True])
def test_validation_data_and_evaluate(keras64, case, weighted):
    ours, theirs = both(keras64, case)
    x, y = case.x(N), LABELS[case.name]
    weight = (OF_SAMPLES if y.ndim == 1 else OF_STEPS,) * weighted
    held_out = (case.x(6, seed=3), y[:6], *(each[:6] for each in weight))
    given = {"batch_size": SIZE, "shuffle": False, "verbose": 0, "validation_data": held_out}
    assert_same(ours.fit(x, y, **given).history, theirs.fit(x, y, **given).history)
    options = {"batch_size": SIZE, "verbose": 0, "sample_weight": weight[0] if weight else None,
               "return_dict": True}  # fmt: skip
    assert_same(ours.evaluate(x, y, **options), theirs.evaluate(x, y, **options))


def test_steps_that_are_left_out_count_in_no_accuracy():
    """Padding that the network happens to get right would make it look better than it is."""
    ours = compiled(Ours, WORDS_TO_WORDS)
    x = np.array([[1, 2, 0, 0, 0], [3, 4, 5, WORDS - 1, 0]])
    guess = ours.predict(x).argmax(-1)
    wrong = np.where(x > 0, (guess + 1) % 3, guess)
    assert ours.evaluate(x, wrong)[1] == 0
    assert ours.evaluate(x, guess)[1] == 1


@pytest.mark.parametrize("steps", [2, 3, 5])
@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
def test_truncation_is_pytorch_with_the_state_let_go_after_each_window(torch, kind, steps):
    from tests.oracle.torch_weights import to_torch
    from xlrnn.nn import Dense, Input, Sequential, layers
    from xlrnn.nn.optimizers import SGD

    rate, rng = 0.3, np.random.default_rng(2)
    layer = getattr(layers, kind)(4, return_sequences=True, dtype="float64")
    model = Sequential([Input((STEPS, 3)), layer, Dense(2, dtype="float64")])
    model.compile(SGD(rate), "mse")
    model.set_weights([rng.normal(size=w.shape, scale=0.5) for w in model.get_weights()])
    x, y = rng.normal(size=(3, STEPS, 3)), rng.normal(size=(3, STEPS, 2))
    kernel, recurrent, bias, W, b = model.get_weights()
    module = getattr(torch.nn, kind.removeprefix("Simple"))(3, 4, batch_first=True).double()
    head = torch.nn.Linear(4, 2).double()
    own = [*module.parameters(), *head.parameters()]
    given = [*to_torch(kind, [kernel, recurrent, bias]), W.T, b]
    with torch.no_grad():
        for parameter, value in zip(own, given, strict=True):
            parameter.copy_(torch.tensor(value))
    if kind != "GRU":
        module.bias_hh_l0.requires_grad_(False)
    learned = torch.optim.SGD([each for each in own if each.requires_grad], rate)
    state, losses = None, []
    for start in range(0, STEPS, steps):
        part = slice(start, start + steps)
        h, state = module(torch.tensor(x[:, part]), state)
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        loss = ((head(h) - torch.tensor(y[:, part])) ** 2).mean()
        learned.zero_grad()
        loss.backward()
        learned.step()
        losses.append(loss.item())
    history = model.fit(x, y, truncate=steps, verbose=0).history
    assert history["loss"][0] == pytest.approx(np.mean(losses), rel=1e-12)
    np.testing.assert_allclose(
        model.get_weights()[0], to_keras(kind, module.weight_ih_l0), rtol=0, atol=1e-10
    )
    np.testing.assert_allclose(model.get_weights()[3], head.weight.detach().numpy().T, rtol=1e-9)
    assert model.input_shape == (None, STEPS, 3)
    assert not layer.stateful


def to_keras(kind, weight):
    from tests.oracle.torch_weights import reordered

    return reordered(kind, weight.detach().numpy().T)
