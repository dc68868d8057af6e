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
