"""Attention: what it hands out, what it keeps, and what it refuses."""

import numpy as np
import pytest

from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.names import NAMES

RNG = np.random.default_rng(4)
QUERY, VALUE = RNG.normal(size=(3, 2, 4)), RNG.normal(size=(3, 5, 4))
WAYS = {
    "dot": lambda **o: nn.Attention(use_scale=True, dtype="float64", **o),
    "concat": lambda **o: nn.Attention(score_mode="concat", dtype="float64", **o),
    "additive": lambda **o: nn.AdditiveAttention(dtype="float64", **o),
}
every_way = pytest.mark.parametrize("way", WAYS)


@every_way
def test_the_attention_is_returned_on_request(way):
    layer = WAYS[way]()
    y, scores = layer([QUERY, VALUE], return_attention_scores=True)
    np.testing.assert_array_equal(layer([QUERY, VALUE]), y)
    np.testing.assert_allclose(scores.sum(axis=-1), 1, rtol=1e-12)
    np.testing.assert_allclose(y, scores @ VALUE, rtol=1e-12)
    np.testing.assert_array_equal(layer.scores, scores)


@every_way
def test_a_step_that_must_not_look_ahead_does_not(way):
    _, scores = WAYS[way]()([VALUE, VALUE], use_causal_mask=True, return_attention_scores=True)
    assert not np.triu(scores, 1).any()
    assert (np.tril(scores).sum(axis=-1) > 0.99).all()


@every_way
def test_the_trace_holds_the_equations(way):
    layer = WAYS[way]()
    y, scores = layer([QUERY, VALUE], return_attention_scores=True)
    trace = layer.trace()
    e = np.exp(trace["score"] - trace["score"].max(axis=-1, keepdims=True))
    np.testing.assert_allclose(trace["attention"], e / e.sum(-1, keepdims=True), rtol=1e-12)
    np.testing.assert_array_equal(trace["attention"], scores)
    np.testing.assert_array_equal(trace["context"], y)
    layer.backward(np.ones_like(y))
    assert {*trace, *layer.gradient_trace()} <= NAMES.keys()


@every_way
def test_gradients_by_step_add_up_to_the_gradients_of_the_weights(way):
    layer = WAYS[way]()
    layer([QUERY, VALUE])
    layer.backward(RNG.normal(size=QUERY.shape))
    (weight,) = layer.weights
    terms = layer.gradient_trace()[f"d{weight.symbol}"]
    assert terms.shape[:2] == (3, 2)
    assert np.abs(weight.grad).max() > 0
    np.testing.assert_allclose(terms.sum(axis=(0, 1)), weight.grad, rtol=1e-9)


@every_way
def test_whoever_used_the_attention_says_what_it_was_good_for(way):
    layer, step = WAYS[way](), 1e-6
    probe, direction = RNG.normal(size=(3, 2, 5)), RNG.normal(size=QUERY.shape)
    y, _ = layer([QUERY, VALUE], return_attention_scores=True)
    dquery = np.array(layer.backward(np.zeros_like(y), probe)[0])
    ends = []
    for moved in (QUERY + step * direction, QUERY - step * direction):
        _, scores = layer([moved, VALUE], return_attention_scores=True)
        ends.append(np.vdot(scores, probe))
    assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(np.vdot(dquery, direction), rel=1e-6)


@every_way
def test_dropout_leaves_out_attention_in_training_alone(way):
    values = np.ones((1, 2000, 4))
    layer = WAYS[way](dropout=0.25, seed=1)
    y, scores = layer([QUERY[:1], values], training=True, return_attention_scores=True)
    assert (scores == 0).mean() == pytest.approx(0.25, abs=0.03)
    assert scores.sum(axis=-1) == pytest.approx(1, abs=0.05)
    np.testing.assert_allclose(y, scores @ values, rtol=1e-12)
    left = scores[scores > 0] / layer.attention[scores > 0]
    np.testing.assert_allclose(left, 1 / 0.75, rtol=1e-12)
    dvalue = layer.backward(np.ones_like(y))[1]
    assert dvalue.shape == values.shape
    again, _ = WAYS[way](dropout=0.25, seed=1)(
        [QUERY[:1], values], training=True, return_attention_scores=True
    )
    np.testing.assert_array_equal(again, y)
    np.testing.assert_allclose(layer([QUERY[:1], values]), 1, rtol=1e-12)


@every_way
def test_what_is_not_trained_has_no_gradient(way):
    layer = WAYS[way](trainable=False)
    layer([QUERY, VALUE])
    assert layer.backward(np.ones(QUERY.shape))[0].shape == QUERY.shape
    assert not layer.trainable_weights
    layer.needs_input_gradient = False
    assert layer.backward(np.ones(QUERY.shape)) == [None, None]


@pytest.mark.parametrize("kind", [nn.Attention, nn.AdditiveAttention])
@pytest.mark.parametrize(
    "inputs, message",
    [
        ([QUERY, VALUE[..., :3]], r"expected as many features of the query as of the key"),
        ([QUERY, VALUE, VALUE[:, :3]], "expected as many steps of the value as of the key"),
        ([QUERY[:, 0], VALUE], r"\(batch, time, features\) of each"),
        ([QUERY, VALUE[:2]], "expected the same number of samples"),
    ],
)
def test_shapes_that_do_not_meet(kind, inputs, message):
    with pytest.raises(ShapeError, match=message):
        kind()(inputs)


def test_weights_are_made_for_one_width():
    layer = nn.AdditiveAttention()
    layer([QUERY, VALUE])
    with pytest.raises(ShapeError, match="for which the weights were made"):
        layer([QUERY[..., :3], VALUE[..., :3]])
    free = nn.Attention(use_scale=True)
    free([QUERY, VALUE])
    assert free([QUERY[..., :3], VALUE[..., :3]]).shape == (3, 2, 3)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"score_mode": "cosine"}, "score_mode is 'cosine': expected one of dot, concat"),
        ({"dropout": 1.0}, "dropout is 1.0: expected a number from 0 up to but not 1"),
        ({"use_scale": "yes"}, "use_scale is 'yes': expected True or False"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_options_that_mean_nothing(options, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        nn.Attention(**options)


def test_how_many_inputs_there_may_be():
    for inputs in ([QUERY], [QUERY] * 4, QUERY):
        with pytest.raises(UsageError, match="attention: expected a list of 2 inputs or 3, got"):
            nn.Attention()(inputs)
    with pytest.raises(UsageError, match="expected a list of 2 masks"):
        nn.Attention()([QUERY, VALUE], mask=np.ones((3, 2)))


# In models.


def with_attention():
    """A model of every kind of attention, one of which is used itself."""
    query, value = nn.Input((3, 4)), nn.Input((5, 6))
    heads = nn.MultiHeadAttention(2, 3)(query, value)
    around, scores = nn.Attention(use_scale=True)(
        [heads, heads], use_causal_mask=True, return_attention_scores=True
    )
    found = nn.AdditiveAttention()([nn.layers.add([heads, around]), around])
    joined = nn.layers.concatenate([found, query, scores])
    return nn.Model([query, value], [nn.Dense(2)(joined), scores])


def test_a_model_of_attention_has_right_gradients():
    model = with_attention()
    x = [RNG.normal(size=(6, 3, 4)), RNG.normal(size=(6, 5, 6))]
    y = [RNG.normal(size=(6, 3, 2)), RNG.random((6, 3, 3))]
    model.compile("adam", ["mse", "mse"])
    found = nn.gradcheck(model, x, y)
    assert found.passed, str(found)
    names = [f"{row.layer}/{row.weight}" for row in found.rows]
    assert names[:3] == [f"multi_head_attention/{name}" for name in (
        "query/kernel", "query/bias", "key/kernel")]  # fmt: skip
    assert {"attention/scale", "additive_attention/scale"} <= set(names)
    before = model.evaluate(x, y)[0]
    model.fit(x, y, epochs=20, verbose=0)
    assert model.evaluate(x, y)[0] < before


def test_attention_alone_may_be_what_a_model_is_for():
    query, value = nn.Input((3, 4)), nn.Input((5, 4))
    for layer, shape in ((nn.Attention(), (3, 5)), (nn.MultiHeadAttention(2, 3), (2, 3, 5))):
        many = isinstance(layer, nn.MultiHeadAttention)
        given = (query, value) if many else ([query, value],)
        _, scores = layer(*given, return_attention_scores=True)
        assert scores.shape == (None, *shape)
        model = nn.Model([query, value], nn.Dense(1)(scores))
        model.compile("sgd", "mse")
        x = [RNG.normal(size=(6, 3, 4)), RNG.normal(size=(6, 5, 4))]
        found = nn.gradcheck(model, x, RNG.normal(size=(6, *shape[:-1], 1)))
        assert found.passed, str(found)


def test_a_layer_called_twice_keeps_both_calls():
    query, value = nn.Input((3, 4)), nn.Input((5, 4))
    for layer in (nn.MultiHeadAttention(2, 3), nn.AdditiveAttention(), nn.Attention(True)):
        many = isinstance(layer, nn.MultiHeadAttention)
        call = (lambda q, v, of=layer: of(q, v)) if many else (lambda q, v, of=layer: of([q, v]))
        model = nn.Model([query, value], nn.Dense(1)(call(call(query, value), value)))
        model.compile("sgd", "mse")
        x = [RNG.normal(size=(6, 3, 4)), RNG.normal(size=(6, 5, 4))]
        found = nn.gradcheck(model, x, RNG.normal(size=(6, 3, 1)))
        assert found.passed, str(found)
