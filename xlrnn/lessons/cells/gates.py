"""Keras' weights of gated cells, in which the gates lie side by side, and a matrix for each gate.

On a sheet W_xi is (units, features), transposed as all matrices there, and a bias is a column.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LSTM_GATES = "ifgo"
"""Keras calls the candidate c."""
GRU_GATES = "zrg"
"""Keras calls the candidate h."""


def per_gate(weights: Sequence[Array], gates: str) -> dict[str, Array]:
    """Cut kernel, recurrent kernel and bias into a block for each gate.

    Args:
        weights: as `get_weights` returns them; the bias may have two rows or be absent.
        gates: the letters of the gates in their order.

    Returns:
        W_x, W_h, b and, of a second row of biases, b_h of each gate, by name.

    Example:
        >>> cut = per_gate([np.ones((2, 6)), np.ones((2, 6)), np.arange(6)], "zrg")
        >>> sorted(cut), cut["b_r"].tolist()
        (['W_hg', 'W_hr', 'W_hz', 'W_xg', 'W_xr', 'W_xz', 'b_g', 'b_r', 'b_z'], [[2], [3]])
    """
    kernel, recurrent, *bias = weights
    rows = {"W_x": kernel.T, "W_h": recurrent.T}
    for name, row in zip(("b_", "b_h"), np.atleast_2d(*bias) if bias else (), strict=False):
        rows[name] = row[:, None]
    return {
        f"{name}{gate}": part
        for name, array in rows.items()
        for gate, part in zip(gates, np.split(array, len(gates)), strict=True)
    }


def side_by_side(blocks: Mapping[str, Array], gates: str) -> list[Array]:
    """Put the blocks of the gates side by side again, the inverse of `per_gate`.

    Example:
        >>> weights = [np.ones((2, 3)), np.ones((1, 3)), np.arange(6).reshape(2, 3)]
        >>> side_by_side(per_gate(weights, "zrg"), "zrg")[2].tolist()
        [[0, 1, 2], [3, 4, 5]]
    """

    def joined(name: str) -> Array:
        return np.concatenate([blocks[f"{name}{gate}"].T for gate in gates], axis=-1)

    found = [joined("W_x"), joined("W_h")]
    if f"b_{gates[0]}" not in blocks:
        return found
    if f"b_h{gates[0]}" in blocks:
        return [*found, np.concatenate([joined("b_"), joined("b_h")])]
    return [*found, joined("b_")[0]]


def half_square_of(h: Array, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """Return half the squared distance from the target of each step, and its gradient."""
    counts, apart = inputs["counts"].T, h - inputs["goal"].T
    loss = counts * (apart * apart).sum(axis=1, keepdims=True) / 2
    return {"apart": apart, "loss": loss, "dh_out": counts * apart}
