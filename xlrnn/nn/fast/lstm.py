"""The steps of `LSTM`, compiled; the equations stand in `nn.layers.lstm`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.blas import look_up, product, take_up
from xlrnn.nn.fast.functions import compiled, sigmoid, tanh
from xlrnn.nn.fast.masks import hand_back, pass_by, stand_still

Array = NDArray[Any]


@compiled
def lstm_run(
    table: Array,
    index: Array,
    a: Array,
    W: Array,
    first: int,
    mask: Array,
    counts: Array,
    h: Array,
    c: Array,
    tanh_c: Array,
) -> None:
    """All steps; below `first` the state is 0, so that there is nothing to multiply."""
    for t in range(len(counts)):
        n, k = counts[t], t % len(h)
        a_t, behind = a[t % len(a)], (t + 1) % len(h)
        look_up(table, index, t, a_t[:n])
        if t >= first and n > 0:
            product(h[k, :n], W, a_t[:n], 1)  # 1
        after = (t + 1) % len(c)
        lstm_open(a_t, c[t % len(c)], c[after], tanh_c[t % len(tanh_c)], h[behind, :n])
        stand_still(mask, t, n, h)
        stand_still(mask, t, n, c)


@compiled
def lstm_go_back(
    ifgo: Array,
    c: Array,
    tanh_c: Array,
    dy: Array,
    dh: Array,
    dc: Array,
    da: Array,
    room: Array,
    W_T: Array,
    first: int,
    mask: Array,
    counts: Array,
) -> None:
    """Undo all steps; below `first` nobody asks for the gradient of the state."""
    steps, units = len(da), dh.shape[1]
    for t in range(steps - 1, -1, -1):
        n = counts[t]
        take_up(dy, t, steps, dh)
        for b in range(n):
            if len(mask) == 0 or mask[t, b]:
                undo_sample(ifgo[t, b], c[t, b], tanh_c[t, b], dh[b], dc[b], da[t, b], units)
        pass_by(mask, t, n, da)
        if t >= first:
            hand_back(da, W_T, mask, t, n, 0, room, dh)  # 1


@compiled
def lstm_step(a: Array, a_h: Array, c_prev: Array, c: Array, tanh_c: Array, h: Array) -> None:
    """Equations 1 (its sum) to 5; `a` becomes the gates."""
    for b in range(a.shape[0]):
        all_a, all_a_h = a[b], a_h[b]
        for k in range(len(all_a)):
            all_a[k] += all_a_h[k]  # 1
    lstm_open(a, c_prev, c, tanh_c, h)


@compiled
def lstm_open(a: Array, c_prev: Array, c: Array, tanh_c: Array, h: Array) -> None:
    """Equations 2 to 5; `a` becomes the gates."""
    units = h.shape[1]
    for b in range(h.shape[0]):
        i, f, g, o = parts(a[b], units)
        for k in range(units):
            i[k], f[k], g[k], o[k] = sigmoid(i[k]), sigmoid(f[k]), tanh(g[k]), sigmoid(o[k])  # 2, 3
        c_b, c_prev_b, tanh_c_b, h_b = c[b], c_prev[b], tanh_c[b], h[b]
        for k in range(units):
            c_b[k] = f[k] * c_prev_b[k] + i[k] * g[k]  # 4
            tanh_c_b[k] = tanh(c_b[k])  # 5
            h_b[k] = o[k] * tanh_c_b[k]


@compiled
def lstm_undo(ifgo: Array, c_prev: Array, tanh_c: Array, dh: Array, dc: Array, da: Array) -> None:
    """Undo equations 5 to 2; `dc` becomes ∂L/∂c_(t−1)."""
    units = dh.shape[1]
    for b in range(dh.shape[0]):
        undo_sample(ifgo[b], c_prev[b], tanh_c[b], dh[b], dc[b], da[b], units)


@compiled
def undo_sample(
    ifgo: Array, c_prev: Array, shown: Array, dh: Array, dc: Array, da: Array, units: int
) -> None:
    """The same of one sample; `shown` is tanh(c_t)."""
    i, f, g, o = parts(ifgo, units)
    da_i, da_f, da_g, da_o = parts(da, units)
    for k in range(units):
        d_cell = dc[k] + dh[k] * o[k] * (1 - shown[k] * shown[k])  # 5
        da_o[k] = dh[k] * shown[k] * o[k] * (1 - o[k])
        da_i[k] = d_cell * g[k] * i[k] * (1 - i[k])  # 4, 2
        da_f[k] = d_cell * c_prev[k] * f[k] * (1 - f[k])
        da_g[k] = d_cell * i[k] * (1 - g[k] * g[k])  # 4, 3
        dc[k] = d_cell * f[k]


@compiled
def parts(row: Array, units: int) -> tuple[Array, Array, Array, Array]:
    """Return views of the four parts; whole rows let the compiler take several numbers at once."""
    two, three = 2 * units, 3 * units
    return row[:units], row[units:two], row[two:three], row[three:]
