"""What a training on pairs of sentences is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from xlrnn.errors import UsageError
from xlrnn.tasks.settings import Settings
from xlrnn.tasks.tokens import LETTERS, WORDS, Tokens

TOKENS: Final[Mapping[str, Tokens]] = {"words": WORDS, "characters": LETTERS}
ATTENTION: Final = ("additive", "dot", "none")
LONGEST: Final = {"words": 30, "characters": 120}
"""How many tokens a sentence has at most, where nothing is said."""


@dataclass(frozen=True, kw_only=True)
class TranslateSettings(Settings):
    """What a training on pairs of sentences is asked for.

    Args:
        model: the kind of both recurrent layers, the one that reads and the one that writes.
        max_length: pairs with a side of more tokens are left out, and no translation is longer.
        vocabulary_size: how many different tokens of each language are told apart.
        validation_split: the share of the sentences that is not learned from, with all their
            translations.
        attention: how the decoder looks at what was read: `additive`, `dot` or `none`.
        hand_over: whether the decoder begins with the last states of the encoder; if not, with
            zeros, and attention is all it learns of the sentence by.
        tokens: what sentences are cut into: `words` or `characters`.
        embedding_dim: the numbers that describe a token.
        dropout: the share of numbers that is left out before the last layer while learning.
        rows: how many pairs are used: of a file the first ones; None for all, and without a file
            for `GENERATED`.
        source: the column of the sentences, where the data are a table.
        target: the column of their translations.
        beam: how many beginnings of a translation are followed; 1 takes the likeliest token always.
    """

    MODELS: ClassVar[tuple[str, ...]] = ("lstm", "gru")
    COUNTS: ClassVar[tuple[str, ...]] = (*Settings.COUNTS, "embedding_dim", "beam")
    SHARES: ClassVar[tuple[str, ...]] = ("validation_split", "dropout")

    task: str = "translate"
    model: str = "lstm"
    units: int = 128
    max_length: int = LONGEST["words"]
    batch_size: int = 64
    learning_rate: float = 0.003
    vocabulary_size: int = 10_000
    validation_split: float = 0.1
    seed: int = 0
    epochs: int = 20
    attention: str = "additive"
    hand_over: bool = True
    tokens: str = "words"
    embedding_dim: int = 64
    dropout: float = 0.0
    rows: int | None = None
    source: str | None = None
    target: str | None = None
    beam: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, known in (("attention", ATTENTION), ("tokens", tuple(TOKENS))):
            if getattr(self, name) not in known:
                raise UsageError(f"{name} is {getattr(self, name)!r}: expected {', '.join(known)}")
        if self.attention == "none" and not self.hand_over:
            raise UsageError(
                "attention is none and hand_over False: the decoder would know nothing of the "
                "sentence; expected one of the two"
            )
        if self.rows is not None and self.rows < 1:
            raise UsageError(f"rows is {self.rows}: expected at least 1")

    @property
    def kind(self) -> Tokens:
        """How sentences are cut into tokens."""
        return TOKENS[self.tokens]


_OF_GENERATED: Final = {"units": 64, "embedding_dim": 32, "learning_rate": 0.01, "epochs": 12}
"""A smaller model learns the few words of generated sentences, in seconds."""


def usual(changes: Mapping[str, Any], *, generated: bool = False) -> TranslateSettings:
    """Return the usual settings, changed; sentences have more characters than words.

    Args:
        changes: what was asked for.
        generated: whether the sentences are generated ones.
    """
    longest = LONGEST.get(changes.get("tokens") or "words", LONGEST["words"])
    own: dict[str, Any] = {"max_length": longest, **(_OF_GENERATED if generated else {})}
    return TranslateSettings(**own).changed(changes)
