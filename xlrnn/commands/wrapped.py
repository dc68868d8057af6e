"""What a reader reads: wrapped on a terminal, one line for each row when piped."""

import shutil
import sys
import textwrap
from collections.abc import Sequence

import click

from xlrnn.clean import clean

_NO_WRAP = 10_000


def print_columns(rows: Sequence[tuple[str, str]], indent: int = 0) -> None:
    """Print rows of a name and a text.

    Args:
        rows: the rows.
        indent: how many spaces stand before each row.
    """
    # Click wraps as if there were no indent.
    formatter = click.HelpFormatter(width=_width() - indent)
    formatter.current_indent = indent
    formatter.write_dl([(clean(name), clean(text)) for name, text in rows], col_spacing=1)
    click.echo(formatter.getvalue(), nl=False)


def print_wrapped(text: str) -> None:
    """Print a sentence; lines after the first are indented."""
    # Lessons have hyphens in their names: there no line is broken.
    click.echo(textwrap.fill(clean(text), _width(), subsequent_indent="  ", break_on_hyphens=False))


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_WRAP
