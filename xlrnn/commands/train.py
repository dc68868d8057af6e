"""`xlrnn train`: a task's model learns."""

from pathlib import Path
from typing import Any

import click


@click.command("train")
@click.argument("task", metavar="TASK")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A text file; without it, next-char learns the article's “hello”.",
)
@click.option("--model", metavar="NAME", help="rnn, lstm or gru.  [default: rnn]")
@click.option("--units", type=int, metavar="N", help="Units of the recurrent layer.")
@click.option("--steps", type=int, metavar="N", help="Letters or words in one sample.")
@click.option("--batch", type=int, metavar="N", help="Samples in one update.")
@click.option("--rate", type=float, metavar="X", help="The learning rate.")
@click.option("--vocabulary", type=int, metavar="N", help="How many letters or words are known.")
@click.option("--validation", type=float, metavar="X", help="The share that is not learned from.")
@click.option("--epochs", type=int, metavar="N", help="How often the text is seen.")
@click.option("--seed", type=int, metavar="N", help="Of weights and order.  [default: 0]")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="RUN",
    help="The run folder.  [default: runs/TASK]",
)
@click.option("--resume", is_flag=True, help="Go on where the last checkpoint stands.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(
    task: str, data: Path | None, folder: Path | None, resume: bool, quiet: bool, **settings: Any
) -> int:
    """Train a model to predict the next letter or word.

    The tasks are next-char and next-word. After every epoch the run folder holds a checkpoint to
    go on from with --resume, exactly as if nothing had been interrupted.
    """
    from xlrnn import api
    from xlrnn.tasks.picture import draw_curve
    from xlrnn.tasks.run import CURVE

    folder = folder or Path("runs") / task
    verbose = 0 if quiet else 1
    try:
        run = api.train(task, folder, data=data, resume=resume, verbose=verbose, **settings)
    except KeyboardInterrupt:
        click.echo(f"go on with: xlrnn train {task} -o {folder} --resume", err=True)
        raise
    picture = draw_curve(folder)
    click.echo(f"wrote {folder}: the model, its settings and its learning curve ({CURVE})")
    if picture is None:
        click.echo("for a picture of the curve: pip install 'xlrnn[plot]'")
    if not run.data:
        found = api.predict(folder, ["hell"])[0]
        click.echo(f"“hell” gives “{found.tokens[0]}” with {found.probabilities[0]:.0%}")
    return 0
