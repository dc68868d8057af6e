"""A trace: every intermediate result of a calculation, by its name in the vocabulary."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


class Trace(dict[str, NDArray[Any]]):
    """Arrays by name: of one sample `trace["h"][t, i]` is unit i of the state after step t.

    The trace of a batch has the samples in front; `sample(b)` is the trace of one.
    """

    def to_frame(self) -> "pd.DataFrame":
        """Return one row for each number of a sample: name, step and index (from 1), value.

        Example:
            >>> Trace(h=np.array([[0.5, 0.25]])).to_frame().values.tolist()
            [['h', 1, 1, 0.5], ['h', 1, 2, 0.25]]
        """
        import pandas as pd

        rows = [
            (name, step, index, value)
            for name, array in self.items()
            for step, values in enumerate(np.atleast_2d(array), start=1)
            for index, value in enumerate(values.ravel().tolist(), start=1)
        ]
        return pd.DataFrame(rows, columns=["name", "step", "index", "value"])

    def sample(self, b: int) -> "Trace":
        """Return one sample of a batch, time first."""
        return Trace({name: array[b] for name, array in self.items()})

    def copied(self) -> "Trace":
        """Return a trace that keeps its numbers when a layer uses its memory again."""
        return Trace({name: np.array(array) for name, array in self.items()})


class ModelTrace(Trace):
    """The trace of a model: the names of each layer behind the layer's own, as in `lstm_1_h`.

    A name that only one layer has does without: `trace["cell"]` is `trace["lstm_cell"]`.
    """

    def __init__(self, layers: Mapping[str, Trace]) -> None:
        super().__init__(
            {
                f"{layer}_{name}": array
                for layer, trace in layers.items()
                for name, array in trace.items()
            }
        )
        self.layers = dict(layers)

    def __missing__(self, name: str) -> NDArray[Any]:
        owners = [f"{layer}_{name}" for layer, trace in self.layers.items() if name in trace]
        if len(owners) == 1:
            return self[owners[0]]
        if owners:
            raise UsageError(f"several layers have {name}: expected one of {', '.join(owners)}")
        raise UsageError(f"{name} is not in the trace: expected one of {', '.join(self)}")

    def sample(self, b: int) -> "ModelTrace":
        """Return one sample of a batch, time first."""
        return ModelTrace({layer: trace.sample(b) for layer, trace in self.layers.items()})
