"""Translation: a sentence of another language, word by word, and where the decoder looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import Lesson, Option, texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export import Sentence
from xlrnn.lessons.translation.calculation import calculate
from xlrnn.lessons.translation.decoder_pages import write_answer, write_attention, write_decoder
from xlrnn.lessons.translation.pages import (
    Pages,
    write_encoder,
    write_french,
    write_sentence,
    write_translation,
)
from xlrnn.lessons.translation.trained import trained
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers.decoding import Decoding
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram, DiagramRow, arrows
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try
from xlrnn.tasks.language import MARKS
from xlrnn.text.splitting import text_to_word_sequence

SENTENCE: Final = "She sees three green cars"
ROOM, LEAST, MOST = 8, 2, 16
ALL: Final = 111
"""How many French words there are; there are fewer English ones."""


@dataclass(frozen=True)
class Translation(Lesson):
    """A trained encoder and decoder translate one sentence.

    Args:
        sentence: the sentence.
        steps: how many words a sentence has at most, and its translation with its end mark.
        words: how many of the most frequent words of each language are known; those of the
            sentence and of its translation, too.
    """

    sentence: str = SENTENCE
    steps: int = ROOM
    words: int = ALL

    name: ClassVar[str] = "translation"
    title: ClassVar[str] = "Word by word into French"
    summary: ClassVar[str] = (
        "a trained encoder and decoder with attention; type another sentence, or where it looks"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        Option("sentence", SENTENCE, "what is translated; it can be changed in the workbook, too"),
        Option("steps", str(ROOM), f"so many words a side has at most, {LEAST} to {MOST}"),
        Option("words", str(ALL), f"so many words of a language are known, {LEAST} to {ALL}"),
    )

    def __post_init__(self) -> None:
        for name, most in (("steps", MOST), ("words", ALL)):
            value = getattr(self, name)
            if not LEAST <= value <= most:
                raise UsageError(f"{name} is {value}: expected {LEAST} to {most}")
        Sentence.of(self.sentence, ())  # refuses what no cell can hold
        words = len(text_to_word_sequence(self.sentence))
        if not words:
            raise UsageError("the sentence is empty: expected at least one word")
        if words > self.steps:
            raise UsageError(
                f"the sentence has {counted(words, 'word')}: expected at most {self.steps}; "
                f"give a shorter one, or more steps (up to {MOST})"
            )

    @property
    def sizes(self) -> dict[str, int]:
        """Every page counts for itself."""
        return {"step": self.steps, "source": self.steps}

    def given(self) -> Arrays:
        """Return the sentence, where it must look (nowhere), the words and the weights."""
        return {
            "sentence": texts([self.sentence]),
            "attention_forced": texts([""] * self.steps).T,
            **trained().on_sheet(self._rows),
        }

    @cached_property
    def _rows(self) -> tuple[Sequence[int], Sequence[int]]:
        """The words that are carried: marks, the most frequent ones, and those that occur."""
        known, everything = trained().known, trained().everything
        cells = {
            "sentence": texts([self.sentence]),
            "attention_forced": texts([""] * self.steps).T,
            **trained().on_sheet(everything),
        }
        chosen = calculate(cells, self.steps)["answer_chosen"][0].astype(int)
        occur = (known.source.numbers(text_to_word_sequence(self.sentence)), chosen - 1)
        first = len(MARKS) + self.words
        english, french = (
            sorted({*some[:first], *(k for k in own if k >= 0)})
            for some, own in zip(everything, map(list, occur), strict=True)
        )
        return english, french

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the sentence, the words, and what encoder and decoder make of them."""
        english, french = self._rows
        counts = {"english": len(english), "french": len(french)}
        sizes = {**counts, "feature": trained().features, "unit": trained().units}
        pages = Pages(book, sizes, self.steps)
        apart = write_sentence(pages)
        tokens, table = write_french(pages)
        encoded = write_encoder(pages, apart)
        loop = Decoding(tokens)
        h = write_decoder(pages, loop, table, encoded)
        found = write_attention(pages, loop, h, encoded)
        so_far = write_answer(pages, loop, h, found)
        write_translation(pages, so_far, loop.ended(self.steps - 1))
        return pages.steps, pages.equations

    def calculate(self, inputs: Arrays) -> Arrays:
        """Take the sentence apart and translate it."""
        return calculate(inputs, self.steps)

    # The words.

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            "An encoder reads an English sentence, a decoder writes it in French: the word that "
            "came out of a step goes into the next. For every word it looks back: type another "
            "sentence, or where it must look."
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the translation, what each of its words looks at, and the sentence."""
        rows = [
            DiagramRow("the translation", first.shown(book["written"], Role.OUTPUT)),
            DiagramRow("comes out", first.shown(book["answer_came_out"], Role.OUTPUT)),
            arrows("decoder"),
            DiagramRow("looks most at", first.shown(book["attention_looks_at"], Role.OUTPUT)),
            DiagramRow("goes in", first.shown(book["decoder_fed_word"], Role.LABEL)),
            DiagramRow("", lambda k: "↑" if k == 1 else ""),
            DiagramRow("encoder reads", first.shown(book["encoder_words"], Role.LABEL)),
            DiagramRow("it rests on", first.shown(book["understood"], Role.CHECK)),
        ]
        return Diagram(rows, self.steps, "The translation, and the sentence below it", "{}".format)

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the way of the sentence."""

        def blocks(*names: str) -> tuple[Block, ...]:
            return tuple(book[name] for name in names)

        return "The way of a sentence", [
            Step("The sentence, word by word: each is looked up in a list, or unknown.",
                 book["sentence"], blocks("in_list", "next_word", "number")),
            Step("Encoder: each word becomes 8 numbers; a GRU has a state after each of them.",
                 book["encoder_h"], blocks("encoder_x", "encoder_word")),
            Step("Decoder: the start mark goes in at first, then always the word that came out.",
                 book["decoder_fed"], blocks("decoder_writing", "decoder_x")),
            Step("A second GRU, which begins with zeros: its state says what it wants to know.",
                 book["decoder_h"]),
            Step("The state is held against those of the encoder: the product is a score for "
                 "each English word.",
                 book["scores_score"], blocks("scores_masked_score")),
            Step("Softmax makes shares of the scores: where it looks.",
                 book["scores_attention"], blocks("scores_attention_exps")),
            Step("A word that you type in the yellow cells gets all of it.",
                 book["attention_steered"], blocks("attention_pointed", "attention_forced")),
            Step("What it finds there: the encoder's states, mixed by these shares.",
                 book["attention_context"]),
            Step("State and find together give each French word a score, softmax probabilities.",
                 book["answer_p"], blocks("answer_logits", "answer_exps")),
            Step("The likeliest word comes out, and goes into the next step. The end mark ends it.",
                 book["answer_came_out"], blocks("answer_chosen", "answer_so_far")),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        sentence, forced = book["sentence"], book["attention_forced"]
        fifth = [(forced[:, 4], "cars")] if self.steps > 4 else []
        return (
            Try("Page “sentence”: make “cars” “books”: “verts” follows. Of “a green car” “une” "
                "looks at “car”.", sentence, ((sentence, SENTENCE.replace("cars", "books")),)),
            Try("Page “attention”: pick “cars” in the fifth yellow cell: it writes no colour. "
                "“sees” in the first gives “il”.", forced,
                ((sentence, SENTENCE), *fifth)),
            Try("Page “sentence”: make “She” “Anna”: unknown, so it looks at “sees” and guesses.",
                sentence, ((sentence, SENTENCE.replace("She", "Anna")),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the table of words against words, and the answer."""
        return (
            Lead("Which word looks at which: the darker, the more", book["attention_steered"]),
            Lead("How likely each French word is at each step", book["answer_p"]),
            Lead("The states of the encoder after each word", book["encoder_h"]),
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        known = trained().known
        return (
            f"The model: 8 numbers for each of {len(known.source) - 4} English and "
            f"{len(known.target) - 4} French words, two GRUs of 12 units, attention by products; "
            f"{trained().model.count_params():,} weights. Of 1,051 sentences that it has not "
            "learned from it translates all as it should.",
            "The sentences: those of xlrnn train translate whose numbers are one word; how: "
            "docs/translations.py.",
        )
