"""`xlrnn exercise`: lessons become exercises, one for everybody or one for each student."""

from pathlib import Path
from typing import Any

import click

from xlrnn.commands.options import file_option, folder_option, if_interrupted, settings_of


@click.command("exercise")
@click.argument("lesson", metavar="LESSON")
@folder_option("The folder to write into; the key goes into its folder key.")
@click.option(
    "--level",
    type=int,
    default=2,
    show_default=True,
    metavar="N",
    help="What is asked: 1 single cells, 2 whole blocks, 3 an equation over all steps, 4 find the "
    "mistake, 5 predict before you calculate.",
)
@click.option(
    "--blank",
    "blanks",
    multiple=True,
    metavar="BLOCK",
    help="A block to leave blank; may be repeated.  [default: what the lesson asks for]",
)
@click.option(
    "--seed", type=int, metavar="N", help="Draw random weights; the same N gives the same ones."
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the lesson; may be repeated.",
)
@click.option(
    "--tells",
    metavar="states|verdicts|reasons",
    help="What `xlrnn check` may tell students: which cells are filled, which of them are right, "
    "or also why not.  [default: verdicts; at level 4 states]",
)
@file_option(
    "--roster",
    "FILE",
    "A CSV file with the columns id, name, email: one exercise for each student.",
)
@file_option("--secret", "FILE", "The course's secret, from which each student's numbers follow.")
@click.option(
    "--gradescope", is_flag=True, help="Write an autograder zip for Gradescope into DIR/key, too."
)
@click.option(
    "--foreign",
    default="withhold",
    show_default=True,
    metavar="withhold|mark",
    help="What the autograder does with a file that was made for another student.",
)
@click.option(
    "--tells-apart",
    is_flag=True,
    help="Write a table beside the key: which wrong formulas the marking tells from right ones.",
)
@click.option("--force", is_flag=True, help="Overwrite files that were changed meanwhile.")
def command(
    lesson: str,
    folder: Path,
    settings: tuple[str, ...],
    tells: str | None,
    roster: Path | None,
    secret: Path | None,
    **options: Any,
) -> int:
    """Write exercises: workbooks with blank cells, and the key in a folder of its own."""
    from xlrnn import api
    from xlrnn.clean import clean

    with if_interrupted("call it again: files that nobody has changed are written anew"):
        paths = api.exercise(
            lesson,
            folder,
            settings=settings_of(settings),
            tells=tells or "",
            roster=roster,
            secret=secret,
            **options,
        )
    for path in paths if len(paths) <= 5 else [*paths[:2], paths[-1]]:
        click.echo(f"wrote {clean(str(path))}")
    if len(paths) > 5:
        click.echo(f"{len(paths)} files in {clean(str(folder))}")
    click.echo(f"The key stays with you: {clean(str(folder / 'key'))}")
    return 0
