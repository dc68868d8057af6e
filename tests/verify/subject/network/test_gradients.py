"""Every gradient that a map can name is that of the loss, by central differences through it all."""

from pathlib import Path

import numpy as np
import pytest

from xlrnn.verify.subject.network.said import Cells, Input, Layer, Loss, NetworkMap, Tables
from xlrnn.verify.subject.network.subject import network_subject
from xlrnn.verify.subject.network.words import GATES, weights_of
from xlrnn.xlsx.reading.read import Sheet as EmptySheet
from xlrnn.xlsx.reading.read import Workbook

UNITS, FEATURES, STEPS, SAMPLES = 2, 3, 3, 2
NUDGE = 1e-6


class Sheet:
    """Says where quantities stand: below each other, each on rows of its own."""

    def __init__(self):
        self.row = 1

    def put(self, height, width, **options):
        first = self.row
        self.row += height
        assert width <= 26
        return Cells(f"A{first}:{chr(64 + width)}{self.row - 1}", **options)

    def steps(self, height):
        parts = [self.put(height, SAMPLES).texts[0] for _ in range(STEPS)]
        return Cells(tuple(parts), each="step")


def weights(sheet, kind, features, before=""):
    """Return the places of all weights, one for each gate and part, or of their gradients."""
    shapes = {"x": features, "h": UNITS, "1": 1, "h1": 1}
    return {
        f"{before}{name}": [sheet.put(UNITS, shapes[part])]
        for name, (part, gate) in weights_of(kind).items()
        if part != "*" and gate != "*"
    }


KINDS = {
    "lstm": ("lstm", {}),
    "gru, reset before": ("gru", {"reset": "before"}),
    "gru that writes": ("gru", {"reset": "after", "update": "writes"}),
    "bidirectional lstm": ("lstm", {"of": "lstm"}),
}


def network(kind, options):
    """Return a map: the layer twice, the second with the last states of the first, and a sum."""
    sheet = Sheet()
    two = kind == "lstm" and "of" in options
    layers = []
    for name, features in (("low", FEATURES), ("high", UNITS * (2 if two else 1))):
        parts = ("forward", "backward") if two else ("",)
        tables = {"": Tables()}
        for part in parts:
            given = weights(sheet, kind, features)
            if options.get("reset") == "before":
                given = {key: cells for key, cells in given.items() if not key.startswith("b_h")}
            if name == "low":
                given["h_0"] = [sheet.put(UNITS, SAMPLES)]
            back = {
                key: cells
                for key, cells in weights(sheet, kind, features, "d").items()
                if key.removeprefix("d") in given
            }
            back |= {f"da{g and '_' + g}": [sheet.steps(UNITS)] for g in GATES[kind]}
            tables[part] = Tables(given, {}, back)
        own = dict(options)
        if name == "high" and not two:
            own["first_state"] = "low"
        layers.append(Layer("bidirectional" if two else kind, name, options=own, tables=tables))
    out = Tables(
        {"W": [sheet.put(2, layers[0].kind == "bidirectional" and 4 or 2)], "b": [sheet.put(2, 1)]}
    )
    last = {
        "dW": [sheet.put(2, 4 if two else 2)],
        "db": [sheet.put(2, 1)],
        "da": [sheet.put(2, SAMPLES)],
    }
    out = Tables(out.given, {}, last)
    layers.append(Layer("dense", "out", ("high.last",), {"activation": "softmax"}, {"": out}))
    loss = Loss("cross-entropy", [sheet.put(2, SAMPLES)], calculated={"loss": [sheet.put(1, 1)]})
    inputs = [Input({"x": [sheet.steps(FEATURES)]})]
    return NetworkMap("test", "s", inputs, layers, loss)


def book():
    """Return a workbook with an empty sheet, which nobody calculates."""
    sheet = EmptySheet("s", "visible", dict, {}, {}, ())
    return Workbook(Path("none.xlsx"), {"s": sheet}, {}, "", "", False)


@pytest.mark.parametrize("case", KINDS)
def test_gradients_are_those_of_the_loss(case):
    mapped = network(*KINDS[case])
    subject = network_subject(book(), mapped)
    draw = np.random.default_rng(3)
    roles = {b.block.name: str(b.block.role) for b in subject.blocks}
    given = {
        b.block.name: draw.uniform(-0.9, 0.9, b.block.shape)
        for b in subject.blocks
        if roles[b.block.name] in ("input", "parameter")
    }
    given["loss.targets"] = np.eye(2)
    found = subject.expected(given, None)
    weighed = [name for name, role in roles.items() if role == "parameter"]
    for name in weighed:
        owner, _, quantity = name.rpartition(".")
        direction = draw.uniform(-1, 1, given[name].shape)
        losses = [
            subject.expected({**given, name: given[name] + sign * NUDGE * direction}, None)[
                "loss.loss"
            ]
            for sign in (1, -1)
        ]
        slope = (losses[0] - losses[1]).item() / (2 * NUDGE)
        assert np.vdot(found[f"{owner}.d{quantity}"], direction) == pytest.approx(slope, 1e-5, 1e-9)
        assert slope, name
    assert len(weighed) >= 8
