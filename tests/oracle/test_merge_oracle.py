"""Layers of several inputs against Keras 3: output, mask, every gradient."""

import numpy as np
import pytest

from tests.oracle.merge_cases import CASES, HOLES
from tests.oracle.unchecked import unchecked
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn import layers
from xlrnn.nn.layers import deserialize, serialize

pytestmark = pytest.mark.filterwarnings("ignore:.*softmax over axis:UserWarning")
BY_NAME = {case.name: case for case in CASES}
WITHIN = {"float64": 1e-9, "float32": 1e-4}
SMALL = 0.05
"""Where a gradient is 0, as that of a key's bias, what is left is rounding."""

COARSE = 1e-6
"""Where no step counts, 10⁹ is taken off all scores: they are rounded, in float32 to nothing."""

every_case = pytest.mark.parametrize("name", BY_NAME)


def weighted(layer, seed=0):
    """Give a layer weights that are all different."""
    rng = np.random.default_rng(seed)
    layer.set_weights([np.asarray(0.6 * rng.normal(size=w.shape)) for w in layer.weights])
    return layer


def of_ours(case, dtype="float64"):
    """Return our layer behind a call, its output and its inputs."""
    layer, x = case.made(layers, dtype), case.inputs(dtype)
    layer.ensure_built([(None, *each.shape[1:]) for each in x])
    weighted(layer)
    masks = None if case.masks is None else list(case.masks)
    return layer, output(layer(x, mask=masks, **case.called)), x


def output(outputs):
    """Return the output, where attention may have been returned, too."""
    return outputs[0] if isinstance(outputs, list | tuple) else outputs


def probe_for(y, seed=1):
    return np.random.default_rng(seed).normal(size=y.shape)


def per_array(x, gradients):
    """Return one gradient for each array, however often it is an input."""
    found = {}
    for each, gradient in zip(x, gradients, strict=True):
        found[id(each)] = found.get(id(each), 0) + np.asarray(gradient)
    return list(found.values())


def of_keras(keras, torch, case):
    """Return Keras' output, mask, gradients of the inputs and of the weights."""
    ours, y, x = of_ours(case)
    theirs = case.made(keras.layers)
    tensors = {id(each): torch.tensor(each, requires_grad=True) for each in x}
    given = [tensors[id(each)] for each in x]
    if case.masks is not None:
        given = [each * 1 for each in given]
        for each, mask in zip(given, case.masks, strict=True):
            if mask is not None:
                keras.src.backend.set_keras_mask(each, torch.tensor(mask))
    alone = case.kind == "MultiHeadAttention"  # it takes each by itself
    shapes = [tuple(each.shape) for each in x]
    theirs.build(*shapes) if alone else theirs.build(shapes)
    variables = theirs.trainable_variables
    assert [weight.name for weight in ours.weights] == [each.name for each in variables]
    for variable, weight in zip(variables, ours.get_weights(), strict=True):
        variable.assign(weight)
    out = output(theirs(*given, **case.called) if alone else theirs(given, **case.called))
    mask = keras.src.backend.get_keras_mask(out)
    (out * torch.tensor(probe_for(y))).sum().backward()
    return (
        out.detach().numpy(),
        None if mask is None else np.asarray(mask),
        [tensor.grad.numpy() for tensor in tensors.values()],
        [variable.value.grad.numpy() for variable in variables],
    )


def close(found, expected, within):
    assert found.shape == expected.shape
    scale = max(np.abs(expected).max(initial=0), SMALL)
    assert np.abs(found - expected).max(initial=0) <= within * scale


@every_case
def test_a_layer_gives_masks_and_derives_what_keras_does(keras64, torch, name):
    case = BY_NAME[name]
    y, mask, dx, dweights = of_keras(keras64, torch, case)
    for dtype, within in WITHIN.items():
        if name.endswith("nothing-left"):
            within = COARSE if dtype == "float64" else 1.0
        layer, found, x = of_ours(case, dtype)
        assert found.dtype == dtype
        close(found, y, within)
        ours = layer.compute_mask(x, None if case.masks is None else list(case.masks))
        assert (ours is None) == (mask is None)
        assert mask is None or np.array_equal(ours, mask)
        gradients = layer.backward(probe_for(y).astype(dtype))
        assert len(gradients) == len(x)
        assert [each.shape for each in gradients] == [each.shape for each in x]
        for mine, of_theirs in zip(per_array(x, gradients), dx, strict=True):
            close(mine, of_theirs, within)
        for weight, of_theirs in zip(layer.weights, dweights, strict=True):
            close(weight.grad, of_theirs, within)


@pytest.mark.parametrize(
    "name", [name for name in BY_NAME if not name.endswith(("nothing-left", "imum-ties"))]
)
def test_slopes_are_differences_of_the_output(name):
    case, step = BY_NAME[name], 1e-6
    layer, y, x = of_ours(case)
    probe, masks = probe_for(y), None if case.masks is None else list(case.masks)
    gradients = [np.array(each) for each in layer.backward(probe)]
    arrays = list({id(each): each for each in x}.values())
    pairs = [*zip(arrays, per_array(x, gradients), strict=True)]
    pairs += [(weight.value, weight.grad.copy()) for weight in layer.weights]
    for array, gradient in pairs:
        direction, before = np.random.default_rng(5).normal(size=array.shape), array.copy()
        ends = []
        for sign in (1, -1):
            array[...] = before + sign * step * direction
            ends.append(float(np.vdot(output(layer(x, mask=masks, **case.called)), probe)))
        array[...] = before
        difference = (ends[0] - ends[1]) / (2 * step)
        assert abs(difference - np.vdot(gradient, direction)) <= 1e-6 * (1 + abs(difference))


@every_case
def test_the_output_shape_is_said_beforehand(keras, name):
    case = BY_NAME[name]
    layer, y, x = of_ours(case, "float32")
    shapes = [each.shape for each in x]
    assert tuple(layer.compute_output_shape(shapes)) == y.shape
    open_ended = layer.compute_output_shape([(None, *shape[1:]) for shape in shapes])
    assert tuple(open_ended) == (None, *y.shape[1:])
    assert layer.count_for(shapes) == layer.count_params()


@every_case
def test_a_layer_made_again_from_its_configuration_calculates_the_same(name):
    case = BY_NAME[name]
    layer, y, x = of_ours(case)
    again = deserialize(serialize(layer))
    masks = None if case.masks is None else list(case.masks)
    again.ensure_built([(None, *each.shape[1:]) for each in x])
    again.set_weights(layer.get_weights())
    np.testing.assert_array_equal(output(again(x, mask=masks, **case.called)), y)
    assert again.get_config() == layer.get_config()


@every_case
def test_batches_of_other_sizes_use_the_same_memory(name):
    """A smaller batch after a larger one gives what a fresh layer gives."""
    case = BY_NAME[name]
    layer, y, x = of_ours(case)
    one = {id(each): each[:1].copy() for each in x}
    less = [one[id(each)] for each in x]
    masks = None
    if case.masks is not None:
        masks = [None if mask is None else mask[:1] for mask in case.masks]
    called = dict(case.called)
    if np.ndim(called.get("attention_mask")) > 2:
        called["attention_mask"] = called["attention_mask"][:1]
    np.testing.assert_allclose(output(layer(less, mask=masks, **called)), y[:1], rtol=1e-9)


# As functions.


@pytest.mark.parametrize(
    "name", ["add", "average", "concatenate", "maximum", "minimum", "multiply", "subtract", "dot"]
)
def test_the_functions_are_keras(keras, name):
    a, b = np.random.default_rng(1).normal(size=(2, 3, 4)).astype("float32")
    for options in ({}, {"axes": 1}, {"axis": 1}):
        if options and name != {"axes": "dot", "axis": "concatenate"}[next(iter(options))]:
            continue
        expected = np.asarray(getattr(keras.layers, name)([a, b], **options))
        np.testing.assert_allclose(getattr(layers, name)([a, b], **options), expected, rtol=1e-5)
        assert getattr(layers.merge, name) is getattr(layers, name)


# What is refused.

A, B = np.ones((2, 5, 4)), np.ones((2, 5, 3))


@pytest.mark.parametrize(
    "make, inputs, message",
    [
        (lambda: layers.Add(), [A, B], r"add: the inputs have shapes \(…, 5, 4\) and \(…, 5, 3\): "
                                       "expected equal sides, or 1"),
        (lambda: layers.Maximum(name="top"), [A, A[:1]],
         r"top: the inputs have shapes \(2, 5, 4\) and \(1, 5, 4\): expected the same number of s"),
        (lambda: layers.Concatenate(axis=1), [A, B], "expected sides that differ along axis 1 alo"),
        (lambda: layers.Concatenate(), [A, A[:, 0]], "expected equally many sides"),
        (lambda: layers.Concatenate(axis=3), [A, A], "expected an axis 3 behind the samples in ea"),
        (lambda: layers.Dot(2), [A, B], "expected equal sides along axes 2 and 2"),
        (lambda: layers.Dot(2, name="axes"), [A, A[:, 0]],
         "axes: the inputs .*: expected an axis 2 behind the samples"),
    ],
)  # fmt: skip
def test_shapes_that_do_not_meet(make, inputs, message):
    with pytest.raises(ShapeError, match=message):
        make()(inputs)
    built = make()
    if "axes" not in message and "axis 3" not in message:
        built([inputs[0], inputs[0]])
        with pytest.raises(ShapeError, match=message):
            built(inputs)


@pytest.mark.parametrize(
    "make, inputs, message",
    [
        (lambda: layers.Add(), A[0, 0, 0], "add: expected a list of 1 inputs or more, got"),
        (lambda: layers.Add(), [], "expected a list of 1 inputs or more, got 0 of them"),
        (lambda: layers.Subtract(), [A], "subtract: expected a list of 2 inputs, got 1 of them"),
        (lambda: layers.Subtract(), [A, A, A], "expected a list of 2 inputs, got 3 of them"),
        (lambda: layers.Dot(1), [A], "dot: expected a list of 2 inputs, got 1 of them"),
        (lambda: layers.Dot(0), [A, A], "axes is 0, and 0 is that of the samples"),
        (lambda: layers.Dot((1, 2, 3)), [A, A], "expected one number, or two"),
        (lambda: layers.Concatenate(axis=0), [A, A], "axis is 0, that of the samples"),
        (lambda: layers.Concatenate(axis="x"), [A, A], "axis is 'x': expected a whole number"),
    ],
)
def test_what_is_no_list_of_inputs_and_no_axis(make, inputs, message):
    with unchecked(), pytest.raises(UsageError, match=message):
        make()(inputs)


def test_masks_are_a_list_too():
    x = [np.ones((3, 5, 4))] * 2
    for masks in (HOLES, [HOLES], [HOLES] * 3):
        with pytest.raises(UsageError, match="add: expected a list of 2 masks or None, got"):
            layers.Add()(x, mask=masks)
    with pytest.raises(ShapeError, match="the mask has shape"):
        layers.Add()(x, mask=[HOLES[:, :2], None])
