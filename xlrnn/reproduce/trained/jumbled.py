"""“Working love learning we on deep”: what is left of a sentence whose words are jumbled?

Two networks are tried on sentences that they have not learned from, once as they are and once
with their words in an order that chance decides.

1. A GRU learns which word comes next. How likely it finds sentences tells whether it makes sense
   of them: e to the mean of −log p, the number of words between which it wavers. Four words are
   possible at each place, so 4 is the best there is; guessing among all 24 gives 24.
2. A GRU learns what the order says (“not good but bad”, “not bad but good”), another one what a
   single word says (a film, a book, a meal or a song?). With jumbled words the first can but
   guess. The second can still know: words that are all there say what they say.

It is confirmed if in every seed the network does worse on jumbled sentences than one that guesses
would, and within 6 words on sentences as they are; if of what the order says at least 95 % are
right, and jumbled less than 65 %, where guessing gives 50; and if of what a word says at least
95 % are right, and jumbled more than 50 %, where guessing gives 25.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.reproduce.trained import language
from xlrnn.reproduce.trained.draws import shuffled
from xlrnn.reproduce.trained.learning import JUDGED, Rounds, accuracy, classifier
from xlrnn.reproduce.trained.seeds import mean, seeds, shown

Array = NDArray[Any]

UNITS, RATE = 16, 0.02
FEW_WORDS: Final = 6.0
KNOWN, GUESSED, STILL_KNOWN = 0.95, 0.65, 0.5
EXAMPLE: Final = "we love working on deep learning"
JUMBLED: Final = "working love learning we on deep"


@dataclass(frozen=True)
class Tried:
    """What one seed found, each as (in order, jumbled).

    Args:
        wavers: between so many words the network wavers.
        example: likewise of the article's own sentence.
        by_order: the share of right answers to what the order says.
        by_word: likewise of what a word says.
    """

    wavers: tuple[float, float]
    example: tuple[float, float]
    by_order: tuple[float, float]
    by_word: tuple[float, float]

    @property
    def as_recorded(self) -> bool:
        """Whether order was all that was lost."""
        return (
            self.wavers[0] <= FEW_WORDS
            and self.wavers[1] > len(language.VOCABULARY)
            and self.by_order[0] >= KNOWN
            and self.by_order[1] < GUESSED
            and self.by_word[0] >= KNOWN
            and self.by_word[1] > STILL_KNOWN
        )


def jumbled(setting: Setting) -> Mapping[str, Evidence]:
    """Try what networks make of jumbled words."""
    found = []
    for k, seed in enumerate(tried := seeds(setting)):
        setting.progress("jumbled words", k, len(tried))
        found.append(_tried(seed, Rounds(8 if setting.quick else 20)))
    wavers, order, word = (
        [list(values) for values in zip(*(getattr(one, name) for one in found), strict=True)]
        for name in ("wavers", "by_order", "by_word")
    )
    example = [mean([one.example[k] for one in found]) for k in range(2)]
    return {
        "jumbled-words": Evidence(
            confirmed=all(one.as_recorded for one in found),
            says=f"A network that has learned which word comes next wavers between "
            f"{mean(wavers[0]):.1f} words in sentences as they are and between "
            f"{mean(wavers[1]):.0f} in jumbled ones, more than there are: it is sure and wrong. "
            f"Of what the order says {mean(order[0]):.0%} "
            f"are right, jumbled {mean(order[1]):.0%}, where guessing gives 50 %; of what a "
            f"single word says {mean(word[0]):.0%}, and jumbled still {mean(word[1]):.0%}.",
            numbers={
                "words": mean(wavers[0]), "words_jumbled": mean(wavers[1]),
                "example": example[0], "example_jumbled": example[1],
                "order": mean(order[0]), "order_jumbled": mean(order[1]),
                "word": mean(word[0]), "word_jumbled": mean(word[1]),
            },
            tables=(
                Table(
                    f"Sentences as they are and jumbled ({len(found)} seeds)",
                    ("what", "as they are", "jumbled", "guessing"),
                    (
                        ("words to waver between", *map(shown, wavers), len(language.VOCABULARY)),
                        (f"of “{EXAMPLE}”, “{JUMBLED}”",
                         *(shown([one.example[k] for one in found]) for k in range(2)),
                         len(language.VOCABULARY)),
                        ("right: “not bad but good”, good or bad?", *map(shown, order), 0.5),
                        ("right: film, book, meal or song?", *map(shown, word), 0.25),
                    ),
                ),
            ),
        )
    }  # fmt: skip


def _tried(seed: int, rounds: Rounds) -> Tried:
    rng = np.random.default_rng(seed)
    nn.set_random_seed(seed)
    model = _reader(language.START + 1, len(language.VOCABULARY), every_step=True)
    rounds.learn(model, lambda n, r: language.as_next_words(language.sentences(n, r)), rng)
    rows = language.sentences(JUDGED, rng)
    number = {word: k for k, word in enumerate(language.VOCABULARY)}
    own = [np.array([[number[w] for w in words.split()]]) for words in (EXAMPLE, JUMBLED)]
    return Tried(
        (_wavers(model, rows), _wavers(model, shuffled(rows, rng))),
        (_wavers(model, own[0]), _wavers(model, own[1])),
        _answered(1, rounds, rng),
        _answered(2, rounds, rng),
    )


def _answered(which: int, rounds: Rounds, rng: np.random.Generator) -> tuple[float, float]:
    """Return the share of right answers about reviews, as they are and jumbled."""

    def draw(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
        found = language.reviews(count, rng)
        return found[0], found[which]

    model = _reader(len(language.REVIEW_WORDS), len(language.REVIEW_NOUNS), every_step=False)
    rounds.learn(model, draw, rng)
    x, y = draw(JUDGED, rng)
    return accuracy(model, x, y), accuracy(model, shuffled(x, rng), y)


def _reader(words: int, classes: int, *, every_step: bool) -> nn.Sequential:
    layers = [nn.Embedding(words, UNITS), nn.GRU(UNITS, return_sequences=every_step)]
    return classifier(layers, classes, RATE)


def _wavers(model: nn.Sequential, rows: Array) -> float:
    """Return e to the mean of −log p of the words that come next."""
    return float(np.exp(model.evaluate(*language.as_next_words(rows), batch_size=JUDGED)))
