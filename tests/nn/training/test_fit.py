"""Training as a user of Keras calls it: data in every form, order, seeds, batches, callbacks."""

import numpy as np
import pandas as pd
import pytest

from xlrnn import nn

RNG = np.random.default_rng(0)
X = RNG.normal(size=(11, 5, 3))
LABELS = RNG.integers(2, size=11)
Y = np.eye(2)[LABELS]
FLAT = X[:, 0]
WORDS = RNG.integers(9, size=(11, 5))


def made(*layers, shape=(5, 3), loss="categorical_crossentropy", optimizer="sgd"):
    nn.set_random_seed(2)
    model = nn.Sequential([nn.Input(shape), *layers, nn.Dense(2, activation="softmax")])
    model.compile(optimizer, loss, metrics=["accuracy"])
    return model


def history(model, x, y, **options):
    nn.set_random_seed(5)  # of the order of the samples
    return model.fit(x, y, epochs=2, batch_size=4, verbose=0, **options).history


SPARSE = "sparse_categorical_crossentropy"
FORMS = {
    "lists": (made, X, X.tolist(), Y, Y.tolist()),
    "float32": (made, X, X.astype("float32"), Y, Y.astype("float32")),
    "a frame of labels": (made, X, X, Y, pd.get_dummies(pd.Series(LABELS))),
    "a frame": (lambda _: made(shape=(3,)), FLAT, pd.DataFrame(FLAT), Y, Y),
    "words in a frame": (
        lambda cell, **o: made(nn.Embedding(9, 3), cell, shape=(5,), **o),
        WORDS,
        pd.DataFrame(WORDS),
        Y,
        Y,
    ),
    "words as floats": (
        lambda cell, **o: made(nn.Embedding(9, 3), cell, shape=(5,), **o),
        WORDS,
        WORDS.astype(float),
        Y,
        Y,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_data_in_another_form_trains_the_same(form):
    make, x, x_given, y, y_given = FORMS[form]
    model, other = make(nn.LSTM(4)), make(nn.LSTM(4))
    found, expected = history(other, x_given, y_given), history(model, x, y)
    assert found["loss"] == pytest.approx(expected["loss"], rel=1e-6)
    np.testing.assert_allclose(other.predict(x_given), model.predict(x), rtol=1e-5)
    assert other.evaluate(x_given, y_given) == pytest.approx(model.evaluate(x, y), rel=1e-6)


def test_a_series_of_labels_goes_by_its_order_and_not_by_its_index():
    labels = pd.Series(LABELS, index=range(20, 9, -1))
    weights = pd.Series(np.arange(11.0), index=range(20, 9, -1))
    found = history(made(nn.GRU(3), loss=SPARSE), X, labels, sample_weight=weights)
    expected = history(made(nn.GRU(3), loss=SPARSE), X, LABELS, sample_weight=np.arange(11.0))
    assert found == expected


def test_the_same_seed_gives_the_same_bits_and_shuffling_another_order():
    runs = [made(nn.GRU(3), nn.Dropout(0.5)) for _ in range(3)]
    histories = [
        history(model, X, Y, shuffle=shuffle)
        for model, shuffle in zip(runs, (True, True, False), strict=True)
    ]
    assert histories[0] == histories[1] != histories[2]
    for one, other in zip(runs[0].get_weights(), runs[1].get_weights(), strict=True):
        assert np.array_equal(one, other)


def test_every_sample_is_seen_once_in_an_epoch_in_batches_of_the_size_asked_for():
    seen = []

    class Spy(nn.Embedding):
        def forward(self, x, *, training=False, mask=None):
            if training:
                seen.append(x[:, 0].tolist())
            return super().forward(x, training=training, mask=mask)

    x = np.arange(11)[:, None]
    model = made(Spy(11, 2), nn.Flatten(), shape=(1,))
    model.fit(x, Y, batch_size=4, epochs=2, verbose=0)
    assert [len(batch) for batch in seen] == [4, 4, 3] * 2
    first, second = np.concatenate(seen[:3]).tolist(), np.concatenate(seen[3:]).tolist()
    assert sorted(first) == sorted(second) == list(range(11))
    assert first != second != list(range(11))


def test_predict_in_batches_is_predict_at_once():
    model = made(nn.Bidirectional(nn.LSTM(4)))
    whole = model.predict(X, batch_size=11)
    for size in (1, 4, 10):
        np.testing.assert_allclose(model.predict(X, batch_size=size), whole, rtol=1e-5)
    np.testing.assert_array_equal(model.predict_on_batch(X), whole)
    np.testing.assert_array_equal(model(X), whole)


def test_what_predict_returned_stays_when_the_model_goes_on():
    model = made(nn.LSTM(4))
    first = model.predict(X)
    before = first.copy()
    model.predict(-X)
    assert np.array_equal(first, before)


def test_train_on_batch_is_one_step_of_fit():
    one, other = made(nn.GRU(3)), made(nn.GRU(3))
    told = one.train_on_batch(X, Y, class_weight={1: 3.0}, return_dict=True)
    fitted = other.fit(X, Y, batch_size=11, shuffle=False, verbose=0, class_weight={1: 3.0})
    assert {name: [value] for name, value in told.items()} == fitted.history
    assert all(map(np.array_equal, one.get_weights(), other.get_weights()))
    assert one.test_on_batch(X, Y) == one.evaluate(X, Y, batch_size=11)


def test_class_and_sample_weights_multiply():
    by_class = np.where(LABELS == 1, 3.0, 0.5)
    given = np.arange(11.0)
    found = history(made(nn.GRU(3)), X, Y, class_weight={0: 0.5, 1: 3.0}, sample_weight=given)
    assert found == history(made(nn.GRU(3)), X, Y, sample_weight=by_class * given)


def test_each_step_counts_as_its_class_does():
    steps = RNG.integers(2, size=(11, 5))
    weights = np.where(steps == 1, 3.0, 0.5)
    layers = [nn.GRU(3, return_sequences=True) for _ in range(3)]
    expected = history(made(layers[0], loss=SPARSE), X, steps, sample_weight=weights)
    by_class = {"class_weight": {0: 0.5, 1: 3.0}}
    assert history(made(layers[1], loss=SPARSE), X, steps, **by_class) == expected
    one_hot = history(made(layers[2]), X, np.eye(2)[steps], **by_class)
    assert one_hot["loss"] == pytest.approx(expected["loss"], rel=1e-6)


def test_one_callback_needs_no_list():
    found = []
    note = nn.callbacks.LambdaCallback(on_epoch_end=lambda epoch, _: found.append(epoch))
    history(made(nn.GRU(3)), X, Y, callbacks=note)
    assert found == [0, 1]


def test_a_callback_ends_the_training_and_a_later_epoch_goes_on_counting():
    class Stop(nn.callbacks.Callback):
        def on_epoch_end(self, epoch, _=None):
            self.model.stop_training = epoch == 6

    ended = made(nn.GRU(3)).fit(X, Y, epochs=20, initial_epoch=4, verbose=0, callbacks=[Stop()])
    assert ended.epoch == [4, 5, 6]


def test_sequences_of_one_step_and_batches_of_one():
    for kind in (nn.SimpleRNN, nn.LSTM, nn.GRU):
        model = made(kind(3), shape=(None, 3))
        assert np.isfinite(model.fit(X[:1, :1], Y[:1], verbose=0).history["loss"][0])
        assert model.predict(X[:1, :1]).shape == (1, 2)


@pytest.mark.parametrize("cell", [nn.SimpleRNN, nn.LSTM, nn.GRU])
def test_rows_that_are_all_padding_train_nothing_but_the_head(cell):
    layers = [nn.Embedding(9, 3, mask_zero=True), nn.Bidirectional(cell(3))]
    model = made(*layers, shape=(None,))
    before = model.get_weights()
    model.fit(np.zeros((4, 5), int), Y[:4], verbose=0)
    changed = [
        not np.array_equal(one, other)
        for one, other in zip(before, model.get_weights(), strict=True)
    ]
    assert changed == [False] * (len(before) - 1) + [True]


def test_a_loss_of_nothing_but_padding_is_nothing():
    layers = [nn.Embedding(9, 3, mask_zero=True), nn.GRU(3, return_sequences=True)]
    model = made(*layers, shape=(None,), loss=SPARSE)
    told = model.evaluate(np.zeros((4, 5), int), np.ones((4, 5), int), return_dict=True)
    assert told == {"loss": 0.0, "accuracy": 0.0}
