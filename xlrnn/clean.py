"""Text from a workbook is shown as text: it cannot steer the terminal that shows it."""

import unicodedata

MOST_SIGNS = 5_000


def clean(text: str) -> str:
    r"""Return a text in one line, without control characters and marks that turn its direction.

    Spaces of any kind become plain ones, everything else that does not print becomes `?`;
    what is longer than anybody would read is cut.

    Example:
        >>> clean("\x1b[31mred\n")
        '?[31mred?'
    """
    cut = text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"
    return "".join(map(_clean_sign, cut))


def clean_lines(text: str) -> str:
    r"""Return a text without control characters, its line breaks and tabs as they are.

    Example:
        >>> clean_lines("one\n\ttwo\x1b")
        'one\n\ttwo?'
    """
    return "".join(sign if sign in "\n\t" else _clean_sign(sign) for sign in text)


def _clean_sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    return " " if unicodedata.category(sign) == "Zs" else "?"
