"""The model that docs/translations.py trained, and its weights as they stand on the sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from xlrnn.lessons.cells.gates import GRU_GATES, per_gate
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export.written.weights import behind
from xlrnn.nn.files import saving
from xlrnn.nn.models import Model, load_model
from xlrnn.sheet.maths.sentence import NO_WORD
from xlrnn.tasks.translate.languages import Languages
from xlrnn.tasks.translate.network import ANSWER, DECODER, ENCODER, READ, WRITTEN

MODEL: Final = Path(__file__).with_name("sentences.npz")
"""What docs/translations.py trained."""
FAR_BELOW: Final = 1e9
"""What hides a score, as in Keras."""


Rows = Sequence[int]


@dataclass(frozen=True)
class Trained:
    """The model and its words.

    Args:
        model: the model, in float64.
        known: the words of both languages.
    """

    model: Model
    known: Languages

    @property
    def units(self) -> int:
        """How many units both GRUs have."""
        return int(self._weights(ENCODER)[1].shape[0])

    @property
    def features(self) -> int:
        """How many numbers a word has."""
        return int(self._weights(READ)[0].shape[1])

    @property
    def everything(self) -> tuple[Rows, Rows]:
        """The rows of all words of both languages."""
        return range(len(self.known.source)), range(len(self.known.target))

    def on_sheet(self, rows: tuple[Rows, Rows]) -> Arrays:
        """Return words and weights by the keys of their blocks.

        Args:
            rows: which words of both languages are carried.
        """
        read, written = ([*some] for some in rows)
        english, french = self._weights(READ)[0][read], self._weights(WRITTEN)[0][written]
        kernel, bias = (weight[..., written] for weight in self._weights(ANSWER))
        zeros = np.zeros((self.units, 1))
        return {
            "english_word_ids": np.array(read, dtype=float)[:, None],
            "english_token": _visible([self.known.source.tokens[k] for k in read]),
            "english_E": english,
            "french_token": _visible([self.known.target.tokens[k] for k in written]),
            "french_E": french,
            **behind("encoder_", {"h_0": zeros, **per_gate(self._weights(ENCODER), GRU_GATES)}),
            **behind("decoder_", {"h_0": zeros, **per_gate(self._weights(DECODER), GRU_GATES)}),
            "scores_far_below": np.array([[FAR_BELOW]]),
            "answer_W_hy": kernel[: self.units].T,
            "answer_W_cy": kernel[self.units :].T,
            "answer_b_y": bias[:, None],
        }

    def _weights(self, name: str) -> list[np.ndarray[Any, Any]]:
        weights: list[np.ndarray[Any, Any]] = self.model.get_layer(name).get_weights()
        return weights


@cache
def trained() -> Trained:
    """Return the model of the lesson."""
    return Trained(load_model(MODEL), Languages.from_json(saving.load_extra(MODEL)))


def _visible(tokens: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return the words as a column; what stands for none has parentheses."""
    return texts([token or NO_WORD for token in tokens])
