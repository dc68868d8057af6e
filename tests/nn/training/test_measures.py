"""What `compile` is given and `fit` and `evaluate` report: names, numbers, weights, masks."""

import csv

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import callbacks, losses, metrics

ONE_WAY = True

X = np.array([[1.0], [1.0], [-1.0], [-1.0]])
Y = np.ones((4, 1))
HELD_OUT = (np.array([[5.0], [-5.0]]), np.array([[1.0], [0.0]]))


def made(loss="mse", kernel=1.0, **options):
    """Return a sigmoid of x, which does not learn."""
    dense = nn.Dense(1, activation="sigmoid", use_bias=False, trainable=False)
    model = nn.Sequential([nn.Input((1,)), dense])
    model.compile("sgd", loss, **options)
    dense.set_weights([np.full((1, 1), kernel)])
    return model


# What is counted, and when it begins again.


@pytest.mark.parametrize("metric", [
    metrics.BinaryAccuracy(), "binary_accuracy", metrics.binary_accuracy])  # fmt: skip
def test_validation_and_evaluation_count_for_themselves(metric):
    model = made(metrics=[metric])
    history = model.fit(X, Y, epochs=2, validation_data=HELD_OUT, verbose=0).history
    assert history["binary_accuracy"] == [0.5, 0.5]
    assert history["val_binary_accuracy"] == [1.0, 1.0]
    assert model.evaluate(*HELD_OUT)[1] == 1
    assert model.evaluate(X, Y)[1] == model.train_on_batch(X, Y)[1] == 0.5


@pytest.mark.parametrize("kind", [
    metrics.Precision, metrics.AUC, metrics.TruePositives, metrics.F1Score,
    metrics.MeanSquaredError, metrics.R2Score, metrics.RootMeanSquaredError])  # fmt: skip
def test_no_metric_carries_anything_over(kind):
    shared, fresh = kind(name="it"), made(metrics=[kind(name="it")])
    expected = fresh.evaluate(*HELD_OUT, return_dict=True)
    for _ in range(2):  # an object may be in two models
        model = made(metrics=[shared])
        told = model.fit(X, 1 - Y, validation_data=HELD_OUT, verbose=0).history
        assert told["val_it"] == [expected["it"]]
        assert model.test_on_batch(*HELD_OUT, return_dict=True) == expected
        assert model.metrics[1] is shared
        assert shared.result() == expected["it"]


# Names, and several numbers.


def test_metrics_of_one_name_are_told_apart_as_in_keras():
    model = made(
        metrics=[metrics.Precision(), metrics.Precision(thresholds=0.8), "accuracy", "mse"],
        weighted_metrics=["accuracy", metrics.Recall(name="accuracy"), "mae"],
    )
    names = ["loss", "precision", "precision_1", "accuracy", "mse", "weighted_accuracy",
             "weighted_accuracy_1", "mae"]  # fmt: skip
    assert model.metrics_names == names
    told = model.fit(X, Y, validation_data=(X, Y), verbose=0).history
    assert list(told) == [*names, *(f"val_{name}" for name in names)]
    values = model.evaluate(X, Y)
    assert dict(zip(names, values, strict=True)) == model.evaluate(X, Y, return_dict=True)
    assert (told["precision"], told["precision_1"]) == ([1.0], [0.0])
    assert [type(each).__name__ for each in model.metrics][:3] == ["Mean", "Precision", "Precision"]


def test_no_metric_takes_the_place_of_the_loss_or_of_another():
    options = ["loss", "p", "p", "p_1"]
    model = made(metrics=[metrics.MeanSquaredError(name=name) for name in options])
    assert model.metrics_names == ["loss", "loss_1", "p", "p_1", "p_1_1"]


def test_a_metric_of_several_numbers(tmp_path, capsys):
    model = made(metrics=[metrics.Precision(thresholds=[0.5, 0.8]), metrics.F1Score()])
    log = callbacks.CSVLogger(tmp_path / "log.csv")
    history = model.fit(X, Y, epochs=2, verbose=2, callbacks=[log]).history
    assert [each.tolist() for each in history["precision"]] == [[1.0, 0.0]] * 2
    assert model.evaluate(X, Y)[1].tolist() == [1.0, 0.0]
    assert "precision [1.0000 0.0000]" in capsys.readouterr().out
    with (tmp_path / "log.csv").open(newline="") as file:
        assert [row["precision"] for row in csv.DictReader(file)] == ['"[1.0, 0.0]"'] * 2


@pytest.mark.parametrize(
    "given", [["mse"], ("mse",), [["mse"]], {"dense": ["mse"]}, {"dense": "mse"}]
)
def test_metrics_in_lists_and_by_the_outputs_name(given):
    assert made(metrics=given).metrics_names == ["loss", "mse"]


def test_before_compile_and_before_data():
    model = nn.Sequential([nn.Dense(1)])
    assert model.metrics == model.metrics_names == []
    model.compile("sgd", "mse", metrics=["acc"])
    assert model.metrics_names == ["loss", "acc"]


# Which way is better.


@pytest.mark.parametrize("metric, values, best", [
    (metrics.AUC(name="area"), [0.5, 0.9, 0.7], 1),
    (metrics.R2Score(name="area"), [0.5, 0.9, 0.7], 1),
    (metrics.MeanSquaredError(name="area"), [0.5, 0.3, 0.7], 1),
    (metrics.RootMeanSquaredError(name="recall"), [0.5, 0.3, 0.7], 1),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"])
def test_the_metric_says_which_way_is_better(tmp_path, kind, metric, values, best):
    model = made(metrics=[metric])
    model.evaluate(X, Y)
    name = f"val_{metric.name}"
    given = {"ModelCheckpoint": {"filepath": tmp_path / "m.npz", "save_best_only": True}}
    callback = getattr(callbacks, kind)(monitor=name, **given.get(kind, {}))
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {name: value})
    assert callback.monitor.best == values[best]


def test_early_stopping_keeps_the_epoch_of_the_largest_area():
    stop = callbacks.EarlyStopping("val_area", patience=9, restore_best_weights=True)
    model = nn.Sequential([nn.Input((1,)), nn.Dense(1, activation="sigmoid", use_bias=False)])
    model.compile(nn.optimizers.SGD(2.0), "mse", metrics=[metrics.AUC(name="area")])
    model.layers[0].set_weights([np.ones((1, 1))])
    x, y = np.array([[1.0], [-1.0]]), np.array([[0.0], [1.0]])  # learns the contrary
    history = model.fit(x, y, epochs=6, validation_data=HELD_OUT, verbose=0, callbacks=[stop])
    areas = history.history["val_area"]
    assert (areas[0], areas[-1], stop.best_epoch) == (1.0, 0.0, 0)
    assert model.evaluate(*HELD_OUT)[1] == 1.0


def test_numbered_names_and_counts_whose_better_side_nobody_knows():
    model = made(metrics=[metrics.MeanSquaredError(name="a"), metrics.AUC(name="a"),
                          metrics.FalsePositives(name="wrong")])  # fmt: skip
    model.evaluate(X, Y)
    told = [model.measures.direction(name) for name in ("val_a", "a_1", "wrong", "loss", "none")]
    assert told == ["down", "up", None, "down", None]
    stop = callbacks.EarlyStopping("val_wrong")
    message = "cannot tell whether it should be large or small: say mode='max' or mode='min'"
    with pytest.raises(UsageError, match=message):
        model.fit(X, Y, validation_data=HELD_OUT, verbose=0, callbacks=[stop])
    stop = callbacks.EarlyStopping("val_wrong", mode="min")
    model.fit(X, Y, validation_data=HELD_OUT, verbose=0, callbacks=[stop])


def test_several_numbers_cannot_be_watched():
    model = made(metrics=[metrics.Precision(thresholds=[0.5, 0.8])])
    stop = callbacks.EarlyStopping("precision")
    with pytest.raises(UsageError, match="monitors 'precision', which is 2 numbers: expected one"):
        model.fit(X, Y, verbose=0, callbacks=[stop])


# Labels and weights.


@pytest.mark.parametrize("y", [Y, Y[:, 0]], ids=["(n, 1)", "(n,)"])
@pytest.mark.parametrize("shape", [(4,), (4, 1)])
def test_weights_of_samples_in_a_column(y, shape):
    weight = np.array([1.0, 2.0, 0.0, 4.0])
    expected = made(weighted_metrics=["accuracy"]).evaluate(X, Y, sample_weight=weight)
    model = made(weighted_metrics=["accuracy"])
    given = weight.reshape(shape)
    assert model.evaluate(X, y, sample_weight=given) == expected
    assert model.train_on_batch(X, y, given) == expected
    assert model.fit(X, y, sample_weight=given, verbose=0).history["accuracy"] == expected[1:]
    by_class = model.train_on_batch(X, y, given, class_weight={1: 3.0})
    assert by_class == pytest.approx([3 * expected[0], expected[1]])
    assert expected[1] == pytest.approx(3 / 7)


@pytest.mark.parametrize("shape", [(4, 2), (1, 4), (4, 1, 2)])
def test_weights_that_do_not_fit_change_nothing(shape):
    model = made(metrics=["mse"])
    model.layers[0].trainable = True
    before = model.get_weights()
    with pytest.raises((ShapeError, UsageError), match=r"sample_weight"):
        model.fit(X, Y, sample_weight=np.ones(shape), verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_metrics_ignore_weights_and_weighted_metrics_do_not():
    kinds = [metrics.BinaryAccuracy, metrics.Precision, metrics.AUC, metrics.MeanSquaredError]
    model = made(metrics=[kind() for kind in kinds], weighted_metrics=[kind() for kind in kinds])
    y, weight = np.array([[1.0], [0.0], [1.0], [0.0]]), np.array([1.0, 3.0, 2.0, 0.0])
    told = model.evaluate(X, y, sample_weight=weight, return_dict=True)
    plain = model.evaluate(X, y, return_dict=True)
    for kind in kinds:
        metric = kind()
        p = model.predict(X)
        assert told[metric.name] == plain[metric.name] == metric(y, p)
        metric.reset_state()
        assert told[f"weighted_{metric.name}"] == metric(y, p, weight) != plain[metric.name]


def test_metrics_judge_the_labels_and_not_what_the_loss_makes_of_them():
    loss = losses.BinaryCrossentropy(label_smoothing=0.2)
    model = made(loss, metrics=["accuracy", "mse", metrics.Precision()])
    y = np.array([[1.0], [0.0], [1.0], [0.0]])
    told = model.fit(X, y, verbose=0, class_weight={0: 2.0}).history
    p = model.predict(X)
    assert told["accuracy"] == [0.5]
    assert told["precision"] == [0.5]
    assert told["mse"][0] == pytest.approx(np.mean((p - y) ** 2))


def test_metrics_that_cannot_judge_the_labels_are_refused_before_anything_is_learned():
    model = nn.Sequential([nn.Input((1,)), nn.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["mse"])
    before = model.get_weights()
    with pytest.raises(ShapeError, match=r"mse|mean_squared_error: the labels have shape \(4,\)"):
        model.fit(X, np.arange(4) % 3, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_masked_steps_count_neither_in_training_nor_in_evaluation():
    """Keras on JAX counts them in training alone, on its other backends nowhere."""
    x, y = np.array([[1, 2, 0, 0], [3, 4, 5, 0]]), np.array([[0, 1, 0, 0], [1, 1, 0, 0]])
    layers = [nn.Embedding(9, 3, mask_zero=True), nn.GRU(3, return_sequences=True),
              nn.Dense(2, activation="softmax")]  # fmt: skip
    model = nn.Sequential([nn.Input((4,)), *layers])
    names = ["accuracy", "sparse_categorical_crossentropy"]
    model.compile(nn.optimizers.SGD(0.0), names[1], metrics=names, weighted_metrics=names)
    right, counts = model.predict(x).argmax(-1) == y, x > 0
    weight = np.array([[1.0, 2.0, 1.0, 1.0], [0.0, 1.0, 3.0, 1.0]])
    for given in (None, weight, weight[:, 0]):
        told = model.evaluate(x, y, sample_weight=given, return_dict=True)
        fitted = model.fit(x, y, sample_weight=given, verbose=0).history
        assert {name: [value] for name, value in told.items()} == fitted
        w = counts * (1.0 if given is None else given.reshape(2, -1))
        assert told["accuracy"] == pytest.approx(right[counts].mean())
        assert told["weighted_accuracy"] == pytest.approx((right * w).sum() / w.sum())
        assert told[names[1]] == pytest.approx(model.evaluate(x, y)[0], rel=1e-6)


def test_a_class_that_is_ignored_and_a_mask():
    x, y = np.array([[1, 2, 3, 0], [3, 4, 5, 6]]), np.array([[0, 1, 9, 0], [1, 9, 0, 1]])
    layers = [nn.Embedding(9, 3, mask_zero=True), nn.GRU(3, return_sequences=True),
              nn.Dense(2, activation="softmax")]  # fmt: skip
    model = nn.Sequential([nn.Input((4,)), *layers])
    model.compile("sgd", losses.SparseCategoricalCrossentropy(ignore_class=9))
    counts = (x > 0) & (y != 9)
    p = np.take_along_axis(model.predict(x), np.where(y == 9, 0, y)[..., None], -1)[..., 0]
    assert model.evaluate(x, y) == pytest.approx(-np.log(p)[counts].mean(), rel=1e-5)
    assert nn.gradcheck(model, x, y).passed


# The loss.


@pytest.mark.parametrize("loss, p", [
    (losses.BinaryCrossentropy(from_logits=True), "sigmoid"),
    (losses.CategoricalCrossentropy(from_logits=True), "softmax"),
])  # fmt: skip
def test_what_is_said_to_be_logits_is_taken_for_logits(loss, p):
    """As in Keras on JAX, even where an activation made probabilities of it."""
    model = nn.Sequential([nn.Input((1,)), nn.Dense(2, activation=p)])
    model.compile("sgd", loss)
    y = np.eye(2)[[0, 1, 1, 1]]
    assert model.evaluate(X, y) == pytest.approx(loss(y, model.predict(X)), rel=1e-6)
    assert nn.gradcheck(model, X, y).passed


@pytest.mark.parametrize("given", [2.0, 2, [2.0], {"dense": 2.0}])
def test_the_loss_is_multiplied_with_its_weight(given):
    plain, weighted = made(), made(loss_weights=given)
    assert weighted.evaluate(X, Y) == pytest.approx(2 * plain.evaluate(X, Y), rel=1e-6)
    for model in (plain, weighted):
        model.layers[0].trainable = True
        model.train_on_batch(X, Y)
    moved = [1 - model.get_weights()[0][0, 0] for model in (plain, weighted)]
    assert moved[1] == pytest.approx(2 * moved[0], rel=1e-4)


@pytest.mark.parametrize("loss", [
    losses.MeanSquaredError(reduction="sum"), losses.Huber(0.1, "mean_with_sample_weight"),
    losses.CategoricalCrossentropy(axis=1), losses.BinaryCrossentropy(axis=1),
    losses.CosineSimilarity(axis=1), losses.Hinge(), losses.KLDivergence(), losses.Poisson(),
    losses.LogCosh(), losses.MeanSquaredLogarithmicError(),
])  # fmt: skip
def test_gradients_of_reductions_axes_and_kinds(loss):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(3, 4, 2)), np.eye(4)[rng.integers(4, size=(3, 5))].swapaxes(1, 2)
    model = nn.Sequential([nn.Input((4, 2)), nn.GRU(3, return_sequences=True),
                           nn.Dense(5, activation="sigmoid")])  # fmt: skip
    weight = rng.random(3) if loss.axis == -1 else None
    assert nn.gradcheck(model, x, y, loss=loss, sample_weight=weight).passed


def test_what_keras_takes_to_calculate_faster_changes_nothing():
    given = {"run_eagerly": True, "jit_compile": False, "steps_per_execution": 3,
             "auto_scale_loss": False}  # fmt: skip
    assert made(**given).evaluate(X, Y) == made().evaluate(X, Y)
    model = nn.Sequential([nn.Input((1,)), nn.Dense(1)])
    model.compile("sgd", "mse", None, ["mae"], ["mse"], False, 1, "auto", True)  # Keras' order
    assert model.metrics_names == ["loss", "mae", "mse"]


# A file.


def test_how_it_was_compiled_comes_back(tmp_path):
    model = made(
        losses.BinaryCrossentropy(label_smoothing=0.1, reduction="sum", name="mine"),
        loss_weights=0.5,
        metrics=["accuracy", metrics.AUC(name="area"), metrics.Precision(thresholds=0.999),
                 metrics.mean_squared_error, metrics.Recall, losses.huber],
        weighted_metrics=[metrics.Precision(thresholds=[0.5, 0.8])],
    )  # fmt: skip
    weight = np.array([1.0, 2.0, 0.5, 4.0])
    expected = model.evaluate(X, Y, sample_weight=weight, return_dict=True)
    model.save(tmp_path / "model.npz")
    again = nn.load_model(tmp_path / "model.npz")
    assert again.get_compile_config() == model.get_compile_config()
    told = again.evaluate(X, Y, sample_weight=weight, return_dict=True)
    assert told.keys() == expected.keys()
    for name, value in expected.items():
        assert np.array_equal(told[name], value)


def test_a_file_of_before_is_read():
    model = made()
    with unchecked():
        model.compile(
            {"class_name": "SGD", "config": {"learning_rate": 0.1}},
            {"class_name": "BinaryCrossentropy",
             "config": {"from_logits": False, "label_smoothing": 0.1}},
            metrics=["accuracy", "precision"],
        )  # fmt: skip
    assert model.loss.label_smoothing == 0.1
    assert model.metrics_names == ["loss", "accuracy", "precision"]


@pytest.mark.parametrize("shape", [(3,), (3, 1), (3, 5)])
def test_weights_of_samples_go_into_every_window(shape):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(3, 5, 2)), rng.normal(size=(3, 5, 1))
    weight = np.array([1.0, 2.0, 0.5])
    given = np.repeat(weight[:, None], 5, axis=1) if shape == (3, 5) else weight.reshape(shape)
    model = nn.Sequential([nn.Input((5, 2)), nn.GRU(3, return_sequences=True), nn.Dense(1)])
    model.compile(nn.optimizers.SGD(0.0), "mse", weighted_metrics=["mse"])
    told = model.fit(x, y, sample_weight=given, truncate=2, verbose=0).history
    squares = ((model.predict(x) - y) ** 2)[..., 0] * weight[:, None]
    windows = [squares[:, part].mean() for part in (slice(2), slice(2, 4), slice(4, None))]
    assert told["loss"][0] == pytest.approx(np.mean(windows), rel=1e-5)
    each = [3 * window for window in windows]
    assert told["mse"][0] == pytest.approx(sum(each) / (3 * weight.sum()), rel=1e-5)
