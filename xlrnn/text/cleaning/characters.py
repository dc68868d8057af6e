"""Texts whose characters are the words: for languages that write no spaces between words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# Han, kana, Thai, Lao, Tibetan, Burmese, Khmer, and Han beyond the first 65,536 characters.
_WITHOUT_SPACES = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f"
    "\u1780-\u17ff\U00020000-\U0003ffff]"
)
_LETTER = re.compile(r"[^\W\d_]")
MOST_TEXTS = 2_000


class _Apart(dict[int, str]):
    """A space before each character, but not before marks that belong to the one before."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        marks = unicodedata.category(letter).startswith("M") or letter == "\u200d"
        self[code] = " " if letter.isspace() else letter if marks else f" {letter}"
        return self[code]


def characters_apart(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text with a space between any two of its characters.

    Example:
        >>> list(characters_apart(["很好 ok", "é"]))
        ['很 好 o k', 'é']
    """
    apart = _Apart()
    for text in texts:
        yield " ".join(text.translate(apart).split())


def writes_no_spaces(texts: Iterable[str]) -> bool:
    """Return whether most letters of the first texts are of scripts without spaces.

    Example:
        >>> writes_no_spaces(["房间很好，服务也不错", "ok"]), writes_no_spaces(["so good"])
        (True, False)
    """
    letters = without = 0
    for _, text in zip(range(MOST_TEXTS), texts, strict=False):
        letters += len(_LETTER.findall(text))
        without += len(_WITHOUT_SPACES.findall(text))
    return without * 2 > letters
