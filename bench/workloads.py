"""The models that training speed is measured on, as chains; what each says is in `load.py`.

| name | model |
| --- | --- |
| A | the article's as printed: 15 numbers → SimpleRNN(100, relu) → 1000 → 500 → 2 |
| B | as intended: frozen Embedding(200) → SimpleRNN(100) → the same |
| C, C2 | LSTM(100), GRU(100) in its place |
| D | trainable Embedding(128) → LSTM(128) → 2, 40 steps |
| E | characters: one-hot 64 → LSTM(256) → softmax at each of 100 steps |
| L | C on texts of 3 to 15 words, the rest left out by a mask (PyTorch: packed) |
| F | `branching.py`: sequence to sequence, LSTM(256), additive attention, 8,000 words |
| G | `branching.py`: a picture of 32 × 32 → Conv2D, pooling, dense → LSTM(128) that says it |

Words follow Zipf's law, as words do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from branching import Captioning, Translating
from load import Load, Product, words

WORDS = 16_000
LETTERS = 64


@dataclass(frozen=True)
class Chain(Load):
    """One layer behind the other.

    Args:
        cell: the recurrent layer: rnn, lstm or gru.
        units: its units.
        steps: the length of a sequence.
        batch: the samples of a batch.
        features: the numbers at each step: of a scalar, a word vector, or a one-hot letter.
        activation: of the recurrent layer.
        words: whether the inputs are words' numbers.
        learns_words: whether their vectors are trained.
        head: the units of the dense layers before the last.
        classes: the outputs.
        every_step: whether there is an output at each step.
        shortest: the words of the shortest text; shorter ones end with zeros, which a mask leaves
            out. 0 if all are equally long.
    """

    cell: str
    units: int
    steps: int
    batch: int
    features: int
    activation: str = "tanh"
    words: bool = True
    learns_words: bool = False
    head: tuple[int, ...] = (1000, 500)
    classes: int = 2
    every_step: bool = False
    shortest: int = 0

    def data(self, batches: int, seed: int = 0) -> tuple[Any, Any]:
        """Return inputs and one-hot labels for so many batches."""
        rng = np.random.default_rng(seed)
        shape = (batches * self.batch, self.steps)
        if self.words:
            x = words(rng, WORDS, shape)
            if self.shortest:
                lengths = rng.integers(self.shortest, self.steps, len(x), endpoint=True)
                x = np.where(np.arange(self.steps) < lengths[:, None], x + 1, 0)
        elif self.every_step:
            x = np.eye(LETTERS, dtype=np.float32)[rng.integers(LETTERS, size=shape)]
        else:
            x = rng.random((*shape, self.features), dtype=np.float32)
        labels = rng.integers(self.classes, size=shape if self.every_step else shape[:1])
        return x, np.eye(self.classes, dtype=np.float32)[labels]

    def in_keras(self, module: Any) -> Any:
        """Return the model in a module of Keras' names."""
        layers = module.layers
        cells = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}
        shape = (self.steps,) if self.words else (self.steps, self.features)
        model = module.Sequential([module.Input(shape=shape)])
        if self.words:
            model.add(
                layers.Embedding(
                    WORDS + 1,
                    self.features,
                    mask_zero=self.shortest > 0,
                    trainable=self.learns_words,
                )
            )
        model.add(
            cells[self.cell](
                self.units, activation=self.activation, return_sequences=self.every_step
            )
        )
        for units, activation in zip(self.head, ("sigmoid", "relu"), strict=False):
            model.add(layers.Dense(units, activation=activation))
        last = layers.Dense(self.classes, activation="softmax")
        model.add(layers.TimeDistributed(last) if self.every_step else last)
        model.compile(loss="categorical_crossentropy", optimizer="adam")
        return model

    def in_torch(self, torch: Any) -> Any:
        """Return the model in PyTorch, as a module that returns logits."""
        load, nn = self, torch.nn
        cells: dict[str, Callable[..., Any]] = {
            "rnn": lambda *sizes: nn.RNN(*sizes, nonlinearity=load.activation, batch_first=True),
            "lstm": lambda *sizes: nn.LSTM(*sizes, batch_first=True),
            "gru": lambda *sizes: nn.GRU(*sizes, batch_first=True),
        }

        class Net(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.embedding = None
                if load.words:
                    self.embedding = nn.Embedding(WORDS + 1, load.features)
                    self.embedding.weight.requires_grad = load.learns_words
                self.cell = cells[load.cell](load.features, load.units)
                sizes = [load.units, *load.head, load.classes]
                functions = [nn.Sigmoid(), nn.ReLU()]
                layers: list[Any] = []
                for k, (inputs, outputs) in enumerate(pairwise(sizes)):
                    layers.append(nn.Linear(inputs, outputs))
                    layers += functions[k : k + 1] if k < len(load.head) else []
                self.head = nn.Sequential(*layers)

            def forward(self, x: Any) -> Any:
                if load.shortest:
                    return self.head(self.last_of(x))
                states, _ = self.cell(x if self.embedding is None else self.embedding(x))
                return self.head(states if load.every_step else states[:, -1])

            def last_of(self, x: Any) -> Any:
                packed = nn.utils.rnn.pack_padded_sequence(
                    self.embedding(x), (x != 0).sum(1), batch_first=True, enforce_sorted=False
                )
                _, (h, _) = self.cell(packed)
                return h[-1]

        return Net()

    def products(self) -> list[Product]:
        """Return the matrix products of a step.

        It counts a product for every word, while xlrnn multiplies each distinct one once.
        """
        gates = {"rnn": 1, "lstm": 4, "gru": 3}[self.cell] * self.units
        rows = self.steps * self.batch
        head_rows = rows if self.every_step else self.batch
        found: list[Product] = [
            (rows, self.features, gates, 1), (self.features, rows, gates, 1),
            (self.batch, self.units, gates, self.steps),
            (self.batch, gates, self.units, self.steps), (self.units, rows, gates, 1),
        ]  # fmt: skip
        if self.learns_words:
            found.append((rows, gates, self.features, 1))
        for inputs, outputs in pairwise([self.units, *self.head, self.classes]):
            found += [(head_rows, inputs, outputs, 1), (inputs, head_rows, outputs, 1)]
            found += [(head_rows, outputs, inputs, 1)]
        return found


def workloads() -> dict[str, Load]:
    """Return all of them, by name and batch size."""
    made: dict[str, Load] = {}
    for batch in (120, 512):
        made[f"A{batch}"] = Chain("rnn", 100, 15, batch, 1, "relu", words=False)
        made[f"B{batch}"] = Chain("rnn", 100, 15, batch, 200)
        made[f"C{batch}"] = Chain("lstm", 100, 15, batch, 200)
        made[f"C2 {batch}"] = Chain("gru", 100, 15, batch, 200)
        made[f"L{batch}"] = Chain("lstm", 100, 15, batch, 200, shortest=3)
    made["D"] = Chain("lstm", 128, 40, 128, 128, learns_words=True, head=())
    made["E"] = Chain(
        "lstm", 256, 100, 32, LETTERS, words=False, head=(), classes=LETTERS, every_step=True
    )
    made["F"], made["G"] = Translating(), Captioning()
    return made
