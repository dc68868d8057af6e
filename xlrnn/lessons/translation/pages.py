"""The pages of the translation: the sentence, the words of both languages, and the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Operand
from xlrnn.formula.functions import equal, index, match, where
from xlrnn.lessons.export.pages import NOTES
from xlrnn.lessons.export.sentence import FROM_TOP, SIGNS
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.embedding import embedding, embedding_equation
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.maths.sentence import KNOWN, UNKNOWN, WordList, sentence_page, words_page
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.table import Column, Table
from xlrnn.sheet.pages.text import TextPage, WordsPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.tasks.tokens import UNKNOWN as UNKNOWN_MARK

ABOUT: Final = "Type another one into the yellow cell: the translation follows."
FEATURES: Final = {"letter": "feature"}


@dataclass
class Pages:
    """The pages written so far.

    Args:
        book: the workbook.
        sizes: how many English and French words, features and units there are.
        room: how many words a sentence and its translation have at most.
    """

    book: Book
    sizes: dict[str, int]
    room: int
    steps: list[Page] = field(default_factory=list)
    equations: list[Page] = field(default_factory=list)

    def new(self, name: str, title: str, about: str, **sizes: int) -> TimePage:
        """Add a page with a column for each step; its blocks are called after it."""
        page = self.book.page(TimePage, name, title, about)
        page.about, page.notes, page.prefix = about, NOTES, f"{name}_"
        page.sizes = {"step": self.room, **sizes}
        page.row_names = {"source": [f"word {s + 1}" for s in range(self.room)]}
        self.steps.append(page)
        return page

    def twin(self, page: TimePage) -> TimePage:
        """Add the page that repeats another one as matrices."""
        twin = self.book.page(
            TimePage,
            f"{page.name} eq",
            f"{page.title}, as equations",
            "Matrices by their names, one array formula for each equation and step: click a cell "
            "and read it.",
        )
        twin.about = "the same in matrices"
        twin.prefix, twin.sizes, twin.called = page.prefix, page.sizes, page.called
        twin.row_names, twin.vocabulary = page.row_names, page.vocabulary
        self.equations.append(twin)
        return twin

    def named(self, block: Block, columns: str, twin: Block | None = None) -> Block:
        """Give the columns of a block, or of the one on the other page, names for equations."""
        self.book.name_columns(twin or block, columns)
        return block


def write_sentence(pages: Pages) -> tuple[Block, Block, Block]:
    """Write the page of the sentence; return words, whether each is in the list, and numbers."""
    book = pages.book
    page = book.page(TextPage, "sentence", "A sentence becomes numbers", FROM_TOP)
    page.about = "from what is typed to the numbers of the words; the translation"
    page.widths, page.sizes = (2.0, 50.0, 36.0, 12.0, 12.0, 14.0), {"slot": pages.room}
    listed = _english(pages)
    number, _ = sentence_page(page, listed, SIGNS, ABOUT, gaps=False)
    pages.steps.insert(0, page)
    return book["next_word"], book["in_list"], number


def write_translation(pages: Pages, so_far: Block, ended: Operand) -> None:
    """Show the translation under the sentence, so that one sees what typing another does."""
    page = pages.book.pages[1]
    assert isinstance(page, TextPage)
    last = so_far.shape[1] - 1
    written = page.add("written", rule=lambda _, __: so_far[0, last])
    end = page.add("ended", rule=lambda _, __: ended)
    columns = Column("the translation", written), Column("is it at its end?", end)
    page.tables.insert(1, Table("The translation", "It follows what you type.", columns))


def _english(pages: Pages) -> WordList:
    page = pages.book.page(
        WordsPage, "english", "The English words", "A word outside the list is unknown."
    )
    page.about = "the English words that the model knows, and their vectors"
    page.prefix = "english_"
    page.sizes = {"word": pages.sizes["english"], "feature": pages.sizes["feature"]}
    page.widths = (2.0, 10.0, 20.0, *[10.5] * pages.sizes["feature"])
    pages.steps.append(page)
    return words_page(page, vectors=True)


def write_french(pages: Pages) -> tuple[Block, Block]:
    """Write the list of the words that can be written; return it and the vectors."""
    page = pages.book.page(
        WordsPage, "french", "The French words", "Each row is a word that can be written."
    )
    page.about = "the French words that the model knows, and their vectors"
    page.prefix, count = "french_", pages.sizes["french"]
    page.sizes = {"word": count, "feature": pages.sizes["feature"]}
    page.widths = (2.0, 20.0, 10.0, *[10.5] * pages.sizes["feature"])
    pages.steps.append(page)
    tokens, table = page.add("token", role=Role.PARAMETER), page.add("E")
    page.table(
        "The words, a row each",
        "A word that was written goes in again, as its vector.",
        Column("word", tokens),
        Column("row", [str(k + 1) for k in range(count)]),
        Column("its vector", table),
    )
    return tokens, table


@dataclass(frozen=True)
class Encoded:
    """What the encoder makes of a sentence.

    Args:
        states: after each word.
        counts: which words there are.
        words: the words.
    """

    states: Block
    counts: Block
    words: Block


def write_encoder(pages: Pages, apart: Sequence[Block]) -> Encoded:
    """Write the encoder: numbers of words, their vectors, a state after each.

    Args:
        pages: the pages.
        apart: words, whether each is in the list, and their numbers.
    """
    book, (word, found, number) = pages.book, apart
    page = pages.new(
        "encoder", "The encoder reads", "a GRU goes from word to word: a state after each",
        feature=pages.sizes["feature"], unit=pages.sizes["unit"],
    )  # fmt: skip
    page.called, page.letters_called = FEATURES, "word"
    page.quiet = page.letters_in_header(
        "words", lambda _, t: word[t, 0], Role.LABEL, quantity="read", key="encoder_words"
    )

    def numbered(t: int) -> Operand:
        mark = match(UNKNOWN_MARK, book["english_token"][:, 0], 0)
        unknown = index(book["english_word_ids"][:, 0], mark)
        return where(
            equal(found[t, 0], KNOWN),
            number[t, 0],
            where(equal(found[t, 0], UNKNOWN), unknown, 0),
        )

    ids = page.band(
        "word",
        role=Role.CALCULATION,
        rule=lambda _, t: numbered(t),
        notation="the number of the word, that of <unknown>, or 0 behind the last word",
        array=True,
    )
    x, counts = embedding(
        page, ids, tokens=False, mask_zero=True,
        weights=lambda name, **_: book[f"english_{name}"],
    )  # fmt: skip
    assert counts is not None
    h = gru(page, x, counts=counts)
    twin = pages.twin(page)
    pages.named(ids, "encoder_word")
    pages.named(counts, "encoder_counts")
    pages.named(x, "encoder_x", embedding_equation(twin, "encoder_word_t", "english_"))
    gru_equations(twin, "encoder_x", counts="encoder_counts")
    return Encoded(h, counts, book["encoder_words"])
