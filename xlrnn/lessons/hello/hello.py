"""What the lessons on the article's word have in common: its letters, its weights, its options."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np

from xlrnn.article import matrices
from xlrnn.errors import UsageError
from xlrnn.lessons.common import small_numbers
from xlrnn.lessons.common.lesson import Lesson, Option, texts, whole_number
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.common.small_numbers import NUMBERS_OPTION, SMALL, USUAL, check_numbers
from xlrnn.text.vocabulary import check_letters, letters_of

FORMS = ("article", "textbook")


@dataclass(frozen=True)
class HelloLesson(Lesson):
    """A recurrent network reads a word letter by letter and guesses what comes next.

    Args:
        word: the word; all its letters but the last are fed to the network.
        vocabulary: the letters that the network knows.
        units: the number of hidden units.
        form: `article` (w_hh and the bias are one number each) or `textbook` (W_hh is a
            matrix, and each unit has a bias of its own).
        seed: of the random weights; None for the article's, or those chosen by hand.
        numbers: `usual`, or `small` for weights that one can calculate with in one's head.
    """

    word: str = matrices.WORD
    vocabulary: str = "".join(matrices.VOCABULARY)
    units: int = 3
    form: str = "article"
    seed: int | None = None
    numbers: str = field(default=USUAL, kw_only=True)

    knows: ClassVar[str] = "has learned nothing yet"
    most_letters: ClassVar[int] = 100
    most_units: ClassVar[int] = 64

    def __post_init__(self) -> None:
        _check_word(self.word, self.vocabulary, self.most_letters)
        if not 1 <= self.units <= self.most_units:
            raise UsageError(f"units is {self.units}: expected 1 to {self.most_units}")
        if self.form not in FORMS:
            raise UsageError(f"form is {self.form!r}: expected {' or '.join(FORMS)}")
        if self.seed is not None and self.seed < 0:
            raise UsageError(f"seed is {self.seed}: expected a whole number from 0")
        check_numbers(self.numbers)
        if self.seed is None and (self.units, len(self.vocabulary)) != (3, 4):
            raise UsageError(
                f"{self._chosen_weights} are for 3 units and 4 letters, not for {self.units} and "
                f"{len(self.vocabulary)}: draw others with --seed N"
            )

    @classmethod
    def chosen(cls, settings: Mapping[str, str], seed: int | None) -> Self:
        """Return the lesson with the options that a user set.

        Weights that the article does not have, for another number of units or letters, are
        drawn with seed 0 unless another is given.
        """
        cls.check_settings(settings)
        word = settings.get("word", matrices.WORD)
        default = cls.vocabulary if set(word) <= set(cls.vocabulary) else "".join(letters_of(word))
        filled = {"vocabulary": default, **settings}
        units = whole_number("units", filled.get("units", "3"))
        if seed is None and (units, len(filled["vocabulary"])) != (3, 4):
            seed = 0
        return super().chosen(filled, seed)

    @property
    def decimals(self) -> int:
        """As many as somebody writes down who calculates with a pencil, or the usual four."""
        return 2 if self.numbers == SMALL else super().decimals

    @property
    def sizes(self) -> dict[str, int]:
        """How many letters, units and steps there are."""
        return {"letter": len(self.vocabulary), "unit": self.units, "step": len(self.letters)}

    @property
    def tied(self) -> bool:
        """Whether all units share one recurrent weight and one bias, as in the article."""
        return self.form == "article"

    @property
    def letters(self) -> str:
        """The letters that are fed to the network."""
        return self.word[:-1]

    @property
    def recurrent(self) -> str:
        """The name of the recurrent weight."""
        return "w_hh" if self.tied else "W_hh"

    def given(self) -> Arrays:
        """Return the letters and the weights."""
        weights = self._given_weights() if self.seed is None else self._random_weights(self.seed)
        return {
            "letter": texts(list(self.letters)).T,
            "vocabulary": texts(list(self.vocabulary)),
            "h_0": np.zeros((self.units, 1)),
            **weights,
        }

    @property
    def small(self) -> bool:
        """Whether its weights are for the head."""
        return self.numbers == SMALL

    @property
    def _chosen_weights(self) -> str:
        return (
            "the small weights that were chosen by hand" if self.small else "the article's weights"
        )

    def _given_weights(self) -> dict[str, np.ndarray[Any, Any]]:
        """The article's numbers, or small ones; the textbook form has w_hh on a diagonal."""
        of: Any = small_numbers if self.small else matrices
        shared = {"w_hh": np.array([[of.W_HH]]), "b_h": np.array([[of.B_H]])}
        spread = {"W_hh": of.W_HH * np.eye(self.units), "b_h": np.full((self.units, 1), of.B_H)}
        recurrent = shared if self.tied else spread
        return {"W_xh": np.array(of.W_XH), "W_hy": np.array(of.W_HY), **recurrent}

    def _random_weights(self, seed: int) -> dict[str, np.ndarray[Any, Any]]:
        """Draw weights of both signs, of six decimals or small ones."""
        letters, units = len(self.vocabulary), self.units
        if self.small:
            return small_numbers.hello_weights(seed, letters, units, tied=self.tied)
        draw = np.random.default_rng(seed).uniform
        side = 1 if self.tied else units
        reach = 1 / np.sqrt(units)
        return {
            "W_xh": draw(-1, 1, (units, letters)).round(6),
            "w_hh" if self.tied else "W_hh": draw(-reach, reach, (side, side)).round(6),
            "b_h": draw(-0.5, 0.5, (side, 1)).round(6),
            "W_hy": draw(-1, 1, (letters, units)).round(6),
        }

    def where_weights_are_from(self) -> tuple[str, str]:
        """Return where the weights come from, and which form of the network this is."""
        learned = f"the network {self.knows}."
        weights = (
            "The weights are those of the article “Introduction to Recurrent Neural Networks” "
            f"(D. Gupta): random numbers, so {learned}"
        )
        if self.small:
            weights = (
                "The weights are small numbers, chosen so that a step can be done with a pencil: "
                f"{learned}"
            )
        if self.seed is not None:
            kind = "small random numbers" if self.small else "random numbers"
            weights = f"The weights are {kind}, drawn with seed {self.seed}: {learned}"
        form = (
            "As in the article, w_hh and b_h are 1×1, shared by all units. The RNN of the "
            "textbooks has a matrix W_hh and a bias for each unit: build it with "
            "--set form=textbook."
        )
        if not self.tied:
            form = (
                "This is the textbooks' form: a matrix W_hh and a bias for each unit. In the "
                "article both are 1×1, shared by all units: build it with --set form=article."
            )
        return weights, form


def choices_up_to(letters: int, units: int) -> tuple[Option, ...]:
    """Return the options of a lesson that takes so many letters and units at most."""
    return (
        Option("word", matrices.WORD, f"2 to {letters} letters; all but the last are fed in"),
        Option("vocabulary", "the word's letters", "the letters that the network knows, in order"),
        Option("units", "3", f"hidden units, 1 to {units}"),
        Option(
            "form", "article", "article (w_hh and bias 1×1) or textbook (W_hh H×H, bias per unit)"
        ),
        Option("seed", "the article's weights", "draw random weights, as --seed does"),
        NUMBERS_OPTION,
    )


def _check_word(word: str, vocabulary: str, most: int) -> None:
    check_letters(word, "word")
    check_letters(vocabulary, "vocabulary")
    for name, text in (("word", word), ("vocabulary", vocabulary)):
        if not 2 <= len(text) <= most:
            raise UsageError(f"{name} is {len(text)} long: expected 2 to {most} letters")
    if len(set(vocabulary)) < len(vocabulary):
        twice = next(letter for letter in vocabulary if vocabulary.count(letter) > 1)
        raise UsageError(f"vocabulary has {twice!r} twice: each letter stands for one row")
    unknown = sorted(set(word) - set(vocabulary))
    if unknown:
        raise UsageError(
            f"word has {', '.join(map(repr, unknown))}, and the vocabulary {vocabulary!r} has not: "
            "add it with --set vocabulary=…"
        )


def other_letter(letter: str, vocabulary: str) -> str:
    """Return the letter behind one in the vocabulary; behind the last the first."""
    return vocabulary[(vocabulary.index(letter) + 1) % len(vocabulary)]


def short(word: str, most: int = 30) -> str:
    """Quote a word; of a long one, only how it begins."""
    return f"“{word}”" if len(word) <= most else f"“{word[:most]}…”"
