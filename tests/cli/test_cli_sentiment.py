"""`xlrnn train sentiment`, `evaluate`, `predict` and `study`, as somebody types them."""

import json
import re

import pytest

from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn import api

OPTIONS = ("--units", "6", "--embedding-dim", "5", "--max-length", "8", "--batch-size", "20",
           "--epochs", "3", "--learning-rate", "0.02")  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write_tweets(tmp_path_factory.mktemp("data") / "tweets.csv", *tweets(120))


@pytest.fixture(scope="module")
def trained(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("trained") / "run"
    return api.train("sentiment", folder, data=data, units=6, embedding_dim=5, epochs=8,
                     learning_rate=0.05, batch_size=20).folder  # fmt: skip


def test_train(xlrnn, data, tmp_path):
    ran = xlrnn("train", "sentiment", "--data", data, *OPTIONS, "-o", tmp_path / "run")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "rows: 76 to learn from, 8 to choose the epoch by, 36 held out"
    assert lines[2].startswith("the last 8 words of a text are read, at most 30,000 words, 6 units")
    assert re.fullmatch(
        r"epoch 1/3  loss \d\.\d{4}  accuracy \d\.\d{4}  val_loss \d\.\d{4}  "
        r"val_accuracy \d\.\d{4}  [\d,]+ samples/s", lines[3],
    )  # fmt: skip
    assert re.fullmatch(r"36 rows held out: accuracy [01]\.\d{4}, loss \d\.\d{4}, "
                        r"F1 of (negative|positive) \(\d+ rows\) \d\.\d{4} \(evaluation.json\)",
                        lines[6])  # fmt: skip
    names = {path.name for path in (tmp_path / "run").iterdir()} - {"curve.png"}
    assert names == {"run.json", "split.npz", "checkpoint.npz", "best.npz", "curve.csv",
                     "evaluation.json"}  # fmt: skip


def test_evaluate_as_text(xlrnn, trained, data):
    ran = xlrnn("evaluate", trained)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"sentiment lstm: 36 texts of {data} (held out)"
    assert lines[2].startswith("accuracy ")
    assert [line.split()[0] for line in lines[4:7]] == ["class", "negative", "positive"]
    assert lines[-1].startswith("expected calibration error 0.")


def test_evaluate_as_json(xlrnn, trained, data):
    found = json.loads(xlrnn("evaluate", trained, "--data", data, "--format", "json").out)
    assert found["schema"] == "xlrnn/evaluate/1"
    assert (found["part"], found["count"]) == ("all", 120)
    assert sum(map(sum, found["confusion"])) == 120
    right = found["confusion"][0][0] + found["confusion"][1][1]
    assert found["accuracy"] == pytest.approx(right / 120)


def test_evaluate_a_text(xlrnn, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("abcd" * 50)
    api.train(
        "next-char",
        tmp_path / "run",
        data=text,
        units=8,
        max_length=8,
        epochs=20,
        learning_rate=0.02,
    )
    found = json.loads(xlrnn("evaluate", tmp_path / "run", "--format", "json").out)
    assert (found["task"], found["part"], found["unit"]) == ("next-char", "held out", "token")
    assert found["perplexity"] == pytest.approx(2.718281828 ** found["loss"])
    assert found["accuracy"] > 0.9
    whole = xlrnn("evaluate", tmp_path / "run", "--data", text)
    assert whole.out.startswith(f"next-char rnn: 192 tokens of {text} (all)\nloss 0.")


def test_predict(xlrnn, trained):
    ran = xlrnn("predict", trained, "The film was so great 😀", "zebra שלום")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert re.fullmatch(
        r"The film was so great 😀 → positive 0\.\d{3}  negative 0\.\d{3}", lines[0]
    )
    assert re.fullmatch(r"  great  positive 0\.\d{3} █+", lines[5])
    assert lines[6] == "  😀      (unknown word)"
    assert lines[8] == "  no word of it is known: this is what the model says to anything"
    assert lines[10] == "  שלום   (unknown word)"


def test_study(xlrnn, data, tmp_path):
    options = [*OPTIONS[:-4], "--epochs", "2", "--seeds", "2", "--models", "as-printed,gru"]
    ran = xlrnn("study", "sentiment", "--data", data, *options, "-o", tmp_path / "out")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert [line.split("  ")[1].strip() for line in lines[:4]] == ["majority", "naive Bayes",
                                                                   "as-printed", "gru"]  # fmt: skip
    table = lines[-6:-1]
    assert table[0].split()[:3] == ["model", "seeds", "accuracy"]
    assert [line.split("  ")[0] for line in table[1:]] == ["majority", "naive Bayes",
                                                           "as-printed", "gru"]  # fmt: skip
    assert {"trained.csv", "study.csv", "study.md"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_study_without_data_says_so(xlrnn, tmp_path):
    ran = xlrnn("study", "sentiment", "--rows", "60", "--seeds", "1", "--models", "conv",
                "--units", "4", "--embedding-dim", "4", "--epochs", "1",
                "-o", tmp_path)  # fmt: skip
    assert ran.code == 0
    assert "no data file: learning from 60 generated tweets" in ran.out


@pytest.mark.parametrize(
    "arguments, code, message",
    [
        (["train", "sentiment", "--model", "cnn"], 2, "there is no model 'cnn': expected as-print"),
        (["train", "sentiment", "--data", "none.csv"], 3, "none.csv"),
        (["train", "sentiment", "--clean", "soap"], 2, "there is no cleaner 'soap'"),
        (["train", "sentiment", "--vectors", "none.txt"], 3, "none.txt"),
        (["train", "next-char", "--dropout", "0.1"], 2, "next-char has no setting 'dropout'"),
        (["evaluate", "none"], 3, "none holds no run"),
        (["study", "poems"], 2, "there is no study 'poems': expected sentiment"),
        (["study", "sentiment", "--models", "cnn"], 2, "there is no model 'cnn'"),
    ],
)
def test_one_clear_message(xlrnn, arguments, code, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = xlrnn(*arguments)
    assert ran.code == code
    assert message in ran.message
    assert not list(tmp_path.rglob("run.json"))


def test_units_that_are_no_numbers(xlrnn):
    ran = xlrnn("train", "sentiment", "--dense", "ten")
    assert ran.code == 2
    assert "'ten': expected numbers such as 1000,500" in ran.err


def test_to_go_on_with_a_text_is_no_sentiment(xlrnn, trained):
    ran = xlrnn("predict", trained, "the film", "--generate", "3")
    assert ran.code == 2
    assert "whose model does not say what comes next" in ran.message


def test_labels_that_the_model_does_not_know(xlrnn, trained, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("text,label\nthe film was good,sports\nthe film was bad,politics\n" * 5)
    ran = xlrnn("evaluate", trained, "--data", other)
    assert ran.code == 3
    assert str(other) in ran.message
