"""The article's section "Forward Propagation in a Recurrent Neuron in Excel", as a workbook."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np

from xlrnn.article import matrices
from xlrnn.errors import UsageError
from xlrnn.lessons import hello_pages
from xlrnn.lessons.lesson import Arrays, Lesson, Option
from xlrnn.nn import Dense, SimpleRNN, Trace, one_hot, predicted, softmax
from xlrnn.nn.check import AGREES, CHANGED, check
from xlrnn.sheet.book import Book
from xlrnn.text.vocabulary import check_letters, letters_of

MOST_LETTERS, MOST_UNITS = 100, 64
FORMS = ("article", "textbook")
TOLERANCE = 1e-9
EXACT: dict[str, Any] = {"dtype": "float64"}

# The quantities of the steps page in the order of the calculation, and those that stand a
# second time on the equations page.
STEPS = (
    "x a_x h_prev a_h h logits logits_max exps exps_sum p predicted".split()  # noqa: SIM905
)
EQUATIONS = ("x", "h", "logits", "exps", "p", "predicted")


@dataclass(frozen=True)
class HelloForward(Lesson):
    """A recurrent network reads a word letter by letter and guesses what comes next.

    Args:
        word: the word; all its letters but the last are fed to the network.
        vocabulary: the letters that the network knows.
        units: the number of hidden units.
        form: `article` (w_hh and the bias are one number each) or `textbook` (W_hh is a
            matrix, and each unit has a bias of its own).
        seed: of the random weights; None for the article's.
    """

    word: str = matrices.WORD
    vocabulary: str = "".join(matrices.VOCABULARY)
    units: int = 3
    form: str = "article"
    seed: int | None = None

    name: ClassVar[str] = "hello-forward"
    title: ClassVar[str] = "Forward propagation in a recurrent neuron"
    summary: ClassVar[str] = (
        "the article's Excel section: one-hot letters, W_xh, w_hh, bias, tanh, output, softmax"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        Option("word", matrices.WORD, f"2 to {MOST_LETTERS} letters; all but the last are fed in"),
        Option("vocabulary", "the word's letters", "the letters that the network knows, in order"),
        Option("units", "3", f"hidden units, 1 to {MOST_UNITS}"),
        Option(
            "form", "article", "article (w_hh and bias 1×1) or textbook (W_hh H×H, bias per unit)"
        ),
        Option("seed", "the article's weights", "draw random weights, as --seed does"),
    )

    def __post_init__(self) -> None:
        _check_word(self.word, self.vocabulary)
        if not 1 <= self.units <= MOST_UNITS:
            raise UsageError(f"units is {self.units}: expected 1 to {MOST_UNITS}")
        if self.form not in FORMS:
            raise UsageError(f"form is {self.form!r}: expected {' or '.join(FORMS)}")
        if self.seed is not None and self.seed < 0:
            raise UsageError(f"seed is {self.seed}: expected a whole number from 0")
        if self.seed is None and (self.units, len(self.vocabulary)) != (3, 4):
            raise UsageError(
                f"the article's weights are for 3 units and 4 letters, not for {self.units} and "
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
        vocabulary = settings.get("vocabulary", default)
        units = _whole_number("units", settings.get("units", "3"))
        if "seed" in settings:
            seed = _whole_number("seed", settings["seed"])
        if seed is None and (units, len(vocabulary)) != (3, 4):
            seed = 0
        return cls(word, vocabulary, units, settings.get("form", "article"), seed)

    @property
    def options(self) -> dict[str, Any]:
        """The options, as they are kept in the workbook."""
        return asdict(self)

    @classmethod
    def remembered(cls, options: Mapping[str, Any]) -> Self:
        """Return the lesson with the options that a workbook keeps."""
        return cls(**options)

    @property
    def tied(self) -> bool:
        """Whether all units share one recurrent weight and one bias, as in the article."""
        return self.form == "article"

    @property
    def letters(self) -> str:
        """The letters that are fed to the network."""
        return self.word[:-1]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The inputs and weights, in the order of the page."""
        recurrent = "w_hh" if self.tied else "W_hh"
        return ("letter", "vocabulary", "W_xh", "h_0", recurrent, "b_h", "W_hy")

    def inputs(self) -> Arrays:
        """Return the inputs and weights as they are written into the workbook."""
        weights = self._article_weights() if self.seed is None else self._random_weights(self.seed)
        return {
            "letter": _texts(list(self.letters)).T,
            "vocabulary": _texts(list(self.vocabulary)),
            "h_0": np.zeros((self.units, 1)),
            "tolerance": np.array([[TOLERANCE]]),
            **weights,
        }

    def _article_weights(self) -> dict[str, np.ndarray[Any, Any]]:
        """The article's numbers; in the textbook form its w_hh stands on the diagonal of W_hh."""
        shared = {"w_hh": np.array([[matrices.W_HH]]), "b_h": np.array([[matrices.B_H]])}
        spread = {
            "W_hh": matrices.W_HH * np.eye(self.units),
            "b_h": np.full((self.units, 1), matrices.B_H),
        }
        recurrent = shared if self.tied else spread
        return {"W_xh": np.array(matrices.W_XH), "W_hy": np.array(matrices.W_HY), **recurrent}

    def _random_weights(self, seed: int) -> dict[str, np.ndarray[Any, Any]]:
        """Draw weights of both signs; six decimals, so that the cells show all there is."""
        draw = np.random.default_rng(seed).uniform
        letters, units = len(self.vocabulary), self.units
        side = 1 if self.tied else units
        reach = 1 / np.sqrt(units)
        return {
            "W_xh": draw(-1, 1, (units, letters)).round(6),
            "w_hh" if self.tied else "W_hh": draw(-reach, reach, (side, side)).round(6),
            "b_h": draw(-0.5, 0.5, (side, 1)).round(6),
            "W_hy": draw(-1, 1, (letters, units)).round(6),
        }

    def book(self) -> Book:
        """Return the pages of formulas."""
        return hello_pages.build(self)

    def expected(self, inputs: Arrays, reference: Arrays | None = None) -> Trace:
        """Calculate in NumPy what every block should show."""
        now = Trace({**inputs, **self._forward(inputs)})
        known = now if reference is None else reference
        # The page of references names its rows after the letters that were stored with them.
        labels = {f"label_ref_{name}": known["vocabulary"] for name in ("logits", "exps", "p")}
        verdicts = check(
            now,
            known,
            inputs=self.input_names,
            compared=[*STEPS, *EQUATIONS],
            paired=EQUATIONS,
            tolerance=float(inputs["tolerance"][0, 0]),
        )
        return Trace({**now, **labels, **verdicts, **_marks(verdicts["numpy_verdict"])})

    def _forward(self, inputs: Arrays) -> dict[str, np.ndarray[Any, Any]]:
        """Run the network; on the sheet time runs to the right, so its arrays are transposed."""
        vocabulary = [str(letter) for letter in inputs["vocabulary"][:, 0]]
        x = one_hot([str(letter) for letter in inputs["letter"][0]], vocabulary)
        recurrent = inputs["w_hh" if self.tied else "W_hh"]
        weights = [inputs["W_xh"].T, recurrent.T, inputs["b_h"][:, 0]]
        rnn = SimpleRNN(self.units, tied=self.tied, weights=weights, return_sequences=True, **EXACT)
        dense = Dense(len(vocabulary), use_bias=False, weights=[inputs["W_hy"].T], **EXACT)
        dense(rnn(x[None], initial_state=inputs["h_0"].T))
        states = {name: rnn.trace().sample(0)[name] for name in ("a_x", "h_prev", "a_h", "h")}
        logits = dense.trace().sample(0)["logits"]
        chances = softmax(logits)
        steps = {"x": x, **states, "logits": logits, **chances}
        likeliest = _texts(predicted(chances["p"], vocabulary)).T
        return {name: array.T for name, array in steps.items()} | {"predicted": likeliest}


def _check_word(word: str, vocabulary: str) -> None:
    check_letters(word, "word")
    check_letters(vocabulary, "vocabulary")
    if not 2 <= len(word) <= MOST_LETTERS:
        raise UsageError(f"word is {len(word)} long: expected 2 to {MOST_LETTERS} letters")
    if not 2 <= len(vocabulary) <= MOST_LETTERS:
        raise UsageError(
            f"vocabulary is {len(vocabulary)} long: expected 2 to {MOST_LETTERS} letters"
        )
    if len(set(vocabulary)) < len(vocabulary):
        twice = next(letter for letter in vocabulary if vocabulary.count(letter) > 1)
        raise UsageError(f"vocabulary has {twice!r} twice: each letter stands for one row")
    unknown = sorted(set(word) - set(vocabulary))
    if unknown:
        raise UsageError(
            f"word has {', '.join(map(repr, unknown))}, and the vocabulary {vocabulary!r} has not: "
            "add it with --set vocabulary=…"
        )


def _whole_number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{name} is {text!r}: expected a whole number") from None


def _texts(letters: list[str]) -> np.ndarray[Any, Any]:
    """Return a column of texts."""
    column = np.empty((len(letters), 1), dtype=object)
    column[:, 0] = letters
    return column


def _marks(verdicts: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Return the check mark beside each block, from its verdict."""
    signs = {AGREES: "✓", CHANGED: "↻"}
    blocks = [*STEPS, *(f"{name}_eq" for name in EQUATIONS)]
    return {
        f"mark_{name}": _texts([signs.get(verdict, "✗")])
        for name, verdict in zip(blocks, verdicts[:, 0], strict=True)
    }
