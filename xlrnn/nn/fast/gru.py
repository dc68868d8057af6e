"""The steps of `GRU` with `reset_after`, compiled; the equations stand in `nn.layers.gru`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.blas import look_up, product, take_up
from xlrnn.nn.fast.functions import compiled, sigmoid, tanh
from xlrnn.nn.fast.masks import hand_back, pass_by, stand_still

Array = NDArray[Any]


@compiled
def gru_run(
    table: Array,
    index: Array,
    a: Array,
    W: Array,
    first: int,
    mask: Array,
    counts: Array,
    b_hg: Array,
    h: Array,
    zrg: Array,
    recalled: Array,
    a_h: Array,
) -> None:
    """All steps; below `first` the state is 0, so that there is nothing to multiply."""
    for t in range(len(counts)):
        n, h_prev, h_t = counts[t], h[t % len(h)], h[(t + 1) % len(h)]
        a_t, k = a[t % len(a)], t % len(zrg)
        look_up(table, index, t, a_t[:n])
        if t >= first and n > 0:
            product(h_prev[:n], W, a_h[:n], 0)
        else:
            a_h[...] = 0
        gru_step(a_t, a_h, b_hg, h_prev, zrg[k], recalled[k], h_t[:n])
        stand_still(mask, t, n, h)


@compiled
def gru_go_back(
    zrg: Array,
    recalled: Array,
    h: Array,
    dy: Array,
    dh: Array,
    da: Array,
    da_h: Array,
    kept: Array,
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
        gru_undo(zrg[t], recalled[t], h[t], dh[:n], da[t], da_h[t], kept)
        pass_by(mask, t, n, da)
        pass_by(mask, t, n, da_h)
        if t >= first:
            hand_back(da_h, W_T, mask, t, n, 1, kept, dh)


@compiled
def gru_step(
    a: Array, a_h: Array, b_hg: Array, h_prev: Array, zrg: Array, recalled: Array, h: Array
) -> None:
    """Equations 2 to 5; `recalled` is what r is multiplied by."""
    units = h.shape[1]
    for b in range(h.shape[0]):
        a_z, a_r, a_g = parts(a[b], units)
        z_h, r_h, g_h = parts(a_h[b], units)
        z, r, g = zrg[0, b], zrg[1, b], zrg[2, b]
        b_hg_b, recalled_b, h_prev_b, h_b = b_hg[b], recalled[b], h_prev[b], h[b]
        for k in range(units):
            z[k] = sigmoid(a_z[k] + z_h[k])  # 2
            r[k] = sigmoid(a_r[k] + r_h[k])  # 3
        for k in range(units):
            recalled_b[k] = g_h[k] + b_hg_b[k]  # 4
            g[k] = tanh(a_g[k] + r[k] * recalled_b[k])
            h_b[k] = g[k] + z[k] * (h_prev_b[k] - g[k])  # 5


@compiled
def gru_undo(
    zrg: Array, recalled: Array, h_prev: Array, dh: Array, da: Array, da_h: Array, kept: Array
) -> None:
    """Undo equations 5 to 2; `kept` is what goes to h_(t−1) directly."""
    units = dh.shape[1]
    for b in range(dh.shape[0]):
        z, r, g = zrg[0, b], zrg[1, b], zrg[2, b]
        da_z, da_r, da_g = parts(da[b], units)
        da_h_z, da_h_r, da_h_g = parts(da_h[b], units)
        recalled_b, h_prev_b, dh_b, kept_b = recalled[b], h_prev[b], dh[b], kept[b]
        for k in range(units):
            kept_b[k] = dh_b[k] * z[k]  # 5
            da_g[k] = (dh_b[k] - kept_b[k]) * (1 - g[k] * g[k])  # 5, 4
            da_z[k] = dh_b[k] * (h_prev_b[k] - g[k]) * z[k] * (1 - z[k])  # 5, 2
        for k in range(units):
            da_r[k] = da_g[k] * recalled_b[k] * r[k] * (1 - r[k])  # 4, 3
            da_h_g[k] = da_g[k] * r[k]
        da_h_z[:], da_h_r[:] = da_z, da_r


@compiled
def parts(row: Array, units: int) -> tuple[Array, Array, Array]:
    """Return views of the three parts; whole rows let the compiler take several numbers at once."""
    return row[:units], row[units : 2 * units], row[2 * units :]
