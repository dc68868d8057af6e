"""Which options a user's `--set` gives to which of several lessons."""

from collections.abc import Mapping, Sequence

from xlrnn.errors import UsageError
from xlrnn.lessons import get
from xlrnn.lessons.common.lesson import Lesson


def choose(names: Sequence[str], settings: Mapping[str, str], seed: int | None) -> list[Lesson]:
    """Return the lessons with the options that a user set, each with those that it has.

    Args:
        names: the lessons.
        settings: options by name; each must be one of at least one of the lessons.
        seed: of random weights; by default each lesson's own.

    Raises:
        UsageError: if no lesson is named, one is unknown, or an option is unknown to all or out of
            range.
    """
    if not names:
        raise UsageError("no lesson named: name one, or take --all; `xlrnn list` shows them")
    classes = [get(name) for name in names]
    if len(classes) == 1:
        return [classes[0].chosen(settings, seed)]
    known = {option.name for lesson in classes for option in lesson.choices}
    for name in settings:
        if name not in known:
            raise UsageError(
                f"none of these lessons has an option {name!r}: expected one of "
                f"{', '.join(sorted(known))}"
            )
    return [_chosen(lesson, settings, seed) for lesson in classes]


def _chosen(lesson: type[Lesson], settings: Mapping[str, str], seed: int | None) -> Lesson:
    own = {option.name for option in lesson.choices}
    try:
        return lesson.chosen({name: settings[name] for name in settings if name in own}, seed)
    except UsageError as error:
        raise UsageError(f"lesson {lesson.name}: {error}") from None


def without_option(names: Sequence[str], option: str) -> list[str]:
    """Return those of the lessons that do not have an option."""
    return [name for name in names if option not in {own.name for own in get(name).choices}]
