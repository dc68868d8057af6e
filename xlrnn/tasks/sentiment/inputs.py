"""What a model of this task is given: the numbers of a text's words."""

from collections.abc import Sequence
from typing import Any, Final

from numpy.typing import NDArray

from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.tasks.sentiment.words import KnownWords
from xlrnn.tasks.task import TaskRun

Array = NDArray[Any]
SentimentRun = TaskRun[SentimentSettings, KnownWords]
"""A training on labelled texts."""

AT_ONCE: Final = 1000
"""So many texts are given at a time where there is nothing to learn from them."""


def inputs(run: SentimentRun, cleaned: Sequence[str]) -> Array:
    """Return what the model is given for each (cleaned) text."""
    numbers = run.known.encode(cleaned, run.settings.max_length)
    # As printed, a word's number is no word but an amount, one feature wide.
    return numbers[..., None] if run.settings.model == "as-printed" else numbers
