"""What stands over and beside a band: its title, its equation, and a note about it."""

import textwrap

from xlrnn.formula.block import Block
from xlrnn.sheet.pages.time.band import Band
from xlrnn.sheet.pages.time.declared import BandPage

FIRST_STEP = "first step:   "


def title(block: Block) -> str:
    """Return what a band is called: the steps of the lesson that it belongs to, and its label."""
    return block.numbered(block.entry.label)


def longest_notation(page: BandPage) -> int:
    """Return how many characters the longest equation of a page has, as a textbook writes it."""
    return max(len(band.blocks[0].notation) for band in page.bands)


def note(page: BandPage, band: Band) -> str:
    """Return what is said about a band: its array formula, or a sentence for a beginner."""
    block = band.blocks[0]
    if page.plain:
        return ""
    if block.equation is not None:
        first = "" if block.at_once else FIRST_STEP
        return f"{first}={block.equation(0)}"
    return page.notes.get(block.quantity, block.entry.note)


def fits(text: str, room: int) -> bool:
    """Say whether a text is its only line, as textwrap would say in ten times the time."""
    return 0 < len(text) <= room and text.isprintable() and text.strip() == text


def lines_of(text: str, room: int, most: int) -> list[str]:
    """Break a text into lines; dots stand where there was no room for all of it.

    Args:
        text: the text.
        room: how many characters a line has.
        most: how many lines there are.
    """
    if fits(text, room):
        return [text]
    return textwrap.wrap(text, room, subsequent_indent="    ", max_lines=most, placeholder=" …")
