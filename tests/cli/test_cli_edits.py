"""What a reader does to a workbook in a spreadsheet program, done by LibreOffice."""

import json

import pytest


@pytest.mark.parametrize("edit", ["nothing", "rename", "move", "insert_outside"])
def test_followed(xlrnn, office_edits, edit):
    ran = xlrnn("verify", office_edits[edit])
    assert ran.code == 0, ran.out
    assert "500 of 500 cells verified" in ran.out


def test_followed_by_name(xlrnn, office_edits):
    ran = xlrnn("verify", office_edits["rename"], "--format", "json")
    (entry,) = json.loads(ran.out)["books"]
    places = {block["name"]: block["range"] for block in entry["engines"][0]["blocks"]}
    assert places["h"] == "Tom's page (1) ✓!H35:K37"
    ran = xlrnn("verify", office_edits["insert_outside"], "--format", "json")
    (entry,) = json.loads(ran.out)["books"]
    places = {block["name"]: block["range"] for block in entry["engines"][0]["blocks"]}
    assert places["h"] == "forward!J38:M40"


@pytest.mark.parametrize(
    ("edit", "broken"), [("insert_step", {"x_eq", "letter_eq"}), ("insert_unit", set())]
)
def test_inserted_inside_a_block(xlrnn, office_edits, edit, broken):
    """The steps are followed; the array formulas over the whole block are wrong in any program."""
    ran = xlrnn("verify", office_edits[edit], "--format", "json")
    assert ran.code == 1
    (entry,) = json.loads(ran.out)["books"]
    blocks = {block["name"]: block for block in entry["engines"][0]["blocks"]}
    steps = ("x", "a_x", "h_prev", "a_h", "h", "logits", "exps", "p", "predicted")
    for name in steps:
        assert blocks[name]["matched"] == blocks[name]["cells"], name
    wrong = {name for name, block in blocks.items() if block["matched"] < block["cells"]}
    allowed = ("check", "numpy_", "notation_", "mark_", "first_", "inputs_")
    assert wrong
    assert {name for name in wrong if not name.startswith(allowed)} <= broken


@pytest.mark.parametrize(
    ("edit", "phrase"),
    [
        ("delete", "there is no sheet 'equations'"),
        ("delete_steps", "there is no sheet 'forward'"),
        ("delete_rows", "block h is missing: the name h is gone or points nowhere"),
    ],
)
def test_deleted(xlrnn, office_edits, edit, phrase):
    ran = xlrnn("verify", office_edits[edit])
    assert ran.code == 1
    assert phrase in ran.out


def test_input_cut(xlrnn, office_edits):
    ran = xlrnn("verify", office_edits["delete_unit"])
    assert ran.code == 3
    assert "cannot be computed: W_xh: forward!C17:F18 has shape (2, 4), expected (3, 4)" in ran.out


def test_saved_by_libreoffice_is_the_readers_work(xlrnn, office_edits, tmp_path):
    place = tmp_path / "hello-forward.xlsx"
    place.write_bytes(office_edits["nothing"].read_bytes())
    ran = xlrnn("build", "hello-forward", "-o", tmp_path)
    assert ran.code == 2
    assert "was not last written by xlrnn" in ran.message
    assert place.read_bytes() == office_edits["nothing"].read_bytes()


def test_cached_results_of_libreoffice_count(xlrnn, office_edits):
    ran = xlrnn("verify", office_edits["nothing"], "--engine", "cached")
    assert ran.code == 0, ran.out
    assert "as stored (not recalculated)" in ran.out
