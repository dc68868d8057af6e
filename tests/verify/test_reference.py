"""NumPy's numbers for a workbook, with its own inputs and with others."""

import numpy as np
import pytest

from xlrnn import api
from xlrnn.errors import InputError, UnreadableError
from xlrnn.lessons import LESSON_NAMES


@pytest.fixture(scope="module")
def hello(tmp_path_factory):
    (path,) = api.build("hello-forward", tmp_path_factory.mktemp("books"))
    return path


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_with_its_own_inputs_they_are_what_is_stored(books, tmp_path, name):
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(books[name].parts.packed({}))
    stored, found = api.read(path), api.reference(path)
    assert {*stored} == {*found}
    numbers = [key for key, array in stored.items() if array.dtype == float]
    checks = {"calculated", "agrees"}  # what a program says that has calculated
    compared = [key for key in numbers if key.rpartition("_")[2] not in checks]
    assert len(compared) > 5
    differ = [k for k in compared if not np.allclose(stored[k], found[k], 1e-9, 1e-12)]
    assert all("verdict" in key or "summary" in key or "apart" in key for key in differ), differ


def test_other_inputs_have_other_numbers_all_the_way(hello):
    found = api.reference(hello)
    weights = found["W_xh"].copy()
    weights[0, 0] += 0.5
    other = api.reference(hello, {"W_xh": weights})
    assert other["W_xh"][0, 0] == weights[0, 0]
    assert np.array_equal(other["x"], found["x"])
    assert (other["h"][0] != found["h"][0]).all()
    assert other["h"][0, 0] == pytest.approx(np.tanh(other["a_x"][0, 0] + other["a_h"][0, 0]))


def test_a_list_is_as_good_as_an_array_and_letters_are_inputs(hello):
    letters = api.reference(hello, {"letter": [["o", "e", "l", "l"]]})
    assert letters["letter"][0, 0] == "o"
    assert letters["x"][:, 0].tolist() == [0.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"h": [[1.0]]}, "there is no input 'h': expected one of letter, "),
        ({"W_xh": [[1.0]]}, r"W_xh has shape \(1, 1\), expected \(3, 4\)"),
        ({"W_xh": "much"}, "W_xh is 'much': expected numbers"),
        ({"W_xh": np.full((3, 4), np.nan)}, r"\(W_xh\) is nan: expected a finite number"),
        ({"letter": [[None, "e", "l", "l"]]}, r"\(letter\)"),
    ],
)
def test_what_is_no_input_is_refused(hello, inputs, words):
    with pytest.raises(InputError, match=words):
        api.reference(hello, inputs)


def test_what_is_no_such_workbook_is_refused(tmp_path):
    import openpyxl

    path = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(UnreadableError, match="no xlrnn manifest"):
        api.reference(path)


def test_an_input_that_is_gone_is_named(hello, tmp_path):
    import openpyxl

    path = tmp_path / "gone.xlsx"
    book = openpyxl.load_workbook(hello)
    del book.defined_names["W_xh"]
    book.save(path)
    with pytest.raises(UnreadableError, match="the input W_xh is not there: the name W_xh is gone"):
        api.reference(path)
