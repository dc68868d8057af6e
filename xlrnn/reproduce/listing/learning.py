"""What the listing's model learns, and what it learns with other layers and with words."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, Final

import numpy as np

from xlrnn.article.listing import Listing
from xlrnn.reproduce.evidence import Evidence, Line, Plot, Setting, Table
from xlrnn.reproduce.listing.changes import LEARNED, LSTM, drawn
from xlrnn.reproduce.listing.old_libraries import train_test_split
from xlrnn.reproduce.listing.running import Ran, run, run_whole
from xlrnn.tasks.sentiment.baselines import NaiveBayes

EPOCHS: Final = 10
ARTICLE_SHARE: Final = 0.02
ENOUGH: Final = 20_000
ENOUGH_QUICKLY: Final = 1_000
"""Tweets to draw where 2 % are fewer: of a few dozen nothing is learned."""
AS_PRINTED: Final = "as printed"
OTHER_LAYER: Final = "an LSTM in its place"
WORDS: Final = "an LSTM, and words by an embedding"


@dataclass(frozen=True)
class Learned:
    """What the models make of the tweets to validate with.

    Args:
        curves: the accuracy after each epoch, by model.
        most_frequent: that of calling every tweet by the most frequent class.
        naive_bayes: that of counting words.
        judged: how many tweets that is.
        updates: how often the listing's own model was changed.
        learned: how many tweets it learned from.
        says: which tweets.
    """

    curves: Mapping[str, tuple[float, ...]]
    most_frequent: float
    naive_bayes: float
    judged: int
    updates: int
    learned: int
    says: str

    @property
    def last(self) -> dict[str, float]:
        """The accuracy after the last epoch, by model."""
        return {name: curve[-1] for name, curve in self.curves.items()}

    @property
    def noise(self) -> float:
        """Two standard errors of the difference of two accuracies, at most."""
        return 2 * sqrt(0.5 / self.judged)

    def gain(self, name: str) -> float:
        """Return how much better than as printed a model is."""
        return self.last[name] - self.last[AS_PRINTED]


def learned(setting: Setting, typed: Listing) -> Learned:
    """Train the three models."""
    rows = len(run_whole(setting, typed)["train"])
    share = min(max(ARTICLE_SHARE, (ENOUGH_QUICKLY if setting.quick else ENOUGH) / rows), 1.0)
    typed = typed.changed(*drawn(share))
    ran = {
        AS_PRINTED: run_whole(setting, typed, epochs=EPOCHS),
        OTHER_LAYER: run(setting, typed.changed(*LSTM), epochs=EPOCHS),
        WORDS: run(setting, typed.changed(*LEARNED, *LSTM), epochs=EPOCHS),
    }
    printed = ran[AS_PRINTED]
    shares = np.asarray(printed["validy"]).mean(axis=0)
    return Learned(
        {name: tuple(_curve(one)) for name, one in ran.items()},
        float(shares.max()),
        _naive_bayes(printed),
        len(printed["validx"]),
        int(printed["finalmodel"].optimizer.iterations),
        len(printed["trainx"]),
        f"{printed.files.says}, of which {share:.0%} are drawn",
    )


def _curve(ran: Ran) -> list[float]:
    found: list[float] = ran["finalmodel"].history.history["val_accuracy"]
    return found


def _naive_bayes(ran: Ran) -> float:
    """Return how many of the tweets to validate with are told by counting words."""
    y: Any = np.asarray(ran["trainset2y"]).argmax(axis=1)
    texts, judged, labels, expected = train_test_split(
        ran["trainset2x"], y, test_size=0.3, random_state=42
    )
    p = NaiveBayes.fit(texts.tolist(), labels, 2).predict(judged.tolist())
    return float((p.argmax(axis=1) == expected).mean())


def of_learning(found: Learned) -> dict[str, Evidence]:
    """Say what follows from what was learned."""
    return {
        "listing-tells-tweets": tells_tweets(found),
        "listing-updates": updates(found),
        "listing-not-best": not_best(found),
        "listing-shallow-reason": shallow_reason(found),
        "listing-play": play(found),
    }


def tells_tweets(found: Learned) -> Evidence:
    """Compare with calling all tweets by the most frequent class."""
    printed, words = found.last[AS_PRINTED], found.last[WORDS]
    ahead, possible = printed - found.most_frequent, words - found.most_frequent
    says = (
        f"On {found.says}: as printed {printed:.3f} of {found.judged:,} tweets are told, "
        f"{found.most_frequent:.3f} by calling all by the most frequent class, {words:.3f} by the "
        "listing with an LSTM that is given words."
    )
    confirmed = possible > found.noise and ahead < possible / 2
    numbers = _rounded({"printed": printed, "most frequent": found.most_frequent, "words": words})
    return Evidence(confirmed, says, numbers, (_table(found),), (_plot(found),))


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: round(number, 6) for name, number in numbers.items()}


def _table(found: Learned) -> Table:
    rows = [("most frequent class", found.most_frequent), ("naive Bayes", found.naive_bayes)]
    rows += found.last.items()
    title = f"Accuracy on {found.judged:,} tweets to validate with"
    return Table(title, ("model", "accuracy"), tuple((name, round(a, 4)) for name, a in rows))


def _plot(found: Learned) -> Plot:
    epochs = tuple(range(1, EPOCHS + 1))
    flat = Line("most frequent class", (found.most_frequent,) * EPOCHS)
    lines = tuple(Line(name, curve) for name, curve in found.curves.items())
    return Plot("What is learned", "epoch", "accuracy on tweets to validate with", epochs,
                (*lines, flat))  # fmt: skip


def updates(found: Learned) -> Evidence:
    """Count the changes of the weights in ten epochs with batches of 120."""
    expected = EPOCHS * ceil(found.learned / 120)
    of_article = EPOCHS * ceil(22_400 / 120)
    says = (
        f"{found.learned:,} tweets in batches of 120, ten times: the weights are changed "
        f"{found.updates:,} times; with the article's 22,400 tweets it is {of_article:,} times."
    )
    return Evidence(found.updates == expected, says, {"updates": found.updates})


def not_best(found: Learned) -> Evidence:
    """See whether another model is better for certain."""
    gain = found.gain(WORDS)
    says = (
        f"With an LSTM and the embedding in its place the listing tells {gain:+.3f} more than as "
        f"printed (two standard errors: {found.noise:.3f})."
    )
    return Evidence(gain > found.noise, says, _rounded({"gain": gain}))


def shallow_reason(found: Learned) -> Evidence:
    """See what a less simple layer gains while words are given by number."""
    layer, words = found.gain(OTHER_LAYER), found.gain(WORDS)
    says = (
        f"A less simple layer, an LSTM, on the same numbers gains {layer:+.3f}; given words "
        f"in place of their numbers it gains {words:+.3f}."
    )
    return Evidence(layer < words / 2 and words > found.noise, says, _rounded({"layer": layer}))


def play(found: Learned) -> Evidence:
    """See what playing with the architecture gains, without and with words."""
    layer, words = found.gain(OTHER_LAYER), found.gain(WORDS)
    says = (
        f"Another recurrent layer alone gains {layer:+.3f}, another one that is given words "
        f"{words:+.3f}."
    )
    confirmed = words > found.noise and layer < words / 2
    return Evidence(confirmed, says, _rounded({"layer": layer, "words": words}))
