"""Every layer and option against PyTorch: output, every gradient, ten steps of an optimizer.

Each is calculated in both ways there are, with NumPy and with compiled kernels.
"""

import itertools

import numpy as np
import pytest

from tests.oracle.gradients import Result, called, compare, ours, probes_for
from tests.oracle.layer_cases import (
    BATCH,
    CASES,
    FEATURES,
    TIME,
    UNITS,
    Case,
    made,
    simple,
    ways,
)
from tests.oracle.torch_weights import from_torch, to_torch
from tests.oracle.unchecked import unchecked
from xlrnn.nn import layers
from xlrnn.nn.compute import kernels

BY_NAME = {case.name: case for case in CASES}
WITHIN = {"float64": 1e-9, "float32": 1e-4}
COMPILED = 1e-6
"""How far outputs of the compiled kernels may be from NumPy's; sums that cancel, ten times."""

KINDS = {"SimpleRNN": ("RNN", 1), "LSTM": ("LSTM", 2), "GRU": ("GRU", 1)}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_layer_gives_and_derives_and_learns_what_pytorch_does(torch_layers, name):
    check(torch_layers, BY_NAME[name])


def check(torch_layers, case):
    """Compare a layer in every format and way with the same equations in PyTorch."""
    mask = case.mask_array
    layer, x, states = made(case, "float64")
    probes = probes_for(called(layer, x, states, mask))
    expected = torch_layers.of_torch(layer, x, states, mask, probes)
    for dtype, within in WITHIN.items():
        found = []
        for way in ways(case):
            with kernels.using(way), unchecked():
                layer, x, states = made(case, dtype)
                found.append(ours(layer, x, states, mask, probes))
            compare(found[-1], expected, within)
        outputs = [Result(each.outputs, None, [], []) for each in found]
        compare(outputs[-1], outputs[0], COMPILED)
        compare(found[-1], found[0], 10 * COMPILED)


def tied(of, dtype, **options):
    return of.SimpleRNN(UNITS, tied=True, dtype=dtype, **options)


@pytest.mark.parametrize("options", [{}, {"activation": "relu"}, {"use_bias": False},
                                     {"go_backwards": True}], ids=str)  # fmt: skip
@pytest.mark.parametrize("mask", [None, "holes", "nothing-left"])
def test_the_tied_neuron_is_a_layer_whose_recurrent_matrix_is_a_number_times_one(
    torch_layers, mask, options
):
    from tests.oracle.layer_cases import MASKS

    def make(of, dtype):
        return tied(of, dtype, return_sequences=True, return_state=True, **options)

    check(torch_layers, Case("rnn-tied", make, mask=MASKS.get(mask), states=1))


def test_the_tied_neuron_has_one_recurrent_weight_and_one_bias():
    layer = tied(layers, "float64")
    layer.ensure_built((None, TIME, FEATURES))
    assert [weight.shape for weight in layer.weights] == [(FEATURES, UNITS), (1, 1), (1,)]


# PyTorch's own modules, its weights brought into order.


def module_of(torch, kind, layer, *, both):
    """Return PyTorch's module with our weights."""
    options = {"batch_first": True, "bidirectional": both, "dtype": torch.float64}
    module = getattr(torch.nn, KINDS[kind][0])(FEATURES, UNITS, **options)
    weights = layer.get_weights()
    given = [each for k in range(0, len(weights), 3) for each in to_torch(kind, weights[k : k + 3])]
    with torch.no_grad():
        for own, value in zip(module.parameters(), given, strict=True):
            own.copy_(torch.tensor(value))
    return module


def of_module(torch, kind, module, x, states, probes, *, every):
    """Return what PyTorch's module calculates."""
    x = torch.tensor(x, requires_grad=True)
    first = [torch.tensor(state, requires_grad=True) for state in states]
    count = KINDS[kind][1]
    stacked = [torch.stack(first[k::count]) for k in range(count)]
    y, last = module(x, tuple(stacked) if count == 2 else stacked[0])
    last = last if count == 2 else (last,)
    if not every:
        y = torch.cat(list(last[0]), dim=-1)
    outputs = [y, *(states[d] for d in range(len(last[0])) for states in last)]
    total = (out * torch.tensor(probe) for out, probe in zip(outputs, probes, strict=True))
    sum(each.sum() for each in total).backward()
    gradients = [own.grad.numpy() for own in module.parameters()]
    return Result(
        [out.detach().numpy() for out in outputs],
        x.grad.numpy(),
        [g for k in range(0, len(gradients), 4) for g in from_torch(kind, gradients[k : k + 4])],
        [state.grad.numpy() for state in first],
    )


@pytest.mark.parametrize("both", [False, True], ids=["one-way", "both-ways"])
@pytest.mark.parametrize("every", [False, True], ids=["last", "every"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_recurrent_layer_is_pytorchs_module(torch, kind, every, both):
    options = {"return_sequences": every, "return_state": True}

    def make(of, dtype):
        layer = getattr(of, kind)(UNITS, dtype=dtype, **options)
        return of.Bidirectional(layer) if both else layer

    case = Case("both" if both else "rnn", make, states=KINDS[kind][1] * (2 if both else 1))
    layer, x, states = made(case, "float64")
    probes = probes_for(called(layer, x, states, None))
    module = module_of(torch, kind, layer, both=both)
    expected = of_module(torch, kind, module, x, states, probes, every=every)
    for dtype, way in itertools.product(WITHIN, kernels.available()):
        with kernels.using(way):
            layer, x, states = made(case, dtype)
            compare(ours(layer, x, states, None, probes, steps=0), expected, WITHIN[dtype])


@pytest.mark.parametrize(
    "name", ["tanh", "sigmoid", "relu", "elu", "softplus", "softmax", "relu6", "selu", "softsign",
             "gelu", "silu", "log_softmax"]
)  # fmt: skip
def test_an_activation_is_pytorchs(torch, name):
    options = {"dim": -1} if name.endswith("softmax") else {}
    case = simple("dense", "Dense", UNITS, name)
    layer, x, _ = made(case, "float64")
    W, b = (torch.tensor(weight) for weight in layer.get_weights())
    expected = getattr(torch.nn.functional, name)(torch.tensor(x) @ W + b, **options).numpy()
    assert expected.shape == (BATCH, TIME, UNITS)
    np.testing.assert_allclose(layer(x), expected, rtol=1e-12)
