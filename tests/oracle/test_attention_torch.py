"""Attention against what PyTorch has: its function, its module of many heads, its autograd."""

import numpy as np
import pytest

from xlrnn.nn import layers

RNG = np.random.default_rng(6)
BATCH, STEPS, SOURCE, FEATURES = 3, 2, 5, 4
SIZES = {"usual": (BATCH, STEPS, SOURCE, FEATURES), "ones": (1, 1, 1, 1)}
every_size = pytest.mark.parametrize("size", SIZES)


def drawn(size, count=3):
    """Return query, value and key."""
    batch, steps, source, features = SIZES[size]
    sides = [(batch, steps, features), *[(batch, source, features)] * (count - 1)]
    return [RNG.normal(size=each) for each in sides]


def tensors(torch, arrays):
    return [torch.tensor(each, requires_grad=True) for each in arrays]


def compare(layer, y, out, given):
    """Compare the outputs, and the gradients of the inputs."""
    np.testing.assert_allclose(y, out.detach().numpy(), rtol=1e-9, atol=1e-12)
    probe = RNG.normal(size=y.shape)
    (out * out.new_tensor(probe)).sum().backward()
    for found, tensor in zip(layer.backward(probe), given, strict=True):
        np.testing.assert_allclose(found, tensor.grad.numpy(), rtol=1e-9, atol=1e-12)


@every_size
@pytest.mark.parametrize("ahead", [False, True])
def test_attention_is_pytorchs_function(torch, size, ahead):
    x = drawn(size)
    layer = layers.Attention(dtype="float64")
    y = layer(x, use_causal_mask=ahead)
    query, value, key = given = tensors(torch, x)
    function = torch.nn.functional.scaled_dot_product_attention
    compare(layer, y, function(query, key, value, scale=1.0, is_causal=ahead), given)


@every_size
def test_additive_attention_is_a_network_of_one_layer(torch, size):
    x = drawn(size)
    layer = layers.AdditiveAttention(dtype="float64")
    y = layer(x)
    query, value, key = given = tensors(torch, x)
    v_a = torch.tensor(layer.get_weights()[0], requires_grad=True)
    score = torch.tanh(query[:, :, None] + key[:, None]) @ v_a
    compare(layer, y, torch.softmax(score, -1) @ value, given)
    np.testing.assert_allclose(layer.scale.grad, v_a.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("heads, bias", [(1, True), (2, True), (4, False)])
@pytest.mark.parametrize("masked", [False, True])
def test_many_heads_are_pytorchs_module(torch, heads, bias, masked):
    x = drawn("usual")
    layer = layers.MultiHeadAttention(
        heads, FEATURES // heads, use_bias=bias, bias_initializer="uniform", dtype="float64"
    )
    left = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 0, 0]], bool) if masked else None
    y = layer(*x, value_mask=left)
    module = torch.nn.MultiheadAttention(
        FEATURES, heads, bias=bias, batch_first=True, dtype=torch.float64
    )
    rows = [part.matrix.T for part in list(layer.parts.values())]
    with torch.no_grad():
        module.in_proj_weight.copy_(torch.tensor(np.concatenate(rows[:3])))
        module.out_proj.weight.copy_(torch.tensor(rows[3]))
        if bias:
            biases = [part.bias.numpy().reshape(-1) for part in layer.parts.values()]
            module.in_proj_bias.copy_(torch.tensor(np.concatenate(biases[:3])))
            module.out_proj.bias.copy_(torch.tensor(biases[3]))
    query, value, key = given = tensors(torch, x)
    padding = None if left is None else torch.tensor(~left)
    out, _ = module(query, key, value, key_padding_mask=padding)
    compare(layer, y, out, given)
    parts = list(layer.parts.values())[:3]
    kernels = np.concatenate([part.kernel.grad.reshape(FEATURES, -1).T for part in parts])
    pairs = [
        (kernels, module.in_proj_weight),
        (layer.output_dense.kernel.grad, module.out_proj.weight),
    ]
    if bias:
        pairs.append((np.concatenate([part.bias.grad.ravel() for part in parts]),
                      module.in_proj_bias))  # fmt: skip
        pairs.append((layer.output_dense.bias.grad, module.out_proj.bias))
    for found, weight in pairs:
        expected = weight.grad.numpy()
        found = found.reshape(-1, FEATURES).T if found.ndim == 3 else found
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
