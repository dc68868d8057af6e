"""The article's last section, the sentiment of tweets: one tweet, from its words to the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from xlrnn.errors import UsageError
from xlrnn.lessons.export import WORDS, ExportedModel, Sentence, prepared
from xlrnn.lessons.lesson import Lesson, Option
from xlrnn.lessons.plan import Arrays
from xlrnn.nn import saving
from xlrnn.nn.models import Sequential
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import Diagram
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.page import Page
from xlrnn.tasks.sentiment.words import Words

MODEL: Final = Path(__file__).with_name("tweets.npz")
"""What docs/tweets.py trained."""
STEPS: Final = 15
FEWEST_WORDS: Final = 2
TWEET: Final = "What a GREAT day! But then I lost my phone in the rain, and now I am sad :("


@cache
def _trained() -> tuple[Sequential, Words]:
    """Return the model and the words that it knows."""
    known: dict[str, Any] = saving.load_extra(MODEL)
    return saving.load_model(MODEL), Words(tuple(known["words"]), tuple(known["classes"]))


@dataclass(frozen=True)
class Sentiment(Lesson):
    """What a trained GRU thinks of one tweet.

    Args:
        sentence: the tweet.
        words: how many of the most frequent words the workbook knows; those of the tweet, too.
    """

    sentence: str = TWEET
    words: int = WORDS

    name: ClassVar[str] = "sentiment"
    title: ClassVar[str] = "Is it meant well?"
    summary: ClassVar[str] = (
        "a trained model reads a tweet: words, numbers, vectors, GRU, softmax; type another one"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        Option("sentence", TWEET, "what is read; it can be changed in the workbook, too"),
        Option("words", str(WORDS), "so many of the most frequent words are known, 2 to 6682"),
    )

    def __post_init__(self) -> None:
        most = len(_trained()[1].words)
        if not FEWEST_WORDS <= self.words <= most:
            raise UsageError(f"words is {self.words}: expected {FEWEST_WORDS} to {most}")
        Sentence.of(self.sentence, ())  # refuses what no cell can hold

    @cached_property
    def exported(self) -> ExportedModel:
        """The model with the tweet, as any run is exported."""
        model, known = _trained()
        return prepared(
            model,
            known.encode([self.sentence], STEPS)[0],
            labels=known.classes,
            sentence=Sentence.of(self.sentence, ("", *known.words)),
            more=self.words + 1,
        )

    @property
    def sizes(self) -> dict[str, int]:
        """Every page counts for itself."""
        return self.exported.sizes

    def given(self) -> Arrays:
        """Return the tweet, the words and the weights."""
        return self.exported.given()

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the sentence, the words, and a page for each layer."""
        return self.exported.pages(book)

    def calculate(self, inputs: Arrays) -> Arrays:
        """Read the sentence and run the model."""
        return self.exported.calculate(inputs)

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the answer, the layers below it, and the words."""
        return self.exported.diagram(first, book)

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            "A small network that learned from 2,517 tweets reads one more: from the sentence to "
            "the probability every number is a formula."
        )

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return the way of the sentence and the block that each step leads to."""
        return "The way of a sentence", [
            ("1   The sentence: type another one into the yellow cell.", book["sentence"]),
            ("2   Lower case; punctuation becomes gaps. “:(” is lost, as in the article's "
             "tokenizer.", book["without_signs"]),
            ("3   Word by word: each is looked up in a list; what is not there is unknown.",
             book["in_list"]),
            (f"4   The last {STEPS} known words, by their numbers; 0 behind a short sentence.",
             book["input_word"]),
            ("5   Each number becomes its row of a table: 16 numbers for a word.",
             book["embedding_x"]),
            ("6   The GRU reads them from left to right; below the states stands their picture.",
             book["gru_h"]),
            ("7   From the last state: two scores, and softmax makes probabilities of them.",
             book["dense_p"]),
        ]  # fmt: skip

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            "Make “sad” “happy” on the page “sentence”, then “lost” “found”, and watch the answer "
            "and the chart on the page “gru”.",
            "Type “not bad at all”. The model has learned little about “not”: on the page “gru”, "
            "see what the word does to the state, and what “bad” does.",
            "Type a name, an emoji, a word of another language: it is unknown and left out. Write "
            "it into the list on the page “words” in place of another word, and it has a vector.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return (
            "The model: 16 numbers for each word, begun from GloVe's vectors and learned on; "
            "GRU(8); softmax. It gets 84 % of 1,200 tweets right that it has not learned from.",
            "The tweets are those of C. Hutto, E. Gilbert: VADER (2014), MIT licence; GloVe is by "
            "J. Pennington, R. Socher, C. Manning (2014), public domain. docs/sentiment-data.md "
            "says more.",
            *self.exported.sources()[:1],
        )
