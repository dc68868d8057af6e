"""Tweets that nobody wrote, with a sentiment that can be learned, in Sentiment140's form.

Words alone do not tell the sentiment: "not good" is negative, and of "great, but awful" the
second half counts. So a model that reads in order can beat one that counts words. Around what
matters stand words as frequent as Zipf's law has them, and the noise of real tweets.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xlrnn.atomic import write_atomically
from xlrnn.errors import UsageError
from xlrnn.text.labelled import Labelled


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


GOOD = _words(
    """love like enjoy great good happy nice fun awesome best cool sweet lovely excited glad amazing
    beautiful perfect wonderful funny delicious brilliant fantastic pretty thankful"""
)
BAD = _words(
    """hate miss sad bad sick tired awful worst terrible horrible boring sorry lonely broken hurt
    annoying ugly stupid lost cold rainy disappointed scared angry useless"""
)
COMMON = _words(
    """i the to a and my you it is for in of on me so that have with at be this was im up out its
    just now day get all go what from today work time know back home going one new think tonight
    day really when then there about some well see need off oh how want too night still more
    we're she he they them who where why here after before week school morning house people
    phone coffee movie friend weekend music book game dinner sleep train rain hair car dog"""
)
SYLLABLES = _words(
    "ba be bi bo bu da de di do du fa fi fo ga go ka ke ki ko la le li lo ma me mi mo na ne ni "
    "no pa pe po ra re ri ro sa se si so ta te ti to va vi za zo"
)
VOCABULARY = 250_000
NOISE = ("&amp;", "&lt;3", '"quoted"', "lol", "haha", "...", "!!!", "ï¿½", "caf\xe9", "http://bit.ly/",
         "#now", "sooooo", "=)", "2nite", "well,", "I'm", "can't")  # fmt: skip
BLOCK = 20_000


def generated_tweets(rows: int, seed: int = 0, mistaken: float = 0.03) -> Labelled:
    """Return tweets whose sentiment depends on their words and on the order of these.

    Args:
        rows: how many; half of them are negative.
        seed: the same gives the same tweets.
        mistaken: the share of tweets with the wrong label, from 0 to 1, as real data has them.

    Raises:
        UsageError: if there is no row, or no such share.

    Example:
        >>> tweets = generated_tweets(1000, seed=1)
        >>> tweets.counts()
        {'negative': 500, 'positive': 500}
    """
    if rows < 1 or not 0 <= mistaken <= 1:
        raise UsageError(f"rows is {rows} and mistaken {mistaken}: expected 1 or more, and 0 to 1")
    random = np.random.default_rng(seed)
    labels = (np.arange(rows) % 2).astype(np.int8)
    random.shuffle(labels)
    said = labels ^ (random.random(rows) < mistaken)
    texts: list[str] = []
    for start in range(0, rows, BLOCK):
        texts += _block(said[start : start + BLOCK], random)
    return Labelled(texts, labels)


def write_sentiment140(path: str | Path, tweets: Labelled) -> None:
    """Write tweets as Sentiment140 does: no header, latin-1, negative ones first.

    Letters that latin-1 does not have become question marks.
    """
    file = io.StringIO(newline="")
    rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    order = np.argsort(tweets.labels, kind="stable").tolist()
    rows.writerows(
        (4 * int(tweets.labels[k]), 1_467_810_369 + 37 * line, "Mon Apr 06 22:19:45 PDT 2009",
         "NO_QUERY", f"user{k % 650_000}", tweets.texts[k])
        for line, k in enumerate(order)
    )  # fmt: skip
    write_atomically(Path(path), file.getvalue().encode("latin-1", "replace"))


def _block(labels: NDArray[np.int8], random: np.random.Generator) -> list[str]:
    """Return a tweet for each label."""
    count = len(labels)
    lengths = random.integers(2, 20, count)
    filler = iter(map(_word, _zipf(int(lengths.sum()), random)))
    draws = random.random((count, 5)).tolist()
    picks = random.integers(0, 1 << 30, (count, 4)).tolist()
    return [
        _tweet(label, [next(filler) for _ in range(length)], draw, pick)
        for label, length, draw, pick in zip(
            labels.tolist(), lengths.tolist(), draws, picks, strict=True
        )
    ]


def _zipf(count: int, random: np.random.Generator) -> Iterator[int]:
    """Yield ranks from 0, rank k drawn about as often as 1 / (k + 3) ** 1.2."""
    rarest = ((VOCABULARY + 3) / 3) ** -0.2
    ranks = 3 * (1 - random.random(count) * (1 - rarest)) ** -5 - 3
    return iter(ranks.astype(np.int64).tolist())


def _word(rank: int) -> str:
    """Return the word of a rank: the most frequent are English, the others are made up.

    Example:
        >>> _word(0), _word(8_917)
        ('i', 'kinebo')
    """
    if rank < len(COMMON):
        return COMMON[rank]
    letters, rest = "", rank
    while rest or not letters:
        rest, last = divmod(rest, len(SYLLABLES))
        letters += SYLLABLES[last]
    return letters


def _tweet(label: int, filler: list[str], draw: list[float], pick: list[int]) -> str:
    """Return the words of a tweet that says what the label says."""
    opinion = _opinion(label, draw[0], pick)
    middle = len(filler) // 2
    words = [*filler[:middle], *opinion, *filler[middle:]]
    if draw[1] < 0.45:
        words.insert(0, f"@{_user(pick[2])}")
    if draw[2] < 0.35:
        noise = NOISE[pick[3] % len(NOISE)]
        words.append(noise + f"{pick[3] % 999_983:x}" if noise.endswith("/") else noise)
    if draw[3] < 0.5:
        words[-1] += ".!?,"[pick[1] % 4]
    if draw[4] < 0.6:
        words[0] = words[0].capitalize()
    return " ".join(words)


def _user(pick: int) -> str:
    """Return one of a few hundred thousand names, some of them much more often than others."""
    place = (pick % 1000) * (pick // 1000 % 700) + 500
    return f"{_word(place)}{place % 97}"


def _opinion(label: int, kind: float, pick: list[int]) -> list[str]:
    """Return an opinion in one of three forms: plain, negated, or of two halves."""
    same, other = (GOOD, BAD) if label else (BAD, GOOD)
    word, contrary = same[pick[0] % len(same)], other[pick[1] % len(other)]
    if kind < 0.4:
        return [word] if pick[2] % 3 else ["so", word]
    if kind < 0.7:
        return [("not", "never", "isn't", "don't")[pick[2] % 4], contrary]
    return [contrary, "but", word]
