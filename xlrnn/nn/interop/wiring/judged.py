"""Whether a model that was made gives what its source gives; if not, where they part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import DifferentError
from xlrnn.nn.interop.compared import difference, distance
from xlrnn.nn.interop.wiring.made import Made

Array = NDArray[Any]
Run = Callable[[Mapping[str, Array], Sequence[str]], Mapping[str, Array]]
"""Runs the source: takes its inputs by name, and which arrays are wanted."""

RTOL: Final = 1e-4
ATOL: Final = 1e-5
"""What the roundings of two programs in float32 may differ by."""


def judged(made: Made, run: Run, arrays: Mapping[str, Array], source: str) -> float:
    """Return how far apart the outputs of the model and of its source are, at most.

    Args:
        made: the model.
        run: runs the source.
        arrays: a sample, as the source takes it.
        source: what runs it, as an error says it.

    Raises:
        DifferentError: if they differ; it names the first array and the layer that gives it.
    """
    theirs = run(arrays, list(made.outputs))
    ours = made.run(arrays)
    for name, value in ours.items():
        if _differ(value, theirs[name]):
            raise DifferentError(
                f"the output {name} differs from what {source} calculates: it "
                f"{difference(value, theirs[name], source)}" + _where(made, run, arrays)
            )
    return max(distance(value, theirs[name]) for name, value in ours.items())


def _where(made: Made, run: Run, arrays: Mapping[str, Array]) -> str:
    """Say where they part first, of all arrays that both have."""
    names = list(made.steps)
    if not names:
        return ""
    watched = made.watched(names)
    try:
        theirs = run(arrays, names)
    except Exception:  # the source runs in another program, which may refuse what is between
        return ""
    for name, value in watched.run(arrays).items():
        if _differ(value, theirs[name]):
            symbol = made.steps[name].symbol
            return f"; they part at {name}, which the layer {symbol.name} gives here"
    return ""


def _differ(ours: Array, theirs: Array) -> bool:
    if ours.shape != theirs.shape:
        return True
    return not np.allclose(ours, theirs, rtol=RTOL, atol=ATOL, equal_nan=True)
