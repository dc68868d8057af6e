"""The learning curve as a picture."""

import csv
import io
from pathlib import Path

from xlrnn.tasks.run import CURVE, PICTURE
from xlrnn.whole import write_whole


def draw_curve(folder: Path) -> Path | None:
    """Draw a run's curve beside its csv file; None where matplotlib is not installed."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return None
    with (folder / CURVE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figure = Figure(figsize=(7, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    epochs = [int(row["epoch"]) for row in rows]
    for name, label in (("loss", "training"), ("val_loss", "validation")):
        if rows and name in rows[0]:
            axes.plot(epochs, [float(row[name]) for row in rows], marker=".", label=label)
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss (cross-entropy, nats per token)")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    picture = io.BytesIO()
    figure.savefig(picture, dpi=150)
    write_whole(folder / PICTURE, picture.getvalue())
    return folder / PICTURE
