"""Layers that are connected by calling them: what is between inputs and outputs is the model."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core import sharing
from xlrnn.nn.core.input_shape import Shape, expect_shape, in_rank
from xlrnn.nn.core.symbol import Symbol
from xlrnn.nn.graph import description
from xlrnn.nn.graph.order import calls_between, in_keras_order
from xlrnn.nn.naming import name_in_model
from xlrnn.nn.network import Network

Array = NDArray[Any]
Made = TypeVar("Made", bound="Functional")


class Functional(Network):
    """A network between symbols.

    Args:
        inputs: what it begins with: one, a list, or a dict by name.
        outputs: what is wanted, likewise.
        name: of the model.

    Attributes:
        layers: all layers, those of inputs included, in Keras' order.
        input_shape: the shape of the input, or a list of them.
        output_shape: of the output, likewise.
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name or "functional")
        self.inputs: list[Symbol] = _flat(inputs, "inputs", self.name)
        self.outputs: list[Symbol] = _flat(outputs, "outputs", self.name)
        self._expect_each_once()
        self.keys = [list(given) if isinstance(given, Mapping) else None
                     for given in (inputs, outputs)]  # fmt: skip
        self.in_list, self.listed = (isinstance(given, list | tuple) for given in (inputs, outputs))
        calls = calls_between(self.inputs, self.outputs, self.name)
        self.layers = in_keras_order(calls, self.inputs, self.outputs)
        self._name_layers(calls)
        self.input_shape: Any = _one_or_all([each.shape for each in self.inputs])
        self.output_shape = _one_or_all([each.shape for each in self.outputs])
        self.dtype = np.dtype(self.outputs[0].dtype)
        self.connect(self.inputs, self.outputs)

    def _expect_each_once(self) -> None:
        for k, symbol in enumerate(self.inputs):
            if any(symbol is other for other in self.inputs[:k]):
                raise UsageError(f"{self.name}: {symbol!r} is among the inputs twice")

    def _name_layers(self, calls: Sequence[Any]) -> None:
        """Give every layer a name of its own, in the order in which they were called first."""
        first = {id(call.layer): call.number for call in reversed(calls)}
        taken: list[str] = []
        for layer in sorted(self.layers, key=lambda one: first.get(id(one), -1)):
            name_in_model(layer, taken, self.name)
            taken.append(layer.name)

    @property
    def takes_several(self) -> bool:  # type: ignore[override]
        """Whether the input is a list."""
        return len(self.inputs) > 1

    @property
    def input_names(self) -> list[str]:
        """What the inputs are called."""
        return self.keys[0] or [symbol.name for symbol in self.inputs]

    @property
    def output_names(self) -> list[str]:
        """What the outputs are called; the second of a name gets a number."""
        names: list[str] = []
        for own in self.keys[1] or [symbol.name for symbol in self.outputs]:
            again = sum(other == own for other in names)
            names.append(f"{own}_{again}" if again else own)
        return names

    def build(self, input_shape: Any = None, **_: Any) -> None:
        """Nothing is left to do: the weights were made when the layers were called."""

    def ensure_built(self, input_shape: Any) -> None:
        """Refuse an input that the weights were not made for."""
        self.compute_output_shape(input_shape)

    def returned_shapes(self, input_shape: Any) -> list[Shape]:
        """Return the shape of each output for the shapes of the inputs."""
        given = input_shape if isinstance(input_shape, list) else [input_shape]
        known: dict[int, Shape] = {}
        for symbol, shape in zip(self.inputs, given, strict=True):
            expect_shape(shape, symbol.shape, self.name, self._called(symbol))
            known[id(symbol)] = tuple(shape)
        for call in self.calls_inside():
            shapes = [known[id(each)] for each in call.taken]
            shape = shapes if call.listed else shapes[0]
            call.layer.expect_fit(shape)
            for symbol, own in zip(
                call.returned, call.layer.asked_shapes(shape, call.options), strict=True
            ):
                known[id(symbol)] = own
        return [known[id(symbol)] for symbol in self.outputs]

    def calls_inside(self) -> list[Any]:
        """Return the calls between inputs and outputs, each behind those that it takes from."""
        return calls_between(self.inputs, self.outputs, self.name)

    def count_for(self, input_shape: Any) -> int:  # noqa: ARG002
        """Return how many numbers the weights have."""
        return self.count_params()

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output, or a list of them, for the shape of the input or all."""
        return _one_or_all(self.returned_shapes(input_shape))

    def arrays(self, x: Any) -> list[Any]:
        """Return an array for each input, in their order, checked.

        Raises:
            UsageError: if there are more or fewer, or of other names.
            ShapeError: if one has another shape, or they have not as many samples.
        """
        found = []
        for symbol, given in zip(self.inputs, self.separate(x), strict=True):
            array = in_rank(given if hasattr(given, "shape") else np.asarray(given), symbol.shape)
            expect_shape(array.shape, symbol.shape, self.name, self._called(symbol))
            found.append(array)
        if len({len_of(array) for array in found}) > 1:
            sizes = ", ".join(
                f"{name} has {len_of(array)}"
                for name, array in zip(self.input_names, found, strict=True)
            )
            raise ShapeError(f"{self.name}: expected as many samples of each input, got: {sizes}")
        return found

    def separate(self, x: Any) -> list[Any]:
        """Return what is given for each input: of a list, or of a dict by their names."""
        alone = self.in_list and isinstance(x, list | tuple) and len(x) == 1
        lists = self.takes_several or (alone and hasattr(x[0], "shape"))
        return separated(x, self.input_names, f"{self.name}: x", lists=lists)

    def _called(self, symbol: Symbol) -> str:
        """Return an input as errors call it."""
        return f"input {symbol.name}" if self.takes_several else "input"

    def called(self, x: Any, mask: Any = None) -> Any:
        """Return what a call with symbols returns."""
        return super().called(self.separate(x) if isinstance(x, Mapping) else x, mask)

    def __call__(self, x: Any, training: bool | None = False, mask: Any = None) -> Any:
        """Return the prediction, or of symbols the symbols of it."""
        return self._as_asked(super().__call__(x, training, mask))

    def _as_asked(self, y: Any) -> Any:
        """Return outputs in the form in which they were given: alone, in a list, or by name."""
        several = y if isinstance(y, list) else [y]
        if self.keys[1] is not None:
            return dict(zip(self.keys[1], several, strict=True))
        return several if self.listed else y

    def get_config(self) -> dict[str, Any]:
        """Return what `from_config` makes the same model of, as JSON can hold it."""
        with sharing.describing():
            return {"name": self.name, **description.described(self)}

    @classmethod
    def from_config(cls: type[Made], config: Any) -> Made:
        """Make a model of the same layers, connected in the same way, with fresh weights."""
        with sharing.making():
            inputs, outputs = description.connected(config)
        return cls(inputs, outputs, config["name"])


def len_of(array: Any) -> int:
    """Return how many samples an array has, or a sequence that stands for one."""
    return int(array.shape[0])


def separated(given: Any, names: Sequence[str], what: str, *, lists: bool) -> list[Any]:
    """Return what is given for each of several, in their order.

    Args:
        given: one for each: a list, or a dict by their names; of one it may stand alone.
        names: what they are called.
        what: is given, for the error.
        lists: whether a list has an entry for each; else it is the one itself.

    Raises:
        UsageError: if some are missing, or there are others.
    """
    if isinstance(given, Mapping):
        others = sorted(set(map(str, given)) - set(names))
        lacking = [name for name in names if name not in given]
        if others or lacking:
            raise UsageError(
                f"{what} has {', '.join(map(str, given)) or 'nothing'}: expected {', '.join(names)}"
            )
        return [given[name] for name in names]
    if not lists:
        return [given]
    if not isinstance(given, list | tuple) or len(given) != len(names):
        got = counted(len(given), "entry", "entries") if isinstance(given, list | tuple) else (
            f"a {type(given).__name__}"
        )  # fmt: skip
        raise UsageError(
            f"{what} is {got}: expected a list of {len(names)}, or a dict: {', '.join(names)}"
        )
    return list(given)


def _flat(given: Any, what: str, model: str) -> list[Symbol]:
    """Return symbols in a list.

    Raises:
        UsageError: if there is something else, or nothing.
    """
    several = given
    if isinstance(given, Mapping):
        several = list(given.values())
    elif not isinstance(given, list | tuple):
        several = [given]
    for each in several or [None]:
        if not isinstance(each, Symbol):
            raise UsageError(
                f"{model}: {what}: got {each!r:.60}, expected what Input, or a layer that was "
                "called, returns"
            )
    return list(several)


def _one_or_all(shapes: list[Shape]) -> Any:
    return shapes if len(shapes) > 1 else shapes[0]
