"""Words of every kind become workbooks that every engine agrees on."""

import re
import zipfile

import pytest

from tests.cli.workbooks import FORWARD
from tests.requirements import require
from xlrnn.engines import available

WORDS = {
    "two": "ab",
    "longest": "ab" * 50,
    "quotes": 'a"b\'a"c',
    "formula": "=1+1-@=",
    "digits": "1201",
    "spaces": " a  b ",
    "no-break space": "a\u00a0b ",
    "emoji": "😀🎉😀🎈",
    "joined emoji": "👨\u200d👩\u200d👧",
    "combining": "e\u0301\u0301ae",
    "markup": "<&>;<",
    "both cases": "aAbBa",
    "dotless": "ıiİI",
    "sharp s": "ßsSẞ",
    "right to left": "שלום",
    "arabic": "سلام",
    "escapes": "_x0041_",
    "percent": "%$#!",
    "error-like": "#N/A",
    "wide digits": "１1²2",
}


# The words that some program might read in its own way.
ODD = {"quotes", "formula", "digits", "spaces", "emoji", "combining", "markup", "both cases"}


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    from xlrnn import api

    folder = tmp_path_factory.mktemp("words")
    return {
        case: api.build(["hello-forward"], folder / case, settings={"word": word})[0]
        for case, word in WORDS.items()
    }


@pytest.mark.parametrize("case", sorted(ODD))
def test_word_is_reproducible(xlrnn, words, case):
    folder = words[case].parent
    ran = xlrnn("build", "hello-forward", "-o", folder, "--check", "--set", f"word={WORDS[case]}")
    assert ran.code == 0, ran.out


@pytest.mark.parametrize("engine", ["ironcalc", "libreoffice", "cellrune", "formulon"])
def test_words_agree(xlrnn, words, engine):
    require(engine)
    # All with the fastest engine, the odd ones with every other.
    cases = [case for case in words if engine == "ironcalc" or case in ODD]
    ran = xlrnn("verify", *(words[case] for case in cases), "--engine", engine)
    assert ran.code == 0, "\n".join(
        line for line in ran.out.splitlines() if not line.startswith("agree")
    )
    assert len(ran.out.splitlines()) == len(cases) + 1


def test_letters_are_stored_as_texts(words):
    with zipfile.ZipFile(words["digits"]) as archive:
        page = archive.read(FORWARD).decode()
    assert re.search(r'<c r="H5"[^>]* t="s">', page)


def test_some_engine_is_here():
    assert any(found.version for found in available() if found.name != "cached")
