"""Read the labels of a sheet: what stands left of cells, or above them."""

import re
from typing import Final

from xlrnn.verify.drafting.graph import Graph, Spot

_FAR: Final = 6
_LONGEST: Final = 60
_WEIGHT: Final = re.compile(r"(?i)\b(w|u|wx|wh|wy|weights?|kernel|theta)\b|^\W*[wu]_?\w{0,3}\W*$")

_STATE: Final = re.compile(r"(?i)\b(hidden|state)\b|^\W*h[\W_]?\w{0,4}")


class Labels:
    """The texts near the cells of a workbook.

    Args:
        graph: the workbook.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def near(self, cell: int) -> str:
        """Return the nearest text left of a cell or above it, "" if there is none."""
        spot = self._graph.spots[cell]
        return "" if spot is None else self.near_spot(spot)

    def near_spot(self, spot: Spot) -> str:
        """Return the nearest text left of a place or above it, "" if there is none."""
        sheet, row, column = spot
        values = self._graph.values.get(sheet, {})
        for far in range(1, _FAR + 1):
            for place in ((row, column - far), (row - far, column)):
                text = values.get(place)
                if isinstance(text, str) and any(map(str.isalnum, text)):
                    return " ".join(text.split())[:_LONGEST]
        return ""


def is_weight_label(text: str) -> bool:
    """Tell whether a label speaks of weights.

    Example:
        >>> is_weight_label("Wx"), is_weight_label("input weights"), is_weight_label("month")
        (True, True, False)
    """
    return bool(_WEIGHT.search(text))


def is_state_label(text: str) -> bool:
    """Tell whether a label speaks of a hidden state.

    Example:
        >>> is_state_label("h(t-1)"), is_state_label("hidden state"), is_state_label("x")
        (True, True, False)
    """
    return bool(_STATE.search(text))
