"""`encode` is Keras' chain to the last number; blocks and remembered pieces change nothing."""

import numpy as np
import pytest

from xlrnn.errors import InputError, UsageError
from xlrnn.text.cleaning import cleaner
from xlrnn.text.encode import encode
from xlrnn.text.generated import generated_tweets
from xlrnn.text.numbering import MARK
from xlrnn.text.padding import pad_sequences
from xlrnn.text.splitting import Splitter
from xlrnn.text.tokenizer import Tokenizer

ODD = ["", " ", "ΑΣ ΑΣ. σ", "İstanbul", "שלום 😀", "=SUM(1)", f"a{MARK}b {MARK} c", f" {MARK} ",
       "a\rb\x0bc\x1cd\u2028e\xa0f", "\ud800 lone", "don't-stop", "x" * 300,
       "\t\n", "@me http://x"]  # fmt: skip


def chain(texts, tokenizer, clean, fit, **padding):
    """The same, step by step."""
    cleaned = list(cleaner(clean)(texts))
    if fit:
        tokenizer.fit_on_texts([list(tokenizer.splitter.words(text)) for text in cleaned])
    sequences = [
        [k for word in tokenizer.splitter.words(text) if (k := tokenizer.number_of()(word))]
        for text in cleaned
    ]
    return pad_sequences(sequences, **padding)


@pytest.mark.parametrize("clean", ["none", "builtin"])
@pytest.mark.parametrize(
    "options", [{}, {"num_words": 30}, {"num_words": 30, "oov_token": "?"}, {"lower": False},
                {"split": "_"}, {"char_level": True}, {"filters": "ab\0"}, {"filters": "é,"}]
)  # fmt: skip
@pytest.mark.parametrize("sides", [("pre", "post"), ("post", "pre")])
def test_the_same_as_step_by_step(monkeypatch, clean, options, sides):
    monkeypatch.setattr("xlrnn.text.numbering.BLOCK", 7)
    monkeypatch.setattr("xlrnn.text.word_numbers.CHUNK", 5)
    texts = [*ODD, *generated_tweets(12, seed=3).texts, *ODD]
    one, other = Tokenizer(**options), Tokenizer(**options)
    padding = {"maxlen": 5, "padding": sides[0], "truncating": sides[1]}
    rows = encode(texts, one, clean=clean, fit=True, **padding)
    expected = chain(texts, other, clean, fit=True, **padding)
    np.testing.assert_array_equal(rows, expected)
    assert rows.dtype == np.int32
    for name in ("word_index", "word_counts", "word_docs", "index_docs", "document_count"):
        assert getattr(one, name) == getattr(other, name), name
    unseen = generated_tweets(9, seed=4).texts
    np.testing.assert_array_equal(
        encode(unseen, one, clean=clean, **padding),
        chain(unseen, one, clean, fit=False, **padding),
    )


def test_a_second_fit_adds_to_the_first():
    tokenizer = Tokenizer()
    encode(["a b"], tokenizer, maxlen=2, fit=True)
    assert encode(["b b c"], tokenizer, maxlen=3, fit=True).tolist() == [[1, 1, 3]]
    assert tokenizer.word_counts == {"a": 1, "b": 3, "c": 1}
    assert tokenizer.document_count == 2


def test_no_texts_and_wrong_options():
    assert encode([], Tokenizer(), maxlen=3, fit=True).shape == (0, 3)
    with pytest.raises(UsageError, match="padding is 'left': expected pre or post"):
        encode(["a"], Tokenizer(), maxlen=3, padding="left")
    with pytest.raises(UsageError, match="maxlen is 0"):
        encode(["a"], Tokenizer(), maxlen=0)
    with pytest.raises(UsageError, match="no cleaner 'soap'"):
        encode(["a"], Tokenizer(), maxlen=3, clean="soap")
    with pytest.raises(InputError, match="expected a text or a list of words, got nan"):
        Splitter().words(float("nan"))  # what pandas makes of an empty cell
