"""`xlrnn reproduce`: the article, claim by claim."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from xlrnn.commands.cluster_options import cluster_options, executor_for
from xlrnn.commands.options import file_option, folder_option, if_interrupted


@click.command("reproduce")
@folder_option("The folder for report, workbooks and runs.", "reproduction")
@click.option("--quick", is_flag=True, help="Small sizes, few seeds, one engine: under a minute.")
@click.option("--only", multiple=True, metavar="NAME",
              help="A claim, a check, or a kind of checks (sheets, trained, listing); may be "
              "repeated.  [default: all]")  # fmt: skip
@file_option("--data", "FILE", "The article's tweets; without it, tweets are generated.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N",
              help="What all random numbers follow from.")  # fmt: skip
@click.option("--jobs", type=int, default=os.cpu_count() or 1, metavar="N",
              help="How many checks run at once.  [default: one for each processor]",
              )  # fmt: skip
@cluster_options
@click.option("--force", is_flag=True, help="Write into a folder that holds something else, too.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(folder: Path, quiet: bool, **options: Any) -> int:
    """Check the claims of the article, and write a report of what was found.

    Lessons are built and verified with every engine, models are trained, and each claim gets a
    verdict with its evidence. What is done is kept: the same call goes on where it was stopped.

    Exit code 0: everything was found as recorded; 1: something was not; 3: something could not be
    checked.
    """
    from xlrnn import api
    from xlrnn.clean import clean
    from xlrnn.report.reproduction.progress import Shown
    from xlrnn.report.reproduction.words import lines

    kept = f"go on with the same call: what is done is kept in {folder}"
    with (
        executor_for(options) as (executor, others),
        if_interrupted(kept),
        nullcontext() if quiet else Shown() as shown,
    ):
        if shown:
            others |= {"tell": shown.tell, "progress": shown.progress}
        found = api.reproduce(folder, executor=executor, **others)
    for line in lines(found):
        click.echo(clean(line))
    click.echo(f"wrote {clean(str(found.report))}")
    return found.exit_code
