"""The translation in NumPy: what every block of the lesson should show.

The decoder writes step by step, which gives the words. Then all layers calculate once more with
these words, all steps at once, as they do while they learn; their traces are what the pages show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.errors import InputError
from xlrnn.lessons.cells.gates import GRU_GATES
from xlrnn.lessons.common.decoding import Decoded, decode
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.export.sentence import taken_apart
from xlrnn.lessons.export.written.weights import GatedWeights, behind, within
from xlrnn.nn.layers.softmax import softmax
from xlrnn.sheet.maths.sentence import BEGINNING, KNOWN, NOTHING, PARTLY, SOME, UNKNOWN
from xlrnn.tasks.tokens import UNKNOWN as UNKNOWN_MARK

Array = NDArray[Any]
Cells = Mapping[str, Array]
_EXACT: Final[Mapping[str, Any]] = {"dtype": "float64"}
_AT_ALL_STEPS: Final[Mapping[str, Any]] = {
    **_EXACT, "return_sequences": True, "return_state": True,
}  # fmt: skip


def calculate(cells: Cells, room: int) -> dict[str, Array]:
    """Return what every block should show, by key and as on the sheet: time to the right.

    Args:
        cells: sentence, words and weights, by key.
        room: how many words a sentence and its translation have at most.

    Raises:
        InputError: if a list lacks a mark, or a number of a word.
    """
    apart = taken_apart(cells, "english_", room)
    encoder = _Encoder(cells, apart)
    decoder = _Decoder(cells, encoder)
    tokens = [str(token) for token in cells["french_token"][:, 0]]
    decoded = decode(tokens, room, decoder.step, begins=bool(encoder.mask[0, 0]))
    return {
        **apart,
        "understood": texts([_rests_on(apart)]),
        **encoder.shown(),
        **decoder.shown(decoded),
        **decoded.shown("decoder_", "answer_"),
        "written": texts([decoded.text]),
    }


def _rests_on(apart: Cells) -> str:
    """Say what the translation rests on."""
    if not apart["next_word"][0, 0]:
        return NOTHING
    if apart["left_over"][0, 0]:
        return BEGINNING
    return PARTLY if (apart["in_list"] == UNKNOWN).any() else SOME


class _Encoder:
    """What the encoder makes of the sentence.

    Args:
        cells: the words and weights.
        apart: the sentence, taken apart.

    Attributes:
        words: the words of the sentence.
        mask: which of them there are.
        states: after each word.
    """

    def __init__(self, cells: Cells, apart: Cells) -> None:
        self.words = apart["next_word"].T
        self.numbers = _numbers(cells, apart)
        self.mask = self.numbers != 0
        self.places = _places(cells["english_word_ids"][:, 0], self.numbers[0])
        self.x = cells["english_E"][self.places][None]
        self.gru = _gru(cells, "encoder_", self.x.shape)
        first = [cells["encoder_h_0"].T]
        self.states = np.array(self.gru(self.x, mask=self.mask, initial_state=first)[0])

    def shown(self) -> dict[str, Array]:
        """Return what the page of the encoder shows."""
        own = {
            "words": self.words,
            "word": self.numbers,
            "counts": self.mask.astype(float),
            "place": self.places[None] + 1.0,
            "x": self.x[0].T,
            **_as_columns(self.gru),
        }
        return {**behind("encoder_", own), "source_word": self.words.T}


def _numbers(cells: Cells, apart: Cells) -> Array:
    """Return the numbers of the words: that of the mark for those that are unknown, then 0."""
    found = apart["in_list"][:, 0]
    marks = np.flatnonzero(cells["english_token"][:, 0] == UNKNOWN_MARK)
    if (found == UNKNOWN).any() and not len(marks):
        raise InputError(
            f"the list of English words has no {UNKNOWN_MARK}: expected it in one of its rows"
        )
    unknown = cells["english_word_ids"][marks[0], 0] if len(marks) else 0.0
    known = np.where(found == KNOWN, apart["number"][:, 0], 0.0)
    numbers: Array = np.where(found == UNKNOWN, unknown, known)[None]
    return numbers


def _places(ids: Array, words: Array) -> Array:
    """Return the row of each number in the list, from 0."""
    where = {float(number): k for k, number in reversed(list(enumerate(ids)))}
    missing = [float(word) for word in words if float(word) not in where]
    if missing:
        raise InputError(f"the list of English words has no number {missing[0]:g}")
    return np.array([where[float(word)] for word in words])


@dataclass
class _Decoder:
    """What the decoder makes of a sentence that was read.

    Args:
        cells: the words and weights.
        read: the encoder, which has read.
    """

    cells: Cells
    read: _Encoder

    def __post_init__(self) -> None:
        cells = self.cells
        self.table = cells["french_E"]
        self.first = cells["decoder_h_0"].T
        self.pointed = _pointed(cells["attention_forced"][0], self.read.words[0])
        self.gru = _gru(cells, "decoder_", (1, 1, self.table.shape[1]))
        self.attention = nn.Attention(**_EXACT)
        self.attention.far_below = float(cells["scores_far_below"][0, 0])
        W_hy = np.hstack([cells["answer_W_hy"], cells["answer_W_cy"]])  # of both, side by side
        b_y = cells["answer_b_y"]
        self.dense = nn.Dense(len(W_hy), **_EXACT)
        self.dense.build((None, W_hy.shape[1]))
        self.dense.set_weights([W_hy.T, b_y[:, 0]])
        self._state, self._t = self.first, 0

    def step(self, row: int) -> Array:
        """Return how likely each word is behind the one of a row; the state goes one step on."""
        x = self.table[row][None, None]
        h, after = self.gru(x, initial_state=[self._state])
        found, _ = self._look(np.array(h), slice(self._t, self._t + 1))
        self._state, self._t = np.array(after), self._t + 1
        logits = self.dense(np.concatenate([h, found], axis=-1))
        p: Array = softmax(np.array(logits[0]))["p"][0]
        return p

    def _look(self, h: Array, steps: slice) -> tuple[Array, Array]:
        """Return what steps find where they look, or where they must, and where that is."""
        value = self.read.states
        self.attention([h, value], mask=[None, self.read.mask])
        looked = self.attention.trace().sample(0)["attention"].copy()
        pointed = self.pointed[steps]
        steered = pointed.sum(axis=1) > 0
        looked[steered] = pointed[steered] / pointed[steered].sum(axis=1, keepdims=True)
        return (looked @ value[0])[None], looked

    def shown(self, decoded: Decoded) -> dict[str, Array]:
        """Return what the pages of the decoder show, with the words that it wrote."""
        writing = decoded.writing
        x = np.where(writing[:, None], self.table[np.array(decoded.fed) - 1], 0.0)
        h = self.gru(x[None], mask=writing[None], initial_state=[self.first])[0]
        h = np.array(h)
        context, looked = self._look(h, slice(None))
        context = context * writing[None, :, None]
        both = np.concatenate([h, context], axis=-1)
        logits = np.array(self.dense(both)[0])
        scores = self.attention.trace().sample(0)
        most = [str(self.read.words[0, k]) for k in looked.argmax(axis=1)]
        return {
            **behind("decoder_", {"x": x.T, **_as_columns(self.gru)}),
            **behind("scores_", {
                name: scores[name].T
                for name in ("score", "masked_score", "attention_exps", "attention")
            }),
            "attention_pointed": self.pointed.T,
            "attention_steered": looked.T,
            "attention_looks_at": texts(
                [word if on else "" for word, on in zip(most, writing, strict=True)]
            ).T,
            "attention_context": context[0].T,
            "answer_logits": logits.T,
            **behind("answer_", {name: array.T for name, array in softmax(logits).items()}),
        }  # fmt: skip


def _pointed(forced: Array, words: Array) -> Array:
    """Return 1 where a step must look, a row for each step and a column for each word."""
    pairs = [[str(word) != "" and str(cell).lower() == str(word).lower() for word in words]
             for cell in forced]  # fmt: skip
    return np.array(pairs, float)


def _gru(cells: Cells, prefix: str, shape: tuple[int, ...]) -> Any:
    """Return a layer with the weights that the sheet shows."""
    own = within(cells, prefix)
    layer = nn.GRU(len(own["h_0"]), **_AT_ALL_STEPS)
    layer.build(shape)
    layer.set_weights(GatedWeights(GRU_GATES).in_layer(layer, own))
    return layer


def _as_columns(layer: Any) -> dict[str, Array]:
    """Return a layer's trace with a column for each step."""
    return {name: np.asarray(array).T for name, array in layer.trace().sample(0).items()}
