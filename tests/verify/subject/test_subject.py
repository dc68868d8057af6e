"""What must be in a workbook follows from the lesson that its manifest names."""

import json
from dataclasses import replace

import pytest

from tests.lessons.variants import VARIANTS
from xlrnn.errors import UnreadableError
from xlrnn.formula.writing.fill import cell_texts
from xlrnn.nn.compute import kernels
from xlrnn.verify.subject.subject import lesson_subject
from xlrnn.xlsx import manifest
from xlrnn.xlsx.reading.read import read
from xlrnn.xlsx.writing.write import workbook_bytes


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("subject") / "book.xlsx"
    path.write_bytes(workbook_bytes(VARIANTS["textbook"].filled_book()))
    return read(path)


def with_manifest(file, text):
    """Return the workbook with another manifest."""
    sheet = replace(file.sheets[manifest.SHEET], read_values=lambda: {(1, 1): text})
    return replace(file, sheets={**file.sheets, manifest.SHEET: sheet})


def content(**changes):
    return json.dumps(
        {
            "schema": manifest.SCHEMA,
            "lesson": "hello-forward",
            "options": VARIANTS["textbook"].options,
            **changes,
        }
    )


def test_the_subject_is_the_lesson(original):
    subject = lesson_subject(original)
    book = VARIANTS["textbook"].book()
    assert [found.block.name for found in subject.blocks] == [b.name for b in book.blocks]
    with kernels.using(kernels.NUMPY):
        expected = VARIANTS["textbook"].expected(VARIANTS["textbook"].inputs())
    assert subject.reference["h"].tolist() == expected["h"].tolist()
    formulas = {found.block.name: found for found in subject.blocks}
    assert subject.as_written(formulas["h"]) == cell_texts(book["h"])


def test_blocks_that_the_manifest_does_not_list_must_be_there_all_the_same(original):
    subject = lesson_subject(with_manifest(original, content(blocks=[])))
    assert len(subject.blocks) == len(VARIANTS["textbook"].book().blocks)


def test_the_sheet_of_the_manifest_is_found_by_name(original):
    sheets = {n.upper() if n == manifest.SHEET else n: s for n, s in original.sheets.items()}
    assert lesson_subject(replace(original, sheets=sheets)).blocks


def test_a_workbook_without_a_manifest(original):
    sheets = {name: s for name, s in original.sheets.items() if name != manifest.SHEET}
    with pytest.raises(UnreadableError, match=r"no xlrnn manifest.*--map FILE"):
        lesson_subject(replace(original, sheets=sheets))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '"x"', "null", '{"schema": "xlrnn/manifest/1"}', content(options=7),
     content(options=["word"])],
)  # fmt: skip
def test_a_damaged_manifest(original, text):
    with pytest.raises(UnreadableError, match="is damaged"):
        lesson_subject(with_manifest(original, text))


def test_a_manifest_of_a_newer_program(original):
    with pytest.raises(UnreadableError, match=r"'xlrnn/manifest/2'.*use a newer xlrnn"):
        lesson_subject(with_manifest(original, content(schema="xlrnn/manifest/2")))


def test_a_lesson_that_is_unknown_here(original):
    with pytest.raises(UnreadableError, match="asks for what is not there: lesson 'hi' is unknown"):
        lesson_subject(with_manifest(original, content(lesson="hi")))


@pytest.mark.parametrize(
    "damage",
    [{"units": 3.0}, {"units": True}, {"units": "3"}, {"units": None}, {"units": 65},
     {"seed": 1.5}, {"seed": False}, {"seed": -1}, {"word": ["h", "e"]}, {"word": None},
     {"word": "xyz"}, {"vocabulary": 7}, {"form": []}, {"form": "other"}, {"unheard": 1}],
)  # fmt: skip
def test_options_that_are_damaged(original, damage):
    options = {**VARIANTS["textbook"].options, **damage}
    with pytest.raises(UnreadableError, match="the manifest's options are damaged"):
        lesson_subject(with_manifest(original, content(options=options)))
