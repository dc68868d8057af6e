"""What an optimizer remembers of each weight, when the weights lie elsewhere than before."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.core.parameter import ParameterVector

Slots = list[dict[str, NDArray[Any]]]


def carried(
    slots: Slots, before: Sequence[ParameterVector], after: Sequence[ParameterVector]
) -> Slots | None:
    """Return the slots of the same weights in other vectors, or None if they are other weights.

    Args:
        slots: of each vector before.
        before: the vectors before.
        after: the vectors now.
    """
    found = {
        id(weight): {name: array[part] for name, array in arrays.items()}
        for vector, arrays in zip(before, slots, strict=True)
        for weight, part in zip(vector.parameters, vector.parts, strict=True)
    }
    if {id(weight) for vector in after for weight in vector.parameters} != found.keys():
        return None
    return [
        {
            name: np.concatenate([found[id(weight)][name] for weight in vector.parameters])
            for name in slots[0]
        }
        for vector in after
    ]
