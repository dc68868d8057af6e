"""A student's workbook, opened: where its blocks are and what is odd about it."""

import openpyxl
import pytest

from xlrnn.errors import UnreadableError
from xlrnn.exercises.mark.opened import LIMITS, fingerprint, open_submission, record_of
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.read import read


def opened(path, assignment, tmp_path):
    with open_package(path, LIMITS) as package:
        return open_submission(package, read(package), assignment, tmp_path / "copy.xlsx")


def changed(levels, tmp_path, change):
    workbook = openpyxl.load_workbook(levels[2].blank)
    change(workbook)
    workbook.save(tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"


def test_a_file_as_it_was_handed_out(levels, tmp_path):
    one = opened(levels[2].blank, levels[2].assignment, tmp_path)
    assert not one.notes
    assert one.submission.places.keys() >= {"a_h", "h", "logits", "W_xh"}
    assert {block.name for block in one.inputs} >= {"W_xh", "letter"}
    assert "guess" not in one.submission.blanks
    assert one.copy.is_file()
    assert len(one.trials) >= 4


def test_a_name_that_is_gone_is_taken_where_it_was(levels, tmp_path):
    def change(workbook):
        del workbook.defined_names["h"]

    one = opened(changed(levels, tmp_path, change), levels[2].assignment, tmp_path)
    assert "the name h is gone; taken where it was handed out" in one.notes
    home = opened(levels[2].blank, levels[2].assignment, tmp_path)
    assert one.submission.places["h"] == home.submission.places["h"]


def test_a_name_that_points_elsewhere_is_missing(levels, tmp_path):
    def change(workbook):
        workbook.defined_names["h"].attr_text = "forward!$A$1:$B$2"

    one = opened(changed(levels, tmp_path, change), levels[2].assignment, tmp_path)
    assert "h" not in one.submission.places
    assert any(note.startswith("block h: ") for note in one.notes)


def test_without_its_inputs_it_cannot_be_marked(levels, tmp_path):
    def change(workbook):
        del workbook["forward"]

    path = changed(levels, tmp_path, change)
    with pytest.raises(UnreadableError, match="gone with the page forward"):
        opened(path, levels[2].assignment, tmp_path)


def test_what_a_file_says_about_itself(levels, tmp_path):
    record = record_of(read(levels[2].blank))
    assert (record.lesson, record.level) == ("hello-forward", 2)

    def change(workbook):
        del workbook["xlrnn"]

    assert record_of(read(changed(levels, tmp_path, change))) is None


def test_fingerprints_tell_files_apart(levels):
    assert fingerprint(levels[1].blank) != fingerprint(levels[2].blank)
    assert fingerprint(levels[1].blank) == fingerprint(levels[1].blank)
