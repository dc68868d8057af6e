"""The learning curve as a picture."""

import csv
from pathlib import Path
from typing import Any

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.figures import new_figure, png
from xlrnn.tasks.run import CURVE, PICTURE, Run

KINDS = (("", "training"), ("val_", "validation"))


def draw_curve(run: "Run[Any, Any]") -> Path | None:
    """Draw a run's loss and accuracy beside its csv file; None where matplotlib is missing."""
    try:
        figure = new_figure(7, 4)
    except UsageError:
        return None
    with (run.folder / CURVE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {"loss": f"loss (cross-entropy, nats per {run.task.unit})", "accuracy": "accuracy"}
    for axes, (name, label) in zip(figure.subplots(1, 2), labels.items(), strict=True):
        _draw(axes, rows, name)
        axes.set_ylabel(label)
    figure.axes[0].legend(frameon=False)
    write_atomically(run.folder / PICTURE, png(figure))
    return run.folder / PICTURE


def _draw(axes: Any, rows: list[dict[str, str]], name: str) -> None:
    epochs = [int(row["epoch"]) for row in rows]
    for kind, label in KINDS:
        if rows and kind + name in rows[0]:
            axes.plot(epochs, [float(row[kind + name]) for row in rows], marker=".", label=label)
    axes.set_xlabel("epoch")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
