"""Every option of every class that both have, tried in both, and what came of it."""

import inspect
import tempfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from docs.options import runs
from docs.options.notes import WHY
from docs.options.own_values import OF_ITS_OWN, UNHEARD
from docs.options.values import NEEDED, TRIED, WITH
from docs.options.worlds import Ours, Theirs
from xlrnn.errors import XlrnnError

NEAR, NEAR_FLOAT32 = 1e-7, 1e-5
NOT_ASKED = {"self", "cell", "rank", "pool_dimensions", "pool_mode", "inner"}
"""Arguments of base classes that the classes themselves fill in."""

SWALLOWED = {
    "InputLayer": {"activity_regularizer", "trainable", "autocast"},
    "ReduceLROnPlateau": {"baseline"},
}
"""What base classes take and Keras' class does not hand on."""

BASES = {"Layer", "RNN", "Loss", "Metric", "Optimizer", "Callback", "CallbackList",
         "LearningRateSchedule", "History"}  # fmt: skip
"""What has no options, or is only there to be inherited from."""


class Row(NamedTuple):
    """What came of trying one value of one option.

    Args:
        kind: the class.
        option: its option; empty for the defaults.
        value: what was tried, as it is written in Python.
        here: what xlrnn gives: `same`, `refused`, `not here`, `other`.
        far: the largest distance of two numbers, where there are numbers.
        why: of what is not the same.
    """

    kind: str
    option: str
    value: str
    here: str
    far: float | None
    why: str


class Nothing(NamedTuple):
    """That there was an error instead of numbers."""

    error: Exception


def named(module: Any, path: str) -> Any:
    """Return a module inside another."""
    for name in path.split("."):
        module = getattr(module, name)
    return module


def kinds(world: Any, path: str) -> dict[str, type]:
    """Return the classes of a module."""
    module = named(world.module, path)
    return {
        name: kind
        for name in sorted(dir(module))
        if isinstance(kind := getattr(module, name), type) and name not in BASES
    }


def options(kind: type) -> list[str]:
    """Return the options of a class, those that are handed on to a base class included."""
    found: dict[str, None] = {}
    for base in kind.__mro__:
        if "__init__" not in vars(base):
            continue
        parameters = inspect.signature(vars(base)["__init__"]).parameters.values()
        takes_more = any(each.kind is each.VAR_KEYWORD for each in parameters)
        several = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
        found |= {each.name: None for each in parameters if each.kind not in several}
        if not takes_more:
            break
    return [name for name in found if name not in NOT_ASKED | SWALLOWED.get(kind.__name__, set())]


def tried(kind: str, option: str) -> tuple[str, ...]:
    """Return what is tried for an option.

    Raises:
        SystemExit: if nobody has said so.
    """
    values = OF_ITS_OWN.get((kind, option)) or TRIED.get(option)
    if not values:
        raise SystemExit(
            f"docs/options/values.py and own_values.py say no value for {option} of {kind}"
        )
    return values


def arguments(kind: str, option: str, value: str | None) -> dict[str, str]:
    """Return all arguments of a question, as they are written; without the value if it is None."""
    beside = next(
        (WITH[key] for key in ((kind, option), (kind, "*"), ("*", option)) if key in WITH), {}
    )
    given = {**NEEDED.get(kind, {}), **beside}
    return given if value is None or not option else {**given, option: value}


def result(
    world: Any, path: str, kind: str, option: str, value: str | None
) -> runs.Found | Nothing:
    """Return what a world gives, or the error in its place."""
    of = world.module
    with tempfile.TemporaryDirectory() as folder:
        names = {
            "layers": of.layers,
            "initializers": of.initializers,
            "regularizers": of.regularizers,
            "schedules": of.optimizers.schedules,
            "np": np,
            "folder": folder,
            "told": runs.told(folder, option),
        }

        def make() -> Any:
            given = arguments(kind, option, value)
            made = getattr(named(of, path), kind)
            return made(**{name: eval(text, names) for name, text in given.items()})

        try:
            with np.errstate(all="ignore"):
                return runs.RUNS[path](world, runs.Asked(kind, option, value or "", make, folder))
        except XlrnnError as error:
            return Nothing(error)
        except Exception as error:  # whatever Keras raises
            if isinstance(world, Ours):
                raise
            return Nothing(error)


def distance(one: runs.Found, other: runs.Found) -> float:
    """Return how far apart the numbers are; infinite if shapes or texts differ."""
    alike = one[1] == other[1] and [np.shape(a) for a in one[0]] == [np.shape(b) for b in other[0]]
    if not alike:
        return float("inf")
    pairs = [
        [np.nan_to_num(np.asarray(each, float), nan=1e99) for each in pair]
        for pair in zip(one[0], other[0], strict=True)
    ]
    gaps = [float(np.max(np.abs(a - b), initial=0)) for a, b in pairs]
    return max(gaps, default=0.0)


def verdict(option: str, value: str, theirs: Any, ours: Any) -> tuple[str, float | None]:
    """Return what xlrnn gives, compared with Keras, and how far apart the numbers are."""
    if isinstance(ours, Nothing):
        text = str(ours.error)
        if isinstance(theirs, Nothing):
            return "error in both", None
        if f"no option {option}" in text:
            return "not here", None
        return ("refused" if option in text or value.strip("'") in text else f"other: {text}"), None
    if isinstance(theirs, Nothing):
        return f"other: Keras: {theirs.error!r:.200}", None
    far = distance(ours, theirs)
    near = NEAR_FLOAT32 if value == "'float32'" else NEAR
    return ("same" if far <= near else f"other: {far}"), far


def rows(path: str, theirs: Theirs, ours: Ours) -> Iterator[Row]:
    """Yield what came of each option of each class of a module that both have.

    Raises:
        SystemExit: if something differs that nobody has explained, or no value that is tried
            changes anything in Keras.
    """
    here = kinds(ours, path)
    for kind, their_class in kinds(theirs, path).items():
        if kind not in here:
            continue
        for option in ["", *options(their_class)]:
            heard = not option or option in UNHEARD or (kind, option) in UNHEARD
            for value in tried(kind, option) if option else ("",):
                found = result(theirs, path, kind, option, value)
                got = result(ours, path, kind, option, value)
                state, far = verdict(option, value, found, got)
                heard = heard or state != "same" or _matters(theirs, path, kind, option, found)
                yield Row(kind, option, value, *_explained(kind, option, value, state, far))
            if not heard:
                raise SystemExit(f"{kind}: no value tried for {option} changes anything in Keras")


def _matters(theirs: Theirs, path: str, kind: str, option: str, found: Any) -> bool:
    """Say whether a value gives other numbers than Keras does without it."""
    plain = result(theirs, path, kind, option, None)
    if isinstance(plain, Nothing) or isinstance(found, Nothing):
        return True
    return distance(plain, found) > 0


def _explained(
    kind: str, option: str, value: str, state: str, far: float | None
) -> tuple[str, float | None, str]:
    """Return the state, the distance and why the state is what it is.

    Raises:
        SystemExit: if nobody has said why.
    """
    word, _, what = state.partition(": ")
    why = WHY.get((kind, option, value)) or WHY.get((kind, option), "")
    if word == "other" and not why:
        raise SystemExit(
            f"docs/options/notes.py does not say why: {kind}, {option}={value}: {what}"
        )
    return word, far, why if word == "other" else ""
