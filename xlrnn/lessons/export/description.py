"""The layers of a model as JSON can hold them: exact, under names that sheets take, flattened.

A chain is the list of its layers. Of a model that branches there is also what each call takes: by
the numbers of what is there before it, the inputs first, then what each call returns.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlrnn.lessons.export.naming import (
    CALLED_AGAIN,
    LONGEST_NAME,
    LONGEST_OF_TWO,
    is_free,
    name_of_call,
    sheet_name,
)
from xlrnn.lessons.export.written import WRITTEN, written
from xlrnn.nn.core.layer import Layer
from xlrnn.nn.core.serialization import INNER
from xlrnn.nn.core.symbol import Call, Symbol
from xlrnn.nn.models import Model, Sequential


@dataclass
class Described:
    """A model, layer by layer.

    Args:
        inputs: what the inputs are called.
        layers: its layers, also those of models inside, each once.
        called: the layers' names, those of models inside behind the model's.
        calls: which layer each call is of, and what it takes.
        outputs: the name of each output, and its number.
    """

    inputs: list[str] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[tuple[str, int]] = field(default_factory=list)
    places: int = 0

    @property
    def is_chain(self) -> bool:
        """Whether each layer takes what the one before returns, and nothing else."""
        behind = [{"layer": k, "x": [k]} for k in range(len(self.layers))]
        return self.calls == behind and self.outputs[0][1] == len(behind) == self.places - 1

    def as_json(self) -> Any:
        """Return it as JSON can hold it."""
        names = self._names()
        configs = [_config(layer, name) for layer, name in zip(self.layers, names, strict=True)]
        if self.is_chain and len(self.inputs) == len(self.outputs) == 1:
            return configs
        taken = [*names]
        for name in self.inputs:
            taken.append(sheet_name(name, taken) if len(self.inputs) > 1 else "input")
        return {
            "inputs": taken[len(names) :],
            "layers": configs,
            "calls": [{**call, "layer": names[call["layer"]]} for call in self.calls],
            "outputs": [list(each) for each in self.outputs],
        }

    def _names(self) -> list[str]:
        """Return a name for each layer, such that all its calls can have theirs, too."""
        counts = Counter(call["layer"] for call in self.calls)
        names: list[str] = []
        taken: list[str] = []
        for k, (layer, called) in enumerate(zip(self.layers, self.called, strict=True)):
            two_ways = type(layer).__name__ in WRITTEN and written(layer).two_ways
            longest = LONGEST_OF_TWO if two_ways else LONGEST_NAME
            again = f"{CALLED_AGAIN}{counts[k]}"
            longest -= len(again) if counts[k] > 1 else 0
            name = sheet_name(called, taken, longest)
            calls = [name_of_call(name, call) for call in range(2, counts[k] + 1)]
            while not all(is_free(call, [t for t in taken if t != name]) for call in calls):
                name = sheet_name(called, [*taken, name], longest)
                calls = [name_of_call(name, call) for call in range(2, counts[k] + 1)]
            names.append(name)
            taken += [name, *calls]
        return names

    # From a model.

    def add(self, model: Any, given: Sequence[int], prefix: str = "") -> list[int]:
        """Add the calls of a model, and return the numbers of its outputs.

        Args:
            model: the model.
            given: the numbers of its inputs.
            prefix: stands before the names of its layers.
        """
        inputs, calls, outputs = _inside(model)
        numbers = {id(symbol): k for symbol, k in zip(inputs, given, strict=True)}
        for call in calls:
            taken = [numbers[id(each)] for each in call.taken]
            if isinstance(call.layer, Model | Sequential):
                returned = self.add(call.layer, taken, f"{prefix}{call.layer.name}_")
            else:
                others = {
                    name: [numbers[id(each)] for each in own] for name, own in call.others.items()
                }
                returned = self._call(call, taken, others, prefix)
            numbers |= {id(symbol): k for symbol, k in zip(call.returned, returned, strict=True)}
        return [numbers[id(symbol)] for symbol in outputs]

    def _call(
        self, call: Call, taken: Sequence[int], others: Mapping[str, Sequence[int]], prefix: str
    ) -> list[int]:
        which = next((k for k, own in enumerate(self.layers) if own is call.layer), None)
        if which is None:
            which = len(self.layers)
            self.layers.append(call.layer)
            self.called.append(prefix + call.layer.name)
        told = {"others": others, "options": dict(call.options)}
        told = {name: given for name, given in told.items() if given}
        self.calls.append({"layer": which, "x": list(taken), **told})
        first, self.places = self.places, self.places + len(call.returned)
        return list(range(first, self.places))


def described(model: Any) -> Described:
    """Describe a model that is built."""
    symbols, _, _ = _inside(model)
    names = model.input_names if isinstance(model, Model) else ["input"]
    found = Described(inputs=list(names), places=len(symbols))
    ends = found.add(model, range(len(symbols)))
    names = model.output_names if isinstance(model, Model) else ["answer"]
    found.outputs = list(zip(names, ends, strict=True))
    return found


def _inside(model: Any) -> tuple[Sequence[Symbol], Sequence[Call], Sequence[Symbol]]:
    """Return the inputs, the calls and the outputs of a model."""
    if isinstance(model, Model):
        return model.inputs, model.calls_inside(), model.outputs
    assert model.inputs is not None
    return model.inputs, model.chain, model.outputs


def _config(layer: Layer, name: str) -> dict[str, Any]:
    exact = {**_exact(layer.get_config()), "name": name}
    return {"class_name": type(layer).__name__, "config": exact}


def _exact(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layer's arguments for calculating in float64, without those that only training uses.

    Dropout of the inputs is for training alone; states begin at zero.
    """
    exact = dict(config) | ({"dtype": "float64"} if "dtype" in config else {})
    for argument in INNER:
        if isinstance(exact.get(argument), dict):
            inner = exact[argument]
            exact[argument] = {**inner, "config": _exact(inner["config"])}
    exact.pop("batch_input_shape", None)
    return exact
