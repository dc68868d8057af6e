"""`xlrnn grade`: marks with reasons."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from xlrnn.commands.cluster_options import cluster_options, executor_for
from xlrnn.commands.options import file_option, folder_option, if_interrupted, unconfined_option
from xlrnn.report.grades.formats import FORMATS


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
    type=int,
    default=os.cpu_count() or 1,
    metavar="N",
    help="How many submissions are graded at once.  [default: one for each processor]",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="|".join(FORMATS),
    help="How results are written; may be repeated.  [default: json and csv]",
)
@folder_option("The folder for the results.", "grades")
@file_option("--canvas", "EXPORT", "Canvas' gradebook export, to be filled.")
@file_option("--moodle", "EXPORT", "Moodle's grading worksheet, to be filled.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="TITLE",
    help="The column of an export to fill; may be repeated, once for each export.",
)
@file_option("--metadata", "FILE", "Gradescope's submission_metadata.json: who handed in.")
@click.option(
    "--foreign",
    default="withhold",
    show_default=True,
    metavar="withhold|mark",
    help="What becomes of a file that was made for another student: its mark waits for you, or "
    "counts for who handed it in.",
)
@click.option(
    "--time-limit",
    type=float,
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="The processor time that one submission may take.",
)
@click.option(
    "--memory",
    type=int,
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
@cluster_options
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

    A low mark is no error, nor is one that is withheld: the exit code is 0 if every file could be
    graded, 3 if one could not.
    """
    from xlrnn import api
    from xlrnn.exercises.grade.grade import NOT_GRADED
    from xlrnn.report.grades.text import Bar, print_grades

    bar = Bar(sys.stderr) if not quiet else None
    kept = f"go on with the same call: what is graded is kept in {options['folder']}"
    with executor_for(options) as (executor, others), if_interrupted(kept):
        grades = api.grade(
            paths,
            key,
            formats=formats or ("json", "csv"),
            memory=memory * 2**20,
            progress=bar,
            executor=executor,
            **others,
        )
    print_grades(grades)
    return 3 if any(result["status"] == NOT_GRADED for result in grades.results) else 0
