"""A folder of pictures with a table of captions."""

import json

import numpy as np
import pytest

from tests.pictures.files import pillow, plain, write_pictures, write_table
from xlrnn.errors import InputError, UsageError
from xlrnn.pictures import read
from xlrnn.pictures.read import read_captioned

ROWS = [("red.png", "all red"), ("green.png", "all green"), ("red.png", "a red one")]


@pytest.fixture
def folder(tmp_path):
    return write_pictures(tmp_path / "data")


def test_pictures_and_all_their_captions(folder):
    write_table(folder, ROWS)
    for data in (folder, folder / "captions.csv", str(folder)):
        found = read_captioned(data)
        assert found.captions == [("all red", "a red one"), ("all green",)]
        assert found.groups == ["red.png", "green.png"]
        assert found.pictures.dtype == np.float32
        np.testing.assert_array_equal(found.pictures * 255, [plain("red"), plain("green")])
        assert found.notes == ()
    assert read_captioned(folder, limit=1).captions == [("all red",)]


@pytest.mark.parametrize(
    ("header", "options"),
    [
        (("image", "caption"), {}),
        (("File Name", "Comment"), {}),
        (("img", "what"), {"caption": "What"}),
        (("one", "other"), {"file": "one", "caption": "other"}),
        (("one", "other"), {"file": "0", "caption": "1"}),
        ((), {"file": "0", "caption": "1"}),
        ((), {}),
    ],
)
def test_columns_are_found_or_named(header, options, folder):
    write_table(folder, ROWS, header=header)
    found = read_captioned(folder, **options)
    assert found.captions == [("all red", "a red one"), ("all green",)]


def test_other_tables(folder):
    (folder / "captions.csv").unlink()
    (folder / "captions.txt").write_text(
        "red.png#0\tall, red\nred.png#1\tred\ngreen.png#0\tgreen\n"
    )
    assert read_captioned(folder).captions == [("all, red", "red"), ("green",)]
    (folder / "captions.txt").unlink()
    rows = [{"file_name": name, "text": text} for name, text in ROWS]
    (folder / "metadata.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert read_captioned(folder).captions == [("all red", "a red one"), ("all green",)]


def test_what_is_left_out_is_told(folder):
    rows = [("red.png", "all red")] * 30
    write_table(folder, [*rows, ("green.png", ""), ("", "nothing"), ("gone.png", "gone")])
    found = read_captioned(folder)
    assert found.captions == [("all red",)]
    (note,) = found.notes
    assert "1 with an empty caption (first in line 32)" in note
    assert "1 with an empty name of a picture (first in line 33)" in note
    assert "1 whose picture is not there (as gone.png) (first in line 34)" in note


def test_pictures_of_one_size_or_scaled(folder):
    pillow().fromarray(plain("blue", 9)).save(folder / "blue.png")
    with pytest.raises(InputError, match=r"blue.png has 9 × 9 places, .*red.png 8 × 8: .*--size"):
        read_captioned(folder)
    assert read_captioned(folder, size=8).pictures.shape == (3, 8, 8, 3)


@pytest.mark.parametrize(
    ("rows", "header", "words"),
    [
        ([("a.png", "a"), ("red.png", "b")], ("file", "caption"), "names 1 picture that is not th"),
        ([], ("file", "caption"), "no row has a picture and a caption"),
        ([("red.png", "a")], ("what", "caption"), "has columns 'what', 'caption': .*(--file)"),
        ([("red.png", "a")], ("file", "what"), "has columns 'file', 'what': .*(--caption)"),
        ([("../red.png", "a")], ("file", "caption"), "leads out of this folder"),
    ],
)
def test_tables_that_cannot_be_used(rows, header, words, folder):
    write_table(folder, rows, header=header)
    with pytest.raises(InputError, match=words):
        read_captioned(folder)


def test_columns_that_are_not_there(folder):
    with pytest.raises(InputError, match=r"has no column 'what': it has 'file', 'caption'"):
        read_captioned(folder, caption="what")
    with pytest.raises(UsageError, match="file and caption are both column 'file'"):
        read_captioned(folder, caption="file")


def test_one_table_is_expected(folder):
    write_table(folder, ROWS, name="other.csv")
    with pytest.raises(InputError, match=r"has captions.csv, other.csv: expected a table"):
        read_captioned(folder)
    for path in folder.glob("*.csv"):
        path.unlink()
    with pytest.raises(InputError, match="has no table: expected a table"):
        read_captioned(folder)
    with pytest.raises(InputError, match=r"red.png is a picture: expected the folder of pictures"):
        read_captioned(folder / "red.png")


def test_more_than_fits_into_memory(folder, monkeypatch):
    monkeypatch.setattr(read, "MOST_NUMBERS", 3 * 8 * 8 * 3 - 1)
    with pytest.raises(InputError, match=r"3 captions with pictures of 8 × 8 places are more than"):
        read_captioned(folder)
