"""A sentence as the input of an exported model: pages of formulas, and the same in NumPy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.lessons.export.pages import Pages
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.book import Book
from xlrnn.sheet.maths.sentence import (
    KNOWN,
    NO_KNOWN,
    NOTHING,
    SOME,
    UNKNOWN,
    few_at_once,
    sentence_page,
    steps,
    words_page,
)
from xlrnn.sheet.pages.table import Column, Table
from xlrnn.sheet.pages.text import TextPage, WordsPage
from xlrnn.text.padding import pad_sequences
from xlrnn.text.splitting import FILTERS, text_to_word_sequence
from xlrnn.text.vocabulary import check_letters

Array = NDArray[Any]

SIGNS: Final = FILTERS.replace("\t", "").replace("\n", "")
LEAST_SLOTS, MOST_SLOTS = 50, 5_000
"""For how many words the page has room: a tweet seldom has more than 50."""
WORDS = 2_000
"""How many of the most frequent words a workbook knows, if nothing else is said."""
MOST_CHARACTERS = 32_767
FROM_TOP: Final = "From top to bottom: signs out, words apart, each word its number."
ABOUT = "Type another one into the yellow cell: everything follows, up to the answer."
ABOUT_CLEANED = (
    "What the cleaner “{}” made of the text, which no formula can: type another one cleaned in the "
    "same way."
)


@dataclass(frozen=True)
class Sentence:
    """A sentence that a workbook begins with.

    Args:
        text: the sentence, after cleaning.
        words: the words that the model knows, by their numbers; number 0 is none.
        clean: the cleaner that it went through.
    """

    text: str
    words: Sequence[str]
    clean: str = "none"

    @classmethod
    def of(cls, text: str, words: Sequence[str], clean: str = "none") -> "Sentence":
        """Return a sentence that a cell can hold: a tab is as good as a space.

        Raises:
            UsageError: if no cell can hold it, or it has too many words.
        """
        text = text.replace("\t", " ").replace("\r\n", "\n")
        check_letters(text.replace("\n", " "), "the input")
        made = cls(text, words, clean)
        if len(text.encode("utf-16-le")) > 2 * MOST_CHARACTERS or made.slots > MOST_SLOTS:
            raise UsageError(
                f"the input has {len(text):,} characters: a cell holds {MOST_CHARACTERS:,}, and "
                f"the workbook has room for {MOST_SLOTS:,} words: give a shorter text"
            )
        return made

    @property
    def slots(self) -> int:
        """For how many words the workbook needs room."""
        return max(LEAST_SLOTS, len(text_to_word_sequence(self.text)))


def about_words(rows: int, words: int, clean: str) -> list[str]:
    """Say which words a workbook knows, and what it does not do.

    Args:
        rows: how many words it carries, "none" being one.
        words: how many the model knows.
        clean: the cleaner that the sentence went through.
    """
    told = [
        f"The workbook carries {rows - 1:,} of the {words - 1:,} words that the model knows: the "
        "most frequent ones, and those of the sentence it was written with. Any other word is "
        "left out as unknown."
    ]
    if clean != "none":
        told.append(
            f"The model learned from texts that the cleaner “{clean}” had cleaned. No formula can "
            "do that, so the sheet begins with the cleaned text."
        )
    return told


def prefix_of(architecture: Architecture) -> str:
    """Return what stands before the names of the list of words."""
    first = architecture.layers[0]
    return f"{first.name}_" if isinstance(first, nn_layers.Embedding) else "words_"


def write_sentence(
    pages: Pages, architecture: Architecture, rows: int, slots: int, clean: str
) -> LayerOutput:
    """Write the pages of the sentence, of the words and of the steps.

    Args:
        pages: the pages of the model.
        architecture: its layers.
        rows: how many words the workbook carries.
        slots: for how many words of a sentence it has room.
        clean: the cleaner that the sentence went through.
    """
    first = architecture.layers[0]
    page = pages.book.page(TextPage, "sentence", "A sentence becomes numbers", FROM_TOP)
    page.about = "from what is typed to the numbers of the words"
    page.widths, page.sizes = (2.0, 70.0, 24.0, 12.0, 12.0, 14.0), {"slot": slots}
    words = pages.book.page(
        WordsPage, "words", "The list of words", "A word outside it is unknown."
    )
    words.about = "the words that this workbook knows"
    words.prefix, words.sizes = prefix_of(architecture), {"word": rows}
    if isinstance(first, nn_layers.Embedding):
        words.sizes["feature"] = first.output_dim
    words.widths = (2.0, 10.0, 20.0, *[10.5] * words.sizes.get("feature", 2))
    listed = words_page(words, vectors="feature" in words.sizes)
    about = ABOUT if clean == "none" else ABOUT_CLEANED.format(clean)
    number, known = sentence_page(page, listed, SIGNS, about)
    given = pages.new("input", "The input", "the last known words, by their numbers",
                      architecture.shapes[0][0])  # fmt: skip
    given.prefix = "input_"
    given.notes = {**given.notes, "word": "0: behind the last known word of a short sentence"}
    pages.steps += [page, words, given]
    word = steps(given, listed, number, known, _key_of_words(architecture))
    return replace(pages.flow(given, word, "word"), read=pages.book["input_read"])


def write_answer(book: Book, answer: Block, labels: Sequence[str]) -> None:
    """Show the answer under the sentence, so that one sees what typing another does."""
    page = next(page for page in book.pages if page.name == "sentence")
    assert isinstance(page, TextPage)
    count, last = answer.shape[0], answer.shape[1] - 1
    shown = page.add(
        "answer",
        sizes={"shown": count},
        rule=lambda k, _: answer[k, last],
        notation="what the last layer says",
    )
    called = labels if len(labels) == count else [f"output {k + 1}" for k in range(count)]
    columns = Column("the answer", called), Column("how likely", shown)
    page.tables.insert(1, Table("The answer", "It follows what you type.", columns))


def _key_of_words(architecture: Architecture) -> str:
    """Return where the numbers of the words are: what an embedding looks up, or amounts."""
    embedded = isinstance(architecture.layers[0], nn_layers.Embedding)
    return f"{prefix_of(architecture)}word" if embedded else "input_sequence"


def read_sentence(
    inputs: Mapping[str, Array], architecture: Architecture, slots: int
) -> dict[str, Array]:
    """Return what the pages of the sentence and of the steps should show."""
    prefix = prefix_of(architecture)
    apart = taken_apart(inputs, prefix, slots)
    known = apart["number"][apart["in_list"] == KNOWN]
    some = SOME if len(known) else NO_KNOWN
    return {
        **apart,
        "understood": texts([some if apart["next_word"][0, 0] else NOTHING]),
        **_steps(architecture, known.tolist(), inputs),
    }


def taken_apart(inputs: Mapping[str, Array], prefix: str, slots: int) -> dict[str, Array]:
    """Return what the page of the sentence should show, but for what the answer rests on.

    Args:
        inputs: the sentence and the list of words.
        prefix: what stands before the names of that list.
        slots: for how many words there is room.
    """
    sentence = str(inputs["sentence"][0, 0])
    cleared = [_with_single_spaces(sentence, "\t\n").lower()]
    for signs in few_at_once(SIGNS):
        cleared.append(_with_single_spaces(cleared[-1], signs))
    words = text_to_word_sequence(sentence)
    listed, ids = inputs[f"{prefix}token"][:, 0], inputs[f"{prefix}word_ids"][:, 0]
    # Spreadsheets find the first that is alike but for upper and lower case.
    number_of = {word.lower(): k for word, k in zip(listed[::-1], ids[::-1], strict=True)}
    numbers = [number_of.get(word) for word in words[:slots]]
    empty = slots - len(numbers)
    known = [number is not None for number in numbers] + [False] * empty
    return {
        "lowered": texts(cleared[:1]),
        "without_signs": texts(cleared[1:]),
        "unread": texts([" ".join(words[k:]) for k in range(slots)]),
        "next_word": texts([*words[:slots], *[""] * empty]),
        "in_list": texts([UNKNOWN if k is None else KNOWN for k in numbers] + [""] * empty),
        "number": np.array([*(k or 0.0 for k in numbers), *[0.0] * empty])[:, None],
        "known_so_far": np.cumsum(known, dtype=float)[:, None],
        "left_over": texts([" ".join(words[slots:])]),
    }


def _with_single_spaces(text: str, signs: str) -> str:
    """Return a text with a space in the place of each sign, and one in the place of many."""
    spaced = text.translate(dict.fromkeys(map(ord, signs), " "))
    return " ".join(word for word in spaced.split(" ") if word)


def _steps(
    architecture: Architecture, numbers: Sequence[float], inputs: Mapping[str, Array]
) -> dict[str, Array]:
    """Return the last words as steps, as the tokenizer of a run pads and cuts them."""
    count, prefix = architecture.shapes[0][0], prefix_of(architecture)
    word = pad_sequences([numbers], count, "float64", padding="post", truncating="pre")
    seen = max(len(numbers) - count, 0) + 1 + np.arange(count, dtype=float)
    of_number = dict(
        zip(inputs[f"{prefix}word_ids"][::-1, 0], inputs[f"{prefix}token"][::-1, 0], strict=True)
    )
    read = [of_number.get(k, "") for k in word[0]]
    return {
        "input_seen": seen[None],
        _key_of_words(architecture): word,
        "input_read": texts(read).T,
    }
