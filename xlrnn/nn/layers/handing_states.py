"""How states go into a recurrent layer, and come out of it, beside the sequence."""

from collections.abc import Sequence
from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask

Array = NDArray[Any]


class HandingStates(Layer):
    """What a recurrent layer takes from others, and hands to them, when it is called.

    Attributes:
        all_states: of each kind of state, that before the first step and those after each; where
            the output alone is wanted, some are written over by later ones.
        d_first: ∂L/∂ of the states that it began with.
    """

    array_arguments: ClassVar[tuple[str, ...]] = ("initial_state",)
    states: ClassVar[tuple[str, ...]] = ("h",)
    """What is handed on from step to step."""

    units: int
    return_sequences: bool
    return_state: bool
    all_states: list[Any]
    d_first: list[Array]

    def backward(self, dy: Any, d_last: Sequence[Any] = ()) -> Any:
        """Fill all gradients from ∂L/∂ of the output and of the last states; return ∂L/∂x."""
        raise NotImplementedError

    def returned_shapes(self, input_shape: Shape) -> list[Shape]:
        """Return the shape of the output; with `return_state` those of the last states, too."""
        states = [(input_shape[0], self.units) for _ in self.states if self.return_state]
        return [self.compute_output_shape(input_shape), *states]

    def returned(self, y: Any) -> list[Any]:
        """Return the output; with `return_state` the last states, too."""
        return [y, *(state[-1] for state in self.all_states if self.return_state)]

    def returned_masks(self, x: Any, mask: Mask | None) -> list[Mask | None]:
        """Return the mask of the output; states have none."""
        return [self.compute_mask(x, mask), *(None for _ in self.states if self.return_state)]

    def backward_from(self, d_returned: Sequence[Any]) -> Sequence[Any]:
        """Return ∂L/∂ of the input and of the first states, from those of output and last ones."""
        dy, *d_last = d_returned
        if dy is None:
            steps = len(self.all_states[0]) - 1
            batch, units = self.all_states[0].shape[1:]
            shape = (batch, steps, units) if self.return_sequences else (batch, units)
            dy = self.work.sequence("no_dy", shape, self.dtype)
            dy.fill(0)
        dx = self.backward(dy, [0 if d is None else d for d in d_last])
        return (dx, *self.d_first)
