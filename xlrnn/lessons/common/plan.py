"""What the checks of a workbook should show, which follows from the keys that they compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlrnn.nn.check import AGREES, CHANGED, NOT_CALCULATED, Judged, check
from xlrnn.nn.core.trace import Trace

Arrays = Mapping[str, np.ndarray[Any, Any]]

SIGNS = {AGREES: "✓", CHANGED: "↻", NOT_CALCULATED: "…"}


@dataclass(frozen=True)
class Plan:
    """What is compared with what.

    Args:
        inputs: the keys of inputs and weights.
        calculated: the blocks that are held against NumPy, by their names.
        paired: how many of them stand in both notations.
        quantities: the quantity of each input by its key.
        labels: the blocks that name the rows of NumPy's numbers, and the keys of what they show.
        lying: the blocks that name columns, and the keys of the columns of which they are rows.
    """

    inputs: tuple[str, ...]
    calculated: Mapping[str, Judged]
    paired: int
    quantities: Mapping[str, str]
    labels: Mapping[str, str]
    lying: Mapping[str, str]

    def judged(self, now: Arrays, reference: Arrays | None, *, calculated: bool = True) -> Trace:
        """Return what the whole workbook should show, checks and marks included.

        Args:
            now: what follows from the inputs, the inputs among it.
            reference: what NumPy stored when the workbook was written; by default the same.
            calculated: whether a program has calculated the workbook.
        """
        known = now if reference is None else reference
        verdicts = check(
            now,
            known,
            inputs=self.inputs,
            compared=list(self.calculated.values()),
            paired=self.paired,
            tolerance=float(now["tolerance"][0, 0]),
            calculated=calculated,
        )
        marks = {
            f"mark_{name}": np.array([[SIGNS.get(verdict, "✗")]], dtype=object)
            for name, verdict in zip(self.calculated, verdicts["numpy_verdict"][:, 0], strict=True)
        }
        labels = {name: known[key] for name, key in self.labels.items()}
        labels |= {name: {**now, **labels}[key].T for name, key in self.lying.items()}
        return Trace({**now, **labels, **verdicts, **marks})
