"""docs/files.md says of the engines what their adapters say, which the tests of engines measure."""

import re
from pathlib import Path

import pytest

from xlrnn.engines import get
from xlrnn.report.verification.html import distance, grid
from xlrnn.verify.explained.origin import Cause

PAGE = Path(__file__).parents[2] / "docs" / "files.md"
SETTINGS = {"dates count": "date1904", "iterative calculation": "rounds"}


@pytest.mark.parametrize("words", SETTINGS)
def test_the_table_of_settings(words):
    text = PAGE.read_text(encoding="utf-8")
    head, row = (re.search(rf"^\| {start}.*$", text, re.M)[0] for start in ("setting", words))
    engines, said = ([cell.strip() for cell in line.split("|")[2:-1]] for line in (head, row))
    assert len(engines) == 4
    for engine, answer in zip(engines, said, strict=True):
        ignored = SETTINGS[words] in get(engine.lower()).ignores
        assert answer == ("no" if ignored else "yes"), engine


def test_what_the_page_of_a_verification_is_said_to_hold():
    text = PAGE.read_text(encoding="utf-8")
    causes = re.findall(r"^\| ([a-z, ]+) \| (?:right|wrong) \|", text, re.M)
    assert causes == [str(cause) for cause in Cause]
    assert f"more than {grid.MOST_ROWS} rows or {grid.MOST_COLUMNS} columns" in text
    assert f"up to {distance.LIKELY:,.0f} ulp" in text
    assert distance.POSSIBLE == 1e9 and "more than 10⁹" in text
