"""What a training on pictures and their captions is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from xlrnn.errors import UsageError
from xlrnn.tasks.settings import Settings


@dataclass(frozen=True, kw_only=True)
class CaptionSettings(Settings):
    """What a training on pictures and their captions is asked for.

    Args:
        model: the kind of the recurrent layer that writes.
        units: of it.
        max_length: captions of more words are left out, and none that is written is longer.
        vocabulary_size: how many different words are told apart.
        validation_split: the share that is not learned from: of pictures, with all their captions;
            of drawings the share of combinations of colour, shape and place.
        filters: of each convolution; behind each of them pictures are halved.
        embedding_dim: the numbers that describe a word.
        dropout: the share of numbers that is left out of what was seen while learning.
        rows: how many captions are used: of a table the first ones; without one as many drawings
            are made.
        size: rows, and columns, that every picture is made to have; None takes them as they are.
        file: the column of the pictures' files, where it is not recognised.
        caption: the same of the captions.
        beam: how many beginnings of a caption are followed; 1 takes the likeliest word always.
    """

    MODELS: ClassVar[tuple[str, ...]] = ("lstm", "gru")
    COUNTS: ClassVar[tuple[str, ...]] = (*Settings.COUNTS, "embedding_dim", "beam")
    SHARES: ClassVar[tuple[str, ...]] = ("validation_split", "dropout")

    task: str = "caption"
    model: str = "lstm"
    units: int = 128
    max_length: int = 30
    batch_size: int = 32
    learning_rate: float = 0.002
    vocabulary_size: int = 10_000
    validation_split: float = 0.1
    seed: int = 0
    epochs: int = 20
    filters: tuple[int, ...] = (16, 32)
    embedding_dim: int = 64
    dropout: float = 0.0
    rows: int | None = None
    size: int | None = None
    file: str | None = None
    caption: str | None = None
    beam: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        given: Any = self.filters
        filters = (given,) if isinstance(given, int) else tuple(given)
        object.__setattr__(self, "filters", filters)
        if not filters or not all(isinstance(one, int) and one >= 1 for one in filters):
            shown = ",".join(map(str, self.filters))
            raise UsageError(f"filters is {shown!r}: expected numbers from 1, one for each layer")
        for name in ("rows", "size"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise UsageError(f"{name} is {value}: expected at least 1")


DRAWINGS: Final = 10_000
_OF_DRAWINGS: Final[Mapping[str, Any]] = {
    "size": 16, "units": 96, "embedding_dim": 16, "filters": (24, 32), "learning_rate": 0.003,
    "max_length": 12, "validation_split": 0.125, "epochs": 15, "dropout": 0.3,
}  # fmt: skip
"""A smaller model learns the few words of drawings, in seconds."""


def usual(changes: Mapping[str, Any], *, drawn: bool = False) -> CaptionSettings:
    """Return the usual settings, changed.

    Args:
        changes: what was asked for.
        drawn: whether the pictures are drawings that the package makes.
    """
    return CaptionSettings(**(_OF_DRAWINGS if drawn else {})).changed(changes)
