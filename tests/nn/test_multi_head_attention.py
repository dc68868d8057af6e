"""Multi-head attention: how it is called, what it keeps, where its weights go."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.names import NAMES

RNG = np.random.default_rng(4)
QUERY, VALUE = RNG.normal(size=(3, 2, 4)), RNG.normal(size=(3, 5, 4))
SEEN = np.array([[1, 1, 0, 0, 1], [1, 0, 0, 0, 0], [1, 1, 1, 1, 1]], bool)


def made(**options):
    return nn.MultiHeadAttention(2, 3, dtype="float64", **options)


def test_all_ways_to_call_it_are_one():
    layer = made()
    y = layer(QUERY, VALUE)
    for again in (layer(QUERY, VALUE, VALUE), layer([QUERY, VALUE]), layer(QUERY, key=VALUE,
                  value=VALUE), layer([QUERY, VALUE, VALUE])):  # fmt: skip
        np.testing.assert_array_equal(again, y)
    masked = layer(QUERY, VALUE, value_mask=SEEN)
    np.testing.assert_array_equal(layer([QUERY, VALUE], mask=[None, SEEN]), masked)
    np.testing.assert_array_equal(layer([QUERY, VALUE], value_mask=SEEN), masked)
    np.testing.assert_array_equal(layer(QUERY, VALUE, key_mask=SEEN), masked)
    pairs = np.broadcast_to(SEEN[:, None], (3, 2, 5))
    np.testing.assert_array_equal(layer(QUERY, VALUE, attention_mask=pairs), masked)
    per_head = np.broadcast_to(pairs[:, None], (3, 2, 2, 5))
    np.testing.assert_array_equal(layer(QUERY, VALUE, attention_mask=per_head), masked)
    assert np.abs(masked - y)[:2].min() > 0


def test_a_mask_of_the_query_is_that_of_the_output():
    layer, mask = made(), np.array([[1, 0], [1, 1], [0, 0]], bool)
    layer(QUERY, VALUE)
    np.testing.assert_array_equal(layer.compute_mask([QUERY, VALUE], [mask, None]), mask)
    assert layer.compute_mask([QUERY, VALUE], [None, SEEN]) is None
    assert layer.compute_mask([QUERY, VALUE]) is None


def test_a_step_that_may_look_at_nothing_finds_the_mean_or_nothing():
    layer, nothing = made(use_bias=False), np.zeros((3, 2, 5), bool)
    y = layer(QUERY, VALUE, attention_mask=nothing)
    mean = layer(QUERY, VALUE.mean(axis=1, keepdims=True))
    np.testing.assert_allclose(y, mean, rtol=1e-9)
    y, scores = layer(QUERY, VALUE, attention_mask=nothing, return_attention_scores=True)
    assert not y.any()
    assert not scores.any()
    assert np.isfinite(layer.backward(np.ones_like(y))[0]).all()


def test_dropout_leaves_out_attention_in_training_alone():
    values = RNG.normal(size=(1, 400, 4))
    layer = made(dropout=0.25, seed=1)
    y = layer(QUERY[:1], values, training=True)
    assert (layer.scores == 0).mean() == pytest.approx(0.25, abs=0.05)
    assert np.abs(y - layer(QUERY[:1], values)).max() > 0
    _, scores = layer(QUERY[:1], values, return_attention_scores=True)
    np.testing.assert_allclose(scores.sum(axis=-1), 1, rtol=1e-12)


def test_the_trace_holds_the_equations():
    layer = made(value_dim=5)
    y, scores = layer(QUERY, VALUE, return_attention_scores=True)
    trace = layer.trace()
    assert trace.keys() <= NAMES.keys()
    W_q, b_q = layer.query_dense.kernel.numpy(), layer.query_dense.bias.numpy()
    q = np.einsum("btf,fhk->bhtk", QUERY, W_q) + b_q[:, None]
    np.testing.assert_allclose(trace["q"], q, rtol=1e-9)
    score = trace["q"] @ trace["k"].swapaxes(2, 3) / np.sqrt(3)
    np.testing.assert_allclose(trace["score"], score, rtol=1e-9)
    np.testing.assert_array_equal(trace["attention"], scores)
    np.testing.assert_allclose(trace["context"], scores @ trace["v"], rtol=1e-9)
    W_o = layer.output_dense.kernel.numpy()
    np.testing.assert_allclose(np.einsum("bhtk,hko->bto", trace["context"], W_o), y, rtol=1e-9)
    layer.backward(np.ones_like(y))
    assert layer.gradient_trace()["dscore"].shape == scores.shape


def test_whoever_used_the_attention_says_what_it_was_good_for():
    layer, step = made(), 1e-6
    probe, direction = RNG.normal(size=(3, 2, 2, 5)), RNG.normal(size=QUERY.shape)
    y, _ = layer(QUERY, VALUE, return_attention_scores=True)
    dquery = np.array(layer.backward(np.zeros_like(y), probe)[0])
    ends = [
        np.vdot(layer(QUERY + d * direction, VALUE, return_attention_scores=True)[1], probe)
        for d in (step, -step)
    ]
    assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(np.vdot(dquery, direction), rel=1e-6)


def test_weights_are_keras_in_number_name_and_place():
    layer = made(value_dim=5)
    with pytest.raises(AttributeError, match="has no query_dense yet"):
        _ = layer.query_dense
    layer(QUERY, VALUE)
    shapes = [weight.shape for weight in layer.weights]
    assert shapes == [(4, 2, 3), (2, 3), (4, 2, 3), (2, 3), (4, 2, 5), (2, 5), (2, 5, 4), (4,)]
    assert list(layer.parts) == ["query_dense", "key_dense", "value_dense", "output_dense"]
    owned = [weight for part in layer.parts.values() for weight in part.weights]
    assert owned == layer.weights
    layer.trainable = False
    layer(QUERY, VALUE)
    assert not layer.trainable_weights
    assert layer.backward(np.ones(QUERY.shape))[1].shape == VALUE.shape


@pytest.mark.parametrize(
    "options, message",
    [
        ({"attention_axes": (1, 2)}, r"attention_axes is \(1, 2\): expected 1, the steps, or None"),
        ({"output_shape": 0}, "output_shape is 0: expected a whole number from 1"),
        ({"output_shape": (2, "x")}, "output_shape is 'x'"),
        ({"use_gate": True}, "use_gate is True, and we have no such option"),
        ({"sliding_window": 3}, "sliding_window is 3, and we have no such option"),
        ({"dropout": -1}, "dropout is -1"),
    ],
)
def test_options_that_mean_nothing(options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        made(**options)


@pytest.mark.parametrize(
    "inputs, options, message",
    [
        ((QUERY, VALUE, VALUE[:, :3]), {}, "expected as many steps of the value as of the key"),
        ((QUERY[:, 0], VALUE), {}, "features\\) of each"),
        ((QUERY, VALUE[:1]), {}, "expected the same number of samples"),
        ((QUERY, VALUE), {"attention_mask": SEEN}, r"attention_mask has shape \(3, 5\): expected"),
        ((QUERY, VALUE), {"value_mask": SEEN[:, :2]}, r"the mask has shape \(3, 2\)"),
    ],
)
def test_shapes_that_do_not_meet(inputs, options, message):
    with pytest.raises(ShapeError, match=message):
        made()(*inputs, **options)


def test_weights_are_made_for_one_width():
    layer = made()
    layer(QUERY, VALUE)
    with pytest.raises(ShapeError, match=r"expected \(…, 2, 4\) and \(…, 5, 4\), for which the we"):
        layer(QUERY, VALUE[..., :3])
    with pytest.raises(UsageError, match="multi_head_attention: expected a list of 2 inputs or 3"):
        layer(QUERY)


def test_a_penalty_on_its_kernels_is_in_the_loss_and_its_gradient():
    query, value = nn.Input((2, 4)), nn.Input((5, 4))
    losses = []
    for penalty in (None, "l2"):
        nn.set_random_seed(1)
        layer = nn.MultiHeadAttention(2, 3, kernel_regularizer=penalty)
        model = nn.Model([query, value], layer(query, value))
        model.compile("sgd", "mse")
        losses.append(model.evaluate([QUERY, VALUE], QUERY))
        assert nn.gradcheck(model, [QUERY, VALUE], QUERY).passed
    squares = sum((weight.value**2).sum() for weight in layer.weights if weight.name == "kernel")
    assert losses[1] - losses[0] == pytest.approx(0.01 * squares, rel=1e-4)
