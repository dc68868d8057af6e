"""How each kind of layer is written: which formulas, on which pages, with which names.

A writer takes what flows in and returns what flows out. The recurrent layers have a file of
their own.
"""

from collections.abc import Callable
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import Flow
from xlrnn.lessons.export.pages import Writing
from xlrnn.lessons.export.recurrent import write_bidirectional, write_recurrent
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.activation import activation, activation_equation
from xlrnn.sheet.layers.conv1d import conv1d, conv1d_equation
from xlrnn.sheet.layers.dense import dense, dense_equation
from xlrnn.sheet.layers.embedding import embedding, embedding_equation
from xlrnn.sheet.layers.flatten import flatten
from xlrnn.sheet.layers.global_average_pooling1d import global_average_pooling1d
from xlrnn.sheet.layers.global_max_pooling1d import global_max_pooling1d
from xlrnn.sheet.layers.masking import masking
from xlrnn.sheet.layers.repeat_vector import repeat_vector
from xlrnn.sheet.layers.softmax import softmax, softmax_equations
from xlrnn.sheet.pages.time.page import TimePage

OUTPUTS: Final = {"letter": "output", "unit": "input"}
"""What the table of names calls letters and units are the outputs and inputs of any layer."""

Writer = Callable[[Writing, Flow], Flow]


def write_embedding(writing: Writing, words: Flow) -> Flow:
    """Write the look-up of the words."""
    layer, pages = writing.layer, writing.pages
    page = writing.page(f"each {pages.token}'s number picks its row of a table")
    writing.counting(page, word=writing.rows, feature=layer.output_dim)
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
            assert each is not None
            pages.words_above(each)
    twin = pages.equation_page(page)
    flow = pages.flow(page, x, "x", embedding_equation(twin, words.now))
    return _with_counts(writing, page, flow, counts)


def write_masking(writing: Writing, flow: Flow) -> Flow:
    """Write which steps count."""
    page = writing.page("steps that hold one number throughout are left out")
    writing.counting(page, feature=flow.features)
    y, counts = masking(page, flow.source)
    return _with_counts(writing, page, writing.pages.flow(page, y, "y"), counts)


def _with_counts(writing: Writing, page: TimePage, flow: Flow, counts: Block | None) -> Flow:
    if counts is None:
        return flow
    name = f"{page.prefix}counts"
    writing.pages.book.name_columns(counts, name)
    return Flow(flow.source, flow.name, True, counts, name)


def write_dense(writing: Writing, flow: Flow) -> Flow:
    """Write a dense layer and its activation, at each step if there are any."""
    layer = getattr(writing.layer, "layer", writing.layer)
    page = writing.page("every output sees every input" + _at_each_step(writing))
    page.called = OUTPUTS
    writing.counting(page, output=layer.units, input=flow.features)
    logits = dense(page, flow.source, bias=layer.use_bias)
    twin = writing.pages.equation_page(page)
    logits_eq = dense_equation(twin, flow.now, bias=layer.use_bias)
    sums = writing.pages.flow(page, logits, "logits", logits_eq)
    return _activated(writing, page, twin, sums, layer.activation.name, flow)


def _at_each_step(writing: Writing) -> str:
    return ", at each step" if writing.steps is not None else ""


def write_conv1d(writing: Writing, flow: Flow) -> Flow:
    """Write windows, filters and activation."""
    layer = writing.layer
    writing.pages.word_by_word = False
    page = writing.page("the same filters look at every window of a few steps")
    page.called = OUTPUTS
    writing.counting(page, output=layer.filters, input=layer.kernel_size * flow.features)
    before, _ = layer._padding(flow.steps or 0)
    seen = [
        [t * layer.strides + k * layer.dilation_rate - before for k in range(layer.kernel_size)]
        for t in range(page.steps)
    ]
    logits = conv1d(page, flow.source, seen=seen, bias=layer.use_bias)
    pages = writing.pages
    windows = pages.flow(page, pages.book[f"{page.prefix}window"], "window")
    twin = pages.equation_page(page)
    logits_eq = conv1d_equation(twin, windows.now, bias=layer.use_bias)
    sums = pages.flow(page, logits, "logits", logits_eq)
    return _activated(writing, page, twin, sums, layer.activation.name, flow.unmasked())


def write_activation(writing: Writing, flow: Flow) -> Flow:
    """Write a function of every number."""
    layer = getattr(writing.layer, "layer", writing.layer)
    page = writing.page("a function of every number" + _at_each_step(writing))
    page.called = OUTPUTS
    writing.counting(page, output=flow.features)
    twin = writing.pages.equation_page(page)
    return _activated(writing, page, twin, flow, layer.activation.name, flow)


def _activated(
    writing: Writing, page: TimePage, twin: TimePage, sums: Flow, function: str, before: Flow
) -> Flow:
    """Write f(logits) on both pages; a sum without f is the output itself."""
    pages, result = writing.pages, sums
    if function == "softmax":
        # A layer of its own calls its output y.
        key = f"{page.prefix}{'y' if sums is before else 'p'}"
        p = softmax(page, sums.source, key)
        exps_name = f"{page.prefix}exps" + ("_t" if sums.stepwise else "_eq")
        p_eq = softmax_equations(twin, sums.now, exps_name, key)
        pages.flow(page, pages.book[f"{page.prefix}exps"], "exps",
                   pages.book[f"{page.prefix}exps_eq"])  # fmt: skip
        result = pages.flow(page, p, "p", p_eq)
    elif function != "linear" or sums is before:
        y = activation(page, sums.source, function)
        result = pages.flow(page, y, "y", activation_equation(twin, sums.now, function))
    return Flow(result.source, result.name, result.stepwise, before.counts, before.counts_name)


def write_time_distributed(writing: Writing, flow: Flow) -> Flow:
    """Write a layer at each step: the formulas are those that it has anyway."""
    return WRITERS[type(writing.layer.layer).__name__](writing, flow)


def write_pooling(writing: Writing, flow: Flow) -> Flow:
    """Write one number for all steps of each feature."""
    largest = type(writing.layer).__name__ == "GlobalMaxPooling1D"
    page = writing.page("the largest of all steps" if largest else "the average of all steps")
    writing.counting(page, feature=flow.features, row=flow.steps or 1)
    page.row_names = {"row": [f"step {t + 1}" for t in range(flow.steps or 1)]}
    y = (
        global_max_pooling1d(page, flow.source)
        if largest
        else global_average_pooling1d(page, flow.source, flow.counts)
    )
    return writing.pages.flow(page, y, "y")


def write_flatten(writing: Writing, flow: Flow) -> Flow:
    """Write all numbers below each other."""
    return _arranged(writing, flow, flatten, "all numbers below each other, step by step")


def write_repeat_vector(writing: Writing, flow: Flow) -> Flow:
    """Write the same numbers at every step."""
    writing.pages.word_by_word = False
    return _arranged(writing, flow, repeat_vector, "the same numbers at every step")


def _arranged(
    writing: Writing, flow: Flow, write: Callable[[TimePage, Source], Block], about: str
) -> Flow:
    page = writing.page(about)
    writing.counting(page, feature=writing.shape[-1])
    return writing.pages.flow(page, write(page, flow.source), "y")


def pass_on(_: Writing, flow: Flow) -> Flow:
    """Write nothing: outside training dropout leaves nothing out."""
    return flow


WRITERS: Final[dict[str, Writer]] = {
    "Embedding": write_embedding,
    "Masking": write_masking,
    "SimpleRNN": write_recurrent,
    "LSTM": write_recurrent,
    "GRU": write_recurrent,
    "Bidirectional": write_bidirectional,
    "TimeDistributed": write_time_distributed,
    "Dense": write_dense,
    "Activation": write_activation,
    "Conv1D": write_conv1d,
    "GlobalMaxPooling1D": write_pooling,
    "GlobalAveragePooling1D": write_pooling,
    "Flatten": write_flatten,
    "RepeatVector": write_repeat_vector,
    "Dropout": pass_on,
}
