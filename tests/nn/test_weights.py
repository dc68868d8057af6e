"""Weights by the names that Keras has for them: of layers, of models, as arrays."""

from functools import partial

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.layers import LSTM, Dense, Embedding

X, Y = np.ones((4, 3)), np.ones((4, 1))
TABLE = np.arange(12.0).reshape(4, 3)


def made():
    return nn.Sequential([nn.Input((3,)), Dense(2), Dense(1, use_bias=False)])


def test_a_weight_is_its_numbers():
    kernel = made().layers[0].kernel
    kernel.assign([[1, 2], [3, 4], [5, 6]])
    numbers = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    for array in (np.array(kernel), np.asarray(kernel), kernel.numpy(), kernel[:]):
        assert array.tolist() == numbers
        assert array.dtype == np.float32
        array[...] = 0
    assert np.asarray(kernel, "float64").dtype == np.float64
    assert (kernel.shape, kernel.ndim, kernel.size, len(kernel)) == ((3, 2), 2, 6, 3)
    assert (kernel.dtype, kernel.name, kernel[1, 0]) == (np.float32, "kernel", 3.0)
    np.testing.assert_array_equal(np.ones(3) @ np.asarray(kernel), [9, 12])
    assert kernel.numpy().tolist() == numbers


@pytest.mark.parametrize("kind, shape", [
    (Dense, (None, 3)), (LSTM, (None, 4, 3)), (nn.GRU, (None, 4, 3)),
    (partial(nn.Conv1D, kernel_size=1), (None, 4, 3)),
])  # fmt: skip
def test_a_bias_that_there_is_not_is_none(kind, shape):
    layer = kind(2, use_bias=False)
    assert not hasattr(layer, "kernel")
    with pytest.raises(AttributeError, match="has no kernel yet: its weights are made when"):
        _ = layer.kernel
    layer.build(shape)
    assert layer.bias is None
    assert layer.kernel is layer.weights[0]
    with pytest.raises(AttributeError, match="no attribute 'kernle'"):
        _ = layer.kernle


@pytest.mark.parametrize(
    "given", [TABLE, [TABLE], (TABLE.tolist(),)], ids=["array", "list", "nested"]
)
def test_an_embedding_begins_with_a_table(given):
    with unchecked():
        layer = Embedding(4, 3, weights=given)
    assert not hasattr(layer, "embeddings")
    layer.build()
    assert np.array_equal(layer.embeddings, TABLE)
    assert layer([[1, 3]]).tolist() == [TABLE[[1, 3]].tolist()]


def test_weights_are_made_once_and_those_given_are_there_at_once():
    layer = Dense(1, weights=[np.ones((3, 1)), [2.0]])
    layer.build((None, 3))
    before = layer.get_weights()
    assert before[1].tolist() == [2.0]
    layer.build((None, 3))
    layer(X)
    assert len(layer.weights) == 2
    assert all(map(np.array_equal, before, layer.get_weights()))
    with pytest.raises(ShapeError, match=r"has shape \(…, 4\), but the weights were made for \(…,"):
        layer.build((None, 4))


def test_weights_that_do_not_fit_are_refused_each_time():
    layer = Dense(1, weights=[np.ones((2, 1)), [2.0]])
    for _ in range(2):
        with pytest.raises(
            ShapeError, match=r"dense: kernel has shape \(2, 1\), expected \(3, 1\)"
        ):
            layer(X)


def test_a_model_names_its_weights_inputs_and_outputs():
    model = made()
    assert model.weights == model.variables == model.trainable_variables
    assert [weight.name for weight in model.weights] == ["kernel", "bias", "kernel"]
    assert model.non_trainable_variables == []
    model.layers[0].trainable = False
    assert model.trainable_weights == model.layers[1].weights
    assert model.non_trainable_weights == model.layers[0].variables
    assert [each.shape for each in (*model.inputs, *model.outputs)] == [(None, 3), (None, 1)]
    assert model.inputs[0].dtype == model.outputs[0].dtype == "float32"
    assert nn.Sequential([Dense(2)]).inputs is None
    assert nn.Sequential([Dense(2)]).outputs is None


def test_what_is_frozen_as_a_whole_learns_nothing():
    model = made()
    model.trainable = False
    assert [layer.trainable for layer in model.layers] == [False, False]
    model.layers[1].trainable = True  # as in Keras the model has the last word
    assert (model.trainable_weights, model.non_trainable_weights) == ([], model.weights)
    model.compile("adam", "mse")
    before = model.get_weights()
    model.fit(X, Y, epochs=2, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))
    model.trainable = True
    model.fit(X, Y, epochs=2, verbose=0)
    assert not any(map(np.array_equal, before, model.get_weights()))


def test_there_is_one_input():
    for second in (nn.Input((4,)), nn.Input((3,))):
        with pytest.raises(
            UsageError, match=r"there is an input layer of the shape \(None, 3\) al"
        ):
            nn.Sequential([nn.Input((3,)), second, Dense(2)])
    model = nn.Sequential([nn.Input((3,)), Dense(2)])
    with pytest.raises(UsageError, match="an input layer comes first"):
        model.add(nn.Input((3,)))
    model.pop()
    model.add(Dense(1))
    assert model.input_shape == (None, 3)


def test_a_clone_has_the_same_layers_and_fresh_weights():
    model = nn.Sequential([nn.Embedding(9, 3), nn.Bidirectional(LSTM(2)), Dense(1)])
    assert not nn.clone_model(model).built
    model.predict(np.ones((2, 5)))
    clone = nn.clone_model(model)
    assert [layer.name for layer in clone.layers] == [layer.name for layer in model.layers]
    assert [w.shape for w in clone.weights] == [w.shape for w in model.weights]
    assert not np.array_equal(clone.layers[0].embeddings, model.layers[0].embeddings)
    assert clone.predict(np.ones((2, 7))).shape == (2, 1)
    frozen = nn.clone_model(
        model,
        clone_function=lambda layer: type(layer).from_config(
            {**layer.get_config(), "trainable": False}
        ),
    )
    assert frozen.trainable_weights == []
    assert nn.models.clone_model is nn.clone_model
    with unchecked(), pytest.raises(UsageError, match="expected a model, got 5"):
        nn.clone_model(5)


def test_the_version_is_xlrnns():
    import xlrnn

    assert nn.__version__ == xlrnn.__version__


# Calls.


def test_arguments_of_a_call_stand_in_keras_order():
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    mask = np.array([[1, 1, 0], [0, 1, 1]])
    for layer in (LSTM(2), nn.Bidirectional(nn.GRU(2))):
        assert np.array_equal(layer(x, None, mask), layer(x, mask=mask))
        assert not np.array_equal(layer(x, None, mask), layer(x))
    average = nn.GlobalAveragePooling1D()
    assert np.array_equal(average(x, mask), average(x, mask=mask))
    each = nn.TimeDistributed(nn.Dropout(0.9))
    assert not np.array_equal(each(x, True), each(x, None))
    model = nn.Sequential([LSTM(2)])
    assert np.array_equal(model(x, False, mask), model.layers[0](x, mask=mask))
    with pytest.raises(UsageError, match=r"dense: training is array"):
        Dense(2)(x, mask)
    with pytest.raises(UsageError, match="a call takes no initial_state: expected x, training, m"):
        Dense(2)(x, initial_state=mask)
    with pytest.raises(UsageError, match="too many arguments: expected x, training, mask"):
        Dense(2)(x, False, training=True)


@pytest.mark.parametrize("around", [nn.Bidirectional, lambda layer: layer], ids=["both", "lstm"])
def test_states_are_forgotten_by_either_name(around):
    layer = around(LSTM(2, stateful=True))
    x = np.ones((2, 3, 4))
    first = layer(x)
    assert not np.array_equal(layer(x), first)
    layer.reset_state()
    assert np.array_equal(layer(x), first)
    layer.reset_states()
    assert np.array_equal(layer(x), first)
