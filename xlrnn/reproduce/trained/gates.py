"""Gates of LSTM and GRU: how many there are, and is the GRU simpler and easier to train?

1. Which parts are gates is found from their values on random inputs: a gate's lie between 0 and 1,
   the candidate's are negative, too. What each does is found by forcing it open or closed
   (`gate_roles`): with the forget gate closed, nothing of the past is left, and so on. And the
   weights are counted: a gate and the candidate have as many as a simple RNN each.
   `lstm-three-gates` is confirmed if input, forget and output gate are all there are, do what they
   are called, and the LSTM has 4 times the input weights of a simple RNN; `gru-two-gates` likewise
   with update and reset gate, and 3 times.
2. `gru-simpler` is confirmed if the GRU has fewer gates, states and weights than the LSTM.
3. Easier to train: both learn to find a verb's subject 20 words before it, and to add two numbers
   within 20 steps; the updates until they can are counted, and multiplied by what an update costs.
   Gates begin open for the past (`remembering`), or as Keras has them: then the LSTM's forget
   gates begin with the bias 1, which helps, and the GRU has nothing like it. `gru-easier-to-train`
   is confirmed, with this correction, if with open gates the GRU learns both tasks together for
   less than the LSTM's cost, and if as Keras has them it needs, in its best seed, more updates for
   the verb than the LSTM in its worst.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from xlrnn import nn
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.trained import gate_roles
from xlrnn.reproduce.trained.learning import Rounds
from xlrnn.reproduce.trained.memory_tasks import ADDING, AGREEMENT, MemoryTask
from xlrnn.reproduce.trained.remembering import begin_remembering
from xlrnn.reproduce.trained.seeds import mean, seeds, shown

DISTANCE, UNITS, RATE = 20, 16, 0.01
KINDS: Final = (nn.LSTM, nn.GRU)
TRIED: Final = ((AGREEMENT, True), (ADDING, True), (AGREEMENT, False))
"""Task, and whether gates begin open for the past."""

Found = Mapping[tuple[MemoryTask, bool, type[Any]], Sequence[float]]
"""By task, beginning and kind, the updates of each seed."""


def gates(setting: Setting) -> Mapping[str, Evidence]:
    """Count the gates of both, try what they do, and train both."""
    rounds = Rounds(30 if setting.quick else 60)
    found: dict[tuple[MemoryTask, bool, type[Any]], list[float]] = {}
    for k, (task, opened) in enumerate(TRIED):
        setting.progress(f"gates: {task.name}", k, len(TRIED))
        for kind in KINDS:
            found[task, opened, kind] = [
                updates(task, kind, seed, rounds, opened=opened) for seed in seeds(setting)
            ]
    return {
        "lstm-three-gates": _three(setting.seed),
        "gru-two-gates": _two(setting.seed),
        "gru-simpler": _simpler(setting.seed),
        "gru-easier-to-train": _easier(found),
    }


def _three(seed: int) -> Evidence:
    named, roles = gate_roles.gates_of(nn.LSTM, seed), gate_roles.lstm_roles(seed)
    blocks = gate_roles.blocks_of(nn.LSTM)
    return Evidence(
        confirmed=sorted(named) == sorted(roles) and all(roles.values()) and blocks == 4,
        says=f"Values between 0 and 1 have the parts {', '.join(named)}. An LSTM has {blocks:g} "
        "times the input weights of a simple RNN: three gates and the candidate.",
        numbers={"gates": len(named), "blocks": blocks},
        tables=(_roles("LSTM", roles),),
    )


def _two(seed: int) -> Evidence:
    named, roles = gate_roles.gates_of(nn.GRU, seed), gate_roles.gru_roles(seed)
    blocks = gate_roles.blocks_of(nn.GRU)
    return Evidence(
        confirmed=sorted(named) == sorted(roles) and all(roles.values()) and blocks == 3,
        says=f"Values between 0 and 1 have the parts {', '.join(named)}. A GRU has {blocks:g} "
        "times the input weights of a simple RNN: two gates and the candidate.",
        numbers={"gates": len(named), "blocks": blocks},
        tables=(_roles("GRU", roles),),
    )


def _roles(called: str, roles: Mapping[str, bool]) -> Table:
    return Table(
        f"Gates of the {called}, forced open or closed",
        ("gate", "does what it is called"),
        tuple((name, "yes" if so else "no") for name, so in roles.items()),
    )


def _simpler(seed: int) -> Evidence:
    sizes = [
        (
            kind.__name__,
            len(gate_roles.gates_of(kind, seed)),
            len(kind.states),
            kind(UNITS).count_for((None, None, UNITS)),
            gate_roles.multiplications(kind, UNITS),
        )
        for kind in KINDS
    ]
    lstm, gru = sizes
    return Evidence(
        confirmed=all(less < more for less, more in zip(gru[1:], lstm[1:], strict=True)),
        says=f"The GRU has {gru[1]} gates, {gru[2]} state and {gru[3]:,} weights, the LSTM "
        f"{lstm[1]}, {lstm[2]} and {lstm[3]:,}, both of {UNITS} units with as many inputs.",
        numbers={"weights_gru": gru[3], "weights_lstm": lstm[3]},
        tables=(
            Table(
                f"Layers of {UNITS} units",
                ("layer", "gates", "states", "weights", "multiplications a step"),
                tuple(sizes),
            ),
        ),
    )


def updates(task: MemoryTask, kind: type[Any], seed: int, most: Rounds, *, opened: bool) -> float:
    """Return after how many updates a task is learned, or how many there were at most."""
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)
    layer = kind(UNITS, return_sequences=task.every_step)
    model = task.model(layer, RATE)
    draw = task.draw(DISTANCE)
    model.build(draw(1, rng)[0].shape)
    if opened:
        begin_remembering(layer, DISTANCE, rng)
    rounds = Rounds(most.most, enough=task.enough)
    return float(rounds.learn(model, draw, rng).rounds * rounds.updates)


def _easier(found: Found) -> Evidence:
    lstm, gru = (gate_roles.multiplications(kind, UNITS) for kind in KINDS)
    share = gru / lstm
    both = [sum(mean(found[task, True, kind]) for task in (AGREEMENT, ADDING)) for kind in KINDS]
    cost = share * both[1] / both[0]
    usual = [found[AGREEMENT, False, kind] for kind in KINDS]
    return Evidence(
        confirmed=cost < 1 and min(usual[1]) > max(usual[0]),
        says=f"An update of the GRU costs {share:.0%} of the LSTM's. With gates that begin open it "
        f"learns both tasks for {cost:.0%} of the LSTM's cost; with Keras' usual biases it needs "
        f"{mean(usual[1]):.0f} updates or more for agreement, the LSTM {mean(usual[0]):.0f}.",
        numbers={
            f"{task.name}_{'open' if opened else 'usual'}_{kind.__name__}": mean(values)
            for (task, opened, kind), values in found.items()
        },
        tables=(
            Table(
                f"Updates until a task over {DISTANCE} steps is learned",
                ("task", "gates begin", "LSTM", "GRU"),
                tuple(
                    (task.title, "open for the past" if opened else "as Keras has them",
                     *(shown(found[task, opened, kind], 0) for kind in KINDS))
                    for task, opened in TRIED
                ),
            ),
        ),
    )  # fmt: skip
