"""Rows do not vanish between quotes that were not meant to pair, and texts of many lines stay."""

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.readers.odd_files import by_csv, by_pandas, by_xlrnn, odd_files, right
from xlrnn.text.readers import read_labelled
from xlrnn.text.readers.columns import Columns
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.quotes import as_it_stands
from xlrnn.text.readers.records import Records

ODD = list(odd_files())


@pytest.mark.parametrize("odd", ODD, ids=[odd.name for odd in ODD])
def test_the_rows_are_those_that_were_meant(odd, tmp_path):
    path = tmp_path / f"odd{odd.suffix}"
    path.write_bytes(odd.content.encode())
    found = [(text.replace("\r\n", "\n"), label) for text, label in by_xlrnn(odd, path)]
    assert found == odd.rows
    assert odd.said in str(read_labelled(path).skipped)


def test_the_page_shows_what_each_reader_finds(tmp_path):
    page = (Path(__file__).resolve().parents[3] / "docs" / "sentiment-data.md").read_text("utf-8")
    for odd in ODD:
        found = (right(odd, reader, tmp_path) for reader in ("xlrnn", "pandas", "csv"))
        assert f"| {odd.name} | {' | '.join(found)} | " in page


def test_other_readers_lose_rows_of_the_same_file(tmp_path):
    path = tmp_path / "odd.tsv"
    path.write_bytes(ODD[0].content.encode())
    assert len(by_pandas(ODD[0], path)) == len(by_csv(ODD[0], path)) == 3


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("labels", [("pos", "neg"), ("0", "1")])
def test_stray_quotes_among_a_thousand_rows(tmp_path, seed, turn, labels):
    chance = random.Random(seed)
    rows = []
    for _ in range(1000):
        text, odd = (
            " ".join(chance.choices(["it", "was", "so", "good", "but", "a", "bad", "end"], k=7)),
            chance.random(),
        )
        text = f'"{text}' if odd < 0.015 else f'{text}"' if odd < 0.03 else text
        rows.append((text, chance.choice(labels)))
    lines = ["\t".join(reversed(row) if turn else row) for row in [("text", "label"), *rows]]
    (tmp_path / "a.tsv").write_text("\n".join(lines) + "\n")
    found = read_labelled(tmp_path / "a.tsv")
    assert found.texts == [text for text, _ in rows]
    assert found.skipped.total == 0
    assert "would have made one text of" in str(found.skipped)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_rows_sorted_by_label_do_not_vanish_where_the_label_changes(tmp_path, order):
    rows = [(f"text {k}", order[k >= 500]) for k in range(1000)]
    rows[499] = ('"opens', order[0])
    rows[520] = ('closes"', order[1])
    text = "text\tlabel\n" + "".join(f"{text}\t{label}\n" for text, label in rows)
    (tmp_path / "a.tsv").write_text(text)
    assert read_labelled(tmp_path / "a.tsv").texts == [text for text, _ in rows]


def test_what_is_uncertain_is_named(tmp_path):
    table = "text,label\n" + "fine,pos\nso bad,neg\n" * 20
    doubt = '"he wrote:\ngood film,pos\nbad film,neg\nand so on\nfor pages\nto the end",pos\n'
    (tmp_path / "a.csv").write_text(table + doubt)
    found = read_labelled(tmp_path / "a.csv")
    assert len(found) == 41
    assert "1 text with line breaks holds some lines that look like rows (first in line 42)" in str(
        found.skipped
    )


HONEST = st.text(alphabet='ab",\n\r;x ', min_size=1, max_size=40).filter(lambda text: text.strip())


@given(texts=st.lists(HONEST, min_size=2, max_size=60), turn=st.booleans())
def test_what_is_written_as_it_should_be_is_read_as_it_was(texts, turn):
    rows = [(text, ("pos", "neg")[k % 2]) for k, text in enumerate(texts)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(row[::-1] if turn else row for row in rows)
    form = FileForm(Columns(text=int(turn), label=int(not turn), width=2, header=False))
    records = Records(io.StringIO(out.getvalue(), newline=""), ",", form)
    found = [tuple(row[::-1] if turn else row) for _, block in records.blocks() for row in block]
    assert found == rows
    assert not (records.opened or records.repaired or records.lost)


def test_the_limit_of_the_csv_module_stays_as_it_was(tmp_path):
    before = csv.field_size_limit()
    (tmp_path / "a.csv").write_text(f'text,label\n"{"a" * 300_000}",1\nb,0\n')
    assert [len(text) for text in read_labelled(tmp_path / "a.csv").texts] == [300_000, 1]
    assert csv.field_size_limit() == before


def test_a_long_text_of_many_lines_is_no_stray_quote(tmp_path):
    text = "so it goes\n" * 20_000
    (tmp_path / "a.csv").write_text(f'text,label\n"{text}",1\nb,0\n')
    found = read_labelled(tmp_path / "a.csv")
    assert found.texts == [text, "b"]


FORM = Columns(text=0, label=1, width=2, header=False)


def test_what_a_label_is():
    form = FileForm(FORM)
    form.learn([["a", "pos"]] * 199 + [["a", "and so on"]])
    assert form.fits(["b", "pos"])
    assert form.fits(["b", "neg"])
    assert not form.fits(["b", " neg"])
    assert not form.fits(["b", "and so on"])


def test_rows_behind_a_record_show_what_labels_are():
    rows = ['"opens,joy', "b,fear", "c,fear", "d,fear", 'closes",joy', *["e,fear", "f,joy"] * 9]
    records = Records([f"{row}\n" for row in rows], ",", FileForm(FORM))
    found = [row for _, block in records.blocks() for row in block]
    assert found[:5] == [['"opens', "joy"], ["b", "fear"], ["c", "fear"], ["d", "fear"],
                         ['closes"', "joy"]]  # fmt: skip


def test_a_backslash_stands_before_a_quote_also_before_a_comma():
    line = r'"he said \"no\", then left",pos'
    assert as_it_stands(line, ",", 2, 0, bool) == ['he said "no", then left', "pos"]
