"""Graphs drawn by chance: whatever feeds what, outputs and every gradient are Keras'."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.unchecked import unchecked
from xlrnn import nn

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
TOGETHER = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate")
RECURRENT = ("SimpleRNN", "LSTM", "GRU")
LAST_STEPS = 3


class Grown:
    """A graph that grows call by call, in the same way for Keras and for us.

    Args:
        keras: the module of layers and models.
        choices: numbers that say, one after the other, what is called with what.
        sides: steps and features of the inputs.
    """

    def __init__(self, keras, choices, sides):
        self.keras, self.choices = keras, iter(choices)
        self.steps, self.features = sides
        self.inputs = [keras.Input((self.steps, self.features)) for _ in range(2)]
        self.values, self.states = list(self.inputs), []
        self.shared = {}

    def pick(self, among):
        return among[next(self.choices, 0) % len(among)]

    def grow(self):
        turn = self.pick([self.dense, self.together, self.recurrent, self.again, self.residual,
                          self.both_ways, self.handed_on])  # fmt: skip
        self.values.append(turn())

    def dense(self):
        layer = self.keras.layers.Dense(self.features, activation=self.pick(["tanh", "sigmoid"]))
        return layer(self.pick(self.values))

    def together(self):
        kind = getattr(self.keras.layers, self.pick(TOGETHER))()
        merged = kind([self.pick(self.values), self.pick(self.values)])
        return self.keras.layers.Dense(self.features)(merged)

    def recurrent(self):
        kind = getattr(self.keras.layers, self.pick(RECURRENT))
        returned = kind(self.features, return_sequences=True, return_state=True)(
            self.pick(self.values)
        )
        self.states.append(returned[1])
        return returned[0]

    def handed_on(self):
        first = [self.pick(self.states)] if self.states else None
        kind = self.keras.layers.GRU(self.features, return_sequences=True)
        value = self.pick(self.values)
        return kind(value) if first is None else kind(value, initial_state=first)

    def again(self):
        kind = self.pick(["Dense", "GRU", "LayerNormalization"])
        if kind not in self.shared:
            options = {"Dense": (self.features,), "GRU": (self.features,)}.get(kind, ())
            more = {"return_sequences": True} if kind == "GRU" else {}
            self.shared[kind] = getattr(self.keras.layers, kind)(*options, **more)
        return self.shared[kind](self.shared[kind](self.pick(self.values)))

    def residual(self):
        value = self.pick(self.values)
        return self.keras.layers.add([value, self.keras.layers.Dense(self.features)(value), value])

    def both_ways(self):
        inner = self.keras.layers.SimpleRNN(self.features, return_sequences=True)
        return self.keras.layers.Bidirectional(inner, merge_mode="sum")(self.pick(self.values))

    def model(self):
        ends = [self.values[-1], self.keras.layers.LSTM(2)(self.values[len(self.values) // 2])]
        model = self.keras.Model(self.inputs, [ends[0], self.keras.layers.Dense(1)(ends[1])])
        sgd = self.keras.optimizers.SGD(0.05)
        model.compile(sgd, ["mse", "mae"], loss_weights=[1.0, 0.5])
        return model


@given(
    choices=st.lists(st.integers(0, 40), min_size=6, max_size=30),
    sides=st.sampled_from([(3, 2), (1, 1), (4, 1), (1, 3)]),
    samples=st.sampled_from([1, 3]),
)
@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_outputs_losses_and_weights_are_those_of_keras(in_float64, choices, sides, samples):
    made = []
    for keras in (in_float64, nn):
        grown = Grown(keras, choices, sides)
        for _ in range(len(choices) // 3):
            grown.grow()
        made.append(grown.model())
    theirs, ours = made
    rng = np.random.default_rng(len(choices))
    x = [rng.normal(size=(samples, *sides)) for _ in range(2)]
    y = [rng.normal(size=(samples, *sides)), rng.normal(size=(samples, 1))]
    with unchecked():
        ours.set_weights([np.asarray(weight.value) for weight in theirs.weights])
        found = [ours.train_on_batch(x, y) for _ in range(LAST_STEPS)]
        predicted = ours.predict_on_batch(x)
    # Keras adds up losses from batch to batch; each is asked for by itself.
    expected = [theirs.train_on_batch(x, y)[0]]
    for _ in range(1, LAST_STEPS):
        theirs.reset_metrics()
        expected.append(theirs.train_on_batch(x, y)[0])
    np.testing.assert_allclose([each[0] for each in found], expected, rtol=1e-9, atol=1e-9)
    for own, their in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(own.numpy(), np.asarray(their.value), rtol=1e-9, atol=1e-9)
    for own, their in zip(predicted, theirs.predict_on_batch(x), strict=True):
        np.testing.assert_allclose(own, their, rtol=1e-9, atol=1e-9)
