"""The script that trains the model of the lesson `sentiment` still makes such a model."""

import io
import tarfile
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.text.generated import generated_tweets

SCRIPT = Path(__file__).parents[2] / "docs" / "tweets.py"


@pytest.fixture
def script():
    spec = spec_from_file_location("docs_tweets", SCRIPT)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_archive(path, tweets):
    """Write tweets as VADER's source archive holds them: a table in a .tar.gz in a .zip."""
    rows = zip(tweets.labels.tolist(), tweets.texts, strict=True)
    lines = [f"{k}\t{2 * label - 1}\t{text}" for k, (label, text) in enumerate(rows)]
    table, packed = "\n".join(lines).encode(), io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as inner:
        info = tarfile.TarInfo("vader/tweets_GroundTruth.txt")
        info.size = len(table)
        inner.addfile(info, io.BytesIO(table))
    with zipfile.ZipFile(path, "w") as outer:
        outer.writestr("vader/vader.tar.gz", packed.getvalue())


def shape_of(model):
    """Return what a model is made of, without its names and its number of words."""
    first, *others = model.layers
    return (
        [type(layer).__name__ for layer in model.layers],
        first.output_dim,
        [weight.shape for layer in others for weight in layer.weights],
    )


def test_the_script_makes_a_model_like_that_of_the_lesson(tmp_path, monkeypatch, script):
    tweets = generated_tweets(300, seed=1)
    write_archive(tmp_path / "vader.zip", tweets)
    words = sorted({word for text in tweets.texts for word in text.lower().split()})
    numbers = np.random.default_rng(1).normal(size=(len(words), 20))
    (tmp_path / "vectors.txt").write_text(
        "".join(
            f"{word} {' '.join(f'{x:.3f}' for x in row)}\n"
            for word, row in zip(words, numbers, strict=True)
        ),
        encoding="utf-8",
    )
    lesson = nn.load_model(script.MODEL)
    monkeypatch.setattr(script, "MODEL", tmp_path / "tweets.npz")
    monkeypatch.setattr(script, "VECTORS", str(tmp_path / "vectors.txt"))
    monkeypatch.setitem(script.SETTINGS, "epochs", 1)
    script.main(tmp_path / "vader.zip")
    made = nn.load_model(tmp_path / "tweets.npz")
    assert shape_of(made) == shape_of(lesson)
    assert made.input_shape == lesson.input_shape
