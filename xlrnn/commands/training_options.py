"""What `train` and `study` can be told of a model and its training."""

from collections.abc import Callable
from typing import Any

import click

from xlrnn.commands.options import Option
from xlrnn.tasks.renamed import RENAMED


def _sizes(ctx: click.Context, option: click.Parameter, value: str | None) -> Any:  # noqa: ARG001
    """Return the units of layers: "1000,500", or "" for no layer.

    Example:
        >>> _sizes(None, None, "1000,500"), _sizes(None, None, "")
        ((1000, 500), ())
    """
    if value is None:
        return None
    try:
        return tuple(int(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise click.BadParameter(f"{value!r}: expected numbers such as 1000,500") from None


def names(ctx: click.Context, option: click.Parameter, value: str | None) -> Any:  # noqa: ARG001
    """Return names: "fear,joy".

    Example:
        >>> names(None, None, "fear, joy")
        ('fear', 'joy')
    """
    return None if value is None else tuple(name.strip() for name in value.split(","))


def _setting(flag: str, **how: Any) -> list[Option]:
    """Return an option, and beside it those of its old names, which help does not show."""
    name = flag.lstrip("-").replace("-", "_")
    old = [f"--{old.replace('_', '-')}" for old, new in RENAMED.items() if new == name]
    return [click.option(flag, **how), *(click.option(o, **{**how, "hidden": True}) for o in old)]


_OPTIONS = [
    *_setting("--units", type=int, metavar="N", help="Units of the recurrent layer."),
    *_setting("--max-length", type=int, metavar="N",
              help="How many letters or words a sample has at most."),
    *_setting("--batch-size", type=int, metavar="N", help="Samples in one update."),
    *_setting("--learning-rate", type=float, metavar="X", help="The learning rate."),
    *_setting("--vocabulary-size", type=int, metavar="N",
              help="How many different letters or words are known; rarer ones are not."),
    *_setting("--num-sampled", type=int, metavar="N",
              help="next-word: how many words a step of training looks at, where there are tens "
              "of thousands.  [default: 0, all]"),
    *_setting("--validation-split", type=float, metavar="X",
              help="The share of the data that is not learned from."),
    *_setting("--epochs", type=int, metavar="N", help="How often the data are seen."),
    *_setting("--vectors", metavar="FILE",
              help="sentiment: word vectors in GloVe's text form."),
    *_setting("--frozen/--learned", default=None,
              help="sentiment: whether the vectors stay as they are."),
    *_setting("--vectors-stddev", type=float, metavar="X",
              help="sentiment: the vectors' standard deviation; 0 leaves it.  [default: 0.2]"),
    *_setting("--embedding-dim", type=int, metavar="N",
              help="sentiment, translate, caption: numbers that describe a word."),
    *_setting("--dense", callback=_sizes, metavar="N,N",
              help="sentiment: units of the dense layers before the last."),
    *_setting("--dropout", type=float, metavar="X",
              help="sentiment, translate, caption: the share of numbers left out while "
              "learning."),
    *_setting("--patience", type=int, metavar="N",
              help="Stop after so many epochs without a better one, and keep the best; 0 never "
              "stops and keeps the last.  [default: 0; sentiment 3]"),
    *_setting("--bayes/--no-bayes", default=None,
              help="sentiment: whether each word's numbers begin with what naive Bayes makes of "
              "it.  [default: --bayes for recurrent models and conv]"),
    *_setting("--num-layers", type=int, metavar="N",
              help="sentiment: recurrent layers, one behind the other.  [default: 1]"),
    *_setting("--class-weight", metavar="balanced",
              help="sentiment: balanced lets rare classes count as much as frequent ones.  "
              "[default: all rows count the same]"),
    *_setting("--apart/--together", default=None,
              help="sentiment: whether texts that occur more than once are kept on one side of "
              "the rows held out.  [default: --together]"),
    *_setting("--share", type=float, metavar="X",
              help="sentiment: the share of the rows that is used."),
    *_setting("--test-split", type=float, metavar="X",
              help="sentiment: the share of the used rows that is kept to judge by.  "
              "[default: 0.3]"),
    *_setting("--rows", type=int, metavar="N",
              help="sentiment: how many tweets are generated where there is no data file; "
              "translate, caption: how many pairs or captions are used, of a file the first.  "
              "[default: 4000; caption 10000; of a file with pairs or captions all]"),
    *_setting("--clean", metavar="NAME", help="sentiment: who cleans the texts: none, builtin, "
              "spacy or spacy:MODEL.  [default: none]"),
    *_setting("--text", metavar="COLUMN", help="sentiment: the column of the texts."),
    *_setting("--label", metavar="COLUMN", help="sentiment: the column of the labels."),
    *_setting("--classes", callback=names, metavar="NAME,NAME",
              help="sentiment: the labels, where they are not negative and positive, each by "
              'itself or several as one class: "1 2=negative, 4 5=positive".'),
    *_setting("--words", metavar="NAME", help="sentiment: what is a word: what stands between "
              "spaces, or each of the characters.  [default: spaces]"),
    *_setting("--attention", metavar="NAME", help="translate: how it looks back at the sentence: "
              "additive, dot or none.  [default: additive]"),
    *_setting("--hand-over/--no-hand-over", default=None,
              help="translate: whether the decoder begins with the encoder's last states; if not, "
              "attention alone tells it of the sentence.  [default: yes]"),
    *_setting("--tokens", metavar="NAME",
              help="translate: what sentences are cut into: words or characters.  "
              "[default: words]"),
    *_setting("--source", metavar="COLUMN",
              help="translate: the column of the sentences, where the data are a table."),
    *_setting("--target", metavar="COLUMN",
              help="translate: the column of their translations."),
    *_setting("--filters", callback=_sizes, metavar="N,N",
              help="caption: filters of the convolutions, one behind the other.  "
              "[default: 16,32; of drawings 24,32]"),
    *_setting("--size", type=int, metavar="N",
              help="caption: scale every picture to N × N places.  [default: as they are, which "
              "must be alike; drawings 16]"),
    *_setting("--file", metavar="COLUMN", help="caption: the column of the pictures' files."),
    *_setting("--caption", metavar="COLUMN", help="caption: the column of the captions."),
    *_setting("--encoding", metavar="NAME",
              help="The encoding of the data file, for instance cp1251.  "
              "[default: recognised]"),
]  # fmt: skip


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that are settings of a model and its training."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
