"""Attention: each step of one input looks where it finds what it asks for in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Operand
from xlrnn.formula.functions import min_
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import Array, LayerFormulas, Shown, nothing_else, table
from xlrnn.lessons.export.written.weights import Heads, Numbers, Row
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.layers.attention import (
    additive_score,
    attention,
    attention_equations,
    concat_score,
    dot_score,
)
from xlrnn.sheet.layers.multi_head_attention import (
    multi_head_attention,
    multi_head_attention_equations,
)
from xlrnn.sheet.pages.time.page import TimePage

HIDES: Final = {"far_below": "far_below"}
ABOUT: Final = "each step looks something up"


@dataclass(frozen=True)
class Looking:
    """A page on which steps look at others.

    Args:
        writing: the layer.
        page: the page.
        query: what asks.
        value: what is looked up.
        key: by what it is found.
        seen: which steps each step may look at; None for all.
        far: what hides a score, where something may be hidden.
    """

    writing: Writing
    page: TimePage
    query: LayerOutput
    value: LayerOutput
    key: LayerOutput
    seen: Block | None
    far: Block | None

    @property
    def seen_name(self) -> str:
        """What equations call the column of that."""
        return f"{self.page.prefix}visible_t" if self.seen is not None else ""

    def handed(self, y: Block, twin: Block | None, name: str) -> LayerOutput:
        """Return the output; the steps that count are those of the query."""
        flow = self.writing.pages.flow(self.page, y, name, twin)
        return LayerOutput(
            flow.source, flow.name, flow.stepwise, self.query.counts, self.query.counts_name
        )


def _looking(writing: Writing, flows: Sequence[LayerOutput], *, by_query: bool) -> Looking:
    """Begin the page, with which steps may be looked at.

    Args:
        writing: the layer.
        flows: query, value and, if it is another, key.
        by_query: whether a step that is left out of the query may look at none, and the mask of
            the key matters, too.
    """
    writing.pages.read = flows[0].read
    page = writing.page(ABOUT)
    query, value, key = flows[0], flows[1], flows[-1]
    writing.counting(page, feature=value.features, source=value.steps or 1)
    page.row_names = {"source": [f"step {s + 1}" for s in range(value.steps or 1)]}
    causal = bool(writing.turn.options.get("use_causal_mask"))
    marks = [value.counts, *([query.counts, flows[2].counts if len(flows) == 3 else None]
                             if by_query else [])]  # fmt: skip
    if not causal and all(mark is None for mark in marks):
        return Looking(writing, page, query, value, key, None, None)

    def rule(s: int, t: int) -> Operand:
        places = zip(marks, (s, t, s), strict=False)
        known = [mark[0, k] for mark, k in places if mark is not None]
        if causal and s > t:
            return 0
        return 1 if not known else known[0] if len(known) == 1 else min_(*known)

    far = page.weights("far_below")
    seen = page.band("visible", rule=rule)
    writing.pages.book.name_columns(seen, f"{page.prefix}visible")
    return Looking(writing, page, query, value, key, seen, far)


def write_attention(writing: Writing, *flows: LayerOutput) -> list[LayerOutput]:
    """Write scores, attention and what is found."""
    looking = _looking(writing, flows, by_query=False)
    page = looking.page
    score = _score(writing.layer)(page, looking.query.source, looking.key.source)
    found = attention(
        page,
        score,
        looking.value.source,
        seen=looking.seen,
        far=looking.far,
        counts=looking.query.counts,
        written=_written(writing.layer),
    )
    equation = _equation(looking)
    twin = None
    if equation:
        eq_page = writing.pages.equation_page(page)
        twin = attention_equations(
            eq_page,
            equation,
            _name(looking.value),
            source=looking.value.steps or 1,
            features=looking.value.features,
            seen=looking.seen_name,
        )
    output = looking.handed(found, twin, "context")
    if not writing.turn.options.get("return_attention_scores"):
        return [output]
    where = writing.pages.book[f"{page.prefix}attention"]
    writing.pages.book.name_columns(where, f"{page.prefix}looks")
    return [output, LayerOutput(where, f"{page.prefix}looks", stepwise=True)]


def _score(layer: Any) -> Any:
    """Return what writes the scores of a layer."""
    if isinstance(layer, nn_layers.AdditiveAttention):
        return partial(additive_score, weighted=layer.use_scale, lying=True)
    score: Any = concat_score if layer.score_mode == "concat" else dot_score
    return partial(score, scaled=layer.use_scale)


def _written(layer: Any) -> str:
    """Return the equation of the scores as a textbook writes it."""
    if isinstance(layer, nn_layers.AdditiveAttention):
        return f"score_ts = {'v_a ·' if layer.use_scale else 'Σ'} tanh(query_t + key_s)"
    if layer.score_mode == "concat":
        scale = "scale_a · " * layer.use_scale
        return f"score_ts = w_a · Σ tanh({scale}(query_t + key_s))"
    return "score_ts = query_t · key_s · scale_a" if layer.use_scale else ""


def _equation(looking: Looking) -> str:
    """Return the equation of the scores; empty where there is none for one step at once."""
    layer = looking.writing.layer
    additive = isinstance(layer, nn_layers.AdditiveAttention) or layer.score_mode == "concat"
    if additive or looking.query.counts is not None:
        return ""
    scale = f"*{looking.page.prefix}scale_a" * layer.use_scale
    return f"MMULT(TRANSPOSE({_name(looking.key)}), {looking.query.now}){scale}"


def _name(flow: LayerOutput) -> str:
    """Return what equations call all columns of a sequence."""
    assert isinstance(flow.source, Block)
    return flow.source.name


def write_heads(writing: Writing, *flows: LayerOutput) -> LayerOutput:
    """Write projections, attention and what is found, head by head."""
    layer, looking = writing.layer, _looking(writing, flows, by_query=True)
    options: dict[str, Any] = {
        "heads": layer.num_heads, "key_dim": layer.key_dim, "value_dim": layer.value_dim,
        "outputs": writing.shape[-1], "bias": layer.use_bias, "cleared": bool(layer.dropout),
    }  # fmt: skip
    page, query, value, key = looking.page, looking.query, looking.value, looking.key
    y = multi_head_attention(
        page, query.source, value.source, key.source, seen=looking.seen, far=looking.far, **options
    )
    twin = multi_head_attention_equations(
        writing.pages.equation_page(page),
        query.now,
        _name(value),
        _name(key),
        source=value.steps or 1,
        seen=looking.seen_name,
        **options,
    )
    return looking.handed(y, twin, "y")


# What an export has to know of them.


def _of_heads(layer: Any, x: Any, mask: Any, y: Array) -> Shown:  # noqa: ARG001
    if layer.hidden is not None:
        whole = np.broadcast_to(~layer.hidden, (1, 1, *layer.score.shape[2:]))
        yield "visible", whole[0, 0].T.astype(float)
    trace = layer.trace().sample(0)
    for name in ("q", "k", "v", "score", "masked_score", "attention_exps", "attention", "context"):
        for n, array in enumerate(trace.get(name, ()), start=1):
            yield f"head_{n}_{name}", array.T


def _options(layer: Any, others: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Say that a call has an argument that is no causal mask, and does not ask for scores."""
    known = ("use_causal_mask", "return_attention_scores")
    return nothing_else(layer, others, {k: v for k, v in options.items() if k not in known})


def _causal_alone(layer: Any, others: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    left = {k: v for k, v in options.items() if k != "use_causal_mask" and v}
    return nothing_else(layer, others, left)


def _several_sides(layer: Any) -> str:
    if len(layer.sides) < 2:
        return ""
    return (
        f"{layer.name}: output_shape={layer.sides} cannot be exported: expected one number, the "
        "features of a step"
    )


def _scores(layer: Any, shapes: Sequence[tuple[int, ...]]) -> int:
    """Return how many numbers the scores have, and what is made of them."""
    query, value = shapes[:2]
    heads = getattr(layer, "num_heads", 1)
    sizes = getattr(layer, "key_dim", 0) + getattr(layer, "value_dim", 0)
    return int(heads * (4 * query[0] * value[0] + sizes * (query[0] + value[0])))


def _entry(kind: Any, weights: Any) -> LayerFormulas:
    return LayerFormulas(
        kind,
        write_attention,
        weights,
        constants=HIDES,
        refuse_call=_options,
        pairs=_scores,
        returns=lambda _: ["attention"],
        steps=True,
    )


ATTENDING: Final = table(
    _entry(nn_layers.Attention, Numbers("scale_a", "w_a")),
    _entry(nn_layers.AdditiveAttention, Row("v_a")),
    LayerFormulas(
        nn_layers.MultiHeadAttention,
        write_heads,
        Heads(),
        beside=_of_heads,
        constants=HIDES,
        refuse=_several_sides,
        refuse_call=_causal_alone,
        pairs=_scores,
        steps=True,
        sees=lambda _, features: features,
    ),
)
