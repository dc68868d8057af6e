"""`xlrnn predict`: what a trained model makes of a text or picture, or of all of a file."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from xlrnn.tasks.next_token.predict import Prediction

USAGE = 2


@click.command("predict")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("texts", nargs=-1, metavar="[TEXT…]")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, metavar="N",
              help="How many letters or words are shown.")  # fmt: skip
@click.option("--generate", type=int, metavar="N",
              help="Go on with N letters or words instead.")  # fmt: skip
@click.option("--temperature", type=float, default=1.0, show_default=True, metavar="X",
              help="Below 1 more of what is likely, above 1 more surprises; 0 always takes the "
              "most likely.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Draw the same letters or words again.")
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE",
              help="sentiment, translate: answer to every text of a file.  caption: to every "
              "picture of a folder.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="CSV",
              help="Where a row for each text of --data goes: its id and class, or translation; "
              "for each picture its file and caption.")  # fmt: skip
@click.option("--text", metavar="COLUMN", help="The column of the texts in --data.")
@click.option("--encoding", metavar="NAME", help="The encoding of --data, for instance cp1251.")
@click.option("--probabilities", is_flag=True,
              help="sentiment: write the probability of each class, too.")  # fmt: skip
@click.option("--beam", type=int, metavar="N",
              help="translate, caption: follow N beginnings of a sentence.  [default: 1]",
              )  # fmt: skip
@click.option("--picture", type=click.Path(path_type=Path), metavar="PNG",
              help="translate: draw what was looked at for every word.  caption: draw the "
              "pictures with their captions.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the CSV file, or the picture.")
def command(folder: Path, texts: tuple[str, ...], data: Path | None, **options: Any) -> int:
    """Show what comes next after each TEXT, or let it go on; its sentiment; or its translation.

    A model of captions is given pictures: each TEXT is a picture's file, or a sentence such as "a
    small red circle above a large blue square", which is drawn.
    """
    if (data is None) == (not texts):
        raise UsageError("expected texts, or a file of them with --data FILE -o CSV, and not both")
    if data is not None:
        return _whole_file(folder, data, options)
    if options["output"] is not None:
        raise UsageError("-o is for a whole file: name it with --data")
    if options["generate"] is not None:
        return _generate(folder, texts, options)
    return _answers(folder, texts, options)


def _whole_file(folder: Path, data: Path, options: dict[str, Any]) -> int:
    from xlrnn import api

    if options["output"] is None:
        raise UsageError("expected -o CSV: where a row for each text goes")
    if options["picture"] is not None:
        raise UsageError("--picture shows what was looked at: it is for texts, not --data")
    names = ("text", "encoding", "probabilities", "force", "beam")
    found = api.predict_file(
        folder, data, options["output"], **{name: options[name] for name in names}
    )
    for line in found.remarks():
        _say(line)
    _say(f"wrote {options['output']}: {found.summary()}")
    return 0


def _generate(folder: Path, texts: Sequence[str], options: dict[str, Any]) -> int:
    from xlrnn import api
    from xlrnn.clean import clean_lines
    from xlrnn.tasks.refusal import Refusal

    found = api.generate(
        folder,
        texts,
        options["generate"],
        temperature=options["temperature"],
        seed=options["seed"],
        tell=lambda line: _say(line, err=True),
    )
    for more in found:
        if isinstance(more, str):
            click.echo(clean_lines(more))
    return _refused([more for more in found if isinstance(more, Refusal)])


def _answers(folder: Path, texts: Sequence[str], options: dict[str, Any]) -> int:
    from xlrnn import api
    from xlrnn.clean import clean
    from xlrnn.tasks.refusal import Refusal

    names = ("beam", "picture", "force")
    found = api.predict(folder, texts, **{name: options[name] for name in names})
    for one in found:
        if not isinstance(one, Refusal):
            click.echo("\n".join(map(clean, _lines_of(one, options["top"]))))
            _show(one)
    if options["picture"] is not None:
        _say(f"wrote {options['picture']}: what was looked at")
    return _refused([one for one in found if isinstance(one, Refusal)])


def _lines_of(found: Any, top: int) -> list[str]:
    """Return an answer for people, line by line, whatever task it is of."""
    from xlrnn.report.models.caption import caption_lines
    from xlrnn.report.models.prediction import prediction_lines
    from xlrnn.report.models.translation import translation_lines
    from xlrnn.tasks.caption.predict import Caption
    from xlrnn.tasks.sentiment.predict import SentimentPrediction
    from xlrnn.tasks.translate.predict import Translation

    if isinstance(found, SentimentPrediction):
        return prediction_lines(found)
    if isinstance(found, Caption):
        return caption_lines(found)
    return translation_lines(found) if isinstance(found, Translation) else _lines(found, top)


def _show(found: Any) -> None:
    """Show the picture of a caption, on a terminal."""
    from xlrnn.report.models.blocks import show_picture
    from xlrnn.tasks.caption.predict import Caption

    if isinstance(found, Caption):
        show_picture(found.picture, sys.stdout)


def _refused(refusals: Sequence[Any]) -> int:
    """Say which texts have no answer; the others have theirs."""
    for refusal in refusals:
        _say(f"xlrnn: {refusal.text!r}: {refusal.why}", err=True)
    return USAGE if refusals else 0


def _lines(found: "Prediction", top: int) -> list[str]:
    """Return the most likely tokens and their probabilities.

    Example:
        >>> from xlrnn.tasks.next_token.predict import Prediction
        >>> _lines(Prediction("hel", ("l", "o"), (0.9, 0.1)), 2)
        ['hel → l 0.900  o 0.100']
    """
    from xlrnn.report.models.translation import visible
    from xlrnn.tasks.next_token.predict import about_unknown

    pairs = zip(found.tokens[:top], found.probabilities[:top], strict=True)
    shown = "  ".join(f"{visible(token)} {p:.3f}" for token, p in pairs)
    unknown = [f"  {about_unknown(found.unknown)}"] if found.unknown else []
    return [f"{found.text} → {shown}", *unknown]


def _say(line: object, *, err: bool = False) -> None:
    from xlrnn.clean import clean

    if line != "":
        click.echo(clean(str(line)), err=err)
