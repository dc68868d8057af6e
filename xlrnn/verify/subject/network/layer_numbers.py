"""The weights, results and gradients of one layer of `nn`, as the numbers of a map."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import softmax
from xlrnn.nn.core.trace import Trace
from xlrnn.verify.subject.network import words
from xlrnn.verify.subject.network.numbers import Numbers
from xlrnn.verify.subject.network.plan import Sized

Array = NDArray[Any]


def as_numbers(array: Array) -> Array:
    """Return what a layer returns, batch first, as a map has it: units, steps, samples."""
    array = array[:, None] if array.ndim == 2 else array
    return array.transpose(2, 1, 0)


class LayerNumbers:
    """One layer, and where its numbers are.

    Args:
        layer: what the map says of it.
        own: the layer of `nn`.
        numbers: where each number is.
    """

    def __init__(self, layer: Sized, own: Any, numbers: Numbers) -> None:
        self._layer, self._own, self._numbers = layer, own, numbers
        self._gates = words.GATES.get(layer.kind, ())

    # Weights: gates side by side, and a row for each input, as Keras has them.

    def set_weights(self, vector: Array) -> None:
        """Give the layer the weights that stand in the vector."""
        if self._gates:
            weights = [self._weights(vector, self._layer.owner(part)) for part in self._layer.parts]
            self._own.set_weights([array for direction in weights for array in direction])

    def get_weights(self, vector: Array) -> None:
        """Put the weights of the layer into the vector."""
        if not self._gates:
            return
        weights = self._own.get_weights()
        each = len(weights) // len(self._layer.parts)
        for number, part in enumerate(self._layer.parts):
            own = weights[number * each : (number + 1) * each]
            self._put_weights(vector, self._layer.owner(part), "", own)

    def _weights(self, vector: Array, owner: str) -> list[Array]:
        def side_by_side(name: str) -> Array:
            parts = [
                self._sign(gate) * vector[self._numbers.index((owner, f"{name}{gate}"))].T
                for gate in self._gates
            ]
            return np.concatenate(parts, axis=1)

        matrices = [side_by_side("W_x")]
        if self._layer.kind in words.RECURRENT:
            matrices.append(side_by_side("W_h"))
        if self._two_biases:
            return [*matrices, np.concatenate([side_by_side("b"), side_by_side("b_h")])]
        return [*matrices, side_by_side("b")[0]]

    def _put_weights(
        self, vector: Array, owner: str, before: str, weights: Sequence[Array]
    ) -> None:
        names = ["W_x", *(["W_h"] if self._layer.kind in words.RECURRENT else [])]
        biases = np.atleast_2d(weights[-1])
        found = dict(zip(names, weights, strict=False))
        found |= dict(zip(("b", "b_h"), (row[None] for row in biases), strict=False))
        for name, array in found.items():
            for gate, part in zip(
                self._gates, np.split(array, len(self._gates), axis=1), strict=True
            ):
                key = (owner, f"{before}{name}{gate}")
                vector[self._numbers.index(key)] = self._sign(gate) * part.T

    @property
    def _two_biases(self) -> bool:
        return self._layer.kind == "gru" and self._layer.options["reset"] == "after"

    def _sign(self, gate: str) -> int:
        """Return −1 for an update gate that says how much is new: σ(−a) = 1 − σ(a)."""
        return -1 if gate == "z" and self._layer.options.get("update") == "writes" else 1

    # Results.

    def fill(self, vector: Array, x: Array, y: Array) -> None:
        """Put what the layer has calculated into the vector.

        Args:
            vector: the numbers.
            x: what it has read, batch first.
            y: what it has returned.
        """
        layer = self._layer
        if layer.kind != layer.layer.kind:
            self._put(vector, layer.name, words.CALCULATED[layer.layer.kind], {"x": x, "y": y})
        for part, own in self._directions():
            back = part == "backward"
            traced = self._traced(own.trace(), y) if self._gates else self._softmax(x, y)
            turned = {name: array[:, ::-1] if back else array for name, array in traced.items()}
            quantities = words.CALCULATED[layer.kind]
            self._put(vector, layer.owner(part), quantities, {**turned, "x": x})

    def _directions(self) -> Iterator[tuple[str, Any]]:
        for part in self._layer.parts:
            yield part, getattr(self._own, f"{part}_layer") if part else self._own

    def _traced(self, trace: Trace, y: Array) -> dict[str, Array]:
        found = dict(trace)
        kind, options = self._layer.kind, self._layer.options
        if kind == "dense" and options["activation"] == "softmax":
            return {"logits": found["logits"], **self._softmax(found["logits"], y)}
        if kind == "lstm":
            found["kept"] = found["forget"] * found["c_prev"]
            found["written"] = found["input"] * found["candidate"]
        if kind == "gru" and self._sign("z") < 0:
            found["a_update"], found["update"] = -found["a_update"], 1 - found["update"]
        return found

    def _softmax(self, logits: Array, y: Array) -> dict[str, Array]:
        """Return the parts of softmax; what is taken off before changes no probability."""
        if self._layer.kind == "repeat":
            return {"y": y}
        rows = softmax(logits.reshape(-1, logits.shape[-1]))
        if not self._layer.options["subtract_max"]:
            rows["exps"] = np.exp(logits.reshape(rows["exps"].shape))
            rows["exps_sum"] = rows["exps"].sum(axis=1, keepdims=True)
        parts = {name: rows.reshape(*logits.shape[:-1], -1) for name, rows in rows.items()}
        return {**parts, "p": y, "y": y}

    def _put(
        self,
        vector: Array,
        owner: str,
        quantities: Mapping[str, words.Word],
        found: Mapping[str, Array],
    ) -> None:
        for name, word in quantities.items():
            if word.traced in found:
                vector[self._numbers.index((owner, name))] = as_numbers(found[word.traced])

    # Gradients.

    def fill_gradients(self, vector: Array, dy: Array | None) -> None:
        """Put the gradients that the way back has left in the layer into the vector.

        Args:
            vector: the numbers.
            dy: ∂L/∂ of what it has returned, if that is known.
        """
        quantities = words.GRADIENTS[self._layer.kind]
        if not self._gates:
            self._put(vector, self._layer.name, quantities, {} if dy is None else {"dy": dy})
            return
        for part, own in self._directions():
            traced = dict(own.gradient_trace())
            weights = [self._sum(traced[name]) for name in self._weight_names]
            owner = self._layer.owner(part)
            self._put_weights(vector, owner, "d", weights)
            if self._sign("z") < 0:
                for name in ("d_update", "da_update"):
                    traced[name] = -traced[name]
            back = part == "backward"
            if dy is not None:
                traced["dy"] = dy
            turned = {
                word.traced: traced[word.traced][:, ::-1] if back else traced[word.traced]
                for word in quantities.values()
                if word.traced in traced
            }
            self._put(vector, owner, quantities, turned)

    @property
    def _weight_names(self) -> tuple[str, ...]:
        return ("dW_hy", "db_y") if self._layer.kind == "dense" else ("dW_xh", "dW_hh", "db_h")

    def _sum(self, by_step: Array) -> Array:
        """Add up the gradients of a weight over samples and steps."""
        axes = 1 if self._layer.steps is None else 2
        total: Array = by_step.sum(axis=tuple(range(axes)))
        return total
