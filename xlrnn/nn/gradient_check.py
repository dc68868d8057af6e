"""Hold a model's gradients against finite differences.

Each weight is moved a little up and down, and the loss looked at: (L(w + ε) − L(w − ε)) / 2ε must
be ∂L/∂w. It is done in float64 on a copy, so that the model stays as it is.

At the kink of relu the loss has no gradient: a weight that moves a unit across it is reported as
different though nothing is wrong. Smooth activations have no such places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.nn.core import random
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.core.serialization import deserialize, serialize
from xlrnn.nn.training.data import Samples
from xlrnn.nn.training.step import JudgedBatch, go_back
from xlrnn.tables import Table, Tabular

if TYPE_CHECKING:
    import pandas as pd

    from xlrnn.nn.models import Trained

Array = NDArray[Any]

STEP = 1e-5
"""Moves a weight of size 1 by this: rounding and curvature then cost about 1e-10 each."""

ROUNDED = 1e-10
"""How far a difference of losses of size 1 is off by rounding alone."""

_COLUMNS = ("weight", "shape", "checked", "largest", "distance", "")


@dataclass(frozen=True)
class Row:
    """What was found about one weight array.

    Args:
        layer: its layer.
        weight: its name.
        shape: its shape.
        checked: how many of its numbers were moved.
        largest: the largest gradient among them.
        relative: the largest distance, relative to the largest gradient.
        passed: whether that is small enough.
    """

    layer: str
    weight: str
    shape: tuple[int, ...]
    checked: int
    largest: float
    relative: float
    passed: bool


@dataclass(frozen=True)
class GradientCheck(Tabular):
    """What was found about all weights of a model.

    Args:
        rows: one for each weight array.
    """

    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        """Whether every gradient is right."""
        return all(row.passed for row in self.rows)

    def to_frame(self) -> "pd.DataFrame":
        """Return a row for each weight array."""
        import pandas as pd

        return pd.DataFrame([vars(row) for row in self.rows])

    def tables(self) -> Iterator[Table]:
        """Yield a row for each weight array."""
        rows = [
            (f"{row.layer}/{row.weight}", str(row.shape), row.checked, row.largest, row.relative,
             "✓ right" if row.passed else "✗ wrong")
            for row in self.rows
        ]  # fmt: skip
        yield Table(_COLUMNS, rows)

    def __str__(self) -> str:
        table = [_COLUMNS]
        for row in self.rows:
            verdict = "right" if row.passed else "WRONG"
            table.append(
                (f"{row.layer}/{row.weight}", str(row.shape), str(row.checked),
                 f"{row.largest:.2e}", f"{row.relative:.1e}", verdict)
            )  # fmt: skip
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in table]
        return "\n".join(lines)


def gradcheck(
    model: "Trained",
    x: Any,
    y: Any,
    *,
    loss: Any = None,
    sample_weight: Any = None,
    weights: str | None = None,
    most: int = 20,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> GradientCheck:
    """Hold the gradients of a model against central differences, in float64.

    Args:
        model: the model; dropout is left out.
        x: a few samples.
        y: what is expected of each.
        loss: the loss, if the model is not compiled.
        sample_weight: how much each sample counts.
        weights: only weights with this in their name, for instance `lstm/kernel`.
        most: how many numbers of each weight array are moved, drawn by chance.
        tolerance: how far a difference may be off, relative to the array's largest gradient.
        seed: of what is drawn.

    Example:
        >>> from xlrnn import nn
        >>> model = nn.Sequential([nn.Input((3, 2)), nn.GRU(2), nn.Dense(1)])
        >>> gradcheck(model, np.ones((1, 3, 2)), np.ones((1, 1)), loss="mse").passed
        True
    """
    if loss is None and not model.compiled:
        raise UsageError("the model is not compiled: name a loss, for instance loss='mse'")
    given = model.inputs_alone(x)
    model.arrays(given.x)  # makes the weights, if need be
    twin = _in_float64(model)
    factors = [aim.weight for aim in model.aims] if loss is None else None
    twin.compile("sgd", model.loss if loss is None else loss, factors)
    batch = twin.labelled(given.x, y, sample_weight)
    judged = _judged(twin, batch)
    go_back(twin, judged)
    rounded = ROUNDED * abs(judged.value)
    rng = np.random.default_rng(seed)
    rows = []
    for layer, weight in _trainable(twin, weights):
        gradient, size = weight.grad.copy(), weight.value.size
        chosen = np.sort(rng.choice(size, min(most, size), replace=False))
        rows.append(_row(twin, batch, layer, weight, gradient, chosen, (tolerance, rounded)))
    return GradientCheck(tuple(rows))


def _trainable(model: "Trained", wanted: str | None) -> list[tuple[str, Parameter]]:
    """Return the trainable weights that are wanted, with their layers' names."""
    named = [
        (layer, weight)
        for layer, weight in model.owned_weights()
        if model.trainable and weight.trainable
        if not wanted or wanted in f"{layer}/{weight.name}"
    ]
    if not named:
        raise UsageError(f"{model.name} has no trainable weight {wanted or ''}".rstrip())
    return named


def _in_float64(model: "Trained") -> "Trained":
    """Return a copy that calculates in float64; it draws no chance."""
    state = random.get_random_state()
    twin: Trained = deserialize(_replaced(serialize(model)))
    random.set_random_state(state)
    twin.set_weights([weight.astype(np.float64) for weight in model.get_weights()])
    return twin


def _replaced(config: Any) -> Any:
    """Return a configuration with float64 wherever a dtype stands."""
    if isinstance(config, dict):
        return {
            key: "float64" if key == "dtype" else _replaced(value) for key, value in config.items()
        }
    return [_replaced(value) for value in config] if isinstance(config, list) else config


def _judged(model: "Trained", batch: Samples) -> JudgedBatch:
    model.reset_states()
    return JudgedBatch(model, model.forward(batch.x), batch)


def _row(
    model: "Trained",
    batch: Samples,
    layer: str,
    weight: Parameter,
    gradient: Array,
    chosen: Array,
    bounds: tuple[float, float],
) -> Row:
    """Move the chosen numbers of one weight array.

    Args:
        model: the copy.
        batch: the samples.
        layer: the name of the weight's layer.
        weight: the weight.
        gradient: its gradient.
        chosen: which of its numbers are moved.
        bounds: how far a difference may be off, relative to the largest gradient; and how far it
            is by rounding alone, as where the gradient is 0.
    """
    tolerance, rounded = bounds
    differences = np.array([_difference(model, batch, weight, int(k)) for k in chosen])
    largest = float(np.abs(gradient).max(initial=0.0))
    distance = np.abs(differences - gradient.ravel()[chosen]).max(initial=0.0)
    relative = float(distance / max(largest, 1e-8))
    passed = bool(relative < tolerance or distance < rounded)
    return Row(layer, weight.name, weight.shape, len(chosen), largest, relative, passed)


def _difference(model: "Trained", batch: Samples, weight: Parameter, k: int) -> float:
    """Return the central difference of the loss for one number."""
    index = np.unravel_index(k, weight.shape)
    before = float(weight.value[index])
    step = STEP * max(1.0, abs(before))
    losses = []
    for moved in (before + step, before - step):
        weight.value[index] = moved
        losses.append(_judged(model, batch).value)
    weight.value[index] = before
    return (losses[0] - losses[1]) / (2 * step)
