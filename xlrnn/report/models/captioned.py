"""Pictures with what a model says of them, as a picture."""

import textwrap
from collections.abc import Sequence

from xlrnn.figures import new_figure, png
from xlrnn.tasks.caption.predict import Caption

EACH = (3.0, 3.4)  # inches
ACROSS, LETTERS = 4, 34


def captioned_picture(captions: Sequence[Caption]) -> bytes:
    """Return a PNG of pictures, each with its caption below.

    Raises:
        UsageError: if matplotlib is not installed.
    """
    columns = min(ACROSS, len(captions))
    rows = -(-len(captions) // columns)
    figure = new_figure(EACH[0] * columns, EACH[1] * rows)
    every = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in every:
        axes.set(xticks=[], yticks=[], frame_on=False)
    for axes, one in zip(every, captions, strict=False):
        axes.imshow(one.picture, interpolation="nearest", vmin=0, vmax=1)
        lines = textwrap.wrap(one.caption, LETTERS)
        # Else two dollars would enclose a formula.
        axes.set_xlabel("\n".join(lines).replace("$", r"\$"), fontsize=9)
    return png(figure)
