"""The forms in which labelled texts are public are read, and what is none is recognised."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.text.readers.public_forms import (
    BAD,
    GOOD,
    PAIRS,
    TABLE,
    PublicForm,
    how,
    ods,
    public_forms,
    read,
    table,
)
from xlrnn.errors import InputError, UnreadableError
from xlrnn.text.readers import read_labelled
from xlrnn.text.readers.labels import named
from xlrnn.text.readers.ods import ods_sheets
from xlrnn.text.readers.recognise import proposal

FORMS = public_forms()
READ = [form for form in FORMS if form.classes]
PAGE = Path(__file__).resolve().parents[3] / "docs" / "sentiment-data.md"


def form_of(name):
    (form,) = [form for form in FORMS if form.name == name]
    return form


@pytest.mark.parametrize("form", READ, ids=[form.name for form in READ])
def test_it_is_read(form, tmp_path):
    found = read(form, tmp_path, **form.options)
    assert len(found.classes) == form.classes
    assert all(found.counts().values())
    assert len(found) + found.skipped.total in (8, 10, 12)
    if form.file not in ("russian.csv", "hotel.csv", "old.csv", "spam.csv"):
        assert {GOOD, BAD} <= set(found.texts)


@pytest.mark.parametrize("form", [form for form in READ if form.options],
                         ids=[form.name for form in READ if form.options])  # fmt: skip
def test_what_has_to_be_said_has_to_be_said(form, tmp_path):
    """Without its option a form is refused, or says that it left rows out or guessed."""
    try:
        found = read(form, tmp_path)
    except InputError:
        return
    assert found.skipped.total or "read as cp" in str(found.skipped)


@pytest.mark.parametrize("form", [form for form in FORMS if not form.classes],
                         ids=[form.name for form in FORMS if not form.classes])  # fmt: skip
def test_it_is_refused(form, tmp_path):
    with pytest.raises(InputError, match=form.file):
        read(form, tmp_path)


def test_the_page_shows_the_table():
    assert table() in PAGE.read_text("utf-8")


def test_a_form_that_is_not_read_as_said_shows_in_the_table(tmp_path):
    assert how(PublicForm("x", "x.csv", b"text,label\na,1\nb,7\n"), tmp_path).startswith("no: ")


def test_columns_that_were_taken_are_said(tmp_path):
    found = read(form_of("women's clothing: Review Text, Rating"), tmp_path,
                 classes=["1 2=negative", "4 5=positive"])  # fmt: skip
    assert "texts are in column 'Review Text', labels in 'Rating'" in str(found.skipped)
    assert "2 with the label of no class '3'" in str(found.skipped)
    assert found.column == "Rating"
    assert "column" not in str(read(form_of("parquet"), tmp_path).skipped)


@pytest.mark.parametrize(
    "labels, options",
    [
        ("12345", ['--classes "1 2=negative, 4 5=positive"',
                   '--classes "1 2=negative, 3=neutral, 4 5=positive"']),
        ("01234", ['--classes "0 1=negative, 3 4=positive"',
                   '--classes "0 1=negative, 2=neutral, 3 4=positive"']),
        (["ham", "spam"], ['--classes "ham, spam"']),
        (["very negative", "negative", "so", "positive"],
         ['--classes "negative \'very negative\'=negative, positive=positive"',
          '--classes "negative \'very negative\'=negative, so=neutral, positive=positive"']),
        ([str(k) for k in range(40)], []),
    ],
)  # fmt: skip
def test_classes_are_proposed(labels, options, tmp_path):
    from collections import Counter

    assert proposal(Counter(labels)) == options
    rows = [f"text {k},{labels[k % len(labels)]}" for k in range(len(labels) * 6)]
    path = tmp_path / "a.csv"
    path.write_text("text,label\n" + "\n".join(rows))
    with pytest.raises(InputError, match="the labels are") as refused:
        read_labelled(path)
    for option in options:
        assert option in str(refused.value)
        spelled = option.removeprefix('--classes "').removesuffix('"').split(", ")
        assert all(read_labelled(path, classes=spelled).counts().values())


@pytest.mark.parametrize(
    "classes, message",
    [
        (["1=a", "1=b"], "'1' is there twice"),
        (["1=a", "2=a"], "different names"),
        (["=a", "2=b"], "are no labels"),
        (["'1=a", "2=b"], "are no labels"),
        (["1=", "2=b"], "different names"),
    ],
)
def test_classes_that_are_none(classes, message):
    with pytest.raises(InputError, match=message):
        named(classes)


def test_rows_without_a_label_are_no_reason_to_refuse(tmp_path):
    rows = [f"text {k},{['', 'NaN', 1, 0][k % 4]}" for k in range(40)]
    (tmp_path / "a.csv").write_text("text,label\n" + "\n".join(rows))
    found = read_labelled(tmp_path / "a.csv")
    assert len(found) == 20
    assert str(found.skipped) == "skipped 20 rows: 20 without a label (first in line 2)"
    (tmp_path / "b.csv").write_text("text,label\na,\nb,nan\n")
    with pytest.raises(InputError, match="no row has a label"):
        read_labelled(tmp_path / "b.csv")


def test_json_that_is_wrong(tmp_path):
    path = tmp_path / "a.jsonl"
    good = [json.dumps({"text": text, "label": label}) for text, label in PAIRS]
    path.write_text(
        "\n".join([*good, "{no json", "[1]", "", json.dumps({"text": None, "label": 1})])
    )
    found = read_labelled(path)
    assert len(found) == 12
    assert "2 that is no object of JSON (first in line 13)" in str(found.skipped)
    assert "1 without a text (first in line 16)" in str(found.skipped)
    for content in ("[" * 100_000, '{"a": [1, 2', "[]", "[1, 2]", '{"a": 1}'):
        (tmp_path / "b.json").write_text(content)
        with pytest.raises((UnreadableError, InputError), match=r"b\.json"):
            read_labelled(tmp_path / "b.json")


def test_sheets(tmp_path):
    form = form_of("another sheet of it")
    with pytest.raises(InputError, match="found the 2 columns 'nothing', 'here'"):
        read(PublicForm("x", form.file, form.content), tmp_path)
    with pytest.raises(InputError, match="has no sheet 'none': it has 'notes', 'reviews'"):
        read_labelled(tmp_path / "book.xlsx" / "none")


def test_cells_of_ods(tmp_path):
    rows = [["text", "label"], ["two\nlines  & <more>", 1], ["=SUM(A1)", 0], ["", 1]]
    (tmp_path / "a.ods").write_bytes(ods(rows))
    found = read_labelled(tmp_path / "a.ods")
    assert found.texts == ["two\nlines  & <more>", "=SUM(A1)"]
    assert "1 without a text (first in line 4)" in str(found.skipped)


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx"])
def test_spreadsheets_that_are_none(tmp_path, name):
    for content in (b"PK\x03\x04 nothing", b"", b"text,label\n"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnreadableError, match="save it again"):
            read_labelled(tmp_path / name)
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("other.txt", "so")
    with pytest.raises(UnreadableError, match="save it again"):
        read_labelled(tmp_path / name)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_and_bombs_in_spreadsheets_are_refused(tmp_path, monkeypatch):
    (tmp_path / "a.ods").write_bytes(ods(TABLE, declared=ENTITIES))
    with pytest.raises(InputError, match="declares entities"):
        read_labelled(tmp_path / "a.ods")
    late = ods(TABLE, declared=f"<!--{'x' * (1 << 20)}-->{ENTITIES}")
    (tmp_path / "a.ods").write_bytes(late)
    with pytest.raises(InputError, match="declares entities"):
        read_labelled(tmp_path / "a.ods")
    with (
        zipfile.ZipFile(io.BytesIO(late)) as archive,
        pytest.raises(ValueError, match="declares a document type"),
    ):
        ods_sheets(archive)
    xlsx = io.BytesIO(form_of("Excel's .xlsx").content)
    with zipfile.ZipFile(xlsx) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for part in old.infolist():
            text = old.read(part).decode()
            new.writestr(part.filename, text.replace("<worksheet", f"{ENTITIES}<worksheet"))
    with pytest.raises(InputError, match="declares entities"):
        read_labelled(tmp_path / "a.xlsx")
    many = ods(TABLE).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(many)) as old, zipfile.ZipFile(tmp_path / "b.ods", "w") as new:
        text = old.read("content.xml").decode()
        text = text.replace(
            "<table:table-row>", '<table:table-row table:number-rows-repeated="9999999">'
        )
        new.writestr("content.xml", text)
    with pytest.raises(InputError, match="claims to hold more than"):
        read_labelled(tmp_path / "b.ods")
    monkeypatch.setattr("xlrnn.text.readers.spreadsheet.MOST_BYTES", 1000)
    with pytest.raises(InputError, match="bytes when unpacked"):
        read(form_of("Excel's .xlsx"), tmp_path)


def test_an_archive_of_two_parts_says_so(tmp_path):
    form = form_of("a folder in it")
    (tmp_path / form.file).write_bytes(form.content)
    found = read_labelled(tmp_path / form.file)
    assert len(found) == 24
    assert "put together the texts of aclImdb/test, aclImdb/train" in str(found.skipped)
    assert "left out 4 files of no class, the first aclImdb/test/urls_neg.txt" in str(found.skipped)


def test_archives_that_are_none_or_too_large(tmp_path, monkeypatch):
    form = form_of("aclImdb_v1.tar.gz")
    (tmp_path / "a.tar").write_bytes(b"nothing")
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        read_labelled(tmp_path / "a.tar")
    (tmp_path / "b.tar.gz").write_bytes(form.content[:200])
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        read_labelled(tmp_path / "b.tar.gz")
    monkeypatch.setattr("xlrnn.text.readers.archives.MOST_IN_MEMORY", 100)
    with pytest.raises(InputError, match="when unpacked"):
        read(form, tmp_path)


def test_a_zip_is_opened_once_for_all_its_members(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for k in range(50):
            archive.writestr(f"{('neg', 'pos')[k % 2]}/{k}.txt", f"text {k}")
    opened = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *arguments):
            opened.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    assert len(read_labelled(tmp_path / "a.zip")) == 50
    assert len(opened) == 1
