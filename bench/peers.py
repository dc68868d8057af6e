"""The same models in xlrnn, PyTorch and Keras, each as its users would write it.

Every peer has `train(x, y)`, one pass over the samples in batches, and `predict(x)`.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from workloads import WORDS, Workload


def xlrnn(load: Workload) -> Any:
    """Return the model in this package."""
    from xlrnn import nn

    return KerasLike(nn, load)


def keras(load: Workload) -> Any:
    """Return the model in Keras, on JAX."""
    import keras as module

    return KerasLike(module, load)


def torch(load: Workload) -> Any:
    """Return the model in PyTorch."""
    return Torch(load)


class KerasLike:
    """A model of Keras' names, whoever has them."""

    def __init__(self, module: Any, load: Workload) -> None:
        self.batch = load.batch
        layers = module.layers
        cells = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}
        shape = (load.steps,) if load.words else (load.steps, load.features)
        self.model = module.Sequential([module.Input(shape=shape)])
        if load.words:
            embedding = layers.Embedding(WORDS, load.features, trainable=load.learns_words)
            self.model.add(embedding)
        cell = cells[load.cell](
            load.units, activation=load.activation, return_sequences=load.every_step
        )
        self.model.add(cell)
        for units, activation in zip(load.head, ("sigmoid", "relu"), strict=False):
            self.model.add(layers.Dense(units, activation=activation))
        last = layers.Dense(load.classes, activation="softmax")
        self.model.add(layers.TimeDistributed(last) if load.every_step else last)
        self.model.compile(loss="categorical_crossentropy", optimizer="adam")

    def train(self, x: Any, y: Any) -> None:
        """Learn from all samples once."""
        self.model.fit(x, y, batch_size=self.batch, epochs=1, shuffle=False, verbose=0)

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        return self.model.predict(x, batch_size=self.batch, verbose=0)


class Torch:
    """A model of PyTorch's modules with a training loop written out."""

    def __init__(self, load: Workload) -> None:
        import torch

        self.torch, self.batch, self.load = torch, load.batch, load
        nn = torch.nn
        cells: dict[str, Callable[..., Any]] = {
            "rnn": lambda *sizes: nn.RNN(*sizes, nonlinearity=load.activation, batch_first=True),
            "lstm": lambda *sizes: nn.LSTM(*sizes, batch_first=True),
            "gru": lambda *sizes: nn.GRU(*sizes, batch_first=True),
        }
        self.embedding = None
        if load.words:
            self.embedding = nn.Embedding(WORDS, load.features)
            self.embedding.weight.requires_grad = load.learns_words
        self.cell = cells[load.cell](load.features, load.units)
        sizes = [load.units, *load.head, load.classes]
        functions = [nn.Sigmoid(), nn.ReLU()]
        layers: list[Any] = []
        for k, (inputs, outputs) in enumerate(pairwise(sizes)):
            layers.append(nn.Linear(inputs, outputs))
            layers += functions[k : k + 1] if k < len(load.head) else []
        self.head = nn.Sequential(*layers)
        parts = [self.cell, self.head, *([self.embedding] if load.learns_words else [])]
        weights = [weight for part in parts for weight in part.parameters()]
        self.optimizer = torch.optim.Adam(weights, fused=True)
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x: Any) -> Any:
        """Return the logits."""
        states, _ = self.cell(x if self.embedding is None else self.embedding(x))
        return self.head(states if self.load.every_step else states[:, -1])

    def train(self, x: Any, y: Any) -> None:
        """Learn from all samples once."""
        x, labels = self.torch.from_numpy(x), self.torch.from_numpy(y.argmax(axis=-1))
        for start in range(0, len(x), self.batch):
            part = slice(start, start + self.batch)
            self.optimizer.zero_grad(set_to_none=True)
            logits = self.forward(x[part])
            loss = self.loss(logits.flatten(0, -2), labels[part].flatten())
            loss.backward()
            self.optimizer.step()

    def predict(self, x: Any) -> Any:
        """Predict all samples."""
        with self.torch.inference_mode():
            x = self.torch.from_numpy(x)
            parts = [
                self.forward(x[start : start + self.batch]).softmax(-1)
                for start in range(0, len(x), self.batch)
            ]
            return self.torch.cat(parts).numpy()


class Floor:
    """The matrix products of one step and nothing else: what no NumPy code can beat by much.

    It counts a product for every word, while xlrnn multiplies each distinct one once.
    """

    def __init__(self, load: Workload) -> None:
        rng = np.random.default_rng(0)
        gates = {"rnn": 1, "lstm": 4, "gru": 3}[load.cell] * load.units
        rows = load.steps * load.batch
        sizes = [load.units, *load.head, load.classes]
        head_rows = rows if load.every_step else load.batch
        # (rows, inputs, outputs, how often): forward, gradient of the weights, and, where
        # something below learns, gradient of the inputs.
        products = [(rows, load.features, gates, 1), (load.features, rows, gates, 1)]
        if load.learns_words:
            products.append((rows, gates, load.features, 1))
        products += [(load.batch, load.units, gates, load.steps)]
        products += [(load.batch, gates, load.units, load.steps), (load.units, rows, gates, 1)]
        for inputs, outputs in pairwise(sizes):
            products += [(head_rows, inputs, outputs, 1), (inputs, head_rows, outputs, 1)]
            products += [(head_rows, outputs, inputs, 1)]
        self.products = [
            (
                rng.random((m, k), dtype=np.float32),
                rng.random((k, n), dtype=np.float32),
                np.empty((m, n), np.float32),
                times,
            )
            for m, k, n, times in products
        ]
        self.batch = load.batch

    def train(self, x: Any, y: Any) -> None:  # noqa: ARG002
        """Multiply for as many batches."""
        for _ in range(0, len(x), self.batch):
            for a, b, out, times in self.products:
                for _ in range(times):
                    np.matmul(a, b, out=out)
