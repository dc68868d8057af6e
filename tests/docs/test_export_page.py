"""What docs/export.md shows is executed."""

import re
import shlex
from pathlib import Path

from tests.docs.test_readme import blocks
from xlrnn.commands.main import run
from xlrnn.lessons.export.lesson import MOST_STORED
from xlrnn.lessons.export.limits import MOST_COLUMNS, MOST_WEIGHTS
from xlrnn.lessons.export.written import WRITTEN

PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")


def test_the_commands_print_what_the_page_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = []
    for block in blocks("sh", PAGE):
        for command in block.splitlines():
            capsys.readouterr()
            assert run(shlex.split(command.removeprefix("xlrnn "))) == 0, command
        said.append(capsys.readouterr().out.splitlines())
    printed = said[0]
    shown = blocks("text", PAGE)[0].splitlines()
    assert printed[0] == shown[0]
    back = next(block for block in blocks("text", PAGE) if block.startswith("took"))
    lines = [line.partition("…")[0] for line in back.splitlines()]
    taken = next(out for out in said if out[0].startswith("took"))
    assert [line[: len(start)] for line, start in zip(taken, lines, strict=False)] == lines
    assert re.sub(r"distance .*", "", printed[1]) == re.sub(r"distance .*", "", shown[1])


def test_the_page_names_every_layer_and_limit():
    for layer in WRITTEN:
        assert f"`{layer}`" in PAGE
    for limit in (MOST_COLUMNS, MOST_WEIGHTS, MOST_STORED):
        assert f"{limit:,}" in PAGE
