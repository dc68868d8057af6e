"""Arrays over time as heat maps: a column for each step, a row for each unit."""

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.figures import Plot, new_figure

Array = NDArray[Any]
# Not what stands before a gate's sigmoid, nor gradients: a_forget, d_forget, da_forget.
_GATE: Final = re.compile(r"(?<!a_)(?<!d_)(input|forget|output|update|reset)$")
WIDTH: Final = 7.0
EACH, UNIT, MOST = 0.75, 0.16, 3.0
"""How high a map is: without its units, for each of them, and at most; in inches."""


def heat_maps(arrays: Mapping[str, Array]) -> Plot:
    """Draw arrays below each other, each with its own scale of colours.

    Gates go from white, which is 0, to blue, which is 1; all else from blue over white, which is
    0, to red.

    Args:
        arrays: by name, each with its steps and units.

    Raises:
        UsageError: if there is none, one has other axes, or matplotlib is not installed.
    """
    if not arrays:
        raise UsageError("there is nothing to draw: name what the trace holds over time")
    for name, array in arrays.items():
        if np.ndim(array) != 2 or not np.size(array):
            raise UsageError(
                f"{name} has shape {np.shape(array)}: expected steps and units; of a batch "
                "draw one sample, trace.sample(0).plot()"
            )
    heights = [min(MOST, EACH + UNIT * array.shape[1]) for array in arrays.values()]
    figure = new_figure(WIDTH, sum(heights) + 0.3)
    every = figure.subplots(len(arrays), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (name, array) in zip(every, arrays.items(), strict=True):
        _draw(axes, name, array)
    every[-1].set_xlabel("step")
    return Plot(figure)


def _draw(axes: Any, name: str, array: Array) -> None:
    steps, units = array.shape
    low, high, colours = _scale(name, array)
    image = axes.imshow(
        array.T,
        cmap=colours,
        vmin=low,
        vmax=high,
        aspect="auto",
        interpolation="nearest",
        extent=(0.5, steps + 0.5, units + 0.5, 0.5),
    )
    # Else two dollars would enclose a formula.
    axes.set_title(name.replace("$", r"\$"), loc="left", fontsize=10)
    axes.set_ylabel("unit")
    axes.locator_params(integer=True)
    axes.figure.colorbar(image, ax=axes, pad=0.01)


def _scale(name: str, array: Array) -> tuple[float, float, str]:
    """Return the ends of the scale, and its colours."""
    if _GATE.search(name):
        return 0.0, 1.0, "Blues"
    numbers = array[np.isfinite(array)]
    reach = float(np.abs(numbers).max(initial=0.0)) or 1.0
    return -reach, reach, "RdBu_r"
