"""The command `xlrnn`: finds the verb, and turns every error into one message and an exit code.

Exit codes: 0 as expected; 1 checked and found different; 2 usage; 3 could not check.
"""

import _thread
import contextlib
import importlib
import io
import os
import sys
import threading
import traceback

import click

from xlrnn import __version__
from xlrnn.errors import (
    ClusterError,
    DifferentError,
    EngineError,
    InputError,
    UnreadableError,
    XlrnnError,
)

# What a shell reports for a program that SIGINT or SIGPIPE ended.
INTERRUPTED = 130
READER_GONE = 141
# Below so many bytes of addresses NumPy's library prints a line of its own and ends the program.
_LEAST_MEMORY = 200_000_000

# The verbs in the order in which a reader meets them, with their one-line help, so that
# `xlrnn --help` need not import them.
_VERBS = {
    "list": "Show the lessons.",
    "build": "Write lessons as workbooks of live formulas.",
    "verify": "Compare workbooks with NumPy, cell by cell.",
    "map": "Draft a map of a workbook that xlrnn did not make.",
    "exercise": "Make exercises from a lesson, one for each student.",
    "grade": "Mark submissions, with reasons.",
    "check": "Check your own exercise.",
    "rubric": "Test a rubric.",
    "engines": "Show which programs can calculate here.",
    "train": "Train a model of letters, words, sentences or pictures.",
    "evaluate": "Judge a trained model.",
    "predict": "Show what a trained model makes of a text, or a picture.",
    "study": "Compare models over several seeds.",
    "export": "Write a trained model as a workbook of live formulas.",
    "weights": "Write a model with the weights that a workbook now holds.",
    "playground": "Write lessons and exercises as a web page.",
    "reproduce": "Check the claims of the article, and report what was found.",
}

# Their matrices are small: on one thread NumPy is faster, and leaves the other cores to the engine.
_ON_ONE_THREAD = {"build", "map", "verify", "weights", "playground", "reproduce"}
# Where the context keeps whether `--verbose` was said.
_VERBOSE = "xlrnn.verbose"


class _Verbs(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        if cmd_name in _ON_ONE_THREAD:
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        module = importlib.import_module(f"xlrnn.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        verb = args[0]
        if verb not in _VERBS and not verb.startswith("-"):
            raise click.UsageError(f"there is no verb {verb!r}: expected {', '.join(_VERBS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


def _remember(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Keep for `--version`, which is looked at later, that more is to be said."""
    ctx.meta[_VERBOSE] = asked


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Show the version and end, with `--verbose` all that there is to say."""
    if ctx.meta[_VERBOSE] and not asked:
        raise click.UsageError("--verbose belongs to --version", ctx)
    if not asked:
        return
    click.echo(f"xlrnn, version {__version__}")
    if ctx.meta[_VERBOSE]:
        from xlrnn.commands.about import lines

        click.echo("\n".join(lines()))
    ctx.exit()


@click.group(
    cls=_Verbs,
    subcommand_metavar="VERB …",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_remember,
    help="With --version: all that a report of a bug needs.",
)
def cli() -> None:
    """Recurrent neural networks in a spreadsheet: see every number, check it, teach with it."""


def main() -> None:
    """Run the command line and exit with its code."""
    sys.unraisablehook = _interrupt_again
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    if refusal := _too_little_memory():
        return _complain(refusal, 3)
    closed = _nothing_closed()
    _write_any_letter()
    try:
        code = cli.main(arguments, prog_name="xlrnn", standalone_mode=False)
        sys.stdout.flush()
        if closed is not None and closed.getvalue():
            return _complain("cannot write the output: the standard output is closed", 2)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone, as `head` does: end as other programs do then. Click
        # turns the error into the end of the program, with the code of "found different".
        _forget_output()
        return READER_GONE
    except OSError as error:
        _forget_output()
        return _complain(f"cannot write the output: {error.strerror or error}", 2)
    except (UnreadableError, InputError, EngineError, ClusterError) as error:
        return _complain(str(error), 3)
    except DifferentError as error:
        return _complain(str(error), 1)
    except XlrnnError as error:
        return _complain(str(error), 2)
    except MemoryError:
        return _complain("out of memory: more is needed than this machine, or ulimit, allows", 3)
    except Exception:
        # A bug must not look like "checked and found different".
        traceback.print_exc()
        return _complain("this is a bug in xlrnn: please report the lines above", 3)
    return code if isinstance(code, int) else 0


def _too_little_memory() -> str:
    """Say that there is too little memory even to start: libraries then end the program."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return ""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or limit >= _LEAST_MEMORY:
        return ""
    return (
        f"{limit // 1024:,} KiB of memory are allowed here, to start takes "
        f"{_LEAST_MEMORY // 1024:,}: allow more, as with ulimit -v unlimited"
    )


def _nothing_closed() -> io.StringIO | None:
    """Open what the shell has closed, so that no other file gets its number.

    Returns:
        What takes the output if the standard output is closed, None if it is not.
    """
    with contextlib.suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(number, True)
        os.close(number)
    if sys.stderr is None:
        sys.stderr = io.StringIO()
    if sys.stdout is not None:
        return None
    sys.stdout = closed = io.StringIO()
    return closed


def _interrupt_again(lost: "sys.UnraisableHookArgs") -> None:
    """Repeat a Ctrl-C that came while Python freed an object: no error gets out of there."""
    if lost.exc_type is KeyboardInterrupt:
        # Here it would be lost again; once this has ended, it will not.
        threading.Timer(0.01, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(lost)


def _write_any_letter() -> None:
    """Let letters that the terminal's encoding lacks be shown as escapes, not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Send what is still to be written nowhere, so that Python does not complain at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str, code: int) -> int:
    from xlrnn.clean import clean

    with contextlib.suppress(OSError):
        click.echo(f"xlrnn: {clean(message)}", err=True)
    return code
