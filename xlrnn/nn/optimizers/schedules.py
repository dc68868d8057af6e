"""Learning rates that change from step to step: Keras' schedules."""

from collections.abc import Mapping, Sequence
from math import cos, floor, pi
from typing import Any

from xlrnn.errors import UsageError


class LearningRateSchedule:
    """A learning rate for each step."""

    def __call__(self, step: int) -> float:
        """Return the learning rate of a step, the first being 0."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))


class ExponentialDecay(LearningRateSchedule):
    """rate · decay_rate^(step / decay_steps); with `staircase` in jumps."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.decay_rate, self.staircase = decay_rate, staircase

    def __call__(self, step: int) -> float:
        """Return the rate."""
        power = step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate ** (
            floor(power) if self.staircase else power
        )


class InverseTimeDecay(ExponentialDecay):
    """rate / (1 + decay_rate · step / decay_steps); with `staircase` in jumps."""

    def __call__(self, step: int) -> float:
        """Return the rate."""
        part = step / self.decay_steps
        return self.initial_learning_rate / (
            1 + self.decay_rate * (floor(part) if self.staircase else part)
        )


class PiecewiseConstantDecay(LearningRateSchedule):
    """values[k] up to boundaries[k], the last value after them."""

    def __init__(self, boundaries: Sequence[int], values: Sequence[float]) -> None:
        if len(values) != len(boundaries) + 1:
            raise UsageError(
                f"PiecewiseConstantDecay: got {len(boundaries)} boundaries and {len(values)} "
                "values, expected one value more than boundaries"
            )
        self.boundaries, self.values = list(boundaries), list(values)

    def __call__(self, step: int) -> float:
        """Return the rate."""
        passed = sum(step > boundary for boundary in self.boundaries)
        return self.values[passed]


class PolynomialDecay(LearningRateSchedule):
    """From the first rate down to the last along (1 − step / decay_steps)^power."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
    ) -> None:
        self.initial_learning_rate, self.decay_steps = initial_learning_rate, decay_steps
        self.end_learning_rate, self.power, self.cycle = end_learning_rate, power, cycle

    def __call__(self, step: int) -> float:
        """Return the rate; with `cycle` the way down begins again, longer each time."""
        steps = self.decay_steps
        if self.cycle:
            steps *= max(1, -(-step // steps))
        left = 1 - min(step, steps) / steps
        reach = self.initial_learning_rate - self.end_learning_rate
        return reach * left**self.power + self.end_learning_rate


class CosineDecay(LearningRateSchedule):
    """From the first rate down to `alpha` times it along a cosine, after a warm-up if any."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate, self.decay_steps, self.alpha = (
            initial_learning_rate,
            decay_steps,
            alpha,
        )
        self.warmup_target, self.warmup_steps = warmup_target, warmup_steps

    def __call__(self, step: int) -> float:
        """Return the rate."""
        top = self.initial_learning_rate
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return top + (self.warmup_target - top) * step / self.warmup_steps
            top, step = self.warmup_target, step - self.warmup_steps
        wave = 0.5 * (1 + cos(pi * min(step, self.decay_steps) / self.decay_steps))
        return top * ((1 - self.alpha) * wave + self.alpha)


_ALL: tuple[type[LearningRateSchedule], ...] = (
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    CosineDecay,
)
_BY_NAME = {kind.__name__: kind for kind in _ALL}


def as_config(rate: "float | LearningRateSchedule") -> Any:
    """Return a learning rate as JSON can hold it."""
    if not isinstance(rate, LearningRateSchedule):
        return float(rate)
    return {"class_name": type(rate).__name__, "config": rate.get_config()}


def from_config(config: Any) -> "float | LearningRateSchedule":
    """Return the learning rate of a configuration."""
    if not isinstance(config, Mapping):
        return float(config)
    return _BY_NAME[config["class_name"]](**config["config"])
