"""The lessons on gated cells in LibreOffice: inputs changed, saved, and verified."""

import pytest

from tests.roundtrip.outcome import agrees
from tests.roundtrip.test_edits import place
from xlrnn import api
from xlrnn.xlsx.reading.read import read

CHANGED = {
    "a bias of the lstm": ("lstm-cell", {}, "b_f", 5.0),
    "what comes after the last step": ("lstm-cell", {}, "dc_back_5", 0.25),
    "an input of the gru": ("gru-cell", {"form": "reset-before"}, "x", -0.625),
    "a target of the gru": ("gru-cell", {}, "goal", 0.75),
}


def shown(path, name):
    """Return what the first cell of a block shows."""
    sheet, row, column = place(path, name)
    return read(path).sheets[sheet].values[row, column]


@pytest.mark.parametrize("change", CHANGED)
def test_a_change_is_no_alarm_and_no_false_comfort(change, office, tmp_path):
    lesson, options, block, number = CHANGED[change]
    path = api.build([lesson], tmp_path, settings=options)[0]
    edit = ["number", *place(path, block), number]
    saved = office.edit(path, tmp_path / "edited.xlsx", edit, ["recalculate"])
    assert shown(saved, block) == number
    assert shown(saved, "numpy_summary") == "inputs changed"
    assert shown(saved, "notation_summary") == "agrees"
    assert shown(saved, "total_loss") != shown(path, "total_loss") or block == "dc_back_5"
    assert set(agrees(saved)) <= {"matched", "noted"}
