"""Trainings end with a model that has learned, and go on exactly where they were."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.tasks.run_folders import losses, same
from xlrnn.errors import InputError, TrainingError, UnreadableError, UsageError
from xlrnn.nn import Sequential
from xlrnn.nn.losses import SparseCategoricalCrossentropy
from xlrnn.tasks.next_token.network import network, samples
from xlrnn.tasks.next_token.settings import TokenSettings
from xlrnn.tasks.run import CHECKPOINT, CURVE, read_run
from xlrnn.tasks.train import Checkpoint, train


def test_hell_gives_o(tmp_path):
    run = train("next-char", tmp_path / "run", verbose=0)
    x, y = samples(run.known.numbers(list("hello"), run.task.kind), 50)
    p = run.model().predict(x)
    assert (p.argmax(-1) == y).all()
    assert p[0, -1, y[0, -1]] > 0.5
    assert len(losses(tmp_path / "run")) < 200


@pytest.mark.parametrize("model", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("task", ["next-char", "next-word"])
def test_learning(task, model, small, tmp_path):
    train(task, tmp_path / "run", **{**small, "epochs": 8, "model": model, "learning_rate": 0.02})
    curve = losses(tmp_path / "run")
    assert curve[-1] < 0.7 * curve[0]


def test_the_same_seed_gives_the_same_bits(small, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        train("next-char", tmp_path / name, **small, seed=seed)
    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")


@pytest.mark.parametrize("model", ["rnn", "lstm", "gru"])
def test_a_run_goes_on_bit_for_bit(model, small, tmp_path):
    train("next-char", tmp_path / "whole", **small, model=model)
    train("next-char", tmp_path / "parts", **{**small, "epochs": 1}, model=model)
    for epochs in (2, 4):
        train("next-char", tmp_path / "parts", resume=True, epochs=epochs, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "parts")
    assert losses(tmp_path / "whole") == losses(tmp_path / "parts")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_run_that_was_killed_goes_on_bit_for_bit(small, tmp_path, text):
    train("next-char", tmp_path / "whole", **{**small, "epochs": 40})
    command = ["train", "next-char", "--data", text, "--units", "8", "--max-length", "12",
               "--batch-size", "4", "--epochs", "40", "-o", tmp_path / "killed"]  # fmt: skip
    program = "from xlrnn.commands.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *map(str, command)], stdout=subprocess.DEVNULL
    )
    while not (tmp_path / "killed" / CURVE).exists():
        assert process.poll() is None
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert 1 <= len(losses(tmp_path / "killed")) < 40
    train("next-char", tmp_path / "killed", resume=True, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "killed")


def test_a_loss_that_is_no_number_leaves_the_last_good_checkpoint(small, tmp_path, monkeypatch):
    train("next-char", tmp_path / "run", **{**small, "epochs": 1})
    before = (tmp_path / "run" / CHECKPOINT).read_bytes()
    monkeypatch.setattr(SparseCategoricalCrossentropy, "values_of_both",
                        lambda _, y, *of: np.full(y.shape, np.nan, of[-1].dtype))  # fmt: skip
    with pytest.raises(
        TrainingError, match=r"its gradient, became nan in epoch 2, step 1: .* smaller"
    ):
        train("next-char", tmp_path / "run", resume=True, epochs=3, verbose=0)
    assert (tmp_path / "run" / CHECKPOINT).read_bytes() == before


def test_samples_predict_the_next_token():
    x, y = samples(np.arange(11), 4)
    assert x.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert (y == x + 1).all()


def test_many_tokens_are_embedded():
    small, large = network(TokenSettings(), 20), network(TokenSettings(), 300)
    assert [layer.trainable for layer in (small.layers[0], large.layers[0])] == [False, True]


# What is refused.


def test_a_folder_that_holds_a_run(small, tmp_path):
    train("next-char", tmp_path / "run", **small)
    with pytest.raises(UsageError, match=r"holds a run already: go on with it \(--resume\)"):
        train("next-char", tmp_path / "run", **small)


def test_a_text_that_has_changed(small, tmp_path, text):
    train("next-char", tmp_path / "run", **small)
    text.write_text("something else altogether")
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        train("next-char", tmp_path / "run", resume=True, verbose=0)


def test_settings_that_cannot_change(small, tmp_path):
    train("next-char", tmp_path / "run", **small)
    with pytest.raises(UsageError, match="has units 8, not 9: leave it out"):
        train("next-char", tmp_path / "run", resume=True, units=9, verbose=0)
    with pytest.raises(UsageError, match="has task next-char, not next-word"):
        train("next-word", tmp_path / "run", resume=True, verbose=0)


def test_a_run_that_was_stopped_before_its_first_epoch_goes_on(small, tmp_path, monkeypatch):
    train("next-char", tmp_path / "whole", **small)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Sequential, "fit", stopped)
        train("next-char", tmp_path / "run", **small)
    train("next-char", tmp_path / "run", resume=True, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "run")


def test_no_run_to_go_on_with(tmp_path):
    with pytest.raises(UnreadableError, match="holds no run"):
        train("next-char", tmp_path, resume=True)


def test_next_word_needs_a_text(tmp_path):
    with pytest.raises(UsageError, match="next-word needs a text: name a file with --data"):
        train("next-word", tmp_path / "run")


@pytest.mark.parametrize(
    "content, error, message",
    [
        (b"", InputError, "has 0 letters: expected at least 2"),
        (b"a", InputError, "has 1 letter: expected at least 2"),
        (b"abc\xff", UnreadableError, "is no text in UTF-8: byte 3 is 0xff"),
        (None, UnreadableError, "cannot be read: No such file"),
    ],
)
def test_texts_that_are_none(content, error, message, tmp_path):
    path = tmp_path / "text.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=message):
        train("next-char", tmp_path / "run", data=path, verbose=0)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"model": "cnn"}, "there is no model 'cnn': expected rnn, lstm, gru"),
        ({"units": 0}, "units is 0: expected at least 1"),
        ({"learning_rate": -1.0}, "learning_rate is -1.0: expected a number above 0"),
        ({"validation_split": 1.0}, "validation_split is 1.0: expected a share"),
    ],
)
def test_settings_that_make_no_sense(settings, message, small, tmp_path):
    with pytest.raises(UsageError, match=message):
        train("next-char", tmp_path / "run", **{**small, **settings})


@pytest.mark.parametrize(
    "settings, message",
    [
        (
            {"validation_split": 0.4, "patience": 2},
            "leaves 1 to learn from and holds 0 out, and patience",
        ),
        (
            {"validation_split": 0.5, "patience": 2},
            "holds 0 out, and patience 2 needs some; give a long",
        ),
        (
            {"validation_split": 0.6},
            "gives 1 sample of up to 50 steps: validation_split 0.6 leaves 0 to learn",
        ),
        ({"validation_split": 0.9, "patience": 1}, "leaves 0 to learn from and holds 1 out"),
        (
            {"validation_split": 0.1, "patience": 1, "max_length": 2},
            "leaves 2 to learn from and holds 0 out",
        ),
    ],
)
def test_a_text_too_short_to_hold_some_of_it_out(settings, message, tmp_path):
    with pytest.raises(InputError, match=message):
        train("next-char", tmp_path / "run", verbose=0, **settings)
    assert not (tmp_path / "run").exists()


def test_patience_with_a_sample_held_out(tmp_path):
    settings = {"max_length": 2, "validation_split": 0.5, "patience": 2, "epochs": 9}
    run = train("next-char", tmp_path / "run", verbose=0, **settings)
    assert (run.folder / "best.npz").exists()


def test_patience_says_what_it_looks_for_and_what_there_is(tmp_path):
    settings = {"max_length": 2, "validation_split": 0.5, "patience": 2}
    run = train("next-char", tmp_path / "run", verbose=0, epochs=1, **settings)
    with pytest.raises(UsageError, match=r"patience monitors 'val_accuracy', .* there is loss"):
        Checkpoint(run, [{"loss": 1.0}]).best()


def test_no_such_task(tmp_path):
    with pytest.raises(UsageError, match="there is no task 'next-poem': expected next-char, next"):
        train("next-poem", tmp_path / "run")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "other"}'])
def test_a_damaged_run(content, small, tmp_path):
    train("next-char", tmp_path / "run", **small)
    (tmp_path / "run" / "run.json").write_text(content)
    with pytest.raises(UnreadableError, match=r"run\.json is damaged"):
        read_run(tmp_path / "run")


def test_patience_that_ends_a_training_says_so(tmp_path):
    settings = {"max_length": 2, "validation_split": 0.5, "patience": 2, "epochs": 60}
    said = []
    train("next-char", tmp_path / "run", verbose=0, tell=said.append, **settings)
    history = read_run(tmp_path / "run").resumed()[1]
    found = [epoch["val_accuracy"] for epoch in history]
    best = found.index(max(found))
    assert len(found) == best + 3 < 60
    assert said[-1] == (
        f"stopped after epoch {len(found)}: for 2 epochs (patience 2) val_accuracy has not become "
        f"better than {max(found):.4f}, in epoch {best + 1}; the model of that epoch is kept"
    )
    again = []
    train("next-char", tmp_path / "run", resume=True, verbose=0, tell=again.append)
    assert again == said, "the reason follows from what the run keeps"


def test_the_word_that_is_learned_ends_the_training_and_says_so(tmp_path):
    said = []
    train("next-char", tmp_path / "run", verbose=0, tell=said.append)
    done = len(losses(tmp_path / "run"))
    assert said[-1].startswith(f"stopped after epoch {done}: every next letter has a probability")
    assert float(said[-1].split()[-1]) > 0.5


def test_a_training_that_ran_to_its_end_gives_no_reason(small, tmp_path):
    said = []
    train("next-char", tmp_path / "run", tell=said.append, **small)
    assert not [line for line in said if line.startswith("stopped")]
