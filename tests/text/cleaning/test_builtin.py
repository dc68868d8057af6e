"""The built-in cleaner: what it takes out, what it keeps, and that it keeps texts apart."""

import pytest

from xlrnn.text.cleaning import cleaner
from xlrnn.text.cleaning.lemma import lemma
from xlrnn.text.cleaning.stop_words import NEGATIONS, STOP_WORDS
from xlrnn.text.numbering import MARK


def clean(*texts):
    return list(cleaner("builtin")(texts))


@pytest.mark.parametrize(
    "text, cleaned",
    [
        ("@ann look at http://x.io/?a=1&b=2 and www.example.org now!", "look now"),
        ("rock &amp; roll &amp;lt;3 &quot;quoted&quot;", "rock roll heart quote"),
        ("great:) :( :'( XD ;-) <3 :P", "great smile sad cry laugh wink heart tongue"),
        ("at 10:30, C:Documents 3:0", "10 30 c document 3 0"),
        ("😀😀 ❤️ 👍🏽 🇩🇪", "smile smile heart 👍 🇩 🇪"),
        ("sooooo goooood aaand 10000", "soo good aand 10000"),
        ("I don't, dont, cannot, isn’t and WON'T", "not not not not not"),
        ("not never no without but hardly", "not never no without but hardly"),
        ("the dog's tail; they're o'clock 'quoted'", "dog tail o'clock quote"),
        ("movies stopped hoping working went boxes", "movie stop hope work go box"),
        ("שלום עולם! हिन्दी में ПРИВЕТ ÜBER", "שלום עולם हिन्दी में привет über"),
        ("=SUM(A1) +1 -x", "sum a1 1 x"),
        ("a-b c_d e/f", "b c e f"),
        ("naïve\xa0café\tmenu\r\nwine", "naïve café menu wine"),
        ("\u202eright\u202c to\u200bleft", "right toleft"),
        (f"nul{MARK}in {MARK} it", "nul"),
        ("", ""),
        ("!!! ... @", ""),
    ],
)
def test_cleaned(text, cleaned):
    assert clean(text) == [cleaned]


def test_texts_stay_apart_and_cleaning_twice_changes_little():
    texts = ["", "one cat", "", "two", "!"] * 700
    assert clean(*texts) == ["", "one cat", "", "two", ""] * 700
    assert clean(*clean("I loved the movies :)")) == ["love movie smile"]


def test_negations_are_no_stop_words():
    assert not NEGATIONS & STOP_WORDS
    assert "but" not in STOP_WORDS
    assert len(STOP_WORDS) > 100


@pytest.mark.parametrize(
    "forms",
    [
        "make makes making made", "hope hopes hoped hoping", "hop hops hopped hopping",
        "love loves loved loving", "create creates created creating", "eat eats eating ate",
        "visit visits visited visiting", "miss misses missed missing", "try tries tried trying",
        "change changes changed changing", "hang hangs hanging", "call calls called calling",
        "wait waits waited waiting", "argue argues argued arguing", "ride rides riding rode",
        "please pleases pleased pleasing", "watch watches watched watching", "see sees seeing saw",
        "use uses used using", "die dies died dying", "write writes writing wrote written",
    ],
)  # fmt: skip
def test_forms_of_a_word_become_the_word(forms):
    word = forms.split()[0]
    assert {form: lemma(form) for form in forms.split()} == dict.fromkeys(forms.split(), word)


@pytest.mark.parametrize(
    "word", ["this", "news", "morning", "thing", "need", "bed", "bus", "glass"]
)
def test_words_that_only_look_inflected(word):
    assert lemma(word) == word
