"""A trace: every intermediate result of a calculation, by its name in the vocabulary."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.figures import Plot
from xlrnn.nn.core.heat_maps import heat_maps
from xlrnn.tables import FACTS, Table, Tabular, facts

if TYPE_CHECKING:
    import pandas as pd

OVER_TIME: Final = ("input", "forget", "output", "update", "reset", "h", "dh")


class Trace(dict[str, NDArray[Any]], Tabular):
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

    def tables(self) -> Iterator[Table]:
        """Yield a row for each name: its shape, and between what its numbers lie."""
        rows = [(name, *facts(array)) for name, array in self.items()]
        yield Table(("name", *FACTS), rows)

    def plot(self, *names: str) -> Plot:
        """Draw quantities of one sample over time, as heat maps; needs the extra `plot`.

        Args:
            names: which; by default gates, states and, where there are any, the states' gradients.

        Raises:
            UsageError: if one is not in the trace, or has no steps and units; or matplotlib is
                not installed.
        """
        try:
            return heat_maps({name: self[name] for name in names or self._over_time()})
        except KeyError as error:
            raise self._unknown(error.args[0]) from None

    def _unknown(self, name: str) -> UsageError:
        return UsageError(f"{name} is not in the trace: expected one of {', '.join(self)}")

    def _over_time(self) -> list[str]:
        """Return the names of what `plot` draws if nobody says what."""
        return [name for name in OVER_TIME if name in self]

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
        raise self._unknown(name)

    def _over_time(self) -> list[str]:
        return [
            f"{layer}_{name}" for layer, trace in self.layers.items() for name in trace._over_time()
        ]

    def sample(self, b: int) -> "ModelTrace":
        """Return one sample of a batch, time first."""
        return ModelTrace({layer: trace.sample(b) for layer, trace in self.layers.items()})
