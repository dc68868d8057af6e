"""A node and what it is given, as the function that says what it means takes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.onnx.reading.folding import axes_of
from xlrnn.nn.interop.onnx.reading.graph import Node
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring

Array = NDArray[Any]
Given = Value | Array | None
Results = Value | Array | None | Sequence[Value | Array | None]


@dataclass(frozen=True)
class Here:
    """A node.

    Args:
        wiring: what is being made.
        node: the node.
        given: what it takes: arrays of the model, those that are known, None where there is none.
        used: of each of its outputs whether somebody takes it.
    """

    wiring: Wiring
    node: Node
    given: Sequence[Given]
    used: Sequence[bool]

    def there(self, k: int) -> bool:
        """Say whether there is an input k."""
        return len(self.given) > k and self.given[k] is not None

    def value(self, k: int = 0) -> Value:
        """Return input k, which is calculated.

        Raises:
            NotTakenError: if it is not.
        """
        own = self.given[k] if self.there(k) else None
        if not isinstance(own, Value):
            raise NotTakenError(f"its input {k} is a constant: expected what the model calculates")
        return own

    def constant(self, k: int, what: str) -> Array:
        """Return input k, which is known.

        Raises:
            NotTakenError: if it is not.
        """
        own = self.given[k] if self.there(k) else None
        if own is None or isinstance(own, Value):
            raise NotTakenError(f"{what} is not known: expected constants of the file")
        return own

    def optional(self, k: int, what: str) -> Array | None:
        """Return input k, which is known, if it is there."""
        return self.constant(k, what) if self.there(k) else None

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute."""
        return self.node.attributes.get(name, default)

    def axes(self, default: Any = None) -> Any:
        """Return axes, of an attribute or of input 1."""
        known = [None if isinstance(own, Value) else own for own in self.given]
        if self.there(1) and isinstance(self.given[1], Value):
            raise NotTakenError("its axes are calculated")
        return axes_of(self.node, known, default=default)

    def expect(self, name: str, *expected: Any, default: Any = None) -> None:
        """Refuse an attribute that is set to something else.

        Raises:
            NotTakenError: with what would be taken.
        """
        got = self.get(name, default)
        if got is not None and got not in expected:
            wanted = " or ".join(map(str, expected))
            raise NotTakenError(f"{name} is {got}: expected {wanted}")


Meaning = Callable[[Here], Results]
MEANINGS: Final[dict[tuple[str, str], Meaning]] = {}
"""What each operator means, by its domain and kind."""


def means(*kinds: str, domain: str = "") -> Callable[[Meaning], Meaning]:
    """Note what operators mean."""

    def noted(function: Meaning) -> Meaning:
        for kind in kinds:
            MEANINGS[domain, kind] = function
        return function

    return noted


def scalar(array: Array, what: str) -> float:
    """Return the only number of an array.

    Raises:
        NotTakenError: if there are more.
    """
    if np.size(array) != 1:
        raise NotTakenError(f"{what} has {np.size(array)} numbers: expected one")
    return float(np.ravel(array)[0])
