"""What is said of a model that was made: what was taken, how inputs stand, what was compared."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.wiring.attempts import Declared
from xlrnn.nn.interop.wiring.imported import Imported
from xlrnn.nn.interop.wiring.made import Made
from xlrnn.nn.interop.wiring.translation import Translation


def reported(
    translation: Translation[Any],
    made: Made,
    origin: str,
    sample: Mapping[str, NDArray[Any]],
    compared_with: str,
    apart: float,
    left_out: Sequence[str] = (),
) -> Imported:
    """Return the report.

    Args:
        translation: what was made of which operator.
        made: the model.
        origin: what was read, as the program that wrote it is called.
        sample: what both were given, as the source takes it.
        compared_with: what ran the source; empty if nothing could.
        apart: how far apart the outputs were at most.
        left_out: what the model does not give, and why.
    """
    inputs = translation.graph.inputs
    unused = [own.name for own in inputs if own.name not in made.inputs]
    return Imported(
        origin,
        _listed(translation.taken),
        _listed(translation.folded),
        [*left_out, *(f"the input {name}, on which no output depends" for name in unused)],
        [_turned(own, made) for own in inputs if own.name in made.inputs],
        compared_with,
        _samples(made, sample),
        apart,
    )


def _samples(made: Made, sample: Mapping[str, NDArray[Any]]) -> int:
    """Return how many samples there were."""
    name, value = next(iter(made.inputs.items()))
    sides = zip(np.shape(sample[name]), value.theirs, strict=True)
    return next((side for side, group in sides if made.wiring.batch in group), 1)


def _listed(counted: Mapping[str, int]) -> list[str]:
    return [kind if count == 1 else f"{count} {kind}" for kind, count in counted.items()]


def _turned(own: Declared, made: Made) -> str:
    """Say how an input stands there and here."""
    value = made.inputs[own.name]
    there = ", ".join(
        "batch" if made.wiring.batch in group else str(side)
        for side, group in zip(own.sides, value.theirs, strict=True)
    )
    here = ", ".join(["batch", *(str(side or "…") for side in value.symbol.shape[1:])])
    return f"{own.name}: ({there}) there, ({here}) here"
