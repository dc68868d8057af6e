"""Whether an imported model says what its source says: one answer, for every import.

An import that is compared with nothing agrees with itself alone, so each says whether its source
was run, on what, and how far the two were apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import DifferentError
from xlrnn.nn.core.layer import Layer

Array = NDArray[Any]

ALLOWED: Final = {2: (1e-3, 1e-2), 4: (1e-6, 1e-5), 8: (1e-12, 1e-10)}
"""How far apart two calculations of a number may be, by the bytes of their numbers: absolutely,
and as a part of the largest number of the output."""


@dataclass(frozen=True)
class Compared:
    """What an import found out.

    Args:
        source: the program that ran the model, with its version.
        distance: the largest between its outputs and ours; None where it was not run.
        remark: why it was not run; or what must be known of how it was.

    Example:
        >>> print(Compared("PyTorch 2.13", 3e-8))
        compared with PyTorch 2.13: largest distance 3.0e-08
        >>> print(Compared("PyTorch", remark="a state dict cannot be run"))
        not compared with PyTorch: a state dict cannot be run
    """

    source: str
    distance: float | None = None
    remark: str = ""

    def __bool__(self) -> bool:
        """Say whether the source was run."""
        return self.distance is not None

    def __str__(self) -> str:
        if self.distance is None:
            return f"not compared with {self.source}: {self.remark}"
        more = f" ({self.remark})" if self.remark else ""
        return f"compared with {self.source}: largest distance {self.distance:.1e}{more}"


def compared(
    ours: Sequence[Array],
    theirs: Sequence[Array],
    source: str,
    *,
    remark: str = "",
    itemsize: int = 8,
) -> Compared:
    """Compare the outputs of a model with those of its source.

    Args:
        ours: our outputs.
        theirs: those of the source, in the same order.
        source: the program that ran it, with its version.
        remark: what must be known of the comparison.
        itemsize: the bytes of the coarsest numbers on the way, if the outputs' are finer.

    Raises:
        DifferentError: if they differ by more than calculating does.
    """
    if len(ours) != len(theirs):
        raise DifferentError(f"{source} gives {len(theirs)} outputs, and the model {len(ours)}")
    for k, (own, other) in enumerate(zip(ours, theirs, strict=True)):
        if not agree(own, other, itemsize):
            which = f"output {k} " if len(ours) > 1 else "the output "
            raise DifferentError(which + difference(own, other, source))
    return Compared(source, max(map(distance, ours, theirs), default=0.0), remark)


def distance(ours: Array, theirs: Array) -> float:
    """Return the largest between two arrays; infinite, where they cannot be compared.

    Example:
        >>> distance(np.array([1.0, 2.0]), np.array([1.0, 2.5]))
        0.5
    """
    if np.shape(ours) != np.shape(theirs):
        return float("inf")
    own, other = (np.asarray(array, np.float64) for array in (ours, theirs))
    with np.errstate(invalid="ignore"):  # infinite numbers that are equal are no distance
        apart = np.where((own == other) | (np.isnan(own) & np.isnan(other)), 0, abs(own - other))
    return float(np.nan_to_num(apart, nan=np.inf, posinf=np.inf).max(initial=0.0))


def agree(ours: Array, theirs: Array, itemsize: int = 8) -> bool:
    """Say whether two arrays hold the same, but for how exactly either calculates."""
    formats = [a.dtype.itemsize for a in (ours, theirs) if a.dtype.kind == "f"]
    if not formats:
        return distance(ours, theirs) == 0
    absolute, relative = ALLOWED[min(8, itemsize, *formats)]
    finite = np.abs(theirs[np.isfinite(theirs)])
    return distance(ours, theirs) <= absolute + relative * float(finite.max(initial=0.0))


def difference(ours: Array, theirs: Array, source: str) -> str:
    """Return in words how two arrays differ."""
    if ours.shape != theirs.shape:
        return f"has shape {ours.shape}, and of {source} {theirs.shape}"
    apart = np.abs(np.subtract(ours, theirs, dtype=np.float64))
    at = tuple(int(i) for i in np.unravel_index(int(np.argmax(apart)), apart.shape))
    return f"is {ours[at]:.6g} at {at}, and of {source} {theirs[at]:.6g}"


def note(into: Layer | Sequence[Layer], found: Compared) -> None:
    """Have a layer, a model, or each of a list know what its import found, as `compared`."""
    layers: Sequence[Layer] = [into] if isinstance(into, Layer) else into
    for layer in layers:
        layer.compared = found
