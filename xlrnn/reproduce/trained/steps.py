"""Hundreds of steps: does training take really long, and is it the unrolled network's size?

The article says that a network of hundreds of steps takes long to converge because it is huge once
it is unrolled. The size and the distance that something must be remembered for are tried apart: a
simple RNN reads 10, 30, 100 or 300 meaningless symbols with one mark among them, and says in the
end which mark it was.

1. The mark stands first: the longer the sequence, the larger the unrolled network *and* the
   distance.
2. The mark stands five steps before the end: the unrolled network is as large, the distance is not.

What is counted are the updates until the mean loss of fresh samples is below 0.1. It is confirmed
if, in every seed, with the mark first at 100 steps and more it takes at least five times as many
as at 10 steps (or all that there are, in vain), and if with the mark near the end the longest
sequences take at most three times as many as the shortest: then an update takes longer in
proportion to the steps, as the table shows, but that more of them are needed is the distance's
doing and not the size's.

How large the unrolled network is follows from what it keeps for the way back: confirmed if from 10
to 300 steps all states grow 30-fold and the weights not at all.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from xlrnn import nn
from xlrnn.reproduce.evidence import Evidence, Plot, Setting, Table
from xlrnn.reproduce.trained.counted_updates import Tried, until_learned, updates_of
from xlrnn.reproduce.trained.draws import MARKS, marked
from xlrnn.reproduce.trained.learning import Rounds, classifier
from xlrnn.reproduce.trained.seeds import line, mean, seeds, shown

UNITS, RATE = 16, 0.005
FIRST, NEAR_END = 0, -5
ENOUGH: Final = 0.1
STEPS, QUICK_STEPS = (10, 30, 100, 300), (10, 100, 300)
FAR: Final = 100
MANY_TIMES, FEW_TIMES = 5, 3

Found = Mapping[tuple[int, int], Sequence[Tried]]
"""By steps and place of the mark, a training for each seed."""


def steps(setting: Setting) -> Mapping[str, Evidence]:
    """Try sequences of several lengths."""
    rounds = Rounds(10 if setting.quick else 40, enough=ENOUGH)
    lengths = QUICK_STEPS if setting.quick else STEPS
    found: dict[tuple[int, int], list[Tried]] = {}
    for k, length in enumerate(lengths):
        setting.progress(f"{length} steps", k, len(lengths))
        for place in (FIRST, NEAR_END):
            draw = marked(length, place)
            found[length, place] = [
                until_learned(UNITS, MARKS, RATE, draw, seed, rounds) for seed in seeds(setting)
            ]
    return {"hundreds-of-steps": _converging(found), "unrolled-is-huge": _unrolled(lengths)}


def _converging(found: Found) -> Evidence:
    lengths = sorted({length for length, _ in found})
    short, long = lengths[0], lengths[-1]
    slow = all(
        far.updates >= MANY_TIMES * near.updates or not far.enough
        for length in lengths
        if length >= FAR
        for near, far in zip(found[short, FIRST], found[length, FIRST], strict=True)
    )
    as_fast = all(
        far.enough and far.updates <= FEW_TIMES * near.updates
        for near, far in zip(found[short, NEAR_END], found[long, NEAR_END], strict=True)
    )
    solved = sum(one.enough for one in found[long, FIRST])
    numbers = {
        f"updates_{length}_{'first' if place == FIRST else 'near_end'}": mean(updates_of(tried))
        for (length, place), tried in found.items()
    }
    return Evidence(
        confirmed=slow and as_fast,
        says=f"With the mark in front, {mean(updates_of(found[short, FIRST])):.0f} updates suffice "
        f"at {short} steps; at {long} {solved} of {len(found[long, FIRST])} trainings come to an "
        f"end within {max(one.updates for one in found[long, FIRST])}. With the mark near the end "
        f"{mean(updates_of(found[short, NEAR_END])):.0f} and "
        f"{mean(updates_of(found[long, NEAR_END])):.0f} suffice: it is the distance, not the size.",
        numbers=numbers,
        tables=(_table(found),),
        plots=(
            Plot(
                "Updates until the loss is small; lines that end level were given up",
                "steps",
                "updates",
                tuple(lengths),
                tuple(
                    line(name, [updates_of(found[length, place]) for length in lengths])
                    for name, place in (("mark first", FIRST), ("mark near the end", NEAR_END))
                ),
            ),
        ),
    )


def _table(found: Found) -> Table:
    return Table(
        "A simple RNN of 16 units reads 50 sequences in an update",
        ("steps", "where the mark is", "updates", "trainings that came to an end", "ms an update"),
        tuple(
            (
                length,
                "first" if place == FIRST else "near the end",
                shown(updates_of(tried), 0),
                f"{sum(one.enough for one in tried)} of {len(tried)}",
                f"{min(one.milliseconds for one in tried):.2f}",
            )
            for (length, place), tried in found.items()
        ),
    )


def _unrolled(lengths: Sequence[int]) -> Evidence:
    """Count what a network has and what it keeps, for one sample of several lengths."""
    rows = []
    for length in lengths:
        layer = nn.SimpleRNN(UNITS)
        model = classifier([layer], MARKS, RATE)
        x, _ = marked(length, FIRST)(1, np.random.default_rng(0))
        h = model.trace(x)[f"{layer.name}_h"]
        rows.append((length, h.shape[1], h.size, model.count_params()))
    (short, _, few, before), (long, _, many, after) = rows[0], rows[-1]
    return Evidence(
        confirmed=many * short == few * long and before == after,
        says=f"From {short} to {long} steps the unrolled network has {long // short} times as many "
        f"layers and keeps {many:,} instead of {few:,} states; its weights stay {after:,}, since "
        "all layers share them.",
        numbers={"states_short": few, "states_long": many, "weights": after},
        tables=(Table("Unrolled", ("steps", "layers", "states kept", "weights"), tuple(rows)),),
    )
