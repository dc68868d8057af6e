"""What a workload says of itself: its batches, and its model as users of each library write it."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

Product = tuple[int, int, int, int]
"""Rows, inputs and outputs of a matrix product, and how often a step multiplies so."""


class Load(ABC):
    """One model and its batches.

    Attributes:
        batch: the samples of a batch.
    """

    batch: int

    @abstractmethod
    def data(self, batches: int, seed: int = 0) -> tuple[Any, Any]:
        """Return inputs, several in a list, and labels for so many batches."""

    @abstractmethod
    def in_keras(self, module: Any) -> Any:
        """Return the compiled model in a module of Keras' names."""

    @abstractmethod
    def in_torch(self, torch: Any) -> Any:
        """Return the model in PyTorch, as a module that returns logits."""

    @abstractmethod
    def products(self) -> list[Product]:
        """Return the matrix products of a step: forward, of weights' and of inputs' gradients."""


def words(rng: np.random.Generator, known: int, shape: tuple[int, ...]) -> Any:
    """Return words' numbers, as frequent as words are."""
    chances = 1 / np.arange(1, known + 1)
    return rng.choice(known, shape, p=chances / chances.sum()).astype(np.int32)
