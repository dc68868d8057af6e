"""Pictures that matplotlib draws, an extra: a figure without a window, and what shows it."""

import io
from pathlib import Path
from typing import Any, Final

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.provenance import written_by

DOTS: Final = 150
"""So many an inch."""


def new_figure(width: float, height: float) -> Any:
    """Return an empty figure.

    Args:
        width: in inches.
        height: in inches.

    Raises:
        UsageError: if matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("a picture needs matplotlib: pip install 'xlrnn[plot]'") from None
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Any) -> bytes:
    """Return a figure as a PNG, which says what wrote it."""
    picture = io.BytesIO()
    figure.savefig(picture, dpi=DOTS, metadata={"Software": written_by()})
    return picture.getvalue()


class Plot:
    """A picture that notebooks show.

    Args:
        figure: matplotlib's, to be changed as one likes.
    """

    def __init__(self, figure: Any) -> None:
        self.figure = figure

    def save(self, path: "str | Path") -> Path:
        """Write it as a PNG, over a file that is there.

        Raises:
            UsageError: if it cannot be written.
        """
        write_atomically(Path(path), png(self.figure))
        return Path(path)

    def _repr_png_(self) -> bytes:
        return png(self.figure)
