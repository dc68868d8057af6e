"""Which axis of each input is the batch: found by trying, the likeliest first.

A file does not say it. Layers do: a recurrent one wants the batch behind the steps, or before them;
nothing may be mixed along it. If no axis works, the whole array is one sample.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from xlrnn.errors import UsageError, XlrnnError
from xlrnn.nn.interop.wiring.axes import ONE, Size
from xlrnn.nn.interop.wiring.made import Made
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, OpenSideError
from xlrnn.nn.interop.wiring.wiring import Wiring

MOST: Final = 48
"""So many ways are tried."""
BATCH_NAMES: Final = ("batch", "n", "b", "samples")


@dataclass(frozen=True)
class Declared:
    """An input as the other program declares it.

    Args:
        name: of the input.
        sides: how long each axis is.
        dtype: of its numbers.
    """

    name: str
    sides: Sequence[Size]
    dtype: str


Axes = Mapping[str, int | None]
"""Of each input the axis of the batch."""

Build = Callable[[Wiring, Axes], Made]


def attempted(inputs: Sequence[Declared], build: Build, dtype: str) -> Made:
    """Return the model that is made with the first choice of axes that works.

    Args:
        inputs: of the other program's model.
        build: makes it, for one choice.
        dtype: the number format of the layers.

    Raises:
        XlrnnError: if none works: what was said of the likeliest one that is not about the batch.
    """
    errors: list[XlrnnError] = []
    for axes in islice(_choices(inputs), MOST):
        batch = next((own.sides[k] for own in inputs if (k := axes[own.name]) is not None), ONE)
        try:
            first = Wiring(batch, dtype)
            build(first, axes)
            return build(Wiring(batch, dtype, asked=first.asks), axes)
        except XlrnnError as error:
            errors.append(error)
        except RecursionError:
            raise UsageError("the layers are nested too deeply") from None
    raise min(errors, key=_weight)


def _weight(error: XlrnnError) -> int:
    """Return how little an error says."""
    cause = error.__cause__ or error
    return 2 if isinstance(cause, BatchAxisError) else 1 if isinstance(cause, OpenSideError) else 0


def _choices(inputs: Sequence[Declared]) -> Iterator[Axes]:
    """Yield choices, the likeliest first."""
    names = [own.name for own in inputs]
    found = []
    for axes in islice(product(*(range(len(own.sides)) for own in inputs)), 4096):
        sides = [own.sides[axis] for own, axis in zip(inputs, axes, strict=True)]
        if all(side == sides[0] for side in sides):
            hinted = any(name.lower().startswith(BATCH_NAMES) for side in sides
                         for name in side.names)  # fmt: skip
            found.append((not hinted, sum(axes), axes))
    for _, _, axes in sorted(found):
        yield dict(zip(names, axes, strict=True))
    yield dict.fromkeys(names)
