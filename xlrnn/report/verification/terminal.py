"""The report where it is read at once: with tables on a terminal, in plain lines otherwise."""

import os
import sys

import click

from xlrnn.report.verification.text import render
from xlrnn.verify.results.result import Verification


def print_report(result: Verification) -> None:
    """Print the report."""
    if not sys.stdout.isatty() and "FORCE_COLOR" not in os.environ:
        # Nobody watches: rich would take longer to import than the workbook to verify.
        click.echo(render(result))
        return
    from rich.console import Console

    from xlrnn.report.verification.table import print_tables

    console = Console(highlight=False, emoji=False)
    if os.environ.get("NO_COLOR"):
        # Neither colours nor other control characters, such as those for bold letters.
        console = Console(highlight=False, emoji=False, color_system=None)
    if console.is_terminal:
        print_tables(result, console)
    else:
        click.echo(render(result))
