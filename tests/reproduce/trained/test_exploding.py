"""Exploding and vanishing gradients; without clipping nothing is mended."""

from dataclasses import replace

import pytest

from xlrnn.reproduce.evidence import Table
from xlrnn.reproduce.trained.exploding import (
    CLIPPED,
    FOR_VANISHING,
    UNCLIPPED,
    _clipping,
    _more_threatening,
    tried,
)
from xlrnn.reproduce.trained.learning import Rounds

ROUNDS = Rounds(12)
TABLE = Table("", (), ())


@pytest.fixture(scope="module")
def found():
    remedies = (UNCLIPPED, CLIPPED, FOR_VANISHING[-1])
    once = {remedy: [tried(remedy, 0, ROUNDS)] for remedy in remedies}
    return {**dict.fromkeys(FOR_VANISHING, once[FOR_VANISHING[-1]]), **once}


def test_clipping_mends_exploding_gradients_and_nothing_vanishing_ones(found):
    assert _clipping(found, TABLE).confirmed
    assert _more_threatening(found, TABLE).confirmed


def test_without_clipping_neither_is_found(found):
    unclipped = {**found, CLIPPED: [tried(replace(CLIPPED, clips=False), 0, ROUNDS)]}
    assert not _clipping(unclipped, TABLE).confirmed
    assert not _more_threatening(unclipped, TABLE).confirmed


def test_a_vanishing_gradient_that_a_remedy_mends_is_noticed(found):
    mended = {**found, FOR_VANISHING[0]: found[CLIPPED]}
    assert not _more_threatening(mended, TABLE).confirmed
