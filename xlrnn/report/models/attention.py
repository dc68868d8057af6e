"""Attention as a picture: a table of words against words for each translation."""

from collections.abc import Sequence
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.figures import new_figure, png
from xlrnn.tasks.translate.predict import Translation

CELL, MARGIN = 0.35, 2.0  # inches


def attention_picture(translations: Sequence[Translation]) -> bytes:
    """Return a PNG of what was looked at for every word of some translations.

    Raises:
        UsageError: if there is no attention, or matplotlib is not installed.
    """
    shown = [one for one in translations if one.attention is not None and len(one.written)]
    if not shown:
        raise UsageError(
            "there is no attention to draw: expected a model that was trained with --attention "
            "additive or dot"
        )
    heights = [MARGIN + CELL * len(one.written) for one in shown]
    width = MARGIN + CELL * max(len(one.tokens) for one in shown)
    figure = new_figure(max(width, 4), sum(heights))
    every = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, one in zip(every, shown, strict=True):
        _draw(axes, one)
    return png(figure)


def _draw(axes: Any, found: Translation) -> None:
    axes.imshow(found.attention, cmap="Blues", vmin=0, vmax=1, aspect="equal")
    axes.set_xticks(range(len(found.tokens)), found.tokens, rotation=90)
    axes.set_yticks(range(len(found.written)), found.written)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
