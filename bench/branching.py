"""Workloads whose models branch: a sentence for a sentence, a sentence for a picture."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from load import Load, Product, words


@dataclass(frozen=True)
class Translating(Load):
    """An LSTM reads, another writes from its states on and looks back with additive attention.

    Args:
        units: of both.
        known: the words of both languages.
        features: the numbers of a word.
        steps: the words of a sentence, and of its translation.
        batch: the samples of a batch.
    """

    units: int = 256
    known: int = 8_000
    features: int = 128
    steps: int = 12
    batch: int = 64

    def data(self, batches: int, seed: int = 0) -> tuple[Any, Any]:
        """Return sentences, translations as far as they are written, and the words behind."""
        rng, shape = np.random.default_rng(seed), (batches * self.batch, self.steps)
        return [words(rng, self.known, shape) for _ in range(2)], words(rng, self.known, shape)

    def in_keras(self, module: Any) -> Any:
        """Return the model in a module of Keras' names."""
        L = module.layers
        sentence, written = (module.Input(shape=(self.steps,)) for _ in range(2))
        read, *states = L.LSTM(self.units, return_sequences=True, return_state=True)(
            L.Embedding(self.known, self.features)(sentence)
        )
        h = L.LSTM(self.units, return_sequences=True)(
            L.Embedding(self.known, self.features)(written), initial_state=states
        )
        both = L.Concatenate()([h, L.AdditiveAttention()([h, read])])
        p = L.Dense(self.known, activation="softmax")(both)
        model = module.Model([sentence, written], p)
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
        return model

    def in_torch(self, torch: Any) -> Any:
        """Return the model in PyTorch."""
        load, nn = self, torch.nn

        class Net(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.read_words, self.written_words = (
                    nn.Embedding(load.known, load.features) for _ in range(2)
                )
                self.encoder, self.decoder = (
                    nn.LSTM(load.features, load.units, batch_first=True) for _ in range(2)
                )
                self.scale = nn.Parameter(torch.rand(load.units) / 10)
                self.answer = nn.Linear(2 * load.units, load.known)

            def forward(self, sentence: Any, written: Any) -> Any:
                read, states = self.encoder(self.read_words(sentence))
                h, _ = self.decoder(self.written_words(written), states)
                scores = torch.tanh(h[:, :, None] + read[:, None]) @ self.scale
                context = scores.softmax(-1) @ read
                return self.answer(torch.cat([h, context], -1))

        return Net()

    def products(self) -> list[Product]:
        """Return the matrix products of a step."""
        rows, gates, both = self.steps * self.batch, 4 * self.units, 2 * self.units
        cell = [
            (rows, self.features, gates, 1), (self.features, rows, gates, 1),
            (rows, gates, self.features, 1), (self.batch, self.units, gates, self.steps),
            (self.batch, gates, self.units, self.steps), (self.units, rows, gates, 1),
        ]  # fmt: skip
        last = [(rows, both, self.known, 1), (both, rows, self.known, 1),
                (rows, self.known, both, 1)]  # fmt: skip
        return [*cell, *cell, *last]


@dataclass(frozen=True)
class Captioning(Load):
    """Two convolutions look at a picture, and an LSTM that begins with what they saw says it.

    Args:
        side: of a picture, in pixels of three colours.
        filters: of the convolutions.
        units: of the LSTM.
        known: the words.
        features: the numbers of a word.
        steps: the words of a sentence.
        batch: the samples of a batch.
    """

    side: int = 32
    filters: tuple[int, int] = (16, 32)
    units: int = 128
    known: int = 500
    features: int = 64
    steps: int = 12
    batch: int = 64

    def data(self, batches: int, seed: int = 0) -> tuple[Any, Any]:
        """Return pictures, sentences as far as they are written, and the words behind."""
        rng, count = np.random.default_rng(seed), batches * self.batch
        pictures = rng.random((count, self.side, self.side, 3), dtype=np.float32)
        shape = (count, self.steps)
        return [pictures, words(rng, self.known, shape)], words(rng, self.known, shape)

    def in_keras(self, module: Any) -> Any:
        """Return the model in a module of Keras' names."""
        L = module.layers
        picture, written = module.Input((self.side, self.side, 3)), module.Input((self.steps,))
        seen = picture
        for filters in self.filters:
            seen = L.MaxPooling2D()(L.Conv2D(filters, 3, activation="relu", padding="same")(seen))
        begun = [L.Dense(self.units, activation="tanh")(L.Flatten()(seen)) for _ in range(2)]
        h = L.LSTM(self.units, return_sequences=True)(
            L.Embedding(self.known, self.features)(written), initial_state=begun
        )
        model = module.Model([picture, written], L.Dense(self.known, activation="softmax")(h))
        model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
        return model

    def in_torch(self, torch: Any) -> Any:
        """Return the model in PyTorch, which wants colours first."""
        load, nn = self, torch.nn

        class Net(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                layers: list[Any] = []
                for inputs, outputs in zip((3, *load.filters), load.filters, strict=False):
                    layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
                    layers += [nn.MaxPool2d(2)]
                self.seeing = nn.Sequential(*layers, nn.Flatten())
                self.begun = nn.Linear(load.seen, 2 * load.units)
                self.words = nn.Embedding(load.known, load.features)
                self.cell = nn.LSTM(load.features, load.units, batch_first=True)
                self.answer = nn.Linear(load.units, load.known)

            def forward(self, picture: Any, written: Any) -> Any:
                seen = self.seeing(picture.permute(0, 3, 1, 2).contiguous())
                states = torch.tanh(self.begun(seen)).chunk(2, -1)
                h, _ = self.cell(self.words(written), tuple(s[None].contiguous() for s in states))
                return self.answer(h)

        return Net()

    @property
    def seen(self) -> int:
        """How many numbers the convolutions say of a picture."""
        return self.filters[-1] * (self.side >> len(self.filters)) ** 2

    def products(self) -> list[Product]:
        """Return the matrix products of a step; a convolution is one, of its windows."""
        found: list[Product] = []
        side, inputs = self.side, 3
        for filters in self.filters:
            pixels, window = self.batch * side * side, 9 * inputs
            found += [(pixels, window, filters, 1), (window, pixels, filters, 1)]
            if inputs != 3:
                found.append((pixels, filters, window, 1))
            side, inputs = side // 2, filters
        rows, gates = self.steps * self.batch, 4 * self.units
        for count, given, outputs in (
            (self.batch, self.seen, 2 * self.units),
            (rows, self.features, gates),
            (rows, self.units, self.known),
        ):
            found += [(count, given, outputs, 1), (given, count, outputs, 1)]
            found += [(count, outputs, given, 1)]
        found += [(self.batch, self.units, gates, self.steps), (self.units, rows, gates, 1)]
        return [*found, (self.batch, gates, self.units, self.steps)]
