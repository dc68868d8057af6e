"""A node and what it is given, as the function that says what it means takes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn.interop.pytorch.exported.program import Node
from xlrnn.nn.interop.wiring.axes import Size
from xlrnn.nn.interop.wiring.refusal import NotTakenError
from xlrnn.nn.interop.wiring.value import Value
from xlrnn.nn.interop.wiring.wiring import Wiring

Array = NDArray[Any]
Results = Any
"""A value, an array or a side; of several outputs a list of them."""


@dataclass(frozen=True)
class Here:
    """A node.

    Args:
        wiring: what is being made.
        node: the node.
        given: its arguments by name: values of the model, arrays that are known, sides, options.
        used: of each of its outputs whether somebody takes it.
    """

    wiring: Wiring
    node: Node
    given: Mapping[str, Any]
    used: Sequence[bool]

    def get(self, name: str, default: Any = None) -> Any:
        """Return an argument; the default where it is left out."""
        own = self.given.get(name)
        return default if own is None else own

    def value(self, name: str = "self") -> Value:
        """Return an argument, which is calculated.

        Raises:
            NotTakenError: if it is not.
        """
        own = self.given.get(name)
        if not isinstance(own, Value):
            raise NotTakenError(f"its {name} is a constant: expected what the model calculates")
        return own

    @property
    def x(self) -> Value:
        """The first argument, which is calculated."""
        return self.value(next(iter(self.node.arguments)))

    def constant(self, name: str) -> Array:
        """Return an argument, which is known.

        Raises:
            NotTakenError: if it is not.
        """
        own = self.given.get(name)
        if own is None or isinstance(own, Value | Size | list):
            raise NotTakenError(f"its {name} is not known: expected constants of the program")
        return np.asarray(own)

    def optional(self, name: str) -> Array | None:
        """Return an argument, which is known, if it is there."""
        return None if self.given.get(name) is None else self.constant(name)

    def ints(self, name: str, count: int, default: int) -> list[int]:
        """Return whole numbers, one for each of several sides; one may stand for all."""
        own = self.get(name)
        listed = [default] if own is None or own == [] else own if isinstance(own, list) else [own]
        if not all(isinstance(each, int) for each in listed) or len(listed) not in (1, count):
            raise NotTakenError(f"{name} is {listed}: expected {count} whole numbers")
        return listed * count if len(listed) == 1 else listed

    def expect(self, name: str, *expected: Any) -> None:
        """Refuse an argument that is something else, where it is there.

        Raises:
            NotTakenError: with what would be taken.
        """
        got = self.get(name, expected[0])
        if got not in expected:
            wanted = " or ".join(map(str, expected))
            raise NotTakenError(f"{name} is {got}: expected {wanted}")


Meaning = Callable[[Here], Results]
MEANINGS: Final[dict[str, Meaning]] = {}
"""What each operator means, by its kind."""


def means(*kinds: str) -> Callable[[Meaning], Meaning]:
    """Note what operators mean."""

    def noted(function: Meaning) -> Meaning:
        for kind in kinds:
            MEANINGS[kind] = function
        return function

    return noted
