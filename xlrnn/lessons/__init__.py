"""The lessons: one file for each workbook.

A lesson says which model and which numbers, and how the pages read; what the formulas look like
and where they stand follows from `xlrnn.sheet`.
"""

from importlib import import_module

from xlrnn.errors import UsageError
from xlrnn.lessons.lesson import Lesson

__all__ = ["LESSON_NAMES", "Lesson", "get"]

# In the order of the article. The class is found in the module of the same name.
_LESSONS = {
    "hello-forward": ("hello_forward", "HelloForward"),
    "hello-bptt": ("hello_bptt", "HelloBptt"),
    "hello-training": ("hello_training", "HelloTraining"),
    "mlp-to-rnn": ("mlp_to_rnn", "MlpToRnn"),
    "vanishing-gradient": ("vanishing_gradient", "VanishingGradient"),
    "lstm-cell": ("lstm_cell", "LSTMCell"),
    "gru-cell": ("gru_cell", "GRUCell"),
}

LESSON_NAMES = tuple(_LESSONS)


def get(name: str) -> type[Lesson]:
    """Return a lesson by its name.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    if name not in _LESSONS:
        raise UsageError(f"lesson {name!r} is unknown: expected one of {', '.join(LESSON_NAMES)}")
    module, attribute = _LESSONS[name]
    lesson: type[Lesson] = getattr(import_module(f"xlrnn.lessons.{module}"), attribute)
    return lesson
