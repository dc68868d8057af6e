"""Tweets that nobody wrote, with a sentiment that can be learned."""

import numpy as np

from xlrnn.text.labelled import Labelled

GOOD = ("love", "great", "happy", "nice", "fun", "good", "awesome", "best")
BAD = ("hate", "awful", "sad", "bad", "boring", "terrible", "sick", "worst")


def generated_tweets(rows: int, seed: int = 0) -> Labelled:
    """Return tweets whose sentiment depends on their words and on the order of these.

    Args:
        rows: how many.
        seed: the same gives the same tweets.
    """
    random = np.random.default_rng(seed)
    labels = np.arange(rows) % 2
    texts = []
    for label in labels.tolist():
        negated = random.random() < 0.4
        pool = GOOD if label != negated else BAD
        word = pool[random.integers(len(pool))]
        texts.append(f"this is not {word}" if negated else f"this is {word}")
    return Labelled(texts, labels.astype(np.int8))
