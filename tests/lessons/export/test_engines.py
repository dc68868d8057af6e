"""Every program calculates an exported model, and its check page says what it should."""

import numpy as np
import pytest

from tests.lessons.export.models import shuffled
from tests.lessons.export.test_any_model import exported
from tests.requirements import require
from xlrnn import api, nn


def words():
    layers = [
        nn.Input((4,)),
        nn.Embedding(9, 3, mask_zero=True),
        nn.Bidirectional(nn.LSTM(2, return_sequences=True)),
        nn.GRU(3, reset_after=False, go_backwards=True),
        nn.Dense(2, activation="softmax"),
    ]
    return shuffled(nn.Sequential(layers)), np.array([7, 0, 3, 7])


def numbers():
    layers = [
        nn.Input((6, 2)),
        nn.Masking(-1.0),
        nn.Conv1D(3, 3, padding="same", activation="elu"),
        nn.TimeDistributed(nn.Dense(2, activation="softplus")),
        nn.BatchNormalization(),
        nn.MaxPooling1D(2, 1),
        nn.AveragePooling1D(2, padding="same"),
        nn.Permute((2, 1)),
        nn.Reshape((3, 2)),
        nn.SimpleRNN(2, tied=True, activation="hard_sigmoid", return_sequences=True),
        nn.GlobalAveragePooling1D(),
        nn.RepeatVector(2),
        nn.GRU(2, "selu", "softsign", return_sequences=True),
        nn.Dense(3, activation="gelu"),
        nn.ReLU(1.0, 0.1, 0.2),
        nn.TimeDistributed(nn.Activation("silu")),
        nn.LeakyReLU(),
        nn.Flatten(),
        nn.Dense(2, activation="exponential"),
        nn.Softmax(),
    ]
    x = np.random.default_rng(3).normal(size=(6, 2))
    x[1] = -1.0
    return shuffled(nn.Sequential(layers)), x


def pictures():
    layers = [
        nn.Input((5, 4, 2)),
        nn.Conv2D(3, (3, 2), padding="same", activation="gelu"),
        nn.BatchNormalization(),
        nn.MaxPooling2D((2, 1), (1, 2), "same"),
        nn.Conv2D(2, 2, strides=2, activation="softmax"),
        nn.AveragePooling2D((2, 1)),
        nn.ReLU(0.9),
        nn.GlobalAveragePooling2D(),
        nn.Dense(2),
    ]
    return shuffled(nn.Sequential(layers)), np.random.default_rng(3).normal(size=(5, 4, 2))


@pytest.mark.parametrize("engine", ["ironcalc", "libreoffice", "cellrune", "formulon"])
@pytest.mark.parametrize("made", [words, numbers, pictures])
def test_every_program_agrees(engine, made, tmp_path, request, monkeypatch):
    monkeypatch.setenv("XLRNN_CACHE", str(request.config.cache.mkdir("xlrnn")))
    require(engine)
    path, _ = exported(*made(), tmp_path)
    result = api.verify([path], engine)
    assert result.outcome == "agree", result.books[0]
    assert result.books[0].engines[0].cells_verified > 400


@pytest.mark.parametrize("mode", ["concat", "sum"])
def test_two_directions_the_first_of_which_begins_at_the_end_heed_a_mask(mode, tmp_path):
    inner = nn.GRU(2, "hard_sigmoid", return_sequences=True, go_backwards=True)
    layers = [nn.Embedding(6, 1, mask_zero=True), nn.Bidirectional(inner, merge_mode=mode)]
    model = shuffled(nn.Sequential([nn.Input((5,)), *layers]))
    path, _ = exported(model, np.array([2, 3, 4, 5, 0]), tmp_path)
    assert api.verify([path]).outcome == "agree"


def test_a_model_with_many_weights_carries_no_copy_and_is_verified(tmp_path):
    layers = [nn.Input((150,)), nn.Dense(140, activation="relu"), nn.Dense(3)]
    model = shuffled(nn.Sequential(layers), scale=0.1)
    path, book = exported(model, np.random.default_rng(0).normal(size=150), tmp_path)
    assert [page.name for page in book.pages if page.name.startswith("numpy")] == []
    assert "notation_summary" in [block.name for block in book.blocks]
    assert api.verify([path]).outcome == "agree"
