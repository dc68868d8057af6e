"""`xlrnn evaluate`: how good a trained model is."""

from pathlib import Path
from typing import Any

import click

from xlrnn.commands.training_options import names


@click.command("evaluate")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE",
              help="What to judge by.  [default: what was held out of the run's own data]",
              )  # fmt: skip
@click.option("--text", metavar="COLUMN", help="sentiment: that file's column of the texts.")
@click.option("--label", metavar="COLUMN", help="sentiment: that file's column of the labels.")
@click.option("--classes", callback=names, metavar="LABEL=NAME,…",
              help="sentiment: which of that file's labels mean which of the model's classes.",
              )  # fmt: skip
@click.option("--source", metavar="COLUMN",
              help="translate: that file's column of the sentences.")  # fmt: skip
@click.option("--target", metavar="COLUMN",
              help="translate: that file's column of their translations.")  # fmt: skip
@click.option("--file", metavar="COLUMN",
              help="caption: that table's column of the pictures' files.")  # fmt: skip
@click.option("--caption", metavar="COLUMN",
              help="caption: that table's column of the captions.")  # fmt: skip
@click.option("--beam", type=int, metavar="N",
              help="translate, caption: follow N beginnings of a sentence.  [default: 1]",
              )  # fmt: skip
@click.option("--encoding", metavar="NAME", help="The encoding of that file, for instance cp1251.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="How the result is written.")  # fmt: skip
def command(folder: Path, data: Path | None, form: str, **reading: Any) -> int:
    """Judge a trained model.

    Loss and accuracy; of classes confusion, precision, recall, F1 and calibration; of translations
    and captions exact matches, and BLEU and chrF where sacrebleu is installed; of captions accuracy
    by kind of word.
    """
    from xlrnn import api
    from xlrnn.report.models.evaluation import as_json, as_text

    found = api.evaluate(folder, data, **reading)
    click.echo(as_json(found) if form == "json" else "\n".join(as_text(found)))
    return 0
