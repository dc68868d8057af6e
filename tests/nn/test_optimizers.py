"""What an optimizer refuses, how it is read and set, and gradients beyond their own squares."""

import copy
import json

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.nn import optimizers
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop, schedules
from xlrnn.nn.optimizers.adam import adam_step
from xlrnn.nn.optimizers.clipping import norm

ALL = [SGD, RMSprop, Adagrad, Adam, AdamW]
NAN = float("nan")

REFUSED = [
    (SGD, {"momentum": 2}, "SGD: momentum is 2: expected a number from 0 to 1"),
    (SGD, {"momentum": -0.1}, "momentum is -0.1"),
    (SGD, {"momentum": None}, "momentum is None"),
    (SGD, {"nesterov": "no"}, "SGD: nesterov is 'no': expected True or False"),
    (RMSprop, {"momentum": 1.5}, "RMSprop: momentum is 1.5"),
    (RMSprop, {"rho": 1.1}, "rho is 1.1: expected a number from 0 to 1"),
    (RMSprop, {"epsilon": -1e-7}, "epsilon is -1e-07: expected a number from 0"),
    (RMSprop, {"centered": 2}, "centered is 2: expected True or False"),
    (Adagrad, {"initial_accumulator_value": -1.0}, "initial_accumulator_value is -1.0"),
    (Adagrad, {"epsilon": NAN}, "epsilon is nan"),
    (Adam, {"beta_1": 1.0}, "Adam: beta_1 is 1.0: expected a number from 0 up to but not 1"),
    (Adam, {"beta_2": 1}, "beta_2 is 1"),
    (Adam, {"epsilon": "1e-7"}, "epsilon is '1e-7'"),
    (Adam, {"amsgrad": "on"}, "amsgrad is 'on': expected True or False"),
    (AdamW, {"weight_decay": None}, "AdamW: weight_decay is None: expected a number from 0"),
    (AdamW, {"beta_1": -1}, "AdamW: beta_1 is -1"),
]  # fmt: skip
OF_ALL = [
    ({"learning_rate": -1.0}, "learning_rate is -1.0: expected a number from 0, or a schedule"),
    ({"learning_rate": NAN}, "learning_rate is nan"),
    ({"learning_rate": float("inf")}, "learning_rate is inf"),
    ({"learning_rate": "fast"}, "learning_rate is 'fast'"),
    ({"learning_rate": True}, "learning_rate is True"),
    ({"learning_rate": None}, "learning_rate is None"),
    ({"weight_decay": -0.1}, "weight_decay is -0.1: expected a number from 0"),
    ({"clipnorm": 0}, "clipnorm is 0: expected a number above 0"),
    ({"clipnorm": "1"}, "clipnorm is '1'"),
    ({"clipvalue": -1.0}, "clipvalue is -1.0"),
    ({"global_clipnorm": NAN}, "global_clipnorm is nan"),
    ({"clipnorm": 1.0, "clipvalue": 1.0}, "at most one of clipnorm, clipvalue and global_clip"),
    ({"use_ema": True}, "use_ema is True, and we have no such option, unlike Keras: leave it out"),
    ({"gradient_accumulation_steps": 4}, "gradient_accumulation_steps is 4, and we have no such"),
    ({"learning_rat": 0.1}, "has no option learning_rat: did you mean learning_rate?"),
    ({"clip_norm": 0.1}, "has no option clip_norm: did you mean clipnorm?"),
    ({"zzz": 0.1}, "has no option zzz$"),
]
SCHEDULES = [
    (schedules.ExponentialDecay, (0.1, 0, 0.5), {}, "ExponentialDecay: decay_steps is 0: expected"),
    (schedules.ExponentialDecay, (-0.1, 1, 0.5), {}, "initial_learning_rate is -0.1"),
    (schedules.ExponentialDecay, (0.1, 3, -0.5), {}, "decay_rate is -0.5"),
    (schedules.ExponentialDecay, (0.1, 3, 0.5, "yes"), {}, "staircase is 'yes'"),
    (schedules.InverseTimeDecay, (0.1, -3, 0.5), {}, "InverseTimeDecay: decay_steps is -3"),
    (schedules.PiecewiseConstantDecay, ([1, 2], [1.0]), {}, "got 2 boundaries and 1 values"),
    (schedules.PiecewiseConstantDecay, ([3, 2], [1.0, 2.0, 3.0]), {}, "each to be larger than"),
    (schedules.PiecewiseConstantDecay, ([3], [1.0, NAN]), {}, "a value is nan"),
    (schedules.PolynomialDecay, (0.1, 0), {}, "PolynomialDecay: decay_steps is 0"),
    (schedules.PolynomialDecay, (0.1, 3), {"power": -1.0}, "power is -1.0"),
    (schedules.PolynomialDecay, (0.1, 3), {"end_learning_rate": None}, "end_learning_rate is None"),
    (schedules.CosineDecayRestarts, (0.1, 0), {}, "first_decay_steps is 0: expected a num"),
    (schedules.CosineDecayRestarts, (0.1, 3), {"t_mul": 0.5}, "t_mul is 0.5: expected a number f"),
    (schedules.CosineDecay, (0.1, 0), {}, "CosineDecay: decay_steps is 0"),
    (schedules.CosineDecay, (0.1, 3), {"alpha": -0.1}, "alpha is -0.1"),
    (schedules.CosineDecay, (0.1, 3), {"warmup_target": NAN}, "warmup_target is nan"),
    (schedules.CosineDecay, (0.1, 3), {"warmup_steps": -1}, "warmup_steps is -1"),
]  # fmt: skip


@pytest.mark.parametrize("kind, options, message", REFUSED)
def test_options_out_of_range(kind, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(**options)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("options, message", OF_ALL)
def test_options_of_all_out_of_range(kind, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(**options)


@pytest.mark.parametrize("kind, arguments, options, message", SCHEDULES)
def test_schedules_out_of_range(kind, arguments, options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        kind(*arguments, **options)


@pytest.mark.parametrize(
    "given, message",
    [
        ("adan", "optimizer 'adan' is unknown: expected one of adagrad, adam, adamw, rmsprop, sgd"),
        ({"class_name": "Lion", "config": {}}, "optimizer 'Lion' is unknown"),
        (SGD, "optimizer .*SGD.* is unknown"),
        ({"class_name": "SGD", "config": {"learning_rate": {"class_name": "Zig"}}},
         "schedule 'Zig' is unknown: expected one of ExponentialDecay"),
        ({"class_name": "SGD", "config": {"learning_rate": {"class_name": "CosineDecay",
         "config": {"start": 1}}}}, "schedule CosineDecay: .*start"),
    ],
)  # fmt: skip
def test_optimizers_that_there_are_not(given, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        optimizers.get(given)


@pytest.mark.parametrize("edge", [{"momentum": 0}, {"momentum": 1}, {"momentum": np.float32(0.5)}])
def test_the_ends_of_a_range_belong_to_it(edge):
    with unchecked():
        optimizer = SGD(**edge)
    assert optimizer.momentum == edge["momentum"]
    json.dumps(optimizer.get_config())
    assert SGD.from_config(optimizer.get_config()).get_config() == optimizer.get_config()


def test_a_configuration_of_keras_with_options_that_change_nothing():
    theirs = {"name": "mine", "learning_rate": 0.5, "weight_decay": None, "clipnorm": None,
              "global_clipnorm": None, "clipvalue": None, "use_ema": False, "ema_momentum": 0.99,
              "ema_overwrite_frequency": None, "loss_scale_factor": None,
              "gradient_accumulation_steps": None, "beta_1": 0.8, "beta_2": 0.9,
              "epsilon": 1e-7, "amsgrad": True}  # fmt: skip
    found = optimizers.get({"module": "keras.optimizers", "class_name": "Adam", "config": theirs})
    assert (found.name, found.beta_1, found.amsgrad, found.learning_rate) == (
        "mine",
        0.8,
        True,
        0.5,
    )


@pytest.mark.parametrize(
    "kind, name", list(zip(ALL, ["sgd", "rm_sprop", "adagrad", "adam", "adam_w"], strict=True))
)
def test_names_are_those_of_keras(kind, name):
    assert kind().name == name
    assert kind.from_config(kind(name="mine").get_config()).name == "mine"


# Read and set.


def test_the_learning_rate_is_a_number_that_can_be_assigned():
    optimizer = Adam(0.25)
    rate = optimizer.learning_rate
    assert (rate, rate + 1, float(rate.numpy()), json.dumps(rate)) == (0.25, 1.25, 0.25, "0.25")
    rate.assign(0.5)
    assert optimizer.learning_rate == optimizer.lr == 0.5
    optimizer.lr = 0.125
    assert optimizer.learning_rate == 0.125
    assert type(copy.deepcopy(rate)) is float
    with pytest.raises(UsageError, match="learning_rate is -1"):
        rate.assign(-1)


def test_a_schedule_is_not_written_over_unless_by_another():
    optimizer = SGD(schedules.ExponentialDecay(0.1, 2, 0.5))
    for write in (optimizer.learning_rate.assign, lambda rate: setattr(optimizer, "lr", rate)):
        with pytest.raises(UsageError, match="follows ExponentialDecay, so it cannot be set"):
            write(0.1)
    optimizer.learning_rate = schedules.PiecewiseConstantDecay([1], [0.3, 0.2])
    assert optimizer.learning_rate == 0.3


def test_iterations_can_be_set():
    optimizer = SGD(schedules.PiecewiseConstantDecay([3], [0.3, 0.2]))
    assert (optimizer.iterations, int(optimizer.iterations.numpy())) == (0, 0)
    optimizer.iterations.assign(7)
    assert (optimizer.iterations, optimizer.learning_rate) == (7, 0.2)
    optimizer.iterations.assign(Adam().iterations.numpy())
    assert optimizer.iterations == 0
    with pytest.raises(UsageError, match="iterations is -1"):
        optimizer.iterations = -1


def test_variables_are_what_is_kept_and_not_copies():
    weight = Parameter("kernel", "W", np.ones((2, 3)))
    optimizer = SGD(0.1, momentum=0.5)
    assert [each.name for each in optimizer.variables] == ["iteration", "learning_rate"]
    optimizer.apply([np.ones((2, 3))], [weight])
    count, rate, velocity = optimizer.variables
    assert (count, rate, velocity.shape) == (1, 0.1, (2, 3))
    np.testing.assert_allclose(velocity.numpy(), -0.1)
    velocity.assign(np.zeros((2, 3)))
    optimizer.apply([np.zeros((2, 3))])
    np.testing.assert_allclose(weight.value, 0.9)  # no velocity is left


# Gradients from elsewhere.


@pytest.mark.parametrize("kind", ALL)
def test_gradients_that_are_applied_are_those_of_fit(kind):
    """Keras' way to write the loop oneself, with the gradients that our backward pass fills."""
    nn.set_random_seed(2)
    x, y = np.random.default_rng(1).normal(size=(4, 5, 3)), np.ones((4, 1))
    models = []
    for _ in range(2):
        nn.set_random_seed(2)
        model = nn.Sequential([nn.Input((5, 3)), nn.LSTM(2), nn.Dense(1)])
        model.compile(kind(0.01, clipnorm=0.1), "mse")
        models.append(model)
    fitted, own = models
    for _ in range(3):
        fitted.train_on_batch(x, y)
        p = own.forward(x, training=True)
        own.backward(own.loss.gradient(y, p) / 4)
        pairs = [(weight.grad.copy(), weight) for weight in own.trainable_weights]
        count = own.optimizer.apply_gradients(reversed(pairs))
    assert count == 3
    for one, other in zip(fitted.get_weights(), own.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)
    for model in models:  # the memory goes over to fit, and the weights lie where it looks
        nn.set_random_seed(4)
        model.fit(x, y, 1, verbose=0)
        assert model.optimizer.iterations == 7
    for one, other in zip(fitted.get_weights(), own.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4)


@pytest.mark.parametrize("kind", ALL)
def test_a_model_that_is_built_anew_with_the_same_weights_goes_on(kind):
    nn.set_random_seed(2)
    x, y = np.random.default_rng(1).normal(size=(4, 3)), np.ones((4, 1))
    models = []
    for _ in range(2):
        nn.set_random_seed(2)
        model = nn.Sequential([nn.Input((3,)), nn.Dense(2, dtype="float64"), nn.Dense(1)])
        model.compile(kind(0.01), "mse")
        model.train_on_batch(x, y)
        models.append(model)
    same, anew = models
    anew.build((None, 3))
    gradients = [np.full(weight.shape, 0.1) for weight in same.weights]
    for model in models:
        model.optimizer.apply(gradients, model.trainable_weights)
        model.optimizer.apply(gradients)
        model.train_on_batch(x, y)
        assert model.optimizer.iterations == 4
    for one, other in zip(same.get_weights(), anew.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)


def test_what_cannot_be_applied():
    one, two = (Parameter(name, name, np.ones(2)) for name in ("one", "two"))
    still = Parameter("still", "b", np.ones(2), trainable=False)
    optimizer = SGD(0.1)
    g = np.ones(2)
    cases = [
        (([g],), UsageError, "expected the weights, too"),
        (([g, g], [one]), ShapeError, "got 2 gradients for 1 weight"),
        (([np.ones(3)], [one]), ShapeError, r"gradient of one has shape \(3,\), expected \(2,\)"),
        (([None], [one]), InputError, "gradient of one is no array of finite numbers"),
        (([g * np.nan], [one]), InputError, "gradient of one is no array of finite numbers"),
        (([g], [np.ones(2)]), UsageError, "expected weights that may be trained"),
        (([g], [still]), UsageError, "expected weights that may be trained"),
        (([g, g], [one, one]), UsageError, "a weight is given twice"),
    ]
    for arguments, error, message in cases:
        with unchecked(), pytest.raises(error, match=message):
            optimizer.apply(*arguments)
    optimizer.apply([g, g], [one, two])
    with pytest.raises(UsageError, match="the steps before were of other ones"):
        optimizer.apply([g], [one])
    np.testing.assert_allclose([one.value, two.value, still.value], [[0.9] * 2, [0.9] * 2, g])


# Gradients whose squares are beyond their number format.


@pytest.mark.parametrize("limit", ["clipnorm", "global_clipnorm"])
@pytest.mark.parametrize(
    "dtype, size", [("float32", 1e38), ("float32", 1e-30), ("float64", 1e300), ("float64", 1e-200)]
)
def test_a_gradient_is_as_long_as_the_limit_whatever_its_size(limit, dtype, size):
    gradient = (np.array([3.0, 0.0, -4.0]) * size / 2).astype(dtype)
    most = min(size * 1e-3, 1.0)
    weight = Parameter("w", "w", np.zeros(3, dtype))
    vector = ParameterVector([weight])
    weight.grad[...] = gradient
    SGD(1.0, **{limit: most}).step([vector])
    np.testing.assert_allclose(weight.value / most, [-0.6, 0.0, 0.8], rtol=1e-4)


def test_a_long_gradient_of_large_numbers():
    gradient = np.full(10_000, 1e38, np.float32)
    assert norm([gradient]) == pytest.approx(1e40, rel=1e-5)
    weight = Parameter("w", "w", np.zeros(10_000, np.float32))
    vector = ParameterVector([weight])
    weight.grad[...] = gradient
    SGD(1.0, global_clipnorm=1.0).step([vector])
    np.testing.assert_allclose(weight.value, -0.01, rtol=1e-5)
    assert norm([]) == norm([np.zeros(3)]) == norm([np.zeros(0)]) == 0


@pytest.mark.parametrize("size", [1, 3, 4, 10])
def test_adam_goes_by_chunks_to_the_same_weights(monkeypatch, size):
    ended = []
    for chunk in (1 << 15, 3):
        monkeypatch.setattr("xlrnn.nn.optimizers.adam.CHUNK", chunk)
        w, g, m, v = np.random.default_rng(0).random((4, size))
        for _ in range(3):
            adam_step(w, g.copy(), m, v, 0.9, 0.99, 0.1, 1e-7, np.full(size, np.nan))
        ended.append(np.array([w, m, v]))
    np.testing.assert_array_equal(*ended)
