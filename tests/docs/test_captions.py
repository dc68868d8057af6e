"""The script that trains the model of the lesson `captioning` still makes such a model."""

from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.files import saving

SCRIPT = Path(__file__).parents[2] / "docs" / "captions.py"


@pytest.fixture
def script():
    spec = spec_from_file_location("docs_captions", SCRIPT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_a_model_like_that_of_the_lesson(tmp_path, monkeypatch, capsys, script):
    lesson, known = nn.load_model(script.MODEL), saving.load_extra(script.MODEL)
    monkeypatch.setattr(script, "MODEL", tmp_path / "drawings.npz")
    monkeypatch.setattr(script, "MOST", 4_000)
    monkeypatch.setattr(script, "SETTINGS", replace(script.SETTINGS, epochs=1))
    script.main()
    assert "held out are written word for word" in capsys.readouterr().out
    made, again = nn.load_model(tmp_path / "drawings.npz"), saving.load_extra(script.MODEL)
    assert [layer.name for layer in made.layers] == [layer.name for layer in lesson.layers]
    assert made.count_params() == lesson.count_params()
    for weight in lesson.get_weights():
        assert weight.dtype == np.float64
        np.testing.assert_array_equal(weight, weight.round(script.DECIMALS))
    assert {*again["tokens"]} == {*known["tokens"]}
    assert again["pictures"].keys() == known["pictures"].keys()
    assert again["colours"] == known["colours"]
