"""Sentences and their translations are read, or it is said why not."""

import gzip
import json
import zipfile

import pytest

from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.text.readers.pairs import read_pairs

LINES = "Go.\tVa !\tCC-BY\nHello!\tBonjour !\n\nRun!\tCours\u202f!\u2028\n"
BOTH = (["Go.", "Hello!", "Run!"], ["Va !", "Bonjour !", "Cours\u202f!"])


def written(tmp_path, content, name="pairs.txt"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("content", [LINES, LINES.replace("\n", "\r\n"), "\ufeff" + LINES])
def test_lines_with_a_tab(tmp_path, content):
    pairs = read_pairs(written(tmp_path, content))
    assert (pairs.sources, pairs.targets) == BOTH
    assert not pairs.skipped


@pytest.mark.parametrize("limit", [1, 2, 9])
def test_the_first_ones(tmp_path, limit):
    assert read_pairs(written(tmp_path, LINES), limit=limit).sources == BOTH[0][:limit]


def test_packed_and_in_other_encodings(tmp_path):
    assert (
        read_pairs(written(tmp_path, gzip.compress(LINES.encode()), "p.txt.gz")).targets == BOTH[1]
    )
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("_about.txt", "words")
        archive.writestr("fra.txt", LINES)
    assert read_pairs(tmp_path / "p.zip" / "fra.txt").targets == BOTH[1]
    with pytest.raises(InputError, match=r"found _about.txt, fra.txt; .* say .*p.zip/fra.txt"):
        read_pairs(tmp_path / "p.zip")
    latin = written(tmp_path, "key\tclé\n".encode("latin-1"), "l.txt")
    assert read_pairs(latin, encoding="latin-1").targets == ["clé"]


@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("EN ", "2"), ("0", "Fr")])
@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_columns_of_a_table(tmp_path, form, source, target):
    rows = [["Go, now.", "7", "Va !"], ["Hello\nyou!", "8", "Bonjour\nà toi !"]]
    if form == "jsonl":
        lines = [json.dumps(dict(zip(("en", "id", "fr"), row, strict=True))) for row in rows]
    else:
        between = "," if form == "csv" else "\t"
        lines = [between.join(f'"{field}"' for field in row) for row in [["en", "id", "fr"], *rows]]
    path = written(tmp_path, "\n".join(lines) + "\n", f"p.{form}")
    pairs = read_pairs(path, source=source, target=target)
    assert (pairs.sources, pairs.targets) == ([row[0] for row in rows], [row[2] for row in rows])


def test_columns_by_number_where_there_is_no_header(tmp_path):
    path = written(tmp_path, "Go.,Va !\nRun!,Cours !\n", "p.csv")
    assert read_pairs(path, source="1", target="0").sources == ["Va !", "Cours !"]


def test_what_is_left_out_is_told(tmp_path):
    pairs = read_pairs(written(tmp_path, "Go.\tVa !\nalone\nRun!\t \n \tCours !\n"))
    assert pairs.sources == ["Go."]
    assert str(pairs.skipped) == (
        "skipped 3 lines: 1 without a tab (first in line 2), 1 with an empty translation (first in "
        "line 3), 1 with an empty sentence (first in line 4)"
    )


REFUSED = [
    ("", {}, InputError, "there is no pair in it: no line skipped; expected lines with a sentence"),
    ("Go.\nRun!\n", {}, InputError, "no pair in it: skipped 2 lines: 2 without a tab"),
    ("a\t\n\tb", {}, InputError, "1 with an empty translation .* 1 with an empty sentence"),
    ("a\tb", {"source": "a"}, UsageError, "source names a column, target none"),
    ("a\tb", {"target": "b"}, UsageError, "target names a column, source none"),
    ("a\tb", {"source": "a", "target": "c"}, InputError, "no column 'c': it has 'a', 'b'"),
    ("a\nb", {"source": "a", "target": "b"}, InputError, "no column 'b': it has 'a'"),
    ("a\tb", {"source": "a", "target": "0"}, UsageError, "are both column 'a'"),
]


@pytest.mark.parametrize(("content", "options", "error", "words"), REFUSED)
def test_refused(tmp_path, content, options, error, words):
    with pytest.raises(error, match=words):
        read_pairs(written(tmp_path, content), **options)


def test_files_that_are_none(tmp_path):
    with pytest.raises(UnreadableError, match="there is no such file"):
        read_pairs(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="is a table: name the columns"):
        read_pairs(written(tmp_path, "en,fr\nGo.,Va !\n", "p.csv"))
