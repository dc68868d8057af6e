"""`xlrnn train`: a task's model learns."""

from pathlib import Path
from typing import Any

import click

from xlrnn.commands.options import if_interrupted
from xlrnn.commands.training_options import settings_options


@click.command("train")
@click.argument("task", metavar="TASK")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A text file; for sentiment a file of labelled texts, for translate one of sentences with "
    "a tab before their translations, for caption a folder of pictures with a table of captions. "
    "Without it, next-char learns the article's “hello”, sentiment generated tweets, translate "
    "generated sentences, caption drawings.",
)
@click.option("--model", metavar="NAME", help="Which model: rnn, lstm, gru; for sentiment also "
              "as-printed, as-intended, bidirectional, conv; for translate and caption "
              "lstm, gru.  [default: rnn; sentiment, translate and caption lstm]")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Draw weights and order; the same N gives the same run.  "
              "[default: 0; sentiment 42]")  # fmt: skip
@settings_options
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="The run folder.  [default: runs/TASK]",
)
@click.option("--resume", is_flag=True, help="Go on where the last checkpoint stands.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
def command(
    task: str, data: Path | None, folder: Path | None, resume: bool, quiet: bool, **settings: Any
) -> int:
    """Train a model.

    The tasks are next-char and next-word, which predict the next letter or word of a text,
    sentiment, which tells whether a text is positive or negative, translate, which learns from
    sentences and their translations, and caption, which says what is on a picture. After every
    epoch the run folder holds a checkpoint to go on from with --resume, exactly as if nothing had
    been interrupted.
    """
    from xlrnn import api
    from xlrnn.tasks.picture import draw_curve
    from xlrnn.tasks.run import CURVE

    folder = folder or Path("runs") / task
    options = {"data": data, "resume": resume, "verbose": 0 if quiet else 1, **settings}
    with if_interrupted(f"go on with: xlrnn train {task} -o {folder} --resume"):
        run = api.train(task, folder, tell=_tell, **options)
    picture = draw_curve(run)
    click.echo(f"wrote {folder}: the model, its settings and its learning curve ({CURVE})")
    if picture is None:
        click.echo("for a picture of the curve: pip install 'xlrnn[plot]'")
    if task == "next-char" and not run.data:
        found = api.predict(folder, ["hell"])[0]
        click.echo(f"“hell” gives “{found.tokens[0]}” with {found.probabilities[0]:.0%}")
    return 0


def _tell(line: str) -> None:
    from xlrnn.clean import clean

    click.echo(clean(line))
