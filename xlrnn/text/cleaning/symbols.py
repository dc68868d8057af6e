"""Which characters stand for gaps, which are no part of a text, and which are words."""

import unicodedata

_FIRST_EMOJI = 0x2600
_NOT_SEEN = {0xFE0F, 0xFE0E, 0x200D, *range(0x1F3FB, 0x1F400)}  # which look, joined, which skin
_IN_WORDS = {ord("'"), 0x200C}  # the second divides letters inside Persian words


class _Gaps(dict[int, "str | int"]):
    """What each character becomes, found out when it first occurs.

    Letters, digits and the marks on letters stay, in whatever script; punctuation and signs
    become gaps; each emoji becomes a word; what only says how to draw a text goes.
    """

    def __missing__(self, code: int) -> "str | int":
        kind = unicodedata.category(chr(code))
        became: str | int = code
        if code in _IN_WORDS:
            became = code
        elif code in _NOT_SEEN or kind == "Cf":
            became = ""
        elif kind == "So" and code >= _FIRST_EMOJI:
            became = f" {chr(code)} "
        elif kind[0] in "PSZC":
            became = " "
        self[code] = became
        return became


GAPS = _Gaps()
