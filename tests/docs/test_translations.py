"""The script that trains the model of the lesson `translation` still makes such a model."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.files import saving
from xlrnn.tasks.translate.languages import Languages

SCRIPT = Path(__file__).parents[2] / "docs" / "translations.py"


@pytest.fixture
def script():
    spec = spec_from_file_location("docs_translations", SCRIPT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_makes_a_model_like_that_of_the_lesson(tmp_path, monkeypatch, capsys, script):
    lesson, file = nn.load_model(script.MODEL), script.MODEL
    monkeypatch.setattr(script, "MODEL", tmp_path / "sentences.npz")
    monkeypatch.setattr(script, "MOST", 2_000)
    monkeypatch.setitem(script.SETTINGS, "epochs", 1)
    script.main()
    assert "held out" in capsys.readouterr().out
    made = nn.load_model(tmp_path / "sentences.npz")
    assert [layer.name for layer in made.layers] == [layer.name for layer in lesson.layers]
    assert made.count_params() == pytest.approx(lesson.count_params(), rel=0.1)
    for weight in lesson.get_weights():
        assert weight.dtype == np.float64
        np.testing.assert_array_equal(weight, weight.round(script.DECIMALS))
    known = Languages.from_json(saving.load_extra(file))
    assert not [word for word in (*known.source.tokens, *known.target.tokens) if "-" in word]
