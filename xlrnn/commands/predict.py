"""`xlrnn predict`: what a trained model makes of a text."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from xlrnn.tasks.next_token.predict import Prediction


@click.command("predict")
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("texts", nargs=-1, required=True, metavar="TEXT…")
@click.option("--top", type=click.IntRange(min=1), default=5, show_default=True, metavar="N",
              help="How many tokens are shown.")  # fmt: skip
@click.option("--generate", type=int, metavar="N",
              help="Go on with N letters or words instead.")  # fmt: skip
@click.option("--temperature", type=float, default=1.0, show_default=True, metavar="X",
              help="Below 1 bolder, above 1 more surprising; 0 takes the most likely.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Of the draws.")
def command(
    folder: Path,
    texts: tuple[str, ...],
    top: int,
    generate: int | None,
    temperature: float,
    seed: int | None,
) -> int:
    """Show what comes next after each TEXT, or let it go on; or what sentiment it has."""
    from xlrnn import api
    from xlrnn.report.clean import clean
    from xlrnn.report.opinion import opinion_lines
    from xlrnn.tasks.sentiment.predict import Opinion

    if generate is not None:
        for text in api.generate(folder, texts, generate, temperature=temperature, seed=seed):
            click.echo(clean(text))
        return 0
    for found in api.predict(folder, texts):
        lines = opinion_lines(found) if isinstance(found, Opinion) else [_line(found, top)]
        click.echo("\n".join(map(clean, lines)))
    return 0


def _line(found: "Prediction", top: int) -> str:
    """Return the most likely tokens and their probabilities.

    Example:
        >>> from xlrnn.tasks.next_token.predict import Prediction
        >>> _line(Prediction("hel", ("l", "o"), (0.9, 0.1)), 2)
        'hel → l 0.900  o 0.100'
    """
    pairs = zip(found.tokens[:top], found.probabilities[:top], strict=True)
    shown = "  ".join(f"{_visible(token)} {p:.3f}" for token, p in pairs)
    return f"{found.text} → {shown}"


def _visible(token: str) -> str:
    return token if token.isprintable() and not token.isspace() else repr(token)
