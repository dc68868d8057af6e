"""What may be given to a verb: a path or its text, a lesson or its name, one of them or several."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlrnn.lessons import Lesson

PathLike: TypeAlias = str | os.PathLike[str]
OneOrMorePaths: TypeAlias = PathLike | Sequence[PathLike]
LessonLike: TypeAlias = str | type["Lesson"]
OneOrMoreLessons: TypeAlias = LessonLike | Sequence[LessonLike]


def path_or_none(given: PathLike | None) -> Path | None:
    """Return the path, where one is given."""
    return None if given is None else Path(given)


def paths_of(given: OneOrMorePaths) -> list[Path]:
    """Return the paths, also where only one is given."""
    if isinstance(given, str | os.PathLike):
        return [Path(given)]
    return [Path(path) for path in given]


def several(given: str | Sequence[str]) -> list[str]:
    """Return the texts, also where only one is given: it is no list of its letters."""
    return [given] if isinstance(given, str) else [*given]


def names_of(given: OneOrMoreLessons) -> list[str]:
    """Return the names of the lessons, also where only one is given."""
    if isinstance(given, str | type):
        return [name_of(given)]
    return [name_of(lesson) for lesson in given]


def name_of(given: LessonLike) -> str:
    """Return the name of a lesson."""
    return given if isinstance(given, str) else given.name
