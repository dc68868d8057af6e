"""A translation as text: what it is, and what was looked at for each of its words."""

import numpy as np

from xlrnn.report.columns import aligned
from xlrnn.tasks.translate.predict import Translation

WIDEST = 100
"""So many columns a table of attention has at most; a wider one becomes a list."""
MOST = 3
LEAST = 0.005


def translation_lines(found: Translation) -> list[str]:
    """Return the translation, what there is to say of it, and its attention."""
    lines = [f"{found.text} → {found.translation}", *(f"  {note}" for note in found.notes)]
    if found.attention is None:
        return lines
    table = _table(found)
    if max(map(len, table)) > WIDEST:
        table = _list(found)
    return [*lines, *(f"  {line}" for line in table)]


def _table(found: Translation) -> list[str]:
    """Return a row for each word that was written, with the share of attention in per cent."""
    assert found.attention is not None
    rows = [["looked at, %", *map(visible, found.tokens)]]
    for word, shares in zip(found.written, found.attention, strict=True):
        rows.append(
            [visible(word), *(f"{share:.0%}"[:-1] if share >= LEAST else "·" for share in shares)]
        )
    return aligned(rows)


def _list(found: Translation) -> list[str]:
    """Return a line for each word that was written, with those that it looked at most."""
    assert found.attention is not None
    lines = []
    words, tokens = ([*map(visible, side)] for side in (found.written, found.tokens))
    width = max(map(len, words))
    for word, shares in zip(words, found.attention, strict=True):
        order = np.argsort(-shares, kind="stable")[:MOST]
        seen = ", ".join(f"{tokens[k]} {shares[k]:.0%}" for k in order if shares[k] >= LEAST)
        lines.append(f"{word:<{width}} ← {seen}")
    return lines


def visible(token: str) -> str:
    """Return a token as it can be seen: a space in quotes.

    Example:
        >>> visible("so"), visible(" ")
        ('so', "' '")
    """
    return token if token.isprintable() and not token.isspace() else repr(token)
