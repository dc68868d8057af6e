"""Who listens is told; who does not costs nothing; who asks to stop is heard."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import TrainingError, UsageError
from xlrnn.nn import callbacks
from xlrnn.nn.callbacks.callback import EVENTS
from xlrnn.nn.training.measures import Measures

ONE_WAY = True

X = np.random.default_rng(0).normal(size=(5, 2))
Y = np.eye(2)[[0, 1, 1, 0, 1]]


def made(rate=0.1, metrics=("accuracy",)):
    nn.set_random_seed(1)
    model = nn.Sequential([nn.Input((2,)), nn.Dense(2, activation="softmax")])
    model.compile(nn.optimizers.SGD(rate), "categorical_crossentropy", metrics=list(metrics))
    return model


def silent(model, *told, epochs=2, **options):
    return model.fit(X, Y, 2, epochs, 0, list(told), **options)


@pytest.fixture
def looks(monkeypatch):
    """How often loss and metrics are worked out."""
    counted, logs = [], Measures.logs

    def counting(self, prefix=""):
        counted.append(prefix)
        return logs(self, prefix)

    monkeypatch.setattr(Measures, "logs", counting)
    return counted


@pytest.mark.parametrize(
    "told, times",
    [
        (callbacks.Callback, 0),
        (lambda: callbacks.LambdaCallback(on_train_batch_begin=lambda *_: None), 0),
        (lambda: callbacks.ModelCheckpoint("never.npz", save_freq=99), 3),
        (lambda: callbacks.LambdaCallback(on_train_batch_end=lambda *_: None), 3),
        (lambda: callbacks.LambdaCallback(on_batch_end=lambda *_: None), 3),
        (callbacks.TerminateOnNaN, 3),
    ],
)
def test_measures_are_worked_out_after_a_batch_only_for_who_listens(told, times, looks):
    silent(made(), told(), epochs=1)
    assert len(looks) == times + 1  # at the end of the epoch


def test_a_checkpoint_of_each_epoch_does_not_look_at_batches(looks, tmp_path):
    silent(made(), callbacks.ModelCheckpoint(tmp_path / "m.npz"), epochs=1)
    assert len(looks) == 1


def test_lines_do_not_look_at_batches(looks, capsys):
    made().fit(X, Y, 2, 1, 2)
    assert len(looks) == 1
    assert "samples/s" in capsys.readouterr().out


def test_a_callback_without_init_of_its_base():
    class Mine(callbacks.Callback):
        def __init__(self):
            self.seen = []

        def on_epoch_end(self, epoch, _=None):
            self.seen.append((epoch, self.params["epochs"], self.model.name))

    mine = Mine()
    assert (mine.model, dict(mine.params)) == (None, {})
    silent(made(), mine)
    assert mine.seen == [(0, 2, "sequential"), (1, 2, "sequential")]


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_happens_and_a_function_can_listen(event):
    times = []
    told = callbacks.LambdaCallback(**{event: lambda *_: times.append(event)})
    model = made()
    silent(model, told, validation_data=(X, Y))
    model.predict(X, 2, callbacks=told)
    assert times


def test_lists_in_lists_and_a_list_made_before():
    found = []

    def noting(name):
        return callbacks.LambdaCallback(on_epoch_end=lambda epoch, _: found.append((name, epoch)))

    made().fit(X, Y, verbose=0, callbacks=[[noting("a")], callbacks.CallbackList([noting("b")])])
    assert found == [("a", 0), ("b", 0)]


def test_a_class_in_the_place_of_a_callback():
    with unchecked(), pytest.raises(UsageError, match=r"for instance TerminateOnNaN\(\)"):
        made().fit(X, Y, verbose=0, callbacks=[callbacks.TerminateOnNaN])
    with unchecked(), pytest.raises(UsageError, match="callbacks has 'early'"):
        made().predict(X, callbacks="early")


@pytest.mark.parametrize("event", ["on_train_begin", "on_epoch_begin", "on_train_batch_end"])
def test_a_training_that_is_asked_to_stop(event):
    model = made()
    stop = callbacks.LambdaCallback(**{event: lambda *_: setattr(model, "stop_training", True)})
    batches = []
    count = callbacks.LambdaCallback(on_train_batch_end=lambda k, _: batches.append(k))
    assert silent(model, stop, count, epochs=4).epoch == [0]
    assert batches == [0]


def test_judging_and_predicting_that_are_asked_to_stop():
    model = made()
    stop = callbacks.LambdaCallback(
        on_test_batch_end=lambda k, _: setattr(model, "stop_evaluating", k == 1),
        on_predict_batch_end=lambda k, _: setattr(model, "stop_predicting", k == 0),
    )
    assert model.evaluate(X, Y, 2, callbacks=[stop]) == model.evaluate(X[:4], Y[:4], 2)
    assert model.predict(X, 2, callbacks=[stop]).shape == (2, 2)
    assert model.predict(X, 2).shape == (5, 2)


def test_predicting_and_judging_while_the_model_learns():
    """What a callback asks of the model changes nothing of its training."""
    model, other = (
        made(metrics=["accuracy", nn.metrics.AUC(), nn.metrics.R2Score()]) for _ in range(2)
    )

    def ask(*_):
        model.predict(X)
        model.evaluate(X, Y, callbacks=[callbacks.LambdaCallback(on_test_batch_end=twice)])

    def twice(*_):
        assert model.evaluate(X[:1], Y[:1]) == model.evaluate(X[:1], Y[:1])

    asking = callbacks.LambdaCallback(on_train_batch_end=ask, on_epoch_end=ask)
    nn.set_random_seed(4)
    found = silent(model, asking).history
    nn.set_random_seed(4)
    assert found == silent(other).history


def test_a_callback_may_predict_and_set_weights_between_batches_of_words():
    model = nn.Sequential([nn.Input((4,)), nn.Embedding(9, 3), nn.LSTM(2), nn.Dense(1)])
    model.compile("sgd", "mse")
    words = np.random.default_rng(0).integers(9, size=(10, 4))
    alone, found = model.predict(words, 2), []
    ask = callbacks.LambdaCallback(
        on_predict_batch_end=lambda *_: found.append(model.predict(words, 5))
    )
    np.testing.assert_allclose(model.predict(words, 2, callbacks=ask), alone, rtol=1e-5)
    np.testing.assert_allclose(found, [alone] * 5, rtol=1e-5)
    table = model.layers[0].get_weights()[0]
    change = callbacks.LambdaCallback(
        on_predict_batch_end=lambda *_: model.layers[0].set_weights([-table])
    )
    changed = model.predict(words, 2, callbacks=change)
    np.testing.assert_allclose(changed[:2], alone[:2], rtol=1e-5)
    np.testing.assert_allclose(changed[2:], model.predict(words, 2)[2:], rtol=1e-5)
    assert np.abs(changed[2:] - alone[2:]).min() > 0


# The learning rate.


def test_a_scheduler_of_the_epoch_alone():
    history = silent(made(), callbacks.LearningRateScheduler(lambda epoch: 0.5 / (epoch + 1)))
    assert history.history["learning_rate"] == [0.5, 0.25]


def test_a_schedule_of_the_optimizers_own_is_a_scheduler():
    decay = nn.optimizers.schedules.ExponentialDecay(0.4, 1, 0.5)
    history = silent(made(), callbacks.LearningRateScheduler(decay))
    assert history.history["learning_rate"] == [0.4, 0.2]


def test_an_error_of_the_schedule_itself_is_not_swallowed():
    with pytest.raises(TypeError, match="unsupported operand"):
        silent(made(), callbacks.LearningRateScheduler(lambda _, rate: rate + "x"))


@pytest.mark.parametrize("rate", [None, "0.1", -0.1, float("nan"), [0.1]])
def test_a_scheduler_that_returns_no_rate(rate):
    scheduler = callbacks.LearningRateScheduler(lambda *_: rate)
    with pytest.raises(
        UsageError, match=r"LearningRateScheduler: the rate of epoch 1 is .* from 0"
    ):
        silent(made(), scheduler)
    with unchecked(), pytest.raises(UsageError, match="expected a function of the epoch"):
        callbacks.LearningRateScheduler(rate)


@pytest.mark.parametrize(
    "told",
    [callbacks.ReduceLROnPlateau("loss"), callbacks.LearningRateScheduler(lambda _: 0.1)],
)
def test_a_rate_that_follows_a_schedule_is_not_written_over(told):
    model = made(nn.optimizers.schedules.ExponentialDecay(0.1, 5, 0.5))
    before = model.get_weights()
    with pytest.raises(UsageError, match=r"the learning rate follows ExponentialDecay, so it can"):
        silent(model, told)
    assert all(map(np.array_equal, before, model.get_weights()))


# What fit is asked for.


@pytest.mark.parametrize(
    "options, message",
    [
        ({"steps_per_epoch": 0}, "steps_per_epoch is 0: expected a whole number from 1"),
        ({"validation_steps": 0.5, "validation_data": (X, Y)}, "validation_steps is 0.5"),
        ({"initial_epoch": -1}, "initial_epoch is -1: expected a whole number from 0"),
        ({"validation_freq": 0}, "validation_freq is 0: expected a whole number from 1"),
        ({"validation_freq": [1, "2"]}, "an epoch of validation_freq is '2'"),
        ({"validation_batch_size": 0}, "validation_batch_size is 0"),
    ],
)
def test_what_cannot_be_asked_for(options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        silent(made(), **options)


def test_none_is_no_number_of_steps():
    model = made()
    silent(model, steps_per_epoch=None, validation_steps=None)
    assert model.predict(X, None, 0, None).shape == (5, 2)
    for ask in (model.predict, model.evaluate):
        with unchecked(), pytest.raises(UsageError, match="steps is -1: expected a whole number"):
            ask(X, steps=-1) if ask == model.predict else ask(X, Y, steps=-1)


def test_the_places_of_arguments_are_those_of_keras():
    model, weights = made(), np.arange(1.0, 6.0)
    told = model.evaluate(X, Y, 2, 0, weights, None, None, True)
    assert told == model.evaluate(X, Y, 2, sample_weight=weights, return_dict=True)
    assert model.test_on_batch(X, Y, weights, True)["loss"] == pytest.approx(told["loss"], rel=0.5)


@pytest.mark.parametrize(
    "told", [callbacks.EarlyStopping(patience=0), callbacks.ReduceLROnPlateau()]
)
def test_an_epoch_without_validation_is_left_out_by_who_waits_for_one(told):
    history = silent(made(), told, epochs=3, validation_freq=2, validation_data=(X, Y))
    assert len(history.history["val_loss"]) == 1


def test_a_file_of_epochs_has_a_place_for_validations_to_come(tmp_path):
    path = tmp_path / "log.csv"
    logger = callbacks.CSVLogger(path)
    silent(made(), logger, epochs=2, validation_freq=2, validation_data=(X, Y))
    head, first, second = (line.split(",") for line in path.read_text().splitlines())
    assert head == ["epoch", "accuracy", "loss", "val_accuracy", "val_loss"]
    assert first[3:] == ["NA", "NA"]
    assert float(second[4]) > 0


def test_the_end_on_nan_can_be_an_error():
    model = made(1e40)
    with pytest.raises(TrainingError, match="the loss, or its gradient, became"):
        model.fit(X * 1e30, Y, verbose=0, epochs=3, callbacks=[callbacks.TerminateOnNaN(True)])


def test_the_history_is_the_models():
    model = made()
    assert not hasattr(model, "history")
    first = silent(model)
    assert model.history is first
    assert silent(model) is model.history is not first
