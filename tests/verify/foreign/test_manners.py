"""Foreign workbooks in many manners: the right ones agree, wrong cells are named."""

from importlib import import_module
from pathlib import Path

import pytest

from xlrnn import api

HERE = Path(__file__).parent
NAMES = sorted(
    path.stem
    for path in HERE.glob("*.py")
    if path.stem not in ("laid_out", "loops") and not path.stem.startswith("test_")
)
WRONG = [
    (name, mistake)
    for name in NAMES
    for mistake in import_module(f"tests.verify.foreign.{name}").MANNER.wrong
]


@pytest.fixture
def verify(tmp_path, monkeypatch):
    """A function that writes the workbook of a manner with some cells changed, and verifies it."""
    monkeypatch.setattr("xlrnn.engines.guarded", lambda engine, **_: engine)

    def verify(name, changes=None, engine="ironcalc", **options):
        manner = import_module(f"tests.verify.foreign.{name}").MANNER
        book = manner.write(tmp_path / "book.xlsx", changes)
        map_file = tmp_path / "map.toml"
        map_file.write_text(manner.map, encoding="utf-8")
        found = api.verify([book], engine, map_file=map_file, **options).books[0]
        assert found.engines, found.reason
        (result,) = found.engines
        return manner, result

    return verify


@pytest.mark.parametrize("name", NAMES)
def test_what_is_right_agrees(verify, name):
    manner, result = verify(name)
    shown = result.first_difference
    assert result.outcome == "agree", (result.reason, shown and (shown.place, shown))
    assert result.strays == []
    assert result.cells_verified == result.cells_total == manner.checked
    assert result.trials == 3


@pytest.mark.parametrize("name", NAMES)
def test_numpy_agrees_with_plain_loops(verify, name):
    """Nobody calculates: the numbers beside the formulas are those of the loops."""
    manner, result = verify(name, engine="cached")
    shown = result.first_difference
    assert result.outcome == "agree", (result.reason, shown and (shown.place, shown))
    assert result.cells_verified == manner.checked


def test_a_formula_that_is_called_given_is_listed(verify):
    """Nobody knows what it should calculate, so no verdict may stand over it in silence."""
    manner, result = verify("rnn_deep", {"deep!B2": "=1/2", "deep!A1": "=1+1"}, vary=0)
    assert result.outcome == "agree"
    assert result.strays == ["deep!A1"]
    assert result.given_formulas == ["deep!B2"]
    assert (result.cells_verified, result.cells_total) == (manner.checked, manner.checked + 2)


@pytest.mark.parametrize(("name", "mistake"), WRONG)
def test_what_is_wrong_is_named_at_its_cell(verify, name, mistake):
    changes, place = import_module(f"tests.verify.foreign.{name}").MANNER.wrong[mistake]
    _, result = verify(name, changes, vary=0)
    assert result.outcome == "differ", result.reason
    assert result.first_difference.place == place
