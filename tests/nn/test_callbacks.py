"""Keras' callbacks: each does what its arguments say, at the right epoch."""

import csv
import math

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import UsageError
from xlrnn.nn import callbacks
from xlrnn.nn.callbacks.monitor import Monitor

ONE_WAY = True


class Told:
    """A model whose epochs report what the test says."""

    def __init__(self):
        self.stop_training = False
        self.optimizer = nn.optimizers.SGD(0.1)
        self.weights = 0.0

    def get_weights(self):
        return [np.array(self.weights)]

    def set_weights(self, weights):
        self.weights = float(weights[0])

    def epochs(self, callback, name, values):
        """Report the values, one an epoch, and return how many epochs there were."""
        callback.set_model(self)
        callback.on_train_begin()
        for epoch, value in enumerate(values):
            self.weights = float(epoch)
            callback.on_epoch_end(epoch, {name: value})
            if self.stop_training:
                break
        callback.on_train_end()
        return epoch + 1


@pytest.mark.parametrize(
    "options, values, epochs",
    [
        ({"patience": 0}, [3, 2, 2, 1], 3),
        ({"patience": 2}, [3, 2, 2.5, 2.1, 1], 4),
        ({"patience": 1, "min_delta": 0.5}, [3, 2.9, 2.8], 2),
        ({"patience": 1, "start_from_epoch": 2}, [1, 5, 4, 4.5, 4.5], 4),
        ({"patience": 1, "mode": "max"}, [1, 2, 3, 2, 9], 4),
        ({"patience": 2, "baseline": 1}, [3, 2.5, 2.5, 2.5], 3),
    ],
)
def test_early_stopping(options, values, epochs):
    assert (
        Told().epochs(callbacks.EarlyStopping("val_loss", **options), "val_loss", values) == epochs
    )


def test_larger_accuracy_is_better():
    stop = callbacks.EarlyStopping("val_accuracy", patience=1)
    assert Told().epochs(stop, "val_accuracy", [0.1, 0.2, 0.3, 0.2, 0.9]) == 4


@pytest.mark.parametrize("restore, weights", [(True, 1.0), (False, 3.0)])
def test_the_best_weights_come_back(restore, weights):
    model = Told()
    stop = callbacks.EarlyStopping("loss", patience=2, restore_best_weights=restore)
    model.epochs(stop, "loss", [3, 1, 2, 2])
    assert model.weights == weights


@pytest.mark.parametrize(
    "values, options, why",
    [
        ([3, 1, 2, 2], {"patience": 2},
         "epoch 4: EarlyStopping, loss has not become better than 1 of epoch 2 (patience 2)"),
        ([3, 1, 2], {"baseline": 0.5},
         "better than 1 of epoch 2 (patience 0, baseline 0.5)"),
        ([math.nan, math.nan], {}, "epoch 2: EarlyStopping, loss was never a number"),
    ],
)  # fmt: skip
def test_who_stops_early_says_why(values, options, why, capsys):
    Told().epochs(callbacks.EarlyStopping("loss", verbose=1, **options), "loss", values)
    assert why in capsys.readouterr().out


def test_a_value_that_is_not_reported():
    with pytest.raises(
        UsageError, match="monitors 'val_loss', which is not reported: there is loss;"
    ):
        Told().epochs(callbacks.EarlyStopping(), "loss", [1.0])


def test_a_mode_that_is_none():
    with pytest.raises(UsageError, match="mode is 'least', expected auto, min or max"):
        Monitor("me", "loss", "least")


def test_the_learning_rate_falls_on_a_plateau():
    model = Told()
    reduce = callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=2, cooldown=1, min_lr=0.03)
    rates = []
    reduce.set_model(model)
    reduce.on_train_begin()
    for epoch, value in enumerate([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]):
        reduce.on_epoch_end(epoch, {"loss": value})
        rates.append(model.optimizer.learning_rate)
    assert rates == [0.1, 0.1, 0.05, 0.05, 0.03, 0.03, 0.03]


def test_a_factor_that_makes_nothing_smaller():
    with pytest.raises(UsageError, match=r"factor is 1.5: expected a number between 0 and 1"):
        callbacks.ReduceLROnPlateau(factor=1.5)


def test_the_scheduler_sets_each_epochs_rate():
    model = Told()
    scheduler = callbacks.LearningRateScheduler(lambda epoch, rate: rate / (epoch + 1))
    scheduler.set_model(model)
    logs = {}
    for epoch in range(3):
        scheduler.on_epoch_begin(epoch)
        scheduler.on_epoch_end(epoch, logs)
    assert logs["learning_rate"] == pytest.approx(0.1 / 6)


def test_nothing_but_what_happens_can_be_listened_to():
    with pytest.raises(
        UsageError, match="'on_dinner' never happens: expected one of on_train_begin"
    ):
        callbacks.LambdaCallback(on_dinner=print)


@pytest.mark.parametrize(
    "kind, options, message",
    [
        (
            callbacks.EarlyStopping,
            {"patience": -1},
            "EarlyStopping: patience is -1: expected a w",
        ),
        (callbacks.EarlyStopping, {"patience": "3"}, "patience is '3'"),
        (callbacks.EarlyStopping, {"start_from_epoch": 1.5}, "start_from_epoch is 1.5"),
        (callbacks.ReduceLROnPlateau, {"patience": None}, "ReduceLROnPlateau: patience is None"),
        (callbacks.ReduceLROnPlateau, {"cooldown": -1}, "cooldown is -1"),
        (callbacks.ReduceLROnPlateau, {"min_lr": float("nan")}, "min_lr is nan"),
    ],
)
def test_options_out_of_range(kind, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(**options)


# With a model that learns.


@pytest.fixture
def model():
    nn.set_random_seed(1)
    made = nn.Sequential([nn.Input((2,)), nn.Dense(2, activation="softmax")])
    made.compile(nn.optimizers.SGD(0.1), "categorical_crossentropy", metrics=["accuracy"])
    return made


X = np.random.default_rng(0).normal(size=(20, 2))
Y = np.eye(2)[(X[:, 0] > X[:, 1]).astype(int)]


def test_csv_logger_writes_what_the_history_holds_and_appends(model, tmp_path):
    path = tmp_path / "log.csv"
    history = model.fit(X, Y, epochs=2, verbose=0, callbacks=[callbacks.CSVLogger(path)])
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["loss"]) for row in rows] == history.history["loss"]
    assert list(rows[0]) == ["epoch", "accuracy", "loss"]
    model.fit(X, Y, epochs=3, initial_epoch=2, verbose=0,
              callbacks=[callbacks.CSVLogger(path, append=True)])  # fmt: skip
    assert [line.split(",")[0] for line in path.read_text().splitlines()] == [
        "epoch",
        "0",
        "1",
        "2",
    ]


def test_csv_logger_that_cannot_write(model, tmp_path):
    with pytest.raises(UsageError, match=r"CSVLogger: cannot write .*: No such file"):
        model.fit(X, Y, verbose=0, callbacks=[callbacks.CSVLogger(tmp_path / "none" / "log.csv")])


def test_checkpoints_are_named_and_can_be_loaded(model, tmp_path):
    keep = callbacks.ModelCheckpoint(tmp_path / "m-{epoch:02d}.npz")
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[keep])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m-01.npz", "m-02.npz"]
    again = nn.load_model(tmp_path / "m-02.npz")
    assert np.array_equal(again.predict(X), model.predict(X))


def test_only_the_best_checkpoint_stays(model, tmp_path):
    best = callbacks.ModelCheckpoint(tmp_path / "best.npz", "loss", save_best_only=True)
    told = Told()
    told.save = lambda path: path.write_text(str(told.weights))
    told.epochs(best, "loss", [2.0, 1.0, 3.0])
    assert (tmp_path / "best.npz").read_text() == "1.0"


def test_checkpoints_by_batches(model, tmp_path):
    keep = callbacks.ModelCheckpoint(tmp_path / "m.npz", save_freq=3)
    model.fit(X, Y, batch_size=10, epochs=1, verbose=0, callbacks=[keep])
    assert not (tmp_path / "m.npz").exists()
    model.fit(X, Y, batch_size=10, epochs=1, verbose=0, callbacks=[keep])
    assert (tmp_path / "m.npz").exists()


def test_a_name_that_cannot_be_filled_in(model):
    keep = callbacks.ModelCheckpoint("m-{val_loss}.npz")
    with pytest.raises(UsageError, match=r"cannot be filled in .*expected epoch, loss, accuracy"):
        model.fit(X, Y, verbose=0, callbacks=[keep])


def test_training_ends_quietly_on_nan(model, capsys):
    model.optimizer.learning_rate = 1e40
    model.fit(X * 1e30, Y, epochs=3, verbose=0, callbacks=[callbacks.TerminateOnNaN()])
    assert capsys.readouterr().out.startswith("epoch 2, step 1: the loss is nan, training stops")


def test_who_adds_to_what_is_reported_is_in_the_history(model):
    reduce = callbacks.ReduceLROnPlateau("loss")
    history = model.fit(X, Y, epochs=2, verbose=0, callbacks=[reduce])
    assert history.history["learning_rate"] == [0.1, 0.1]
