"""Learning rates that change from step to step: Keras' schedules."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import cos, floor, pi
from typing import Any

from xlrnn.errors import UsageError
from xlrnn.nn.core.checked import ABOVE_ZERO, FROM_ONE, FROM_ZERO, Range, truth


class LearningRateSchedule:
    """A learning rate for each step."""

    def __call__(self, step: int) -> float:
        """Return the learning rate of a step, the first being 0."""
        raise NotImplementedError

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as JSON can hold them."""
        return dict(vars(self))

    def _number(self, name: str, value: Any, expected: Range = FROM_ZERO) -> float:
        return expected.number(value, f"{type(self).__name__}: {name}")


class ExponentialDecay(LearningRateSchedule):
    """rate · decay_rate^(step / decay_steps); with `staircase` in jumps."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        decay_rate: float,
        staircase: bool = False,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = self._number("initial_learning_rate", initial_learning_rate)
        self.decay_steps = self._number("decay_steps", decay_steps, ABOVE_ZERO)
        self.decay_rate = self._number("decay_rate", decay_rate)
        self.staircase = truth(staircase, f"{type(self).__name__}: staircase")
        self.name = name or type(self).__name__

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

    def __init__(
        self, boundaries: Sequence[float], values: Sequence[float], name: str = "PiecewiseConstant"
    ) -> None:
        if len(values) != len(boundaries) + 1:
            raise UsageError(
                f"PiecewiseConstantDecay: got {len(boundaries)} boundaries and {len(values)} "
                "values, expected one value more than boundaries"
            )
        self.boundaries = [self._number("a boundary", boundary) for boundary in boundaries]
        self.values = [self._number("a value", value) for value in values]
        self.name = name
        if any(a >= b for a, b in pairwise(self.boundaries)):
            raise UsageError(
                f"PiecewiseConstantDecay: boundaries is {list(boundaries)!r:.60}, expected each to "
                "be larger than the one before"
            )

    def __call__(self, step: int) -> float:
        """Return the rate."""
        passed = sum(step > boundary for boundary in self.boundaries)
        return self.values[passed]


class PolynomialDecay(LearningRateSchedule):
    """From the first rate down to the last along (1 − step / decay_steps)^power."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate = self._number("initial_learning_rate", initial_learning_rate)
        self.decay_steps = self._number("decay_steps", decay_steps, ABOVE_ZERO)
        self.end_learning_rate = self._number("end_learning_rate", end_learning_rate)
        self.power = self._number("power", power)
        self.cycle = truth(cycle, "PolynomialDecay: cycle")
        self.name = name

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
        decay_steps: float,
        alpha: float = 0.0,
        warmup_target: float | None = None,
        warmup_steps: float = 0,
        name: str = "CosineDecay",
    ) -> None:
        self.initial_learning_rate = self._number("initial_learning_rate", initial_learning_rate)
        self.decay_steps = self._number("decay_steps", decay_steps, ABOVE_ZERO)
        self.alpha = self._number("alpha", alpha)
        self.warmup_target = (
            None if warmup_target is None else self._number("warmup_target", warmup_target)
        )
        self.warmup_steps = self._number("warmup_steps", warmup_steps)
        self.name = name

    def __call__(self, step: int) -> float:
        """Return the rate."""
        top = self.initial_learning_rate
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return top + (self.warmup_target - top) * step / self.warmup_steps
            top = self.warmup_target
        beyond = step if self.warmup_target is None else step - self.warmup_steps
        wave = 0.5 * (1 + cos(pi * min(beyond, self.decay_steps) / self.decay_steps))
        return top * ((1 - self.alpha) * wave + self.alpha)


class CosineDecayRestarts(LearningRateSchedule):
    """Along a cosine down to `alpha` times the first rate, again and again (SGDR, 2017).

    Each way down takes `t_mul` times as many steps as the one before, from a rate of `m_mul` times
    the one before.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: float,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate = self._number("initial_learning_rate", initial_learning_rate)
        self.first_decay_steps = self._number("first_decay_steps", first_decay_steps, ABOVE_ZERO)
        self.t_mul = self._number("t_mul", t_mul, FROM_ONE)
        self.m_mul = self._number("m_mul", m_mul)
        self.alpha = self._number("alpha", alpha)
        self.name = name

    def __call__(self, step: int) -> float:
        """Return the rate."""
        restarts, left, length = 0, float(step), float(self.first_decay_steps)
        if self.t_mul == 1:
            restarts, left = int(left // length), left % length
        while left >= length:
            restarts, left, length = restarts + 1, left - length, length * self.t_mul
        wave = 0.5 * self.m_mul**restarts * (1 + cos(pi * left / length))
        return self.initial_learning_rate * ((1 - self.alpha) * wave + self.alpha)


_ALL: tuple[type[LearningRateSchedule], ...] = (
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
    CosineDecay,
    CosineDecayRestarts,
)
_BY_NAME = {kind.__name__: kind for kind in _ALL}


def as_config(rate: "float | LearningRateSchedule") -> Any:
    """Return a learning rate as JSON can hold it."""
    if not isinstance(rate, LearningRateSchedule):
        return float(rate)
    return {"class_name": type(rate).__name__, "config": rate.get_config()}


def from_config(config: Any) -> "float | LearningRateSchedule":
    """Return the learning rate of a configuration.

    Raises:
        UsageError: if there is no such schedule, or it lacks an option.
    """
    if not isinstance(config, Mapping):
        return config if isinstance(config, LearningRateSchedule) else float(config)
    kind = _BY_NAME.get(str(config.get("class_name")))
    if kind is None:
        raise UsageError(
            f"schedule {config.get('class_name')!r} is unknown: expected one of "
            f"{', '.join(_BY_NAME)}"
        )
    try:
        return kind(**config.get("config", {}))
    except TypeError as error:
        raise UsageError(f"schedule {config['class_name']}: {error}") from None
