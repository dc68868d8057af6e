"""Layers that say which steps are words: they look them up, or leave steps out."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.written.entry import LayerFormulas, Shown, table
from xlrnn.lessons.export.written.weights import WordWeights
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Mask
from xlrnn.sheet.layers.embedding import embedding, embedding_equation
from xlrnn.sheet.layers.masking import masking
from xlrnn.sheet.pages.time.page import TimePage

Array = NDArray[Any]


def write_embedding(writing: Writing, words: LayerOutput) -> LayerOutput:
    """Write the look-up of the words."""
    layer, pages = writing.layer, writing.pages
    page = writing.page(f"each {pages.token}'s number picks its row of a table")
    writing.counting(page, word=layer.input_dim, feature=layer.output_dim)
    known = f"{page.prefix}E" in pages.book  # with a sentence the table has a page of its own
    x, counts = embedding(
        page,
        words.source,
        tokens=pages.tokens and not known,
        mask_zero=layer.mask_zero,
        weights=(lambda name, **_: pages.book[f"{page.prefix}{name}"]) if known else None,
    )
    if not known and pages.tokens:
        pages.read = pages.book[f"{page.prefix}read"]
        for each in (pages.given, page):
            if each is not None and each.letters is None:
                pages.words_above(each)
    twin = pages.equation_page(page)
    flow = pages.flow(page, x, "x", embedding_equation(twin, words.now))
    return _with_counts(writing, page, flow, counts)


def _one_word(layer: Any) -> str:
    if layer.input_dim < 2:
        return f"{layer.name} has a table of one word: expected 2 or more to look up"
    return ""


def write_masking(writing: Writing, flow: LayerOutput) -> LayerOutput:
    """Write which steps count."""
    page = writing.page("steps that hold one number throughout are left out")
    writing.counting(page, feature=flow.features)
    y, counts = masking(page, flow.source)
    return _with_counts(writing, page, writing.pages.flow(page, y, "y"), counts)


def _which_count(layer: Any, x: Array, mask: Mask | None, y: Array) -> Shown:  # noqa: ARG001
    yield "counts", np.asarray(layer.counts, dtype=float)
    yield "unmasked", y[0].T


def _with_counts(
    writing: Writing, page: TimePage, flow: LayerOutput, counts: Block | None
) -> LayerOutput:
    if counts is None:
        return flow
    name = f"{page.prefix}counts"
    writing.pages.book.name_columns(counts, name)
    return LayerOutput(flow.source, flow.name, True, counts, name)


WORDS: Final = table(
    LayerFormulas(
        nn_layers.Embedding, write_embedding, WordWeights(), refuse=_one_word, steps=False
    ),
    LayerFormulas(
        nn_layers.Masking,
        write_masking,
        beside=_which_count,
        constants={"mask_value": "mask_value"},
        steps=True,
    ),
)
