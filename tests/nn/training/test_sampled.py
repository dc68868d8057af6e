"""Softmax over some of the classes while a model learns, over all when it is judged."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.nn.compute.some_classes import SomeClasses
from xlrnn.nn.losses import SampledCrossentropy, SparseCategoricalCrossentropy

CLASSES = 12


@pytest.fixture(autouse=True)
def seeded():
    nn.set_random_seed(3)


def model_for(loss, *, time=False, masked=False, use_bias=True, dtype="float64"):
    """Return a model of word numbers, and samples for it."""
    nn.set_random_seed(5)
    head = nn.Dense(CLASSES, activation="softmax", use_bias=use_bias, dtype=dtype)
    model = nn.Sequential(
        [
            nn.Embedding(CLASSES, 4, mask_zero=masked, dtype=dtype),
            nn.LSTM(3, return_sequences=time, dtype=dtype),
            nn.TimeDistributed(head, dtype=dtype) if time else head,
        ]
    )
    model.compile(nn.optimizers.SGD(0.1), loss, metrics=["accuracy"])
    rng = np.random.default_rng(1)
    x = rng.integers(1, CLASSES, size=(6, 5))
    x[:, -1] = 0
    y = rng.integers(0, CLASSES, size=(6, 5) if time else 6)
    model.ensure_built(x.shape)
    return model, x, y


def head_of(model):
    last = model.layers[-1]
    return getattr(last, "layer", last)


@pytest.mark.parametrize("time", [False, True])
@pytest.mark.parametrize("count", [CLASSES, CLASSES + 5, 2_000])
def test_with_as_many_as_there_are_nothing_changes(time, count):
    found = []
    for loss in (SparseCategoricalCrossentropy(), SampledCrossentropy(count)):
        model, x, y = model_for(loss, time=time)
        history = model.fit(x, y, batch_size=4, epochs=3, verbose=0)
        found.append((history.history["loss"], model.get_weights()))
    assert found[0][0] == found[1][0]
    for one, other in zip(found[0][1], found[1][1], strict=True):
        np.testing.assert_array_equal(one, other)


class Fixed(SampledCrossentropy):
    """Looks at the same classes always."""

    some = SomeClasses(np.arange(8), np.array([10, 8]), 2.0)

    def looked_at(self, labels, classes):  # noqa: ARG002
        return self.some


def estimate(model, x, y, weight):
    """Return the loss as its three equations say it, from the logits of all classes."""
    model.predict(x, batch_size=len(x))
    logits = model.layers[-1].logits.reshape(*y.shape, CLASSES)
    some = Fixed.some
    total = np.exp(logits[..., some.sure]).sum(-1)
    total += some.stands_for * np.exp(logits[..., some.drawn]).sum(-1)
    rows = np.log(total) - np.take_along_axis(logits, y[..., None], -1)[..., 0]
    return float((rows * weight).sum() / rows.size)


@pytest.mark.parametrize("use_bias", [True, False])
@pytest.mark.parametrize("time", [False, True])
def test_the_gradient_is_that_of_the_estimate(time, use_bias):
    model, x, y = model_for(Fixed(3), time=time, use_bias=use_bias)
    y %= 8
    weight = np.linspace(0.5, 2, y.size).reshape(y.shape)
    before = model.get_weights()
    expected = estimate(model, x, y, weight)
    for parameter in model.trainable_weights:
        parameter.grad[...] = 7  # what a step before has left
    loss = model.train_on_batch(x, y, sample_weight=weight)[0]
    assert loss == pytest.approx(expected, rel=1e-12)
    steps = [old - new for old, new in zip(before, model.get_weights(), strict=True)]
    rng = np.random.default_rng(2)
    for k, step in enumerate(steps):
        for at in [tuple(rng.integers(side) for side in step.shape) for _ in range(12)]:
            ends = []
            for nudge in (1e-5, -1e-5):
                moved = [array.copy() for array in before]
                moved[k][at] += nudge
                model.set_weights(moved)
                ends.append(estimate(model, x, y, weight))
            assert step[at] / 0.1 == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=1e-8)
    for name in ("kernel", "bias")[: 1 + use_bias]:
        grad = getattr(head_of(model), name).grad
        assert (grad[..., [9, 11]] == 0).all()
        assert (grad[..., [0, 8, 10]] != 0).any()


def test_the_estimate_of_the_sum_is_right_on_average():
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(1, 40))
    labels, sums = np.array([3, 30]), []
    for _ in range(4_000):
        some = SomeClasses.chosen(labels, 40, 8, rng)
        seen = logits[:, some.numbers].copy()
        some.weigh(seen)
        sums.append(np.exp(seen).sum())
    error = np.std(sums) / np.sqrt(len(sums))
    assert abs(np.mean(sums) - np.exp(logits).sum()) < 4 * error
    assert error < 0.02 * np.mean(sums)


@pytest.mark.parametrize("count", [1, 2, 7, 10])
@pytest.mark.parametrize("labels", [[0], [39, 39, 2], list(range(25))])
def test_labels_and_frequent_classes_are_always_looked_at(labels, count):
    labels = np.array(labels)
    some = SomeClasses.chosen(labels, 40, count, np.random.default_rng(0))
    numbers = some.numbers
    assert len(set(numbers.tolist())) == len(numbers)
    assert set(range(count // 2)) | set(labels.tolist()) == set(some.sure.tolist())
    np.testing.assert_array_equal(numbers[some.places(labels)], labels)
    assert len(some.drawn) >= 1
    assert len(numbers) == max(count, len(some.sure) + len(some.drawn))
    assert some.stands_for * len(some.drawn) == pytest.approx(40 - len(some.sure))


@pytest.mark.parametrize("classes, count", [(1, 1), (5, 5), (5, 9), (4, 1)])
def test_none_is_left_out_where_few_are_left(classes, count):
    labels = np.arange(classes)
    assert SomeClasses.chosen(labels, classes, count, np.random.default_rng(0)) is None


def test_judging_and_predicting_look_at_all():
    sampled, x, y = model_for(SampledCrossentropy(4), time=True)
    whole, _, _ = model_for(SparseCategoricalCrossentropy(), time=True)
    sampled.fit(x, y, epochs=2, verbose=0)
    whole.set_weights(sampled.get_weights())
    assert sampled.evaluate(x, y) == whole.evaluate(x, y)
    np.testing.assert_array_equal(sampled.predict(x), whole.predict(x))
    assert sampled.predict(x).shape == (6, 5, CLASSES)
    assert list(sampled.trace(x, y, gradients=True).layers) == list(whole.trace(x, y).layers)


def test_it_learns_what_the_whole_softmax_learns():
    model, x, _ = model_for(SampledCrossentropy(6), time=True, dtype="float32")
    model.compile(nn.optimizers.Adam(0.05), SampledCrossentropy(6), metrics=["accuracy"])
    model.fit(x, x, epochs=150, verbose=0)
    assert model.evaluate(x, x)[1] > 0.95


def test_a_mask_and_windows(monkeypatch):
    model, x, y = model_for(SampledCrossentropy(4), time=True, masked=True)
    history = model.fit(x, y, epochs=2, truncate=2, class_weight={0: 2.0}, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
    assert 0 <= history.history["accuracy"][-1] <= 1


def test_saved_and_read_it_goes_on_the_same(tmp_path):
    model, x, y = model_for(SampledCrossentropy(4), dtype="float32")
    model.fit(x, y, epochs=1, verbose=0)
    model.save(tmp_path / "model.npz")
    state = nn.core.random.get_random_state()
    model.fit(x, y, epochs=2, verbose=0)
    again = nn.load_model(tmp_path / "model.npz")
    assert again.loss.get_config() == model.loss.get_config()
    nn.core.random.set_random_state(state)
    again.fit(x, y, epochs=2, verbose=0)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "layers",
    [
        [nn.Dense(CLASSES, activation="sigmoid")],
        [nn.Dense(CLASSES), nn.Activation("softmax")],
        [nn.TimeDistributed(nn.Activation("softmax"))],
    ],
)
def test_another_last_layer_is_refused(layers):
    model = nn.Sequential(layers)
    model.compile("sgd", SampledCrossentropy(4))
    x = np.ones((2, 3, CLASSES)) if isinstance(layers[0], nn.TimeDistributed) else np.ones((2, 4))
    y = np.ones((2, 3) if x.ndim == 3 else 2, int)
    message = r"sampled_crossentropy looks at some of the classes: expected Dense\(…, activation='"
    with pytest.raises(UsageError, match=message):
        model.fit(x, y, verbose=0)


def test_after_an_error_all_classes_are_looked_at():
    model, x, y = model_for(SampledCrossentropy(4))

    def fail(_):
        raise ValueError("an update that fails")

    model.optimizer.step = fail
    with pytest.raises(ValueError, match="fails"):
        model.train_on_batch(x, y)
    assert head_of(model).some is None
    assert model.predict(x).shape == (6, CLASSES)


def test_a_number_that_is_none_is_refused():
    with pytest.raises(UsageError, match="SampledCrossentropy: sampled is 0"):
        SampledCrossentropy(0)
