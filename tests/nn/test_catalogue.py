"""What a layer says of itself is so: that it is one, and how many numbers its weights have."""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import layers
from xlrnn.nn.core.serialization import kinds
from xlrnn.nn.layers import catalogue

ONE_WAY = True

SEQUENCE, VECTOR = (None, 5, 4), (None, 4)
MADE = {
    "dense": (lambda: nn.Dense(3), SEQUENCE),
    "dense alone": (lambda: nn.Dense(3, use_bias=False), VECTOR),
    "embedding": (lambda: nn.Embedding(7, 2), (None, 5)),
    "simple": (lambda: nn.SimpleRNN(3), SEQUENCE),
    "one unit": (lambda: nn.SimpleRNN(1, use_bias=False), (None, 1, 1)),
    "tied": (lambda: nn.SimpleRNN(3, tied=True), SEQUENCE),
    "lstm": (lambda: nn.LSTM(3), SEQUENCE),
    "gru": (lambda: nn.GRU(3), SEQUENCE),
    "gru before": (lambda: nn.GRU(3, reset_after=False), SEQUENCE),
    "gru without": (lambda: nn.GRU(3, use_bias=False), SEQUENCE),
    "both ways": (lambda: nn.Bidirectional(nn.GRU(2)), SEQUENCE),
    "each step": (lambda: nn.TimeDistributed(nn.Dense(3)), SEQUENCE),
    "conv": (lambda: nn.Conv1D(3, 2), SEQUENCE),
    "conv first": (lambda: nn.Conv1D(3, 2, data_format="channels_first"), SEQUENCE),
    "normalized": (lambda: nn.LayerNormalization(), SEQUENCE),
    "scaled alone": (lambda: nn.LayerNormalization(center=False), VECTOR),
    "flatten": (lambda: nn.Flatten(), SEQUENCE),
    "pictures": (lambda: nn.Conv2D(3, (2, 3)), (None, 5, 4, 2)),
    "pictures first": (lambda: nn.Conv2D(3, 2, data_format="channels_first"), (None, 2, 5, 4)),
    "windows of pictures": (lambda: nn.MaxPooling2D(), (None, 5, 4, 2)),
    "batches": (lambda: nn.BatchNormalization(), SEQUENCE),
    "batches shifted": (lambda: nn.BatchNormalization(scale=False), VECTOR),
    "pooled": (lambda: nn.MaxPooling1D(), SEQUENCE),
    "averaged": (lambda: nn.AveragePooling1D(3, 1, "same"), SEQUENCE),
    "spatial": (lambda: nn.SpatialDropout1D(0.5), SEQUENCE),
    "reshape": (lambda: nn.Reshape((2, -1)), SEQUENCE),
    "permute": (lambda: nn.Permute((2, 1)), SEQUENCE),
    "relu": (lambda: nn.ReLU(6.0, 0.1), SEQUENCE),
    "leaky": (lambda: nn.LeakyReLU(), VECTOR),
    "softmax": (lambda: nn.Softmax(), SEQUENCE),
    "masking": (lambda: nn.Masking(), SEQUENCE),
    "sum": (lambda: nn.Add(), [SEQUENCE, SEQUENCE]),
    "attention": (lambda: nn.Attention(use_scale=True), [SEQUENCE, SEQUENCE]),
    "additive": (lambda: nn.AdditiveAttention(), [SEQUENCE, SEQUENCE, SEQUENCE]),
    "heads": (lambda: nn.MultiHeadAttention(2, 3), [SEQUENCE, SEQUENCE]),
    "heads of three": (
        lambda: nn.MultiHeadAttention(2, 3, 5, use_bias=False, output_shape=(2, 2)),
        [SEQUENCE, (None, 3, 6), (None, 3, 2)],
    ),
    "joined": (lambda: nn.Concatenate(1), [SEQUENCE, SEQUENCE]),
}


@pytest.mark.parametrize("name", MADE)
def test_the_numbers_that_weights_would_have(name):
    make, shape = MADE[name]
    told = make().count_for(shape)
    layer = make()
    layer.build(shape)
    assert told == layer.count_params() == layer.count_for(shape)


def test_every_layer_can_be_made_from_its_name():
    classes = {name for name in catalogue.__all__ if isinstance(getattr(layers, name), type)}
    assert set(kinds()) == classes
    assert set(catalogue.__all__) <= set(layers.__all__) & set(nn.__all__)
    with pytest.raises(UsageError, match="there is no layer of the class 'RNN'"):
        layers.deserialize({"class_name": "RNN", "config": {"units": 3}})


def test_a_normalization_does_not_take_another_side():
    for kind in (nn.LayerNormalization, nn.BatchNormalization):
        with pytest.raises(ShapeError, match="axis is 1 of an input with 3 dimensions: expected"):
            kind(axis=1)(np.ones((2, 3, 4)))
    assert nn.LayerNormalization(axis=[2])(np.ones((2, 3, 4))).shape == (2, 3, 4)


def test_each_step_is_normalized_apart():
    x = np.random.default_rng(1).normal(3, 2, size=(2, 5, 50))
    y = nn.LayerNormalization(epsilon=1e-9, dtype="float64")(x)
    np.testing.assert_allclose(y.mean(axis=-1), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(axis=-1), 1, rtol=1e-6)
    constant = nn.LayerNormalization()(np.full((1, 4), 7.0))
    np.testing.assert_array_equal(constant, np.zeros((1, 4)))
