"""Many parameters: do they make a network severely difficult to train?

The article says so of recurrent networks. The number of parameters is changed here and nothing
else: simple RNNs of 4 to 256 units, with about 120 to 72,000 parameters, learn which verb belongs
to a subject ten words before (`draws.agreement`). Each is tried with two rates of learning, 0.01
and 0.001, and the updates are counted until the mean loss of fresh samples is below 0.1.

If parameters as such made training difficult, the largest networks would need more updates
whatever the rate. The claim is found not to hold if in every seed, each with its better rate, the
largest network needs no more updates than the smallest. What is true is told beside: an update
costs more (the table), and at the rate that suits the smallest network the largest learn nothing,
so that it must be chosen anew.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from xlrnn.reproduce.evidence import Evidence, Plot, Setting, Table
from xlrnn.reproduce.trained.counted_updates import Tried, until_learned, updates_of
from xlrnn.reproduce.trained.draws import VERBS, agreement
from xlrnn.reproduce.trained.learning import Rounds
from xlrnn.reproduce.trained.seeds import line, mean, seeds, shown

DISTANCE: Final = 10
UNITS, QUICK_UNITS = (4, 16, 64, 256), (4, 128)
FAST, SLOW = 0.01, 0.001
ENOUGH: Final = 0.1

Found = Mapping[tuple[int, float], Sequence[Tried]]
"""By units and rate, a training for each seed."""


def parameters(setting: Setting) -> Mapping[str, Evidence]:
    """Try networks of several sizes."""
    rounds = Rounds(15 if setting.quick else 40, enough=ENOUGH)
    sizes = QUICK_UNITS if setting.quick else UNITS
    found: dict[tuple[int, float], list[Tried]] = {}
    for k, units in enumerate(sizes):
        setting.progress(f"{units} units", k, len(sizes))
        for rate in (FAST, SLOW):
            found[units, rate] = [
                until_learned(units, len(VERBS), rate, agreement(DISTANCE), seed, rounds)
                for seed in seeds(setting)
            ]
    return {"many-parameters-hard": _evidence(found)}


def _evidence(found: Found) -> Evidence:
    sizes = sorted({units for units, _ in found})
    small, large = sizes[0], sizes[-1]
    better = {
        units: [
            min(pair, key=lambda one: (not one.enough, one.updates))
            for pair in zip(found[units, FAST], found[units, SLOW], strict=True)
        ]
        for units in sizes
    }
    in_vain = sum(not one.enough for one in found[large, FAST])
    weights = {units: found[units, FAST][0].weights for units in sizes}
    return Evidence(
        confirmed=all(
            much.enough and much.updates <= little.updates
            for little, much in zip(better[small], better[large], strict=True)
        ),
        says=f"With {weights[large]:,} parameters {mean(updates_of(better[large])):.0f} updates "
        f"suffice, with {weights[small]:,} it takes {mean(updates_of(better[small])):.0f}, each "
        f"with its better rate. At the rate {FAST} {in_vain} of {len(found[large, FAST])} "
        "trainings of the large network fail, and each of its updates takes longer.",
        numbers={
            f"updates_{units}_units_{rate}": mean(updates_of(tried))
            for (units, rate), tried in found.items()
        },
        tables=(_table(found),),
        plots=(
            Plot(
                "Updates until the loss is small; lines that end high were given up",
                "parameters",
                "updates",
                tuple(weights.values()),
                tuple(
                    line(f"rate {rate}", [updates_of(found[units, rate]) for units in sizes])
                    for rate in (FAST, SLOW)
                ),
                logarithmic=True,
            ),
        ),
    )


def _table(found: Found) -> Table:
    return Table(
        f"Simple RNNs learn a verb over {DISTANCE} words",
        ("units", "parameters", "rate", "updates", "trainings that came to an end",
         "ms an update"),
        tuple(
            (units, tried[0].weights, rate, shown(updates_of(tried), 0),
             f"{sum(one.enough for one in tried)} of {len(tried)}",
             f"{min(one.milliseconds for one in tried):.2f}")
            for (units, rate), tried in found.items()
        ),
    )  # fmt: skip
