"""What a model translates a sentence to, and what it looked at for every token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.tasks.decoding import Written
from xlrnn.tasks.language import END, MARKS
from xlrnn.tasks.refusal import Refusal, answers
from xlrnn.tasks.task import TaskRun
from xlrnn.tasks.tokens import UNKNOWN, joined
from xlrnn.tasks.translate.decoding import TranslationDecoder
from xlrnn.tasks.translate.languages import Languages
from xlrnn.tasks.translate.settings import TranslateSettings

Array = NDArray[Any]
TranslateRun = TaskRun[TranslateSettings, Languages]
"""A training on pairs of sentences."""


@dataclass(frozen=True)
class Translation:
    """What a model translates a sentence to.

    Args:
        text: the sentence.
        translation: what it is translated to.
        tokens: of the sentence, as the model sees them.
        written: of the translation; with the end mark, if it came before the limit.
        attention: how much each of those (a row) looked at each token of the sentence; None for a
            model without attention.
        score: the mean of the logarithms of their probabilities.
        notes: what a person should know of it.
    """

    text: str
    translation: str
    tokens: tuple[str, ...]
    written: tuple[str, ...]
    attention: Array | None
    score: float
    notes: tuple[str, ...] = ()


class Translator:
    """Translates with the model of a run.

    Args:
        run: the run.
    """

    def __init__(self, run: TranslateRun) -> None:
        self.run, self.kind = run, run.settings.kind
        self.decoder = TranslationDecoder(run.model())

    def translations(self, texts: Sequence[str]) -> list[Translation | Refusal]:
        """Return the translation of each text; a refusal for one without tokens.

        Raises:
            UsageError: if all of them have none.
        """
        found = answers(texts, self._tokens)
        sentences = [one for one in found if not isinstance(one, Refusal)]
        written = iter(self.written(sentences))
        return [one if isinstance(one, Refusal) else self._translation(text, one, next(written))
                for text, one in zip(texts, found, strict=True)]  # fmt: skip

    def written(self, sentences: Sequence[Sequence[str]]) -> list[Written]:
        """Return what the decoder writes for sentences, cut into tokens."""
        settings, known = self.run.settings, self.run.known
        numbers = [known.source.numbers(sentence) for sentence in sentences]
        return self.decoder.translate(numbers, settings.max_length + 1, settings.beam)

    def _tokens(self, text: str) -> list[str]:
        tokens = self.kind.split(text.strip())
        if not tokens:
            raise UsageError(f"the sentence is empty: expected at least one {self.kind.one}")
        return tokens

    def _translation(self, text: str, tokens: Sequence[str], found: Written) -> Translation:
        names = self.run.known.target.tokens
        written = [names[k] for k in found.numbers]
        return Translation(
            text,
            joined(written, self.kind),
            tuple(tokens),
            (*written, *[MARKS[END]] * found.ended),
            found.attention,
            found.score,
            tuple(self._notes(tokens, found)),
        )

    def _notes(self, tokens: Sequence[str], found: Written) -> Iterator[str]:
        known, kind = self.run.known, self.kind
        if unknown := known.source.unknown(tokens):
            yield f"not known and taken for {UNKNOWN}: {', '.join(unknown)}"
        if len(tokens) > known.longest:
            yield (
                f"it has {counted(len(tokens), kind.one, kind.many)}, and the longest sentence "
                f"that was learned from {known.longest}"
            )
        if not found.ended:
            yield f"it does not end within {counted(len(found.numbers), kind.one, kind.many)}"
