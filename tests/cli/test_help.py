"""Help: as wide as a terminal, in whole sentences, and required means required."""

import re

import click
import pytest

from xlrnn.commands.main import _VERBS, cli, run

WIDTH = 80


def commands():
    """Yield each verb with its words, those of a group one by one."""
    for verb in _VERBS:
        command = cli.get_command(click.Context(cli), verb)
        if isinstance(command, click.Group):
            yield from ((f"{verb} {name}", one) for name, one in command.commands.items())
        else:
            yield verb, command


COMMANDS = dict(commands())


@pytest.fixture
def helped(xlrnn, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # click itself stops at 80
    return lambda words: xlrnn(*words.split(), "--help").out


@pytest.mark.parametrize("words", ["", *COMMANDS, "rubric"])
def test_it_fits_a_terminal_and_cuts_no_name(helped, words):
    lines = helped(words).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if re.search(r"\w-$", line)], "a name with a hyphen is cut"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_has_a_sentence(words):
    for option in COMMANDS[words].params:
        if not isinstance(option, click.Argument):
            help = option.help or ""
            assert re.search(r"[.”\"](  \[default: .*\])?$", help), f"{option.name}: {help}"
            assert help[0].isupper() or re.match(r"[\w-]+(, [\w-]+)*: ", help), help
            assert not help.startswith("Of "), f"{option.name}: {help}"


@pytest.mark.parametrize("words", COMMANDS)
def test_what_is_required_is_asked_for(words, capsys):
    """In words, with the code of a wrong call: click takes a default of None for a default."""
    required = [one for one in COMMANDS[words].params if one.required]
    for left_out in required:
        given = []
        for one in required:
            if one is not left_out:
                given += [one.opts[0]] * (not isinstance(one, click.Argument)) + ["x"]
        assert run([*words.split(), *given]) == 2
        said = capsys.readouterr().err
        name = left_out.metavar if isinstance(left_out, click.Argument) else left_out.opts[0]
        assert "Missing" in said
        assert name in said
        assert "Traceback" not in said


def test_both_tolerances_say_what_they_are(helped):
    said = " ".join(helped("verify").split())
    assert "--rtol X Relative tolerance" in said
    assert "--atol X Absolute tolerance" in said
