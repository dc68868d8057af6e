"""LSTM and GRU as formulas: what an engine calculates is what `nn` does, in every variant."""

import numpy as np
import pytest

from tests.property.test_agree import disagreements
from xlrnn import engines
from xlrnn.lessons.cells.gates import GRU_GATES, LSTM_GATES, per_gate, side_by_side
from xlrnn.nn import GRU, LSTM
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.lstm import lstm, lstm_equations
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.writing.write import workbook_bytes

LAYERS = {
    "lstm": (LSTM, LSTM_GATES, lstm, lstm_equations, {}),
    "gru_after": (GRU, GRU_GATES, gru, gru_equations, {"reset_after": True}),
    "gru_before": (GRU, GRU_GATES, gru, gru_equations, {"reset_after": False}),
}
VARIANTS = {
    "usual": {},
    "no_bias": {"bias": False},
    "relu": {"activation": "relu", "recurrent_activation": "hard_sigmoid"},
}
UNITS, FEATURES, STEPS = 3, 2, 4


def trace_of(kind, gates, options):
    """Return inputs, weights and trace of a layer with random weights, oriented as on a sheet."""
    draw = np.random.default_rng(5).normal
    bias = options.pop("bias", True)
    layer = kind(UNITS, use_bias=bias, return_sequences=True, dtype="float64", **options)
    x = draw(size=(1, STEPS, FEATURES)).round(6)
    firsts = [draw(size=(1, UNITS)).round(6) for _ in layer.states]
    layer.build((None, *x.shape[1:]))
    layer.set_weights([draw(size=weight.shape).round(6) for weight in layer.get_weights()])
    layer(x, initial_state=firsts)
    return {
        "x": x[0].T,
        **per_gate(layer.get_weights(), gates),
        **{f"{name}_0": first.T for name, first in zip(layer.states, firsts, strict=True)},
        **{name: array.T for name, array in layer.trace().sample(0).items()},
    }


def book_of(write, write_equations, options, prefix):
    """Return a book that holds the layer twice, and not the usual number of units."""
    book = Book("hello-forward", {}, "title", {"unit": 1, "feature": FEATURES, "step": STEPS})
    page = book.page(TimePage, "forward", "title", "")
    page.prefix = prefix
    x = page.band("sequence", name="x", key=f"{prefix}x")
    book.name_columns(x, f"{prefix}x")
    write(page, x, sizes={"unit": UNITS}, **options)
    page = book.page(TimePage, "equations", "title", "")
    page.prefix = prefix
    write_equations(page, f"{prefix}x", sizes={"unit": UNITS}, **options)
    book.lay_out()
    return book


def calculated(book, folder):
    path, copy = folder / "book.xlsx", folder / "copy.xlsx"
    path.write_bytes(workbook_bytes(book))
    write_calculation_copy(open_package(path), copy)
    with engines.get("ironcalc") as engine, engine.load(copy) as sheets:
        sheets.calculate()
        return {
            block.name: sheets.read(
                block.page, block.place.rows[0], block.place.columns[0], *block.shape
            )
            for block in book.blocks
        }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("layer", LAYERS)
def test_formulas_calculate_what_the_layer_does(layer, variant, tmp_path):
    kind, gates, write, write_equations, form = LAYERS[layer]
    options = VARIANTS[variant]
    prefix = {"usual": "", "no_bias": "cell_1_", "relu": ""}[variant]
    book = book_of(write, write_equations, {**options, **form}, prefix)
    values = trace_of(kind, gates, {**options, **form})
    book.fill_values({f"{prefix}{name}": array for name, array in values.items()})
    wrong, compared = disagreements(book, calculated(book, tmp_path))
    assert wrong == []
    assert compared > 100


@pytest.mark.parametrize("gates, rows", [("ifgo", 1), ("zrg", 1), ("zrg", 2), ("zrg", 0)])
def test_weights_are_cut_and_put_side_by_side_again(gates, rows):
    draw = np.random.default_rng(1).normal
    width = 2 * len(gates)
    bias = [draw(size=(rows, width)) if rows == 2 else draw(size=width)] if rows else []
    weights = [draw(size=(3, width)), draw(size=(2, width)), *bias]
    blocks = per_gate(weights, gates)
    assert blocks[f"W_x{gates[1]}"].tolist() == weights[0][:, 2:4].T.tolist()
    assert len(blocks) == (2 + rows) * len(gates)
    again = side_by_side(blocks, gates)
    assert [array.tolist() for array in again] == [array.tolist() for array in weights]
