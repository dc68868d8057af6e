"""Two columns for a reader: wrapped on a terminal, one line for each row when piped."""

import shutil
import sys
from collections.abc import Sequence

import click

from xlrnn.report.clean import clean

_NO_WRAP = 10_000


def print_columns(rows: Sequence[tuple[str, str]], indent: int = 0) -> None:
    """Print rows of a name and a text.

    Args:
        rows: the rows.
        indent: how many spaces stand before each row.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_WRAP
    formatter = click.HelpFormatter(width=width)
    formatter.current_indent = indent
    formatter.write_dl([(clean(name), clean(text)) for name, text in rows], col_spacing=1)
    click.echo(formatter.getvalue(), nl=False)
