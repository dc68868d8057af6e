"""The cleaner that needs nothing but Python.

A text is cleaned in six steps; docs/sentiment-data.md says why each is as it is.

1. Lower case; @names and links out.
2. Entities (`&amp;`) become the characters that they stand for.
3. Emoticons and the faces among emoji become words; every other emoji is a word by itself.
4. Punctuation becomes gaps, and what cannot be seen goes.
5. Letters more than twice in a row are written twice; short forms lose their endings, and all
   negations become "not".
6. Stop words out, but no negation and no "but"; the others become lemmas.

From step 2 on, what happens to a piece without spaces depends on nothing around it.
"""

import re
from collections.abc import Iterable, Iterator

from xlrnn.text.cleaning.faces import name_faces
from xlrnn.text.cleaning.lemma import lemma
from xlrnn.text.cleaning.noise import without_addresses, without_entities
from xlrnn.text.cleaning.short_forms import full_form
from xlrnn.text.cleaning.stop_words import STOP_WORDS
from xlrnn.text.cleaning.symbols import GAPS
from xlrnn.text.numbering import BETWEEN, MARK, blocks

_LONG = re.compile(r"([^\W\d_])\1{2,}")
REMEMBERED = 500_000


def clean(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text cleaned.

    Example:
        >>> list(clean(["@ann I don't like the movies &amp; sooooo on :( http://x.io"]))
        ['not like movie soo sad']
    """
    known: dict[str, str] = {}
    for block in blocks(texts):
        if len(known) > REMEMBERED:
            known.clear()
        words: list[str] = []
        for piece in joined([text.replace(MARK, " ") for text in block]).split():
            if piece == MARK:
                yield " ".join(filter(None, words))
                words = []
            else:
                if piece not in known:
                    known[piece] = clean_piece(piece)
                words.append(known[piece])
        yield " ".join(filter(None, words))


def joined(texts: list[str]) -> str:
    """Return many texts in lower case without names and links, `MARK` between two."""
    # Names and links are different nearly every time: to remember them would not pay.
    return without_addresses(BETWEEN.join(map(str.lower, texts)))


def clean_piece(piece: str) -> str:
    """Return the words of a piece in lower case, a space between them; often there is none.

    Example:
        >>> clean_piece("movies,"), clean_piece("the"), clean_piece("isn't"), clean_piece("&lt;3")
        ('movie', '', 'not', 'heart')
    """
    if piece.isascii() and piece.isalpha() and len(piece) > 2:  # but "xd" is a face
        return _word(piece)
    piece = without_entities(piece).lower()
    words = name_faces(piece).replace("’", "'").translate(GAPS).split()
    return " ".join(filter(None, map(_word, words)))


def _word(word: str) -> str:
    """Return the lemma of a word, or nothing for a stop word."""
    if len(word) - len(set(word)) > 1:  # some letter may stand there three times
        word = _LONG.sub(r"\1\1", word)
    word = full_form(word.strip("'"))
    return "" if word in STOP_WORDS else lemma(word)
