"""What docs/grading.md shows is executed, with the files that it shows."""

import re
import shlex
from pathlib import Path

from tests.exercises.full import BEGIN, END
from tests.exercises.survey import GRADED, Count, read, table
from xlrnn.commands.main import run
from xlrnn.lessons import LESSON_NAMES

HOME = Path(__file__).resolve().parents[2]
PAGE = (HOME / "docs" / "grading.md").read_text(encoding="utf-8")
README = (HOME / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_commands_of_the_page_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "students.csv").write_text(blocks("csv")[0])
    (tmp_path / "secret").write_text("0123456789abcdef")
    (tmp_path / "rubric.toml").write_text(blocks("toml")[0])
    commands = "".join(blocks("sh")).splitlines()
    assert len(commands) == 5
    for command in commands:
        assert run([*shlex.split(command.removeprefix("xlrnn ")), *quiet(command)]) == 0, command
    assert (tmp_path / "grades" / "class.html").is_file()
    assert (tmp_path / "course" / "key" / "gradescope-autograder.zip").is_file()
    assert not list((tmp_path / "exercises").glob("*solution*"))
    capsys.readouterr()


def quiet(command):
    return ["--quiet"] if " grade " in command else []


def test_the_table_is_of_a_run_over_all_lessons_without_faults():
    table = re.search(f"{BEGIN}(.*?){END}", PAGE, re.DOTALL)[1]
    head, _, *lines = ([*map(str.strip, line.strip("|").split("|"))] for line in rows_of(table))
    assert head == ["submissions", *LESSON_NAMES, "all"]
    assert lines[0][0] == GRADED
    assert all(lines.pop(0)[1:-1])
    counts = {kind: [int((one or "0").replace(",", "")) for one in made] for kind, *made in lines}
    assert len(counts) >= 10  # and no cell says "11 of 12"
    *_, everything = counts.pop("**all**")
    assert everything >= 500
    assert everything == sum(made[-1] for made in counts.values())
    assert all(sum(made[:-1]) == made[-1] for made in counts.values())
    assert all(counts["right, in a style of its own"][:-1])
    assert f"{everything:,} submissions" in README


def test_the_table_can_be_read_again():
    table_text = re.search(f"{BEGIN}(.*?){END}", PAGE, re.DOTALL)[1]
    assert table(*read(table_text)) in table_text
    counts = [Count("one", "kind", True), Count("one", "kind", False), Count("two", "other", True)]
    days = {"one": "2026-01-01", "two": "2026-01-02"}
    assert "| kind | 1 of 2 |  | 1 of 2 |" in table(counts, days)
    assert read(table(counts, days)) == (counts, days)


def rows_of(table):
    return [line for line in table.splitlines() if line.startswith("|")]
