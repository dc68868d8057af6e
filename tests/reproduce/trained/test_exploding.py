"""Exploding and vanishing gradients; without clipping nothing is mended."""

from dataclasses import replace

from xlrnn.reproduce.trained import exploding


def test_clipping_mends_exploding_gradients_and_nothing_vanishing_ones(setting):
    found = exploding.exploding(setting)
    assert found["exploding-clipped"].confirmed
    assert found["vanishing-more-threatening"].confirmed


def test_without_clipping_neither_is_found(setting, monkeypatch):
    monkeypatch.setattr(exploding, "CLIPPED", replace(exploding.CLIPPED, clips=False))
    found = exploding.exploding(setting)
    assert not found["exploding-clipped"].confirmed
    assert not found["vanishing-more-threatening"].confirmed


def test_a_vanishing_gradient_that_a_remedy_mends_is_noticed(setting, monkeypatch):
    mended = replace(exploding.CLIPPED, name="another remedy")
    monkeypatch.setattr(exploding, "FOR_VANISHING", (mended,))
    assert not exploding.exploding(setting)["vanishing-more-threatening"].confirmed
