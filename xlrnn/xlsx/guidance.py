"""What guides a reader in a cell: which values may be typed in, and what a check says by colour."""

from typing import Any, Final

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.cell import quote_sheet
from xlrnn.xlsx.style import Format

_WARNING: Final[Format] = {"font_color": "#8A5A00", "bg_color": "#FFF1BF", "bold": True}
_VERDICTS: Final[dict[str, Format]] = {
    "not calculated": _WARNING,
    "agrees": {"font_color": "#1E6B41", "bold": True},
    "differs": {"font_color": "#FFFFFF", "bg_color": "#B3261E", "bold": True},
}
_SUMMARIES: Final[dict[str, Format]] = {**_VERDICTS, "not calculated: see page check": _WARNING}
_MARKS: Final[dict[str, Format]] = {
    "✗": {"font_color": "#B3261E", "bold": True},
    "…": {"font_color": "#8A5A00", "bold": True},
    "↻": {"font_color": "#8A5A00", "bold": True},
}

# How each text that a check can say looks, so that a difference catches the eye.
_SIGNALS: Final[dict[str, dict[str, Format]]] = {
    "in_list": {"unknown": _WARNING},
    "mark": _MARKS,
    "numpy_verdict": {**_VERDICTS, "inputs changed": _WARNING},
    "numpy_summary": {**_SUMMARIES, "inputs changed: run xlrnn verify": _WARNING},
    "notation_verdict": _VERDICTS,
    "notation_summary": _SUMMARIES,
}

_LARGEST: Final = 1_000_000
TEXTS: Final = ("vocabulary", "token", "sentence")


def validation(block: Block, book: Book) -> dict[str, Any]:
    """Return the rule for what may be typed into a block's cells, empty if there is none.

    Both rules warn and do not forbid: what happens with a letter outside the vocabulary, or
    with a weight of a billion, is worth seeing too.
    """
    if block.role not in (Role.INPUT, Role.PARAMETER) or block.quantity in TEXTS:
        return {}
    if block.quantity == "word":
        carried = book[f"{block.key}_ids"].located()
        return {
            "validate": "list",
            "source": f"={quote_sheet(carried.sheet)}!{carried.area.a1(fixed=True)}",
            "error_title": "Not in the table",
            "error_message": "Pick a number from the list: this workbook carries no other rows.",
            "error_type": "warning",
        }
    if block.choices:
        return {
            "validate": "list",
            "source": list(block.choices),
            "error_title": "Not in the list",
            "error_message": f"Choose one of {', '.join(block.choices)}.",
        }
    if block.entry.whole:
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": _LARGEST,
            "error_title": "Not a whole number",
            "error_message": "Here stands a whole number, for instance 1.",
            "error_type": "warning",
        }
    if block.quantity == "letter":
        return {
            "validate": "list",
            "source": f"={book['vocabulary'].located().area.a1(fixed=True)}",
            "error_title": "Not in the vocabulary",
            "error_message": "Pick a letter from the list, or change the vocabulary.",
            "error_type": "warning",
        }
    if block.quantity == "counts":
        return {
            "validate": "list",
            "source": ["1", "0"],
            "error_title": "Neither 1 nor 0",
            "error_message": "1: this step counts; 0: it does not.",
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
    """Return how each text that a block can say looks, empty if it is no such check."""
    return _SIGNALS.get(block.quantity, {})
