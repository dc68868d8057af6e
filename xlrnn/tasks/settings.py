"""What a training is asked for, and what is chosen where nothing is said."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from xlrnn.errors import UsageError

MODELS = ("rnn", "lstm", "gru")


@dataclass(frozen=True)
class Settings:
    """What a training is asked for.

    Args:
        task: `next-char` or `next-word`.
        model: the recurrent layer: `rnn`, `lstm` or `gru`.
        units: its units.
        steps: how many tokens the network sees in one sample.
        batch: how many samples make one update.
        rate: the learning rate (Adam's).
        vocabulary: how many different tokens are told apart; the rarest are `<unknown>`.
        validation: the share of the text, from its end, that is not learned from.
        seed: of the weights and the order of the samples.
        epochs: how often the text is seen.
    """

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

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise UsageError(f"there is no model {self.model!r}: expected {', '.join(MODELS)}")
        for name in ("units", "steps", "batch", "vocabulary", "epochs"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}: expected at least 1")
        if not 0 < self.rate < float("inf"):
            raise UsageError(f"rate is {self.rate}: expected a number above 0")
        if not 0 <= self.validation < 1:
            raise UsageError(
                f"validation is {self.validation}: expected a share, from 0 to below 1"
            )

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """Return the settings with some of them changed; None changes nothing."""
        return replace(
            self, **{name: value for name, value in changes.items() if value is not None}
        )

    def to_json(self) -> dict[str, Any]:
        """Return them as JSON can hold them."""
        return asdict(self)


ARTICLE = Settings(units=3, rate=0.05, validation=0.0, epochs=1000)
"""What trains the article's "hello": three units, as in its spreadsheet."""

BEGINNINGS = {"next-char": Settings(), "next-word": Settings("next-word", steps=20)}
"""What is chosen for a text where nothing is said."""
