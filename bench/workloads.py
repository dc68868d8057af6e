"""The models that training speed is measured on, and what they are fed.

| name | model |
| --- | --- |
| A | the article's as printed: 15 numbers → SimpleRNN(100, relu) → 1000 → 500 → 2 |
| B | as intended: frozen Embedding(200) → SimpleRNN(100) → the same |
| C, C2 | LSTM(100), GRU(100) in its place |
| D | trainable Embedding(128) → LSTM(128) → 2, 40 steps |
| E | characters: one-hot 64 → LSTM(256) → softmax at each of 100 steps |

Words follow Zipf's law, as words do.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

WORDS = 16_000
LETTERS = 64


@dataclass(frozen=True)
class Workload:
    """One model and its batches.

    Args:
        name: as the table calls it.
        cell: the recurrent layer: rnn, lstm or gru.
        units: its units.
        steps: the length of a sequence.
        batch: the samples of a batch.
        activation: of the recurrent layer.
        features: the numbers at each step: of a scalar, a word vector, or a one-hot letter.
        words: whether the inputs are words' numbers.
        learns_words: whether their vectors are trained.
        head: the units of the dense layers before the last.
        classes: the outputs.
        every_step: whether there is an output at each step.
    """

    name: str
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

    def data(self, batches: int, seed: int = 0) -> tuple[Any, Any]:
        """Return inputs and one-hot labels for so many batches."""
        rng = np.random.default_rng(seed)
        shape = (batches * self.batch, self.steps)
        if self.words:
            chances = 1 / np.arange(1, WORDS + 1)
            x = rng.choice(WORDS, shape, p=chances / chances.sum()).astype(np.int32)
        elif self.every_step:
            x = np.eye(LETTERS, dtype=np.float32)[rng.integers(LETTERS, size=shape)]
        else:
            x = rng.random((*shape, self.features), dtype=np.float32)
        labels = rng.integers(self.classes, size=shape if self.every_step else shape[:1])
        return x, np.eye(self.classes, dtype=np.float32)[labels]


def workloads() -> dict[str, Workload]:
    """Return all of them, by name and batch size."""
    made = {}
    for batch in (120, 512):
        made[f"A{batch}"] = Workload("A", "rnn", 100, 15, batch, 1, "relu", words=False)
        made[f"B{batch}"] = Workload("B", "rnn", 100, 15, batch, 200)
        made[f"C{batch}"] = Workload("C", "lstm", 100, 15, batch, 200)
        made[f"C2 {batch}"] = Workload("C2", "gru", 100, 15, batch, 200)
    made["D"] = Workload("D", "lstm", 128, 40, 128, 128, learns_words=True, head=())
    made["E"] = Workload(
        "E", "lstm", 256, 100, 32, LETTERS, words=False, head=(), classes=LETTERS, every_step=True
    )
    return made
