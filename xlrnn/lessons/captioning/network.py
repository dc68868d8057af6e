"""The same in NumPy: from the letters of a picture to the words of its sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.lessons.captioning.trained import Trained
from xlrnn.lessons.cells.gates import GRU_GATES, side_by_side
from xlrnn.lessons.common.decoding import decode
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export.written.weights import within
from xlrnn.names.pictures import PLANES
from xlrnn.nn.layers.softmax import softmax
from xlrnn.sheet.layers.palette import ALL_KNOWN, NO_PICTURE, THERE, unknown_in_words

Array = NDArray[Any]
EXACT: dict[str, Any] = {"dtype": "float64"}


def calculate(trained: Trained, inputs: Arrays, steps: int) -> dict[str, Array]:
    """Return what every block should show, by key and as on the sheet.

    Args:
        trained: the model, whose weights stand in the inputs.
        inputs: the picture, the colours and the weights.
        steps: how many words may be written.
    """
    found = dict(_looked_at(trained, inputs))
    planes = np.stack([found[f"plane_{plane}"] for plane in PLANES], axis=-1)
    found |= _filtered(trained, inputs, planes)
    found |= _window(trained, inputs, found)
    found |= _state(inputs, found.pop("pooled"))
    found |= _written(inputs, found["state_y"], steps)
    return found


def _looked_at(trained: Trained, inputs: Arrays) -> Iterator[tuple[str, Array]]:
    """Yield the picture that is chosen, painted over, and its planes."""
    names = [str(name).lower() for name in inputs["picture_names"][:, 0]]
    name = str(inputs["picture"][0, 0]).lower()
    number = names.index(name) + 1 if name in names else 0
    yield "picture_number", np.array([[float(number)]])
    yield "picture_there", texts([THERE if number else NO_PICTURE])
    first = max(number - 1, 0) * trained.side
    painted = inputs["paint"]
    pixel = np.where(painted == "", inputs["gallery"][first : first + trained.side], painted)
    yield "pixel", pixel
    letters = [str(letter).lower() for letter in inputs["letter_of"][:, 0]]
    colour = np.vectorize(
        lambda pixel: letters.index(str(pixel).lower()) + 1 if str(pixel).lower() in letters else 0,
        otypes=[float],
    )(pixel)
    yield "colour_number", colour
    unknown = int((colour == 0).sum())
    yield "colours_known", texts([unknown_in_words(str(unknown)) if unknown else ALL_KNOWN])
    for plane in PLANES:
        of_colour = inputs[f"{plane}_of"][:, 0]
        numbers = of_colour[np.maximum(colour, 1).astype(int) - 1]
        yield f"plane_{plane}", np.pad(numbers, trained.edge)


def _filtered(trained: Trained, inputs: Arrays, planes: Array) -> dict[str, Array]:
    """Return what the filters find, and the largest of each window of that."""
    twin, pool = trained.layer(nn.Conv2D), trained.layer(nn.MaxPooling2D)
    kernel = np.stack(
        [
            np.stack([inputs[f"conv_kernel_{k}_{plane}"] for plane in PLANES], axis=-1)
            for k in range(1, twin.filters + 1)
        ],
        axis=-1,
    )
    bias = np.array([inputs[f"conv_bias_{k}"][0, 0] for k in range(1, twin.filters + 1)])
    conv = nn.Conv2D(twin.filters, twin.kernel_size, activation=twin.activation.name,
                     weights=[kernel, bias], **EXACT)  # fmt: skip
    maps = np.array(conv(planes[None]))
    pooled = np.array(nn.MaxPooling2D(pool.pool_size, **EXACT)(maps))[0]
    return {
        **_by_filter("conv_sum", conv.logits[0]),
        **_by_filter("conv_map", maps[0]),
        **_by_filter("pool_pooled", pooled),
        "pooled": pooled,
    }


def _by_filter(name: str, array: Array) -> dict[str, Array]:
    return {f"{name}_{k + 1}": array[:, :, k].copy() for k in range(array.shape[-1])}


def _window(trained: Trained, inputs: Arrays, found: Arrays) -> dict[str, Array]:
    """Return one window, number by number."""
    row, column, k = (int(inputs[f"window_{name}"][0, 0]) for name in ("row", "column", "filter"))
    sizes = trained.layer(nn.Conv2D).kernel_size
    places = tuple(
        slice(first - 1, first - 1 + size) for first, size in zip((row, column), sizes, strict=True)
    )
    shown: dict[str, Array] = {}
    for plane in PLANES:
        seen, weights = found[f"plane_{plane}"][places], inputs[f"conv_kernel_{k}_{plane}"]
        shown |= {
            f"window_seen_{plane}": seen,
            f"window_kernel_{plane}": weights,
            f"window_product_{plane}": seen * weights,
            f"window_part_{plane}": (seen * weights).sum(keepdims=True),
        }
    return {
        **shown,
        "window_bias": inputs[f"conv_bias_{k}"],
        "window_sum": found[f"conv_sum_{k}"][row - 1, column - 1].reshape(1, 1),
        "window_found": found[f"conv_map_{k}"][row - 1, column - 1].reshape(1, 1),
    }


def _state(inputs: Arrays, pooled: Array) -> dict[str, Array]:
    """Return the first state of the GRU."""
    seen = pooled.reshape(1, -1)
    weights = [inputs["state_W_hy"].T, inputs["state_b_y"][:, 0]]
    dense = nn.Dense(len(weights[1]), activation="tanh", weights=weights, **EXACT)
    y = np.array(dense(seen))
    return {"state_flattened": seen.T, "state_logits": np.array(dense.logits).T, "state_y": y.T}


def _written(inputs: Arrays, first: Array, steps: int) -> dict[str, Array]:
    """Return the words, and what leads to each."""
    tokens = [str(token) for token in inputs["words_token"][:, 0]]
    table, own = inputs["words_E"], within(inputs, "gru_")
    gru = nn.GRU(len(first), return_sequences=True, weights=side_by_side(own, GRU_GATES), **EXACT)
    weights = [inputs["choice_W_hy"].T, inputs["choice_b_y"][:, 0]]
    answer = nn.Dense(len(tokens), weights=weights, **EXACT)
    state = first.T

    def step(row: int) -> Array:
        nonlocal state
        state = np.array(gru(table[row].reshape(1, 1, -1), initial_state=[state]))[:, -1]
        scores: Array = np.array(answer(state))[0]
        return scores

    decoded = decode(tokens, steps, step)
    x = _looked_up(table, decoded.fed)
    h = np.array(gru(x[None], initial_state=[first.T], mask=decoded.writing[None]))
    logits = np.array(answer(h[0]))
    shown = {**gru.trace().sample(0), "x": x}
    return {
        **{f"gru_{name}": array.T for name, array in shown.items()},
        "gru_h_0": first,
        "choice_logits": logits.T,
        **{f"choice_{name}": array.T for name, array in softmax(logits).items()},
        **decoded.shown("gru_", "choice_"),
        "caption": texts([decoded.text]),
    }


def _looked_up(table: Array, fed: Sequence[int]) -> Array:
    return np.array([table[row - 1] if row else np.zeros(table.shape[1]) for row in fed])
