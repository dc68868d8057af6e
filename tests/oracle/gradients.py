"""What a layer returns, its gradients and its weights after ten steps: ours, and compared."""

from dataclasses import dataclass, field

import numpy as np

from tests.oracle.unchecked import unchecked
from xlrnn.nn.compute.sequence import Rows
from xlrnn.nn.core.parameter import ParameterVector
from xlrnn.nn.layers import Bidirectional, Softmax
from xlrnn.nn.optimizers import Adagrad

STEPS, RATE, START = 10, 0.05, 0.1
"""How many steps Adagrad takes, how large ones, and what its sums of squares begin with."""

ROUNDED = 1e-10
"""What rounding makes of a difference of outputs of size 1, however small the slope is."""


@dataclass
class Result:
    """What a layer returns, ∂ Σ probe · output / ∂ of everything that goes in, and training.

    Attributes:
        outputs: the outputs, then the last states.
        dx: of the input, unless that is words' numbers.
        dweights: of each weight.
        dstates: of each initial state.
        after: the weights when ½ Σ (output − probe)² has been made smaller ten times.
    """

    outputs: list
    dx: np.ndarray | None
    dweights: list
    dstates: list
    after: list = field(default_factory=list)

    def named(self):
        """Yield every array with a name."""
        for kind in ("outputs", "dweights", "dstates", "after"):
            for k, array in enumerate(getattr(self, kind)):
                yield f"{kind}[{k}]", array
        if self.dx is not None:
            yield "dx", self.dx


def as_list(outputs):
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def called(layer, x, states, mask):
    """Return our outputs."""
    options = {"initial_state": states} if states else {}
    return as_list(layer(x, mask=mask if heeds(layer) else None, **options))


def heeds(layer):
    """Say whether a call looks at a mask; Softmax looks at one that it is given itself."""
    return layer.takes_mask or isinstance(layer, Softmax)


def probes_for(outputs, seed=1):
    """Return what each output is multiplied with, so that there is one number to derive."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=output.shape) for output in outputs]


def backward(layer, dy):
    """Hand our layer ∂L/∂ of all its outputs."""
    if isinstance(layer, Bidirectional) and layer.merge_mode is None:
        return layer.backward(dy[:2], dy[2:])
    return layer.backward(dy[0], dy[1:]) if len(dy) > 1 else layer.backward(dy[0])


def ours(layer, x, states, mask, probes, *, steps=STEPS):
    """Return what our layer calculates."""
    outputs = called(layer, x, states, mask)
    dx = backward(layer, [probe.astype(layer.dtype) for probe in probes])
    assert not isinstance(dx, Rows)
    found = Result(
        outputs,
        None if dx is None else np.array(dx),
        [weight.grad.copy() for weight in layer.trainable_weights],
        [np.array(d) for d in layer.d_first] if states else [],
    )
    if steps and layer.trainable_weights:
        with unchecked():
            found.after = trained(layer, x, states, mask, probes, steps)
    return found


def trained(layer, x, states, mask, probes, steps=STEPS):
    """Return our weights after some steps; the layer's own become those."""
    vectors = [ParameterVector(layer.trainable_weights)]
    optimizer = Adagrad(RATE, initial_accumulator_value=START, epsilon=0)
    for _ in range(steps):
        outputs = called(layer, x, states, mask)
        backward(layer, [y - p.astype(y.dtype) for y, p in zip(outputs, probes, strict=True)])
        optimizer.step(vectors)
    return [weight.numpy() for weight in layer.trainable_weights]


def compare_with_differences(found, layer, x, states, mask, probes, step=1e-5, within=1e-7):
    """Compare the slope along a random direction of each array with a difference of outputs."""
    rng = np.random.default_rng(5)
    pairs = [
        (weight.value, d) for weight, d in zip(layer.trainable_weights, found.dweights, strict=True)
    ]
    pairs += zip(states, found.dstates, strict=True)
    if found.dx is not None:
        pairs.append((x, found.dx))
    for array, gradient in pairs:
        direction = rng.normal(size=array.shape)
        with unchecked():
            difference = slope(layer, x, states, mask, probes, array, step * direction) / step
        largest = np.linalg.norm(gradient)
        assert largest > 0
        assert abs(difference - np.vdot(gradient, direction)) <= within * largest + ROUNDED


def slope(layer, x, states, mask, probes, array, change):
    """Return how much Σ probe · output grows with an array that goes into it."""

    def total(moved):
        array[...] = moved
        outputs = called(layer, x, states, mask)
        return sum(float(np.vdot(y, probe)) for y, probe in zip(outputs, probes, strict=True))

    before = array.copy()
    try:
        return (total(before + change) - total(before - change)) / 2
    finally:
        array[...] = before


def apart(found, expected):
    """Return the largest difference, relative to the largest number that is expected."""
    assert found.shape == expected.shape
    largest = np.abs(expected).max(initial=0)
    return float(np.abs(found - expected).max(initial=0) / largest) if largest else 0.0


def compare(found, expected, within):
    """Fail with the name and the size of what differs; a gradient of nothing but 0 fails, too."""
    found, expected = dict(found.named()), dict(expected.named())
    assert found.keys() == expected.keys()
    for name, array in found.items():
        assert np.abs(expected[name]).max() > 0, f"{name} is 0 throughout"
        distance = apart(array, expected[name])
        assert distance <= within, f"{name} differs by {distance:.1e}"
