"""The gradient of a look-up: rows of the same word are added up, rare words and frequent ones."""

import numpy as np
import pytest

from xlrnn.nn.compute.segments import RARE, segment_sum


@pytest.mark.parametrize("words", [RARE + 5, 300])
def test_each_word_has_the_sum_of_its_rows(words):
    rng = np.random.default_rng(0)
    often = np.arange(words) % (RARE + 5) + 1  # from once to more than rarely
    index = rng.permutation(np.repeat(np.arange(words), often))
    rows, expected = rng.normal(size=(len(index), 3)), np.zeros((words, 3))
    np.add.at(expected, index, rows)
    sums = segment_sum(rows, index, np.full((words, 3), np.nan))
    np.testing.assert_allclose(sums, expected, rtol=1e-12, atol=1e-12)
