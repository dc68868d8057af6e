"""Several earlier states: can the recurrent equation hold more than the last one?

The article says that a recurrent neuron takes the last state alone into account, and that for
longer sequences the equation can hold several. So the network is written step by step, with layers
that all steps share, as the article unrolls it:

    h_t = tanh(W_xh · x_t + W_1 · h_(t−1) + … + W_k · h_(t−k) + b)

1. With k = 1 it must be the usual layer: with the same weights the same states to 1e-5.
2. With k = 5 a gradient gets from the last step to the first by a fifth of the steps. Both learn
   which of two marks stood first, 20 steps before the end, with recurrent weights that begin small
   (a fifth of orthogonal matrices), so that gradients vanish on the way through every step.

It is confirmed if k = 1 equals the usual layer, and if in every seed the network with five earlier
states is right about at least 95 %, and the one with the last state alone about less than 75 %:
then the equation can hold several, and they do what they are there for.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.trained.draws import FILLERS, MARKS, marked
from xlrnn.reproduce.trained.learning import JUDGED, Rounds, accuracy
from xlrnn.reproduce.trained.seeds import mean, seeds, shown

Array = NDArray[Any]

STEPS, UNITS, RATE = 20, 12, 0.01
SEVERAL: Final = 5
GAIN: Final = 0.2
SAME: Final = 1e-5
KNOWN, NOT_LEARNED = 0.95, 0.75


def states(setting: Setting) -> Mapping[str, Evidence]:
    """Try networks whose equation holds one earlier state, and several."""
    rounds = Rounds(15 if setting.quick else 30)
    found: dict[int, list[float]] = {1: [], SEVERAL: []}
    for k, seed in enumerate(tried := seeds(setting)):
        setting.progress("several earlier states", k, len(tried))
        for earlier, right in found.items():
            right.append(_right(earlier, seed, rounds))
    apart = _apart_from_usual(setting.seed)
    weights = {earlier: unrolled(earlier).count_params() for earlier in found}
    return {
        "several-earlier-states": Evidence(
            confirmed=apart < SAME and min(found[SEVERAL]) >= KNOWN and max(found[1]) < NOT_LEARNED,
            says=f"With one earlier state it is the usual layer ({apart:.1g} apart at most). With "
            f"{SEVERAL} it can be written and trained, too: {mean(found[SEVERAL]):.0%} right about "
            f"a mark {STEPS} steps ago, where one earlier state leaves {mean(found[1]):.0%}.",
            numbers={"right_with_one": mean(found[1]), "right_with_several": mean(found[SEVERAL])},
            tables=(
                Table(
                    f"Which mark stood {STEPS} steps before the end?",
                    ("earlier states in the equation", "weights", "right"),
                    tuple((k, weights[k], shown(right)) for k, right in found.items()),
                ),
            ),
        )
    }


def unrolled(earlier: int) -> nn.Model:
    """Return the network, step by step: an input for each step, and layers that steps share.

    Args:
        earlier: how many earlier states the equation holds.
    """
    x = [nn.Input((MARKS + FILLERS,)) for _ in range(STEPS)]
    from_input = nn.Dense(UNITS, name="from_input")
    first: Any = nn.initializers.Orthogonal(GAIN)
    from_states = [
        nn.Dense(UNITS, use_bias=False, kernel_initializer=first, name=f"from_state_{k + 1}")
        for k in range(earlier)
    ]
    h: list[Any] = []
    for x_t in x:
        parts = [from_input(x_t)]
        parts += [layer(before) for layer, before in zip(from_states, reversed(h), strict=False)]
        h.append(nn.Activation("tanh")(nn.Add()(parts) if len(parts) > 1 else parts[0]))
    model = nn.Model(x, nn.Dense(MARKS, activation="softmax", name="answer")(h[-1]))
    model.compile(nn.optimizers.Adam(RATE, clipnorm=1.0), loss="sparse_categorical_crossentropy")
    return model


def _draw(count: int, rng: np.random.Generator) -> tuple[Any, Array]:
    """Return samples with an array for each step."""
    x, y = marked(STEPS, 0)(count, rng)
    return [x[:, t] for t in range(STEPS)], y


def _right(earlier: int, seed: int, rounds: Rounds) -> float:
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)
    model = unrolled(earlier)
    rounds.learn(model, _draw, rng)
    return accuracy(model, *_draw(JUDGED, rng))


def _apart_from_usual(seed: int) -> float:
    """Return how far apart answers with one earlier state and of the usual layer are at most."""
    nn.set_random_seed(seed)
    model, usual = unrolled(1), nn.SimpleRNN(UNITS)
    x, _ = _draw(JUDGED, np.random.default_rng(seed))
    twin = nn.Sequential([usual, nn.Dense(MARKS, activation="softmax")])
    twin.build((None, STEPS, MARKS + FILLERS))
    usual.set_weights(_usual_weights(model))
    twin.layers[-1].set_weights(model.get_layer("answer").get_weights())
    return float(np.abs(model.predict(x) - twin.predict(np.stack(x, axis=1))).max())


def _usual_weights(model: nn.Model) -> Sequence[Array]:
    """Return W_xh, W_hh and b_h of the usual layer."""
    kernel, bias = model.get_layer("from_input").get_weights()
    (recurrent,) = model.get_layer("from_state_1").get_weights()
    return kernel, recurrent, bias
