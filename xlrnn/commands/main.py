"""The command `xlrnn`: finds the verb, and turns every error into one message and an exit code.

Exit codes: 0 as expected; 1 checked and found different; 2 usage; 3 could not check.
"""

import importlib
import os
import sys

import click

from xlrnn import __version__
from xlrnn.errors import EngineError, InputError, UnreadableError, XlrnnError

INTERRUPTED = 130

# The verbs in the order in which a reader meets them, with their one-line help, so that
# `xlrnn --help` need not import them.
_VERBS = {
    "list": "Show the lessons.",
    "build": "Write lessons as workbooks of live formulas.",
    "verify": "Compare workbooks with NumPy, cell by cell.",
    "engines": "Show which programs can calculate here.",
}


class _Verbs(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        module = importlib.import_module(f"xlrnn.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xlrnn")
def cli() -> None:
    """Recurrent neural networks in a spreadsheet: see every number, check it, teach with it."""


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="xlrnn", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does; do not complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UnreadableError, InputError, EngineError) as error:
        return _complain(str(error), 3)
    except XlrnnError as error:
        return _complain(str(error), 2)
    return code if isinstance(code, int) else 0


def _complain(message: str, code: int) -> int:
    click.echo(f"xlrnn: {message}", err=True)
    return code
