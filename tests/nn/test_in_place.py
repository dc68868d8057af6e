"""What is calculated in place lies in one piece of memory.

On views with gaps some versions of NumPy get some functions wrong in place: 2.2 to 2.4 negate
every fourth float32 of a row twice. Nothing here relies on any of them.
"""

from unittest import mock

import numpy as np
import pytest

from tests.oracle.gradients import ours, probes_for
from tests.oracle.layer_cases import CASES, made
from tests.oracle.unchecked import unchecked
from xlrnn import nn
from xlrnn.nn import activations
from xlrnn.nn.compute import kernels
from xlrnn.nn.compute.workspace import Workspace

ACTIVATIONS = [
    "linear", "tanh", "sigmoid", "relu", "elu", "softplus", "hard_sigmoid", "softmax",
    "relu6", "leaky_relu", "selu", "softsign", "exponential", "gelu", "silu",
    "log_softmax",
]  # fmt: skip
RNG = np.random.default_rng(0)


def views(dtype):
    """Yield views of all sorts: columns of wider arrays, every n-th row, turned, back to front."""
    for rows in (1, 2, 3, 4, 5, 16, 33):
        for width in range(1, 9):
            for units in range(1, width + 1):
                yield RNG.normal(size=(rows, width)).astype(dtype)[:, width - units :]
        yield RNG.normal(size=(3 * rows, 2)).astype(dtype)[::3]
        yield RNG.normal(size=(2, rows)).astype(dtype).T
        yield RNG.normal(size=(rows, 4)).astype(dtype)[::-1, ::-2]
        yield RNG.normal(size=(2, rows, 4)).astype(dtype)[:, :, 1:2].swapaxes(0, 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_is_right_in_place_on_any_view(name, dtype):
    function = activations.get(name)
    for a in views(dtype):
        expected = function(a.copy())
        function(a, out=a)
        np.testing.assert_array_equal(a, expected, err_msg=str((a.shape, a.strides)))
    for dy in views(dtype):
        a = RNG.normal(size=dy.shape).astype(dtype)
        y, undo = function(a), function.undoing(a)
        expected = undo(y, dy.copy())
        undo(y, dy, out=dy)
        np.testing.assert_array_equal(dy, expected, err_msg=str((dy.shape, dy.strides)))


class Watched(np.ndarray):
    """An array that refuses to be calculated in place where it has gaps."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        arrays = [given for given in inputs if isinstance(given, np.ndarray)]
        for target in out:
            in_place = any(np.shares_memory(target, given) for given in arrays)
            assert not in_place or is_in_one_piece(target), (
                f"{ufunc.__name__} in place on shape {target.shape}, strides {target.strides}"
            )
        options = {name: plain(option) for name, option in options.items()}
        if out:
            options["out"] = tuple(map(plain, out))
        result = getattr(ufunc, method)(*map(plain, inputs), **options)
        return out[0] if out else watched(result)


def is_in_one_piece(array):
    """Say whether an array has no gaps; its axes may stand in any order."""
    size = array.itemsize
    for stride, side in sorted(zip(array.strides, array.shape, strict=True)):
        if side > 1 and stride != size:
            return False
        size *= side
    return True


def plain(given):
    return given.view(np.ndarray) if isinstance(given, Watched) else given


def watched(result):
    return result.view(Watched) if isinstance(result, np.ndarray) else result


@pytest.fixture
def watching():
    handed_out = Workspace.array

    def array(self, name, shape, dtype):
        return handed_out(self, name, shape, dtype).view(Watched)

    with mock.patch.object(Workspace, "array", array), kernels.using("numpy"), unchecked():
        yield


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_no_layer_calculates_in_place_on_a_view_with_gaps(watching, dtype):
    for case in CASES:
        layer, x, states = made(case, dtype)
        outputs = layer(x, **({"initial_state": states} if states else {}))
        outputs = outputs if isinstance(outputs, list) else [outputs]
        ours(layer, x, states, case.mask_array, probes_for(outputs), steps=1)


def test_no_training_calculates_in_place_on_a_view_with_gaps(watching):
    layers = [nn.Dropout(0.3), nn.Bidirectional(nn.LSTM(1, "relu", dropout=0.2)), nn.Dense(1)]
    model = nn.Sequential([nn.Input((3, 2)), *layers])
    model.compile(nn.optimizers.Adam(clipnorm=1.0), "mse")
    model.fit(RNG.normal(size=(5, 3, 2)), RNG.normal(size=(5, 1)), batch_size=3, verbose=0)


def test_the_watch_sees_what_it_should():
    whole = np.zeros((3, 4), np.float32).view(Watched)
    np.negative(whole, out=whole)
    np.negative(whole.T, out=whole.T)
    np.add(whole[:, 0], 1, out=whole[:, 1])
    for act in (lambda a: np.negative(a, out=a), lambda a: a.__iadd__(1)):
        with pytest.raises(AssertionError, match="in place on shape"):
            act(whole[:, 1:])
