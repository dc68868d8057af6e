"""A workbook is verified for what it now holds: changed weights, wrong formulas, lost copies."""

import openpyxl
import pytest

from tests.lessons.export.models import shuffled
from tests.lessons.export.test_any_model import exported
from xlrnn import api, nn


@pytest.fixture
def book(tmp_path):
    layers = [
        nn.Input((3,)), nn.Embedding(6, 2), nn.GRU(2), nn.Dense(2, activation="softmax"),
    ]  # fmt: skip
    path, _ = exported(shuffled(nn.Sequential(layers)), [1, 4, 2], tmp_path)
    return path


def change(path, name, value, row=0):
    """Type something into a cell of a block, as somebody would."""
    workbook = openpyxl.load_workbook(path)
    sheet, area = next(workbook.defined_names[name].destinations)
    first = area.replace("$", "").partition(":")[0]
    cell = workbook[sheet][first].offset(row=row)
    cell.value = value
    place = f"{sheet}!{cell.coordinate}"
    workbook.save(path)
    workbook.close()
    return place


def first_difference(path):
    result = api.verify([path])
    (engine,) = result.books[0].engines
    return result.outcome, engine, result.books[0].reason or engine.reason


def test_a_changed_weight_and_another_word_are_calculated_anew(book):
    before = api.read(book)["first_best"][0, 0]
    change(book, "gru_W_hz", 0.75)
    change(book, "input_word", 1, row=0)
    outcome, engine, _ = first_difference(book)
    assert outcome == "agree"
    stale = {block.located.block.name: block.actual for block in engine.blocks}
    assert stale["numpy_summary"] == [["inputs changed"]]
    assert stale["notation_summary"] == [["agrees"]]
    assert stale["first_best"][0][0] != before


@pytest.mark.parametrize(
    "layer, name, value",
    [
        (lambda: nn.Masking(), "masking_mask_value", 7.0),
        (lambda: nn.LayerNormalization(), "layer_normalization_epsilon_norm", 0.5),
        (
            lambda: nn.TimeDistributed(nn.LayerNormalization()),
            "time_distributed_epsilon_norm",
            0.5,
        ),
    ],
)
def test_an_option_that_stands_in_a_cell_is_calculated_with(layer, name, value, tmp_path):
    layers = [nn.Input((3, 2)), layer(), nn.GRU(2), nn.Dense(2)]
    steps = [[1.0, 2.0], [7.0, 7.0], [3.0, -1.0]]
    path, _ = exported(shuffled(nn.Sequential(layers)), steps, tmp_path)
    before = api.read(path)["first_best"][0, 0]
    change(path, name, value)
    outcome, engine, _ = first_difference(path)
    assert outcome == "agree"
    shown = {block.located.block.name: block.actual for block in engine.blocks}
    assert shown["first_best"][0][0] != before


def test_a_wrong_formula_is_found(book):
    place = change(book, "gru_update", "=0.5")
    outcome, engine, _ = first_difference(book)
    assert outcome == "differ"
    wrong = engine.first_difference
    assert place.endswith(str(wrong.cell).partition("!")[2])


def test_a_changed_copy_of_a_weight_is_found(book):
    change(book, "ref_dense_W_hy", 9.0)
    assert first_difference(book)[0] == "differ"


def test_a_word_that_the_workbook_does_not_carry_cannot_be_computed(book):
    change(book, "input_word", 5)
    outcome, _, reason = first_difference(book)
    assert outcome == "unknown"
    assert "carries no row for the word 5: expected one of its 4 numbers" in reason


def test_text_where_a_weight_belongs_cannot_be_computed(book):
    change(book, "dense_b_y", "much")
    outcome, _, reason = first_difference(book)
    assert outcome == "unknown"
    assert "dense_b_y" in reason
