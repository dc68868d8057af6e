"""What docs/sentiment-data.md shows is executed, and what its tables say is so."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from xlrnn.text.cleaning import cleaner
from xlrnn.text.cleaning.stop_words import NEGATIONS, STOP_WORDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "sentiment-data.md").read_text("utf-8")


def test_the_example_prints_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```\s+```text\n(.*?)```", PAGE, re.DOTALL)
    code, shown = example
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == shown


@pytest.mark.parametrize(
    "row, texts, cleaned",
    [
        ("`sooooo` | soo", "sooooo", "soo"),
        ("don't, can't, isn't, dont, cannot | not", "don't can't isn't dont cannot", "not " * 5),
        ("movies, hoped, went, better | movie, hope, go, good", "movies hoped went better",
         "movie hope go good"),
        ("smile, laugh, wink, heart, sad, cry", ":) :D ;) <3 :( :'( 😀 😭 ❤️",
         "smile laugh wink heart sad cry smile cry heart"),
    ],
)  # fmt: skip
def test_the_tables_of_cleaning(row, texts, cleaned):
    assert row in PAGE
    assert list(cleaner("builtin")([texts])) == [cleaned.strip()]


def test_what_is_said_of_stop_words():
    assert "about 150" in PAGE
    assert 130 < len(STOP_WORDS) < 175
    for kept in ("not", "never", "no", "without", "hardly"):
        assert kept in NEGATIONS
