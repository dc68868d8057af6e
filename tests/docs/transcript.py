"""What a guide shows of a terminal is typed and compared: blocks of `console`, in their order."""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlrnn.commands.main import run

DISTANCE = re.compile(r"[\d.]+(e[-+]\d+)? \(\d+ ulp\)")
"""Another processor or libm rounds differently."""


@dataclass
class Typed:
    """A command, what is shown below it, and the exit code that it has to have."""

    command: str
    shown: list[str] = field(default_factory=list)
    code: int = 0


def commands(page: str) -> list[Typed]:
    """Return what a page types, with its outputs; `$ echo $?` shows the code of the one before."""
    typed: list[Typed] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        lines = block.splitlines()
        while lines:
            line = lines.pop(0)
            if line == "$ echo $?":
                typed[-1].code = int(lines.pop(0))
            elif line.startswith("$ "):
                typed.append(Typed(line.removeprefix("$ ")))
            else:
                typed[-1].shown.append(line)
    return typed


def play(
    page: str,
    capsys,
    before: Mapping[str, Callable[[], None]] | None = None,
    codes: Mapping[str, int] | None = None,
) -> int:
    """Type all commands of a page in this folder, and return how many there were.

    Args:
        page: the text.
        capsys: pytest's.
        before: what the reader does by hand, by the beginning of the command that follows.
        codes: exit codes of commands of which the page shows none and that have another than 0.
    """
    acts = dict(before or {})
    everything = commands(page)
    for typed in everything:
        for start in [start for start in acts if typed.command.startswith(start)]:
            acts.pop(start)()
        program, *arguments = shlex.split(typed.command)
        assert program == "xlrnn", typed.command
        capsys.readouterr()
        quiet = ["--quiet"] if arguments[0] == "grade" else []
        assert run([*arguments, *quiet]) == (codes or {}).get(typed.command, typed.code), (
            typed.command
        )
        captured = capsys.readouterr()
        printed = (captured.out + captured.err).splitlines()
        assert not typed.shown or matches(typed.shown, printed), (typed, printed)
    assert not acts
    return len(everything)


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Tell whether lines are what a page shows, `…` being any lines, or any part of one."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else one_line(line) + r" *\n" for line in map(alike, shown)
    )
    return bool(re.fullmatch(pattern, "".join(f"{alike(line)}\n" for line in printed)))


def one_line(shown: str) -> str:
    return ".*".join(map(re.escape, shown.split("…")))


def alike(line: str) -> str:
    return DISTANCE.sub("#", line)
