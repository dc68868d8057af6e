"""What README and docs show is executed: commands, outputs, numbers, links, examples."""

import contextlib
import doctest
import importlib
import importlib.util
import io
import pkgutil
import re
import shlex
from pathlib import Path

import pytest

import xlrnn
from tests.pictures.files import pillow
from tests.requirements import need
from xlrnn import api
from xlrnn.commands.main import cli, run
from xlrnn.lessons import LESSON_NAMES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENGINE_ROW = re.compile(r"^\| (\w+) [\d.]+ \| (\d+) of (\d+) \| (\d+) ulp \|$", re.MULTILINE)
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def blocks(language: str, text: str = README) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands() -> list[str]:
    """The commands of the README that xlrnn itself carries out."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    shown = [line.removeprefix("python cli.py ").removeprefix("xlrnn ") for line in lines]
    return [command for command in shown if command != "test"]


def test_there_are_commands():
    assert len(commands()) >= 3


def test_the_commands_of_the_readme_work_and_the_first_prints_what_it_shows(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    first, *others = commands()
    assert first == "build --all --verify"
    assert run(shlex.split(first)) == 0
    shows_the_first_command(capsys.readouterr().out)
    for command in others:
        assert run(shlex.split(command)) == 0, command


def shows_the_first_command(out: str) -> None:
    """With what no lesson's own test says again: every cell of each agrees, and none is noted."""
    agreeing = [
        line for line in out.splitlines() if re.search(r"(\d{3,}) of \1 cells verified", line)
    ]
    assert len(agreeing) == len(LESSON_NAMES)
    assert "noted" not in out
    verified = sum(map(int, re.findall(r"(\d+) of \1 cells verified", out)))
    assert f"compares each of {round(verified, -3):,} cells" in README
    printed = iter(out.splitlines())
    *shown, last = (line for line in blocks("text")[0].splitlines() if line != "…")
    assert len(shown) == 4
    for line in shown:  # in this order, with other lines between them
        wanted = re.sub(r"distance .*", "", line)
        assert any(re.sub(r"distance .*", "", found) == wanted for found in printed), line
    assert list(printed)[-1].endswith(last.partition("…")[2])


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def test_training_prints_what_the_readme_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for command in blocks("sh")[4].splitlines():
        assert run(shlex.split(command.removeprefix("xlrnn "))) == 0
    printed = [line for line in capsys.readouterr().out.splitlines() if "pip install" not in line]
    shown = blocks("text")[1].splitlines()
    for one, other in zip(printed[-len(shown) :], shown, strict=True):
        one, other = (re.sub(r"[\d,]+ samples/s", "", line) for line in (one, other))
        assert re.sub(r"[\d.]+", "#", one) == re.sub(r"[\d.]+", "#", other)
        # Another processor or libm rounds differently, which many epochs make larger.
        assert numbers(one) == pytest.approx(numbers(other), rel=0.02, abs=1)


def test_a_cell_is_explained_as_the_readme_shows(capsys):
    (command,) = (one for one in commands() if "--explain" in one)
    (shown,) = (block for block in blocks("text") if "h_2[2]" in block)
    with contextlib.chdir(ROOT):
        assert run(shlex.split(command)) == 0
    assert shown in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore:The tensor attributes:UserWarning")  # torch.export's
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_examples_work(page, tmp_path, monkeypatch):
    if page.name == "torch.md":
        need("torch", importlib.util.find_spec("torch") is not None, "pip install torch")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {}
    for block in blocks("python", page.read_text(encoding="utf-8")):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(block, scope)


@pytest.mark.parametrize(("name", "verified", "total", "ulp"), ENGINE_ROW.findall(README))
def test_the_engines_agree_as_the_readme_says(name, verified, total, ulp):
    name = name.lower()
    here = {found.name for found in api.engines() if found.version}
    need(name, name in here, "see `xlrnn engines`")
    (book,) = api.verify([ROOT / "workbooks" / "hello-forward.xlsx"], name).books
    (engine,) = book.engines
    assert book.outcome == "agree"
    assert (engine.cells_verified, engine.cells_total) == (int(verified), int(total))
    # Another processor or libm rounds differently, by a few units of the last place.
    assert engine.max_ulp(book.tolerance.absolute) <= int(ulp) + 4


def test_the_readme_has_a_row_for_each_engine():
    assert len(ENGINE_ROW.findall(README)) == 4


def test_every_verb_is_in_the_readme_and_the_other_way_round():
    shown = re.findall(r"^\| `xlrnn (\w+)", README, re.MULTILINE)
    assert shown == cli.list_commands(None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_examples_in_docstrings_are_right():
    tried = 0
    for module in pkgutil.walk_packages(xlrnn.__path__, "xlrnn."):
        if module.name.endswith(("__main__", "worker")) or "uno_helper" in module.name:
            continue
        if ".fast" in module.name and not importlib.util.find_spec("numba"):
            continue
        result = doctest.testmod(importlib.import_module(module.name))
        assert result.failed == 0, module.name
        tried += result.attempted
    assert tried > 10


def test_the_commands_of_the_training_page_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text("the cat sat on the mat, the dog on the log. " * 40)
    pairs = [("i see", "je vois"), ("you see", "tu vois"), ("we sell", "on vend")] * 10
    (tmp_path / "pairs.txt").write_text("".join(f"{one}\t{other}\n" for one, other in pairs))
    rows = [("en", "fr"), *pairs]
    (tmp_path / "pairs.csv").write_text("".join(f"{one},{other}\n" for one, other in rows))
    (tmp_path / "sentences.txt").write_text("i see\nwe see\n")
    write_photos(tmp_path / "photos")
    commands_work(ROOT / "docs" / "training.md")


def write_photos(folder: Path) -> None:
    image = pillow()
    folder.mkdir()
    rows = ["image,caption"]
    for k, name in enumerate(["beach", "wood", "street", "sky"] * 5):
        path = folder / (f"{name}.png" if k < 4 else f"{name}{k}.jpg")
        image.new("RGB", (40, 30 + k), (10 * k, 60 * (k % 4), 90)).save(path)
        rows.append(f"{path.name},a photo of the {name}")
    (folder / "captions.csv").write_text("\n".join(rows))


def test_the_commands_of_the_sentiment_page_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "cache"))
    rows = ["what a great film,4", "what a bad film,0", "so good,4", "so sad,0"]
    (tmp_path / "tweets.csv").write_text("\n".join(["text,label", *rows * 30, ""]))
    (tmp_path / "vectors.txt").write_text("great 0.3 -0.1 0.2\nbad -0.2 0.1 0.4\nso 0 0.1 0.1\n")
    commands_work(ROOT / "docs" / "sentiment.md")


def commands_work(page: Path) -> None:
    lines = "".join(blocks("sh", page.read_text(encoding="utf-8"))).splitlines()
    assert lines
    for command in lines:
        assert run(shlex.split(command.removeprefix("xlrnn "))) == 0, command
