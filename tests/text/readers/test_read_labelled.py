"""Every form of file gives the same texts and labels; what is wrong is counted or refused."""

import csv
import gzip
import zipfile

import numpy as np
import pytest

from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.text.generated import generated_tweets, write_sentiment140
from xlrnn.text.readers import read_labelled

TEXTS = ["so good, really", 'he said "no"', "=SUM(A1)", "+1 שלום 😀", "two\nlines", "naïve"]
LABELS = [1, 0, 1, 0, 1, 0]


def write(path, rows, delimiter=",", encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def named_rows(labels=("negative", "positive")):
    return [["id", "text", "label"], *([k, t, labels[y]] for k, (t, y) in
                                       enumerate(zip(TEXTS, LABELS, strict=True)))]  # fmt: skip


def sentiment140(texts, labels):
    return [[4 * y, k, "Mon", "NO_QUERY", "ann", t]
            for k, (t, y) in enumerate(zip(texts, labels, strict=True))]  # fmt: skip


def assert_same(found):
    assert found.texts == TEXTS
    assert found.labels.tolist() == LABELS
    assert found.labels.dtype == np.int8
    assert found.classes == ("negative", "positive")
    assert not found.skipped.total


@pytest.mark.parametrize("delimiter, name", [(",", "a.csv"), ("\t", "a.tsv"), (";", "a.csv")])
@pytest.mark.parametrize(
    "labels", [("negative", "positive"), ("Neg", "POS"), ("0", "1"), ("0", "4"), ("-1", "1.0"),
               ("1", "2"), ("False", "True")]
)  # fmt: skip
def test_tables_with_a_header(tmp_path, delimiter, name, labels):
    assert_same(read_labelled(write(tmp_path / name, named_rows(labels), delimiter)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_sentiment140_in_each_encoding(tmp_path, encoding):
    path = write(tmp_path / "a.csv", sentiment140(TEXTS, LABELS), encoding=encoding)
    assert_same(read_labelled(path))


def test_bytes_that_are_no_utf8_are_latin1(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'"0","1","d","q","u","caf\xe9 \xff"\n"4","2","d","q","u","na\xc3\xafve"\n')
    assert read_labelled(path).texts == ["café ÿ", "naÃ¯ve"]
    with pytest.raises(UnreadableError, match=r"is not in utf-8: .*byte 0xe9"):
        read_labelled(path, encoding="utf-8")
    with pytest.raises(InputError, match="no encoding 'klingon'"):
        read_labelled(path, encoding="klingon")


def test_two_columns_without_a_header_and_chosen_columns(tmp_path):
    rows = list(zip(LABELS, TEXTS, strict=True))
    assert_same(read_labelled(write(tmp_path / "a.csv", rows)))
    assert_same(read_labelled(write(tmp_path / "b.csv", rows), text="1", label="0"))
    renamed = [["what", "how"], *zip(TEXTS, LABELS, strict=True)]
    assert_same(read_labelled(write(tmp_path / "c.csv", renamed), text="What", label="how"))


def test_classes_that_are_spelled_out(tmp_path):
    path = write(tmp_path / "a.csv", [["text", "label"], ["a", "joy"], ["b", "fear"], ["c", "JOY"]])
    with pytest.raises(InputError, match=r"the labels are 'joy' \(2×\), 'fear' \(1×\); expected 0"):
        read_labelled(path)
    found = read_labelled(path, classes=["fear", "joy"])
    assert (found.labels.tolist(), found.classes) == ([1, 0, 1], ("fear", "joy"))
    with pytest.raises(InputError, match="expected 2 to 127 different names"):
        read_labelled(path, classes=["fear"])


def test_stars_are_not_taken_for_classes(tmp_path):
    rows = [["text", "label"], *(["a", star] for star in (1, 5, 1, 5, 2, 1))]
    with pytest.raises(InputError, match="the labels are '1'"):
        read_labelled(write(tmp_path / "a.csv", rows))


def test_packed(tmp_path):
    plain = write(tmp_path / "a.csv", named_rows())
    with gzip.open(tmp_path / "a.csv.gz", "wb") as file:
        file.write(plain.read_bytes())
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(plain, "data/a.csv")
        archive.writestr("README.md", "hello")
        archive.writestr("__MACOSX/data/a.csv", "junk")
    for path in ("a.csv.gz", "a.zip", "a.zip/data/a.csv"):
        assert_same(read_labelled(tmp_path / path))
    with pytest.raises(UnreadableError, match=r"a.zip has no b.csv: it has README.md, data/a.csv"):
        read_labelled(tmp_path / "a.zip" / "b.csv")


def test_damaged_archives(tmp_path):
    packed = gzip.compress(b"text,label\n" + b"a word,1\nanother,0\n" * 5000)
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(UnreadableError, match="ends in the middle"):
        read_labelled(tmp_path / "cut.csv.gz")
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        read_labelled(tmp_path / "no.zip")
    (tmp_path / "no.csv.gz").write_bytes(b"text,label")
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        read_labelled(tmp_path / "no.csv.gz")
    with pytest.raises(UnreadableError, match="there is no such file"):
        read_labelled(tmp_path / "missing.csv")


def test_bombs_are_bounded(tmp_path, monkeypatch):
    with gzip.open(tmp_path / "line.csv.gz", "wb") as file:
        file.write(bytes(20 << 20))
    with pytest.raises(InputError, match="a line of more than 4 MiB"):
        read_labelled(tmp_path / "line.csv.gz")
    monkeypatch.setattr("xlrnn.text.readers.entry.MOST_BYTES", 1 << 20)
    monkeypatch.setattr("xlrnn.text.readers.archives.MOST_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "text,label\n" + "word,1\n" * 300_000)
    with pytest.raises(InputError, match="when unpacked"):
        read_labelled(tmp_path / "big.zip")
    with gzip.open(tmp_path / "big.csv.gz", "wt") as file:
        file.write("text,label\n" + "word,1\n" * 300_000)
    with pytest.raises(InputError, match="when unpacked"):
        read_labelled(tmp_path / "big.csv.gz")


@pytest.mark.parametrize(
    "names",
    [
        ("pos/1.txt", "neg/1.txt"),
        ("x.pos", "x.neg"),
        ("positive.txt", "negative.txt"),
        ("t/pos/a", "t/neg/a"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_folders(tmp_path, names, packed):
    whole = "/" in names[0]
    contents = ["good\n😀", "bad"] if whole else ["good\n😀\n", "bad\r\n"]
    if packed:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for name, content in zip(names, contents, strict=True):
                archive.writestr(name, content)
    for name, content in zip(names, contents, strict=True):
        (tmp_path / "a" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "a" / name).write_bytes(content.encode())
    found = read_labelled(tmp_path / ("a.zip" if packed else "a"))
    by_class = {1: [], 0: []}
    for text, label in zip(found.texts, found.labels.tolist(), strict=True):
        by_class[label].append(text)
    assert by_class == {1: ["good\n😀"] if whole else ["good", "😀"], 0: ["bad"]}


def test_folders_that_are_none(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(InputError, match="found nothing; expected a csv"):
        read_labelled(tmp_path / "a")
    for name in ("x.csv", "y.csv"):
        write(tmp_path / "a" / name, named_rows())
    with pytest.raises(InputError, match=r"found x.csv, y.csv; .* to read one, say .*a/x.csv"):
        read_labelled(tmp_path / "a")


def test_what_is_skipped_is_counted_with_its_line(tmp_path):
    rows = [["text", "label"], ["good", "1"], ["", "1"], ["  ", "0"], ["bad", "0"], ["what", "9"],
            ["too", "1", "many"], *([["fine", "1"]] * 20)]  # fmt: skip
    found = read_labelled(write(tmp_path / "a.csv", rows))
    assert len(found) == 22
    assert {(r.why, r.count, r.first) for r in found.skipped.reasons} == {
        ("without a text", 2, 3),
        ("with another number of columns than 2", 1, 7),
        ("with the unknown label '9'", 1, 6),
    }
    assert str(found.skipped).startswith("skipped 4 rows: 2 without a text (first in line 3), ")


def test_neutral_labels_are_told_apart(tmp_path):
    rows = sentiment140(["a", "b", "c"], [0, 1, 0.5])
    rows[2][0] = 2
    found = read_labelled(write(tmp_path / "a.csv", rows))
    assert found.texts == ["a", "b"]
    assert str(found.skipped) == (
        "skipped 1 row: 1 with the neutral label '2' (first in line 3); neutral ones are kept with "
        '--classes "0=negative, 2=neutral, 4=positive"'
    )  # fmt: skip


def test_nul_characters_are_removed_and_noted(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"text,label\ngo\x00od,1\n\x00,1\nbad,0\n")
    found = read_labelled(tmp_path / "a.csv")
    assert found.texts == ["good", "bad"]
    assert "1 without a text (first in line 3)" in str(found.skipped)
    assert "removed NUL characters from 2 texts" in str(found.skipped)


@pytest.mark.parametrize("at", [0, 1, 700])
def test_a_quote_that_is_not_closed_costs_nothing(tmp_path, at):
    lines = [f'"{4 * (k % 2)}","{k}","d","q","u","text {k}, and"' for k in range(900)]
    lines[at] = lines[at][:-1]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    found = read_labelled(tmp_path / "a.csv")
    assert found.texts == [f"text {k}, and" for k in range(900)]
    assert f"took 1 row with wrong quotes as it stands (first in line {at + 1:,})" in str(
        found.skipped
    )


def test_a_stray_quote_in_an_unquoted_table(tmp_path):
    rows = [f"{k % 2},text {k}" for k in range(500)]
    rows[100], rows[300] = '0,"open', '0,"a" b, "c'
    (tmp_path / "a.csv").write_text("\n".join(rows))
    found = read_labelled(tmp_path / "a.csv")
    assert len(found) == 500
    assert found.texts[100] == '"open'
    assert found.texts[300] == '"a" b, "c'
    assert "took 2 rows with wrong quotes as they stand (first in line 101)" in str(found.skipped)


def test_wrong_columns(tmp_path):
    path = write(tmp_path / "a.csv", [["when", "what"], ["today", "rain"]])
    with pytest.raises(InputError, match="found the 2 columns 'when', 'what'; expected a header"):
        read_labelled(path)
    with pytest.raises(InputError, match="expected a header with a column 'tweet'"):
        read_labelled(path, text="tweet", label="when")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(InputError, match="is empty"):
        read_labelled(tmp_path / "empty.csv")
    write(tmp_path / "head.csv", [["text", "label"]])
    with pytest.raises(InputError, match="there are no texts in it"):
        read_labelled(tmp_path / "head.csv")


def test_one_class_and_limits(tmp_path):
    path = write(tmp_path / "a.csv", sentiment140(["a", "b"], [0, 0]))
    with pytest.raises(InputError, match="all 2 texts are negative; expected at least two"):
        read_labelled(path)
    assert read_labelled(path, one_class=True).counts() == {"negative": 2, "positive": 0}
    write_sentiment140(tmp_path / "b.csv", generated_tweets(1000))
    assert read_labelled(tmp_path / "b.csv", limit=10).labels.tolist() == [0] * 5 + [1] * 5
    with pytest.raises(UsageError, match="limit is 0"):
        read_labelled(path, limit=0)


def test_parquet(tmp_path, monkeypatch):
    from importlib.util import find_spec

    from tests.requirements import need

    need("pyarrow", find_spec("pyarrow") is not None, "pip install 'xlrnn[parquet]'")
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({"id": range(7), "text": [*TEXTS, None], "label": [*LABELS, 1]})
    parquet.write_table(table, tmp_path / "a.parquet")
    found = read_labelled(tmp_path / "a.parquet")
    assert (found.texts, found.labels.tolist()) == (TEXTS, LABELS)
    assert "1 without a text (first in line 7)" in str(found.skipped)
    (tmp_path / "b.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(UnreadableError, match="is no parquet file"):
        read_labelled(tmp_path / "b.parquet")


def test_parquet_without_pyarrow(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"pip install 'xlrnn\[parquet\]'"):
        read_labelled(tmp_path / "a.parquet")
