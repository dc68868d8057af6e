from dataclasses import replace

import pytest

from xlrnn.reproduce.listing.learning import (
    AS_PRINTED,
    OTHER_LAYER,
    WORDS,
    Learned,
    of_learning,
)

FOUND = Learned(
    {AS_PRINTED: (0.5, 0.52), OTHER_LAYER: (0.5, 0.53), WORDS: (0.6, 0.8)},
    most_frequent=0.51, naive_bayes=0.75, judged=1_000, updates=60, learned=700, says="tweets",
)  # fmt: skip


def unfound(found):
    return {name.removeprefix("listing-") for name, one in of_learning(found).items()
            if not one.confirmed}  # fmt: skip


def with_last(**last):
    return replace(FOUND, curves={**FOUND.curves, **{n: (0.5, a) for n, a in last.items()}})


@pytest.mark.parametrize(
    "found, expected",
    [
        (FOUND, set()),
        (with_last(**{AS_PRINTED: 0.78}), {"tells-tweets", "not-best", "shallow-reason", "play"}),
        (with_last(**{OTHER_LAYER: 0.7}), {"shallow-reason", "play"}),
        (with_last(**{WORDS: 0.55}), {"tells-tweets", "not-best", "shallow-reason", "play"}),
        (replace(FOUND, judged=10), {"tells-tweets", "not-best", "shallow-reason", "play"}),
        (replace(FOUND, updates=59), {"updates"}),
    ],
)
def test_what_is_found_depends_on_what_was_learned(found, expected):
    assert unfound(found) == expected
