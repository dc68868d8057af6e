"""`xlrnn exercise`: lessons become exercises, one for everybody or one for each student."""

from pathlib import Path

import click

from xlrnn.errors import UsageError


@click.command("exercise")
@click.argument("lesson", metavar="LESSON")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="The folder to write into; the key goes into its folder key.",
)
@click.option(
    "--level",
    type=click.IntRange(1, 5),
    default=2,
    show_default=True,
    metavar="N",
    help="1 single cells, 2 whole blocks, 3 an equation over all steps, 4 find the mistake, "
    "5 predict before you calculate.",
)
@click.option("--blank", "blanks", multiple=True, metavar="BLOCK", help="A block to be filled.")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Draw random weights.")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="An option of the lesson."
)
@click.option(
    "--tells",
    type=click.Choice(["states", "verdicts", "reasons"]),
    help="What `xlrnn check` may tell students.  [default: verdicts; at level 4 states]",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A CSV file with the columns id, name, email: one exercise for each student.",
)
@click.option(
    "--secret",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The course's secret, from which each student's numbers follow.",
)
@click.option(
    "--gradescope", is_flag=True, help="Write an autograder zip for Gradescope into DIR/key, too."
)
@click.option("--force", is_flag=True, help="Overwrite files that were changed meanwhile.")
def command(
    lesson: str,
    folder: Path,
    level: int,
    blanks: tuple[str, ...],
    seed: int | None,
    settings: tuple[str, ...],
    tells: str | None,
    roster: Path | None,
    secret: Path | None,
    gradescope: bool,
    force: bool,
) -> int:
    """Write exercises: workbooks with blank cells, and the key in a folder of its own."""
    from xlrnn import api
    from xlrnn.report.clean import clean

    if (roster is None) != (secret is None):
        raise UsageError("--roster and --secret belong together: name both or none")
    if roster is not None and seed is not None:
        raise UsageError("--seed and --roster exclude each other: each student has an own seed")
    pairs = [pair.partition("=") for pair in settings]
    if not all(equals for _, equals, _ in pairs):
        raise UsageError("--set: expected NAME=VALUE, as in --set units=5")
    paths = api.exercise(
        lesson,
        folder,
        level=level,
        blanks=blanks,
        seed=seed,
        settings={name.strip(): value for name, _, value in pairs},
        tells=tells or "",
        roster=roster,
        secret=secret,
        gradescope=gradescope,
        force=force,
    )
    for path in paths if len(paths) <= 5 else [*paths[:2], paths[-1]]:
        click.echo(f"wrote {clean(str(path))}")
    if len(paths) > 5:
        click.echo(f"{len(paths)} files in {clean(str(folder))}")
    click.echo(f"The key stays with you: {clean(str(folder / 'key'))}")
    return 0
