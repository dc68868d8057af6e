"""Pictures with their captions, wherever they come from."""

from dataclasses import dataclass

import numpy as np

from xlrnn.shapes import Float


@dataclass(frozen=True)
class Captioned:
    """Pictures with their captions.

    Args:
        pictures: red, green and blue of each place, from 0 to 1.
        captions: those of each picture; each says all.
        groups: of each picture; what has the same is learned from, or held out, together.
        notes: what a person should know of them.
    """

    pictures: Float[np.ndarray, "pictures height width 3"]
    captions: list[tuple[str, ...]]
    groups: list[str]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.captions)
