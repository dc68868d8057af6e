"""What foreign sheets of the other tests do not show: numbers of maps against plain loops."""

from pathlib import Path

import numpy as np
import pytest

from tests.verify.foreign.loops import plus, softmax, tanh, times, transposed
from xlrnn.verify.subject.map_file import read_map
from xlrnn.verify.subject.network.subject import network_subject
from xlrnn.xlsx.reading.read import Sheet, Workbook


@pytest.fixture
def calculated(tmp_path):
    """A function that returns what a map's blocks should show, for what is given, by name."""

    def calculated(text, **given):
        map_file = tmp_path / "map.toml"
        map_file.write_text(f'schema = "xlrnn/map/2"\nsheet = "s"\n{text}', encoding="utf-8")
        sheet = Sheet("s", "visible", dict, {}, {}, ())
        book = Workbook(Path("none.xlsx"), {"s": sheet}, {}, "", "")
        subject = network_subject(book, read_map(map_file))
        arrays = {name.replace("__", "."): np.array(value, float) for name, value in given.items()}
        return subject.expected(arrays, None)

    return calculated


def test_a_code_that_is_repeated_and_shared_weights(calculated):
    text = """
        input.x = { samples = ["A1:B1", "A2:B2"] }
        [[layer]]
        kind = "rnn"
        name = "encoder"
        tied = true
        [layer.given]
        W_xh = "A4:A5"
        W_hh = "B4"
        b_h = "B5"
        [layer.calculated]
        h = { samples = ["D1:E2", "D4:E5"] }
        [[layer]]
        kind = "repeat"
        name = "code"
        reads = "encoder.last"
        steps = 3
        [layer.calculated]
        y = { samples = ["G1:I2", "G4:I5"] }
        [[layer]]
        kind = "softmax"
        [layer.calculated]
        exps_sum = { samples = ["K1:M1", "K2:M2"] }
        y = { steps = ["O1:P2", "O3:P4", "O5:P6"] }
    """
    x = [[0.5, -1.0], [2.0, 0.25]]
    shown = calculated(
        text,
        x=x,
        encoder__W_xh=[[0.7], [-0.4]],
        encoder__W_hh=[[0.3]],
        encoder__b_h=[[0.1]],
    )
    for sample, steps in enumerate(x):
        rows = slice(2 * sample, 2 * sample + 2)
        h = [0.0, 0.0]
        for step, value in enumerate(steps):
            h = tanh([w * value + 0.3 * old + 0.1 for w, old in zip((0.7, -0.4), h, strict=True)])
            assert shown["encoder.h"][rows, step].tolist() == pytest.approx(h)
        np.testing.assert_allclose(shown["code.y"][rows], transposed([h] * 3), rtol=1e-12)
        total = sum(np.exp(np.array(h) - max(h)))
        assert shown["softmax.exps_sum"][sample].tolist() == pytest.approx([total] * 3)
        assert shown["softmax.y"][:2, sample].tolist() == pytest.approx(softmax(h))


def test_two_inputs_side_by_side_epochs_to_the_right_and_a_rate_that_changes(calculated):
    text = """
        [input]
        one = "$A$1"
        two = "A2:A3"
        [[layer]]
        kind = "dense"
        name = "out"
        reads = ["two", "one"]
        [layer.given]
        W = { range = "A5:A8", rows = ["one", "-", "two"] }
        [layer.calculated]
        y = "A12"
        [loss]
        kind = "squared error"
        targets = "A13"
        [loss.calculated]
        loss = "A14"
        [training]
        rate = "A15"
        epochs = 3
        direction = "right"
    """
    rates, targets, twos = [0.1, 0.2, 0.05], [1.0, -1.0, 0.5], [[1.0, 2.0], [0.5, -1.0], [3.0, 0.1]]
    shown = calculated(
        text,
        one=[[0.7]],
        two=transposed(twos),
        out__W=[[0.3], [-0.2], [0.4]],
        loss__targets=[targets],
        training__rate=[rates],
    )
    weights = [0.3, -0.2, 0.4]
    for epoch, (rate, target, two) in enumerate(zip(rates, targets, twos, strict=True)):
        if epoch:
            got = shown["out.W updated"][:, epoch - 1].tolist()
            assert got == pytest.approx(weights)
        x = [0.7, *two]
        (y,) = times([weights], x)
        assert shown["out.y"][0, epoch] == pytest.approx(y)
        assert shown["loss.loss"][0, epoch] == pytest.approx((y - target) ** 2)
        weights = plus(weights, [-rate * 2 * (y - target) * value for value in x])


@pytest.mark.parametrize(("merge", "of"), [("sum", "add"), ("mul", "multiply"), ("ave", "mean")])
def test_both_directions_are_merged(calculated, merge, of):
    text = f"""
        input.x = "A1:C1"
        [[layer]]
        kind = "bidirectional"
        name = "both"
        of = "rnn"
        merge = "{merge}"
        [layer.calculated]
        y = "A9:C9"
        [layer.forward]
        given = {{ W = {{ range = "A3:B3", columns = ["x", "h"] }} }}
        calculated.h = "A5:C5"
        [layer.backward]
        given = {{ W = {{ range = "A4:B4", columns = ["x", "h"] }} }}
        calculated.h = "A6:C6"
    """
    given = {"both.forward.W": [[0.5, -0.3]], "both.backward.W": [[0.8, 0.2]]}
    shown = calculated(text, x=[[1.0, -2.0, 0.5]], **given)
    both = np.stack([shown["both.forward.h"], shown["both.backward.h"]])
    merged = both.mean(axis=0) if of == "mean" else getattr(np, of)(*both)
    np.testing.assert_allclose(shown["both.y"], merged, rtol=1e-12)
    assert np.abs(shown["both.y"]).min() > 0
