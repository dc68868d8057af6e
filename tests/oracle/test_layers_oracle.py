"""Every layer and option against Keras 3: output, every gradient, ten steps of an optimizer.

The compiled kernels are held against PyTorch and against these in `test_layers_torch`.
"""

import numpy as np
import pytest

from tests.oracle.gradients import called, compare, compare_with_differences, ours, probes_for
from tests.oracle.layer_cases import CASES, FEATURES, UNITS, made
from xlrnn.nn import layers
from xlrnn.nn.compute import kernels
from xlrnn.nn.layers import deserialize, serialize

BY_NAME = {case.name: case for case in CASES}
WITHIN = {"float64": 1e-9, "float32": 1e-4}
HARD = 1e-7
"""PyTorch, on which Keras calculates, derives its hard sigmoid with 1/6 in float32."""

IN_KERAS = [
    case.name
    for case in CASES
    if not case.name.endswith(("holes-states", "nothing-left-states", "Average-same-4-2"))
]
"""On PyTorch Keras does otherwise than on JAX, where it does as we do.

Before the first step that counts it returns 0, on JAX the initial state. Where `same` reaches
further beyond one end than beyond the other, it averages what stands there, too.
"""

TRAINED = ("every", "gru-before-later-every", "lstm-later-every", "rnn-later-every", "holes-last",
           "states-given", "both-kinds")  # fmt: skip
every_case = pytest.mark.parametrize("name", BY_NAME)


def of_keras(case):
    """Return what Keras calculates, with the probes; ten steps where they do not take long."""
    from tests.oracle import keras_layers

    trained = not case.is_recurrent or case.name.removeprefix(f"{case.kind}-") in TRAINED
    return keras_layers.of_keras(case, steps=10 if trained else 0)


@pytest.mark.parametrize("name", IN_KERAS)
def test_a_layer_gives_and_derives_and_learns_what_keras_does(keras, name):
    case = BY_NAME[name]
    expected, probes = of_keras(case)
    for dtype, within in WITHIN.items():
        layer, x, states = made(case, dtype)
        with kernels.using("numpy"):
            found = ours(layer, x, states, case.mask_array, probes, steps=10 * bool(expected.after))
        assert {array.dtype.name for _, array in found.named()} == {dtype}
        compare(found, expected, max(within, HARD) if "hard_sigmoid" in name else within)


@every_case
def test_slopes_are_differences_of_the_output(name):
    case = BY_NAME[name]
    layer, x, states = made(case, "float64", seed=2)
    probes = probes_for(called(layer, x, states, case.mask_array), seed=3)
    found = ours(layer, x, states, case.mask_array, probes, steps=0)
    compare_with_differences(found, layer, x, states, case.mask_array, probes)


@every_case
def test_the_output_shape_is_said_beforehand_as_keras_says_it(keras, name):
    case = BY_NAME[name]
    layer, x, states = made(case, "float32")
    shape = layer.compute_output_shape(case.shape)
    theirs = case.make(keras.layers, "float32").compute_output_shape(case.shape)
    first = theirs[0] if isinstance(theirs[0], tuple) else theirs
    assert shape == tuple(first)
    assert called(layer, x, states, case.mask_array)[0].shape == shape


@every_case
def test_a_layer_made_again_from_its_configuration_calculates_the_same(name):
    case = BY_NAME[name]
    layer, x, states = made(case, "float64")
    again = deserialize(serialize(layer))
    again.ensure_built((None, *case.shape[1:]))
    again.set_weights(layer.get_weights())
    for one, other in zip(
        called(layer, x, states, case.mask_array),
        called(again, x, states, case.mask_array),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("unit_forget_bias", [True, False])
@pytest.mark.parametrize("bias", ["zeros", "ones"])
def test_the_forget_gates_bias_begins_as_in_keras(keras, unit_forget_bias, bias):
    options = {"unit_forget_bias": unit_forget_bias, "bias_initializer": bias}
    biases = []
    for module in (layers, keras.layers):
        layer = module.LSTM(UNITS, **options)
        layer.build((None, 3, FEATURES))
        biases.append(np.asarray(layer.weights[2].value))
    np.testing.assert_array_equal(*biases)
    assert biases[0].any() or not unit_forget_bias


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU", "Dense"])
def test_a_layer_built_by_hand_is_not_built_again_when_it_is_called(keras, kind):
    layer, theirs = getattr(layers, kind)(UNITS), getattr(keras.layers, kind)(UNITS)
    for each in (layer, theirs):
        each.build((None, 3, FEATURES))
    before = layer.get_weights()
    layer(np.ones((2, 3, FEATURES)))
    assert len(layer.weights) == len(theirs.trainable_variables)
    for weight, other in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, other)
