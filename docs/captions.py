"""Train the model of the lesson `captioning` from drawings that the package makes.

    python docs/captions.py

The drawings and the network are those of `xlrnn train caption`, as small as a sheet wants them:
12 × 12 places, one convolution, no yellow and no triangles. An eighth of all sentences is held out:
the words of such a one are known, their combination is not. The pictures of the lesson are drawings
of such sentences.
"""

from dataclasses import dataclass
from functools import cached_property
from math import cos, pi
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.nn.files import saving
from xlrnn.pictures.drawings import MOST, drawings
from xlrnn.pictures.scene import ALONE, COLOURS, PAPER, PLACES, Scene
from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.tasks.caption.network import network
from xlrnn.tasks.caption.settings import CaptionSettings
from xlrnn.tasks.language import END, START, Language, padded

Array = NDArray[Any]

MODEL = Path(__file__).parents[1] / "xlrnn" / "lessons" / "captioning" / "drawings.npz"
SIDE, STEPS, DECIMALS = 12, 12, 3
LEFT_OUT = {"yellow", "triangle"}
HELD_OUT = 8
"""One of so many sentences is held out."""
SETTINGS = CaptionSettings(
    model="gru", units=32, embedding_dim=8, filters=(9,), dropout=0.1, batch_size=200, epochs=50,
    learning_rate=0.01, seed=1,
)  # fmt: skip
PAPER_LETTER = "k"
LETTERS = {
    PAPER_LETTER: (PAPER,) * 3,
    **{name[0]: colour for name, colour in COLOURS.items()},
}
SHOWN = (*PLACES, PLACES[0], ALONE)
"""Where things stand on the first pictures of the lesson; one more is written about wrongly."""


@dataclass(frozen=True)
class Drawn:
    """Drawings, with their sentences as numbers.

    Args:
        pictures: the drawings.
        captions: the sentence of each.
    """

    pictures: Array
    captions: list[str]

    @classmethod
    def some(cls) -> "Drawn":
        """Draw; what is left out is drawn, too, and thrown away."""
        data = drawings(MOST, seed=SETTINGS.seed, side=SIDE)
        kept = [k for k, (caption,) in enumerate(data.captions)
                if not LEFT_OUT & {*caption.split()}]  # fmt: skip
        return cls(data.pictures[kept], [data.captions[k][0] for k in kept])

    @cached_property
    def language(self) -> Language:
        """The words that there are."""
        return Language.of([caption.split() for caption in self.captions], len(self.captions))

    @cached_property
    def written(self) -> tuple[Array, Array]:
        """What goes in and what should come out, a row for each drawing."""
        numbers = [self.language.numbers(caption.split()) for caption in self.captions]
        return padded([[START, *row] for row in numbers]), padded([[*row, END] for row in numbers])

    @cached_property
    def held_out(self) -> NDArray[np.bool_]:
        """Which drawings are not learned from: all of a sentence, or none."""
        sentences = sorted({*self.captions})
        drawn = np.random.default_rng(SETTINGS.seed).permutation(len(sentences))
        chosen = {sentences[k] for k in drawn[: len(sentences) // HELD_OUT].tolist()}
        return np.array([caption in chosen for caption in self.captions])

    def train(self) -> nn.Model:
        """Learn from what is not held out."""
        model = network(SETTINGS, self.pictures.shape[1:], len(self.language))
        learned, (into, out) = ~self.held_out, self.written
        model.fit(
            [self.pictures[learned], into[learned]], out[learned],
            batch_size=SETTINGS.batch_size, epochs=SETTINGS.epochs, verbose=2,
            callbacks=[nn.callbacks.LearningRateScheduler(_rate)],
        )  # fmt: skip
        return model

    def right(self, model: nn.Model, rows: Array) -> NDArray[np.bool_]:
        """Tell which of some drawings a model writes about word for word."""
        written = CaptionDecoder(model).write(self.pictures[rows], STEPS)
        wanted = [tuple(self.language.numbers(self.captions[row].split())) for row in rows]
        return np.array([one.numbers == words and one.ended
                         for one, words in zip(written, wanted, strict=True)])  # fmt: skip

    def shown(self, right: NDArray[np.bool_]) -> list[int]:
        """Return drawings of different sentences that are held out, the last one wrong.

        Args:
            right: which of those that are held out are written about as they should.
        """
        rows = np.flatnonzero(self.held_out)
        others = [*rows[~right].tolist(), *rows[right].tolist()]
        found: list[int] = []
        for place in SHOWN:
            said = {self.captions[row] for row in found}
            found.append(
                next(row for row in [*rows[right].tolist(), *others]
                     if self.captions[row] not in said
                     and Scene.of(self.captions[row]).place == place)
            )  # fmt: skip
        return [*found, others[0]]

    def known(self, right: NDArray[np.bool_]) -> dict[str, Any]:
        """Return what stands in the file beside the model."""
        shown = [_letters(self.pictures[row]) for row in self.shown(right)]
        pictures = [*shown, [PAPER_LETTER * SIDE] * SIDE]
        used = {letter for rows in pictures for row in rows for letter in row}
        return {
            "tokens": list(self.language.tokens),
            "colours": {letter: LETTERS[letter] for letter in LETTERS if letter in used},
            "pictures": {chr(ord("A") + k): rows for k, rows in enumerate(pictures)},
            "figures": {
                "learned": int((~self.held_out).sum()), "held_out": len(right),
                "sentences": len({*self.captions}), "exact": float(right.mean()),
            },
        }  # fmt: skip


def _rate(epoch: int, _: float) -> float:
    """Return the learning rate of an epoch: half a wave from the usual one to nearly nothing."""
    return SETTINGS.learning_rate * (1.02 + cos(pi * epoch / SETTINGS.epochs)) / 2


def _letters(picture: Array) -> list[str]:
    """Return the rows of a drawing, a letter for each place."""
    colours = np.array([*LETTERS.values()], np.float32)
    nearest = abs(picture[:, :, None] - colours).sum(axis=-1).argmin(axis=-1)
    return ["".join([*LETTERS][k] for k in row) for row in nearest.tolist()]


def rounded(model: nn.Model) -> nn.Model:
    """Return the model in float64, its weights cut to the decimals that a workbook shows."""
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"]["dtype"] = "float64"
    twin = nn.Model.from_config(config)
    twin.set_weights([np.round(weight.astype(float), DECIMALS) for weight in model.get_weights()])
    return twin


def main() -> None:
    """Train, judge, and write the model with its words, colours and pictures."""
    data = Drawn.some()
    model = rounded(data.train())
    right = data.right(model, np.flatnonzero(data.held_out))
    known = data.known(right)
    saving.save_model(model, MODEL, known)
    print("{learned:,} drawings learned, of {sentences} sentences; with {decimals} decimals "
          "{exact:.4f} of {held_out:,} held out are written word for word".format(
              decimals=DECIMALS, **known["figures"]))  # fmt: skip
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size / 1e3:.0f} kB, "
          f"{len(data.language) - 4} words, {model.count_params():,} weights")  # fmt: skip


if __name__ == "__main__":
    main()
