"""`xlrnn check`: how far a student's own exercise is."""

from pathlib import Path

import click


@click.command("check")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def command(file: Path) -> int:
    """Check your own exercise: what is filled, and what is right if your teacher lets it be told.

    Exit code 0: everything is right (or filled, if no more is told); 1: not yet; 3: the file
    could not be checked.
    """
    from xlrnn import api
    from xlrnn.report.grades.text import print_check

    return print_check(api.check(file))
