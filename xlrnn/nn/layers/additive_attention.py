"""Additive attention (Bahdanau et al. 2015): a small network says what belongs together."""

from typing import Any, ClassVar

import numpy as np

from xlrnn.nn.core.input_shape import last_side
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers import pairs
from xlrnn.nn.layers.attending import Array
from xlrnn.nn.layers.attention import Attention


@registered
class AdditiveAttention(Attention):
    """A layer that is called with [query, value] or [query, value, key].

    1. score_ij = v_a · tanh(query_i + key_j)            without `use_scale` v_a is 1
    2. score_ij = score_ij − 10⁹                         where j is left out or still to come
    3. attention_i = softmax(score_i)
    4. context_i = Σ_j attention_ij · value_j            0 where i is left out

    Args:
        use_scale: whether there is a v_a, which is learned.
        dropout: the share of the attention that is left out in training.
        **common: `seed`, as of `Attention`, and as of every `Layer`.
    """

    weight_names: ClassVar[tuple[str, ...]] = ("scale",)

    def __init__(self, use_scale: bool = True, dropout: float = 0.0, **common: Any) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, **common)

    def make_weights(self, input_shape: Any) -> None:
        """Make v_a (scale)."""
        self.compute_output_shape(input_shape)
        self.scale = None
        if self.use_scale:
            features = (last_side(input_shape[0]),)
            self.scale = self.add_weight("scale", "v_a", features, "glorot_uniform")

    def count_for(self, input_shape: Any) -> int:
        """Return the size of v_a."""
        return last_side(input_shape[0]) * self.use_scale

    def features_side(self, input_shape: Any) -> Any:
        """Return the features of the query, on which the shape of v_a depends."""
        return input_shape[0][-1]

    def calculate_score(self, out: Array) -> Array:
        """Calculate equation 1."""
        features = self.query.shape[2]
        self.tanh = self.work.array("tanh", (*out.shape, features), self.dtype)
        pairs.scored(self.query, self.key, self._weights(), None, self.tanh, out)
        return out

    def _weights(self) -> Array:
        if self.scale is None:
            return np.ones(self.query.shape[2], self.dtype)
        weights: Array = self.scale.value
        return weights

    def undo_score(self, dscore: Array) -> tuple[Array, Array]:
        """Undo 1: fill the gradient of v_a, and return ∂L/∂query and ∂L/∂key."""
        if self.scale is not None and self.scale.trainable:
            self.scale.grad[...] = pairs.weighed(dscore, self.tanh)
        of_query, of_key = pairs.undone(dscore, self.tanh)
        of_query *= self._weights()
        of_key *= self._weights()
        return of_query, of_key

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂score, and what each step of the query adds to the gradient of v_a."""
        named = Trace(dscore=self.dscore)
        if self.scale is not None:
            named["dv_a"] = np.einsum("bij,bijd->bid", self.dscore, self.tanh)
        return named.copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        config = super().get_config()
        del config["score_mode"]
        return config
