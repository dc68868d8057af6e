"""Time series and genomes: do the same values in another order mean something else?

Two kinds of generated data, whose answer is in the order and in nothing else:

1. a time series, noise around a slow wave in which a rise and a dip occur: which was first?
2. a genome: 24 letters of A, C, G and T around TATA or around ATTA: which of the two is there?
   (“TATA” begins many genes; ATTA has the same letters.)

A GRU learns either, and is judged by series that it has not learned from, as they are and with
their steps in an order that chance decides. It is confirmed if in every seed at least 90 % are
right as they are, and shuffled less than 65 %, where guessing gives 50; and if a network of the
same kind that learns from shuffled series alone stays below 65 %, too: then the order is not only
what this network happened to use, but all that there is.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.trained.draws import Draw, shuffled
from xlrnn.reproduce.trained.learning import JUDGED, Rounds, accuracy, classifier
from xlrnn.reproduce.trained.seeds import mean, seeds, shown
from xlrnn.text.categorical import to_categorical

Array = NDArray[Any]

STEPS, UNITS, RATE = 24, 16, 0.02
KNOWN, GUESSED = 0.9, 0.65
BASES: Final = "ACGT"
MOTIFS: Final = ("ATTA", "TATA")


def sequences(setting: Setting) -> Mapping[str, Evidence]:
    """Try both kinds of sequences."""
    return {
        "time-series-order": _evidence(setting, "time series", time_series),
        "genome-order": _evidence(setting, "genomes", genomes),
    }


def time_series(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return series with a rise and a dip, and 1 where the rise was first."""
    wave = 0.5 * np.sin(np.arange(STEPS) / 5 + rng.uniform(0, 6, (count, 1)))
    series = wave + rng.normal(0, 0.2, (count, STEPS))
    rows, first = np.arange(count), rng.integers(STEPS // 2, size=count)
    second = first + rng.integers(2, STEPS // 2, size=count)
    up_first = rng.integers(2, size=count)
    series[rows, first] += 4 * up_first - 2
    series[rows, second] -= 4 * up_first - 2
    return series[..., None].astype(np.float32), up_first


def genomes(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return letters around one of two motifs, and which of them it is.

    The letters around are C and G, so that neither motif comes about by chance.
    """
    letters = rng.choice([BASES.index("C"), BASES.index("G")], size=(count, STEPS))
    which = rng.integers(2, size=count)
    motifs = np.array([[BASES.index(letter) for letter in motif] for motif in MOTIFS])
    place = rng.integers(STEPS - motifs.shape[1], size=(count, 1))
    np.put_along_axis(letters, place + np.arange(motifs.shape[1]), motifs[which], axis=1)
    return to_categorical(letters, len(BASES)), which


def _evidence(setting: Setting, called: str, draw: Draw) -> Evidence:
    found = []
    for k, seed in enumerate(tried := seeds(setting)):
        setting.progress(f"order of {called}", k, len(tried))
        found.append(_tried(draw, seed, Rounds(15 if setting.quick else 30)))
    kept, jumbled, relearned = (list(values) for values in zip(*found, strict=True))
    return Evidence(
        confirmed=min(kept) >= KNOWN and max(jumbled + relearned) < GUESSED,
        says=f"A GRU is right about {mean(kept):.0%} of the {called} that it has not seen, and "
        f"about {mean(jumbled):.0%} once their steps are shuffled; one that learns from shuffled "
        f"{called} is right about {mean(relearned):.0%}. Guessing gives 50 %.",
        numbers={
            "accuracy": mean(kept),
            "accuracy_shuffled": mean(jumbled),
            "accuracy_learned_shuffled": mean(relearned),
        },
        tables=(
            Table(
                f"The share of {called} that a GRU is right about ({len(found)} seeds)",
                ("learned from", "judged by", "right"),
                (
                    ("the order as it is", "the order as it is", shown(kept)),
                    ("the order as it is", "shuffled", shown(jumbled)),
                    ("shuffled", "shuffled", shown(relearned)),
                ),
            ),
        ),
    )


def _tried(draw: Draw, seed: int, rounds: Rounds) -> tuple[float, float, float]:
    """Return the share of right answers: as they are, shuffled, and learned from shuffled ones."""
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)

    def out_of_order(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        x, y = draw(count, rng)
        return shuffled(x, rng), y

    model, other = (classifier([nn.GRU(UNITS)], 2, RATE) for _ in range(2))
    rounds.learn(model, draw, rng)
    rounds.learn(other, out_of_order, rng)
    return (
        accuracy(model, *draw(JUDGED, rng)),
        accuracy(model, *out_of_order(JUDGED, rng)),
        accuracy(other, *out_of_order(JUDGED, rng)),
    )
