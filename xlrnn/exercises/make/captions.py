"""The words of a page without what they were about: headings, labels and notes of lost blocks.

An exercise leaves blocks and pages out. What is said of them goes as well, so that nobody looks
for a page that is not there, or for numbers under a heading.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.names import Role
from xlrnn.sheet.page import Fixture, Page

_OF_A_BAND: Final = frozenset(
    {"band_title", "equation", "band_rule", "note", "row_label", "hint_left"}
)
_CLAUSES: Final = re.compile(r"(?<=[.!?]) |, (?=and )")


def fitting_words(page: Page, kept: Collection[Block], gone: Collection[str]) -> list[Fixture]:
    """Return the words of a page that are still true.

    Args:
        page: the page, laid out.
        kept: the blocks that stay.
        gone: the pages that were left out.
    """
    blocks, titles = _numbers(page), _titles(page)
    choice = any(block.role is Role.INPUT and block not in kept for block in blocks)
    words = []
    for number, fixture in enumerate(page.fixtures):
        about = _about(fixture, page.fixtures[number + 1 :], blocks, titles)
        if about and not any(block in kept for block in about):
            continue
        text = _without(str(fixture.text), gone, choice=choice)
        if text != str(fixture.text):
            fixture = fixture._replace(text=text)
        words.append(fixture)
    return words


def lost_labels(page: Page, kept: Collection[Block]) -> list[Block]:
    """Return the labels of rows whose numbers are gone."""
    blocks, titles = _numbers(page), _titles(page)
    labels = [block for block in page.blocks if block.role is Role.LABEL]
    rows = {label.name: label.located().rows[0] for label in labels}
    about = {name: _bands(row, blocks, titles) for name, row in rows.items()}
    about |= {name: [page.labelled[name]] for name in about if name in page.labelled}
    return [
        label
        for label in labels
        if about[label.name] and not any(block in kept for block in about[label.name])
    ]


def _numbers(page: Page) -> list[Block]:
    """Return the blocks that words are about: no labels, and no marks beside them."""
    return [b for b in page.blocks if b.role is not Role.LABEL and b.quantity != "mark"]


def _titles(page: Page) -> set[tuple[int, int]]:
    """Return where the blocks begin that have a title of their own, and are no band."""
    return {(f.cell.row + 1, f.cell.column) for f in page.fixtures if f.style == "weights_title"}


def _about(
    fixture: Fixture,
    following: Sequence[Fixture],
    blocks: Sequence[Block],
    titles: Collection[tuple[int, int]],
) -> list[Block]:
    """Return the blocks that a text is about, as far as its place tells."""
    if fixture.about is not None:
        return [fixture.about]
    row, column = fixture.cell.row, fixture.cell.column
    if fixture.style == "weights_title":
        return [block for block in blocks if _corner(block) == (row + 1, column)]
    if fixture.style == "section":
        end = next((f.cell.row for f in following if f.style == "section"), None)
        rows = range(row, end or 10**9)
        return [block for block in blocks if block.located().rows[0] in rows]
    if fixture.style == "hint":  # below its band
        return _bands(row - 1, blocks, titles)
    return _bands(row, blocks, titles) if fixture.style in _OF_A_BAND else []


def _bands(row: int, blocks: Sequence[Block], titles: Collection[tuple[int, int]]) -> list[Block]:
    """Return the bands of a row, or of the title over them."""
    bands = [block for block in blocks if _corner(block) not in titles]
    return [b for b in bands if b.located().rows[0] - 1 <= row <= b.located().rows[-1]]


def _corner(block: Block) -> tuple[int, int]:
    place = block.located()
    return place.rows[0], place.columns[0]


def _without(text: str, gone: Collection[str], *, choice: bool) -> str:
    """Return a text without the clauses about pages that are gone, or a choice that is.

    Example:
        >>> _without("Pick one. It stands as on the page “mlp”.", ["mlp"], choice=False)
        'Pick one.'
    """
    found = any(f"“{page}”" in text for page in gone) or (choice and "the yellow cell" in text)
    if not found:
        return text
    clauses = [
        clause
        for clause in _CLAUSES.split(text)
        if not any(f"“{page}”" in clause for page in gone)
        and not (choice and "the yellow cell" in clause)
    ]
    kept = " ".join(clauses)
    return kept if not kept or kept.endswith((".", "!", "?")) else f"{kept}."
