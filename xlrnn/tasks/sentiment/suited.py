"""What is chosen for the texts at hand, where nothing is said: by how many and how long they are.

The article's fifteen words, batches of 120 and ten epochs are its two models' own. The other
models take what did well on several sets of texts, judged by validation.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from xlrnn.tasks.sentiment.data import Data
from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.text.splitting import text_to_word_sequence

LOOKED_AT: Final = 10_000
"""As many texts tell how long all are."""
WHOLE: Final = 0.98
"""The share of the texts that is seen from beginning to end."""
FEWEST_STEPS, MOST_STEPS = 5, 150
SMALLEST_BATCH, LARGEST_BATCH = 32, 512
STEPS_OF_AN_EPOCH: Final = 200
"""About so many updates are made in an epoch, as far as the batches' bounds allow."""
MOST_EPOCHS, SEEN_AT_MOST = 30, 6_000_000
FEW_ROWS: Final = 20_000
"""So few rows are soon learned by heart: more dropout, and fewer units."""


def suited(
    settings: SentimentSettings, data: Data, changes: Mapping[str, Any]
) -> SentimentSettings:
    """Return the settings with those that nobody asked for chosen by the rows to learn from."""
    if settings.of_the_article:
        return settings
    learned = data.texts[data.split.parts()[0]]
    chosen = {"max_length": _steps(settings.model, learned), **_training(len(learned))}
    if settings.model == "vectors":
        chosen |= {"dropout": settings.dropout}
    unsaid = {name: value for name, value in chosen.items() if changes.get(name) is None}
    return settings.changed(unsaid)


def _steps(model: str, texts: Sequence[str]) -> int:
    """Return how many words show most texts whole; a sum of vectors takes all of every text."""
    places = np.linspace(0, len(texts) - 1, min(len(texts), LOOKED_AT)).round().astype(int)
    lengths = [len(text_to_word_sequence(texts[place])) for place in places.tolist()]
    longest = max(lengths) if model == "vectors" else int(np.quantile(lengths, WHOLE))
    return min(max(longest, FEWEST_STEPS), MOST_STEPS)


def _training(rows: int) -> dict[str, Any]:
    """Return sizes of network and batches for so many rows.

    Example:
        >>> [_training(rows)["batch_size"] for rows in (2_000, 30_000, 10**6)]
        [32, 128, 512]
    """
    batch = 2 ** round(np.log2(max(rows, 1) / STEPS_OF_AN_EPOCH))
    few = rows < FEW_ROWS
    return {
        "batch_size": int(min(max(batch, SMALLEST_BATCH), LARGEST_BATCH)),
        "epochs": min(max(SEEN_AT_MOST // max(rows, 1), 4), MOST_EPOCHS),
        "units": 64 if few else 100,
        "dropout": 0.65 if few else 0.5,
        "vocabulary_size": 30_000,
    }
