"""What docs/foreign.md says of drafts is executed."""

import re

import pytest
import xlsxwriter

from tests.verify.subject.test_foreign import DOCS, example
from xlrnn.commands.main import run

PAGE = (DOCS / "foreign.md").read_text(encoding="utf-8")
PART = PAGE[PAGE.index("## A draft of the map") : PAGE.index("## An LSTM with a wrong gate")]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({}, 0, "9 of 9 cells verified"),
        ({"D9": "=TANH(B9*C$1+C8*C$3+D8*C$2+C$4)"}, 1, "first: forecast!D9 "),
    ],
)
def test_the_draft_of_the_example(tmp_path, monkeypatch, capsys, changes, code, said):
    monkeypatch.chdir(tmp_path)
    cells, _ = example()
    with xlsxwriter.Workbook("forecast.xlsx") as book:
        sheet = book.add_worksheet("forecast")
        for address, content in {**cells, **changes}.items():
            number = re.fullmatch(r"-?[0-9.]+", content)
            sheet.write(address, float(content) if number else content)
    assert run(["map", "forecast.xlsx", "-o", "draft.toml"]) == 0
    printed = capsys.readouterr().out
    if not changes:
        assert printed in PART
        assert "# ? forecast!A8:A10: numbers that no formula reads" in PART
    assert run(["verify", "--map", "draft.toml", "forecast.xlsx"]) == code
    assert said in capsys.readouterr().out
