"""What all recurrent layers share: states, masks, direction, which outputs are returned."""

from collections.abc import Sequence
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError
from xlrnn.nn import activations, initializers
from xlrnn.nn.compute.keeping import Steps, steps_in
from xlrnn.nn.compute.projection import Projection
from xlrnn.nn.compute.sequence import Rows, batch_first
from xlrnn.nn.compute.step_product import DroppedProduct, StepProduct
from xlrnn.nn.core import checked, random
from xlrnn.nn.core.arriving import Arriving, arriving
from xlrnn.nn.core.input_shape import Shape, expect_sequences, features_of, last_side
from xlrnn.nn.core.layer import Mask
from xlrnn.nn.layers.handing_states import HandingStates
from xlrnn.nn.layers.showing_steps import ShowingSteps
from xlrnn.nn.layers.steps import backwards, first_states
from xlrnn.nn.layers.whole_loops import WholeLoops
from xlrnn.shapes import Float

Array = NDArray[Any]


class RNN(ShowingSteps, WholeLoops, HandingStates):
    """A layer that goes through a sequence step by step and hands its state on.

    Each kind of layer adds the loop itself, `run`, and its undoing, `undo`; both work time
    first. What surrounds the loop is the same for all and stands here.

    Args:
        units: the number of hidden units.
        activation: of the state, by its Keras name, or a function of one's own.
        use_bias: whether there is a bias.
        kernel_initializer: how W_xh begins.
        recurrent_initializer: how W_hh begins.
        bias_initializer: how b_h begins.
        dropout: the share of the inputs that is left out in training, the same at every step.
        recurrent_dropout: the share of the last state that each gate does not see in training.
        return_sequences: whether every state is returned, or the last one alone.
        return_state: whether a call returns the last state behind the output.
        go_backwards: whether the sequence is read from its end.
        stateful: whether a batch begins with the states in which the last one ended.
        zero_output_for_mask: whether the output at steps that are left out is 0 instead of the
            state before.
        seed: of the dropout.
        **common: as of every `Layer`.
    """

    takes_rows: ClassVar[bool] = True
    takes_mask: ClassVar[bool] = True
    call_order: ClassVar[tuple[str, ...]] = ("initial_state", "mask", "training")
    keras_place: ClassVar[str] = "cell/vars"
    regularized: ClassVar[tuple[str, ...]] = ("kernel", "recurrent", "bias")
    gates: ClassVar[int] = 1
    """How many pre-activations a unit has."""

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        *,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        zero_output_for_mask: bool = False,
        seed: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.units = checked.positive(units, f"{type(self).__name__}: units")
        self.activation = activations.step_by_step(activations.get(activation))
        self.kernel_initializer = initializers.expect_known(kernel_initializer)
        self.recurrent_initializer = initializers.expect_known(recurrent_initializer)
        self.bias_initializer = initializers.expect_known(bias_initializer)
        self.dropout = checked.BELOW_ONE.number(dropout, f"{self.name}: dropout")
        self.recurrent_dropout = checked.BELOW_ONE.number(
            recurrent_dropout, f"{self.name}: recurrent_dropout"
        )
        self.seed = checked.seed(seed, f"{self.name}: seed")
        self.own_draws = None if seed is None else random.generator(seed)
        self.use_bias = checked.truth(use_bias, f"{self.name}: use_bias")
        self.return_sequences = checked.truth(return_sequences, f"{self.name}: return_sequences")
        self.return_state = checked.truth(return_state, f"{self.name}: return_state")
        self.go_backwards = checked.truth(go_backwards, f"{self.name}: go_backwards")
        self.stateful = checked.truth(stateful, f"{self.name}: stateful")
        self.zero_output_for_mask = checked.truth(
            zero_output_for_mask, f"{self.name}: zero_output_for_mask"
        )
        self.projection = Projection(self.work)
        product = DroppedProduct if self.recurrent_dropout else StepProduct
        self.recurrent = product(self.work)
        self.last_states: list[Array] | None = None

    # The loop, written by each kind of layer.

    def run(self, states: Sequence[Steps]) -> None:
        """Go through the steps: from states[…][0] fill states[…][1:].

        `projection` has a = W_xh · x + b for each step, and `recurrent` multiplies with W_hh.
        """
        raise NotImplementedError

    def begin_functions(self) -> None:
        """Prepare the activations for the first step of a batch."""
        self.activation.begin()

    def undo(self, dy: Arriving, d_states: list[Array]) -> Float[np.ndarray, "time batch gates"]:
        """Go back through the steps: return ∂L/∂a and fill the recurrent weights' gradients.

        Args:
            dy: ∂L/∂h_t of each step, as far as it comes from the layers above.
            d_states: ∂L/∂ of the last states; in the end, of the first ones.
        """
        raise NotImplementedError

    # What surrounds it.

    def make_weights(self, input_shape: Shape) -> None:
        """Make kernel, recurrent_kernel and bias, with the gates side by side."""
        expect_sequences(input_shape, self.name)
        width = self.gates * self.units
        features = features_of(input_shape, self.name)
        self.kernel = self.add_weight("kernel", "W_xh", (features, width), self.kernel_initializer)
        self.recurrent_kernel = self.add_weight(
            "recurrent_kernel", "W_hh", self.recurrent_shape, self.recurrent_initializer
        )
        self.bias: Any = None
        if self.use_bias:
            self.bias = self.add_weight("bias", "b_h", self.bias_shape, self.bias_start)

    @property
    def recurrent_shape(self) -> tuple[int, ...]:
        """The shape of recurrent_kernel."""
        return self.units, self.gates * self.units

    @property
    def stepped(self) -> int:
        """How many columns of it, from the first, are multiplied by h_(t−1) as it is."""
        return self.recurrent_shape[1]

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """The shape of bias."""
        return (self.gates * self.units,)

    @property
    def bias_start(self) -> Any:
        """How the bias begins."""
        return self.bias_initializer

    @property
    def projected_bias(self) -> Array | None:
        """The bias that is added to W_xh · x_t."""
        return self.bias.value if self.use_bias else None

    @property
    def projected_bias_gradient(self) -> Array | None:
        """Where its gradient goes."""
        return None if self.projected_bias is None else self.bias.grad

    def count_for(self, input_shape: Shape) -> int:
        """Return the size of W_xh, W_hh and b_h, of all gates."""
        bias = prod(self.bias_shape) if self.use_bias else 0
        kernel = last_side(input_shape) * self.gates * self.units
        return kernel + prod(self.recurrent_shape) + bias

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.RNN`, `nn.LSTM` or `nn.GRU` of one layer."""
        matrices, biases = ("weight_ih", "weight_hh"), ("bias_ih", "bias_hh")
        return matrices + biases if self.use_bias else matrices

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return (batch, time, units), or (batch, units) of the last state."""
        batch, time, _ = input_shape
        return (batch, time, self.units) if self.return_sequences else (batch, self.units)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> Mask | None:  # noqa: ARG002
        """Return the mask while there are steps."""
        return mask if self.return_sequences else None

    def forward(
        self,
        x: "Array | Rows",
        *,
        training: bool = False,
        mask: Mask | None = None,
        initial_state: Sequence[Array] | Array | None = None,
    ) -> Float[np.ndarray, "batch *time units"]:
        """Return every state, or the last one."""
        batch, time, _ = x.shape
        if time == 0:
            raise ShapeError(f"{self.name}: the input has shape {x.shape}: it has no steps")
        x = self.drop(x, training)
        if self.go_backwards:
            x, mask = backwards(x), None if mask is None else mask[:, ::-1]
        self.x = x
        self.leave_out(mask, training=training)
        given = self.last_states if initial_state is None and self.stateful else initial_state
        self.all_states = self._rooms(batch, time, given)
        self.projection.forward(
            x, self.kernel.value, self.projected_bias, needs_dx=self.needs_input_gradient
        )
        self.drop_states(batch, training)
        W_hh, h = self.recurrent_kernel.value[:, : self.stepped], self.all_states[0]
        self.recurrent.begin(W_hh, h, from_zero=self.from_zero, seen=self.seen)
        self.begin_functions()
        self.run(self.all_states)
        if self.stateful:
            self.last_states = [state[-1].copy() for state in self.all_states]
        y = self.all_states[0][1:]
        self.counted: Array | None = None
        if mask is not None and self.zero_output_for_mask:
            self.counted = mask.T[:, :, None]
            y = y * self.counted
        return batch_first(y) if self.return_sequences else y[-1]

    def backward(
        self, dy: Float[np.ndarray, "batch *time units"], d_last: Sequence[Array | int] = ()
    ) -> "Array | Rows | None":
        """Fill all gradients; return ∂L/∂x.

        Args:
            dy: ∂L/∂ of the output.
            d_last: ∂L/∂ of the last states, where somebody used those.
        """
        steps, batch = len(self.all_states[0]) - 1, self.all_states[0].shape[1]
        if self.counted is not None:
            dy = dy * (batch_first(self.counted) if self.return_sequences else self.counted[-1])
        d_states = [
            self.work.zeros(f"d_{name}", (batch, self.units), self.dtype) for name in self.states
        ]
        for own, given in zip(d_states, d_last, strict=False):
            own += given
        self.arriving = arriving(dy, steps, every_step=self.return_sequences, d_states=d_states)
        self.da = self.undo(self.arriving, d_states)
        self.d_first = d_states
        dx = self.projection.backward(self.da, self.kernel.grad, self.projected_bias_gradient)
        if dx is None:
            return None
        return self.undo_drop(backwards(dx) if self.go_backwards else dx)

    def reset_states(self) -> None:
        """Forget the states that a stateful layer keeps."""
        self.last_states = None

    reset_state = reset_states

    def step_shape(self, width: int = 1) -> tuple[int, int]:
        """Return the shape of one step of all samples: (batch, width · units)."""
        return len(self.all_states[0][0]), width * self.units

    def steps(self, name: str, count: int, shape: tuple[int, ...], last: int = 1) -> Any:
        """Return an array for each step; where the output alone is wanted, for the last ones."""
        return steps_in(self.work, name, (count, *shape), self.dtype, last)

    def _rooms(self, batch: int, time: int, given: Any) -> list[Any]:
        """Return room for all states, with the first of each filled in."""
        self.from_zero = given is None
        firsts = first_states(given, self.states, (batch, self.units), self.name)
        rooms: list[Steps] = [
            self.steps(name, time + 1, (batch, self.units), last=2) for name in self.states
        ]
        if self.return_sequences or self.zero_output_for_mask:
            rooms[0] = self.work.array("h", (time + 1, batch, self.units), self.dtype)
        for room, first in zip(rooms, firsts, strict=True):
            room[0][...] = first
        return rooms

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "units": self.units,
            "activation": self.activation.name,
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.as_config(self.kernel_initializer),
            "recurrent_initializer": initializers.as_config(self.recurrent_initializer),
            "bias_initializer": initializers.as_config(self.bias_initializer),
            "dropout": self.dropout,
            "recurrent_dropout": self.recurrent_dropout,
            "return_sequences": self.return_sequences,
            "return_state": self.return_state,
            "go_backwards": self.go_backwards,
            "stateful": self.stateful,
            "zero_output_for_mask": self.zero_output_for_mask,
            "seed": self.seed,
        }
