"""Trainings on labelled texts learn, go on bit for bit, and are judged by rows held out."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.tasks.run_folders import column, same
from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.evaluation import SCHEMA
from xlrnn.tasks.run import BEST, CHECKPOINT, CURVE, read_run
from xlrnn.tasks.sentiment.settings import SentimentSettings
from xlrnn.tasks.train import train

PROGRAM = (sys.executable, "-c", "from xlrnn.commands.main import main; main()")


def evaluated(run, data=None):
    return run.task.evaluate(run, data)


@pytest.mark.parametrize("model", ["rnn", "lstm", "gru", "bidirectional", "conv"])
def test_learning(model, small, tmp_path, data):
    options = {**small, "epochs": 20, "patience": 10, "dropout": 0.2, "units": 10}
    run = train("sentiment", tmp_path / "run", **{**options, "model": model})
    found = evaluated(run)
    assert (found.part, found.count) == ("held out", 36)
    assert found.values["accuracy"] > 0.9
    assert evaluated(run, data).count == 120


def test_vectors_begin_the_embedding(small, tmp_path, vectors):
    said = []
    options = {
        **small,
        "vectors": str(vectors),
        "frozen": True,
        "vectors_stddev": 0.0,
        "bayes": False,
    }
    run = train("sentiment", tmp_path / "run", **options, tell=said.append)
    table = run.model().layers[0].get_weights()[0]
    assert table.shape == (len(run.known), 3)
    lines = dict(line.split(" ", 1) for line in vectors.read_text().splitlines())
    for word, number in run.known.word_index.items():
        expected = [float(x) for x in lines.get(word, "0 0 0").split()]
        assert table[number] == pytest.approx(expected, rel=1e-6)
    assert any("10 of 16 words have vectors (62%), 3 numbers each" in line for line in said), said


def test_vectors_of_no_word_are_refused(small, tmp_path):
    file = tmp_path / "vectors.txt"
    file.write_text("zzz 0.1 0.2\nyyy 0.3 0.4\n")
    with pytest.raises(InputError, match=r"vectors\.txt: none of the 16 words has a vector"):
        train("sentiment", tmp_path / "run", **small, vectors=str(file))
    assert not (tmp_path / "run").exists()


def test_lines_that_are_no_vectors_are_told(small, tmp_path, vectors):
    vectors.write_text(f"{vectors.read_text()}broken 0.1\n")
    said = []
    train("sentiment", tmp_path / "run", **{**small, "epochs": 1}, vectors=str(vectors),
          tell=said.append)  # fmt: skip
    assert any("skipped 1 line: 1 without 3 numbers" in line for line in said), said


def test_vectors_are_brought_to_a_spread(small, tmp_path, vectors):
    options = {**small, "vectors": str(vectors), "frozen": True, "epochs": 1, "bayes": False}
    tables = [
        train("sentiment", tmp_path / str(spread), **options, vectors_stddev=spread)
        .model()
        .layers[0]
        .get_weights()[0]
        for spread in (0.0, 0.2)
    ]
    known = tables[0].any(axis=1)
    assert known.sum() == 10
    assert tables[1][known].std() == pytest.approx(0.2, rel=1e-5)
    factor = tables[1][known] / tables[0][known]
    assert factor == pytest.approx(np.full_like(factor, factor[0, 0]), rel=1e-4)


def test_what_is_said(small, tmp_path, data):
    texts, labels = tweets(60)
    texts[:3] = ["", "!?", "☂ ☂ ☂ ☂ " * 9]
    write_tweets(data, texts, labels)
    said = []
    train("sentiment", tmp_path / "run", **{**small, "model": "as-printed"}, tell=said.append)
    assert said[0].startswith("skipped 1 row")
    assert said[1] == "all 59 rows, not the article's 2 %, since they are fewer than 10,000"
    assert said[2] == "rows: 41 to learn from, 18 held out"
    assert "2% of the texts have more than 8 known words: their last 8 are seen" in said
    assert "1 text holds no known word: to the model all such texts are alike" in said
    assert said[-1].startswith("18 rows held out: accuracy ")


def test_without_data_tweets_are_generated(tmp_path):
    said = []
    run = train("sentiment", tmp_path / "run", rows=90, units=4, embedding_dim=4, epochs=1,
                verbose=0, tell=said.append)  # fmt: skip
    assert said[0] == "no data file: learning from 90 generated tweets"
    assert evaluated(run).count == 27


def test_the_model_of_the_best_epoch_is_kept(small, tmp_path):
    options = {**small, "epochs": 8, "patience": 2, "learning_rate": 0.2}
    run = train("sentiment", tmp_path / "run", **options)
    accuracies = column(run.folder, "val_accuracy")
    best = accuracies.index(max(accuracies))
    assert len(accuracies) == min(8, best + 3)
    fewer = train("sentiment", tmp_path / "fewer", **{**options, "epochs": best + 1})
    assert same(fewer.folder, run.folder, BEST)
    assert all(map(np.array_equal, run.model().get_weights(), fewer.model().get_weights()))


def test_the_article_keeps_the_last_epoch_and_judges_by_the_rows_held_out(small, tmp_path):
    run = train("sentiment", tmp_path / "run", **{**small, "model": "as-printed"}, dense=(5, 4))
    assert not (run.folder / BEST).exists()
    found = evaluated(run)
    assert column(run.folder, "val_loss")[-1] == pytest.approx(found.values["loss"], rel=1e-5)
    assert column(run.folder, "val_accuracy")[-1] == pytest.approx(found.values["accuracy"])


def test_the_evaluation_is_kept_and_its_names_are_fixed(small, tmp_path):
    run = train("sentiment", tmp_path / "run", **small)
    kept = json.loads((run.folder / "evaluation.json").read_text())
    assert kept == json.loads(json.dumps(evaluated(run).to_json()))
    assert kept["schema"] == SCHEMA == "xlrnn/evaluate/1"
    assert set(kept) == {"schema", "task", "model", "data", "part", "count", "unit", "loss",
                         "accuracy", "classes", "confusion", "expected_calibration_error",
                         "calibration", "notes"}  # fmt: skip


def test_the_evaluation_is_that_of_the_texts_held_out(small, tmp_path, data):
    run = train("sentiment", tmp_path / "run", **small)
    with data.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with np.load(run.folder / "split.npz") as split:
        held_out = [rows[k] for k in split["held_out"]]
    opinions = run.task.predict(run, [row[5] for row in held_out])
    right = [one.classes[0] == ("positive" if row[0] == "4" else "negative")
             for one, row in zip(opinions, held_out, strict=True)]  # fmt: skip
    assert evaluated(run).values["accuracy"] == pytest.approx(np.mean(right))


@pytest.mark.parametrize("model", ["as-printed", "lstm", "conv"])
def test_a_run_goes_on_bit_for_bit(model, small, tmp_path):
    options = {**small, "model": model, "epochs": 4}
    train("sentiment", tmp_path / "whole", **options)
    train("sentiment", tmp_path / "parts", **{**options, "epochs": 1})
    for epochs in (2, 4):
        train("sentiment", tmp_path / "parts", resume=True, epochs=epochs, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "parts")
    assert (tmp_path / "whole" / BEST).exists() == (model != "as-printed")
    if model != "as-printed":
        assert same(tmp_path / "whole", tmp_path / "parts", BEST)


def command(data, folder):
    return [*PROGRAM, "train", "sentiment", "--data", data, "--units", "6", "--embedding-dim", "5",
            "--max-length", "8", "--batch-size", "20", "--epochs", "40", "--learning-rate", "0.02",
            "--patience", "40", "-o", folder]  # fmt: skip


def started(data, folder, **options):
    """Start a training and wait for its first epoch."""
    process = subprocess.Popen([*map(str, command(data, folder))], stdout=subprocess.DEVNULL,
                               text=True, **options)  # fmt: skip
    while not (folder / CURVE).exists():
        assert process.poll() is None
        time.sleep(0.005)
    return process


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_a_run_that_was_stopped_goes_on_bit_for_bit(name, small, tmp_path, data):
    options = {**small, "epochs": 40, "patience": 40}
    train("sentiment", tmp_path / "whole", **options)
    process = started(data, tmp_path / "run", stderr=subprocess.DEVNULL,
                      preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
                      )  # fmt: skip
    os.kill(process.pid, getattr(signal, name))
    process.wait(timeout=20)
    assert 1 <= len(column(tmp_path / "run", "loss")) < 40
    train("sentiment", tmp_path / "run", resume=True, verbose=0)
    for kept in (CHECKPOINT, BEST):
        assert same(tmp_path / "whole", tmp_path / "run", kept)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_full_disk_leaves_the_last_checkpoint(small, tmp_path):
    import resource

    run = train("sentiment", tmp_path / "run", **small)
    before = {path.name: path.read_bytes() for path in run.folder.iterdir()}
    full = (len(before[CHECKPOINT]) // 2,) * 2
    done = subprocess.run(
        [*PROGRAM, "train", "sentiment", "-o", run.folder, "--resume", "--epochs", "9"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, full),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(f"xlrnn: cannot write {run.folder}")
    for name in (CHECKPOINT, CURVE, "evaluation.json"):
        assert (run.folder / name).read_bytes() == before[name]
    assert not list(run.folder.glob(".xlrnn-*"))
    train("sentiment", run.folder, resume=True, epochs=4, verbose=0)


# What is refused, and what is not.


def test_one_class_alone(tmp_path, small, data):
    texts, labels = tweets(60)
    write_tweets(data, texts, np.ones_like(labels))
    with pytest.raises(InputError, match=r"tweets\.csv.*class"):
        train("sentiment", tmp_path / "run", **small)
    labels[:] = 1
    labels[-1] = 0
    write_tweets(data, texts, labels)
    options = {**small, "seed": 7}
    with pytest.raises(InputError, match="rows to learn from are all 'positive': expected at le"):
        train("sentiment", tmp_path / "run", **options)


def test_data_that_have_changed(small, tmp_path, data):
    run = train("sentiment", tmp_path / "run", **small)
    write_tweets(data, *tweets(120, seed=1))
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        train("sentiment", tmp_path / "run", resume=True, verbose=0)
    with pytest.raises(InputError, match=r"is not what the run in .* began with: .* --data"):
        evaluated(run)
    assert evaluated(run, data).count == 120


def test_a_file_of_one_class_can_judge(small, tmp_path, data):
    run = train("sentiment", tmp_path / "run", **small)
    texts, labels = tweets(30)
    kept = [text for text, label in zip(texts, labels, strict=True) if label]
    found = evaluated(run, write_tweets(tmp_path / "good.csv", kept, [1] * len(kept)))
    assert found.count == found.classes.scores[1].support == len(kept)
    assert found.classes.scores[0].support == 0


def test_settings_cannot_change_on_the_way(small, tmp_path):
    train("sentiment", tmp_path / "run", **small)
    with pytest.raises(UsageError, match=r"has dropout 0\.65, not 0.1: leave it out"):
        train("sentiment", tmp_path / "run", resume=True, dropout=0.1, verbose=0)


def test_a_run_is_read_as_it_was_written(small, tmp_path):
    options = {**small, "model": "as-printed", "dense": (5, 4)}
    run = train("sentiment", tmp_path / "run", **options)
    again = read_run(run.folder)
    assert again == run
    assert again.settings.dense == (5, 4)
    assert isinstance(again.settings, SentimentSettings)


def test_three_classes_of_other_names(small, tmp_path):
    names, words = ("fear", "joy", "calm"), ("dark", "sun", "lake")
    rows = [f"the {words[k % 3]} was there,{names[k % 3]}" for k in range(90)]
    (tmp_path / "moods.csv").write_text("\n".join(["text,label", *rows, ""]))
    options = {**small, "data": tmp_path / "moods.csv", "epochs": 12, "dropout": 0.1}
    run = train("sentiment", tmp_path / "run", **options, classes=names)
    assert run.known.classes == names
    found = evaluated(run, tmp_path / "moods.csv")
    assert [score.support for score in found.classes.scores] == [30, 30, 30]
    assert found.values["accuracy"] > 0.9
    assert read_run(run.folder) == run
