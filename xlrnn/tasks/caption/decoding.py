"""Captions are written: convolutions look at a picture once, the recurrent layer goes on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.shapes import Float, Int
from xlrnn.tasks.caption.network import ANSWER, DECODER, STATES, WRITTEN
from xlrnn.tasks.decoding import Begun, Decoder, Step

Array = NDArray[Any]


class CaptionDecoder(Decoder):
    """Writes captions with the layers of a trained model.

    Args:
        model: what `network` returned, trained.
    """

    def __init__(self, model: nn.Model) -> None:
        layers: dict[str, Any] = {layer.name: layer for layer in model.layers}
        self.layers = layers
        every = {name for names in STATES.values() for name in names}
        states = [layers[name].output for name in layers if name in every]
        self.looking = nn.Model(model.inputs[0], states)

    def begin(self, x: Float[np.ndarray, "rows height width 3"]) -> Begun:
        """Return the states that pictures lead to."""
        found = self.looking.predict(x)
        return Begun(found if isinstance(found, list) else [found])

    def step(self, words: Int[np.ndarray, " rows"], begun: Begun) -> Step:
        """Return what may come next, and the new states."""
        embedded = self.layers[WRITTEN](words[:, None])
        hidden, *after = self.layers[DECODER](embedded, initial_state=[*begun.states])
        return np.array(self.layers[ANSWER](hidden)[:, 0]), begun.after(after), None
