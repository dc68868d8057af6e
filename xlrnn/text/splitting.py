"""A text's words, as Keras cuts them: lower case, punctuation as gaps, split at spaces."""

from typing import Any

from xlrnn.errors import InputError, UsageError
from xlrnn.text.numbering import BETWEEN, MARK, in_bytes

Text = str | list[str]
FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(
    text: str, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """Return the words of a text.

    Args:
        text: the text.
        filters: the characters that stand for a gap between words.
        lower: whether upper and lower case are alike.
        split: the gap.

    Example:
        >>> text_to_word_sequence("Don't panic, reader!")
        ["don't", 'panic', 'reader']
    """
    return list(Splitter(filters, lower, split).words(text))


class Splitter:
    """Cuts texts into words.

    Args:
        filters: the characters that stand for a gap between words.
        lower: whether upper and lower case are alike.
        split: the gap between words.
        char_level: whether every character is a word; then nothing is split.

    Raises:
        UsageError: if there is nothing to split at.
    """

    def __init__(
        self, filters: str = FILTERS, lower: bool = True, split: str = " ", char_level: bool = False
    ) -> None:
        if not split and not char_level:
            raise UsageError("split is empty: expected what stands between words")
        self._lower, self._split, self._char_level = lower, split, char_level
        self._gaps = str.maketrans(dict.fromkeys(filters, split))
        self._bytes = None
        if filters.isascii() and split == " ":
            self._bytes = bytes.maketrans(filters.encode(), b" " * len(filters))
        self.keeps_letters = not any(map(str.isalnum, filters))
        self.at_spaces = split == " " and not char_level and MARK not in filters

    def words(self, text: Any) -> list[str] | str:
        """Return the words of a text (or its characters); a list is taken to be words.

        Raises:
            InputError: if it is neither.
        """
        if isinstance(text, list):
            return [word.lower() for word in text] if self._lower else list(text)
        if not isinstance(text, str):
            raise InputError(f"expected a text or a list of words, got {text!r}")
        plain: str = text.lower() if self._lower else text
        if self._char_level:
            return plain
        return [word for word in plain.translate(self._gaps).split(self._split) if word]

    def cut(self, texts: list[str]) -> bytes:
        """Return the words of many texts in UTF-8, spaces between them, and `MARK` between texts.

        Only for splitters that cut `at_spaces`. Lower case depends on no neighbour beyond a space.
        """
        joined = BETWEEN.join(map(str.lower, texts) if self._lower else texts)
        if self._bytes is None:
            return in_bytes(joined.translate(self._gaps))
        # Bytes are translated many times faster, and no byte of UTF-8's longer letters is ASCII.
        return in_bytes(joined).translate(self._bytes)
