"""The tasks `next-char` and `next-word`, which differ in what a text is cut into."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.counted import noun
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.nn.callbacks import Callback
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.next_token.network import network, sample_count, samples
from xlrnn.tasks.next_token.predict import Predictor
from xlrnn.tasks.next_token.settings import ARTICLE, BEGINNINGS, TokenRun, TokenSettings
from xlrnn.tasks.refusal import answers
from xlrnn.tasks.stopping import Stopping
from xlrnn.tasks.task import Task, TrainingSamples
from xlrnn.tasks.tokens import KINDS, UNKNOWN, Vocabulary

ARTICLE_TEXT = "hello"
MANY = 5_000  # tokens
SURE = 0.5
"""A letter with a larger probability than this is predicted: no other can have as much."""
Array = NDArray[Any]


class NextToken(Task[TokenSettings, str, Vocabulary]):
    """Which token comes next in a text.

    Args:
        name: of the task, which says what a token is.
    """

    def __init__(self, name: str) -> None:
        self.name, self.kind, self.unit = name, KINDS[name], "token"

    def settings(self, data: Path | None, changes: Mapping[str, Any]) -> TokenSettings:
        """Return the settings; without a text, `next-char` learns the article's word."""
        usual = BEGINNINGS[self.name] if data is not None or self.name != "next-char" else ARTICLE
        settings = usual.changed(changes)
        if data is None and self.name != "next-char":
            raise UsageError(f"{self.name} needs a text: name a file with --data")
        return settings

    def settings_from(self, content: Mapping[str, Any]) -> TokenSettings:
        """Return the settings that a run folder keeps."""
        return TokenSettings(**content)

    def read(self, data: str, settings: TokenSettings) -> str:
        """Return the text of a file, or the article's word."""
        text = _text(Path(data), settings.encoding) if data else ARTICLE_TEXT
        count = len(self.kind.split(text))
        if count < 2:
            raise InputError(
                f"{data} has {count} {noun(count, self.kind.one, self.kind.many)}: expected "
                "at least 2, one to learn from and one to predict"
            )
        return text

    def digest(self, data: str) -> str:
        """Return what tells a text from others."""
        return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()

    def fit(self, data: str, settings: TokenSettings) -> Vocabulary:
        """Return the tokens of the text.

        Raises:
            InputError: if it is too short for what is asked for.
        """
        found = self.kind.split(data)
        kept = learned_from(sample_count(len(found), settings.max_length), settings)
        known = Vocabulary.of(found, settings.vocabulary_size, self.kind)
        return known.counted(found[: kept * settings.max_length + 1], self.kind)

    def known_from(self, content: Mapping[str, Any]) -> Vocabulary:
        """Return the tokens that a run folder keeps."""
        return Vocabulary.from_json(content)

    def notes(self, run: TokenRun) -> Sequence[str]:
        """Return what a person should know of the tokens."""
        return [*run.known.notes, *self._about_many(len(run.known), run.settings.num_sampled)]

    def _about_many(self, count: int, sampled: int) -> Iterator[str]:
        """Say that a step looks at some of many tokens, or could."""
        if 0 < sampled < count:
            yield (
                f"a step looks at {sampled:,} of {count:,} {self.kind.many}: loss and accuracy of "
                "what is learned from are estimates, val_loss and val_accuracy are not"
            )
        elif count >= MANY:
            yield (
                f"a step looks at all {count:,} {self.kind.many}, which takes most of its time: "
                "--num-sampled 2000 looks at some"
            )

    def network(self, settings: TokenSettings, known: Vocabulary) -> nn.Sequential:
        """Return the model."""
        return network(settings, len(known), known.counts)

    def samples(self, run: TokenRun, data: str) -> TrainingSamples:
        """Return the text cut into samples; the last ones are held out."""
        x, y = self._pairs(run, data)
        kept = learned_from(len(x), run.settings)
        held_out = (x[kept:], y[kept:]) if kept < len(x) else None
        return TrainingSamples(x[:kept], y[:kept], held_out)

    def _pairs(self, run: TokenRun, text: str) -> tuple[Array, Array]:
        numbers = run.known.numbers(self.kind.split(text), self.kind)
        return samples(numbers, run.settings.max_length)

    def callbacks(self, run: TokenRun, samples: TrainingSamples) -> Sequence[Callback]:
        """Stop at the article's word as soon as it is learned."""
        return [] if run.data else [UntilRight(samples.x, samples.y)]

    def evaluate(self, run: TokenRun, data: Path | None) -> Evaluation:
        """Judge by a text, or by the end of the own one that was not learned from."""
        place = str(data) if data is not None else run.data
        x, y = self._pairs(run, self.read(place, run.settings))
        kept = learned_from(len(x), run.settings) if data is None else len(x)
        part = "held out" if kept < len(x) else "all"
        if part == "held out":
            x, y = x[kept:], y[kept:]
        values = run.model().evaluate(x, y, run.settings.batch_size, return_dict=True)
        values["perplexity"] = float(np.exp(values["loss"]))
        if UNKNOWN in run.known.tokens:  # to predict it is no art
            values["unknown"] = float((y == len(run.known) - 1).mean())
        return Evaluation(self.name, run.settings.model, place, part, y.size, self.unit, values)

    def predict(self, run: TokenRun, texts: Sequence[str]) -> Sequence[Any]:
        """Return what comes next after each text."""
        return answers(texts, Predictor(run).predict)

    def sample(self, run: TokenRun, text: str) -> Array:
        """Return the numbers of the last tokens of a text, as many as the model learned from.

        Raises:
            InputError: if there is none.
        """
        found = self.kind.split(text)
        if not found:
            raise InputError(f"the input is empty: expected at least one {self.kind.one}")
        return run.known.numbers(found, self.kind)[-run.settings.max_length :]

    def tokens(self, run: TokenRun) -> Sequence[str]:
        """Return the vocabulary."""
        return run.known.tokens

    @property
    def token(self) -> str:
        """A letter, or a word."""
        return self.kind.one

    def outputs(self, run: TokenRun) -> Sequence[str]:
        """Return the vocabulary: each token gets a probability."""
        return run.known.tokens


def learned_from(count: int, settings: TokenSettings) -> int:
    """Return how many of so many samples are learned from; the others are held out.

    Raises:
        InputError: if there are none, or none is held out to choose the best epoch by.

    Example:
        >>> learned_from(20, TokenSettings(validation_split=0.1))
        18
    """
    held_out = round(settings.validation_split * count)
    if held_out == count or (settings.patience and not held_out):
        needs = f", and patience {settings.patience} needs some" if settings.patience else ""
        raise InputError(
            f"the text gives {count} sample{'s'[: count != 1]} of up to "
            f"{settings.max_length} steps: validation_split {settings.validation_split} leaves "
            f"{count - held_out} to learn from and holds {held_out} out{needs}; give a "
            "longer text, a smaller max_length or another validation_split"
        )
    return count - held_out


class UntilRight(Stopping):
    """Stops as soon as every next letter is predicted clearly."""

    def __init__(self, x: Array, y: Array) -> None:
        self.x, self.y = x, y

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG002
        """Look at the predictions."""
        p = self.model.predict(self.x)
        least = np.take_along_axis(p, self.y[..., None], axis=-1).min()
        if least > SURE:
            self.stop(
                f"stopped after epoch {epoch + 1}: every next letter has a probability above "
                f"{SURE:g}, the smallest {least:.4f}"
            )


def _text(path: Path, encoding: str | None) -> str:
    try:
        return path.read_bytes().decode(encoding or "utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {error.strerror}") from None
    except LookupError:
        raise UsageError(f"there is no encoding {encoding!r}") from None
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{path} is no text in {encoding or 'UTF-8'}: byte {error.start} is "
            f"{error.object[error.start]:#04x}; save it as UTF-8, or name its encoding (--encoding)"
        ) from None


NEXT_CHAR = NextToken("next-char")
NEXT_WORD = NextToken("next-word")
