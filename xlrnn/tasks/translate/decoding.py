"""Translations are written: the encoder reads a sentence once, the decoder looks back at it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.shapes import Int
from xlrnn.tasks.decoding import AT_ONCE, Begun, Decoder, Step, Written
from xlrnn.tasks.language import NONE, padded
from xlrnn.tasks.translate.network import ANSWER, ATTENTION, DECODER, ENCODER, READ, WRITTEN

Array = NDArray[Any]


class TranslationDecoder(Decoder):
    """Translates with the layers of a trained model.

    Args:
        model: what `network` returned, trained.
    """

    def __init__(self, model: nn.Model) -> None:
        layers: dict[str, Any] = {layer.name: layer for layer in model.layers}
        self.layers = layers
        self.looks = ATTENTION in layers

    def translate(
        self, sentences: Sequence[Sequence[int]], limit: int, beam: int = 1
    ) -> list[Written]:
        """Translate sentences, those of like length together.

        Args:
            sentences: the numbers of their tokens.
            limit: how many tokens a translation has at most, the end mark included.
            beam: how many beginnings are followed; with 1 the likeliest token is taken always.
        """
        order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
        found: dict[int, Written] = {}
        for first in range(0, len(order), AT_ONCE):
            some = order[first : first + AT_ONCE]
            written = self.write(padded([sentences[k] for k in some]), limit, beam)
            found.update(zip(some, written, strict=True))
        return [_of_tokens(found[k], len(sentences[k])) for k in range(len(sentences))]

    def begin(self, x: Int[np.ndarray, "rows read"]) -> Begun:
        """Return what the encoder makes of sentences; without its states zeros are begun with."""
        mask = x != NONE
        encoder = self.layers[ENCODER]
        found = encoder(self.layers[READ](x), mask=mask)
        outputs, *states = found if encoder.return_state else [found]
        return Begun([np.array(state) for state in states], [np.array(outputs), mask])

    def step(self, words: Int[np.ndarray, " rows"], begun: Begun) -> Step:
        """Return what may come next, the new states, and the attention."""
        outputs, mask = begun.read
        embedded = self.layers[WRITTEN](words[:, None])
        hidden, *after = self.layers[DECODER](embedded, initial_state=[*begun.states] or None)
        attention = None
        if self.looks:
            context, scores = self.layers[ATTENTION](
                [hidden, outputs], mask=[None, mask], return_attention_scores=True
            )
            hidden, attention = np.concatenate([hidden, context], axis=-1), np.array(scores[:, 0])
        return np.array(self.layers[ANSWER](hidden)[:, 0]), begun.after(after), attention


def _of_tokens(found: Written, read: int) -> Written:
    """Return a translation with the attention to the tokens there are."""
    if found.attention is None:
        return found
    return replace(found, attention=found.attention[:, :read])
