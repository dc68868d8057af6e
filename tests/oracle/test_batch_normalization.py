"""Batch normalization in training: against Keras and PyTorch, with what it keeps of the batches."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.interop import from_torch, to_torch

RNG = np.random.default_rng(4)
SHAPES = [(6, 3), (4, 5, 3), (2, 3, 4, 2), (2, 1), (1, 2, 1)]
MASK = np.array([[1, 0, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 1, 0, 0], [0, 1, 0, 1, 1]], bool)


def ours(options, x):
    layer = nn.BatchNormalization(dtype="float64", **options)
    layer.build((None, *x.shape[1:]))
    rng = np.random.default_rng(1)
    layer.set_weights([rng.uniform(0.5, 1.5, size=w.shape) for w in layer.weights])
    return layer


def of_keras(keras, layer, options, x, probe, mask, steps):
    import torch

    from tests.oracle.keras_layers import in_format

    with in_format("float64"):
        theirs = keras.layers.BatchNormalization(dtype="float64", **options)
        theirs.build(x.shape)
        for variable, weight in zip(theirs.weights, layer.get_weights(), strict=True):
            variable.assign(weight)
        x = torch.tensor(x, requires_grad=True)
        given = {} if mask is None else {"mask": torch.tensor(mask)}
        for _ in range(steps):
            y = theirs(x, training=True, **given)
        (y * torch.tensor(probe)).sum().backward()
        grads = [v.value.grad.numpy() for v in theirs.trainable_variables]
        return y.detach().numpy(), x.grad.numpy(), grads, [np.asarray(w) for w in theirs.weights]


def near(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


@pytest.mark.parametrize("options", [{}, {"scale": False, "momentum": 0.8},
                                     {"center": False, "epsilon": 0.1}])  # fmt: skip
@pytest.mark.parametrize(
    "shape, mask", [*((shape, None) for shape in SHAPES), ((*MASK.shape, 3), MASK)], ids=str
)
def test_a_batch_is_normalized_and_kept_as_in_keras(keras, shape, mask, options):
    if shape in ((2, 1), (1, 2, 1)):
        options = {**options, "epsilon": 0.5}
    x, probe = RNG.normal(1, 2, size=shape), RNG.normal(size=shape)
    layer = ours(options, x)
    expected = of_keras(keras, layer, options, x, probe, mask, steps=2)
    for _ in range(2):
        y = layer(x, training=True, mask=mask)
    dx = layer.backward(probe)
    near(y, expected[0])
    near(dx, expected[1])
    for weight, grad in zip(layer.trainable_weights, expected[2], strict=True):
        near(weight.grad, grad)
    for weight, theirs in zip(layer.get_weights(), expected[3], strict=True):
        near(weight, theirs)


def test_slopes_in_training_are_differences_of_the_output():
    x, probe = RNG.normal(size=(4, 5, 3)), RNG.normal(size=(4, 5, 3))
    for mask in (None, MASK):
        layer = ours({}, x)
        layer(x, training=True, mask=mask)
        dx, direction = np.array(layer.backward(probe)), RNG.normal(size=x.shape)
        up, down = (
            np.vdot(layer(x + step * direction, training=True, mask=mask), probe)
            for step in (1e-5, -1e-5)
        )
        assert abs((up - down) / 2e-5 - np.vdot(dx, direction)) < 1e-7


def test_a_batch_is_normalized_as_by_pytorch_and_its_weights_go_both_ways(torch):
    x = RNG.normal(size=(6, 3))
    theirs = torch.nn.BatchNorm1d(3, eps=1e-3, momentum=0.1).double()
    layer = ours({"momentum": 0.9}, x)
    from_torch(theirs, layer)
    near(layer(x, training=True), theirs(torch.tensor(x)).detach().numpy())
    near(layer.moving_mean.numpy(), theirs.running_mean.numpy())
    unbiased = (layer.moving_variance.numpy() - 0.9) * 6 / 5 + 0.9  # PyTorch keeps n / (n − 1)
    near(unbiased, theirs.running_var.numpy())
    state = {name: torch.tensor(array) for name, array in to_torch(layer).items()}
    theirs.load_state_dict(state, strict=False)
    near(layer(x), theirs.eval()(torch.tensor(x)).detach().numpy())


def test_what_is_frozen_takes_the_moving_averages_and_leaves_them():
    x = RNG.normal(3, 2, size=(5, 2))
    layer = ours({"trainable": False}, x)
    before = layer.get_weights()
    np.testing.assert_array_equal(layer(x, training=True), layer(x))
    assert all(map(np.array_equal, before, layer.get_weights()))
    layer.trainable = True
    assert [w.name for w in layer.trainable_weights] == ["gamma", "beta"]
    assert [w.name for w in layer.non_trainable_weights] == ["moving_mean", "moving_variance"]
    assert np.abs(layer(x, training=True) - layer(x)).max() > 0.1


def test_training_learns_what_keras_learns(keras):
    from tests.oracle.keras_layers import in_format

    x, y = RNG.normal(2, 3, size=(12, 4, 3)), RNG.normal(size=(12, 1))
    with in_format("float64"):
        models = [
            each.Sequential([
                each.layers.Input((4, 3)), each.layers.BatchNormalization(dtype="float64"),
                each.layers.Flatten(dtype="float64"), each.layers.Dense(5, dtype="float64"),
                each.layers.BatchNormalization(momentum=0.7, dtype="float64"),
                each.layers.Dense(1, dtype="float64"),
            ]) for each in (nn, keras)
        ]  # fmt: skip
        models[1].set_weights(models[0].get_weights())
        losses = []
        for model in models:
            model.compile("sgd", "mse")
            told = model.fit(x, y, batch_size=4, epochs=3, shuffle=False, verbose=0)
            losses.append([*told.history["loss"], float(model.evaluate(x, y, verbose=0))])
    near(*losses)
    for found, expected in zip(*(model.weights for model in models), strict=True):
        np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-9, atol=1e-12)
