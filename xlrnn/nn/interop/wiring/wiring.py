"""The layers that are made for another program's model, and where its batch is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from xlrnn.nn.core.layer import Layer
from xlrnn.nn.files.arrays import as_weight
from xlrnn.nn.files.limits import MOST_LAYERS
from xlrnn.nn.interop.wiring.axes import Group, Part, Size
from xlrnn.nn.interop.wiring.refusal import BatchAxisError, NotTakenError
from xlrnn.nn.interop.wiring.value import Known, Value
from xlrnn.nn.layers.input_layer import InputLayer

BATCH: Final = "batch"


class Wiring:
    """What is being made.

    Args:
        batch: how many samples the other program's arrays have; open by default.
        dtype: the number format of the layers.
        asked: what was asked of each recurrent layer when the model was made before, by its
            node; nothing the first time.

    Attributes:
        batch: the side of the batch.
        inputs: of each input its value.
        layers: the layers with the node that each was made for, in order.
        asks: what is asked of each recurrent layer now.
        words: of symbols that are looked up, how many rows their table has, by identity.
    """

    def __init__(
        self,
        batch: Size | None = None,
        dtype: str = "float32",
        asked: dict[str, set[str]] | None = None,
    ) -> None:
        self.batch, self.dtype = Part(batch or Size.open(BATCH)), dtype
        self.asked, self.asks = asked, dict[str, set[str]]()
        self.inputs: dict[str, Value] = {}
        self.layers: list[tuple[Layer, str]] = []
        self.words: dict[int, int] = {}
        self.node = ""

    @contextmanager
    def making(self, node: str) -> Iterator[None]:
        """Say for which node of the other program layers are made now."""
        before, self.node = self.node, node
        try:
            yield
        finally:
            self.node = before

    def input(
        self, name: str, sides: Sequence[Size], batch_axis: int | None, dtype: str = ""
    ) -> Value:
        """Begin with an input.

        Args:
            name: of the input.
            sides: how long each axis of the other program's array is.
            batch_axis: which of them is the batch; None if the array is one sample.
            dtype: of the input, where it is another than that of the layers.
        """
        parts = [
            (self.batch,) if k == batch_axis else () if size == Size() else (Part(size),)
            for k, size in enumerate(sides)
        ]
        # What is 1 long in front of the batch is not ours: the directions of a first state.
        front = 0 if batch_axis is None else batch_axis
        ours: tuple[Group, ...] = tuple(
            group for k, group in enumerate(parts) if k != batch_axis and (group or k >= front)
        )
        ours = ours or ((),)
        layer = InputLayer(
            [part_size(group) for group in ours], dtype=dtype or self.dtype, name=name or None
        )
        value = Value(Known(layer.symbol), ours, tuple(parts))
        self.inputs[name] = value
        return value

    def call(
        self, make: Callable[..., Layer], given: Any, weights: Sequence[Any] = (), **options: Any
    ) -> Any:
        """Make a layer, call it with symbols, and give it its weights.

        Args:
            make: the layer's class.
            given: the symbol, or a list of them.
            weights: in Keras' order.
            **options: of the layer; `call` holds those of the call.

        Returns:
            What the call returns.
        """
        if len(self.layers) >= MOST_LAYERS:
            raise NotTakenError(f"there are more than {MOST_LAYERS} layers to be made")
        how = options.pop("call", {})
        layer = make(**options, dtype=self.dtype)
        self.layers.append((layer, self.node))
        returned = layer(given, **how)
        if weights:
            named = zip(weights, layer.weights, strict=True)
            layer.set_weights(
                [as_weight(w, self.dtype, f"{self.node}: {p.name}") for w, p in named]
            )
        return returned

    # Axes.

    def no_batch(self, group: Group) -> Group:
        """Return an axis that is no batch: without it, where that is 1 long.

        Raises:
            BatchAxisError: if the batch is in it.
        """
        if self.batch not in group:
            return group
        if self.batch.size == Size():
            return tuple(part for part in group if part is not self.batch)
        raise BatchAxisError("it works along the batch, and samples do not know of each other")

    def expect_batch(self, group: Group) -> None:
        """Refuse an axis that would have to be the batch and is not.

        Raises:
            BatchAxisError: then.
        """
        rest = tuple(part for part in group if part is not self.batch and part.size != Size())
        missing = self.batch not in group and self.batch.size != Size()
        if rest or missing:
            raise BatchAxisError("its batch is on an axis where the input's is not")


def part_size(group: Group) -> int | None:
    """Return the side of a shape of ours: open ones are None."""
    size = Size()
    for part in group:
        size = size * part.size
    return size.number if size.known else None
