"""A study as a picture: every training a dot, every model its mean and interval."""

from math import isfinite
from pathlib import Path
from typing import Any

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.figures import new_figure, png
from xlrnn.tasks.study.result import PEER, Study


def draw_study(study: Study, path: Path) -> Path | None:
    """Draw the accuracies; None where matplotlib is not installed."""
    rows = study.rows()
    try:
        figure = new_figure(7, 0.6 + 0.45 * len(rows))
    except UsageError:
        return None
    axes = figure.add_subplot()
    for place, row in enumerate(rows):
        _draw(axes, place, [each.accuracy for each in study.of(row.model)], row.accuracy)
        if row.model == PEER:
            axes.axvline(row.accuracy.mean, color="0.6", linewidth=0.8, linestyle="--", zorder=0)
    axes.set_yticks(range(len(rows)), [row.model for row in rows])
    axes.invert_yaxis()
    axes.set_xlabel("accuracy on rows held out; dots: seeds, bars: mean and 95 % interval")
    axes.grid(axis="x", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    write_atomically(path, png(figure))
    return path


def _draw(axes: Any, place: int, values: list[float], sure: Any) -> None:
    half = sure.half if isfinite(sure.half) else 0.0
    axes.plot(values, [place] * len(values), ".", color="C0", alpha=0.5)
    axes.errorbar(sure.mean, place + 0.2, xerr=half, fmt="D", color="C1", capsize=3, markersize=4)
