"""What each output of a model is for: how wrong it is, and how much that counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.nn import losses
from xlrnn.nn.losses import Loss


@dataclass(frozen=True)
class Aim:
    """What is wanted of an output.

    Args:
        name: of the output; empty where there is but one.
        loss: how wrong it is; None if nothing is expected of it.
        weight: what its loss is multiplied with.
    """

    name: str
    loss: Loss | None
    weight: float = 1.0


def aims(loss: Any, weights: Any, names: Sequence[str]) -> list[Aim]:
    """Return what is wanted of each output.

    Args:
        loss: as `compile` takes it: for all outputs, a list, or a dict by name.
        weights: likewise.
        names: of the outputs.

    Raises:
        UsageError: if there is no loss at all, or none of that name.
    """
    if loss is None:
        raise UsageError("compile needs a loss, for instance loss='categorical_crossentropy'")
    chosen = for_outputs("loss", loss, names, for_all=True)
    if all(each is None for each in chosen):
        raise UsageError("compile needs a loss for one output or more: there is none but None")
    factors = for_outputs("loss_weights", weights, names, for_all=len(names) == 1)
    titles = names if len(names) > 1 else [""]
    return [
        Aim(name, None if each is None else _learnable(each), _number(factor))
        for name, each, factor in zip(titles, chosen, factors, strict=True)
    ]


def for_outputs(what: str, given: Any, names: Sequence[str], *, for_all: bool) -> list[Any]:
    """Return what is given for each output, None where nothing is.

    Args:
        what: it is, for the error.
        given: a list with an entry for each, a dict by their names, or one thing.
        names: of the outputs.
        for_all: whether one thing is meant for every output.

    Raises:
        UsageError: if there are more or fewer, or of other names.
    """
    if given is None:
        return [None] * len(names)
    if isinstance(given, Mapping) and "class_name" not in given:
        if len(names) == 1 and len(given) == 1:
            return list(given.values())  # whatever the one output is called
        others = [str(name) for name in given if name not in names]
        if others:
            raise UsageError(
                f"{what} has an entry for {', '.join(others)}: the outputs are called "
                f"{', '.join(names)}"
            )
        return [given.get(name) for name in names]
    if not isinstance(given, list | tuple):
        if not for_all:
            raise UsageError(
                f"{what} is {given!r:.60}: expected an entry for each of the outputs "
                f"{', '.join(names)}"
            )
        return [given] * len(names)
    if len(given) != len(names):
        wanted = "one, for the one output" if len(names) == 1 else f"{len(names)}, for the outputs "
        raise UsageError(
            f"{what} has {counted(len(given), 'entry', 'entries')}: expected {wanted}"
            + (", ".join(names) if len(names) > 1 else "")
        )
    return list(given)


def _learnable(given: Any) -> Loss:
    """Return a loss that is one number.

    Raises:
        UsageError: if it is one for each row.
    """
    chosen = losses.get(given)
    if chosen.reduction in ("none", None):
        raise UsageError(
            f"{chosen.name}: reduction is {chosen.reduction!r}: a model learns from one "
            "number, as with 'sum_over_batch_size' or 'sum'"
        )
    return chosen


def _number(given: Any) -> float:
    """Return what a loss is multiplied with.

    Raises:
        UsageError: if that is no number.
    """
    weight = 1.0 if given is None else given
    number = isinstance(weight, int | float | np.number) and not isinstance(weight, bool)
    if not number or not np.isfinite(weight):
        raise UsageError(
            f"loss_weights is {given!r:.60}: expected a number, for the one loss; it is the third "
            "argument, as in Keras, and metrics the fourth: metrics=['accuracy']"
        )
    return float(weight)
