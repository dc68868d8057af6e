"""What cannot be taken back says what is wrong, in which cell, and what to do."""

import re
import zipfile

import numpy as np
import openpyxl
import pytest

from tests.lessons.export.models import shuffled
from tests.lessons.export.test_any_model import exported
from tests.weights.by_hand import change, edit
from xlrnn import api, nn
from xlrnn.errors import (
    DifferentError,
    InputError,
    UnreadableError,
    UsageError,
)


@pytest.fixture
def book(tmp_path):
    layers = [nn.Input((2, 2)), nn.GRU(2), nn.Dense(2, activation="softmax")]
    path, _ = exported(
        shuffled(nn.Sequential(layers)), np.array([[0.5, -1.0], [2.0, 0.25]]), tmp_path
    )
    return path


def refused(error, message, call, *args, **options):
    with pytest.raises(error) as raised:
        call(*args, **options)
    assert re.search(message, str(raised.value)), str(raised.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("much", "is the text 'much'"),
        (None, "is empty"),
        ("=1/0", "#DIV/0!"),
        ("=1E308*10", "#NUM!|inf"),
        ("=NOSUCH(1)", "#NAME"),
    ],
)
def test_a_weight_that_is_no_number_is_named_with_its_cell(book, value, said):
    place = change(book, ("gru_W_hz", 1, 0, value))
    refused(InputError, f"{place} .gru_W_hz. .*({said})", api.model, book)


def test_a_formula_that_was_changed_is_heard(book):
    """The model has the right weights, and the sheet does not calculate with them."""
    change(book, ("dense_logits", 0, 0, "=0.5"))
    refused(DifferentError, "does not give the numbers of the sheet: dense_p", api.model, book)


def test_a_wrong_formula_inside_a_layer_is_heard(book):
    change(book, ("gru_update", 0, 1, "=1-0.25"))
    refused(DifferentError, "xlrnn verify names it", api.model, book)


def test_a_result_that_somebody_typed_is_no_result(book):
    stored = float(api.read(book)["dense_p"][0, 0])
    place = change(book, ("dense_p", 0, 0, stored))
    refused(InputError, f"{place} .dense_p. holds no formula any more", api.model, book)


def test_a_changed_formula_with_the_same_result_is_mentioned(book, tmp_path):
    stored = float(api.read(book)["gru_update"][0, 0])
    place = change(book, ("gru_update", 0, 0, stored))
    found = api.weights(book, tmp_path / "m.npz")
    assert any(place in note and "xlrnn verify" in note for note in found.notes)


def test_stored_results_are_not_believed(book):
    """The file stores another weight than its formula gives: an engine calculates it."""
    change(book, ("gru_W_hz", 0, 0, "=1/8"))
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stale = re.compile(rb"<f>1/8</f><v ?/?>(</v>)?")
    assert sum(len(stale.findall(part)) for part in parts.values()) == 1
    with zipfile.ZipFile(book, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, stale.sub(b"<f>1/8</f><v>0.75</v>", part))
    assert api.read(book)["gru_W_hz"][0, 0] == 0.75
    assert api.model(book).get_weights()[1][0, 0] == 0.125


def test_a_deleted_block_is_named(book):
    edit(book, lambda workbook: workbook.defined_names.pop("gru_W_hz"))
    refused(UnreadableError, "gru_W_hz .* is not there.*the name gru_W_hz is gone", api.model, book)


def test_a_deleted_sheet_is_named(book):
    edit(book, lambda workbook: workbook.remove(workbook["dense"]))
    refused(UnreadableError, "dense_W_hy .* is not there", api.model, book)


def test_the_check_page_may_be_gone(book):
    edit(book, lambda workbook: workbook.remove(workbook["check"]))
    assert api.model(book).count_params() == 42


def test_first_states_of_ones_own_are_refused(book):
    change(book, ("gru_h_0", 0, 0, 0.5))
    refused(UsageError, "gru_h_0 holds first states that are not 0", api.model, book)


def test_a_part_of_a_words_table_is_refused(tmp_path):
    model = shuffled(nn.Sequential([nn.Input((2,)), nn.Embedding(30, 2), nn.GRU(2)]))
    path, _ = exported(model, np.array([7, 3]), tmp_path)
    refused(UsageError, r"carries \d+ of the 30 rows.*--original", api.model, path)
    other = nn.Sequential([nn.Input((2,)), nn.Embedding(30, 2), nn.LSTM(2)])
    refused(UsageError, "the original has the layers Embedding, LSTM", api.model, path,
            original=other)  # fmt: skip
    narrow = nn.Sequential([nn.Input((2,)), nn.Embedding(30, 3), nn.GRU(2)])
    refused(UsageError, "a word has 2 numbers", api.model, path, original=narrow)
    short = nn.Sequential([nn.Input((2,)), nn.Embedding(5, 2), nn.GRU(2)])
    refused(UsageError, "numbers that the original does not have", api.model, path, original=short)


def test_other_files_are_refused(tmp_path):
    foreign = tmp_path / "foreign.xlsx"
    workbook = openpyxl.Workbook()
    workbook.save(foreign)
    refused(UnreadableError, "has no manifest.*set_weights", api.model, foreign)
    refused(UnreadableError, "nothing.xlsx", api.model, tmp_path / "nothing.xlsx")
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook")
    refused(UnreadableError, "text.xlsx", api.model, text)


def test_an_exercise_is_refused(tmp_path):
    api.exercise("hello-forward", tmp_path)
    (path,) = (p for p in tmp_path.glob("*.xlsx"))
    refused(UnreadableError, "is an exercise.*xlrnn build", api.model, path)


def test_an_engine_must_calculate(book):
    refused(UsageError, "calculates nothing", api.model, book, engine="cached")
    refused(UsageError, "there is no engine 'abacus'", api.model, book, engine="abacus")


def test_an_engine_that_does_not_calculate_a_weight_is_found(book, monkeypatch):
    """The planted result comes back: it must not become a weight."""
    from xlrnn.weights import shown
    from xlrnn.xlsx.planting.calculation_copy import PLANT

    place = change(book, ("dense_W_hy", 0, 0, "=1/4"))
    read = shown.read_blocks

    def lazy(sheets, blocks):
        values = {name: [list(row) for row in rows] for name, rows in read(sheets, blocks).items()}
        values["dense_W_hy"][0][0] = PLANT
        return values

    monkeypatch.setattr(shown, "read_blocks", lazy)
    refused(InputError, f"{place} .*did not calculate", api.model, book)
