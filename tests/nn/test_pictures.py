"""Models of pictures: they learn, are kept, are frozen, and say what does not fit."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError

RNG = np.random.default_rng(0)


def drawn(count=120, size=8):
    """Pictures with a bright bar, and whether it lies or stands."""
    x = RNG.normal(0, 0.3, size=(count, size, size, 1))
    lies = RNG.integers(2, size=count)
    for picture, flat, at in zip(x, lies, RNG.integers(size, size=count), strict=True):
        picture[(at, slice(None)) if flat else (slice(None), at)] += 1
    return x, lies


def small(**options):
    layers = [
        nn.Input((8, 8, 1)),
        nn.Conv2D(6, 3, activation="relu", padding="same", **options),
        nn.BatchNormalization(**options),
        nn.MaxPooling2D(**options),
        nn.Conv2D(8, 3, activation="gelu", **options),
        nn.Dropout(0.1, **options),
        nn.GlobalAveragePooling2D(**options),
        nn.Dense(2, activation="softmax", **options),
    ]
    model = nn.Sequential(layers)
    model.compile(nn.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def test_they_learn_and_are_kept(tmp_path):
    nn.set_random_seed(1)
    x, y = drawn()
    model = small()
    told = model.fit(x, y, epochs=25, batch_size=20, validation_split=0.2, verbose=0).history
    assert told["loss"][-1] < 0.2 < told["loss"][0]
    assert told["val_accuracy"][-1] > 0.9
    for name in ("model.npz", "model.keras", "model"):
        model.save(tmp_path / name)
        again = nn.load_model(tmp_path / name)
        np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
    assert [row.shape for row in model.weights[:2]] == [(3, 3, 1, 6), (6,)]


def test_gradients_are_differences():
    x, y = drawn(3)
    for layers in (
        [nn.Conv2D(2, (2, 3), strides=(2, 1), activation="tanh"), nn.MaxPooling2D(2), nn.Flatten()],
        [nn.Conv2D(2, 3, padding="same"), nn.AveragePooling2D(3, padding="same"), nn.Flatten()],
        [nn.TimeDistributed(nn.Conv1D(2, 2)), nn.Conv2D(2, 2, dilation_rate=2),
         nn.GlobalAveragePooling2D()],
        [nn.Conv2D(3, 5), nn.Reshape((16, 3)), nn.GRU(2)],
    ):  # fmt: skip
        model = nn.Sequential([nn.Input((8, 8, 1)), *layers, nn.Dense(2, activation="softmax")])
        assert nn.gradcheck(model, x, y, loss="sparse_categorical_crossentropy").passed


def test_a_trace_names_what_layers_calculate():
    x, y = drawn(2)
    model = small(dtype="float64")
    trace = model.trace(x, y, gradients=True)
    assert trace["conv2d_logits"].shape == (2, 8, 8, 6)
    assert trace["conv2d_1_dlogits"].shape == (2, 2, 2, 8)
    np.testing.assert_allclose(trace["max_pooling2d_y"][1, 0, 0], np.maximum.reduce(
        trace["batch_normalization_y"][1, :2, :2].reshape(4, -1)))  # fmt: skip


def test_a_last_side_of_one_may_be_left_out_and_any_size_will_do():
    x, _ = drawn(4)
    model = small()
    np.testing.assert_array_equal(model.predict(x[..., 0], verbose=0), model.predict(x, verbose=0))
    free = nn.Sequential([nn.Conv2D(2, 3), nn.GlobalAveragePooling2D()])
    assert free.predict(x, verbose=0).shape == free.predict(x[:, :5, :6], verbose=0).shape


@pytest.mark.parametrize(
    "make, shape, message",
    [
        (lambda: nn.Conv2D(2, 3), (5, 4), "the input has 3 dimensions, expected 4: .batch, height"),
        (lambda: nn.Conv2D(2, 3), (2, 5, 1), "has 2 places, and a window spans 3: expected more"),
        (lambda: nn.Conv2D(2, 3), (5, 5, None), "with the number of features known"),
        (lambda: nn.MaxPooling2D(), (5, 4), "the input has 3 dimensions, expected 4"),
        (lambda: nn.MaxPooling2D(3), (4, 2, 1), "has 2 places, and a window spans 3"),
        (lambda: nn.GlobalAveragePooling2D(), (4, 2), "the input has 3 dimensions, expected 4"),
        (lambda: nn.MaxPooling1D(), (4, 4, 1), "expected 3: .batch, time, features"),
        (lambda: nn.MaxPooling1D(5), (4, 2), "has 4 steps, and a window spans 5"),
        (lambda: nn.Reshape((3, -1)), (4, 2), "8 numbers, and they do not fill the shape .3, -1"),
        (lambda: nn.Permute((2, 1)), (4,), "the input has 2 dimensions, expected 3"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(make, shape, message):
    with pytest.raises(ShapeError, match=message):
        nn.Sequential([nn.Input(shape), make()])


def test_of_numbers_that_are_equally_large_the_first_is_the_largest():
    layer = nn.MaxPooling1D(3, 2)
    layer(np.zeros((1, 5, 1)))
    assert layer.backward(np.array([[[1.0], [2.0]]])).ravel().tolist() == [1, 0, 2, 0, 0]
    layer = nn.MaxPooling2D(2)
    layer(np.ones((1, 2, 4, 1)))
    dx = layer.backward(np.array([[[[1.0], [2.0]]]]))
    assert dx[0, :, :, 0].tolist() == [[1, 0, 2, 0], [0, 0, 0, 0]]


def test_a_step_that_is_seen_by_two_windows_hears_both():
    layer = nn.MaxPooling1D(2, 1)
    layer(np.array([[[1.0], [5.0], [2.0]]]))
    assert layer.backward(np.array([[[1.0], [2.0]]])).ravel().tolist() == [0, 3, 0]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (nn.MaxPooling2D(2), (3, 6, 4, 2)),
        (nn.MaxPooling2D((3, 2), strides=(1, 2), padding="same"), (2, 5, 7, 3)),
        (nn.MaxPooling2D(1), (1, 1, 1, 1)),
        (nn.MaxPooling2D(2, padding="same", data_format="channels_first"), (2, 3, 5, 5)),
        (nn.MaxPooling1D(3, strides=2), (2, 9, 2)),
        (nn.MaxPooling1D(2, padding="same"), (2, 1, 4)),
    ],
)
def test_the_first_of_the_largest_gets_the_gradient(layer, shape):
    """Held to a search through each window; many numbers are equal, and one is none."""
    x = RNG.integers(0, 3, size=shape).astype(np.float32)
    x.flat[0] = np.nan if x.size > 1 else 1
    y = layer(x)
    dy = RNG.normal(size=y.shape).astype(np.float32)
    layer.needs_input_gradient = True
    dx = layer.backward(dy)
    expected_y, expected_dx = np.empty(y.shape), np.zeros(x.shape)
    last = layer.channels_last
    for at in np.ndindex(last(y).shape):
        sample, *window, feature = at
        sides = [w.seen_inside(side)[i] for w, side, i in
                 zip(layer.windows, last(x).shape[1:-1], window, strict=True)]  # fmt: skip
        seen = last(x)[np.ix_([sample], *sides, [feature])]
        last(expected_y)[at] = seen.max()
        if not np.isnan(seen.max()):
            first = np.unravel_index(seen.argmax(), seen.shape)[1:-1]
            place = [side[i] for side, i in zip(sides, first, strict=True)]
            last(expected_dx)[(sample, *place, feature)] += last(dy)[at]
    np.testing.assert_array_equal(y, expected_y)
    np.testing.assert_allclose(dx, expected_dx, rtol=1e-6, atol=1e-6)
