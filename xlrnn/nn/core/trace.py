"""A trace: every intermediate result of a calculation, by its name in the vocabulary."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


class Trace(dict[str, NDArray[Any]]):
    """Arrays by name, time first: `trace["h"][t, i]` is unit i of the state after step t."""

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each number: name, step and index (both from 1), value.

        Example:
            >>> Trace(h=np.array([[0.5, 0.25]])).to_frame().values.tolist()
            [['h', 1, 1, 0.5], ['h', 1, 2, 0.25]]
        """
        import pandas as pd

        rows = [
            (name, step, index, value)
            for name, array in self.items()
            for step, values in enumerate(np.atleast_2d(array).tolist(), start=1)
            for index, value in enumerate(values, start=1)
        ]
        return pd.DataFrame(rows, columns=["name", "step", "index", "value"])

    def sample(self, b: int) -> "Trace":
        """Return one sample of a batch, time first."""
        return Trace({name: array[b] for name, array in self.items()})

    def copied(self) -> "Trace":
        """Return a trace that keeps its numbers when a layer uses its memory again."""
        return Trace({name: np.array(array) for name, array in self.items()})
