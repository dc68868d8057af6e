"""What comes next: the probability of each token, and texts that go on by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn import nn
from xlrnn.arguments import check_count, check_number
from xlrnn.errors import UsageError
from xlrnn.tasks.next_token.settings import TokenRun
from xlrnn.tasks.tokens import KINDS, UNKNOWN

Array = NDArray[Any]


@dataclass(frozen=True)
class Prediction:
    """What a model expects after a text.

    Args:
        text: the text.
        tokens: the tokens, the most likely first.
        probabilities: of each of them.
        unknown: the tokens of the text that the model does not know and took for `<unknown>`.
    """

    text: str
    tokens: tuple[str, ...]
    probabilities: tuple[float, ...]
    unknown: tuple[str, ...] = ()


class Predictor:
    """Predicts with the model of a run.

    Args:
        run: the run.
    """

    def __init__(self, run: TokenRun) -> None:
        if run.settings.task not in KINDS:
            raise UsageError(
                f"{run.folder} holds a run of {run.settings.task}, whose model does not say what "
                f"comes next: expected {' or '.join(KINDS)}"
            )
        self.run, self.kind = run, KINDS[run.settings.task]
        self.model: nn.Sequential = run.model()

    def predict(self, text: str) -> Prediction:
        """Return the probability of every token to come next.

        Raises:
            UsageError: if the text is empty or has a token that the model does not know.
        """
        p = self._next(self._numbers(text))
        order = np.argsort(-p, kind="stable")
        tokens = self.run.known.tokens
        return Prediction(
            text,
            tuple(tokens[k] for k in order),
            tuple(float(p[k]) for k in order),
            self.unknown(text),
        )

    def unknown(self, text: str) -> tuple[str, ...]:
        """Return the tokens of a text that the model takes for `<unknown>`, each once."""
        known = frozenset(self.run.known.tokens)
        return tuple(dict.fromkeys(t for t in self.kind.split(text) if t not in known))

    def generate(
        self, text: str, count: int, temperature: float = 1.0, seed: int | None = None
    ) -> str:
        """Return a text that goes on with so many tokens.

        Args:
            text: what it begins with.
            count: how many tokens follow.
            temperature: below 1 the likely tokens become more likely still, above 1 less; 0
                takes the most likely always.
            seed: of the draws.
        """
        check_count("count", count)
        check_number("temperature", temperature)
        check_count("seed", seed, 0)
        rng = np.random.default_rng(seed)
        numbers = self._numbers(text)
        begun = len(numbers)
        for _ in range(count):
            p = tempered(self._next(numbers), temperature)
            numbers = np.append(numbers, rng.choice(len(p), p=p))
        kind, tokens = self.kind, self.run.known.tokens
        more = [tokens[k] for k in numbers[begun:]]
        return text + kind.join(more) if kind.one == "letter" else kind.join([text, *more])

    def _numbers(self, text: str) -> Array:
        tokens = self.kind.split(text)
        if not tokens:
            raise UsageError(f"the text is empty: expected at least one {self.kind.one}")
        return self.run.known.numbers(tokens, self.kind)

    def _next(self, numbers: Array) -> Array:
        """Return the probabilities after the last tokens, as many as the model was trained on."""
        seen = numbers[-self.run.settings.max_length :]
        p: Array = self.model.predict(seen[None])[0, -1].astype(np.float64)
        if self.run.known.tokens[-1] == UNKNOWN:
            p[-1] = 0.0
        p /= p.sum()
        return p


def about_unknown(unknown: Sequence[str]) -> str:
    """Return what is said of tokens that a model does not know.

    Example:
        >>> about_unknown(["zebra", "axolotl"])
        'not known and taken for <unknown>: zebra, axolotl'
    """
    return f"not known and taken for {UNKNOWN}: {', '.join(unknown)}"


def tempered(p: Array, temperature: float) -> Array:
    """Return probabilities made sharper (below 1) or flatter (above 1) by a temperature.

    Example:
        >>> tempered(np.array([0.8, 0.2]), 0.5).round(3).tolist()
        [0.941, 0.059]
        >>> tempered(np.array([0.8, 0.2]), 0).tolist()
        [1.0, 0.0]
    """
    if temperature == 0:
        most_likely: Array = np.eye(len(p))[p.argmax()]
        return most_likely
    with np.errstate(divide="ignore", over="ignore"):
        logits = np.log(p)
        weights = np.exp((logits - logits.max()) / temperature)  # a tiny one makes -inf of most
    sharper: Array = weights / weights.sum()
    return sharper
