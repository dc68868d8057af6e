"""Compare run folders."""

import csv

import numpy as np

from xlrnn.tasks.run import CHECKPOINT, CURVE


def arrays(folder, name=CHECKPOINT):
    with np.load(folder / name) as archive:
        return {name: archive[name] for name in archive.files}


def same(one, other, name=CHECKPOINT):
    """Tell whether two runs have the same weights, optimizer and chance, to the bit."""
    a, b = arrays(one, name), arrays(other, name)
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def column(folder, name):
    with (folder / CURVE).open(newline="") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def losses(folder):
    return column(folder, "loss")
