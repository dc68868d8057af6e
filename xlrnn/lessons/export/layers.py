"""All layers of a model, one after the other: each writes its pages and hands on its output."""

from collections.abc import Sequence
from math import prod

from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Pages, Writing
from xlrnn.lessons.export.sentence import write_sentence
from xlrnn.lessons.export.written import written
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page


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
        flow = write_sentence(pages, architecture, rows, slots, clean)
    else:
        flow = _input_page(pages, architecture, words=rows > 0)
    for layer, before, behind in architecture:
        last = layer is architecture.layers[-1]
        flow = written(layer).write(Writing(pages, layer, before, behind, rows, last), flow)
    return pages.steps, pages.equations


def _input_page(pages: Pages, architecture: Architecture, *, words: bool) -> LayerOutput:
    """Write the page of the input: words by their numbers, or a sequence or vector of numbers."""
    shape = architecture.shapes[0]
    steps = None if len(shape) == 1 and not words else prod(shape[: max(1, len(shape) - 1)])
    about = "what the model is given: change any number"
    if len(shape) > 2:
        about += f"; a column for each place of the picture, {shape[1]} to a row of it"
    page = pages.new("input", "The input", about, steps)
    page.prefix = "input_"
    if len(shape) > 2:
        page.show_places(shape[1])
    if pages.tokens:
        page.notes = {
            **page.notes,
            "word": f"pick another number from the list: the {pages.token} above it follows",
        }
    page.sizes["feature"] = shape[-1]
    pages.steps.append(page)
    pages.given = page
    if words:
        word = page.band("word", key=f"{architecture.layers[0].name}_word")
        return pages.flow(page, word, "word")
    return pages.flow(page, page.band("sequence"), "x")
