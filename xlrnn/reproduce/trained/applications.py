"""The article's three applications side by side: what goes in, what comes out, how much of it.

The trained models of the lessons `sentiment`, `captioning` and `translation` are run as they are:

1. many to one: tweets of several lengths; a probability for each of two classes comes out always
2. one to many: drawings of one size; sentences of several lengths come out
3. many to many: sentences of several lengths; translations of several lengths come out. Nothing
   binds these to the lengths of what they translate: they end with a mark that the network writes.
   Whether the two languages ever differ in length is told beside.

Each is confirmed if lengths and shapes are as said, and if the model does what it is for: at least
70 % of the tweets right (guessing: 50), at least half of the drawings and sentences written word
for word as expected. The tweets are of our own writing; drawings and sentences are generated anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.captioning.trained import trained as trained_captioning
from xlrnn.lessons.sentiment.lesson import STEPS
from xlrnn.lessons.sentiment.lesson import trained as trained_sentiment
from xlrnn.lessons.translation.trained import trained as trained_translation
from xlrnn.pictures.drawings import drawings
from xlrnn.reproduce.evidence import Evidence, Setting, Table
from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.tasks.decoding import Written
from xlrnn.tasks.language import Language
from xlrnn.tasks.translate.decoding import TranslationDecoder
from xlrnn.text.generated_pairs import generated_pairs

Array = NDArray[Any]

TWEETS: Final = (
    ("love it", 1),
    ("so sad today", 0),
    ("thank you so much", 1),
    ("i hate this awful rain", 0),
    ("happy birthday to my best friend", 1),
    ("i am sick and my head hurts", 0),
    ("what a great day with my lovely family", 1),
    ("worst movie ever what a waste of money", 0),
    ("this is the best song i have heard all year", 1),
    ("i lost my phone and now i am alone and sad", 0),
    ("the food was good and we had a lot of fun there", 1),
    ("my flight is late again and they lost my bag how terrible", 0),
)
"""Tweets of our own, and whether they are meant well."""
SIDE, LONGEST_CAPTION, LONGEST_TRANSLATION = 12, 16, 10
SAMPLES, QUICK_SAMPLES = 1000, 200
CLASSIFIED, WRITTEN = 0.7, 0.5
SHOWN: Final = 4


def applications(setting: Setting) -> Mapping[str, Evidence]:
    """Run the three trained models."""
    setting.progress("the three applications", 0, 3)
    count = QUICK_SAMPLES if setting.quick else SAMPLES
    return {
        "sentiment-many-to-one": _sentiment(),
        "captions-one-to-many": _captions(count, setting.seed),
        "translation-many-to-many": _translation(count, setting.seed),
    }


def _sentiment() -> Evidence:
    model, known = trained_sentiment()
    rows = []
    for text, label in TWEETS:
        numbers = known.encode([text], STEPS)
        numbers = numbers[:, : np.count_nonzero(numbers)]  # as it is, without what fills it up
        p = _through(model.layers, numbers)
        rows.append((text, numbers.shape, p, int(p[0].argmax()) == label))
    shapes = {p.shape for _, _, p, _ in rows}
    lengths = {shape[1] for _, shape, _, _ in rows}
    right = float(np.mean([one[-1] for one in rows]))
    return Evidence(
        confirmed=shapes == {(1, len(known.classes))} and len(lengths) > 2 and right >= CLASSIFIED,
        says=f"Tweets of {min(lengths)} to {max(lengths)} words go in, two probabilities come out "
        f"for each; {right:.0%} of {len(rows)} tweets of our own are classified as they are meant.",
        numbers={"right": right, "shortest": min(lengths), "longest": max(lengths)},
        tables=(
            Table(
                "Tweets of several lengths, one answer each",
                ("tweet", "shape in", "shape out", *known.classes),
                tuple((text, str(shape), str(p.shape), *(f"{one:.2f}" for one in p[0]))
                      for text, shape, p, _ in rows),
            ),
        ),
    )  # fmt: skip


def _through(layers: Sequence[Any], x: Array) -> Array:
    """Return what layers make of an input of any length, one after the other."""
    for layer in layers:
        x = np.array(layer(x))
    return x


def _captions(count: int, seed: int) -> Evidence:
    trained = trained_captioning()
    drawn = drawings(4 * count, seed=seed, side=SIDE)
    language = Language(tuple(trained.tokens))
    rows = [k for k, (caption,) in enumerate(drawn.captions)
            if not language.unknown(caption.split())][:count]  # fmt: skip
    captions = [drawn.captions[k][0].split() for k in rows]
    written = CaptionDecoder(trained.model).write(drawn.pictures[rows], LONGEST_CAPTION)
    lengths = {len(one.numbers) for one in written}
    right = _word_for_word(written, captions, language)
    shape = drawn.pictures[rows].shape[1:]
    return Evidence(
        confirmed=len(lengths) > 1 and right >= WRITTEN,
        says=f"Drawings of one size, {shape[0]} by {shape[1]}, go in; sentences of "
        f"{min(lengths)} to {max(lengths)} words come out. {right:.0%} of {len(rows):,} say word "
        "for word what is drawn.",
        numbers={"right": right, "shortest": min(lengths), "longest": max(lengths)},
        tables=(
            Table(
                "Drawings of one size, sentences of several lengths",
                ("drawn", "shape in", "words out", "written"),
                tuple(
                    (" ".join(captions[k]), str(shape), len(written[k].numbers),
                     _words(written[k], language))
                    for k in _of_several_lengths([len(one.numbers) for one in written])
                ),
            ),
        ),
    )  # fmt: skip


def _translation(count: int, seed: int) -> Evidence:
    trained = trained_translation()
    source, target = trained.known.source, trained.known.target
    pairs = generated_pairs(4 * count, seed=seed)
    some = [
        (read, right)
        for read, right in zip(map(str.split, pairs.sources), map(str.split, pairs.targets),
                               strict=True)
        if not source.unknown(read) and not target.unknown(right)
    ][:count]  # fmt: skip
    numbers = [source.numbers(read) for read, _ in some]
    written = TranslationDecoder(trained.model).translate(numbers, LONGEST_TRANSLATION)
    lengths = [(len(read), len(one.numbers)) for (read, _), one in zip(some, written, strict=True)]
    ins, outs = ({pair[k] for pair in lengths} for k in range(2))
    other = float(np.mean([read != made for read, made in lengths]))
    right = _word_for_word(written, [expected for _, expected in some], target)
    return Evidence(
        confirmed=len(ins) > 1 and len(outs) > 1 and right >= WRITTEN,
        says=f"Sentences of {min(ins)} to {max(ins)} words go in, translations of {min(outs)} to "
        f"{max(outs)} words come out; {other:.0%} of them differ in length from what they "
        f"translate, as the languages of this lesson do. {right:.0%} of "
        f"{len(some):,} are word for word as expected.",
        numbers={"right": right, "other_length": other},
        tables=(
            Table(
                "Sentences of several lengths, translations of several lengths",
                ("English", "words in", "words out", "French"),
                tuple(
                    (" ".join(some[k][0]), *lengths[k], _words(written[k], target))
                    for k in _of_several_lengths(lengths)
                ),
            ),
        ),
    )


def _word_for_word(
    written: Sequence[Written], expected: Sequence[Sequence[str]], language: Language
) -> float:
    """Return the share of sentences that are exactly as expected."""
    pairs = zip(written, expected, strict=True)
    return float(np.mean([list(one.numbers) == language.numbers(words) for one, words in pairs]))


def _words(written: Written, language: Language) -> str:
    return " ".join(language.tokens[k] for k in written.numbers)


def _of_several_lengths(lengths: Sequence[Any]) -> list[int]:
    """Return the places of a few samples, all of other lengths."""
    return [lengths.index(length) for length in sorted(set(lengths))][:SHOWN]
