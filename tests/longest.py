"""The test files that take longest, which begin first.

pytest-xdist would begin with the files that have most tests, and come last to those whose few
tests take minutes: one worker would wait for the other. `pytest --durations=40` says what belongs
here.
"""

from collections.abc import Iterable

FILES = (
    "tests/mutation/test_lessons.py",
    "tests/docs/test_readme.py",
    "tests/lessons/test_every_lesson.py",
    "tests/exercises/mark/test_known_marks.py",
    "tests/test_quality.py",
    "tests/exercises/grade/test_hostile.py",
    "tests/exercises/make/test_lessons.py",
    "tests/verify/test_behaviour.py",
    "tests/exercises/judge/test_first_wrong.py",
    "tests/lessons/export/test_branches.py",
    "tests/oracle/test_layers_oracle.py",
    "tests/nn/graph/test_models.py",
    "tests/cli/test_cli_hostile.py",
    "tests/mutation/test_found.py",
    "tests/lessons/export/test_sentences.py",
    "tests/lessons/test_captioning.py",
)


def first(nodeids: Iterable[str]) -> list[str]:
    """Return the names of tests, those of the longest files first; all others stay in order."""
    places = {name: place for place, name in enumerate(FILES)}
    return sorted(nodeids, key=lambda name: places.get(name.partition("::")[0], len(places)))
