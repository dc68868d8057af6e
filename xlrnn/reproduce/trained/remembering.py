"""Gates that begin open for the past: the initial biases with which long memories are learned."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn

Array = NDArray[Any]


def begin_remembering(layer: Any, steps: int, rng: np.random.Generator) -> None:
    """Set the biases so that the units of a built layer forget over 2 to `steps` steps.

    1. b = log u, u uniform between 1 and steps − 1, for each unit
    2. LSTM: b_f = b, b_i = −b: it keeps c of about u steps, and writes as little of each
    3. GRU: b_z = b, which does both

    (Tallec and Ollivier 2018, “Can recurrent neural networks warp time?”)

    Args:
        layer: the LSTM or GRU.
        steps: how many steps it should bridge.
        rng: chance.
    """
    weights, units = layer.get_weights(), layer.units
    b = np.log(rng.uniform(1, max(steps - 1, 2), units))
    bias: Array = weights[2]
    if isinstance(layer, nn.LSTM):
        bias[:units], bias[units : 2 * units] = -b, b
    else:
        bias.reshape(-1)[:units] = b  # of two biases the first row
    layer.set_weights(weights)
