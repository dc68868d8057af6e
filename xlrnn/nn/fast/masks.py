"""Steps that a mask leaves out, in loops over all steps; see `nn.layers.skipping`."""

from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.fast.blas import product
from xlrnn.nn.fast.functions import compiled

Array = NDArray[Any]


@compiled
def stand_still(mask: Array, t: int, count: int, state: Array) -> None:
    """Carry a state over step t in the samples that leave it out: all from `count` on do.

    Where the output alone is wanted the states lie in the same memory by turns.
    """
    if len(mask) > 0:
        for b in range(state.shape[1]):
            if b >= count or not mask[t, b]:
                state[(t + 1) % len(state), b] = state[t % len(state), b]


@compiled
def pass_by(mask: Array, t: int, count: int, da: Array) -> None:
    """Set ∂L/∂a of step t to 0 in the samples that leave it out: no weight has a part in it."""
    if len(mask) > 0:
        for b in range(da.shape[1]):
            if b >= count or not mask[t, b]:
                da[t, b] = 0


@compiled
def hand_back(
    da: Array, W_T: Array, mask: Array, t: int, count: int, kept: Any, room: Array, dh: Array
) -> None:
    """Set dh = ∂L/∂a_t · Wᵀ + kept · room, in the samples that go through step t.

    Args:
        da: ∂L/∂a of all steps.
        W_T: the weights, turned.
        mask: which samples go through which step; empty if all do.
        t: the step.
        count: the samples from the first on that may.
        kept: whether what is in the room is added: 1 or 0.
        room: is written over.
        dh: ∂L/∂h_t, which becomes that of the state before.
    """
    if count == 0:
        return
    product(da[t, :count], W_T, room[:count], kept)
    for b in range(count):
        if len(mask) == 0 or mask[t, b]:
            dh[b] = room[b]
