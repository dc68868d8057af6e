"""Long dependencies: learned with gates that begin open, not with gates that are shut."""

from dataclasses import replace

import pytest

from xlrnn.reproduce.trained import distance
from xlrnn.reproduce.trained.distance import ADDING, AGREEMENT, GATED, LEARNED, SIMPLE

NEAR, FAR = 5, 50
SHORT, SHORT_ADDING = replace(AGREEMENT, rounds=12), replace(ADDING, rounds=30)


@pytest.mark.parametrize("network", GATED, ids=lambda one: one.name)
def test_open_gates_remember_a_subject_and_shut_ones_do_not(network, monkeypatch):
    assert distance.score(SHORT, network, FAR, seed=0) >= LEARNED
    monkeypatch.setattr(distance, "begin_remembering", shut)
    assert distance.score(SHORT, network, FAR, seed=0) < LEARNED


def shut(layer, steps, rng):
    """Close the forget gate, or the update gate, for good."""
    weights = layer.get_weights()
    first = layer.units if len(layer.states) > 1 else 0
    weights[2].reshape(-1)[first : first + layer.units] = -50
    layer.set_weights(weights)


def test_a_simple_rnn_adds_over_a_short_distance_alone():
    assert distance.score(SHORT_ADDING, SIMPLE[0], NEAR, seed=0) >= LEARNED
    assert distance.score(SHORT_ADDING, SIMPLE[0], FAR, seed=0) < LEARNED


def scores(simple=0.0, gated=1.0):
    found = {
        (task, one): {NEAR: [1.0], FAR: [gated]} for task in (AGREEMENT, ADDING) for one in GATED
    }
    return found | {(task, SIMPLE[0]): {NEAR: [1.0], FAR: [simple]} for task in (AGREEMENT, ADDING)}


def test_what_is_confirmed_follows_from_the_scores():
    assert distance._simple(scores(), (), ()).confirmed
    assert not distance._simple(scores(simple=0.95), (), ()).confirmed
    assert distance._gated(scores(), (), ()).confirmed
    assert not distance._gated(scores(gated=0.85), (), ()).confirmed
