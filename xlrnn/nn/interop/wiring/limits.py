"""How large an array may be that a file asks for."""

from collections.abc import Sequence
from math import prod
from typing import Final

from xlrnn.nn.interop.wiring.refusal import NotTakenError

MOST_NUMBERS: Final = 2**26


def expect_small(shape: Sequence[int]) -> None:
    """Refuse an array that is larger than a file has to say.

    Raises:
        NotTakenError: then.
    """
    if prod(map(int, shape)) > MOST_NUMBERS or any(side < 0 for side in shape):
        raise NotTakenError(
            f"an array of shape {tuple(shape)} is made: expected {MOST_NUMBERS:,} numbers"
        )
