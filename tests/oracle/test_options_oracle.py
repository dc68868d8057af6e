"""docs/keras-options.md says what Keras and xlrnn give for every option."""

from pathlib import Path

import numpy as np
import pytest

from docs.options import table
from docs.options.page import TITLES, read
from docs.options.table import NEAR, Nothing, kinds, options, result, rows
from docs.options.worlds import Ours, Theirs, in_float64
from tests.oracle.unchecked import unchecked
from xlrnn import nn

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
PAGE = (Path(__file__).parents[2] / "docs" / "keras-options.md").read_text(encoding="utf-8")
ROWS = list(read(PAGE))
NOT_OF_ITS_OWN = {"SpatialDropout1D": {"noise_shape", "trainable"}}
"""What only the class above it takes, or Keras' layer of that name does not."""
OF_OLDER_KERAS = {
    "alpha",
    "input_shape",
    "input_dim",
    "input_length",
    "batch_input_shape",
    "weights",
}


def of(path):
    return [row for where, row in ROWS if where == path]


@pytest.fixture
def float64():
    before = nn.floatx()
    nn.set_floatx("float64")
    with unchecked():
        yield
    nn.set_floatx(before)


@pytest.mark.parametrize("path", TITLES)
def test_what_the_page_says_is_so_here(path, float64):
    """Keras need not be installed for this."""
    assert of(path)
    for row in of(path):
        assert row.kind in kinds(Ours(), path)
        found = result(Ours(), path, row.kind, row.option, row.value)
        assert isinstance(found, Nothing) == (row.here not in ("same", "other")), row
        if row.here in ("refused", "not here"):
            text = str(found.error)
            assert row.option in text or row.value.strip("'") in text, row
        if row.here == "same":
            assert row.far <= (1e-5 if row.option == "dtype" else NEAR)


@pytest.mark.parametrize("path", TITLES)
def test_every_option_that_there_is_here_is_on_the_page(path):
    shown = {}
    for row in of(path):
        shown.setdefault(row.kind, set()).add(row.option)
    for kind, found in shown.items():
        own = set(options(kinds(Ours(), path)[kind])) - OF_OLDER_KERAS - {"tied"}
        own -= NOT_OF_ITS_OWN.get(kind, set())
        assert own <= found, kind


@pytest.mark.parametrize("path", TITLES)
def test_the_page_is_what_both_give(path, keras, monkeypatch):
    """What is the same, refused or missing may not change; the distances may, within bounds."""
    monkeypatch.setattr(table, "_matters", lambda *_: True)  # seen to when the page is written
    theirs = Theirs()
    with in_float64(theirs), unchecked(), np.errstate(all="ignore"):
        found = list(rows(path, theirs, Ours()))
    assert {row._replace(far=None) for row in found} == {row._replace(far=None) for row in of(path)}
    for name in kinds(theirs, path).keys() - kinds(Ours(), path).keys():
        assert f"`{name}`" in PAGE


def test_a_difference_that_nobody_explains_ends_the_writing(keras, monkeypatch):
    theirs = Theirs()
    monkeypatch.setattr(table, "WHY", {})
    only = "TerminateOnNaN"
    monkeypatch.setattr(
        table, "kinds", lambda world, _: {only: getattr(world.module.callbacks, only)}
    )
    with in_float64(theirs), unchecked(), pytest.raises(SystemExit, match="does not say why: Term"):
        list(rows("callbacks", theirs, Ours()))
