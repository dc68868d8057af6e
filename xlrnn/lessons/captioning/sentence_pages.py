"""The pages on which a sentence is written, and those that repeat pages as equations."""

from dataclasses import dataclass, field
from typing import Final

from xlrnn import nn
from xlrnn.formula.block import Block
from xlrnn.lessons.captioning.trained import Trained
from xlrnn.lessons.export.pages import NOTES
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.decoding import (
    Decoding,
    LoopNames,
    comes_out_equation,
    goes_in_equations,
)
from xlrnn.sheet.layers.dense import dense, dense_equation
from xlrnn.sheet.layers.gru import gru, gru_equations
from xlrnn.sheet.layers.softmax import softmax, softmax_equations
from xlrnn.sheet.page import Chart, ChartKind, Page
from xlrnn.sheet.pages.table import Column
from xlrnn.sheet.pages.text import WordsPage
from xlrnn.sheet.pages.time.page import TimePage

CHARTED: Final = 8
"""So many lines can be told apart."""
EQUATIONS: Final = (
    "Matrices by their names, one array formula for each equation and step: click a cell and read "
    "it."
)


@dataclass
class SentencePages:
    """Writes the pages.

    Args:
        trained: the model.
        book: the workbook.
        count: how many steps there are to write.
        steps: the pages step by step, to which these are added.
        equations: the pages of equations, likewise.
    """

    trained: Trained
    book: Book
    count: int
    steps: list[Page]
    equations: list[Page]
    decoding: Decoding = field(init=False)

    def write(self, first: Block) -> None:
        """Write them, and those of the equations.

        Args:
            first: the state that the picture gave.
        """
        self.decoding = Decoding(self._words())
        page = self._gru(first)
        answer = self._choice()
        self._gru_twin(page)
        self._choice_twin(answer)

    def _words(self) -> Block:
        page = self.book.page(
            WordsPage, "words", "The words", "Each has a vector, which is learned, too."
        )
        page.about = "the words that the network knows, each with its vector"
        table = self.trained.layer(nn.Embedding)
        page.prefix = "words_"
        page.sizes = {"word": table.input_dim, "feature": table.output_dim}
        page.widths = (2.0, 14.0, *[9.0] * table.output_dim)
        token = page.add("token", role=Role.PARAMETER)
        vectors = page.add("E")
        page.table("The words that the network knows", "in the order of the page choice",
                   Column("word", token), Column("its vector", vectors))  # fmt: skip
        self.steps.append(page)
        return token

    def _time(self, name: str, title: str, subtitle: str, about: str) -> TimePage:
        page = self.book.page(TimePage, name, title, subtitle)
        page.about, page.notes = about, NOTES
        page.prefix = f"{name}_"
        self.steps.append(page)
        return page

    def _gru(self, first: Block) -> TimePage:
        layer = self.trained.layer(nn.GRU)
        page = self._time(
            "gru",
            "GRU: it writes, a word a step",
            "It begins with the state that the picture gave. The word that comes out of a step "
            "goes into the next, until the end mark.",
            "the word that goes in, the gates, the state, step by step",
        )
        page.sizes = {
            "step": self.count, "unit": layer.units,
            "feature": self.book["words_E"].shape[1],
        }  # fmt: skip
        page.elsewhere = lambda name: first if name == "h_0" else None
        x = self.decoding.goes_in(page, self.book["words_E"])
        h = gru(page, x, counts=self.decoding.writing)
        units = tuple(f"unit {k + 1}" for k in range(min(layer.units, CHARTED)))
        page.chart(
            Chart(f"The state over the words, units 1 to {len(units)}", ((h, units),),
                  axes=("with each word", "h_t"), kind=ChartKind.LINES)
        )  # fmt: skip
        return page

    def _choice(self) -> TimePage:
        page = self._time(
            "choice",
            "Dense and softmax: which word comes out",
            "From each state a score for every word, and a probability. The likeliest comes out.",
            "how likely each word is, which comes out, the sentence so far",
        )
        page.sizes = {
            "step": self.count, "letter": len(self.trained.tokens),
            "unit": self.trained.layer(nn.GRU).units,
        }  # fmt: skip
        page.vocabulary = self.decoding.tokens
        self.decoding.words_above(page)
        logits = dense(page, self.book["gru_h"], bias=True)
        p = softmax(page, logits)
        self.decoding.comes_out(page, p)
        return page

    def _gru_twin(self, page: TimePage) -> None:
        book, twin = self.book, self._twin(page)
        self.decoding.words_above(twin, "fed_word_eq")
        names = LoopNames("gru_writing", "gru_fed", "choice_chosen", "words_token", "words_E")
        book.name_columns(goes_in_equations(twin, names, "1"), "gru_x")
        gru_equations(twin, "gru_x", counts="gru_writing")

    def _choice_twin(self, page: TimePage) -> None:
        book, twin = self.book, self._twin(page)
        twin.vocabulary = self.decoding.tokens
        self.decoding.words_above(twin, "fed_word_eq")
        book.name_columns(dense_equation(twin, "gru_h_t", bias=True), "choice_logits")
        p = softmax_equations(twin, "choice_logits_t", "choice_exps_t")
        book.name_columns(book["choice_exps_eq"], "choice_exps")
        book.name_columns(p, "choice_p")
        comes_out_equation(twin, "choice_p_t", "gru_writing_t", "choice_chosen")

    def _twin(self, page: TimePage) -> TimePage:
        twin = twin_of(self.book, page)
        self.equations.append(twin)
        return twin


def twin_of(book: Book, page: TimePage) -> TimePage:
    """Add the page that repeats another one as matrices."""
    twin = book.page(type(page), f"{page.name} eq", f"{page.title}, as equations", EQUATIONS)
    twin.about = "the same in matrices"
    twin.prefix, twin.sizes, twin.called = page.prefix, page.sizes, page.called
    twin.row_names = page.row_names
    return twin
