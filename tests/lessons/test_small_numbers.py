"""`numbers=small`: a step can be done with a pencil, the states differ and do not saturate."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlrnn import lessons
from xlrnn.commands.main import run
from xlrnn.errors import UsageError
from xlrnn.lessons.common.small_numbers import distinct, few_terms
from xlrnn.names import Kind
from xlrnn.verify.verify import verify
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.digits import digits
from xlrnn.xlsx.writing.write import number_formats, workbook_bytes

HELLO = ("hello-forward", "hello-bptt", "hello-training", "mlp-to-rnn")
CELLS = ("lstm-cell", "gru-cell")
WEIGHTS = ("W_", "w_", "b_", "start_", "own_")
SMALL = {"numbers": "small"}
SETTINGS = [
    *((name, SMALL, None) for name in (*HELLO, *CELLS)),
    *((name, {**SMALL, "word": "banana", "units": "5"}, 7) for name in HELLO),
    ("hello-forward", {**SMALL, "form": "textbook"}, None),
    ("hello-bptt", {**SMALL, "form": "textbook", "units": "1"}, 3),
    ("mlp-to-rnn", {**SMALL, "form": "article"}, None),
    ("hello-forward", {**SMALL, "word": "abracadabra", "units": "40"}, None),
    ("lstm-cell", {**SMALL, "units": "1", "features": "1", "steps": "1"}, 2),
    ("lstm-cell", {**SMALL, "units": "32", "features": "32", "steps": "20"}, 3),
    ("gru-cell", {**SMALL, "form": "reset-before"}, 5),
]


def made(name, chosen, seed):
    return lessons.get(name).chosen(chosen, seed)


@pytest.mark.parametrize(("name", "chosen", "seed"), SETTINGS)
def test_every_weight_has_one_digit_and_few_decimals(name, chosen, seed):
    given = made(name, chosen, seed).given()
    weights = {key: array for key, array in given.items() if key.startswith(WEIGHTS)}
    assert len(weights) >= 4
    for key, array in weights.items():
        # The bias of a forget gate begins 1 higher: at most 1.5.
        assert np.abs(array).max() <= 1.5, key
        np.testing.assert_allclose(array * 100, np.rint(array * 100), atol=1e-9, err_msg=key)


@pytest.mark.parametrize(("name", "chosen", "seed"), SETTINGS)
def test_states_differ_and_are_not_saturated(name, chosen, seed):
    lesson = made(name, chosen, seed)
    shown = lesson.expected(lesson.inputs())
    h = next(shown[key] for key in ("h", "rnn_h", "e_h_1") if key in shown)
    assert np.abs(h).max() < 0.995
    assert len(np.unique(h.round(6), axis=1).T) == h.shape[1] or h.shape[1] > 10
    sizes = [np.abs(column).max() for column in h.T]
    assert min(sizes) > 0.01
    gates = [key for key in ("input", "forget", "output", "update", "reset") if key in shown]
    for gate in gates:
        assert 0.02 < shown[gate].min() <= shown[gate].max() < 0.99


@pytest.mark.parametrize("name", HELLO[:2])
def test_what_is_linear_needs_one_decimal_at_first(name):
    lesson = made(name, SMALL, None)
    shown = lesson.expected(lesson.inputs())
    for key in ("a_x", "W_xh", "w_hh", "b_h", "W_hy"):
        assert digits(key, [shown[key]]) == "0.0###", key
        np.testing.assert_allclose(shown[key] * 10, np.rint(shown[key] * 10), atol=1e-12)
    assert shown["a_h"][:, 0].tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("name", (*HELLO, *CELLS))
def test_at_most_two_decimals_are_shown_of_what_is_not_typed(name):
    usual, small = made(name, {}, None).filled_book(), made(name, SMALL, None).filled_book()
    for book, most in ((usual, "0.0000"), (small, "0.00")):
        page = next(page for page in book.pages if page.name in ("forward", "word", "rnn"))
        block = next(b for b in page.blocks if b.entry.kind is Kind.STATE or b.name == "p_end")
        assert number_formats(page)[block.quantity] == most


def test_training_still_learns_the_word():
    lesson = made("hello-training", SMALL, None)
    shown = lesson.expected(lesson.inputs())
    assert "".join(shown["predicted_end"][0]) == "ello"


@pytest.mark.parametrize(("name", "chosen", "seed"), SETTINGS)
def test_the_workbook_agrees_and_remembers(name, chosen, seed, tmp_path):
    lesson = made(name, chosen, seed)
    assert type(lesson).remembered(lesson.options) == lesson
    if name == "hello-training" or chosen.get("units") in ("32", "40"):
        return
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(lesson.filled_book()))
    (book,) = verify([path], ["ironcalc"]).books
    assert book.outcome == "agree", book.reason or book.engines[0]


@pytest.mark.parametrize("name", (*HELLO, *CELLS))
def test_the_committed_numbers_stay_as_they_were(name):
    usual, said = made(name, {}, None), made(name, {"numbers": "usual"}, None)
    assert usual == said
    assert made(name, SMALL, None) != usual
    other = "start_W_xh" if name == "hello-training" else "W_xh" if name in HELLO else "W_xg"
    assert not np.array_equal(made(name, SMALL, None).given()[other], usual.given()[other])


@pytest.mark.parametrize("name", (*HELLO, *CELLS))
def test_another_seed_gives_other_small_numbers(name):
    first, again, other = (made(name, SMALL, seed).given() for seed in (1, 1, 2))
    key = "start_W_xh" if name == "hello-training" else "W_xh" if name in HELLO else "W_xg"
    assert np.array_equal(first[key], again[key])
    assert not np.array_equal(first[key], other[key])


@pytest.mark.parametrize("name", (*HELLO, *CELLS))
def test_other_numbers_are_refused_in_words(name, capsys):
    with pytest.raises(UsageError, match="numbers is 'large': expected usual or small"):
        made(name, {"numbers": "large"}, None)
    assert run(["build", name, "--set", "numbers=large"]) == 2
    assert "numbers is 'large': expected usual or small" in capsys.readouterr().err


def test_sizes_without_chosen_weights_are_refused_in_words_that_fit():
    lesson = lessons.get("hello-forward")
    with pytest.raises(UsageError, match="small weights that were chosen by hand are for 3 units"):
        lesson(units=4, numbers="small")


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 64), st.integers(2, 100))
def test_units_and_letters_differ_whatever_their_number(seed, units, letters):
    drawn = distinct(np.random.default_rng(seed), (units, letters))
    assert len(np.unique(drawn, axis=1).T) == letters
    assert len(np.unique(drawn, axis=0)) == units
    assert (drawn != 0).all()


@given(st.integers(0, 2**32), st.integers(1, 64), st.integers(1, 64))
def test_no_sum_has_many_terms(seed, rows, columns):
    drawn = few_terms(np.random.default_rng(seed), (rows, columns))
    assert ((drawn != 0).sum(axis=1) == min(columns, 2)).all()
    assert set(np.unique(drawn)) <= {-1, -0.5, 0, 0.5, 1}


def test_an_exercise_of_small_numbers_is_drawn_for_each_student(tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n1,Ada\n2,Bo\n", encoding="utf-8")
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    options = ["--roster", str(roster), "--secret", str(secret), "--set", "numbers=small"]
    assert run(["exercise", "hello-forward", "-o", str(tmp_path / "out"), *options]) == 0
    files = sorted((tmp_path / "out").glob("[12]/*.xlsx"))
    assert len(files) == 2
    weights = []
    for path in files:
        file = read(path)
        sheet, area = file.area("W_xh")
        cells = [(c.row, c.column) for c in area.cells()]
        weights.append([file.sheets[sheet].values[cell] for cell in cells])
    for one, other in itertools.pairwise(weights):
        assert one != other
        assert {abs(number) for number in one + other} <= {0.5, 1}
