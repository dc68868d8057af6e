"""What layers share that look something up: where to look (attention), and what is found there."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import activations
from xlrnn.nn.core import random
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.layers.merging import Merge

Array = NDArray[Any]
Mask = NDArray[np.bool_]


class Attending(Merge):
    """A layer that is called with [query, value] or [query, value, key]; without key it is value.

    Attributes:
        dropout: the share of the attention that is left out in training.
        own_draws: of a seed of its own; by default they come from the shared generator.
        attention: how much each step of the query looks at each of the value; rows sum to 1.
        scores: the same behind dropout, which is what Keras calls so.
        asked: whether they were asked for in the last call.
        count: how many inputs there were.
        far_below: what is taken off the score of a step that must not be looked at; in many heads
            what stands in its place, below 0.
    """

    dropout: float
    far_below = 1e9
    asked = False
    count: int
    y: Array
    own_draws: np.random.Generator | None
    least, most = 2, 3

    def asked_shapes(self, input_shape: Any, options: Mapping[str, Any]) -> list[Shape]:
        """Return the shape of the output; with `return_attention_scores` that of those, too."""
        output = self.compute_output_shape(input_shape)
        asked = options.get("return_attention_scores", False)
        return [output, self.scores_shape(input_shape)] if asked else [output]

    def scores_shape(self, input_shape: Any) -> Shape:
        """Return the shape of the attention."""
        query, value = input_shape[0], input_shape[1]
        return (query[0], query[1], value[1])

    def returned(self, y: Any) -> list[Any]:
        """Return the output; where it was asked for, the attention, too."""
        return [y, self.scores] if self.asked else [y]

    def returned_masks(self, x: Any, mask: Any) -> list[Mask | None]:
        """Return the mask of the output; the attention has none."""
        return [self.compute_mask(x, mask), *[None] * self.asked]

    def backward(self, dy: Any, d_scores: Array | None = None) -> Any:
        """Fill all gradients from ∂L/∂ of the output and of the attention; return ∂L/∂x."""
        raise NotImplementedError

    def backward_from(self, d_returned: Sequence[Any]) -> Sequence[Any]:
        """Return ∂L/∂ of the inputs from those of the output and, where used, of the attention."""
        dy, *d_scores = d_returned
        if dy is None:
            dy = self.work.zeros("no_dy", self.y.shape, self.dtype)
        return list(self.backward(dy, *d_scores))

    def compute_mask(self, x: Any, mask: Any = None) -> Mask | None:
        """Return the mask of the query, whose steps are those of the output."""
        mask = self.as_mask(mask, x)
        return None if mask is None else mask[0]

    def as_mask(self, given: Any, x: Any) -> Any:
        """Return the mask of each input, checked; that of a key may be left out."""
        short = isinstance(given, list | tuple) and len(given) == 2
        return super().as_mask([*given, *[None] * (len(x) - 2)] if short else given, x)

    def attend(self, score: Array, training: bool) -> Array:
        """Turn scores into attention, in their own memory, and leave some out in training."""
        self.attention = activations.softmax(score, out=score)
        self.m: Array | None = None
        self.scores = self.attention
        if training and self.dropout:
            self.m = self._draw(score.shape)
            self.scores = np.multiply(score, self.m, out=self._room("scores", score))
        return self.scores

    def undo_attend(self, dscores: Array) -> Array:
        """Return ∂L/∂ of the scores that attention was made of, in the memory of what is given."""
        if self.m is not None:
            dscores *= self.m
        along = np.einsum("...s,...s->...", dscores, self.attention)
        dscores -= along[..., None]
        dscores *= self.attention
        return dscores

    def per_input(self, dquery: Any, dkey: Any, dvalue: Any) -> list[Any]:
        """Return ∂L/∂ of each input; without a key the value is both, and they are added up."""
        if not self.needs_input_gradient:
            return [None] * self.count
        if self.count == 3:
            return [dquery, dvalue, dkey]
        dvalue += dkey
        return [dquery, dvalue]

    def looked(self, score: Array, masked: Array | None) -> dict[str, Array]:
        """Return, for a trace, what attention was made of."""
        named = {"score": score} if masked is None else {"score": score, "masked_score": masked}
        left = score if masked is None else masked
        exps = np.exp(left - left.max(axis=-1, keepdims=True))
        return {**named, "attention_exps": exps, "attention": self.attention}

    def _draw(self, shape: tuple[int, ...]) -> Array:
        m = self.work.array("m", shape, self.dtype)
        (self.own_draws or random.generator()).random(out=m, dtype=self.dtype.type)
        np.greater_equal(m, self.dropout, out=m)
        m *= self.dtype.type(1 / (1 - self.dropout))
        return m

    def _room(self, name: str, like: Array) -> Array:
        return self.work.array(name, like.shape, self.dtype)

    def expect_to_meet(self, shapes: list[Any]) -> None:
        """Refuse inputs that are no sequences, or whose steps do not go together.

        Raises:
            ShapeError: with all shapes.
        """
        if any(len(shape) != 3 for shape in shapes):
            raise self.unfit(shapes, "(batch, time, features) of each")
        value, key = shapes[1], shapes[-1]
        if value[1] != key[1] and None not in (value[1], key[1]):
            raise self.unfit(shapes, "as many steps of the value as of the key")


def causal(steps: int, of: int) -> Mask:
    """Return which steps a step may look at that must not look ahead.

    Example:
        >>> causal(2, 3).astype(int).tolist()
        [[1, 0, 0], [1, 1, 0]]
    """
    return np.tri(steps, of, dtype=bool)
