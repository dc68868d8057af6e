"""The steps of `SimpleRNN`, compiled; the equations stand in `nn.layers.simple_rnn`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.activations import relu_gradient, tanh_gradient
from xlrnn.nn.fast.blas import look_up, product, take_up
from xlrnn.nn.fast.functions import compiled, tanh
from xlrnn.nn.fast.masks import hand_back, pass_by, stand_still

Array = NDArray[Any]


@compiled
def tanh_step(a: Array, a_h: Array, b_h: Array, h: Array) -> None:
    """H = tanh(a + (a_h + b_h))."""
    for b in range(a.shape[0]):
        for i in range(a.shape[1]):
            a[b, i] += a_h[b, i] + b_h[b, i]
            h[b, i] = tanh(a[b, i])


@compiled
def relu_step(a: Array, a_h: Array, b_h: Array, h: Array) -> None:
    """H = max(a + (a_h + b_h), 0)."""
    for b in range(a.shape[0]):
        for i in range(a.shape[1]):
            a[b, i] += a_h[b, i] + b_h[b, i]
            h[b, i] = a[b, i] if not a[b, i] < 0 else 0


@compiled
def rnn_run(
    rectified: bool,
    table: Array,
    index: Array,
    a: Array,
    W: Array,
    first: int,
    mask: Array,
    counts: Array,
    b_h: Array,
    a_h: Array,
    h: Array,
) -> None:
    """All steps, of relu or of tanh; below `first` the state is 0: there is nothing to multiply."""
    for t in range(len(counts)):
        n, a_t = counts[t], a[t % len(a)]
        look_up(table, index, t, a_t[:n])
        if t >= first and n > 0:
            product(h[t % len(h), :n], W, a_h[:n], 0)
        else:
            a_h[...] = 0
        if rectified:
            relu_step(a_t[:n], a_h, b_h, h[(t + 1) % len(h)])
        else:
            tanh_step(a_t[:n], a_h, b_h, h[(t + 1) % len(h)])
        stand_still(mask, t, n, h)


@compiled
def rnn_go_back(
    rectified: bool,
    h: Array,
    dy: Array,
    dh: Array,
    da: Array,
    room: Array,
    W_T: Array,
    first: int,
    mask: Array,
    counts: Array,
) -> None:
    """Undo all steps; below `first` nobody asks for the gradient of the state."""
    steps = len(da)
    for t in range(steps - 1, -1, -1):
        n = counts[t]
        take_up(dy, t, steps, dh)
        if rectified:
            relu_gradient(h[t + 1, :n], dh, da[t])
        else:
            tanh_gradient(h[t + 1, :n], dh, da[t])
        pass_by(mask, t, n, da)
        if t >= first:
            hand_back(da, W_T, mask, t, n, 0, room, dh)
