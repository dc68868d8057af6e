"""Layers that wait for a bias or a function that other programs apply in steps of their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.typing import NDArray

from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.interop.wiring.value import Source, Value
from xlrnn.nn.interop.wiring.wiring import Wiring

Array = NDArray[Any]


@dataclass(eq=False)
class Pending(Source):
    """A layer with weights that is called as soon as somebody asks for its symbol.

    Args:
        wiring: what is being made.
        make: the layer's class.
        taken: what it takes.
        kernel: its kernel.
        bias: its bias, if it has one by now.
        options: of the layer.
        activation: its function by its name, if it has one by now.
        node: for which node of the other program it is made.
        before: what it takes with its axes, where that is more than a symbol.
    """

    wiring: Wiring
    make: Callable[..., Layer]
    taken: Source
    kernel: Array
    bias: Array | None
    options: Mapping[str, Any]
    activation: str | None = None
    node: str = ""
    before: Value | None = None
    called: list[Symbol] = field(default_factory=list)

    @property
    def symbol(self) -> Symbol:
        """The symbol."""
        if not self.called:
            weights: Sequence[Array] = (
                [self.kernel] if self.bias is None else [self.kernel, self.bias]
            )
            with self.wiring.making(self.node):
                self.called.append(
                    self.wiring.call(
                        self.make,
                        self.taken.symbol,
                        weights,
                        activation=self.activation,
                        use_bias=self.bias is not None,
                        **self.options,
                    )
                )
        return self.called[0]

    @property
    def open(self) -> bool:
        """Whether a bias or a function may still become part of it."""
        return self.activation is None and not self.called

    def with_bias(self, bias: Array) -> "Pending":
        """Return the same with more bias."""
        return self._anew(bias=bias if self.bias is None else self.bias + bias)

    def with_activation(self, name: str) -> "Pending":
        """Return the same with a function."""
        return self._anew(activation=name)

    def scaled(self, scale: Array) -> "Pending":
        """Return the same whose outputs are multiplied."""
        bias = None if self.bias is None else self.bias * scale
        return self._anew(kernel=self.kernel * scale, bias=bias)

    def _anew(self, **changed: Any) -> "Pending":
        return replace(self, **changed, called=[])
