"""What guides a reader in a cell: which values may be typed in, and what a check says by colour."""

from typing import Any, Final

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.xlsx.style import Format

# What the texts of checks look like, so that a difference catches the eye.
SIGNALS: Final[dict[str, Format]] = {
    "agrees": {"font_color": "#1E6B41", "bold": True},
    "differs": {"font_color": "#FFFFFF", "bg_color": "#B3261E", "bold": True},
    "inputs changed": {"font_color": "#8A5A00", "bg_color": "#FFF1BF", "bold": True},
    "inputs changed: run xlrnn verify": {
        "font_color": "#8A5A00", "bg_color": "#FFF1BF", "bold": True,
    },
    "✗": {"font_color": "#B3261E", "bold": True},
    "↻": {"font_color": "#8A5A00", "bold": True},
}  # fmt: skip

_LARGEST: Final = 1_000_000


def validation(block: Block, book: Book) -> dict[str, Any]:
    """Return the rule for what may be typed into a block's cells, empty if there is none.

    Both rules warn and do not forbid: what happens with a letter outside the vocabulary, or
    with a weight of a billion, is worth seeing too.
    """
    if block.role not in (Role.INPUT, Role.PARAMETER) or block.quantity == "vocabulary":
        return {}
    if block.quantity == "letter":
        return {
            "validate": "list",
            "source": f"={book['vocabulary'].located().area.a1(fixed=True)}",
            "error_title": "Not in the vocabulary",
            "error_message": "Pick a letter from the list, or change the vocabulary.",
            "error_type": "warning",
        }
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LARGEST,
        "maximum": _LARGEST,
        "error_title": "Not a number",
        "error_message": "A weight is a number, for instance 0.5.",
        "error_type": "warning",
    }


def signals(block: Block) -> dict[str, Format]:
    """Return how each text that a check can say looks, empty if the block is no such check."""
    says_something = block.values is not None and block.values.dtype == object
    return SIGNALS if block.role is Role.CHECK and says_something else {}
