"""Optimizers and schedules against Keras 3: ten steps, every option, limits, both formats."""

import numpy as np
import pytest

from xlrnn.nn import optimizers
from xlrnn.nn.compute import kernels
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.optimizers import schedules

STEPS = 10
SHAPES = [(4, 3), (5,), (2, 3, 1)]
WITHIN = {"float64": 1e-9, "float32": 1e-5}

OWN = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.7, "nesterov": True}),
    ("SGD", {"learning_rate": 0.1, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.02, "rho": 0.6, "epsilon": 1e-3}),
    ("RMSprop", {"learning_rate": 0.02, "momentum": 0.8}),
    ("RMSprop", {"learning_rate": 0.02, "centered": True}),
    ("RMSprop", {"learning_rate": 0.02, "centered": True, "momentum": 0.5}),
    ("Adagrad", {}),
    ("Adagrad", {"learning_rate": 0.3, "initial_accumulator_value": 0.01, "epsilon": 1e-2}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.5, "beta_2": 0.8, "epsilon": 1e-2}),
    ("Adam", {"learning_rate": 0.05, "beta_2": 0.5, "amsgrad": True}),
    ("AdamW", {}),
    ("AdamW", {"learning_rate": 0.05, "weight_decay": 0.3}),
]
RATES = {"SGD": 0.1, "RMSprop": 0.02, "Adagrad": 0.3, "Adam": 0.05, "AdamW": 0.05}
LIMITS = [{"clipvalue": 0.4}, {"clipnorm": 1.1}, {"global_clipnorm": 2.0}, {"weight_decay": 0.2},
          {"weight_decay": 0.2, "clipnorm": 1.1}]  # fmt: skip
LIMITED = [
    (name, {"learning_rate": rate, **limit}) for name, rate in RATES.items() for limit in LIMITS
]
SCHEDULES = [
    ("ExponentialDecay", (0.1, 4, 0.5), {}),
    ("ExponentialDecay", (0.1, 4, 0.5), {"staircase": True}),
    ("InverseTimeDecay", (0.1, 3, 0.7), {}),
    ("InverseTimeDecay", (0.1, 3, 0.7), {"staircase": True}),
    ("PiecewiseConstantDecay", ([3, 6], [0.1, 0.03, 0.2]), {}),
    ("PolynomialDecay", (0.1, 7), {}),
    ("PolynomialDecay", (0.1, 7, 0.02), {"power": 2.5}),
    ("PolynomialDecay", (0.1, 4, 0.02), {"cycle": True}),
    ("CosineDecay", (0.1, 8), {}),
    ("CosineDecay", (0.1, 6), {"alpha": 0.2}),
    ("CosineDecay", (0.01, 6), {"alpha": 0.2, "warmup_target": 0.1, "warmup_steps": 3}),
    ("CosineDecayRestarts", (0.1, 3), {}),
    ("CosineDecayRestarts", (0.1, 4), {"t_mul": 1.0, "m_mul": 0.5, "alpha": 0.1}),
    ("CosineDecayRestarts", (0.1, 1), {"t_mul": 3.0, "m_mul": 2.0}),
]


def drawn(seed, scale=1.0):
    """Return an array for each weight."""
    rng = np.random.default_rng(seed)
    return [scale * rng.normal(size=shape) for shape in SHAPES]


def gradients():
    """Return the gradients of each step: large and small ones, and one weight that gets none."""
    steps = [drawn(seed, 1 if seed % 2 else 0.1) for seed in range(1, STEPS + 1)]
    for step in steps:
        step[1][2] = 0
    return steps


def ours(optimizer, dtype, steps):
    """Yield our weights after each step."""
    weights = [
        Parameter(f"w_{k}", f"w_{k}", array.astype(dtype)) for k, array in enumerate(drawn(0))
    ]
    vectors = [ParameterVector(weights)]
    for step in steps:
        for weight, gradient in zip(weights, step, strict=True):
            weight.grad[...] = gradient
        optimizer.step(vectors)
        yield [weight.numpy() for weight in weights]


def theirs(keras, optimizer, steps):
    """Yield Keras' weights after each step."""
    import torch

    weights = [keras.Variable(array, dtype="float64") for array in drawn(0)]
    for step in steps:
        with torch.no_grad():
            optimizer.apply([torch.tensor(gradient) for gradient in step], weights)
        yield [np.asarray(weight.value).copy() for weight in weights]


def compare(keras, optimizer, peer):
    """Compare after each step, in both number formats and both ways to calculate."""
    steps = gradients()
    expected = list(theirs(keras, peer, steps))
    assert all(np.abs(a - b).max() > 1e-4 for a, b in zip(expected[-1], drawn(0), strict=True))
    for dtype, within in WITHIN.items():
        for way in kernels.available():
            with kernels.using(way):
                found = list(
                    ours(type(optimizer).from_config(optimizer.get_config()), dtype, steps)
                )
            for after, peers in zip(found, expected, strict=True):
                for array, other in zip(after, peers, strict=True):
                    assert array.dtype == dtype
                    np.testing.assert_allclose(array, other, rtol=within, atol=within)


@pytest.mark.parametrize("name, options", OWN + LIMITED, ids=str)
def test_an_optimizer_moves_weights_as_keras_does(keras64, name, options):
    peer = getattr(keras64.optimizers, name)(**options)
    compare(keras64, getattr(optimizers, name)(**options), peer)


@pytest.mark.parametrize("limit", LIMITS[:3], ids=str)
def test_the_limits_above_are_reached_and_not_always(limit):
    """Steps with a small gradient are not clipped, those with a large one are."""
    ((kind, most),) = limit.items()
    norms = [[np.linalg.norm(gradient) for gradient in step] for step in gradients()]
    largest = {
        "clipvalue": [max(np.abs(gradient).max() for gradient in step) for step in gradients()],
        "clipnorm": [max(step) for step in norms],
        "global_clipnorm": [np.linalg.norm(step) for step in norms],
    }[kind]
    assert min(largest) < most < max(largest)


@pytest.mark.parametrize("name, arguments, options", SCHEDULES, ids=str)
def test_a_schedule_says_what_keras_says(keras64, name, arguments, options):
    schedule = getattr(schedules, name)(*arguments, **options)
    theirs = getattr(keras64.optimizers.schedules, name)(*arguments, **options)
    rates = [schedule(step) for step in range(25)]
    expected = [float(np.asarray(theirs(step))) for step in range(25)]
    assert len(set(expected)) > 2
    np.testing.assert_allclose(rates, expected, rtol=1e-6)  # Keras counts steps in float32


@pytest.mark.parametrize("name, arguments, options", SCHEDULES, ids=str)
@pytest.mark.parametrize("optimizer", ["SGD", "AdamW"])
def test_an_optimizer_follows_a_schedule_as_keras_does(
    keras64, optimizer, name, arguments, options
):
    own = getattr(optimizers, optimizer)(getattr(schedules, name)(*arguments, **options))
    of_keras = getattr(keras64.optimizers.schedules, name)(*arguments, **options)
    compare(keras64, own, getattr(keras64.optimizers, optimizer)(of_keras))
