"""Multi-head attention (Vaswani et al. 2017): several looks at once, each for something else."""

from collections.abc import Mapping, Sequence, Set
from math import prod, sqrt
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from xlrnn.nn import initializers
from xlrnn.nn.core import checked, options, random
from xlrnn.nn.core.input_shape import Shape, features_of, last_side
from xlrnn.nn.core.parameter import Parameter
from xlrnn.nn.core.serialization import registered
from xlrnn.nn.core.trace import Trace
from xlrnn.nn.layers.attending import Attending
from xlrnn.nn.layers.heads import Projection, hidden, parted, sides, steps_alone
from xlrnn.shapes import Float

Array = NDArray[Any]


@registered
class MultiHeadAttention(Attending):
    """A layer that is called with query, value and, if it is not the value, key.

    1. q = W_q · query + b_q, k = W_k · key + b_k, v = W_v · value + b_v     a part for each head
    2. score_ij = q_i · k_j / √key_dim                   in each head; −10⁹ where hidden
    3. attention_i = softmax(score_i)
    4. context_i = Σ_j attention_ij · v_j
    5. y = W_out · context + b_out                       all heads together

    Args:
        num_heads: how many heads there are.
        key_dim: the size of q and k in each head.
        value_dim: that of v; by default the same.
        dropout: the share of the attention that is left out in training.
        use_bias: whether there are biases.
        output_shape: the sides of a step of y; by default the features of the query.
        attention_axes: 1, the steps, is what we have.
        kernel_initializer: how W_q, W_k, W_v and W_out begin.
        bias_initializer: how their biases begin.
        seed: of draws of its own; by default they come from the shared generator.
        **common: as of every `Layer`.
    """

    regularized: ClassVar[tuple[str, ...]] = ("kernel", "bias")
    weight_names: ClassVar[tuple[str, ...]] = (
        "query_dense", "key_dense", "value_dense", "output_dense",
    )  # fmt: skip
    lacking: ClassVar[Set[str]] = options.LACKING | {
        "sliding_window", "flash_attention", "use_gate",
    }  # fmt: skip
    call_order: ClassVar[tuple[str, ...]] = (
        "mask", "attention_mask", "return_attention_scores", "training", "use_causal_mask",
    )  # fmt: skip

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        output_shape: int | Sequence[int] | None = None,
        attention_axes: int | Sequence[int] | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        seed: int | None = None,
        **common: Any,
    ) -> None:
        super().__init__(**common)
        self.num_heads = checked.positive(num_heads, f"{self.name}: num_heads")
        self.key_dim = checked.positive(key_dim, f"{self.name}: key_dim")
        value_dim = key_dim if value_dim is None else value_dim
        self.value_dim = checked.positive(value_dim, f"{self.name}: value_dim")
        self.dropout = checked.BELOW_ONE.number(dropout, f"{self.name}: dropout")
        self.use_bias = checked.truth(use_bias, f"{self.name}: use_bias")
        self.sides = sides(output_shape, f"{self.name}: output_shape")
        self.attention_axes = steps_alone(attention_axes, self.name)
        self.kernel_initializer = initializers.expect_known(kernel_initializer)
        self.bias_initializer = initializers.expect_known(bias_initializer)
        self.seed = checked.seed(seed, f"{self.name}: seed")
        self.own_draws = None if seed is None else random.generator(seed)

    @property
    def parts(self) -> dict[str, Projection]:
        """The four projections, by Keras' attributes, in the order of their weights."""
        return {name: getattr(self, name) for name in self.weight_names}

    def make_weights(self, input_shape: Any) -> None:
        """Make the kernel and the bias of each projection."""
        super().make_weights(input_shape)
        query, value, key = (features_of(input_shape[k], self.name) for k in (0, 1, -1))
        like, out = (self.num_heads, self.key_dim), (self.num_heads, self.value_dim)
        self.query_dense = Projection("query", "q", self, (query,), like)
        self.key_dense = Projection("key", "k", self, (key,), like)
        self.value_dense = Projection("value", "v", self, (value,), out)
        sides = self.sides or (query,)
        self.output_dense = Projection("attention_output", "out", self, out, sides)

    def features_side(self, input_shape: Any) -> Any:
        """Return the features of query, value and key."""
        return [input_shape[k][-1] for k in (0, 1, -1)]

    def count_for(self, input_shape: Any) -> int:
        """Return the size of all kernels and biases."""
        query, value, key = (last_side(input_shape[k]) + self.use_bias for k in (0, 1, -1))
        of_keys, of_values = self.num_heads * self.key_dim, self.num_heads * self.value_dim
        outputs = prod(self.sides or (last_side(input_shape[0]),))
        return (query + key) * of_keys + value * of_values + (of_values + self.use_bias) * outputs

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """Return the steps of the query, with the sides of the output.

        Raises:
            ShapeError: if the key has other steps than the value.
        """
        shapes = [tuple(shape) for shape in self.expect_several(input_shape)]
        self.expect_to_meet(shapes)
        return (*shapes[0][:2], *(self.sides or shapes[0][2:]))

    def scores_shape(self, input_shape: Any) -> Shape:
        """Return the shape of the attention, of all heads."""
        batch, steps, source = super().scores_shape(input_shape)
        return (batch, self.num_heads, steps, source)

    def owned_weights(self) -> list[tuple[str, Parameter]]:
        """Return all weights, in Keras' order, with the names of the layer and its part."""
        return [
            (f"{self.name}/{part}", weight)
            for each in (self.parts.values() if self.parameters else ())
            for part, weight in each.owned_weights()
        ]

    def __call__(  # type: ignore[override]
        self,
        query: Any,
        value: Any = None,
        key: Any = None,
        query_mask: Any = None,
        value_mask: Any = None,
        key_mask: Any = None,
        attention_mask: Any = None,
        return_attention_scores: bool = False,
        training: bool | None = None,
        use_causal_mask: bool = False,
        **more: Any,
    ) -> Any:
        """Build the layer if need be and calculate, called as in Keras.

        Args:
            query: what is asked, a sequence; or a list of all inputs, without the next two.
            value: what is looked up.
            key: by what it is found; by default the value.
            query_mask: which steps of the query count.
            value_mask: which steps of the value count.
            key_mask: which steps of the key count.
            attention_mask: which steps each step may look at, for each sample and head or for
                all alike.
            return_attention_scores: whether the attention is returned, too.
            training: whether the layer is being trained.
            use_causal_mask: whether a step may look at none behind its own.
            **more: `mask`: a list of the first three masks.
        """
        inputs, masks = [query, value], [query_mask, value_mask]
        if key is not None or key_mask is not None:
            inputs, masks = [*inputs, value if key is None else key], [*masks, key_mask]
        if value is None:
            inputs, masks = query, [*masks, key_mask][: len(query)]
        if any(mask is not None for mask in masks):
            more = {"mask": masks, **more}
        given = {"attention_mask": attention_mask, "training": training,
                 "return_attention_scores": return_attention_scores,
                 "use_causal_mask": use_causal_mask}  # fmt: skip
        return super().__call__(inputs, **{k: v for k, v in given.items() if v is not None}, **more)

    def keras_arguments(self, x: Any) -> tuple[list[Any], dict[str, Any]]:
        """Return with which arguments Keras' layer is called: each input by itself."""
        return list(x), {}

    def keras_input(self, args: list[Any], options: Mapping[str, Any]) -> list[Any]:
        """Return query, value and, if there is one, key."""
        named = [options[name] for name in ("query", "value", "key") if name in options]
        return [each for each in (*args, *named) if each is not None]

    def forward(
        self,
        x: Sequence[Float[np.ndarray, "batch _ _"]],
        *,
        training: bool = False,
        mask: Any = None,
        attention_mask: Any = None,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Float[np.ndarray, "batch steps *features"]:
        """Look up, in every head, what each step of the query asks for.

        A step that may look at nothing finds the mean of all values; as in Keras it finds 0 with
        `dropout`, or where the attention is asked for.
        """
        self.count, self.asked, heads = len(x), return_attention_scores, self.num_heads
        q, k, v = (
            part.forward(each)  # 1
            for part, each in zip(list(self.parts.values())[:3], (x[0], x[-1], x[1]), strict=True)
        )
        self.q, self.k, self.v = (parted(each, heads) for each in (q, k, v))
        size = (len(x[0]), heads, x[0].shape[1], x[1].shape[1])
        score = self.score = self.work.array("score", size, self.dtype)
        np.matmul(self.q, self.k.swapaxes(2, 3), out=score)  # 2
        score *= self.dtype.type(1 / sqrt(self.key_dim))
        self.hidden = hidden(mask, attention_mask, size, use_causal_mask, self.name)
        attention = self._room("attention", score)
        np.copyto(attention, score)
        if self.hidden is not None:
            np.copyto(attention, -self.far_below, where=self.hidden)
        self.attend(attention, training)  # 3
        if self.hidden is not None and (self.asked or self.dropout):
            np.copyto(self.attention, 0, where=self.hidden)
            np.copyto(self.scores, 0, where=self.hidden)
        shape = (*q.shape[:2], heads * self.value_dim)
        self.context = self.work.sequence("context", shape, self.dtype)
        np.matmul(self.scores, self.v, out=parted(self.context, heads))  # 4
        y = self.output_dense.forward(self.context)  # 5
        self.y = y if len(self.sides) < 2 else y.reshape(*y.shape[:2], *self.sides)
        return self.y

    def backward(
        self, dy: Float[np.ndarray, "batch steps *features"], d_scores: Array | None = None
    ) -> Any:
        """Undo 5 to 1.

        Args:
            dy: ∂L/∂ of the output.
            d_scores: ∂L/∂ of the attention, where somebody used that, too.
        """
        heads, needed = self.num_heads, self.needs_input_gradient
        dy = dy.reshape(*dy.shape[:2], -1)
        dcontext: Any = self.output_dense.backward(dy, needs_dx=True)  # 5
        dcontext = parted(dcontext, heads)
        dscores = self._room("dscore", self.score)
        np.matmul(dcontext, self.v.swapaxes(2, 3), out=dscores)  # 4
        if d_scores is not None:
            dscores += d_scores
        self.dscore = dscore = self.undo_attend(dscores)  # 3
        if self.hidden is not None:
            np.copyto(dscore, 0, where=self.hidden)
        factor = self.dtype.type(1 / sqrt(self.key_dim))
        pairs = {
            "query_dense": (dscore, self.k, factor),  # 2
            "key_dense": (dscore.swapaxes(2, 3), self.q, factor),
            "value_dense": (self.scores.swapaxes(2, 3), dcontext, None),  # 4
        }
        found = []
        for name, (left, right, times) in pairs.items():
            part = self.parts[name]
            d = self.work.sequence(f"d{name}", (*part.shape[:2], part.width), self.dtype)
            np.matmul(left, right, out=parted(d, heads))
            if times is not None:
                d *= times
            found.append(part.backward(d, needs_dx=needed))  # 1
        return self.per_input(*found)

    def trace(self) -> Trace:
        """Return what equations 1 to 5 calculate; heads stand in front of steps."""
        masked, seen = None, Trace()
        if self.hidden is not None:
            hidden = np.broadcast_to(self.hidden, self.score.shape)
            masked = np.where(hidden, self.dtype.type(-self.far_below), self.score)
            seen["visible"] = (~hidden).astype(self.dtype)
        looked = self.looked(self.score, masked)
        context = parted(self.context, self.num_heads)
        found = {"q": self.q, "k": self.k, "v": self.v, **looked, "context": context, "y": self.y}
        return Trace({**seen, **found}).copied()

    def gradient_trace(self) -> Trace:
        """Return ∂L/∂score, of each head."""
        return Trace(dscore=self.dscore).copied()

    def get_config(self) -> dict[str, Any]:
        """Return the arguments."""
        return {
            **super().get_config(),
            "num_heads": self.num_heads,
            "key_dim": self.key_dim,
            "value_dim": self.value_dim,
            "dropout": self.dropout,
            "use_bias": self.use_bias,
            "output_shape": list(self.sides) or None,
            "attention_axes": self.attention_axes,
            "kernel_initializer": initializers.as_config(self.kernel_initializer),
            "bias_initializer": initializers.as_config(self.bias_initializer),
            "seed": self.seed,
        }
