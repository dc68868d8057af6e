"""Any model, out into a workbook, changed there by hand, and back: the same numbers.

What is expected is the first model itself, in float64, with its weights changed in the same way:
nothing of it has been through a workbook. `XLRNN_MANY=300` tries so many models instead of a few.
"""

import os
import tempfile

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.lessons.export.graphs import GRAPHS
from tests.lessons.export.models import CASES, shuffled
from tests.lessons.export.test_any_graph import exact
from tests.lessons.export.test_any_model import NO_SHRINKING, calculating, exported
from tests.weights.by_hand import change, turn_weights, turned
from xlrnn import api, nn
from xlrnn.errors import XlrnnError
from xlrnn.lessons.export import prepared

MANY = int(os.environ.get("XLRNN_MANY", "3"))
SEEDED = settings(max_examples=MANY, deadline=None, phases=NO_SHRINKING, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip


def twin_of(model, change=turned):
    """Return the same model in float64, each weight changed."""
    twin = type(model).from_config(exact(model.get_config()))
    twin.set_weights([change(weight.astype(float)) for weight in model.get_weights()])
    return twin


def answers(model, samples):
    given = [np.asarray(sample)[None] for sample in samples]
    y = model(given if len(given) > 1 else given[0])
    return y if isinstance(y, list) else [y]


def check(model, samples, *, as_formulas=False, change=turned):
    """Export a model, turn its weights in the cells, and take it back."""
    with tempfile.TemporaryDirectory() as folder:
        one = samples if len(samples) > 1 else samples[0]
        path, book = exported(model, one, folder, more=6)
        if change is turned:
            turn_weights(path, book, as_formulas=as_formulas)
        taken = api.model(path)
    expected = answers(twin_of(model, change), samples)
    for own, wanted in zip(answers(taken, samples), expected, strict=True):
        np.testing.assert_allclose(own, wanted, rtol=1e-9, atol=1e-12)
    return taken


@SEEDED
@given(CASES)
def test_any_chain_comes_back_with_its_changed_weights(case):
    model = case.model()
    assume(calculating(model))
    check(model, [case.sample()])


@SEEDED
@given(GRAPHS)
def test_any_graph_comes_back_with_its_changed_weights(case):
    model, samples = case.model(), case.samples()
    assume(any(not isinstance(layer, nn.layers.InputLayer) for layer in model.layers))
    try:
        prepared(model, samples if len(samples) > 1 else samples[0], more=6)
    except XlrnnError:
        assume(False)
    check(model, samples)


SMALLEST = {
    "one unit": ([nn.Input((1, 1)), nn.LSTM(1)], [[0.5]]),
    "one number": ([nn.Input((1,)), nn.Dense(1)], [0.5]),
    "no bias": ([nn.Input((2, 1)), nn.GRU(1, use_bias=False)], [[0.5], [0.25]]),
    "no weight": ([nn.Input((3,)), nn.Activation("tanh")], [0.5, 1.0, 2.0]),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_the_smallest_models_come_back(name):
    layers, sample = SMALLEST[name]
    check(shuffled(nn.Sequential([type(each).from_config(each.get_config())
                                  if isinstance(each, nn.layers.Layer) else each
                                  for each in layers])), [np.array(sample)])  # fmt: skip


def test_weights_that_are_formulas_are_calculated_anew():
    model = shuffled(nn.Sequential([nn.Input((2, 2)), nn.GRU(2), nn.Dense(1)]))
    check(model, [np.array([[0.5, -1.0], [2.0, 0.25]])], as_formulas=True)


def test_what_was_not_changed_comes_back_bit_by_bit_in_float32():
    model = shuffled(nn.Sequential([nn.Input((2, 2)), nn.LSTM(3), nn.Dense(2)]))
    taken = check(model, [np.array([[0.5, -1.0], [2.0, 0.25]])], change=lambda weight: weight)
    for own, first in zip(taken.get_weights(), model.get_weights(), strict=True):
        assert (own.astype(np.float32) == first).all()  # cells keep 16 digits, float64 has 17


def test_a_model_takes_inputs_of_other_lengths_again(tmp_path):
    model = shuffled(nn.Sequential([nn.Input((None, 2)), nn.LSTM(3), nn.Dense(2)]))
    path, _ = exported(model, np.ones((2, 2)), tmp_path)
    longer = np.random.default_rng(0).normal(size=(4, 7, 2))
    expected = twin_of(model, lambda weight: weight)(longer)
    np.testing.assert_allclose(api.model(path)(longer), expected, rtol=1e-12)


def test_a_layer_that_is_called_twice_comes_back_once(tmp_path):
    x = nn.Input((3,))
    layer = nn.Dense(3, activation="tanh")
    model = shuffled(nn.Model(x, layer(layer(x))))
    path, _ = exported(model, np.array([0.5, 1.0, -1.0]), tmp_path)
    assert len(api.model(path).get_weights()) == 2


def test_the_words_that_the_workbook_does_not_carry_come_from_the_original(tmp_path):
    model = shuffled(nn.Sequential([nn.Input((3,)), nn.Embedding(30, 2), nn.GRU(2)]))
    path, _ = exported(model, np.array([7, 3, 29]), tmp_path, more=2)
    change(path, ("embedding_E", 3, 1, 0.5))  # the row of the word 7
    taken = api.model(path, original=model)
    expected = twin_of(model, lambda weight: weight)
    table = expected.get_weights()[0]
    table[7, 1] = 0.5
    expected.set_weights([table, *expected.get_weights()[1:]])
    words = np.array([[7, 12, 28], [0, 3, 7]])
    np.testing.assert_allclose(taken(words), expected(words), rtol=1e-12)


def test_twice_in_one_process_gives_the_same(tmp_path):
    model = shuffled(nn.Sequential([nn.Input((2, 2)), nn.SimpleRNN(2)]))
    path, _ = exported(model, np.ones((2, 2)), tmp_path)
    first, second = (api.model(path).get_weights() for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
