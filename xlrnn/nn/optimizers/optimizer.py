"""What all optimizers share: the learning rate, clipping, memory, and where they stand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.parameter import ParameterVector
from xlrnn.nn.optimizers import schedules
from xlrnn.nn.optimizers.schedules import LearningRateSchedule

Array = NDArray[Any]


class Optimizer:
    """Changes weights by their gradients.

    All weights of a model stand in one long vector, so that one step is a handful of passes over
    it. What is remembered of each weight (its slots) stands in vectors of the same length.

    Args:
        learning_rate: a number or a schedule.
        weight_decay: what share of each weight a step takes away, times the learning rate.
        clipnorm: the largest norm of each weight's gradient.
        clipvalue: the largest number in a gradient.
        global_clipnorm: the largest norm of all gradients together.
    """

    slot_names: tuple[str, ...] = ()

    def __init__(
        self,
        learning_rate: "float | LearningRateSchedule" = 0.001,
        *,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        if sum(limit is not None for limit in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise UsageError("expected at most one of clipnorm, clipvalue and global_clipnorm")
        for name, limit in (("clipnorm", clipnorm), ("clipvalue", clipvalue),
                            ("global_clipnorm", global_clipnorm)):  # fmt: skip
            if limit is not None and not limit > 0:
                raise UsageError(f"{name} is {limit!r}: expected a number above 0")
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue = clipnorm, clipvalue
        self.global_clipnorm = global_clipnorm
        self.iterations = 0
        self.vectors: list[ParameterVector] = []
        self.slots: list[dict[str, Array]] = []

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Change weights in place.

        Args:
            w: the weights.
            g: their gradients; they may be written over.
            slots: what is remembered of each weight, and `scratch`, which is not.
            rate: the learning rate of this step.
        """
        raise NotImplementedError

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        if isinstance(self.given_rate, LearningRateSchedule):
            return float(self.given_rate(self.iterations))
        return float(self.given_rate)

    @learning_rate.setter
    def learning_rate(self, value: "float | LearningRateSchedule") -> None:
        number = isinstance(value, int | float | np.number) and 0 <= value < np.inf
        if not (number or isinstance(value, LearningRateSchedule)):
            raise UsageError(f"learning_rate is {value!r}: expected a number from 0, or a schedule")
        self.given_rate = value

    def ensure_built(self, vectors: Sequence[ParameterVector]) -> None:
        """Make the slots, unless they are there for these very weights."""
        known = len(vectors) == len(self.vectors) and all(
            new is old for new, old in zip(vectors, self.vectors, strict=True)
        )
        if not known:
            self.vectors = list(vectors)
            self.iterations = 0
            self.slots = [
                {name: self.new_slot(vector.values) for name in (*self.slot_names, "scratch")}
                for vector in vectors
            ]

    def new_slot(self, values: Array) -> Array:
        """Return what a slot begins with."""
        return np.zeros_like(values)

    def step(self, vectors: Sequence[ParameterVector]) -> None:
        """Change all weights once."""
        self.ensure_built(vectors)
        self._clip(vectors)
        rate = self.learning_rate
        for vector, slots in zip(vectors, self.slots, strict=True):
            if self.weight_decay:
                vector.values *= vector.values.dtype.type(1 - rate * self.weight_decay)
            self.update(vector.values, vector.grads, slots, rate)
        self.iterations += 1

    def _clip(self, vectors: Sequence[ParameterVector]) -> None:
        """Keep the gradients within the limits, in place."""
        for vector in vectors:
            if self.clipvalue is not None:
                np.clip(vector.grads, -self.clipvalue, self.clipvalue, out=vector.grads)
            if self.clipnorm is not None:
                for part in vector.parts:
                    shorten(vector.grads[part], norm([vector.grads[part]]), self.clipnorm)
        if self.global_clipnorm is not None:
            length = norm([vector.grads for vector in vectors])
            for vector in vectors:
                shorten(vector.grads, length, self.global_clipnorm)

    def get_state(self) -> dict[str, Any]:
        """Return where the optimizer stands: its iterations and its slots."""
        slots = {
            f"{k}_{name}": array.copy()
            for k, arrays in enumerate(self.slots)
            for name, array in arrays.items()
            if name != "scratch"
        }
        return {"iterations": self.iterations, "learning_rate": self.learning_rate, **slots}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go on from where `get_state` was called; the slots must have been made.

        Raises:
            ShapeError: if it is the state of another model's training.
        """
        for k, arrays in enumerate(self.slots):
            for name in self.slot_names:
                given = np.asarray(state.get(f"{k}_{name}", ()))
                if given.shape != arrays[name].shape:
                    raise ShapeError(
                        f"{type(self).__name__}: {name} has shape {given.shape}, expected "
                        f"{arrays[name].shape}"
                    )
                arrays[name][...] = given
        self.iterations = int(state["iterations"])
        if not isinstance(self.given_rate, LearningRateSchedule):
            self.given_rate = float(state["learning_rate"])

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        hidden = {"given_rate", "iterations", "vectors", "slots", "slot_names"}
        config = {name: value for name, value in vars(self).items() if name not in hidden}
        return {"learning_rate": schedules.as_config(self.given_rate), **config}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Optimizer":
        """Make the optimizer of a configuration."""
        rate = schedules.from_config(config["learning_rate"])
        return cls(**{**config, "learning_rate": rate})


def norm(gradients: Sequence[Array]) -> float:
    """Return the length of all gradients as one vector."""
    return float(np.sqrt(sum(float(np.vdot(g, g)) for g in gradients)))


def shorten(gradient: Array, length: float, limit: float) -> None:
    """Make a gradient as long as the limit, if it is longer, in place."""
    if length > limit:
        gradient *= gradient.dtype.type(limit / length)
