"""The lessons: one file for each workbook.

A lesson says which model and which numbers, and how the pages read; what the formulas look like
and where they stand follows from `xlrnn.sheet`.
"""

from collections.abc import Mapping
from importlib import import_module

from xlrnn.errors import UsageError
from xlrnn.lessons.common.lesson import Lesson

__all__ = ["LESSON_NAMES", "Lesson", "get", "of_workbook"]

# In the order of the article: the module and the class of each.
_LESSONS = {
    "hello-forward": ("hello.forward", "HelloForward"),
    "hello-bptt": ("hello.bptt", "HelloBptt"),
    "hello-training": ("hello.training", "HelloTraining"),
    "mlp-to-rnn": ("mlp_to_rnn.lesson", "MlpToRnn"),
    "vanishing-gradient": ("vanishing_gradient.lesson", "VanishingGradient"),
    "lstm-cell": ("cells.lstm_cell", "LSTMCell"),
    "gru-cell": ("cells.gru_cell", "GRUCell"),
    "sentiment": ("sentiment.lesson", "Sentiment"),
    "translation": ("translation.lesson", "Translation"),
    "captioning": ("captioning.lesson", "Captioning"),
}

# What other workbooks are made of, which no list shows.
_OTHERS = {"export": ("export", "ExportedModel")}

LESSON_NAMES = tuple(_LESSONS)


def get(name: str) -> type[Lesson]:
    """Return a lesson by its name.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    return _among(_LESSONS, name)


def of_workbook(name: str) -> type[Lesson]:
    """Return the lesson that a workbook names, exported models among them.

    Raises:
        UsageError: if there is none.
    """
    return _among({**_LESSONS, **_OTHERS}, name)


def _among(known: Mapping[str, tuple[str, str]], name: str) -> type[Lesson]:
    if name not in known:
        raise UsageError(f"lesson {name!r} is unknown: expected one of {', '.join(LESSON_NAMES)}")
    module, attribute = known[name]
    lesson: type[Lesson] = getattr(import_module(f"xlrnn.lessons.{module}"), attribute)
    return lesson
