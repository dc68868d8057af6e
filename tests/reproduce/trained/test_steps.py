"""Many steps, many parameters, several earlier states."""

from dataclasses import replace

from xlrnn.reproduce.trained import parameters, states, steps
from xlrnn.reproduce.trained.counted_updates import Tried


def test_distance_makes_training_long_and_size_does_not(setting, monkeypatch):
    monkeypatch.setattr(steps, "QUICK_STEPS", (10, steps.FAR))
    found = steps.steps(setting)
    assert found["hundreds-of-steps"].confirmed
    assert found["unrolled-is-huge"].confirmed


def test_a_size_that_does_it_is_noticed():
    quick, never = Tried(30, True, 1.0, 466), Tried(100, False, 1.0, 466)
    as_found = {
        (10, steps.FIRST): [quick], (10, steps.NEAR_END): [quick],
        (300, steps.FIRST): [never], (300, steps.NEAR_END): [quick],
    }  # fmt: skip
    assert steps._converging(as_found).confirmed
    assert not steps._converging({**as_found, (300, steps.NEAR_END): [never]}).confirmed
    assert not steps._converging({**as_found, (300, steps.FIRST): [quick]}).confirmed


def test_layers_with_weights_of_their_own_are_noticed(monkeypatch):
    own = iter((8, 16))

    def grows(layers, classes, rate):
        layers[0].units = next(own)
        return classifier(layers, classes, rate)

    classifier = steps.classifier
    monkeypatch.setattr(steps, "classifier", grows)
    assert not steps._unrolled((10, 300)).confirmed


def test_parameters_do_not_make_training_difficult(setting):
    assert parameters.parameters(setting)["many-parameters-hard"].confirmed


def test_parameters_that_do_are_noticed():
    quick = Tried(20, True, 1.0, 100)
    slow = replace(quick, updates=60)
    found = {(4, rate): [quick] for rate in (parameters.FAST, parameters.SLOW)}
    large = {(64, rate): [slow] for rate in (parameters.FAST, parameters.SLOW)}
    assert not parameters._evidence({**found, **large}).confirmed


def test_an_equation_holds_several_earlier_states(setting):
    assert states.states(setting)["several-earlier-states"].confirmed


def test_several_that_are_no_better_than_one_are_noticed(setting, monkeypatch):
    monkeypatch.setattr(states, "_right", lambda *_: 0.5)
    assert not states.states(setting)["several-earlier-states"].confirmed
