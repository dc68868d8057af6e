"""Layers in several models learn in all of them, as Keras' do; so do layers taken away."""

import itertools

import numpy as np
import pytest

from tests.oracle.test_models_oracle import Ours, weights_of
from tests.oracle.unchecked import unchecked
from xlrnn.nn.compute import kernels

WORDS, STEPS = 7, 4
RNG = np.random.default_rng(0)
X = RNG.integers(WORDS, size=(6, STEPS))
HIDDEN = RNG.normal(size=(6, STEPS, 3))
Y = {"one": RNG.normal(size=(6, 1)), "two": RNG.normal(size=(6, 2))}


def optimizer(module, name):
    if name == "sgd":
        return module.optimizers.SGD(0.05, momentum=0.9)
    return module.optimizers.Adam(0.02, epsilon=1e-3)


class Play:
    """Three models that have layers in common, and what happens to them."""

    def __init__(self, module, chosen, dtype):
        L, self.module, self.chosen = module.layers, module, chosen
        self.words = L.Embedding(WORDS, 3, dtype=dtype, name="words")
        self.rnn = L.LSTM(3, dtype=dtype, name="rnn")
        self.top = L.Dense(1, dtype=dtype, name="top")
        self.other = L.Dense(2, dtype=dtype, name="other")
        self.both = L.Bidirectional(L.GRU(2, dtype=dtype), dtype=dtype, name="both")
        self.models = {
            "whole": module.models.Sequential([self.words, self.rnn, self.top]),
            "second": module.models.Sequential([self.words, self.both, self.other]),
            "upper": module.models.Sequential([self.rnn, self.top]),  # rnn is its first layer
        }
        for name, model in self.models.items():
            model.build((None, STEPS, 3) if name == "upper" else (None, STEPS))
            model.compile(optimizer(module, chosen), "mse")
        rng = np.random.default_rng(1)
        for layer in (self.words, self.rnn, self.top, self.both, self.other):
            layer.set_weights([rng.normal(size=w.shape, scale=0.5) for w in weights_of(layer)])

    def fit(self, name, batches=2):
        x = HIDDEN if name == "upper" else X
        y = Y["two" if name == "second" else "one"]
        for _ in range(batches):
            self.models[name].train_on_batch(x, y)

    def state(self, *layers):
        """Return all weights, as every model has them, and those of some layers."""
        return [w.copy() for each in (*self.models.values(), *layers) for w in weights_of(each)]


def by_turns(play):
    for name in ("whole", "second", "whole", "upper", "whole", "second", "upper"):
        play.fit(name)
        yield play.state()


def taken_away(play):
    play.fit("whole")
    layer = play.models["whole"].pop()
    play.models["whole"].add(play.module.layers.Dense(1, dtype=play.top.dtype, use_bias=False))
    play.models["whole"].layers[-1].set_weights([np.ones((3, 1))])
    play.models["whole"].compile(optimizer(play.module, play.chosen), "mse")
    for name in ("whole", "upper", "whole"):
        play.fit(name)
        yield play.state(layer)


def frozen(play):
    play.fit("second")
    play.rnn.trainable = False
    for model in play.models.values():
        model.compile(optimizer(play.module, play.chosen), "mse")
    for name in ("whole", "second", "upper"):
        play.fit(name)
        yield play.state()
    play.models["second"].trainable = False
    for model in play.models.values():
        model.compile(optimizer(play.module, play.chosen), "mse")
    for name in ("whole", "upper"):
        play.fit(name)
        yield play.state()


@pytest.mark.parametrize("what", [by_turns, taken_away, frozen], ids=lambda f: f.__name__)
@pytest.mark.parametrize("chosen", ["sgd", "adam"])
def test_models_with_layers_in_common_learn_as_in_keras(keras64, what, chosen):
    expected = list(what(Play(keras64, chosen, "float64")))
    for way in kernels.available():
        with kernels.using(way), unchecked():
            found = list(what(Play(Ours, chosen, "float64")))
        for turn, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
            for one, other in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(one, other, rtol=0, atol=1e-9, err_msg=f"turn {turn}")
    for one, other in itertools.pairwise(expected):
        assert not all(map(np.array_equal, one, other))
