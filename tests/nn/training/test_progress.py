"""What a training shows: lines anywhere, a bar on a terminal."""

import re

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.nn.training.progress import Progress

ONE_WAY = True

X = np.zeros((8, 2))
Y = np.eye(2)[[0, 1] * 4]


def fitted(**options):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(2, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(X, Y, batch_size=4, **options)


def test_a_line_for_each_epoch_when_piped(capsys):
    fitted(epochs=12, validation_data=(X, Y))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 12
    pattern = r"epoch  1/12  loss 0\.\d{4}  accuracy .* val_loss .* val_accuracy .* samples/s"
    assert re.fullmatch(pattern, lines[0])


@pytest.mark.parametrize("verbose, lines", [(0, 0), (2, 1), (1, 1), ("auto", 1)])
def test_verbose(capsys, verbose, lines):
    fitted(verbose=verbose)
    assert len(capsys.readouterr().out.splitlines()) == lines


def test_a_bar_with_loss_accuracy_speed_and_time_left_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("xlrnn.nn.training.progress._PAUSE", -1.0)
    progress = Progress()
    progress.set_params({"epochs": 2, "samples": 8, "steps": 2})
    progress.on_train_begin()
    progress.on_epoch_begin(0)
    progress.on_train_batch_end(0, {"loss": 0.5, "accuracy": 0.75})
    progress.on_epoch_end(0, {"loss": 0.5})
    progress.stop()
    shown = capsys.readouterr().out
    assert re.search(r"loss 0\.5000  accuracy 0\.7500  [\d,]+ samples/s  \d+ s left", shown)
    assert "epoch 1/2  loss 0.5000" in shown


def test_the_bar_shows_what_has_come_together(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("xlrnn.nn.training.progress._PAUSE", -1.0)
    fitted(epochs=1)
    shown = capsys.readouterr().out
    told = re.findall(r"(loss \d\.\d{4}  accuracy \d\.\d{4})  [\d,]+ samples/s  \d", shown)
    line = re.search(r"epoch 1/1  (loss \d\.\d{4}  accuracy \d\.\d{4})", shown)
    assert told[-1] == line[1]


@pytest.mark.parametrize("end", [KeyboardInterrupt, ValueError])
def test_a_training_that_is_broken_off_leaves_no_bar_and_shows_the_cursor(end, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")

    def broken(*_):
        raise end

    with pytest.raises(end):
        fitted(callbacks=nn.callbacks.LambdaCallback(on_train_batch_end=broken))
    shown = capsys.readouterr().out
    hidden, visible = "\x1b[?25l", "\x1b[?25h"
    assert shown.rindex(visible) > shown.rindex(hidden)
