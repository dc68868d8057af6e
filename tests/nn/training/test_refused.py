"""What cannot be trained with is refused with one clear error, and nothing has changed then."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, TrainingError, UsageError, XlrnnError

ONE_WAY = True

X = np.random.default_rng(0).normal(size=(10, 4, 3))
LABELS = np.arange(10) % 2
Y = np.eye(2)[LABELS]
WORDS = np.full((10, 4), 3)
NAN, INF = X.copy(), X.copy()
NAN[3, 2, 1], INF[0, 1, 2] = np.nan, -np.inf


def made(loss="categorical_crossentropy", layers=None, shape=(4, 3), activation="softmax"):
    model = nn.Sequential([nn.Input(shape), *(layers or [nn.LSTM(3)])])
    model.add(nn.Dense(1 if activation == "sigmoid" else 2, activation=activation))
    model.compile("adam", loss, metrics=["accuracy"])
    return model


def of_words():
    return made(layers=[nn.Embedding(9, 3), nn.GRU(3)], shape=(None,))


def of_steps():
    return made(layers=[nn.GRU(3, return_sequences=True)], shape=(None, 3))


def of_bits():
    return made("binary_crossentropy", activation="sigmoid")


def sparse():
    return made("sparse_categorical_crossentropy")


def word(number):
    ids = WORDS.astype(float if isinstance(number, float) else int)
    ids[7, 1] = number
    return ids


FITS = [
    # Shapes that do not fit.
    (made, X[..., :2], Y, {}, ShapeError,
     r"the input has shape \(10, 4, 2\), expected \(batch, 4, 3\)"),
    (made, X[:, :2], Y, {}, ShapeError, r"\(10, 2, 3\), expected \(batch, 4, 3\)"),
    (made, X[:, 0], Y, {}, ShapeError, r"\(10, 3\), expected \(batch, 4, 3\)"),
    (made, X[:5], Y, {}, ShapeError, "x has 5 samples and y has 10"),
    (made, X, Y, {"sample_weight": np.ones(3)}, ShapeError, "10 samples and sample_weight has 3"),
    (made, X, Y, {"sample_weight": np.ones((10, 3))}, ShapeError, r"expected \(10,\)$"),
    # Words that are none.
    (of_words, word(9), Y, {}, InputError, r"embedding: number 9 at \(\d, 1\) .* expected 0 to 8"),
    (of_words, word(-1), Y, {}, InputError, r"number -1 at \(\d, 1\)"),
    (of_words, word(2.5), Y, {}, InputError, r"2.5 at \(\d, 1\) is no word's number"),
    # Nothing, or not enough.
    (made, X[:0], Y[:0], {}, InputError, "x is empty"),
    (made, [], [], {}, InputError, "x is empty"),
    (made, None, Y, {}, InputError, "x is None"),
    (made, X, None, {}, UsageError, "there are no labels"),
    (of_steps, X[:, :0], Y, {}, ShapeError, r"\(10, 0, 3\): its samples are empty"),
    (of_words, WORDS[:, :0], Y, {}, ShapeError, r"\(10, 0\): its samples are empty"),
    # What are no numbers.
    (made, NAN, Y, {}, InputError, r"x has nan at \(3, 2, 1\): expected finite numbers"),
    (made, INF, Y, {}, InputError, r"x has -inf at \(0, 1, 2\)"),
    (made, X * 1e300, Y, {}, InputError, "lstm: the input has numbers too large for float32"),
    (made, X, Y * np.nan, {}, InputError, r"y has nan at \(0, 0\)"),
    (made, X, Y, {"sample_weight": np.full(10, np.nan)}, InputError, "sample_weight has nan"),
    (made, [["a"]] * 10, Y, {}, InputError, "x holds <U1: expected numbers"),
    (made, [[1, 2], [3]] * 5, Y, {}, InputError, "pad_sequences makes sequences equally long"),
    (made, X + 1j, Y, {}, InputError, "x holds complex128"),
    # Labels in the wrong form.
    (made, X, LABELS, {}, ShapeError, "one-hot .*: use to_categorical, or sparse_categorical"),
    (made, X, LABELS[:, None], {}, ShapeError, "use to_categorical"),
    (made, X, np.eye(3)[LABELS], {}, ShapeError, r"labels have .* \(10, 3\), expected \(10, 2\)"),
    (made, X, 3 * Y, {}, InputError, r"labels from 0.0 to 3.0: expected 0 to 1"),
    (sparse, X, Y, {}, ShapeError, ": use categorical_crossentropy"),
    (sparse, X, LABELS + 1, {}, InputError, r"label 2 at \(1,\): expected whole .* 0 to 1"),
    (sparse, X, LABELS / 2, {}, InputError, r"label 0.5 at \(1,\)"),
    (of_bits, X, 2 * LABELS - 1, {}, InputError, "labels from -1 to 1: expected 0 to 1"),
    (of_bits, X, Y, {}, ShapeError, r"labels have shape \(10, 2\), expected \(10, 1\)"),
    (of_steps, X, Y, {}, ShapeError, r"labels have shape \(10, 2\), expected \(10, 4, 2\)"),
    # Options that make no sense.
    (made, X, Y, {"batch_size": 0}, UsageError, "batch_size is 0: expected a whole number from 1"),
    (made, X, Y, {"batch_size": 2.5}, UsageError, "batch_size is 2.5"),
    (made, X, Y, {"epochs": -1}, UsageError, "epochs is -1: expected a whole number from 0"),
    (made, X, Y, {"epochs": 1.5}, UsageError, "epochs is 1.5"),
    (made, X, Y, {"validation_split": 1.0}, UsageError, "it leaves 0 to train with"),
    (made, X, Y, {"validation_split": "0.1"}, UsageError, "validation_split is '0.1': expected"),
    (made, X, Y, {"validation_split": 1.5}, UsageError, "validation_split is 1.5: .* from 0 to 1"),
    (made, X, Y, {"validation_split": float("nan")}, UsageError, "validation_split is nan"),
    (made, iter(X), Y, {}, UsageError, "x is a .*terator, whose batches .*: expected no y beside"),
    (made, X, iter(Y), {}, InputError, "y is a .*terator: expected an array with a row for each"),
    (made, {"x": X}, Y, {}, InputError, "x is a dict: expected an array"),
    (made, X, Y, {"callbacks": ["early"]}, UsageError, "callbacks has 'early': expected callbacks"),
    (made, X, Y, {"validation_data": X}, UsageError, r"got ndarray, expected \(x, y\) or"),
    (made, X, Y, {"validation_data": (X,)}, UsageError, "got 1 part"),
    (made, X, Y, {"class_weight": [1, 2]}, UsageError, "expected a weight from 0 for each class"),
    (made, X, Y, {"class_weight": {0: -1.0}}, UsageError, "expected a weight from 0"),
    (made, X, Y, {"truncate": 2}, UsageError, "needs a label for each of the 4 steps"),
    (of_steps, X, np.repeat(Y[:, None], 4, 1), {"truncate": 0}, UsageError, "truncate is 0"),
]  # fmt: skip


@pytest.mark.parametrize("make, x, y, options, error, message", FITS)
def test_one_clear_error_and_nothing_has_changed(make, x, y, options, error, message):
    model = make()
    before = model.get_weights()
    with unchecked(), pytest.raises(error, match=message):
        model.fit(x, y, verbose=0, **options)
    assert all(map(np.array_equal, before, model.get_weights()))


@pytest.mark.parametrize(
    "x, message",
    [
        (X[:0], "x is empty"),
        (NAN, r"x has nan at \(3, 2, 1\)"),
        (X[..., :1], r"expected \(batch, 4, 3\)"),
        (X * 1e300, "too large for float32"),
        (None, "x is None"),
        (1.0, "x is one number"),
        ("hello", "x holds"),
    ],
    ids=str,
)
def test_predict_refuses_the_same(x, message):
    with pytest.raises(XlrnnError, match=message):
        made().predict(x)


def test_numbers_too_large_for_float32_are_none_for_float64():
    layers = [nn.LSTM(3, dtype="float64"), nn.Dense(2, dtype="float64")]
    model = nn.Sequential([nn.Input((4, 3)), *layers])
    assert np.isfinite(model.predict(X * 1e300)).all()


@pytest.mark.parametrize(
    "given, message",
    [
        ({"metrics": "accuracy"}, r"metrics is 'accuracy': expected a list"),
        ({"metrics": ["acuracy"]}, "metric 'acuracy' is unknown: expected one of accuracy"),
        ({"metrics": [max]}, "metric <built-in function max> is unknown: expected one of"),
        ({"weighted_metrics": ["acuracy"]}, "metric 'acuracy' is unknown"),
        ({"loss": "mean"}, "loss 'mean' is unknown"),
        ({"loss": max}, "loss <built-in function max> is unknown"),
        ({"loss": ["mse", "mae"]}, "loss has 2 entries: expected one, for the one output"),
        ({"loss": nn.losses.Huber(reduction=None)}, "a model learns from one number, as with"),
        ({"loss": None}, "compile needs a loss"),
        ({"loss_weights": ["accuracy"]}, r"loss_weights is .* the third argument, as in Keras"),
        ({"loss_weights": [1, 2]}, "loss_weights has 2 entries"),
        ({"steps_per_execution": 0}, "steps_per_execution is 0: expected a whole number from 1"),
        ({"optimizer": "adan"}, "optimizer 'adan' is unknown: expected one of adagrad, adam"),
    ],
)
def test_compile_refuses_what_there_is_not_and_stays_as_it_was(given, message):
    model = made()
    with unchecked(), pytest.raises(UsageError, match=message):
        model.compile(**{"optimizer": "sgd", "loss": "mse", **given})
    assert model.loss.name == "categorical_crossentropy"
    assert type(model.optimizer).__name__ == "Adam"


def test_a_model_that_is_not_compiled_and_one_without_layers():
    with pytest.raises(UsageError, match=r"not compiled: call compile\(loss=…\) first"):
        nn.Sequential([nn.Dense(1)]).fit(X[:, 0], Y)
    with pytest.raises(UsageError, match="sequential has no layers"):
        nn.Sequential().predict(X)


def test_two_recurrent_layers_of_which_the_first_returns_one_state():
    with pytest.raises(ShapeError, match="lstm_1: the input has 2 dimensions, expected 3"):
        nn.Sequential([nn.Input((4, 3)), nn.LSTM(2), nn.LSTM(2)])


# A loss, or a gradient, that is no number.


def test_a_loss_that_becomes_nan_stops_at_the_step_and_the_weights_stay():
    model = made("mse", activation="linear")
    model.compile(nn.optimizers.SGD(1e25), "mse")
    kept = []
    note = nn.callbacks.LambdaCallback(
        on_train_batch_begin=lambda *_: kept.append(model.get_weights())
    )
    message = r"the loss, or its gradient, became (nan|inf) in epoch 1, step (\d): the weights are"
    with pytest.raises(TrainingError, match=message) as error:
        model.fit(X, 1e5 * Y, batch_size=1, shuffle=False, verbose=0, callbacks=[note])
    step = int(str(error.value).partition("step ")[2][0])
    assert step == len(kept)
    assert all(map(np.array_equal, kept[-1], model.get_weights()))
    assert all(np.isfinite(weight).all() for weight in model.get_weights())


def test_a_gradient_that_is_not_finite_does_not_spoil_the_weights(monkeypatch):
    """The loss is a number still, and its gradient explodes: what comes before NaN."""
    model = made()
    before = model.get_weights()
    backward = nn.LSTM.backward

    def exploding(self, dy, d_last=()):
        dx = backward(self, dy, d_last)
        self.kernel.grad[0, 0] = np.inf
        return dx

    monkeypatch.setattr(nn.LSTM, "backward", exploding)
    with pytest.raises(TrainingError, match=r"its gradient, became nan in epoch 1, step 1"):
        model.fit(X, Y, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_a_large_gradient_is_no_infinite_one(monkeypatch):
    """Its square is beyond float32, and still it is a number."""
    model = made()
    model.compile(nn.optimizers.SGD(0.1, global_clipnorm=1.0), "categorical_crossentropy")
    backward = nn.LSTM.backward

    def large(self, dy, d_last=()):
        dx = backward(self, dy, d_last)
        self.bias.grad[0] = 3e18
        return dx

    monkeypatch.setattr(nn.LSTM, "backward", large)
    assert np.isfinite(model.fit(X, Y, verbose=0).history["loss"][0])


def test_a_model_that_is_spoiled_is_not_saved_over_a_good_one(tmp_path):
    model = made()
    model.save(tmp_path / "model.npz")
    before = (tmp_path / "model.npz").read_bytes()
    model.layers[0].kernel.value[0, 0] = np.nan
    with pytest.raises(TrainingError, match="lstm: kernel is no longer finite, so it is not saved"):
        model.save(tmp_path / "model.npz")
    assert (tmp_path / "model.npz").read_bytes() == before


# Options of layers.


@pytest.mark.parametrize(
    "kind, options, message",
    [
        (
            nn.LSTM,
            {"recurrent_constraint": "x"},
            "recurrent_constraint is 'x', and we have no",
        ),
        (nn.LSTM, {"recurrent_dropout": 1.0}, "recurrent_dropout is 1.0: expected a number from 0"),
        (nn.Dense, {"activity_regularizer": "l2"}, "Dense: activity_regularizer is 'l2'"),
        (nn.GRU, {"retrun_sequences": True}, "no option retrun_sequences: did you mean return_se"),
        (nn.GRU, {"retrun_sequences": False}, "did you mean return_sequences"),
        (nn.Dense, {"zzz": 1}, "Dense has no option zzz$"),
        (nn.LSTM, {"dropout": 1.0}, "dropout is 1.0: expected a number from 0 up to but not 1"),
        (nn.LSTM, {"activation": nn.ReLU()}, "activation is a layer, ReLU: expected a function"),
        (nn.LSTM, {"dtype": "float16"}, "dtype is 'float16': expected float32 or float64"),
    ],
)
def test_options_that_a_layer_has_not(kind, options, message):
    with pytest.raises(UsageError, match=message):
        kind(3, **options)


def test_options_of_keras_that_change_nothing_are_taken():
    layer = nn.LSTM(3, recurrent_dropout=0.0, unroll=True, implementation=2, use_cudnn="auto",
                    kernel_regularizer=None, recurrent_constraint=None)  # fmt: skip
    assert layer(X).shape == (10, 3)
