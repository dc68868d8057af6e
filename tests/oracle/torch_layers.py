"""Each layer once more in PyTorch, from what our layer says of itself in its configuration."""

import torch
from torch.nn import functional

from tests.oracle.gradients import RATE, START, STEPS, Result
from tests.oracle.torch_recurrent import ACTIVATIONS, bidirectional, recurrent
from xlrnn.nn.layers import serialize


def outputs_of(saved, weights, x, states=(), mask=None):
    """Return the outputs of a layer that was saved."""
    kind, config = saved["class_name"], saved["config"]
    if kind in ("SimpleRNN", "LSTM", "GRU"):
        return recurrent(kind, config, weights, x, list(states), mask)
    if kind == "Bidirectional":
        return bidirectional(config, weights, x, list(states), mask)
    if kind == "TimeDistributed":
        steps = [outputs_of(config["layer"], weights, x[:, t])[0] for t in range(x.shape[1])]
        return [torch.stack(steps, 1)]
    return [turned(config, PLAIN[kind])(config, weights, x, mask)]


def turned(config, calculate):
    """Return what calculates with the features last, whatever comes first."""
    if config.get("data_format") != "channels_first":
        return calculate

    def with_features_first(config, weights, x, mask):
        y = calculate(config, weights, x.movedim(1, -1), mask)
        return y.movedim(-1, 1) if y.ndim > 2 else y

    return with_features_first


def dense(config, weights, x, mask):
    a = x @ weights[0] + (weights[1] if config["use_bias"] else 0)
    return ACTIVATIONS[config["activation"]](a)


def embedding(config, weights, x, mask):
    return functional.embedding(x, weights[0])


def convolution(config, weights, x, mask):
    (size,), (stride,), (dilation,) = (
        as_tuple(config[name]) for name in ("kernel_size", "strides", "dilation_rate")
    )
    reach = dilation * (size - 1)
    before = after = 0
    if config["padding"] == "causal":
        before = reach
    elif config["padding"] == "same":
        windows = -(-x.shape[1] // stride)
        missing = max(0, (windows - 1) * stride + reach + 1 - x.shape[1])
        before, after = missing // 2, missing - missing // 2
    padded = functional.pad(x.transpose(1, 2), (before, after))
    bias = weights[1] if config["use_bias"] else None
    a = functional.conv1d(padded, weights[0].permute(2, 1, 0), bias, stride, 0, dilation)
    f = ACTIVATIONS[config["activation"]]  # softmax: along the last axis, whatever that is
    first = config["data_format"] == "channels_first"
    return f(a).transpose(1, 2) if first else f(a.transpose(1, 2))


def as_tuple(given):
    return tuple(given) if isinstance(given, list | tuple) else (given,)


def average(config, weights, x, mask):
    counts = torch.ones(x.shape[:2], dtype=x.dtype) if mask is None else mask.to(x.dtype)
    total = (x * counts[..., None]).sum(1, keepdim=config["keepdims"])
    return total / counts.sum(1).reshape(-1, *[1] * (total.ndim - 1))


def activation(config, weights, x, mask):
    return ACTIVATIONS[config["activation"]](x)


def relu(config, weights, x, mask):
    most = config["max_value"]
    above = x if most is None else torch.clamp(x, max=most)
    below = config["negative_slope"] * (x - config["threshold"])
    return torch.where(x > config["threshold"], above, below)


def leaky_relu(config, weights, x, mask):
    return functional.leaky_relu(x, config["negative_slope"])


def softmax(config, weights, x, mask):
    x = x if mask is None else torch.where(mask, x, -torch.inf)
    return torch.softmax(x, config["axis"])


def flatten(config, weights, x, mask):
    return x.flatten(1)


def repeat(config, weights, x, mask):
    return torch.stack([x] * config["n"], 1)


def largest(config, weights, x, mask):
    return x.amax(1, config["keepdims"])


def normalized(config, weights, x, mask):
    rest = iter(weights)
    gamma = next(rest) if config["scale"] else None
    beta = next(rest) if config["center"] else None
    return torch.nn.functional.layer_norm(x, x.shape[-1:], gamma, beta, config["epsilon"])


def windows(config, x, sizes):
    """Return the windows of an input with the features last, their places behind those.

    Beyond the ends of the input they hold NaN.
    """
    strides = as_tuple(config["strides"])
    apart = as_tuple(config.get("dilation_rate", [1] * len(sizes)))
    for side, (size, stride, step) in enumerate(zip(sizes, strides, apart, strict=True), start=1):
        places = torch.arange(x.shape[side])
        span = step * (size - 1) + 1
        before = after = 0
        if config["padding"] == "same":
            missing = max(0, (-(-len(places) // stride) - 1) * stride + span - len(places))
            before, after = missing // 2, missing - missing // 2
        around = [0, 0] * (x.ndim - 1 - side) + [before, after]
        x = functional.pad(x, around, value=torch.nan).unfold(side, span, stride)[..., ::step]
    return x


def largest_of_windows(config, weights, x, mask):
    sizes = as_tuple(config["pool_size"])
    seen = windows(config, x, sizes).flatten(-len(sizes))
    return torch.where(seen.isnan(), -torch.inf, seen).amax(-1)


def average_of_windows(config, weights, x, mask):
    sizes = as_tuple(config["pool_size"])
    return windows(config, x, sizes).flatten(-len(sizes)).nanmean(-1)


def convolution_of_pictures(config, weights, x, mask):
    seen = torch.nan_to_num(windows(config, x, as_tuple(config["kernel_size"])))
    a = torch.einsum("bijckl,klcf->bijf", seen, weights[0])
    a = a + weights[1] if config["use_bias"] else a
    f = ACTIVATIONS[config["activation"]]  # softmax: along the last axis, whatever that is
    first = config["data_format"] == "channels_first"
    return f(a.movedim(-1, 1)).movedim(1, -1) if first else f(a)


def average_of_picture(config, weights, x, mask):
    return x.mean((1, 2), keepdim=config["keepdims"])


def reshape(config, weights, x, mask):
    return x.reshape(len(x), *config["target_shape"])


def permute(config, weights, x, mask):
    return x.permute(0, *config["dims"])


def of_batch(config, weights, x, mask):
    """Return batch normalization after training."""
    *rest, mean, variance = weights
    rest = iter(rest)
    gamma = next(rest) if config["scale"] else None
    beta = next(rest) if config["center"] else None
    y = functional.batch_norm(x.movedim(-1, 1), mean, variance, gamma, beta, eps=config["epsilon"])
    return y.movedim(1, -1)


def nothing(config, weights, x, mask):
    return x


PLAIN = {
    "Dense": dense,
    "Activation": activation,
    "Embedding": embedding,
    "Conv1D": convolution,
    "Flatten": flatten,
    "LayerNormalization": normalized,
    "RepeatVector": repeat,
    "GlobalMaxPooling1D": largest,
    "GlobalAveragePooling1D": average,
    "Dropout": nothing,
    "Conv2D": convolution_of_pictures,
    "MaxPooling2D": largest_of_windows,
    "AveragePooling2D": average_of_windows,
    "GlobalAveragePooling2D": average_of_picture,
    "BatchNormalization": of_batch,
    "SpatialDropout1D": nothing,
    "MaxPooling1D": largest_of_windows,
    "AveragePooling1D": average_of_windows,
    "Reshape": reshape,
    "Permute": permute,
    "ReLU": relu,
    "LeakyReLU": leaky_relu,
    "Softmax": softmax,
}


def of_torch(layer, x, states, mask, probes):
    """Return what PyTorch calculates for our layer, which stays as it is."""
    saved = serialize(layer)
    weights = [
        torch.tensor(weight.numpy(), requires_grad=weight.trainable) for weight in layer.weights
    ]
    whole = x.dtype.kind == "i"
    x = torch.tensor(x, requires_grad=not whole)
    states = [torch.tensor(state, requires_grad=True) for state in states]
    mask = None if mask is None else torch.tensor(mask)
    probes = [torch.tensor(probe) for probe in probes]
    outputs = outputs_of(saved, weights, x, states, mask)
    sum((y * probe).sum() for y, probe in zip(outputs, probes, strict=True)).backward()
    return Result(
        [y.detach().numpy() for y in outputs],
        None if whole else x.grad.numpy().copy(),
        [weight.grad.numpy().copy() for weight in weights if weight.requires_grad],
        [state.grad.numpy().copy() for state in states],
        trained(lambda: outputs_of(saved, weights, x, states, mask), weights, probes),
    )


def trained(outputs, weights, probes):
    """Return the weights after some steps of PyTorch's Adagrad."""
    learned = [weight for weight in weights if weight.requires_grad]
    if not learned:
        return []
    optimizer = torch.optim.Adagrad(learned, RATE, initial_accumulator_value=START, eps=0)
    for _ in range(STEPS):
        optimizer.zero_grad()
        gaps = [y - probe for y, probe in zip(outputs(), probes, strict=True)]
        (sum((gap * gap).sum() for gap in gaps) / 2).backward()
        optimizer.step()
    return [weight.detach().numpy() for weight in learned]
