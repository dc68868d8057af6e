"""What every training is asked for; each task adds its own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, ClassVar, TypeVar

from xlrnn.errors import UsageError

S = TypeVar("S", bound="Settings")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a training is asked for.

    Args:
        task: its name.
        model: the kind of network.
        units: the units of its recurrent layer.
        max_length: how many tokens the network sees in one sample at most.
        batch_size: how many samples make one update.
        learning_rate: Adam's.
        vocabulary_size: how many different tokens are told apart.
        validation_split: the share of what is learned from that is kept back to judge each epoch.
        seed: of the weights and the order of the samples.
        epochs: how often the data are seen.
        patience: after so many epochs that were no better by the validation the training ends,
            and the best epoch's model is kept; 0 for neither.
        encoding: of the data file; None recognises it.
    """

    MODELS: ClassVar[tuple[str, ...]] = ()
    COUNTS: ClassVar[tuple[str, ...]] = (
        "units",
        "max_length",
        "batch_size",
        "vocabulary_size",
        "epochs",
    )
    SHARES: ClassVar[tuple[str, ...]] = ("validation_split",)

    task: str
    model: str
    units: int
    max_length: int
    batch_size: int
    learning_rate: float
    vocabulary_size: int
    validation_split: float
    seed: int
    epochs: int
    patience: int = 0
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.model not in self.MODELS:
            raise UsageError(f"there is no model {self.model!r}: expected {', '.join(self.MODELS)}")
        for name in self.COUNTS:
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}: expected at least 1")
        if not 0 < self.learning_rate < float("inf"):
            raise UsageError(f"learning_rate is {self.learning_rate}: expected a number above 0")
        for name in self.SHARES:
            if not 0 <= getattr(self, name) < 1:
                raise UsageError(
                    f"{name} is {getattr(self, name)}: expected a share, from 0 to below 1"
                )
        if self.patience < 0:
            raise UsageError(f"patience is {self.patience}: expected 0 or more epochs")
        if self.patience and not self.validation_split:
            raise UsageError(
                f"patience is {self.patience} and validation_split 0: there is nothing to "
                "choose the best epoch by; say validation_split, or patience 0"
            )
        if not 0 <= self.seed < 2**32:
            raise UsageError(f"seed is {self.seed}: expected 0 to {2**32 - 1}")

    def changed(self: S, changes: Mapping[str, Any]) -> S:
        """Return the settings with some of them changed; None changes nothing.

        Raises:
            UsageError: if the task has no such setting, or the value makes no sense.
        """
        given = {name: value for name, value in changes.items() if value is not None}
        known = [field.name for field in fields(self)]
        for name in given:
            if name not in known:
                raise UsageError(
                    f"{self.task} has no setting {name!r}: expected one of {', '.join(known)}"
                )
        return replace(self, **given)

    def to_json(self) -> dict[str, Any]:
        """Return them as JSON can hold them."""
        return asdict(self)
