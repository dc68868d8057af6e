"""What Keras' layers calculate, in float64."""

from contextlib import contextmanager

import numpy as np
import torch
from keras import config, layers, optimizers
from keras.src.backend.common import dtypes

from tests.oracle.gradients import RATE, START, STEPS, Result, as_list, called, probes_for
from tests.oracle.layer_cases import made


@contextmanager
def in_format(name):
    """Let Keras calculate in a format: without TensorFlow it rounds to float32 here and there."""
    before = config.floatx(), dtypes.BIT64_TO_BIT32_DTYPE["float64"]
    config.set_floatx(name)
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = name
    try:
        yield
    finally:
        config.set_floatx(before[0])
        dtypes.BIT64_TO_BIT32_DTYPE["float64"] = before[1]


def of_keras(case, *, steps=STEPS):
    """Return what Keras calculates for a case, with the probes it was multiplied with."""
    ours, x, states = made(case, "float64")
    probes = probes_for(called(ours, x, states, case.mask_array))
    with in_format("float64"):
        theirs = like(ours, case)
        return calculated(theirs, x, states, case.mask_array, probes, steps), probes


def like(ours, case):
    """Return Keras' layer of a case with our weights."""
    theirs = case.make(layers, "float64")
    theirs.build(case.shape)
    variables = theirs.weights
    assert [weight.name for weight in ours.weights] == [variable.name for variable in variables]
    for variable, weight in zip(variables, ours.get_weights(), strict=True):
        variable.assign(weight)
    return theirs


def calculated(layer, x, states, mask, probes, steps):
    """Return outputs, gradients and, after some steps, weights of Keras' layer."""
    whole = x.dtype.kind == "i"
    x = torch.tensor(x, requires_grad=not whole)
    states = [torch.tensor(state, requires_grad=True) for state in states]
    options = {} if mask is None else {"mask": torch.tensor(mask)}
    if states:
        options["initial_state"] = states
    probes = [torch.tensor(probe) for probe in probes]
    outputs = as_list(layer(x, **options))
    sum((y * probe).sum() for y, probe in zip(outputs, probes, strict=True)).backward()
    variables = [variable.value for variable in layer.trainable_variables]
    return Result(
        [np.asarray(y) for y in outputs],
        None if whole else x.grad.numpy().copy(),
        [variable.grad.numpy().copy() for variable in variables],
        [state.grad.numpy().copy() for state in states],
        trained(layer, lambda: as_list(layer(x, **options)), probes, steps),
    )


def trained(layer, outputs, probes, steps):
    """Return the weights after some steps of Keras' Adagrad."""
    variables = layer.trainable_variables
    if not variables or not steps:
        return []
    optimizer = optimizers.Adagrad(RATE, initial_accumulator_value=START, epsilon=0)
    for _ in range(steps):
        layer.zero_grad()
        gaps = [y - probe for y, probe in zip(outputs(), probes, strict=True)]
        (sum((gap * gap).sum() for gap in gaps) / 2).backward()
        with torch.no_grad():
            optimizer.apply([variable.value.grad for variable in variables], variables)
    return [np.asarray(variable.value) for variable in variables]
