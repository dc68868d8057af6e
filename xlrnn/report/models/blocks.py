"""A picture in a terminal: two places in each letter, the upper half of which is one colour."""

from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from xlrnn.shapes import Float

Array = NDArray[Any]
WIDEST = 40
HALF = "▀"


def show_picture(picture: Float[np.ndarray, "height width 3"], stream: TextIO) -> bool:
    """Show a picture where there are colours to show it in: on a terminal.

    Returns:
        Whether it was shown.
    """
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    console = Console(file=stream)
    if not console.is_terminal or console.no_color or console.color_system is None:
        return False
    colours = shrunk(picture, min(WIDEST, console.width - 2))
    for upper, lower in zip(colours[::2], colours[1::2], strict=True):
        line = Text("  ")
        for above, below in zip(upper, lower, strict=True):
            line.append(HALF, Style(color=_rgb(above), bgcolor=_rgb(below)))
        console.print(line)
    return True


def shrunk(
    picture: Float[np.ndarray, "height width 3"], widest: int
) -> Float[np.ndarray, "rows columns 3"]:
    """Return a picture of at most so many columns, of an even number of rows.

    Example:
        >>> shrunk(np.ones((5, 9, 3)), 4).shape, shrunk(np.ones((3, 3, 3)), 4).shape
        ((2, 3, 3), (4, 3, 3))
    """
    step = -(-picture.shape[1] // widest)
    rows, columns = (max(1, side // step) for side in picture.shape[:2])
    whole = picture[: rows * step, : columns * step]
    parts = whole.reshape(rows, whole.shape[0] // rows, columns, whole.shape[1] // columns, 3)
    small: Array = parts.mean(axis=(1, 3))
    return np.concatenate([small, np.zeros((rows % 2, columns, 3), small.dtype)])


def _rgb(colour: Array) -> str:
    red, green, blue = np.clip(np.rint(colour * 255), 0, 255).astype(int).tolist()
    return f"rgb({red},{green},{blue})"
