"""Cleaners by name, and spaCy's where it is installed."""

import sys
from importlib.util import find_spec

import pytest

from tests.requirements import need
from xlrnn.errors import UsageError
from xlrnn.text.cleaning import CLEANERS, cleaner
from xlrnn.text.cleaning.with_spacy import MODEL


@pytest.fixture(scope="module")
def spacy():
    found = all(map(find_spec, ("spacy", MODEL)))
    need("spacy", found, "pip install 'xlrnn[spacy]'")
    return cleaner("spacy")


def test_names():
    texts = ["As it is, @ann!", "", "=1"]
    assert list(cleaner("none")(texts)) == texts
    assert "builtin" in CLEANERS
    with pytest.raises(UsageError, match="no cleaner 'bleach': expected one of none, builtin"):
        cleaner("bleach")


def test_without_spacy(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"needs spaCy: pip install 'xlrnn\[spacy\]'"):
        cleaner("spacy")


def test_spacy_as_the_article_means_it(spacy):
    texts = [
        "@ann I don't like the movies, but they're running :) &amp; http://x.io",
        "",
        "שלום 😀",
    ]
    assert list(spacy(texts)) == ["not like movie but run smile", "", "שלום smile"]


def test_a_model_that_is_not_there(spacy):
    with pytest.raises(UsageError, match="spaCy has no model 'xx_none'"):
        cleaner("spacy:xx_none")
    assert list(cleaner(f"spacy:{MODEL}")(["two movies"])) == ["movie"]
