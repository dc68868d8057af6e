"""What all optimizers share: the learning rate, limits, memory, and where they stand."""

import inspect
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.core.checked import ABOVE_ZERO, FROM_ZERO, Range, whole
from xlrnn.nn.core.layer import snake_case
from xlrnn.nn.core.older import renamed
from xlrnn.nn.core.parameter import Parameter, ParameterVector
from xlrnn.nn.optimizers import schedules
from xlrnn.nn.optimizers.clipping import norm, shorten
from xlrnn.nn.optimizers.given import gradients_for, weights_of
from xlrnn.nn.optimizers.options import refuse_others
from xlrnn.nn.optimizers.schedules import LearningRateSchedule
from xlrnn.nn.optimizers.slots import carried
from xlrnn.nn.optimizers.variables import Count, Rate

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
        name: by default its class, as Keras writes it.
        **others: Keras' options that we lack, as long as they change nothing.
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
        name: str | None = None,
        **others: Any,
    ) -> None:
        kind = type(self).__name__
        if "lr" in others:
            others = renamed(others, {"lr": "learning_rate"}, kind)
            learning_rate = others.pop("learning_rate")
        refuse_others(kind, others, _options(type(self)))
        if sum(limit is not None for limit in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise UsageError("expected at most one of clipnorm, clipvalue and global_clipnorm")
        self.name = snake_case(kind) if name is None else str(name)
        self._rate: float | LearningRateSchedule = 0.0
        self.learning_rate = learning_rate
        self.weight_decay = self._or_none(FROM_ZERO, weight_decay, "weight_decay")
        self.clipnorm = self._or_none(ABOVE_ZERO, clipnorm, "clipnorm")
        self.clipvalue = self._or_none(ABOVE_ZERO, clipvalue, "clipvalue")
        self.global_clipnorm = self._or_none(ABOVE_ZERO, global_clipnorm, "global_clipnorm")
        self.steps = 0
        self.vectors: list[ParameterVector] = []
        self.slots: list[dict[str, Array]] = []

    def _or_none(self, expected: Range, value: Any, name: str) -> float | None:
        return None if value is None else expected.number(value, f"{type(self).__name__}: {name}")

    def update(self, w: Array, g: Array, slots: dict[str, Array], rate: float) -> None:
        """Change weights in place.

        Args:
            w: the weights.
            g: their gradients; they may be written over.
            slots: what is remembered of each weight, and `scratch`, which is not.
            rate: the learning rate of this step.
        """
        raise NotImplementedError

    # Where it stands.

    @property
    def learning_rate(self) -> Rate:
        """The learning rate of the next step."""
        return Rate(self.rate_now(), self._set_rate)

    @learning_rate.setter
    def learning_rate(self, value: "float | LearningRateSchedule") -> None:
        self._set_rate(value)

    lr = learning_rate
    """As older Keras calls it."""

    def rate_now(self) -> float:
        """Return the learning rate of the next step as a plain number."""
        if isinstance(self._rate, LearningRateSchedule):
            return float(self._rate(self.steps))
        return self._rate

    def _set_rate(self, value: Any) -> None:
        if isinstance(value, LearningRateSchedule):
            self._rate = value
            return
        self.expect_settable(type(self).__name__)
        try:
            self._rate = float(FROM_ZERO.number(value, "learning_rate"))
        except UsageError as error:
            raise UsageError(f"{error}, or a schedule") from None

    def expect_settable(self, owner: str) -> None:
        """Refuse to write a number over a schedule.

        Args:
            owner: who wants to set the learning rate.

        Raises:
            UsageError: if the learning rate follows a schedule.
        """
        if isinstance(self._rate, LearningRateSchedule):
            raise UsageError(
                f"{owner}: the learning rate follows {type(self._rate).__name__}, so it cannot be "
                "set: make the optimizer with a number, or with another schedule"
            )

    @property
    def iterations(self) -> Count:
        """How many steps there have been."""
        return Count(self.steps, self._set_steps)

    @iterations.setter
    def iterations(self, value: int) -> None:
        self._set_steps(value)

    def _set_steps(self, value: Any) -> None:
        self.steps = whole(value, "iterations")

    @property
    def variables(self) -> list[Any]:
        """What it keeps: iterations, learning rate, and the slots of each weight.

        Each has `name`, `shape`, `numpy()` and `assign(…)`. Adam's means are without their factor.
        """
        kept = [
            Parameter(f"{weight.name}_{name}", name, slots[name][part].reshape(weight.shape))
            for vector, slots in zip(self.vectors, self.slots, strict=True)
            for weight, part in zip(vector.parameters, vector.parts, strict=True)
            for name in self.slot_names
        ]
        return [self.iterations, self.learning_rate, *kept]

    def ensure_built(self, vectors: Sequence[ParameterVector]) -> None:
        """Make the slots, unless they are there for these very weights."""
        known = len(vectors) == len(self.vectors) and all(
            new is old for new, old in zip(vectors, self.vectors, strict=True)
        )
        if known:
            return
        slots = carried(self.slots, self.vectors, vectors)
        if slots is None:
            self.steps = 0
            slots = [
                {name: self.new_slot(vector.values) for name in (*self.slot_names, "scratch")}
                for vector in vectors
            ]
        self.vectors, self.slots = list(vectors), slots

    def new_slot(self, values: Array) -> Array:
        """Return what a slot begins with."""
        return np.zeros_like(values)

    # Steps.

    def step(self, vectors: Sequence[ParameterVector]) -> None:
        """Change all weights once."""
        self.ensure_built(vectors)
        self._clip(vectors)
        rate = self.rate_now()
        for vector, slots in zip(vectors, self.slots, strict=True):
            if self.weight_decay:
                vector.values *= vector.values.dtype.type(1 - rate * self.weight_decay)
            self.update(vector.values, vector.grads, slots, rate)
        self.steps += 1

    def apply(self, grads: Sequence[Any], trainable_variables: Any = None) -> None:
        """Change weights once by gradients from elsewhere.

        Args:
            grads: a gradient for each weight.
            trainable_variables: the weights, for instance `model.trainable_weights`; by default
                those of the step before.

        Raises:
            UsageError: if these are no weights, or others than in the steps before.
            ShapeError: if a gradient does not fit its weight.
            InputError: if it is not finite; then no weight has changed.
        """
        vectors, weights = weights_of(self.vectors, trainable_variables)
        arrays = gradients_for(weights, grads)
        self.ensure_built(vectors)
        for weight, array in zip(weights, arrays, strict=True):
            weight.grad[...] = array
        self.step(vectors)

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Parameter]]) -> Count:
        """Change weights once by pairs of gradient and weight; return how often that was done."""
        pairs = list(grads_and_vars)
        self.apply([gradient for gradient, _ in pairs], [weight for _, weight in pairs])
        return self.iterations

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

    # In files.

    def get_state(self) -> dict[str, Any]:
        """Return where the optimizer stands: its iterations and its slots."""
        slots = {
            f"{k}_{name}": array.copy()
            for k, arrays in enumerate(self.slots)
            for name, array in arrays.items()
            if name != "scratch"
        }
        return {"iterations": self.steps, "learning_rate": self.rate_now(), **slots}

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
        self.steps = int(state["iterations"])
        if not isinstance(self._rate, LearningRateSchedule):
            self._rate = float(state["learning_rate"])

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        hidden = {"_rate", "steps", "vectors", "slots", "slot_names"}
        config = {name: value for name, value in vars(self).items() if name not in hidden}
        return {"learning_rate": schedules.as_config(self._rate), **config}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Optimizer":
        """Make the optimizer of a configuration."""
        options = dict(config)
        if "learning_rate" in options:
            options["learning_rate"] = schedules.from_config(options["learning_rate"])
        return cls(**options)


def _options(kind: type) -> list[str]:
    """Return the names of all arguments of an optimizer."""
    found = [
        name
        for base in kind.__mro__
        if "__init__" in vars(base)
        for name in inspect.signature(vars(base)["__init__"]).parameters
    ]
    return [name for name in found if name not in ("self", "args", "kwargs", "others", "limits")]
