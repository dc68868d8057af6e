"""The pages of the decoder: what goes in, where it looks, and what comes out."""

from typing import Final

from xlrnn.formula.block import Block
from xlrnn.lessons.translation.pages import FEATURES, Encoded, Pages
from xlrnn.sheet.layers.decoding import (
    Decoding,
    LoopNames,
    comes_out_equation,
    goes_in_equations,
)
from xlrnn.sheet.layers.dense import dense_of_both, dense_of_both_equation
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.softmax import softmax, softmax_equations
from xlrnn.sheet.layers.steered_attention import (
    scores,
    scores_equations,
    steered_attention,
    steered_attention_equations,
)
from xlrnn.sheet.pages.time.page import TimePage

NAMES: Final = LoopNames(
    "decoder_writing", "decoder_fed", "answer_chosen", "french_token", "french_E"
)


def _twin(pages: Pages, loop: Decoding, page: TimePage) -> TimePage:
    """Add the page that repeats another one as matrices, with the same words over its steps."""
    twin = pages.twin(page)
    loop.words_above(twin, "fed_word_eq")
    return twin


def write_decoder(pages: Pages, loop: Decoding, table: Block, encoded: Encoded) -> Block:
    """Write the decoder: the vector of the word before, a state after each; return the states."""
    page = pages.new(
        "decoder", "The decoder writes", "a GRU goes from word to word of what it writes itself",
        feature=pages.sizes["feature"], unit=pages.sizes["unit"],
    )  # fmt: skip
    page.called = FEATURES
    x = loop.goes_in(page, table, encoded.counts[0, 0])
    h = gru(page, x, counts=loop.writing)
    twin = _twin(pages, loop, page)
    pages.named(x, "decoder_x", goes_in_equations(twin, NAMES, "encoder_counts_1"))
    gru_equations(twin, "decoder_x", counts="decoder_writing")
    return h


def write_attention(pages: Pages, loop: Decoding, h: Block, encoded: Encoded) -> Block:
    """Write where each step looks, and what it finds there."""
    room, units = pages.room, pages.sizes["unit"]
    page = pages.new("scores", "What belongs together?",
                     "how well each English word answers what the decoder asks")  # fmt: skip
    loop.words_above(page)
    attends = scores(page, h, encoded.states, encoded.counts, encoded.words)
    twin = _twin(pages, loop, page)
    scores_equations(twin, "decoder_h", "encoder_h_eq", "encoder_counts", room)
    page = pages.new("attention", "Where it looks",
                     "a row for each English word, a column for each French one")  # fmt: skip
    loop.words_out_above(page)
    found = steered_attention(page, attends, encoded.states, loop.writing, encoded.words)
    pages.named(pages.book["attention_pointed"], "attention_pointed")
    twin = pages.twin(page)
    loop.words_out_above(twin, "word_eq")
    steered_attention_equations(
        twin, "scores_attention", "encoder_h_eq", "attention_pointed",
        "decoder_writing", (room, units),
    )  # fmt: skip
    return found


def write_answer(pages: Pages, loop: Decoding, h: Block, found: Block) -> Block:
    """Write how likely each word is, and which comes out; return all of them as one text."""
    page = pages.new(
        "answer", "Which word comes out", "scores, probabilities, and the likeliest word",
        unit=pages.sizes["unit"], letter=pages.sizes["french"],
    )  # fmt: skip
    loop.words_above(page)
    page.vocabulary = loop.tokens
    logits = dense_of_both(page, h, found)
    p = softmax(page, logits)
    page.shares.append(p)
    so_far = loop.comes_out(page, p)
    twin = _twin(pages, loop, page)
    logits_eq = dense_of_both_equation(twin, "decoder_h_t", "attention_context_t")
    pages.named(logits, "answer_logits", logits_eq)
    p_eq = softmax_equations(twin, "answer_logits_t", "answer_exps_t")
    pages.named(pages.book["answer_exps"], "answer_exps", pages.book["answer_exps_eq"])
    pages.named(p, "answer_p", p_eq)
    comes_out_equation(twin, "answer_p_t", "decoder_writing_t", NAMES.chosen)
    return so_far
