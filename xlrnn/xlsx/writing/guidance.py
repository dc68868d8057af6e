"""What guides a reader in a cell: which values may be typed in, and what a check says by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nextafter
from typing import Any, Final

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import quote_sheet
from xlrnn.names import Role
from xlrnn.names.accepted import ACCEPTED, LARGEST, Accepted
from xlrnn.sheet.shared import Shared
from xlrnn.xlsx import manifest
from xlrnn.xlsx.writing.style import WARNING, Format

FIRST_OFFERED: Final = 3
"""The column of the hidden sheet in which the first list of offered numbers stands."""

_QUIET: Final[Format] = {"font_color": "#1E6B41", "bg_color": "#F1F3F5"}
_VERDICTS: Final[dict[str, Format]] = {
    "not calculated": WARNING,
    "agrees": {"font_color": "#1E6B41", "bold": True},
    "differs": {"font_color": "#FFFFFF", "bg_color": "#B3261E", "bold": True},
}
_SUMMARIES: Final[dict[str, Format]] = {**_VERDICTS, "not calculated: see page check": WARNING}
_MARKS: Final[dict[str, Format]] = {
    "✗": {"font_color": "#B3261E", "bold": True},
    "…": {"font_color": "#8A5A00", "bold": True},
    "↻": {"font_color": "#8A5A00", "bold": True},
}

# How each text that a check can say looks, so that a difference catches the eye.
_SIGNALS: Final[dict[str, dict[str, Format]]] = {
    "in_list": {"unknown": WARNING},
    "mark": _MARKS,
    "numpy_verdict": {**_VERDICTS, "inputs changed": WARNING},
    "numpy_summary": {**_SUMMARIES, "inputs changed": WARNING},
    "notation_verdict": _VERDICTS,
    "notation_summary": _SUMMARIES,
    "there": {"yes": _QUIET},
    "fits": {"yes": _QUIET},
    "understood": {"known words": _QUIET},
    "ended": {"ended": _QUIET},
    "picture_there": {"yes": _QUIET},
    "colours_known": {"yes": _QUIET},
}

TEXTS: Final = ("vocabulary", "token", "sentence", "letter_of", "picture_names")
"""What may be any text."""


@dataclass(frozen=True)
class OfferedValues:
    """What may be picked where a block, or a few texts, list all that there is.

    Args:
        source: the block's name, `{key}` being that of the input; or the texts.
        title: what is wrong with others.
        message: what to do.
    """

    source: str | tuple[str, ...]
    title: str
    message: str


# Others are taken, too: what happens with a letter outside the vocabulary is worth seeing.
_LISTED: Final[dict[str, OfferedValues]] = {
    "word": OfferedValues(
        "{key}_ids",
        "Not in the table",
        "Pick a number from the list: this workbook carries no other rows.",
    ),
    "letter": OfferedValues(
        "vocabulary",
        "Not in the vocabulary",
        "Pick a letter from the list, or change the vocabulary.",
    ),
    "forced": OfferedValues(
        "encoder_words",
        "No word of the sentence",
        "Pick a word of the sentence; empty: the decoder looks where it likes.",
    ),
    "counts": OfferedValues(
        ("1", "0"), "Neither 1 nor 0", "1: this step counts; 0: it does not."
    ),
}  # fmt: skip
_BY_ROLE: Final = {
    Role.PARAMETER: Accepted(
        "a weight", "A weight is a number, for instance 0.5.", -LARGEST, LARGEST, refused=False
    ),
    Role.INPUT: Accepted(
        "an input", "The network reads numbers, for instance 0.5.", -LARGEST, LARGEST, refused=False
    ),
}
_WHOLE: Final = Accepted(
    "a count", "Here stands a whole number, for instance 1.", 0, LARGEST, whole=True, refused=False
)


def validation(block: Block, book: Shared) -> dict[str, Any]:
    """Return the rule for what may be typed into a block's cells, empty if there is none."""
    if block.role not in (Role.INPUT, Role.PARAMETER) or block.quantity in TEXTS:
        return {}
    if block.choices:
        return one_of(block.choices)
    listed = _LISTED.get(block.quantity)
    if listed is not None:
        return {
            "validate": "list",
            "source": _source(listed, block, book),
            "error_title": listed.title,
            "error_message": listed.message,
            "error_type": "warning",
        }
    usual = _WHOLE if block.entry.whole else _BY_ROLE[block.role]
    return _numbers(ACCEPTED.get(block.quantity, usual), book)


def _source(listed: OfferedValues, block: Block, book: Shared) -> str | list[str]:
    if isinstance(listed.source, str):
        return _cells_of(book[listed.source.format(key=block.key)])
    return list(listed.source)


def _cells_of(block: Block) -> str:
    place = block.located()
    return f"={quote_sheet(place.sheet)}!{place.area.a1(fixed=True)}"


def _numbers(accepted: Accepted, book: Shared) -> dict[str, Any]:
    """Return the rule for numbers: a list to pick from if there is one, or bounds.

    A cell takes one rule. Where numbers are offered, others are taken after a word about them.
    """
    told = {
        "error_title": f"Not {accepted.what}",
        "error_message": f"Expected {accepted.words(book.sizes)}. {accepted.why}",
        "error_type": "stop" if accepted.refused else "warning",
    }
    if accepted.listed and accepted.listed in book:
        return {"validate": "list", "source": _cells_of(book[accepted.listed]), **told}
    if accepted.offered:
        told["error_message"] = f"Others may be typed, too. {told['error_message']}"
        told |= {"error_title": "Not in the list", "error_type": "information"}
        return {"validate": "list", "source": offered_cells(accepted), **told}
    return {
        "validate": "integer" if accepted.whole else "decimal",
        **_bounds(accepted, accepted.largest(book.sizes)),
        **told,
    }


def _bounds(accepted: Accepted, most: float) -> dict[str, Any]:
    """Return the bounds of a number; a rule has no half-open ones with two ends."""
    if accepted.refused and most >= LARGEST:
        return {"criteria": ">" if "(" in accepted.open else ">=", "value": accepted.least}
    if ")" in accepted.open:
        most = nextafter(most, accepted.least)
    return {"criteria": "between", "minimum": accepted.least, "maximum": most}


def offered_lists() -> list[tuple[float, ...]]:
    """Return the lists of numbers that inputs offer, as they stand on the hidden sheet.

    They stand in cells, since a list inside a rule reads 0.1 as a text, or as a day in January,
    where decimals have a comma.
    """
    return list(dict.fromkeys(each.offered for each in ACCEPTED.values() if each.offered))


def offered_cells(accepted: Accepted) -> str:
    """Return where the numbers that an input offers stand."""
    column = FIRST_OFFERED + offered_lists().index(accepted.offered)
    return f"={manifest.SHEET}!{Area.at(1, column, len(accepted.offered), 1).a1(fixed=True)}"


def one_of(choices: Sequence[str]) -> dict[str, Any]:
    """Return the rule of a cell that holds one of some texts."""
    return {
        "validate": "list",
        "source": list(choices),
        "error_title": "Not in the list",
        "error_message": f"Choose one of {', '.join(choices)}.",
    }


def signals(block: Block) -> dict[str, Format]:
    """Return how each text that a block can say looks, empty if it is no such check."""
    return _SIGNALS.get(block.quantity, {})
