"""`xlrnn study`: models compared over several seeds."""

from pathlib import Path
from typing import Any

import click

from xlrnn.commands.cluster_options import cluster_options, executor_for
from xlrnn.commands.options import if_interrupted
from xlrnn.commands.training_options import settings_options


@click.command("study")
@click.argument("task", metavar="TASK")
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE",
              help="A file of labelled texts; without it, tweets are generated.")  # fmt: skip
@click.option("--seeds", type=int, default=5, show_default=True, metavar="N",
              help="How often each model is trained, each time with other random numbers.",
              )  # fmt: skip
@click.option("--models", metavar="NAME,NAME",
              help="Which.  [default: as-printed, as-intended, rnn, lstm, gru]")  # fmt: skip
@settings_options
@cluster_options
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path),
              metavar="DIR", help="Where table and picture go.  [default: studies/TASK]",
              )  # fmt: skip
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(
    task: str,
    data: Path | None,
    seeds: int,
    models: str | None,
    folder: Path | None,
    quiet: bool,
    **options: Any,
) -> int:
    """Compare models over several seeds, with baselines and intervals.

    The study is sentiment: the article's model as printed and as intended, others, and two plain
    baselines, all on the same rows, judged by the same rows held out.
    """
    from xlrnn import api
    from xlrnn.report.models.study import as_text

    folder = folder or Path("studies") / task
    chosen = None if models is None else [name.strip() for name in models.split(",")]
    kept = f"go on with the same call: what is trained is kept in {folder / 'trained.csv'}"
    with executor_for(options) as (executor, settings), if_interrupted(kept):
        found = api.study(task, folder, data=data, seeds=seeds, models=chosen,
                          tell=None if quiet else _tell, executor=executor,
                          **settings)  # fmt: skip
    for line in as_text(found):
        _tell(line)
    names = ", ".join(sorted(path.name for path in folder.iterdir()))
    click.echo(f"wrote {folder}: {names}")
    return 0


def _tell(line: str) -> None:
    from xlrnn.clean import clean

    click.echo(clean(line))
