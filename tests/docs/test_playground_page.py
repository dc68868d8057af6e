"""What docs/playground.md shows is executed; the words that it explains are those of the page."""

import re
import shlex
from importlib.resources import files
from pathlib import Path

from tests.docs.test_readme import README, blocks
from xlrnn.commands.main import run
from xlrnn.commands.playground import command

PAGE = (Path(__file__).parents[2] / "docs" / "playground.md").read_text(encoding="utf-8")
TEXTS = (files("xlrnn.playground") / "page" / "words" / "english.js").read_text(encoding="utf-8")


def test_the_commands_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    commands = "".join(blocks("sh", PAGE)).splitlines()
    assert len(commands) == 2
    for line in commands:
        assert run(shlex.split(line.removeprefix("xlrnn "))) == 0, line
    said = capsys.readouterr().out.splitlines()
    assert said == [f"wrote {Path('playground') / 'index.html'}", "wrote lessons.html"]


def test_every_option_is_explained():
    options = {name for one in command.params for name in one.opts if name.startswith("--")}
    assert options - {"--output"} == set(re.findall(r"`(--[a-z]+)", PAGE))


def test_what_the_check_says_is_what_the_page_says():
    said = re.findall(r"^\| [✓↻✗…] ([^|]*) \|", PAGE, re.MULTILINE)
    assert len(said) == 5
    for words in said:
        for part in words.split(": "):
            form = re.sub(r"\d+", "{number}", part)
            assert form in re.sub(r"\{(count|all)\}", "{number}", TEXTS), part


def test_the_readme_leads_here():
    assert "](docs/playground.md)" in README
