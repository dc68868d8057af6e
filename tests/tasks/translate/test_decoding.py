"""Decoding goes the way of the trained model, step by step, greedy or by beam."""

from itertools import product

import numpy as np
import pytest

from xlrnn.errors import UsageError
from xlrnn.tasks.decoding import likeliest
from xlrnn.tasks.language import END, START, padded
from xlrnn.tasks.translate.decoding import TranslationDecoder as Decoder
from xlrnn.tasks.translate.network import ATTENTION, network
from xlrnn.tasks.translate.settings import TranslateSettings

SENTENCES = [[4, 5, 6], [7], [5, 4, 4, 6, 7], [6, 6]]
TARGETS = 7  # four marks, three words


def made(model="lstm", attention="additive", targets=TARGETS, seed=3, **options):
    """A model whose weights are large enough to prefer something."""
    settings = TranslateSettings(model=model, attention=attention, units=5, embedding_dim=4,
                                 seed=seed, **options)  # fmt: skip
    found = network(settings, 8, targets)
    for weight in found.weights:
        weight.assign(weight.numpy() * 3)
    return found


def log_p(model, sentence, written):
    """The logarithms of what the whole model, as it was trained, gives behind some tokens."""
    p = model.predict([np.array([sentence]), np.array([[START, *written]])])[0]
    p = p[-1].astype(np.float64)
    p[[0, 1, 3]] = 0
    with np.errstate(divide="ignore"):
        return np.log(p)


KINDS = [*product(("lstm", "gru"), ("additive", "dot", "none"))]


@pytest.mark.parametrize(("cell", "attention", "hand_over"), [
    *((*kind, True) for kind in KINDS), ("lstm", "dot", False), ("gru", "additive", False),
])  # fmt: skip
def test_greedy_is_what_the_whole_model_says_token_by_token(cell, attention, hand_over):
    model = made(cell, attention, hand_over=hand_over)
    found = Decoder(model).translate(SENTENCES, limit=6)
    for sentence, one in zip(SENTENCES, found, strict=True):
        written, total = [], 0.0
        while len(written) < 6 and END not in written:
            expected = log_p(model, sentence, written)
            written.append(int(expected.argmax()))
            total += expected.max()
        assert [*one.numbers, *[END] * one.ended] == written
        assert one.score == pytest.approx(total / len(written), rel=1e-4)
        assert one.ended == (END in written)


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_without_states_handed_over_all_that_is_known_of_a_sentence_is_looked_up(cell):
    """A sentence whose words are all left out is one that says nothing."""
    rows = [np.array([sentence]) for sentence in ([4, 5], [6, 7])]
    written = np.array([[START, 4]])
    for hand_over in (True, False):
        model = made(cell, "dot", hand_over=hand_over)
        blind = model.get_layer(ATTENTION)
        blind.forward = lambda x, **_: np.zeros_like(x[0])
        one, other = (model.predict([row, written], verbose=0) for row in rows)
        assert np.array_equal(one, other) is not hand_over


def test_a_decoder_that_would_know_nothing_is_refused():
    with pytest.raises(UsageError, match="attention is none and hand_over False: the decoder"):
        TranslateSettings(attention="none", hand_over=False)


@pytest.mark.parametrize(("cell", "attention"), KINDS)
def test_a_beam_of_one_is_greedy(cell, attention):
    for seed in range(4):
        decoder = Decoder(made(cell, attention, seed=seed))
        x = padded(SENTENCES)
        for one, other in zip(decoder.greedy(x, 5), decoder.beam(x, 5, 1), strict=True):
            assert (one.numbers, one.ended) == (other.numbers, other.ended)
            assert one.score == pytest.approx(other.score)
            if attention != "none":
                np.testing.assert_allclose(one.attention, other.attention, atol=1e-6)


def best_of_all(model, sentence, limit):
    """The best translation of all there are, found by trying every one."""
    found = []
    going = [([], 0.0)]
    while going:
        written, total = going.pop()
        expected = log_p(model, sentence, written)
        for k in np.flatnonzero(np.isfinite(expected)).tolist():
            more = ([*written, k], total + expected[k])
            whole = k == END or len(more[0]) == limit
            (found if whole else going).append(more)
    return max(found, key=lambda one: one[1] / len(one[0]))


@pytest.mark.parametrize("attention", ["additive", "none"])
def test_a_beam_wide_enough_finds_the_best_of_all(attention):
    model = made(attention=attention)
    limit, others = 3, TARGETS - 4
    every = (others + 1) * others**2 * 4  # more than there are beginnings, and than words
    found = Decoder(model).translate(SENTENCES, limit, beam=every)
    greedy = Decoder(model).translate(SENTENCES, limit)
    for sentence, one, other in zip(SENTENCES, found, greedy, strict=True):
        written, total = best_of_all(model, sentence, limit)
        assert [*one.numbers, *[END] * one.ended] == written
        assert one.score == pytest.approx(total / len(written), rel=1e-4)
        assert one.score >= other.score - 1e-6


def test_sentences_together_are_translated_as_each_alone():
    decoder = Decoder(made())
    for beam in (1, 3):
        together = decoder.translate(SENTENCES, 6, beam)
        for sentence, one in zip(SENTENCES, together, strict=True):
            (alone,) = decoder.translate([sentence], 6, beam)
            assert one.numbers == alone.numbers
            np.testing.assert_allclose(one.attention, alone.attention, atol=1e-5)
            assert one.attention.shape == (len(one.numbers) + one.ended, len(sentence))
            np.testing.assert_allclose(one.attention.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("seed", range(4))
def test_the_attention_is_that_of_the_whole_model(beam, seed):
    model = made(seed=seed)
    for sentence, one in zip(SENTENCES, Decoder(model).translate(SENTENCES, 6, beam), strict=True):
        model.predict([np.array([sentence]), np.array([[START, *one.numbers]])])
        expected = model.get_layer(ATTENTION).attention[0]
        np.testing.assert_allclose(one.attention, expected[: len(one.attention)], atol=1e-5)


@pytest.mark.parametrize("beam", [1, 2, 50])
def test_a_vocabulary_of_one_word(beam):
    decoder = Decoder(made(targets=5))
    for one in decoder.translate(SENTENCES, limit=4, beam=beam):
        assert set(one.numbers) <= {4}
        assert len(one.numbers) + one.ended <= 4


def test_no_sentence_and_no_end():
    model = made()
    assert Decoder(model).translate([], 4) == []
    bias = model.weights[-1]
    bias.assign(np.where(np.arange(TARGETS) == END, -50.0, 0.0))
    for beam in (1, 3):
        for one in Decoder(model).translate(SENTENCES, 4, beam):
            assert (len(one.numbers), one.ended) == (4, False)
    bias.assign(np.where(np.arange(TARGETS) == END, 50.0, 0.0))
    for beam in (1, 3):
        for one in Decoder(model).translate(SENTENCES, 4, beam):
            assert (one.numbers, one.ended, one.attention.shape[0]) == ((), True, 1)


def test_of_equal_totals_the_first_is_taken():
    totals = np.array([[[0.0, -1.0], [0.0, -np.inf]]])
    found, parents, words = likeliest(totals, 4)
    assert found.tolist() == [[0.0, 0.0, -1.0, -np.inf]]
    assert parents.tolist()[0][:3] == [0, 1, 0]
    assert words.tolist()[0][:3] == [0, 0, 1]
