"""All layers of a model, one after the other: each writes its pages and hands on its output."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from xlrnn.lessons.export.architecture import INPUT, Architecture
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.in_words import and_
from xlrnn.lessons.export.pages import Pages, Writing
from xlrnn.lessons.export.sentence import write_sentence
from xlrnn.lessons.export.turn import Turn
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.page import TimePage


def write_pages(
    book: Book,
    architecture: Architecture,
    rows: int,
    *,
    tokens: bool,
    token: str,
    labels: Sequence[str],
    slots: int = 0,
    clean: str = "none",
) -> tuple[list[Page], list[Page]]:
    """Write the pages of all layers.

    Args:
        book: the workbook.
        architecture: the layers.
        rows: how many rows of the words' table the workbook carries; 0 without such a table.
        tokens: whether it is known what the words' numbers stand for.
        token: what one of these is called.
        labels: what the rows of the last layer's output are called.
        slots: for how many words of a sentence there is room; 0 if the input is no sentence.
        clean: the cleaner that the sentence went through.

    Returns:
        The pages step by step, and those of the equations.
    """
    pages = Pages(book, tokens, labels, token)
    if slots:
        known = {0: write_sentence(pages, architecture, rows, slots, clean)}
    else:
        known = {k: _input_page(pages, architecture, k) for k in range(len(architecture.inputs))}
    for turn in architecture.turns:
        known |= _written(pages, architecture, turn, known)
    return pages.steps, pages.equations


def _written(
    pages: Pages, architecture: Architecture, turn: Turn, known: dict[int, LayerOutput]
) -> dict[int, LayerOutput]:
    """Write the pages of a layer, and return what it hands on, by its number."""
    flows = [known[k] for k in turn.takes]
    pages.read = next((flow.read for flow in flows if flow.read is not None), None)
    given = {page.name: page for page in pages.steps if isinstance(page, TimePage)}
    pages.given = given.get(architecture.page_of(turn.takes[0]))
    writing = Writing(
        pages,
        turn,
        {name: [known[k] for k in places] for name, places in turn.others.items()},
        any(place in turn.gives for _, place in architecture.outputs),
        and_(architecture.sources_of(turn)) if architecture.branches else "",
    )
    handed = turn.entry.write(writing, *flows)
    several = handed if isinstance(handed, list) else [handed]
    several[0] = replace(several[0], read=pages.read)
    return dict(zip(turn.gives, several, strict=True))


def _input_page(pages: Pages, architecture: Architecture, place: int) -> LayerOutput:
    """Write the page of an input: words by their numbers, or a sequence or vector of numbers."""
    shape, looked_up = architecture.shapes[place], architecture.looks_up(place)
    words = looked_up is not None
    steps = None if len(shape) == 1 and not words else prod(shape[: max(1, len(shape) - 1)])
    about = "what the model is given: change any number"
    if len(shape) > 2:
        about += f"; a column for each place of the picture, {shape[1]} to a row of it"
    name = architecture.inputs[place]
    title = "The input" if name == INPUT else f"The input “{name}”"
    page = pages.new(name, title, about, steps)
    page.prefix = architecture.prefix_of(place)
    if len(shape) > 2:
        page.show_places(shape[1])
    if pages.tokens:
        page.notes = {
            **page.notes,
            "word": f"pick another number from the list: the {pages.token} above it follows",
        }
    page.sizes["feature"] = shape[-1]
    pages.steps.append(page)
    if looked_up is not None:
        word = page.band("word", key=architecture.key_of_input(place))
        return pages.flow(page, word, "word")
    return pages.flow(page, page.band("sequence"), "x")
