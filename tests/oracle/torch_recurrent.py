"""The recurrent layers once more, step by step in PyTorch, with its own derivatives.

Every option is here, masks, too, which PyTorch's modules do not have.
"""

import torch
from torch.nn import functional

ACTIVATIONS = {
    "linear": lambda a: a,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "elu": functional.elu,
    "softplus": functional.softplus,
    "hard_sigmoid": lambda a: torch.clamp(a / 6 + 0.5, 0, 1),  # its own has 1/6 in float32
    "softmax": lambda a: torch.softmax(a, -1),
    "log_softmax": lambda a: torch.log_softmax(a, -1),
    "relu6": lambda a: torch.clamp(a, 0, 6),
    "leaky_relu": lambda a: functional.leaky_relu(a, 0.2),
    "selu": functional.selu,
    "softsign": functional.softsign,
    "exponential": torch.exp,
    "gelu": functional.gelu,
    "silu": functional.silu,
}


def simple_rnn(config, weights):
    """Return the function from x_t and the states to the next states."""
    W, U, b = with_bias(config, weights, 1)
    f = ACTIVATIONS[config["activation"]]
    if config["tied"]:
        U = U * torch.eye(config["units"], dtype=U.dtype)
    return lambda x, h: [f(x @ W + h @ U + b)]


def lstm(config, weights):
    W, U, b = with_bias(config, weights, 4)
    f, gate = ACTIVATIONS[config["activation"]], ACTIVATIONS[config["recurrent_activation"]]

    def step(x, h, c):
        i, forget, g, o = torch.chunk(x @ W + h @ U + b, 4, -1)
        c = gate(forget) * c + gate(i) * f(g)
        return [gate(o) * f(c), c]

    return step


def gru(config, weights):
    W, U, b = with_bias(config, weights, 3)
    f, gate = ACTIVATIONS[config["activation"]], ACTIVATIONS[config["recurrent_activation"]]
    after = config["reset_after"]
    b_x, b_h = (b[0], b[1]) if b.ndim == 2 else (b, torch.zeros_like(b))

    def step(x, h):
        x_z, x_r, x_g = torch.chunk(x @ W + b_x, 3, -1)
        h_z, h_r, h_g = torch.chunk(h @ U + b_h, 3, -1)
        z, r = gate(x_z + h_z), gate(x_r + h_r)
        U_g = torch.chunk(U, 3, -1)[2]
        g = f(x_g + (r * h_g if after else (r * h) @ U_g))
        return [z * h + (1 - z) * g]

    return step


STEPS = {"SimpleRNN": (simple_rnn, 1), "LSTM": (lstm, 2), "GRU": (gru, 1)}


def with_bias(config, weights, gates):
    """Return three weights, the bias 0 if there is none."""
    if config["use_bias"]:
        return weights
    return [*weights, torch.zeros(gates * config["units"], dtype=weights[0].dtype)]


def recurrent(kind, config, weights, x, states, mask):
    """Return the output and the last states, if those are wanted."""
    make, count = STEPS[kind]
    step = make(config, weights)
    states = states or [torch.zeros(len(x), config["units"], dtype=x.dtype)] * count
    outputs = []
    order = range(x.shape[1])
    for t in reversed(order) if config["go_backwards"] else order:
        new = step(x[:, t], *states)
        y = new[0]
        if mask is not None:
            counts = mask[:, t, None]
            new = [torch.where(counts, one, old) for one, old in zip(new, states, strict=True)]
            y = torch.where(counts, y, 0 * y) if config["zero_output_for_mask"] else new[0]
        states = new
        outputs.append(y)
    y = torch.stack(outputs, 1) if config["return_sequences"] else outputs[-1]
    return [y, *states] if config["return_state"] else [y]


def bidirectional(config, weights, x, states, mask):
    """Return the merged output, or both, and the last states of both directions."""
    results = []
    for k, name in enumerate(("layer", "backward_layer")):
        kind, inner = config[name]["class_name"], config[name]["config"]
        own, firsts = halves(weights, k), halves(states, k)
        y, *last = recurrent(kind, inner, own, x, firsts, mask)
        if k == 1 and inner["return_sequences"]:
            y = y.flip(1)
        results.append((y, last))
    (ahead, last_ahead), (back, last_back) = results
    return [*merged(config["merge_mode"], ahead, back), *last_ahead, *last_back]


def halves(arrays, k):
    half = len(arrays) // 2
    return arrays[k * half :][:half]


def merged(mode, ahead, back):
    if mode is None:
        return [ahead, back]
    if mode == "concat":
        return [torch.cat([ahead, back], -1)]
    return [{"sum": ahead + back, "ave": (ahead + back) / 2, "mul": ahead * back}[mode]]
