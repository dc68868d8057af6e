"""Exploding gradients in a real training, and why vanishing ones are more threatening.

A simple RNN with relu, the activation of the article's own model, learns which of two marks stood
30 steps before the end. Its recurrent weights begin as the identity times a gain: above 1 the
gradients grow from step to step, below 1 they vanish.

1. Exploding: gain 1.2, trained once as it is and once with all gradients clipped to the norm 1, as
   the article advises; nothing else differs. `exploding-clipped` is confirmed if in every seed the
   largest gradient without clipping is more than a hundred times that threshold and the training
   fails (the loss is no number any more, or fewer than 75 % are right), and with clipping at least
   95 % are right.
2. Vanishing: gain 0.5. It is trained with clipping, with a rate of learning ten and a hundred times
   as large, and with every gradient made as long as the threshold. `vanishing-more-threatening` is
   confirmed if exploding is mended as above, and in every seed none of these remedies brings 75 %
   right: what is left of the far steps in a gradient is outweighed by the near ones, however long
   it is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xlrnn import nn
from xlrnn.errors import TrainingError
from xlrnn.nn.core.parameter import ParameterVector
from xlrnn.nn.optimizers.clipping import norm
from xlrnn.reproduce.evidence import Evidence, Line, Plot, Setting, Table
from xlrnn.reproduce.trained.draws import MARKS, marked
from xlrnn.reproduce.trained.learning import JUDGED, Rounds, accuracy
from xlrnn.reproduce.trained.seeds import mean, seeds, shown

STEPS, UNITS, RATE = 30, 16, 0.05
GROWING, SHRINKING = 1.2, 0.5
THRESHOLD: Final = 1.0
EXPLODED: Final = 100.0
KNOWN, NOT_LEARNED = 0.95, 0.75
FAILED: Final = 0.0
"""What is right where the loss is no number any more."""
DRAWN: Final = 60
"""So many updates are drawn."""


@dataclass(frozen=True)
class Remedy:
    """How a training is kept in hand.

    Args:
        name: for people.
        gain: with which the recurrent weights begin.
        rate: of learning.
        clips: whether longer gradients are made as short as the threshold.
        stretches: whether shorter ones are made as long.
    """

    name: str
    gain: float
    rate: float = RATE
    clips: bool = True
    stretches: bool = False


UNCLIPPED: Final = Remedy("exploding, as it is", GROWING, clips=False)
CLIPPED: Final = Remedy("exploding, clipped", GROWING)
FOR_VANISHING: Final = (
    Remedy("vanishing, clipped", SHRINKING),
    Remedy("vanishing, rate times 10", SHRINKING, 10 * RATE),
    Remedy("vanishing, rate times 100", SHRINKING, 100 * RATE),
    Remedy("vanishing, gradients made longer", SHRINKING, stretches=True),
)


class Watched(nn.optimizers.SGD):
    """Gradient descent that writes down how long each gradient is before it is clipped.

    Args:
        remedy: how it is kept in hand.
    """

    def __init__(self, remedy: Remedy) -> None:
        super().__init__(remedy.rate, global_clipnorm=THRESHOLD if remedy.clips else None)
        self.stretches = remedy.stretches
        self.lengths: list[float] = []

    def step(self, vectors: Sequence[ParameterVector]) -> None:
        """Write down how long the gradient is, and change the weights."""
        length = norm([vector.grads for vector in vectors])
        self.lengths.append(length)
        if self.stretches and 0 < length < THRESHOLD:
            for vector in vectors:
                vector.grads *= vector.grads.dtype.type(THRESHOLD / length)
        super().step(vectors)


@dataclass(frozen=True)
class Tried:
    """One training.

    Args:
        right: the share of right answers, or `FAILED`.
        lengths: of the gradients, as they were before they were clipped.
    """

    right: float
    lengths: tuple[float, ...]


def exploding(setting: Setting) -> Mapping[str, Evidence]:
    """Try what can be done about gradients that explode and vanish."""
    remedies = (UNCLIPPED, CLIPPED, *FOR_VANISHING)
    rounds = Rounds(20 if setting.quick else 40)
    found: dict[Remedy, list[Tried]] = {}
    for k, remedy in enumerate(remedies):
        setting.progress(remedy.name, k, len(remedies))
        found[remedy] = [tried(remedy, seed, rounds) for seed in seeds(setting)]
    table = _table(found)
    return {
        "exploding-clipped": _clipping(found, table),
        "vanishing-more-threatening": _more_threatening(found, table),
    }


def tried(remedy: Remedy, seed: int, rounds: Rounds) -> Tried:
    """Train a network in a way, and return what came of it."""
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)
    first: Any = nn.initializers.Identity(remedy.gain)
    layer = nn.SimpleRNN(UNITS, activation="relu", recurrent_initializer=first)
    model = nn.Sequential([layer, nn.Dense(MARKS, activation="softmax")])
    optimizer = Watched(remedy)
    model.compile(optimizer, loss="sparse_categorical_crossentropy")
    draw = marked(STEPS, 0)
    try:
        rounds.learn(model, draw, rng)
        with np.errstate(over="ignore", invalid="ignore"):  # weights may be very large
            right = accuracy(model, *draw(JUDGED, rng))
    except TrainingError:
        right = FAILED
    return Tried(right, tuple(optimizer.lengths))


def _right(some: Sequence[Tried]) -> list[float]:
    return [one.right for one in some]


def _mended(found: Mapping[Remedy, Sequence[Tried]]) -> bool:
    """Say whether gradients exploded, that training failed, and clipping alone mended it."""
    longest = [max(one.lengths) for one in found[UNCLIPPED]]
    return (
        min(longest) > EXPLODED * THRESHOLD
        and max(_right(found[UNCLIPPED])) < NOT_LEARNED
        and min(_right(found[CLIPPED])) >= KNOWN
    )


def _clipping(found: Mapping[Remedy, Sequence[Tried]], table: Table) -> Evidence:
    begun = [one.lengths[0] for one in found[UNCLIPPED]]
    failed = sum(one.right == FAILED for one in found[UNCLIPPED])
    return Evidence(
        confirmed=_mended(found),
        says=f"The first gradient has the norm {min(begun):,.0f} or more. Without clipping the "
        f"loss is no number any more in {failed} of {len(begun)} trainings, and nothing is "
        f"learned; with all gradients clipped to {THRESHOLD:g}, "
        f"{mean(_right(found[CLIPPED])):.0%} are right.",
        numbers={
            "first_gradient": min(begun),
            "right_unclipped": mean(_right(found[UNCLIPPED])),
            "right_clipped": mean(_right(found[CLIPPED])),
        },
        tables=(table,),
        plots=(_plot(found),),
    )


def _more_threatening(found: Mapping[Remedy, Sequence[Tried]], table: Table) -> Evidence:
    best = {remedy: max(_right(found[remedy])) for remedy in FOR_VANISHING}
    return Evidence(
        confirmed=_mended(found) and max(best.values()) < NOT_LEARNED,
        says=f"Clipping mends exploding gradients: {mean(_right(found[CLIPPED])):.0%} are right. "
        "Of vanishing ones neither clipping nor a rate up to a hundred times as large nor longer "
        f"gradients bring more than {max(best.values()):.0%}, where guessing gives 50 %.",
        numbers={
            remedy.name.replace(" ", "_").replace(",", ""): mean(_right(found[remedy]))
            for remedy in (CLIPPED, *FOR_VANISHING)
        },
        tables=(table,),
    )


def _table(found: Mapping[Remedy, Sequence[Tried]]) -> Table:
    return Table(
        f"Which mark stood {STEPS} steps before the end? ({len(found[CLIPPED])} seeds)",
        ("training", "right", "first gradient", "longest gradient", "ended without a number"),
        tuple(
            (
                remedy.name,
                shown(_right(some)),
                f"{max(one.lengths[0] for one in some):.2g}",
                f"{max(max(one.lengths) for one in some):.2g}",
                f"{sum(one.right == FAILED for one in some)} of {len(some)}",
            )
            for remedy, some in found.items()
        ),
    )


def _plot(found: Mapping[Remedy, Sequence[Tried]]) -> Plot:
    """Return how long the gradients of the first seed's trainings are, where they go on."""
    return Plot(
        "How long gradients are before they are clipped, of the first seed",
        "update",
        "norm",
        tuple(range(1, DRAWN + 1)),
        tuple(
            Line(remedy.name, found[remedy][0].lengths[:DRAWN])
            for remedy in (CLIPPED, FOR_VANISHING[0])
        ),
    )
