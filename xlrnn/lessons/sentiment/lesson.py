"""The article's last section, the sentiment of tweets: one tweet, from its words to the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import Lesson, Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export import WORDS, ExportedModel, Sentence, prepared
from xlrnn.nn.files import saving
from xlrnn.nn.models import Sequential, load_model
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step, Try
from xlrnn.tasks.sentiment.words import KnownWords

MODEL: Final = Path(__file__).with_name("tweets.npz")
"""What docs/tweets.py trained."""
STEPS: Final = 15
FEWEST_WORDS: Final = 2
TWEET: Final = "What a GREAT day! But then I lost my phone in the rain, and now I am sad :("


@cache
def trained() -> tuple[Sequential, KnownWords]:
    """Return the model and the words that it knows."""
    known: dict[str, Any] = saving.load_extra(MODEL)
    return load_model(MODEL), KnownWords(tuple(known["words"]), tuple(known["classes"]))


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
        most = len(trained()[1].words)
        if not FEWEST_WORDS <= self.words <= most:
            raise UsageError(f"words is {self.words}: expected {FEWEST_WORDS} to {most}")
        Sentence.of(self.sentence, ())  # refuses what no cell can hold

    @cached_property
    def exported(self) -> ExportedModel:
        """The model with the tweet, as any run is exported."""
        model, known = trained()
        return prepared(
            model,
            known.encode([self.sentence], STEPS)[0],
            labels=known.classes,
            sentence=Sentence.of(self.sentence, ("", *known.words)),
            more=self.words + 1,
        )

    @property
    def original(self) -> Sequential:
        """The model itself, with the vectors of all its words."""
        return trained()[0]

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
        """Return what this is and what there is to see."""
        return (
            "A small network that learned from 2,517 tweets reads one more and says whether it is "
            "meant well. Type your own sentence: the answer changes, and on the page “gru” you see "
            "which word changed it."
        )

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the way of the sentence."""

        def blocks(*names: str) -> tuple[Block, ...]:
            return tuple(book[name] for name in names)

        return "The way of a sentence", [
            Step("The sentence: type another one into the yellow cell.", book["sentence"]),
            Step("Lower case; punctuation becomes gaps. “:(” is lost, as in the article's "
                 "tokenizer.", book["without_signs"], blocks("lowered")),
            Step("Word by word: each is looked up in a list; what is not there is unknown.",
                 book["in_list"], blocks("unread", "next_word", "number", "known_so_far")),
            Step(f"The last {STEPS} known words, by their numbers; 0 behind a short sentence.",
                 book["input_word"], blocks("input_seen")),
            Step("Each number becomes its row of a table: 16 numbers for a word.",
                 book["embedding_x"]),
            Step("The GRU reads them from left to right: a chart shows its states.",
                 book["gru_h"], blocks("gru_update", "gru_reset", "gru_candidate")),
            Step("From the last state: two scores, and softmax makes probabilities of them.",
                 book["dense_p"], blocks("dense_logits", "dense_exps")),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        sentence = book["sentence"]
        return (
            Try("Page “sentence”: make “sad” “happy”, then “lost” “found”. The answer above "
                "becomes better each time.", sentence,
                ((sentence, TWEET.replace("sad", "happy").replace("lost", "found")),)),
            Try("Page “sentence”: type “not bad at all”. The model has learned little about "
                "“not”: see on the page “gru” what each word does to the state.", sentence,
                ((sentence, "not bad at all"),)),
            Try("Page “sentence”: type a name or an emoji. It is unknown and left out. Write it "
                "over a word of the list on the page “words”, and it has a vector.", sentence,
                ((sentence, "Elfriede 🙂"),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the answer, and what a gate does to the state."""
        return (
            Lead("What the update gate keeps of the state, word by word", book["gru_update"]),
            Lead("The states after each word, with a chart", book["gru_h"]),
            Lead("The answer, as probabilities", book["dense_p"]),
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
