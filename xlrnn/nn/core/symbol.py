"""What stands for an array that is not there yet, and the call of a layer that it comes from.

A layer that is called with symbols calculates nothing: it is built, and says what shape the result
will have. Calls that lead from inputs to outputs are a model.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NoReturn

from xlrnn.errors import UsageError
from xlrnn.nn.core.input_shape import Shape

_numbers = count()


class Symbol:
    """An array that is not there yet: of an `Input`, or what a layer returns.

    Args:
        call: that returns it; None for an input without a layer.
        index: its place in what the call returns.
        shape: batch first; None where a side may vary.
        dtype: the number format.
        name: where there is no call.

    Example:
        >>> from xlrnn.nn import Dense, Input
        >>> Dense(2)(Input((3,)))
        <Symbol of dense, shape (None, 2), float32>
    """

    def __init__(
        self, call: "Call | None", index: int, shape: Shape, dtype: str, name: str = ""
    ) -> None:
        self.call, self.index, self.shape, self.dtype, self._name = call, index, shape, dtype, name

    @property
    def name(self) -> str:
        """The name of the layer that returns it."""
        return self._name if self.call is None else self.call.layer.name

    @property
    def ndim(self) -> int:
        """How many dimensions it has."""
        return len(self.shape)

    def __repr__(self) -> str:
        return f"<Symbol of {self.name}, shape {self.shape}, {self.dtype}>"

    def _refuse(self, *_: Any) -> NoReturn:
        raise UsageError(
            f"{self!r} has no numbers yet: expected layers to be called with it, as in "
            "layers.Add()([a, b]) for a + b"
        )

    __array__ = __bool__ = __iter__ = __len__ = __float__ = __getitem__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _refuse
    __truediv__ = __rtruediv__ = __matmul__ = __rmatmul__ = __pow__ = _refuse


class Call:
    """A layer, called with symbols.

    Args:
        layer: what was called.
        taken: the symbols that it was called with.
        listed: whether they were a list.
        others: what else it was given, by the argument's name.
        options: the other arguments, which are no arrays.

    Attributes:
        number: which call of all there have been.
        returned: the symbols that it returns.
    """

    def __init__(
        self,
        layer: Any,
        taken: Sequence[Symbol],
        *,
        listed: bool = False,
        others: Mapping[str, Sequence[Symbol]] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.layer, self.taken, self.listed = layer, tuple(taken), listed
        self.others = {name: tuple(given) for name, given in (others or {}).items()}
        self.options = dict(options or {})
        self.number = next(_numbers)
        self.returned: list[Symbol] = []

    def returns(self, shapes: Sequence[Shape]) -> list[Symbol]:
        """Say the shapes of what it returns."""
        dtype = str(self.layer.dtype)
        self.returned = [Symbol(self, k, shape, dtype) for k, shape in enumerate(shapes)]
        return self.returned

    @property
    def sources(self) -> list[Symbol]:
        """All symbols that it takes, those of other arguments behind."""
        return [*self.taken, *(symbol for given in self.others.values() for symbol in given)]


def has_symbols(given: Any) -> bool:
    """Say whether something is a symbol, or a list with one in it."""
    return isinstance(given, Symbol) or (
        isinstance(given, list | tuple) and any(isinstance(each, Symbol) for each in given)
    )


def called(layer: Any, x: Any, options: Mapping[str, Any]) -> Any:
    """Return what a layer returns when it is called with symbols: one, or a list of them.

    Args:
        layer: the layer, which is built.
        x: the input.
        options: the other arguments of the call.

    Raises:
        UsageError: if something else is among the symbols, or they are too many.
        ShapeError: if the layer does not take such inputs.
    """
    listed = isinstance(x, list | tuple)
    taken = list(_symbols(x, layer.name))
    if listed and len(taken) == 1 and not layer.takes_several:
        listed = False
    if listed != layer.takes_several:
        got = f"a list of {len(taken)}" if listed else "one array"
        wanted = "a list of arrays" if layer.takes_several else "one array"
        raise UsageError(f"{layer.name}: got {got}, expected {wanted}")
    others = {
        name: tuple(_symbols(given, layer.name))
        for name, given in options.items()
        if has_symbols(given)
    }
    _expect_arguments(layer, others, options)
    plain = {name: given for name, given in options.items() if name not in others}
    if plain.get("mask") is not None:
        raise UsageError(
            f"{layer.name}: a mask of one's own does not go into a model: Embedding with "
            "mask_zero=True, and Masking, make masks that are handed on"
        )
    plain = {
        name: given
        for name, given in plain.items()
        if given is not None and name != "training"  # which is the model's, as in Keras
    }
    shape = [each.shape for each in taken] if listed else taken[0].shape
    layer.ensure_built(shape)
    call = Call(layer, taken, listed=listed, others=others, options=plain)
    layer.calls.append(call)
    returned = call.returns(layer.asked_shapes(shape, plain))
    return returned if len(returned) > 1 else returned[0]


def _symbols(given: Any, layer: str) -> Iterator[Symbol]:
    for each in given if isinstance(given, list | tuple) else [given]:
        if not isinstance(each, Symbol):
            raise UsageError(
                f"{layer}: got {each!r:.60} beside symbols: expected symbols alone, of Input or "
                "of other layers"
            )
        yield each


def _expect_arguments(
    layer: Any, others: Mapping[str, Sequence[Symbol]], options: Mapping[str, Any]
) -> None:
    """Refuse symbols where a layer takes none, and too few or too many where it does."""
    for name, given in others.items():
        if name not in layer.array_arguments:
            raise UsageError(f"{layer.name}: {name} is {given[0]!r}: it takes no symbols")
    for name in layer.array_arguments:
        if options.get(name) is not None and name not in others:
            raise UsageError(f"{layer.name}: {name} holds numbers: expected symbols, as the input")
