"""Two recurrent layers, one from each end (Schuster and Paliwal 1997)."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.compute.adding import added
from xlrnn.nn.compute.sequence import Rows, dense
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import deserialize, registered, serialize
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.rnn import RNN
from xlrnn.nn.layers.wrapper import Wrapper, expect_layer

Array = NDArray[Any]
MODES = ("concat", "sum", "mul", "ave", None)


@registered
class Bidirectional(Wrapper):
    """A recurrent layer that reads forwards, and one that reads backwards, side by side.

    1. y_f = forward(x)                what is known from the beginning up to each step
    2. y_b = backward(x)               what is known from the end down to each step
    3. y = [y_f, y_b]                  merge_mode="concat"; "sum": y_f + y_b; "mul": y_f · y_b;
                                       "ave": (y_f + y_b) / 2; None: both, in a list

    Args:
        layer: the recurrent layer; both directions are made as it is, each with weights of its
            own.
        merge_mode: how the two outputs become one.
        weights: what the weights begin with: those of `forward`, then those of `backward`.
        backward_layer: another layer for the way back; it has `go_backwards` the other way.
        **common: as of every `Layer`.
    """

    takes_rows: ClassVar[bool] = True
    takes_mask: ClassVar[bool] = True
    call_order: ClassVar[tuple[str, ...]] = RNN.call_order
    array_arguments: ClassVar[tuple[str, ...]] = RNN.array_arguments

    def __init__(
        self,
        layer: RNN,
        merge_mode: str | None = "concat",
        weights: Sequence[Any] | None = None,
        backward_layer: RNN | None = None,
        **common: Any,
    ) -> None:
        merge_mode = checked.one_of(merge_mode, MODES, "Bidirectional: merge_mode")
        _expect_recurrent(layer)
        dtype, ahead = common.get("dtype"), layer.go_backwards
        self.forward_layer = _made_again(layer, "forward_", dtype, go_backwards=ahead)
        if backward_layer is None:
            backward_layer = _made_again(layer, "backward_", dtype, go_backwards=not ahead)
        self.backward_layer = backward_layer
        _expect_opposite(self.forward_layer, self.backward_layer)
        if not {"input_shape", "input_dim", "batch_input_shape"} & common.keys():
            common["batch_input_shape"] = layer.given_input_shape
        super().__init__([self.forward_layer, self.backward_layer], weights=weights, **common)
        self.merge_mode = merge_mode
        self.stateful, self.go_backwards = layer.stateful, False
        self.return_sequences, self.return_state = layer.return_sequences, layer.return_state
        for direction in self.directions:
            direction.zero_output_for_mask = self.return_sequences

    @property
    def directions(self) -> tuple[RNN, RNN]:
        """Both layers, in the order of their weights."""
        return self.forward_layer, self.backward_layer

    @property
    def parts(self) -> dict[str, Layer]:
        """Both layers, likewise."""
        return {"forward_layer": self.forward_layer, "backward_layer": self.backward_layer}

    def make_weights(self, input_shape: Shape) -> None:
        """Build both directions."""
        for direction in self.directions:
            direction.ensure_built(input_shape)
        self.adopt_weights()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the merged output; of each of the two with merge_mode=None."""
        *rest, units = self.forward_layer.compute_output_shape(input_shape)
        assert units is not None
        return (*rest, 2 * units if self.merge_mode == "concat" else units)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> Mask | None:  # noqa: ARG002
        """Return the mask while there are steps."""
        return mask if self.return_sequences else None

    def returned_shapes(self, input_shape: Shape) -> list[Shape]:
        """Return the shape of the output, or of both with merge_mode=None, and of the states."""
        outputs = 1 if self.merge_mode is not None else 2
        shape = self.compute_output_shape(input_shape)
        states = [
            (input_shape[0], each.units)
            for each in self.directions
            for _ in each.states
            if self.return_state
        ]
        return [*(shape for _ in range(outputs)), *states]

    def returned(self, y: Any) -> list[Any]:
        """Return the output, or both; with `return_state` the last states, forward's first."""
        outputs = y if isinstance(y, list) else [y]
        return [*outputs, *(state[-1] for state in self._all_states() if self.return_state)]

    def returned_masks(self, x: Any, mask: Mask | None) -> list[Mask | None]:
        """Return the mask of the output, or of both; states have none."""
        outputs = 1 if self.merge_mode is not None else 2
        states = [None for _ in self._all_states() if self.return_state]
        return [*(self.compute_mask(x, mask) for _ in range(outputs)), *states]

    def _all_states(self) -> list[Array]:
        return [state for each in self.directions for state in each.all_states]

    def forward(
        self,
        x: "Array | Rows",
        *,
        training: bool = False,
        mask: Mask | None = None,
        initial_state: Sequence[Array] | None = None,
    ) -> Any:
        """Return what both directions say of every step, or in the end."""
        if any(direction.dropout for direction in self.directions):
            x = dense(x)  # what is left out differs from step to step of the same word
        firsts = self._halves(initial_state)
        self.outputs = y_f, y_b = [
            direction.forward(x, training=training, mask=mask, initial_state=first)  # 1, 2
            for direction, first in zip(self.directions, firsts, strict=True)
        ]
        if self.return_sequences:
            self.outputs = [y_f, y_b[:, ::-1]]
        return self._merge(*self.outputs)  # 3

    def backward(self, dy: Any, d_last: Sequence[Array | int] = ()) -> "Array | Rows | None":
        """Undo 3, then both directions; what they say of the input adds up.

        Args:
            dy: ∂L/∂ of the output, or of both with merge_mode=None.
            d_last: ∂L/∂ of the last states, where somebody used those: forward's, backward's.
        """
        dy_f, dy_b = self._part(dy)  # 3
        if self.return_sequences:
            dy_b = dy_b[:, ::-1]
        d_last_f, d_last_b = self._halves(d_last or None)
        dx_b = self.backward_layer.backward(dy_b, d_last_b or ())  # 2
        dx_f = self.forward_layer.backward(dy_f, d_last_f or ())  # 1
        self.d_first = [d for direction in self.directions for d in direction.d_first]
        return None if dx_f is None or dx_b is None else added(dx_f, dx_b, self.work, "dx")

    def backward_from(self, d_returned: Sequence[Any]) -> Sequence[Any]:
        """Return ∂L/∂ of the input and of the first states, from those of outputs and last ones."""
        outputs = 1 if self.merge_mode is not None else 2
        dy, d_last = list(d_returned[:outputs]), d_returned[outputs:]
        for k, known in enumerate(dy):
            if known is None:
                dy[k] = np.zeros(self._output_shape(), self.dtype)
        d_states = [0 if d is None else d for d in d_last]
        dx = self.backward(dy if outputs > 1 else dy[0], d_states)
        return (dx, *self.d_first)

    def _output_shape(self) -> tuple[int, ...]:
        """Return the shape of the output that the last `forward` returned."""
        *rest, units = self.outputs[0].shape
        return (*rest, 2 * units if self.merge_mode == "concat" else units)

    def _merge(self, y_f: Array, y_b: Array) -> Array | list[Array]:
        """Calculate equation 3."""
        if self.merge_mode is None:
            return [y_f, y_b]
        units = y_f.shape[-1]
        if self.merge_mode == "concat":
            y = self.work.sequence("y", (*y_f.shape[:-1], 2 * units), self.dtype)
            y[..., :units], y[..., units:] = y_f, y_b
            return y
        y = self.work.sequence("y", y_f.shape, self.dtype)
        (np.multiply if self.merge_mode == "mul" else np.add)(y_f, y_b, out=y)
        if self.merge_mode == "ave":
            y /= 2
        return y

    def _part(self, dy: Any) -> Sequence[Array]:
        """Undo equation 3."""
        if isinstance(dy, list | tuple):
            return list(dy)
        if self.merge_mode == "concat":
            units = dy.shape[-1] // 2
            return dy[..., :units], dy[..., units:]
        if self.merge_mode == "mul":
            y_f, y_b = self.outputs
            return dy * y_b, dy * y_f
        dy = dy / 2 if self.merge_mode == "ave" else dy
        return dy, dy

    def _halves(
        self, states: Sequence[Any] | None
    ) -> tuple[Sequence[Any] | None, Sequence[Any] | None]:
        """Return forward's states and backward's."""
        if states is None:
            return None, None
        half = len(states) // 2
        return states[:half], states[half:]

    def reset_states(self) -> None:
        """Forget the states that a stateful layer keeps."""
        for direction in self.directions:
            direction.reset_states()

    reset_state = reset_states

    def trace(self) -> Trace:
        """Return both traces: forward_…, backward_… in the order in which it reads."""
        return _both(self.forward_layer.trace(), self.backward_layer.trace())

    def gradient_trace(self) -> Trace:
        """Return the gradients of both, by sample and step."""
        return _both(self.forward_layer.gradient_trace(), self.backward_layer.gradient_trace())

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "layer": serialize(self.forward_layer),
            "merge_mode": self.merge_mode,
            "backward_layer": serialize(self.backward_layer),
        }


def _expect_recurrent(layer: Any) -> None:
    expect_layer(layer, "Bidirectional")
    if not isinstance(layer, RNN):
        raise UsageError(f"Bidirectional: expected a recurrent layer, got {layer.name}")


def _expect_opposite(forward: RNN, backward: Any) -> None:
    """Refuse two layers that do not belong together."""
    _expect_recurrent(backward)
    if forward.go_backwards == backward.go_backwards:
        raise UsageError(
            f"Bidirectional: {forward.name} and {backward.name} both have go_backwards="
            f"{forward.go_backwards}: expected one True and one False"
        )
    for option in ("stateful", "return_sequences", "return_state"):
        ours, theirs = getattr(forward, option), getattr(backward, option)
        if ours != theirs:
            raise UsageError(
                f"Bidirectional: {option} is {ours} in {forward.name} and {theirs} in "
                f"{backward.name}: expected the same"
            )


def _made_again(layer: RNN, prefix: str, dtype: Any, *, go_backwards: bool) -> RNN:
    """Return a layer of the same arguments, with weights of its own."""
    saved = serialize(layer)
    config = {**saved["config"], "go_backwards": go_backwards}
    config["name"] = prefix + layer.name.removeprefix(prefix)
    config["dtype"] = config["dtype"] if dtype is None else dtype
    made = deserialize({**saved, "config": config})
    assert isinstance(made, RNN)
    return made


def _both(forward: Trace, backward: Trace) -> Trace:
    named = {f"forward_{name}": array for name, array in forward.items()}
    return Trace({**named, **{f"backward_{name}": array for name, array in backward.items()}})
