"""What a training on labelled texts is asked for; the article's values where it has any."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.settings import Settings
from xlrnn.text.readers.labels import named

RECURRENT: Final = ("rnn", "lstm", "gru", "bidirectional")
ARTICLE: Final = ("as-printed", "as-intended")
BALANCED: Final = "balanced"

WORDS: Final = ("spaces", "characters")
ARTICLE_SHARE: Final = 0.02
ALL_BELOW: Final = 10_000
"""With fewer rows than this, the article's 2 % would be next to nothing."""


@dataclass(frozen=True, kw_only=True)
class SentimentSettings(Settings):
    """What a training on labelled texts is asked for.

    Args:
        max_length: the words of a text that are seen: its last ones.
        vocabulary_size: numbers from here on are no words, as with Keras' `num_words`.
        share: the share of the rows that is used; None for the article's 2 %, or for all rows
            where these are few.
        test_split: the share of those that is never learned from.
        validation_split: the share of the rest by which the best epoch is chosen; with 0 the epochs
            are judged by the rows held out, as in the article, and the last one is kept.
        dense: the units of the dense layers before the last.
        dropout: the share of numbers that is left out behind the embedding and before the end.
        vectors: the file or package of word vectors that the embedding begins with.
        frozen: whether these stay as they are.
        bayes: whether the numbers of a word begin with what naive Bayes makes of it: how much
            more frequent it is in the texts of one class than of the others.
        vectors_stddev: the standard deviation that the vectors' numbers are brought to first, since
            large ones are soon learned by heart; 0 leaves them as the file has them.
        embedding_dim: the numbers that describe a word where there are no vectors.
        num_layers: how many recurrent layers stand one behind the other.
        class_weight: `balanced` lets every class count the same, however rare; "" every row.
        apart: whether texts that occur more than once are kept on one side: what is learned from
            is never held out, too.
        header_always: whether the first row is taken for a header even where it is none, and so
            is not used: what the article's `read_csv` does.
        clean: what is done to the texts first; see `xlrnn.text.cleaning`.
        text: the column of the texts, where it is not recognised.
        label: the column of the labels.
        classes: the labels as the file spells them, where they are not negative and positive.
        words: what is a word: what stands between `spaces`, or each of the `characters`.
        rows: how many tweets are generated where there is no data file.
    """

    MODELS: ClassVar[tuple[str, ...]] = (*ARTICLE, *RECURRENT, "conv", "vectors")
    COUNTS: ClassVar[tuple[str, ...]] = (*Settings.COUNTS, "embedding_dim", "rows", "num_layers")
    SHARES: ClassVar[tuple[str, ...]] = ("validation_split", "dropout", "test_split")

    task: str = "sentiment"
    model: str = "lstm"
    units: int = 100
    max_length: int = 15
    batch_size: int = 120
    learning_rate: float = 0.001
    vocabulary_size: int = 16_000
    validation_split: float = 0.1
    seed: int = 42
    epochs: int = 10
    share: float | None = 1.0
    test_split: float = 0.3
    patience: int = 3
    dense: tuple[int, ...] = ()
    dropout: float = 0.5
    vectors: str = ""
    frozen: bool = False
    bayes: bool = False
    vectors_stddev: float = 0.2
    embedding_dim: int = 200
    num_layers: int = 1
    class_weight: str = ""
    apart: bool = False
    header_always: bool = False
    clean: str = "none"
    text: str | None = None
    label: str | None = None
    classes: tuple[str, ...] = ()
    words: str = "spaces"
    rows: int = 4_000

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.vocabulary_size < 2:
            raise UsageError(
                f"vocabulary_size is {self.vocabulary_size}: expected at least 2, "
                "since number 0 is no word"
            )
        if self.words not in WORDS:
            raise UsageError(f"words is {self.words!r}: expected {' or '.join(WORDS)}")
        if self.classes:
            _check_classes(self.classes)
        if self.share is not None and not 0 < self.share <= 1:
            raise UsageError(f"share is {self.share}: expected a share above 0, at most 1")
        if not self.test_split:
            raise UsageError("test_split is 0: expected a share above 0 to judge the model by")
        if not 0 <= self.vectors_stddev < float("inf"):
            raise UsageError(f"vectors_stddev is {self.vectors_stddev}: expected a number from 0")
        if any(units < 1 for units in self.dense):
            raise UsageError(f"dense is {self.dense}: expected at least 1 unit in each layer")
        if self.class_weight not in ("", BALANCED):
            raise UsageError(f"class_weight is {self.class_weight!r}: expected {BALANCED}")
        if self.num_layers > 1 and self.model not in RECURRENT:
            raise UsageError(
                f"num_layers is {self.num_layers}: expected 1 with the model {self.model}, or "
                f"one of the models {', '.join(RECURRENT)}"
            )
        if self.model == "vectors" and not self.vectors:
            raise UsageError("the model vectors adds up word vectors: name a file with --vectors")

    @property
    def of_the_article(self) -> bool:
        """Whether the model is one of the article's, its habits included."""
        return self.model in ARTICLE


def _check_classes(classes: tuple[str, ...]) -> None:
    try:
        named(classes)
    except InputError as error:
        raise UsageError(str(error)) from None


_ARTICLES: Final = {
    "validation_split": 0.0, "patience": 0, "share": None, "dense": (1000, 500), "dropout": 0.0,
    "frozen": True, "vectors_stddev": 0.0, "header_always": True,
}  # fmt: skip
_USUAL: Final[Mapping[str, Mapping[str, Any]]] = {
    **dict.fromkeys(ARTICLE, _ARTICLES),
    **{model: {"bayes": True} for model in (*RECURRENT, "conv")},
    # The listing's sentence vectors, which it makes of cleaned texts and does not use.
    "vectors": {"clean": "builtin", "dense": (1000, 500), "dropout": 0.0, "frozen": True,
                "vectors_stddev": 0.0},
}  # fmt: skip


def usual(model: str, changes: Mapping[str, Any]) -> SentimentSettings:
    """Return the usual settings of a model, changed.

    Raises:
        UsageError: if there is no such setting, or it makes no sense.
    """
    if changes.get("frozen") and not changes.get("vectors") and model not in ARTICLE:
        raise UsageError("frozen keeps word vectors as they are: name a file with --vectors")
    vectors = changes.get("vectors") or ""  # the model of that name makes no sense without
    own = {**_USUAL.get(model, {}), "model": model, "vectors": vectors}
    return SentimentSettings(**own).changed(changes)
