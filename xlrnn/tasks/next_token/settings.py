"""What a training on a text is asked for, and what is chosen where nothing is said."""

from dataclasses import dataclass
from typing import ClassVar

from xlrnn.errors import UsageError
from xlrnn.tasks.next_token.tokens import Vocabulary
from xlrnn.tasks.settings import Settings
from xlrnn.tasks.task import TaskRun


@dataclass(frozen=True, kw_only=True)
class TokenSettings(Settings):
    """What a training on a text is asked for.

    Args:
        vocabulary: how many different tokens are told apart; the rarest are `<unknown>`.
        validation: the share of the text, from its end, that is not learned from.
        sampled: how many of the tokens a step of training looks at, which saves time where there
            are many; 0 for all. See `xlrnn.nn.losses.SampledCrossentropy`.
    """

    MODELS: ClassVar[tuple[str, ...]] = ("rnn", "lstm", "gru")

    task: str = "next-char"
    model: str = "rnn"
    units: int = 128
    steps: int = 50
    batch: int = 32
    rate: float = 0.003
    vocabulary: int = 10_000
    validation: float = 0.1
    seed: int = 0
    epochs: int = 10
    sampled: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.sampled < 0:
            raise UsageError(
                f"sampled is {self.sampled}: expected a number of tokens, or 0 for all"
            )


TokenRun = TaskRun[TokenSettings, Vocabulary]
"""A training on a text."""

ARTICLE = TokenSettings(units=3, rate=0.05, validation=0.0, epochs=1000)
"""What trains the article's "hello": three units, as in its spreadsheet."""

BEGINNINGS = {
    "next-char": TokenSettings(),
    "next-word": TokenSettings(task="next-word", steps=20),
}
"""What is chosen for a text where nothing is said."""
