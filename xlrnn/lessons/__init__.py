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
}

# Lessons that are made of a user's own model, and in no list.
_OTHERS = {"export": ("export", "ExportedModel")}

LESSON_NAMES = tuple(_LESSONS)


def get(name: str) -> type[Lesson]:
    """Return a lesson by its name.

    Raises:
        UsageError: if there is none; the message lists those there are.
    """
    known = {**_LESSONS, **_OTHERS}
    if name not in known:
        raise UsageError(f"lesson {name!r} is unknown: expected one of {', '.join(LESSON_NAMES)}")
    module, attribute = known[name]
    lesson: type[Lesson] = getattr(import_module(f"xlrnn.lessons.{module}"), attribute)
    return lesson
