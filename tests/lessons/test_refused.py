"""Inputs that make no sense: the sheet says so in words, and NumPy refuses in the same ones."""

import tempfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from tests.lessons.every import DEFAULTS
from xlrnn import engines
from xlrnn.errors import InputError
from xlrnn.lessons.hello.bptt import HelloBptt
from xlrnn.lessons.hello.training import HelloTraining
from xlrnn.lessons.sentiment.lesson import Sentiment
from xlrnn.lessons.vanishing_gradient.lesson import VanishingGradient
from xlrnn.names import NAMES, Role
from xlrnn.names.accepted import ACCEPTED, LARGEST, check_accepted
from xlrnn.xlsx.writing.guidance import offered_cells, offered_lists, validation
from xlrnn.xlsx.writing.write import workbook_bytes

SIZES = {"unit": 3, "letter": 4, "epoch": 150, "map": 12, "filter": 9}


@pytest.mark.parametrize("quantity", ACCEPTED)
def test_an_entry_is_of_an_input_and_says_what_it_takes(quantity):
    entry, name = ACCEPTED[quantity], NAMES[quantity]
    assert name.role in (Role.INPUT, Role.PARAMETER) and name.whole == entry.whole
    most = entry.largest(SIZES)
    inside = [entry.least + 1e-9, (entry.least + most) / 2] if not entry.whole else [1, most]
    assert all(entry.takes(number, SIZES) for number in [*entry.offered, *inside])
    assert entry.takes(entry.least, SIZES) == ("(" not in entry.open)
    assert entry.takes(most, SIZES) == (")" not in entry.open)
    assert not any(entry.takes(number, SIZES) for number in (np.nan, np.inf, -np.inf))
    assert entry.takes(entry.least - 1, SIZES) == (entry.least <= -LARGEST)
    assert entry.takes(most + 1, SIZES) == (most >= LARGEST)
    assert not entry.whole or not entry.takes(entry.least + 0.5, SIZES)
    assert f"{entry.least:g}" in entry.words(SIZES) or entry.words(SIZES) == "a number"


@pytest.mark.parametrize(
    ("quantity", "number", "words"),
    [
        ("rate_sgd", -0.1, "rate_sgd is -0.1: expected a number from 0$"),
        ("clip", 0, "clip is 0: expected a number above 0$"),
        ("beta_2", 1, "beta_2 is 1: expected a number from 0 up to but not 1$"),
        ("epsilon_adam", -1e-7, "epsilon_adam is -1e-07: expected a number from 0$"),
        ("threshold", 0, "threshold is 0: expected a number above 0$"),
        ("epoch_shown", 200, "epoch_shown is 200: expected a whole number from 1 to 150$"),
        ("nudge_row", 5, "nudge_row is 5: expected a whole number from 1 to 4$"),
    ],
)
def test_numpy_refuses_in_the_words_of_the_sheet(quantity, number, words):
    with pytest.raises(InputError, match=words):
        check_accepted({quantity: quantity}, {quantity: np.array([[number]])}, SIZES)
    check_accepted({"scale": "scale"}, {"scale": np.array([[-3.0]])}, SIZES)  # worth seeing


@pytest.mark.parametrize("name", DEFAULTS)
def test_every_number_that_can_be_typed_has_its_rule(name):
    book = DEFAULTS[name].book()
    for block in book.blocks:
        accepted = ACCEPTED.get(block.quantity)
        if not block.constant or block.role not in (Role.INPUT, Role.PARAMETER):
            continue
        rule = validation(block, book)
        if accepted is None:
            continue
        words = accepted.words(book.sizes)
        assert f"Expected {words}. {accepted.why}" in rule["error_message"]
        assert len(rule["error_message"]) <= 255 and len(rule["error_title"]) <= 32
        offered = accepted.offered and not accepted.listed
        assert rule["validate"] == ("list" if offered or accepted.listed else rule["validate"])
        stops = accepted.refused and not offered
        assert rule["error_type"] == ("stop" if stops else "information" if offered else "warning")


def test_offered_numbers_stand_in_cells_of_the_hidden_sheet(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(DEFAULTS["vanishing-gradient"].filled_book()))
    sheet = openpyxl.load_workbook(path)["xlrnn"]
    lists = [
        tuple(cell.value for cell in column if cell.value is not None)
        for column in sheet.iter_cols(min_col=3)
    ]
    assert lists == offered_lists()
    assert offered_cells(ACCEPTED["threshold"]).startswith("=xlrnn!$")


def said(lesson, name, *typed):
    """Return what a cell says after something was typed into others, as an engine calculates."""
    book = lesson.book()
    with tempfile.TemporaryDirectory() as folder, engines.get("ironcalc") as engine:
        path = Path(folder, "book.xlsx")
        path.write_bytes(workbook_bytes(lesson.filled_book()))
        with engine.load(path) as sheets:
            for block, value in typed:
                place = book[block].located()
                sheets.set(place.sheet, place.rows[0], place.columns[0], value)
            sheets.calculate()
            place = book[name].located()
            return sheets.read(place.sheet, place.rows[0], place.columns[0], 1, 1)[0][0]


@pytest.mark.parametrize(
    ("epoch", "answer"),
    [(1, "yes"), (9, "yes"), (10, "no"), (0, "no"), (-1, "no"), (1.5, "no"), ("abc", "no")],
)
def test_the_page_says_which_epochs_there_are(epoch, answer):
    words = {"yes": "yes", "no": "no: there are epochs 1 to 9"}[answer]
    assert said(HelloTraining(epochs=9), "there", ("epoch_shown", epoch)) == words


@pytest.mark.parametrize(
    ("matrix", "row", "column", "words"),
    [
        ("W_xh", 3, 4, "yes"),
        ("W_xh", 4, 4, "no: W_xh has 3 rows and 4 columns"),
        ("W_hy", 4, 3, "yes"),
        ("w_hh", 2, 1, "no: w_hh has 1 rows and 1 columns"),
        ("W_xh", 1.5, 1, "no: W_xh has 3 rows and 4 columns"),
        ("W_xh", 1, 0, "no: W_xh has 3 rows and 4 columns"),
        ("W_xh", "abc", 1, "no: W_xh has 3 rows and 4 columns"),
    ],
)
def test_the_page_says_whether_there_is_such_a_weight(matrix, row, column, words):
    typed = [("nudge_matrix", matrix), ("nudge_row", row), ("nudge_column", column)]
    assert said(HelloBptt(), "there", *typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ([], "yes"),
        ([("rate_sgd", -0.1)], "no: rate of SGD: a number from 0"),
        ([("rate_adam", "fast")], "no: rate of Adam: a number from 0"),
        ([("clip", 0)], "no: longest gradient: a number above 0"),
        ([("beta_1", 1)], "no: β₁: memory: a number from 0 up to but not 1"),
        ([("beta_2", 0), ("epsilon_adam", 0), ("rate_sgd", 1e7)], "yes"),
    ],
)
def test_the_page_says_which_settings_make_no_sense(typed, words):
    assert said(HelloTraining(epochs=3), "word_fits", *typed) == words


@pytest.mark.parametrize(("epsilon", "words"), [(0, "no: "), (-1, "no: "), (0.5, "yes")])
def test_the_page_says_that_a_step_is_above_0(epsilon, words):
    typed = {
        "nudge_fits": (HelloBptt(), "epsilon"),
        "clip_fits": (VanishingGradient(3, 1, 0), "threshold"),
        "short_chain_rule_fits": (VanishingGradient(3, 1, 0), "short_epsilon"),
    }
    for name, (lesson, cell) in typed.items():
        assert str(said(lesson, name, (cell, epsilon))).startswith(words)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("", "nothing: no word was read"),
        ("  !? ", "nothing: no word was read"),
        ("Xyzzy, qwrtz!", "nothing: no word is known"),
        ("xyzzy good", "known words"),
    ],
)
def test_an_answer_to_nothing_says_so(sentence, words):
    lesson = Sentiment("A good day!", 4)
    assert said(lesson, "understood", ("sentence", sentence)) == words
    told = np.empty((1, 1), dtype=object)
    told[:] = sentence
    now = lesson.expected({**lesson.inputs(), "sentence": told})
    assert now["understood"].tolist() == [[words]]
    shown = lesson.book()["diagram_understood"]
    assert shown.page == "start" and shown.key == "understood"
