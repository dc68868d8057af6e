"""What a training on a text is asked for, and what is chosen where nothing is said."""

from dataclasses import dataclass
from typing import ClassVar

from xlrnn.errors import UsageError
from xlrnn.tasks.settings import Settings
from xlrnn.tasks.task import TaskRun
from xlrnn.tasks.tokens import Vocabulary


@dataclass(frozen=True, kw_only=True)
class TokenSettings(Settings):
    """What a training on a text is asked for.

    Args:
        vocabulary_size: how many different tokens are told apart; the rarest are `<unknown>`.
        validation_split: the share of the text, from its end, that is not learned from.
        num_sampled: how many of the tokens a step of training looks at, which saves time where
            there are many; 0 for all. See `xlrnn.nn.losses.SampledCrossentropy`.
    """

    MODELS: ClassVar[tuple[str, ...]] = ("rnn", "lstm", "gru")

    task: str = "next-char"
    model: str = "rnn"
    units: int = 128
    max_length: int = 50
    batch_size: int = 32
    learning_rate: float = 0.003
    vocabulary_size: int = 10_000
    validation_split: float = 0.1
    seed: int = 0
    epochs: int = 10
    num_sampled: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.num_sampled < 0:
            raise UsageError(
                f"num_sampled is {self.num_sampled}: expected a number of tokens, or 0 for all"
            )


TokenRun = TaskRun[TokenSettings, Vocabulary]
"""A training on a text."""

ARTICLE = TokenSettings(units=3, learning_rate=0.05, validation_split=0.0, epochs=1000)
"""What trains the article's "hello": three units, as in its spreadsheet."""

BEGINNINGS = {
    "next-char": TokenSettings(),
    "next-word": TokenSettings(task="next-word", max_length=20),
}
"""What is chosen for a text where nothing is said."""
