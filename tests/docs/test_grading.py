"""What docs/grading.md shows is executed, with the files that it shows."""

import re
import shlex
from pathlib import Path

from tests.exercises.full import BEGIN, END
from xlrnn.commands.main import run

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "grading.md").read_text(encoding="utf-8")


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


def test_the_table_is_of_a_run_without_faults():
    table = re.search(f"{BEGIN}(.*?){END}", PAGE, re.DOTALL)[1]
    rows = re.findall(r"^\| (.+) \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
    assert len(rows) >= 10
    assert all(made == right for _, made, right in rows)
    made = {kind: int(count) for kind, count, _ in rows}
    assert made["**all**"] >= 500
    assert sum(made.values()) == 2 * made["**all**"]
