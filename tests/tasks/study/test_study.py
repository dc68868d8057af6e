"""A study trains every model on the same rows, keeps what is done, and sums it up."""

import csv
import math
from dataclasses import replace
from importlib.util import find_spec

import pytest

from tests.requirements import need
from tests.tasks.sentiment.conftest import tweets, write_tweets
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.report.models.study import as_text
from xlrnn.tasks.run import Run
from xlrnn.tasks.study.interval import Interval
from xlrnn.tasks.study.plot import draw_study
from xlrnn.tasks.study.result import PEER, Study, Trained, markdown, summary_csv, table, trained_csv
from xlrnn.tasks.study.sentiment import study_sentiment
from xlrnn.tasks.study.training import _baseline
from xlrnn.tasks.study.write import write_study

SMALL = {"units": 5, "embedding_dim": 4, "epochs": 2, "batch_size": 20, "learning_rate": 0.02}


@pytest.fixture
def data(tmp_path):
    return write_tweets(tmp_path / "tweets.csv", *tweets(120))


def made(model, seed, accuracy):
    return Trained(model, seed, accuracy, accuracy, 0.5, 0.1, 0.9, 0.8, 3, 1.5)


STUDY = Study("x.csv", ("a note",), (
    made(PEER, 1, 0.70), made("lstm", 1, 0.74), made(PEER, 2, 0.80), made("lstm", 2, 0.82),
))  # fmt: skip


def test_the_lead_is_counted_seed_by_seed():
    peer, lstm = STUDY.rows()
    assert (peer.lead.mean, peer.lead.half) == (0, 0)
    assert lstm.lead.mean == pytest.approx(0.03)
    # 12.706 is Student's quantile for two values; their deviation is 0.0141, its mean's 0.01.
    assert lstm.lead.half == pytest.approx(0.12706)
    assert lstm.accuracy == Interval(pytest.approx(0.78), pytest.approx(12.706 * 0.04))


def test_the_table():
    head, peer, lstm = table(STUDY)
    assert len(head) == len(peer) == len(lstm)
    assert lstm[:4] == ["lstm", "2", "0.7800 ± 0.5082", "+0.0300 ± 0.1271"]
    assert peer[3] == ""
    assert "| lstm | 2 | 0.7800 ± 0.5082 |" in markdown(STUDY)
    assert markdown(STUDY).startswith("- a note\n")


def test_the_table_of_the_terminal_fits_80_columns():
    """With the longest names and many digits, and its numbers stand below their headings."""
    wide = [
        replace(made(name, seed, 0.7 + seed / 10), loss=12.3456, seconds=12345.6)
        for name in (PEER, "bidirectional", "as-intended")
        for seed in (1, 2)
    ]
    lines = as_text(Study("x.csv", (), tuple(wide)))
    assert max(map(len, lines)) <= 80
    assert lines[-2].split() == [
        "bidirectional", "2", "0.850±0.635", "+0.000±0.000", "0.900", "0.850", "12.346", "12346",
    ]  # fmt: skip
    assert lines[3].split() == ["model", "seeds", "accuracy", "naive", "Bayes", "from", "F1",
                                "loss", "s"]  # fmt: skip
    assert len(lines[4].split()) == 7 + 1, "its own lead is left out"


def test_the_csv_has_the_interval():
    rows = list(csv.DictReader(summary_csv(STUDY).splitlines()))
    assert [row["model"] for row in rows] == [PEER, "lstm"]
    assert float(rows[1]["lead_high"]) == pytest.approx(0.03 + 0.12706)


def test_what_is_no_number_is_left_out():
    trained = [replace(made("as-printed", 1, 0.5), validation_accuracy=math.nan)]
    (row,) = csv.DictReader(trained_csv(trained).splitlines())
    assert row["validation_accuracy"] == ""
    assert row["accuracy"] == "0.5"


def test_all_models_see_the_same_rows_and_the_baselines_more_of_them(data):
    said, kept = [], []
    found = study_sentiment(data, seeds=2, models=["as-printed", "conv"], tell=said.append,
                            keep=kept.append, **SMALL)  # fmt: skip
    assert found.trained == tuple(kept)
    assert len(said) == 8
    assert [(each.model, each.seed) for each in kept[:4]] == [
        ("majority", 42), (PEER, 42), ("as-printed", 42), ("conv", 42),
    ]  # fmt: skip
    assert {each.epochs for each in kept if each.model == "as-printed"} == {10}
    assert {each.epochs for each in kept if each.model == "conv"} == {2}
    chosen_by = {each.model: each.validation_accuracy for each in kept}
    assert math.isnan(chosen_by["as-printed"])
    assert 0 < chosen_by["conv"] <= 1
    assert "as-printed: rows: 83 to learn from, 36 held out" in found.notes
    assert all(row.accuracy.mean > 0.9 for row in found.rows() if row.model == PEER)


def test_a_seed_gives_the_same_again(data):
    one, other = (study_sentiment(data, seeds=1, models=["gru"], **SMALL) for _ in range(2))
    pairs = zip(one.trained, other.trained, strict=True)
    assert all(a.accuracy == b.accuracy and a.loss == b.loss for a, b in pairs)


def test_what_is_done_survives_an_interruption(data, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_study("sentiment", tmp_path / "out", data, 1, ["gru"], None, SMALL)
    rows = list(csv.DictReader((tmp_path / "out" / "trained.csv").read_text().splitlines()))
    assert [row["model"] for row in rows] == ["majority", PEER]


def test_an_interrupted_study_goes_on(data, tmp_path, monkeypatch):
    out, said = tmp_path / "out", []
    ask = ("sentiment", out, data, 2, ["gru", "rnn"])
    whole = write_study("sentiment", tmp_path / "whole", *ask[2:], None, SMALL)
    with monkeypatch.context() as patch:
        patch.setattr("xlrnn.tasks.study.training._baseline", _interrupt_second(_baseline))
        with pytest.raises(KeyboardInterrupt):
            write_study(*ask, None, SMALL)
    before = (out / "trained.csv").read_text()
    assert len(before.splitlines()) == 6
    found = write_study(*ask, said.append, SMALL)
    assert said[0] == f"going on in {out}: 5 trainings are done"
    assert len(said) == 4
    assert (out / "trained.csv").read_text().startswith(before)
    for one, other in zip(found.trained, whole.trained, strict=True):
        assert replace(one, seconds=0) == replace(other, seconds=0) or math.isnan(
            one.validation_accuracy
        )
        assert (one.model, one.seed, one.accuracy) == (other.model, other.seed, other.accuracy)
    assert found.notes == whole.notes
    again = write_study(*ask, said.append, SMALL)
    assert again.notes == whole.notes
    assert len(said) == 5
    more = write_study("sentiment", out, data, 3, ["gru"], None, SMALL)
    assert [each.seed for each in more.of("gru")] == [42, 43, 44]
    assert len((out / "trained.csv").read_text().splitlines()) == 1 + 8 + 3


def _interrupt_second(baseline):
    calls = []

    def run(name, data):
        calls.append(name)
        if calls.count(PEER) == 2:
            raise KeyboardInterrupt
        return baseline(name, data)

    return run


def test_another_study_is_not_overwritten(data, tmp_path):
    out = tmp_path / "out"
    write_study("sentiment", out, data, 1, ["conv"], None, SMALL)
    kept = {path: path.read_bytes() for path in out.iterdir()}
    with pytest.raises(
        UsageError, match=r"other settings \(units 5, not 6\): choose another folder"
    ):
        write_study("sentiment", out, data, 1, ["conv"], None, {**SMALL, "units": 6})
    other = write_tweets(tmp_path / "others.csv", *tweets(90))
    with pytest.raises(UsageError, match=r"other settings \(rows\)"):
        write_study("sentiment", out, other, 1, ["conv"], None, SMALL)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "trained.csv").write_text("model,seed\n")
    with pytest.raises(UsageError, match="of an earlier version"):
        write_study("sentiment", tmp_path / "old", data, 1, ["conv"], None, SMALL)
    assert kept == {path: path.read_bytes() for path in out.iterdir()}
    (out / "trained.csv").write_text("model,seed\nconv,1\n")
    with pytest.raises(UnreadableError, match="is damaged"):
        write_study("sentiment", out, data, 1, ["conv"], None, SMALL)


def test_the_picture(tmp_path):
    need("matplotlib", find_spec("matplotlib") is not None, "pip install 'xlrnn[plot]'")
    path = draw_study(STUDY, tmp_path / "study.png")
    assert path is not None
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "options, message",
    [({"seeds": 0}, "seeds is 0: expected a whole number from 1"),
     ({"models": ["lstm", "cnn"]}, "there is no model 'cnn'"),
     ({"dropout": math.nan}, "dropout is nan")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_once(options, message):
    told = []
    with pytest.raises(UsageError, match=message):
        study_sentiment(tell=told.append, rows=60, **options)
    assert not told
