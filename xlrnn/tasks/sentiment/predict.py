"""What a model thinks of a text, and how that moved from word to word."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xlrnn.tasks.sentiment.data import cleaner_of
from xlrnn.tasks.sentiment.inputs import SentimentRun, inputs
from xlrnn.text.splitting import text_to_word_sequence


@dataclass(frozen=True)
class AfterWord:
    """What a model thinks after a word.

    Args:
        word: the word, as the model sees it.
        known: whether it has a number; the others are left out.
        probabilities: of each class, as if the text ended here.
    """

    word: str
    known: bool
    probabilities: tuple[float, ...]


@dataclass(frozen=True)
class SentimentPrediction:
    """What a model thinks of a text.

    Args:
        text: the text.
        classes: the names of the classes, the most likely first.
        probabilities: of each of them.
        order: the names of the classes in the order of the steps' probabilities.
        steps: what it thought after each word.
        unseen: how many known words at the beginning are too far back to be seen.
    """

    text: str
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    order: tuple[str, ...]
    steps: tuple[AfterWord, ...]
    unseen: int

    @property
    def blind(self) -> bool:
        """Whether no word was known, so that the answer says nothing of the text."""
        return not any(step.known for step in self.steps)


class SentimentPredictor:
    """Reads texts with the model of a run.

    Args:
        run: the run.
    """

    def __init__(self, run: SentimentRun) -> None:
        self.run, self.model = run, run.model()
        self.tokenizer = run.known.tokenizer()
        self.clean = cleaner_of(run.settings)

    def predict(self, text: str) -> SentimentPrediction:
        """Return the probability of each class, after the text and after each of its words.

        A text without words is answered, too, like all that hold no known word.
        """
        words = self._words(text)
        known = [word in self.tokenizer.word_index for word in words]
        beginnings = [" ".join(words[:k]) for k in range(1, len(words) + 1)]
        # An unknown word is left out, so that what is calculated is what was there before it: once,
        # since products of other sizes are rounded otherwise.
        x = inputs(self.run, beginnings or [""])
        different, which = np.unique(x, axis=0, return_inverse=True)
        p = self.model.predict(different)[which.ravel()].tolist()
        steps = tuple(
            AfterWord(word, is_known, tuple(after))
            for word, is_known, after in zip(words, known, p, strict=False)
        )
        names = self.run.known.classes
        ranked = sorted(range(len(names)), key=lambda k: -p[-1][k])
        return SentimentPrediction(
            text,
            tuple(names[k] for k in ranked),
            tuple(p[-1][k] for k in ranked),
            names,
            steps,
            max(0, sum(known) - self.run.settings.max_length),
        )

    def _words(self, text: str) -> Sequence[str]:
        """Return the words of a text as the tokenizer cuts it."""
        (cleaned,) = self.clean([text])
        return text_to_word_sequence(cleaned)
