"""What NumPy calculates for a map: a network of `nn`, made as the map says, with given weights."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.models import Model
from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.judging import Arriving, Judge
from xlrnn.verify.subject.network.layer_numbers import LayerNumbers, as_numbers
from xlrnn.verify.subject.network.numbers import ONE, Numbers
from xlrnn.verify.subject.network.plan import LAST, Plan, Sized

Array = NDArray[Any]
_FLOAT: Final = "float64"
_LAYERS: Final = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Network:
    """A network that calculates all numbers of a map.

    Args:
        plan: its sizes.
        numbers: where each number is.
    """

    def __init__(self, plan: Plan, numbers: Numbers) -> None:
        self._plan, self._numbers = plan, numbers
        self._inputs: dict[tuple[str, str], Any] = {}
        self._outputs: dict[str, Any] = {}
        self._states: dict[str, list[Any]] = {}
        self._layers: dict[str, LayerNumbers] = {}
        self._arriving: dict[str, Arriving] = {}
        for given in plan.mapped.inputs:
            for name in given.places:
                width, steps = plan.streams[name]
                shape = (width,) if steps is None else (steps, width)
                self._inputs["", name] = self._outputs[name] = nn.Input(shape, dtype=_FLOAT)
        for layer in plan.layers:
            self._add(layer)
        ends = [self._outputs[layer.name] for layer in plan.layers]
        self._model = Model([*self._inputs.values()], ends)
        self._judge = self._judged()

    # Made as the map says.

    def _add(self, layer: Sized) -> None:
        x = self._read(layer)
        own = self._made(layer)
        self._layers[layer.name] = LayerNumbers(layer, own, self._numbers)
        if layer.kind not in words.RECURRENT:
            self._outputs[layer.name] = own(x)
        else:
            first = self._first(layer)
            y, *states = own(x, initial_state=first) if first else own(x)
            self._outputs[layer.name], self._states[layer.name] = y, states
        judged = self._plan.judged
        if judged is not None and layer is not judged and layer.kind in ("dense", "softmax"):
            probe = self._arriving[layer.name] = Arriving(dtype=_FLOAT)
            self._outputs[layer.name] = probe(self._outputs[layer.name])

    def _made(self, layer: Sized) -> Any:
        options = layer.options
        if layer.kind == "dense":
            return nn.Dense(layer.units, options["activation"], dtype=_FLOAT)
        if layer.kind == "softmax":
            return nn.layers.Softmax(dtype=_FLOAT)
        if layer.kind == "repeat":
            return nn.layers.RepeatVector(layer.steps or 1, dtype=_FLOAT)
        known: dict[str, Any] = {
            key: options[key]
            for key in ("activation", "recurrent_activation", "tied")
            if key in options
        }
        if layer.kind == "gru":
            known["reset_after"] = options["reset"] == "after"
        own = _LAYERS[layer.kind](
            layer.units, return_sequences=True, return_state=True, dtype=_FLOAT, **known
        )
        if layer.layer.kind == "bidirectional":
            return nn.Bidirectional(own, merge_mode=options["merge"], dtype=_FLOAT)
        return own

    def _read(self, layer: Sized) -> Any:
        """Return what a layer reads, side by side; what has no steps is the same at each."""
        found = []
        for source in layer.sources:
            name = source.removesuffix(LAST)
            x = self._outputs[name] if name == source else self._last(name)
            stepless = name != source or self._plan.streams[name].steps is None
            if stepless and layer.steps is not None and layer.kind != "repeat":
                x = nn.layers.RepeatVector(layer.steps, dtype=_FLOAT)(x)
            found.append(x)
        return nn.layers.Concatenate(dtype=_FLOAT)(found) if len(found) > 1 else found[0]

    def _last(self, name: str) -> Any:
        """Return the state of a layer after the last step that it reads."""
        layer = self._plan.layer(name)
        states = self._states[name][:: len(words.STATES[layer.kind])]
        return nn.layers.Concatenate(dtype=_FLOAT)(states) if len(states) > 1 else states[0]

    def _first(self, layer: Sized) -> list[Any]:
        """Return what a layer begins with: states of another, or given ones, if any are."""
        before, names = layer.options.get("first_state", ""), words.STATES[layer.kind]
        if before:
            return self._states[before][: len(names)]
        tables = layer.layer.tables
        if not any(tables[part].given.keys() & {*names} for part in layer.parts):
            return []
        for part in layer.parts:
            for name in names:
                symbol = nn.Input((layer.units,), dtype=_FLOAT)
                self._inputs[layer.owner(part), name] = symbol
        return [self._inputs[layer.owner(part), name] for part in layer.parts for name in names]

    def _judged(self) -> Judge | None:
        judged, loss = self._plan.judged, self._plan.mapped.loss
        if judged is None or loss is None:
            return None
        self._used = [key for key in self._inputs if self._reaches(key, judged)]
        model = Model([self._inputs[key] for key in self._used], self._outputs[judged.name])
        width = self._plan.streams[judged.name].width
        return Judge(model, loss.kind, loss.reduction, width)

    def _reaches(self, key: tuple[str, str], judged: Sized) -> bool:
        """Tell whether an input is on the way to what is judged."""
        owner, name = key
        return (owner.partition(".")[0] or name) in self._plan.behind(judged)

    # Calculated.

    def calculate(self, vector: Array, after: Array | None) -> None:
        """Fill in all numbers of an epoch.

        Args:
            vector: the numbers, of which what is given is there.
            after: those of the next epoch, which get the new weights; None if nothing is learned.
        """
        vector[self._numbers.index(ONE)] = 1
        for numbers in self._layers.values():
            numbers.set_weights(vector)
        given = {key: self._given(key, vector) for key in self._inputs}
        outputs = self._model.forward(_alone([*given.values()]))
        streams = {name: array for (owner, name), array in given.items() if not owner}
        for layer, y in zip(
            self._plan.layers, outputs if isinstance(outputs, list) else [outputs], strict=True
        ):
            streams[layer.name] = np.array(y)
        for layer in self._plan.layers:
            self._layers[layer.name].fill(vector, self._seen(layer, streams), streams[layer.name])
            self._hand_over(layer, vector)
        if self._judge is not None:
            self._go_back(self._judge, vector, given, streams, after)

    def _hand_over(self, layer: Sized, vector: Array) -> None:
        """Let first states that are those of another layer stand among the numbers, too."""
        before = layer.options.get("first_state", "")
        for state in words.STATES.get(layer.kind, ()) if before else ():
            last = vector[self._numbers.index((before, state[0]))][:, -1:]
            vector[self._numbers.index((layer.name, state))] = last

    def _given(self, key: tuple[str, str], vector: Array) -> Array:
        array = vector[self._numbers.index(key)]
        stepless = bool(key[0]) or self._plan.streams[key[1]].steps is None
        return array[:, 0].T if stepless else array.transpose(2, 1, 0)

    def _seen(self, layer: Sized, streams: dict[str, Array]) -> Array:
        """Return what a layer has read, side by side."""
        found = []
        for source in layer.sources:
            name = source.removesuffix(LAST)
            x = streams[name]
            if name != source:
                x = self._last_of(name, x)
            if x.ndim == 2 and layer.steps is not None and layer.kind != "repeat":
                x = np.repeat(x[:, None], layer.steps, axis=1)
            found.append(x)
        return np.concatenate(found, axis=-1)

    def _last_of(self, name: str, x: Array) -> Array:
        layer = self._plan.layer(name)
        if layer.layer.kind != "bidirectional":
            return x[:, -1]
        return np.concatenate([x[:, -1, : layer.units], x[:, 0, layer.units :]], axis=-1)

    def _go_back(
        self,
        judge: Judge,
        vector: Array,
        given: dict[tuple[str, str], Array],
        streams: dict[str, Array],
        after: Array | None,
    ) -> None:
        judged = self._plan.judged
        assert judged is not None
        targets = vector[self._numbers.index(("loss", "targets"))]
        y = targets.transpose(2, 1, 0) if judged.steps is not None else targets[:, 0].T
        judge.judge([given[key] for key in self._used], np.ascontiguousarray(y))
        error = as_numbers(streams[judged.name]) - targets
        losses = judge.losses[..., None]
        for name, array in (
            ("error", error),
            ("squared", error**2),
            ("squared_sum", (error**2).sum()),
            ("losses", as_numbers(losses)),
            ("loss", judge.value),
        ):
            vector[self._numbers.index(("loss", name))] = array
        behind = self._plan.behind(judged)
        for layer in self._plan.layers:
            if layer.name in behind:
                probe = self._arriving.get(layer.name)
                dy = judge.dy if layer is judged else probe.dy if probe is not None else None
                with recording():
                    self._layers[layer.name].fill_gradients(vector, dy)
        if after is not None:
            judge.learn(float(vector[self._numbers.index(("training", "rate"))].item()))
            for numbers in self._layers.values():
                numbers.get_weights(after)


def _alone(arrays: list[Array]) -> Any:
    """Return one array alone, several as a list: so a model takes them."""
    return arrays if len(arrays) > 1 else arrays[0]
