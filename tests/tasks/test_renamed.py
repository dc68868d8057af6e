"""Settings under their old names: the same results, and nobody is shown them any more."""

import json
from dataclasses import fields

import pytest

from xlrnn import api
from xlrnn.commands.main import run as xlrnn
from xlrnn.errors import UsageError
from xlrnn.tasks import train
from xlrnn.tasks.next_token.settings import TokenSettings
from xlrnn.tasks.renamed import RENAMED, renewed
from xlrnn.tasks.run import CURVE, SETTINGS, read_run
from xlrnn.tasks.sentiment.settings import SentimentSettings

OLD = {"rate": 0.02, "batch": 3, "steps": 5, "vocabulary": 9, "validation": 0.25}
NEW = {"learning_rate": 0.02, "batch_size": 3, "max_length": 5, "vocabulary_size": 9,
       "validation_split": 0.25}  # fmt: skip
SIZES = {"units": 4, "epochs": 2, "verbose": 0}


def options(settings):
    return [
        word
        for name, value in settings.items()
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]


def test_every_new_name_is_a_setting_and_no_old_one_is():
    names = {field.name for kind in (TokenSettings, SentimentSettings) for field in fields(kind)}
    assert {*RENAMED.values()} <= names
    assert not RENAMED.keys() & names


def test_calls_with_old_names_do_the_same(text, tmp_path):
    old = train.train("next-char", tmp_path / "old", data=text, **OLD, **SIZES)
    new = train.train("next-char", tmp_path / "new", data=text, **NEW, **SIZES)
    assert old.settings == new.settings
    assert (old.folder / CURVE).read_bytes() == (new.folder / CURVE).read_bytes()


def test_old_options_do_the_same_and_are_not_shown(text, tmp_path, capsys):
    for name, settings in (("old", OLD), ("new", NEW)):
        call = ["train", "next-char", "--data", str(text), "-o", str(tmp_path / name), "--quiet"]
        assert xlrnn([*call, "--units", "4", "--epochs", "2", *options(settings)]) == 0
    curves = [(tmp_path / name / CURVE).read_bytes() for name in ("old", "new")]
    assert curves[0] == curves[1]
    for verb in ("train", "study"):
        capsys.readouterr()
        assert xlrnn([verb, "--help"]) == 0
        shown = capsys.readouterr().out.split()
        for old, new in RENAMED.items():
            assert f"--{old.replace('_', '-')}" not in shown
            assert f"--{new.replace('_', '-')}" in shown


@pytest.mark.parametrize("old", RENAMED)
def test_both_names_at_once_are_refused(old, tmp_path):
    both = {old: 1, RENAMED[old]: 1}
    message = f"{old} is an old name of {RENAMED[old]}: give one of them, not both"
    with pytest.raises(UsageError, match=message):
        api.train("next-char", tmp_path / "run", **both)
    with pytest.raises(UsageError, match=message):
        api.study("sentiment", tmp_path / "study", **both)
    assert not (tmp_path / "study").exists()
    assert renewed({old: None, RENAMED[old]: 1}) == {RENAMED[old]: 1}


def test_a_run_folder_of_before_is_read_and_goes_on(text, tmp_path):
    whole = train.train("next-char", tmp_path / "whole", data=text, **NEW, **SIZES | {"epochs": 3})
    run = train.train("next-char", tmp_path / "run", data=text, **NEW, **SIZES)
    path = run.folder / SETTINGS
    content = json.loads(path.read_text("utf-8"))
    once = {new: old for old, new in RENAMED.items()}
    content["settings"] = {once.get(k, k): value for k, value in content["settings"].items()}
    assert content["settings"]["rate"] == 0.02 and "max_length" not in content["settings"]
    path.write_text(json.dumps(content), "utf-8")
    assert read_run(run.folder).settings == run.settings
    train.train("next-char", run.folder, resume=True, epochs=3, verbose=0)
    assert (run.folder / CURVE).read_bytes() == (whole.folder / CURVE).read_bytes()


def test_a_study_of_before_goes_on(tmp_path):
    told = []
    study = {"rows": 60, "units": 3, "embedding_dim": 3, "epochs": 1, "seeds": 1, "models": ["rnn"]}
    api.study("sentiment", tmp_path / "s", **study)
    path = tmp_path / "s" / "study.json"
    path.write_text(path.read_text("utf-8").replace("embedding_dim", "embedding"), "utf-8")
    api.study("sentiment", tmp_path / "s", **study, tell=told.append)
    assert told == [f"going on in {tmp_path / 's'}: 3 trainings are done"]
