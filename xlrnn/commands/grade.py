"""`xlrnn grade`: marks with reasons."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from xlrnn.commands.options import file_option, folder_option, unconfined_option

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
@file_option("--rubric", "FILE", "What a mark is made of.  [default: points for each block]")
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
@folder_option("The folder for the results.", "grades")
@file_option("--canvas", "EXPORT", "Canvas' gradebook export, to be filled.")
@file_option("--moodle", "EXPORT", "Moodle's grading worksheet, to be filled.")
@click.option("--column", default="", metavar="TITLE", help="The column of the export to fill.")
@file_option("--metadata", "FILE", "Gradescope's submission_metadata.json: who handed in.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="The processor time that one submission may take.",
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
@unconfined_option
@click.option("--force", is_flag=True, help="Overwrite results that xlrnn did not write.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(
    paths: tuple[Path, ...],
    key: Path,
    formats: tuple[str, ...],
    memory: int,
    quiet: bool,
    **options: Any,
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
        formats=formats or ("json", "csv"),
        memory=memory * 2**20 or None,
        progress=bar,
        **options,
    )
    print_grades(grades)
    return 3 if any(result["reason"] for result in grades.results) else 0
