"""The vocabulary of a word."""

import unicodedata

from xlrnn.errors import UsageError


def letters_of(text: str) -> tuple[str, ...]:
    """Return the distinct letters in the order in which they first appear.

    Example:
        >>> letters_of("hello")
        ('h', 'e', 'l', 'o')
    """
    return tuple(dict.fromkeys(text))


def check_letters(text: str, what: str) -> None:
    """Refuse characters that no spreadsheet can hold in a cell.

    Raises:
        UsageError: for control characters, lone surrogates and the two that XML cannot hold; the
            message names the first.
    """
    for position, letter in enumerate(text, start=1):
        if unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff":
            raise UsageError(
                f"{what} has the character {letter!r} at position {position}, which a cell cannot "
                "hold: leave out control characters"
            )
