"""The embedding layer: a word's number becomes a row of a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import InputError
from xlrnn.nn import initializers
from xlrnn.nn.compute.segments import segment_sum
from xlrnn.nn.compute.sequence import Rows, look_up, numbered, time_first
from xlrnn.nn.core import checked
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.layer import Layer, Mask
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace

Array = NDArray[Any]
KEPT = 1 << 14
"""So many distinct words are looked up at once; the products of more would need much memory."""


@registered
class Embedding(Layer):
    """x_t = E[word_t]: the row of the table E that belongs to the word.

    Args:
        input_dim: how many words the table has.
        output_dim: how many numbers a word is described by.
        embeddings_initializer: how the table begins.
        mask_zero: whether number 0 means "no word", so that later layers leave the step out.
        input_length: the steps of a sample, so that the weights behind can be made at once; as
            in Keras, samples may have another length where no layer forbids it.
        **common: as of every `Layer`.
    """

    takes_rows: ClassVar[bool] = False
    regularized: ClassVar[tuple[str, ...]] = ("embeddings",)

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: Any = "uniform",
        *,
        mask_zero: bool = False,
        input_length: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.input_length = input_length
        if input_length is not None and self.given_input_shape is None:
            length = checked.positive(input_length, f"{self.name}: input_length")
            self.given_input_shape, self.any_length = (None, length), True
        self.input_dim = checked.positive(input_dim, "Embedding: input_dim")
        self.output_dim = checked.positive(output_dim, "Embedding: output_dim")
        self.embeddings_initializer = initializers.expect_known(embeddings_initializer)
        self.mask_zero = checked.truth(mask_zero, f"{self.name}: mask_zero")
        self.kept: tuple[Rows, Array] | None = None

    def build(self, input_shape: Shape = ()) -> None:
        """Make the table, whatever the input's shape is."""
        super().build(input_shape)

    def make_weights(self, input_shape: Shape) -> None:  # noqa: ARG002
        """Make the table."""
        shape = (self.input_dim, self.output_dim)
        self.embeddings = self.add_weight("embeddings", "E", shape, self.embeddings_initializer)

    def count_for(self, input_shape: Shape) -> int:  # noqa: ARG002
        """Return the size of the table."""
        return self.input_dim * self.output_dim

    @property
    def torch_names(self) -> tuple[str, ...]:
        """The weights of an `nn.Embedding`."""
        return ("weight",)

    def features_side(self, input_shape: Shape) -> None:
        """Return None: the table fits words in any number."""

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape with the word's numbers behind it."""
        return (*input_shape, self.output_dim)

    def compute_mask(self, x: Any, mask: Mask | None = None) -> Mask | None:  # noqa: ARG002
        """Return which steps hold a word."""
        return np.asarray(x) != 0 if self.mask_zero else None

    def as_input(self, x: Any) -> Array:
        """Return the words' numbers, checked.

        Raises:
            InputError: if one is not a row of the table.
        """
        given = np.asarray(x)
        with np.errstate(invalid="ignore"):  # what is no number is found below
            ids = given.astype(np.intp, copy=False)
        if given.dtype.kind == "f" and not np.array_equal(ids, given):
            at = tuple(int(i) for i in np.argwhere(ids != given)[0])
            raise InputError(
                f"{self.name}: {given[at]} at {at} is no word's number: expected whole numbers"
            )
        if given.size and (given.min() < 0 or given.max() >= self.input_dim):
            at = tuple(int(i) for i in np.argwhere((given < 0) | (given >= self.input_dim))[0])
            raise InputError(
                f"{self.name}: number {given[at]} at {at} is no word of the table: expected 0 to "
                f"{self.input_dim - 1} (input_dim is {self.input_dim})"
            )
        return ids

    def forward(
        self,
        x: Array,
        *,
        training: bool = False,  # noqa: ARG002
        mask: Mask | None = None,  # noqa: ARG002
    ) -> "Array | Rows":
        """Look the words up; a sequence keeps each distinct row once."""
        self.shape = x.shape
        table = self.embeddings.value
        ids = time_first(x) if x.ndim == 2 else x
        self.words = x
        if self.kept is not None and x.ndim == 2:
            rows, place = self.kept
            return rows.at(place[ids])
        self.rows, place = numbered(ids, self.input_dim)
        self.index = place[ids]
        found = look_up(table, self.rows)
        return Rows(found, self.index) if x.ndim == 2 else look_up(found, self.index)

    @contextmanager
    def looking_up_once(self, x: Array) -> Iterator[None]:
        """Look the words of many batches up at once, while no weight changes.

        The layer above multiplies each distinct word once, too, and not once a batch.
        """
        words, place = numbered(self.as_input(x), self.input_dim)
        if len(words) <= KEPT:
            found = look_up(self.embeddings.value, words)
            self.kept = Rows(found, place[:0, None], {}), place
        try:
            yield
        finally:
            self.kept = None

    def backward(self, dy: Any) -> None:
        """Add up what arrives at each word's row; words that did not occur get 0."""
        grad = self.embeddings.grad
        if not self.embeddings.trainable:
            return
        if isinstance(dy, Rows):
            sums = dy.table
        else:
            arrived = time_first(dy) if dy.ndim == 3 else dy
            sums = np.empty((len(self.rows), self.output_dim), self.dtype)
            segment_sum(arrived.reshape(-1, self.output_dim), self.index.ravel(), sums)
        grad.fill(0)
        grad[self.rows] = sums

    def trace(self) -> Trace:
        """Return the words' numbers and rows."""
        return Trace(word=self.words, x=self.embeddings.value[self.words])

    def get_config(self) -> dict[str, Any]:
        """Return the arguments; a table that was given is saved with the weights."""
        return {
            **super().get_config(),
            "input_dim": self.input_dim,
            "output_dim": self.output_dim,
            "embeddings_initializer": initializers.as_config(self.embeddings_initializer),
            "mask_zero": self.mask_zero,
            "input_length": self.input_length,
        }
