"""Dot-product attention (Luong et al. 2015): a step looks up what is like it."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from xlrnn.nn.core import checked, random
from xlrnn.nn.core.input_shape import Shape
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers import pairs
from xlrnn.nn.layers.attending import Array, Attending, causal
from xlrnn.shapes import Float


@registered
class Attention(Attending):
    """A layer that is called with [query, value] or [query, value, key].

    1. score_ij = query_i · key_j                        · scale_a, with `use_scale`
    2. score_ij = score_ij − 10⁹                         where j is left out or still to come
    3. attention_i = softmax(score_i)
    4. context_i = Σ_j attention_ij · value_j            0 where i is left out

    With score_mode="concat" 1 is score_ij = w_a · Σ tanh(scale_a · (query_i + key_j)).

    Args:
        use_scale: whether there is a scale, which is learned.
        score_mode: `dot` or `concat`.
        dropout: the share of the attention that is left out in training.
        seed: of draws of its own; by default they come from the shared generator.
        **common: as of every `Layer`.
    """

    weight_names: ClassVar[tuple[str, ...]] = ("scale", "concat_score_weight")
    call_order: ClassVar[tuple[str, ...]] = (
        "mask", "training", "return_attention_scores", "use_causal_mask",
    )  # fmt: skip

    def __init__(
        self,
        use_scale: bool = False,
        score_mode: str = "dot",
        dropout: float = 0.0,
        seed: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.use_scale = checked.truth(use_scale, f"{self.name}: use_scale")
        self.score_mode = checked.one_of(score_mode, ("dot", "concat"), f"{self.name}: score_mode")
        self.dropout = checked.BELOW_ONE.number(dropout, f"{self.name}: dropout")
        self.seed = checked.seed(seed, f"{self.name}: seed")
        self.own_draws = None if seed is None else random.generator(seed)

    def make_weights(self, input_shape: Any) -> None:
        """Make scale_a and w_a, single numbers."""
        super().make_weights(input_shape)
        self.scale: Any = None
        self.concat_score_weight: Any = None
        if self.use_scale:
            self.scale = self.add_weight("scale", "scale_a", (), "ones")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight("concat_score_weight", "w_a", (), "ones")

    def count_for(self, input_shape: Any) -> int:  # noqa: ARG002
        """Return how many weights there are."""
        return self.use_scale + (self.score_mode == "concat")

    def features_side(self, input_shape: Any) -> Any:  # noqa: ARG002
        """Return None: the weights depend on no side."""
        return None

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the steps of the query, with the features of the value.

        Raises:
            ShapeError: if the query has other features than the key, or the key other steps than
                the value.
        """
        shapes = [tuple(shape) for shape in self.expect_several(input_shape)]
        self.expect_to_meet(shapes)
        query, value, key = shapes[0], shapes[1], shapes[-1]
        if query[2] != key[2] and None not in (query[2], key[2]):
            raise self.unfit(shapes, "as many features of the query as of the key")
        return (*query[:2], value[2])

    def forward(
        self,
        x: Sequence[Float[np.ndarray, "batch _ _"]],
        *,
        training: bool = False,
        mask: Any = None,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Float[np.ndarray, "batch steps features"]:
        """Look up what each step of the query asks for; `scores` says where that was."""
        self.count, self.asked = len(x), return_attention_scores
        self.query, self.value, self.key = x[0], x[1], x[-1]
        batch, steps, _ = self.query.shape
        size = (batch, steps, self.key.shape[1])
        self.score = self.calculate_score(self.work.array("score", size, self.dtype))  # 1
        attention = self.work.array("attention", size, self.dtype)
        np.copyto(attention, self.score)
        self.seen = self._seen(mask, size, use_causal_mask)
        if self.seen is not None:
            np.subtract(attention, self.far_below, out=attention, where=~self.seen)  # 2
        self.attend(attention, training)  # 3
        shape = (batch, steps, self.value.shape[2])
        self.y = self.work.sequence("context", shape, self.dtype)
        np.matmul(self.scores, self.value, out=self.y)  # 4
        self.counts: Array | None = None if mask is None or mask[0] is None else mask[0][..., None]
        if self.counts is not None:
            self.y *= self.counts
        return self.y

    def _seen(self, mask: Any, size: tuple[int, int, int], use_causal_mask: bool) -> Any:
        """Return which steps each step may look at, as far as the batch and it matter."""
        seen = None if mask is None or mask[1] is None else mask[1][:, None]
        if not use_causal_mask:
            return seen
        back = causal(*size[1:])[None]
        return back if seen is None else seen & back

    def calculate_score(self, out: Array) -> Array:
        """Calculate equation 1."""
        if self.score_mode == "dot":
            np.matmul(self.query, self.key.swapaxes(1, 2), out=out)
            if self.scale is None:
                return out
            self.product = out
            return np.multiply(out, self.scale.value, out=self._room("scaled", out))
        features = self.query.shape[2]
        self.tanh = self.work.array("tanh", (*out.shape, features), self.dtype)
        weights = np.full(features, self.concat_score_weight.value, self.dtype)
        inner = None if self.scale is None else self.scale.value
        pairs.scored(self.query, self.key, weights, inner, self.tanh, out)
        return out

    def backward(
        self, dy: Float[np.ndarray, "batch steps features"], d_scores: Array | None = None
    ) -> Any:
        """Undo 4 to 1.

        Args:
            dy: ∂L/∂ of the output.
            d_scores: ∂L/∂ of the attention, where somebody used that, too.
        """
        if self.counts is not None:
            dy = dy * self.counts
        dscores = self._room("dscore", self.score)
        np.matmul(dy, self.value.swapaxes(1, 2), out=dscores)  # 4
        if d_scores is not None:
            dscores += d_scores
        self.dscore = self.undo_attend(dscores)  # 3, 2
        dquery, dkey = self.undo_score(self.dscore)  # 1
        dvalue = self.work.sequence("dvalue", self.value.shape, self.dtype)
        np.matmul(self.scores.swapaxes(1, 2), dy, out=dvalue)  # 4
        return self.per_input(dquery, dkey, dvalue)

    def undo_score(self, dscore: Array) -> tuple[Array, Array]:
        """Undo 1: fill the gradients of the weights, and return ∂L/∂query and ∂L/∂key."""
        if self.score_mode == "dot":
            if self.scale is not None:
                if self.scale.trainable:
                    self.scale.grad[...] = np.vdot(dscore, self.product)
                dscore = np.multiply(dscore, self.scale.value, out=self._room("dproduct", dscore))
            dquery = self.work.sequence("dquery", self.query.shape, self.dtype)
            dkey = self.work.sequence("dkey", self.key.shape, self.dtype)
            np.matmul(dscore, self.key, out=dquery)
            return dquery, np.matmul(dscore.swapaxes(1, 2), self.query, out=dkey)
        weight = self.concat_score_weight
        if weight.trainable:
            weight.grad[...] = pairs.weighed(dscore, self.tanh).sum()
        of_query, of_key = (each * weight.value for each in pairs.undone(dscore, self.tanh))
        if self.scale is None:
            return of_query, of_key
        if self.scale.trainable:
            self.scale.grad[...] = np.vdot(of_query, self.query) + np.vdot(of_key, self.key)
        return of_query * self.scale.value, of_key * self.scale.value

    def trace(self) -> Trace:
        """Return what equations 1 to 4 calculate; where something is hidden, what is `visible`."""
        masked, seen = None, Trace()
        if self.seen is not None:
            whole = np.broadcast_to(self.seen, self.score.shape).astype(self.dtype)
            masked, seen = (
                self.score - self.dtype.type(self.far_below) * (1 - whole),
                Trace(visible=whole),
            )
        looked = self.looked(self.score, masked)
        return Trace({**seen, **looked, "context": self.y}).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂score, and what each step of the query adds to the gradients of weights."""
        named = Trace(dscore=self.dscore)
        if self.score_mode == "concat":
            named["dw_a"] = np.einsum("bij,bijd->bi", self.dscore, self.tanh)
        elif self.scale is not None:
            named["dscale_a"] = np.einsum("bij,bij->bi", self.dscore, self.product)
        return named.copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "use_scale": self.use_scale,
            "score_mode": self.score_mode,
            "dropout": self.dropout,
            "seed": self.seed,
        }
