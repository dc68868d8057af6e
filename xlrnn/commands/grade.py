"""`xlrnn grade`: marks with reasons."""

import os
import sys
from pathlib import Path

import click

FORMATS = ("json", "csv", "gradescope", "nbgrader", "html", "workbook")


@click.command("grade")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE_OR_FOLDER…", type=click.Path(path_type=Path)
)
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="KEY",
    help="The key that `xlrnn exercise` wrote: its file, or the folder that holds it.",
)
@click.option(
    "--rubric",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What a mark is made of.  [default: points for each block]",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="N",
    help="How many submissions at once.  [default: one for each processor]",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="May be repeated.  [default: json and csv]",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("grades"),
    show_default=True,
    metavar="DIR",
    help="The folder for the results.",
)
@click.option(
    "--canvas",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="EXPORT",
    help="Canvas' gradebook export, to be filled.",
)
@click.option(
    "--moodle",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="EXPORT",
    help="Moodle's grading worksheet, to be filled.",
)
@click.option("--column", default="", metavar="TITLE", help="The column of the export to fill.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="What one submission may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=0),
    default=2048,
    show_default=True,
    metavar="MB",
    help="What one submission may use; 0 for no limit.",
)
@click.option(
    "--engine",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="Who calculates first; what is refused is calculated by a second one.",
)
@click.option("--force", is_flag=True, help="Overwrite results that xlrnn did not write.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(
    paths: tuple[Path, ...],
    key: Path,
    rubric: Path | None,
    jobs: int,
    formats: tuple[str, ...],
    folder: Path,
    canvas: Path | None,
    moodle: Path | None,
    column: str,
    time_limit: float,
    memory: int,
    engine: str,
    force: bool,
    quiet: bool,
) -> int:
    """Grade submissions: files, folders, what Moodle or Gradescope give.

    A low mark is no error: the exit code is 0 if every file could be graded, 3 if one could not.
    """
    from xlrnn import api
    from xlrnn.report.grades.text import Bar, print_grades

    bar = Bar(sys.stderr) if not quiet else None
    grades = api.grade(
        paths,
        key,
        rubric=rubric,
        jobs=jobs,
        formats=formats or ("json", "csv"),
        folder=folder,
        canvas=canvas,
        moodle=moodle,
        column=column,
        time_limit=time_limit,
        memory=memory * 2**20 or None,
        engine=engine,
        force=force,
        progress=bar,
    )
    print_grades(grades)
    return 3 if any(result["reason"] for result in grades.results) else 0
