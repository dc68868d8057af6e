"""Layers of several inputs as formulas: what an engine calculates is what `nn` does."""

import numpy as np
import pytest

from tests.property.test_agree import disagreements
from tests.sheet.layers.test_gated_layers import calculated
from xlrnn.nn import layers
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.attention import (
    additive_score,
    attention,
    attention_equations,
    concat_score,
    dot_score,
)
from xlrnn.sheet.layers.concatenate import concatenate
from xlrnn.sheet.layers.dot import dot
from xlrnn.sheet.layers.elementwise import elementwise, elementwise_equation
from xlrnn.sheet.layers.multi_head_attention import (
    multi_head_attention,
    multi_head_attention_equations,
)
from xlrnn.sheet.pages.time.page import TimePage

FEATURES, STEPS, SOURCE = 3, 4, 5
RNG = np.random.default_rng(5)
COUNTS = np.array([[1.0, 0, 1, 0]]), np.array([[0.0, 1, 1, 0]]), np.array([[1.0, 0, 0, 0]])


def drawn(*shape):
    return RNG.normal(size=shape).round(6)


def book_with(steps=STEPS):
    """Return a book with a page for cells and one for array formulas."""
    sizes = {"unit": 1, "feature": FEATURES, "step": steps, "source": SOURCE}
    book = Book("hello-forward", {}, "title", sizes)
    return book, book.page(TimePage, "forward", "title", "")


def check(book, values, folder, least):
    """Calculate a book and compare all of it with NumPy."""
    book.lay_out()
    book.fill_values(values)
    wrong, compared = disagreements(book, calculated(book, folder))
    assert wrong == []
    assert compared >= least


def declared(book, page, arrays, counts=()):
    """Write some inputs and which steps of them count as constants."""
    blocks = []
    for k, array in enumerate(arrays, start=1):
        sizes = {"feature": array.shape[0], "step": array.shape[1]}
        block = page.band("sequence", name=f"in_{k}", key=f"in_{k}", sizes=sizes)
        book.name_columns(block, f"in_{k}")
        blocks.append(block)
    marks = [
        None if mark is None else page.band("step_counts", name=f"counts_{k}", key=f"counts_{k}")
        for k, mark in enumerate(counts, start=1)
    ]
    return blocks, marks


def given(arrays, counts=()):
    named = {f"in_{k}": array for k, array in enumerate(arrays, start=1)}
    named |= {f"counts_{k}": mark for k, mark in enumerate(counts, start=1) if mark is not None}
    return named


MASKS = {"no mask": (), "masks": COUNTS, "one mask": (COUNTS[0], None, COUNTS[2])}


@pytest.mark.parametrize("masks", MASKS)
@pytest.mark.parametrize("kind", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"])
def test_number_by_number(kind, masks, tmp_path):
    count = 2 if kind == "Subtract" else 3
    arrays, counts = [drawn(FEATURES, STEPS) for _ in range(count)], MASKS[masks][:count]
    layer = getattr(layers, kind)(dtype="float64")
    masked = [None if mark is None else mark.astype(bool) for mark in counts]
    layer([array.T[None] for array in arrays], mask=masked or None)
    book, page = book_with()
    blocks, marks = declared(book, page, arrays, counts)
    elementwise(page, blocks, kind, marks or None)
    if not counts:
        page = book.page(TimePage, "equations", "title", "")
        elementwise_equation(page, [f"in_{k}_t" for k in range(1, count + 1)], kind)
    check(book, {**given(arrays, counts), "y": layer.trace()["y"][0].T}, tmp_path, 12)


@pytest.mark.parametrize("shapes", [((3, 4), (1, 4)), ((3, 4), (3, 1)), ((3, 1), (1, 4))])
def test_a_single_row_or_column_stands_for_all(shapes, tmp_path):
    arrays = [drawn(*shape) for shape in shapes]
    y = layers.add([array.T[None] for array in arrays], dtype="float64")
    book, page = book_with()
    blocks, _ = declared(book, page, arrays)
    elementwise(page, blocks, "Add")
    check(book, {**given(arrays), "y": y[0].T}, tmp_path, 12)


def test_features_below_each_other(tmp_path):
    arrays = [drawn(3, STEPS), drawn(1, STEPS), drawn(2, STEPS)]
    y = layers.concatenate([array.T[None] for array in arrays], dtype="float64")
    book, page = book_with()
    blocks, _ = declared(book, page, arrays)
    concatenate(page, blocks)
    check(book, {**given(arrays), "y": y[0].T}, tmp_path, 24)


def test_steps_side_by_side(tmp_path):
    arrays = [drawn(FEATURES, 3), drawn(FEATURES, 1)]
    y = layers.concatenate([array.T[None] for array in arrays], axis=1, dtype="float64")
    book, page = book_with()
    blocks, _ = declared(book, page, arrays)
    concatenate(page, blocks, steps=True)
    check(book, {**given(arrays), "y": y[0].T}, tmp_path, 12)


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("axes", [(2, 2), (1, 1), (1, 2), (2, 1)])
def test_products_along_a_side(axes, normalize, tmp_path):
    arrays = [drawn(4, 4), drawn(4, 4)]
    layer = layers.Dot(axes, normalize, dtype="float64")
    y = layer([array.T[None] for array in arrays])
    book, page = book_with()
    blocks, _ = declared(book, page, arrays)
    dot(page, blocks, axes, normalize=normalize)
    check(book, {**given(arrays), "y": y[0].T}, tmp_path, 16)


# Attention.

WAYS = {
    "dot": (layers.Attention, {}, dot_score, {}),
    "scaled": (layers.Attention, {"use_scale": True}, dot_score, {"scaled": True}),
    "concat": (layers.Attention, {"score_mode": "concat"}, concat_score, {}),
    "concat scaled": (layers.Attention, {"score_mode": "concat", "use_scale": True},
                      concat_score, {"scaled": True}),
    "additive": (layers.AdditiveAttention, {}, additive_score, {}),
    "additive plain": (layers.AdditiveAttention, {"use_scale": False}, additive_score,
                       {"weighted": False}),
}  # fmt: skip
HIDDEN = {
    "all": ({}, None, False),
    "value mask": ({}, [None, np.array([[1, 0, 1, 1, 0]], bool)], True),
    "causal": ({"use_causal_mask": True}, None, True),
    "query mask": ({}, [np.array([[1, 0, 1, 1]], bool), None], False),
}


FAR = {"far_below": np.array([[1e9]])}


def with_weights(layer, shapes):
    layer.build(shapes)
    layer.set_weights([np.asarray(RNG.normal(size=w.shape)).round(6) for w in layer.weights])
    return layer


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("way", WAYS)
def test_attention(way, hidden, tmp_path):
    kind, options, write_score, written = WAYS[way]
    called, masks, is_hidden = HIDDEN[hidden]
    query, keys, values = drawn(FEATURES, STEPS), drawn(FEATURES, SOURCE), drawn(2, SOURCE)
    x = [query.T[None], values.T[None], keys.T[None]]
    layer = with_weights(kind(dtype="float64", **options), [each.shape for each in x])
    layer(x, mask=masks, **called)
    trace = {name: array.T for name, array in layer.trace().sample(0).items()}
    weights = {w.symbol: w.numpy().reshape(-1, 1) for w in layer.weights}
    book, page = book_with()
    asks, by = page.band("query"), page.weights("keys")
    said = page.weights("values", sizes={"feature": 2})
    book.name_columns(asks, "query")
    seen = page.band("visible") if is_hidden else None
    counts = None
    if hidden == "query mask":
        counts = page.band("step_counts", name="counts", key="counts")
        trace["counts"] = masks[0].astype(float)
    score = write_score(page, asks, by, **written)
    attention(page, score, said, seen=seen, counts=counts)
    if way in ("dot", "scaled") and hidden != "query mask":
        if seen is not None:
            book.name_columns(seen, "visible")
        page = book.page(TimePage, "equations", "title", "")
        equation = "MMULT(TRANSPOSE(keys), query_t)" + "*scale_a" * (way == "scaled")
        last = attention_equations(page, equation, "values", source=SOURCE, features=2,
                                   seen="visible_t" if is_hidden else "")  # fmt: skip
        assert last.name == "context_eq"
    check(book, {**trace, **weights, "query": query, "keys": keys, "values": values,
           **FAR},
          tmp_path, 3 * SOURCE * STEPS + 2 * STEPS)  # fmt: skip


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("heads", [1, 2])
@pytest.mark.parametrize("causal", [False, True])
def test_many_heads(heads, bias, causal, tmp_path):
    sizes = {"key_dim": 2, "value_dim": 3}
    query, keys, values = drawn(FEATURES, STEPS), drawn(FEATURES, SOURCE), drawn(FEATURES, SOURCE)
    x = [query.T[None], values.T[None], keys.T[None]]
    layer = layers.MultiHeadAttention(
        heads, use_bias=bias, output_shape=2, dtype="float64", **sizes
    )
    with_weights(layer, [each.shape for each in x])
    layer(x, use_causal_mask=causal)
    shown = {"query": query, "keys": keys, "values": values, **of_heads(layer), **FAR}
    book, page = book_with()
    asks, by, said = page.band("query"), page.weights("keys"), page.weights("values")
    book.name_columns(asks, "query")
    page.next_row_of_weights()
    seen = page.band("visible") if causal else None
    options = {"heads": heads, "outputs": 2, "bias": bias, **sizes}
    multi_head_attention(page, asks, said, by, seen=seen, **options)
    if causal:
        book.name_columns(seen, "visible")
    page = book.page(TimePage, "equations", "title", "")
    multi_head_attention_equations(page, "query_t", "values", "keys", source=SOURCE,
                                   seen="visible_t" if causal else "", **options)  # fmt: skip
    check(book, shown, tmp_path, 2 * (heads * 3 * SOURCE * STEPS + 2 * STEPS))


def of_heads(layer):
    """Return weights and trace of a layer as a sheet has them, head by head."""
    trace, found = layer.trace().sample(0), {}
    for name in ("q", "k", "v", "score", "masked_score", "attention_exps", "attention", "context"):
        for n, array in enumerate(trace.get(name, ()), start=1):
            found[f"head_{n}_{name}"] = array.T
    for letter, part in zip("qkv", list(layer.parts.values())[:3], strict=True):
        for n in range(layer.num_heads):
            found[f"head_{n + 1}_W_{letter}"] = part.kernel.value[:, n].T
            if part.bias is not None:
                found[f"head_{n + 1}_b_{letter}"] = part.bias.value[n][:, None]
    for n, kernel in enumerate(layer.output_dense.kernel.value, start=1):
        found[f"head_{n}_W_out"] = kernel.T
    if layer.output_dense.bias is not None:
        found["b_out"] = layer.output_dense.bias.value[:, None]
    if "visible" in trace:
        found["visible"] = trace["visible"][0].T
    return {**found, "y": trace["y"].T}
