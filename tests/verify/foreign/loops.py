"""What networks calculate, in plain loops over lists of numbers: the oracle of foreign sheets."""

import math


def times(matrix, vector):
    """Return the product of a matrix and a vector."""
    return [sum(w * x for w, x in zip(row, vector, strict=True)) for row in matrix]


def plus(*vectors):
    """Return the sum of vectors."""
    return [sum(numbers) for numbers in zip(*vectors, strict=True)]


def hadamard(*vectors):
    """Return the products number by number."""
    return [math.prod(numbers) for numbers in zip(*vectors, strict=True)]


def transposed(matrix):
    """Return rows as columns."""
    return [list(line) for line in zip(*matrix, strict=True)]


def tanh(vector):
    """Return tanh of each."""
    return [math.tanh(a) for a in vector]


def sigmoid(vector):
    """Return σ of each."""
    return [1 / (1 + math.exp(-a)) for a in vector]


def relu(vector):
    """Return each, or 0 if it is negative."""
    return [max(a, 0.0) for a in vector]


def softmax(vector):
    """Return probabilities."""
    exps = [math.exp(a) for a in vector]
    return [e / sum(exps) for e in exps]


def rnn(xs, W_x, W_h, b, h):
    """Return a dict of a and h for each step."""
    found = []
    for x in xs:
        a = plus(times(W_x, x), times(W_h, h), b)
        found.append({"x": x, "h_prev": h, "a": a, "h": tanh(a)})
        h = found[-1]["h"]
    return found


def lstm(xs, weights, h, c):
    """Return all that an LSTM calculates, step by step.

    Args:
        xs: the input of each step.
        weights: W_x, W_h and b of the gates f, i, g and o.
        h: the first state.
        c: the first cell state.
    """
    found = []
    for x in xs:
        own = {"x": x, "h_prev": h, "c_prev": c}
        for gate, (W_x, W_h, b) in weights.items():
            own[f"a_{gate}"] = plus(times(W_x, x), times(W_h, h), b)
            own[gate] = (tanh if gate == "g" else sigmoid)(own[f"a_{gate}"])
        own["kept"], own["written"] = hadamard(own["f"], c), hadamard(own["i"], own["g"])
        own["c"] = plus(own["kept"], own["written"])
        own["tanh_c"] = tanh(own["c"])
        own["h"] = hadamard(own["o"], own["tanh_c"])
        h, c = own["h"], own["c"]
        found.append(own)
    return found


def gru(xs, weights, h, *, reset, writes=False):
    """Return all that a GRU calculates, step by step.

    Args:
        xs: the input of each step.
        weights: W_x, W_h, b and the second bias of the gates z, r and g.
        h: the first state.
        reset: whether the reset gate comes `before` or `after` the product with W_hg.
        writes: whether z says how much is new, and not how much stays.
    """
    found = []
    for x in xs:
        own = {"x": x, "h_prev": h}
        for gate in "zr":
            W_x, W_h, b, b_h = weights[gate]
            own[f"a_{gate}"] = plus(times(W_x, x), times(W_h, h), b, b_h)
            own[gate] = sigmoid(own[f"a_{gate}"])
        W_x, W_h, b, b_h = weights["g"]
        own["looked_at"] = hadamard(own["r"], h)
        own["recalled"] = plus(times(W_h, h), b_h)
        before = times(W_h, own["looked_at"])
        after = hadamard(own["r"], own["recalled"])
        own["a_g"] = plus(times(W_x, x), b, before if reset == "before" else after)
        own["g"] = tanh(own["a_g"])
        stays = [1 - z for z in own["z"]] if writes else own["z"]
        own["h"] = [s * old + (1 - s) * g for s, old, g in zip(stays, h, own["g"], strict=True)]
        h = own["h"]
        found.append(own)
    return found


def steps(found, name):
    """Return one quantity of all steps, a column for each."""
    return transposed([own[name] for own in found])
