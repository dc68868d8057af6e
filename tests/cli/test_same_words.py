"""Verbs and functions refuse the same, in the same words: checks stand in the function."""

import inspect
from concurrent.futures import Executor
from pathlib import Path
from types import SimpleNamespace

import pytest

from xlrnn import api, nn
from xlrnn.commands.main import _VERBS
from xlrnn.errors import XlrnnError
from xlrnn.exercises.grade.pool import LimitedExecutor


class Elsewhere(Executor):
    """Looks as that of a client of Dask does whose scheduler is on another machine."""

    __module__ = "distributed.cfexecutor"
    _client = SimpleNamespace(
        scheduler=SimpleNamespace(address="tcp://192.0.2.1:8786"),
        scheduler_info=lambda **_: {"workers": {}},
    )


# What is refused: the words of the command line behind the verb, the same call of the function,
# and what it says. {here} is a folder with an exercise, a roster, a secret, exports and a run.
CASES = {
    "build: no lesson": (["build"], lambda _: api.build([]), "no lesson named"),
    "build: no lesson to check": (
        ["build", "--check"], lambda _: api.check_build([]), "no lesson named"),
    "build: a seed below 0": (
        ["build", "hello-forward", "-o", "{here}/b", "--seed", "-1"],
        lambda h: api.build(["hello-forward"], h / "b", seed=-1), "seed is -1"),
    "build: an unknown lesson": (
        ["build", "x"], lambda _: api.build(["x"]), "lesson 'x' is unknown"),
    "build: an unknown option": (
        ["build", "hello-forward", "-o", "{here}/b", "--set", "x=1"],
        lambda h: api.build(["hello-forward"], h / "b", settings={"x": "1"}), "no option 'x'"),
    "verify: rtol": (
        ["verify", "{here}/a.xlsx", "--rtol", "-1"],
        lambda h: api.verify([h / "a.xlsx"], rtol=-1.0), "rtol is -1.0"),
    "verify: atol": (
        ["verify", "{here}/a.xlsx", "--atol", "nan"],
        lambda h: api.verify([h / "a.xlsx"], atol=float("nan")), "atol is nan"),
    "verify: the engine": (
        ["verify", "{here}/a.xlsx", "--engine", "abacus"],
        lambda h: api.verify([h / "a.xlsx"], "abacus"), "engine 'abacus' is unknown"),
    "verify: a workbook in the way of its report": (
        ["verify", "{here}/a.xlsx", "-o", "{here}/a.xlsx"],
        lambda h: api.verify([h / "a.xlsx"], output=h / "a.xlsx"), "is no report of xlrnn"),
    "verify: a folder as map": (
        ["verify", "{here}/a.xlsx", "--map", "{here}"],
        lambda h: api.verify([h / "a.xlsx"], map_file=h), "cannot read the map"),
    "verify: an exercise explained": (
        ["verify", "{here}/a.xlsx", "--explain", "forward!B3"],
        lambda h: api.explain(h / "a.xlsx", "forward!B3"), "is an exercise"),
    "map: a workbook of ours": (
        ["map", "{here}/a.xlsx", "-o", "{here}/a.toml"],
        lambda h: api.map(h / "a.xlsx", h / "a.toml"), "xlrnn"),
    "exercise: the level": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--level", "6"],
        lambda h: api.exercise("hello-forward", h / "e", level=6), "there is no level 6"),
    "exercise: the seed": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--seed", "-2"],
        lambda h: api.exercise("hello-forward", h / "e", seed=-2), "seed is -2"),
    "exercise: what is told": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--tells", "all"],
        lambda h: api.exercise("hello-forward", h / "e", tells="all"), "tells is 'all'"),
    "exercise: a roster without a secret": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--roster", "{here}/roster.csv"],
        lambda h: api.exercise("hello-forward", h / "e", roster=h / "roster.csv"),
        "roster and secret belong together"),
    "exercise: a secret without a roster": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--secret", "{here}/secret"],
        lambda h: api.exercise("hello-forward", h / "e", secret=h / "secret"),
        "roster and secret belong together"),
    "exercise: a roster with a seed": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--roster", "{here}/roster.csv",
         "--secret", "{here}/secret", "--seed", "1"],
        lambda h: api.exercise("hello-forward", h / "e", roster=h / "roster.csv",
                               secret=h / "secret", seed=1),
        "seed and roster exclude each other"),
    "exercise: a folder as roster": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--roster", "{here}",
         "--secret", "{here}/secret"],
        lambda h: api.exercise("hello-forward", h / "e", roster=h, secret=h / "secret"),
        "cannot read the roster"),
    "exercise: another's file": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--gradescope", "--foreign", "no"],
        lambda h: api.exercise("hello-forward", h / "e", gradescope=True, foreign="no"),
        "foreign is 'no': expected withhold, mark"),
    "exercise: another's file, without an autograder": (
        ["exercise", "hello-forward", "-o", "{here}/e", "--foreign", "mark"],
        lambda h: api.exercise("hello-forward", h / "e", foreign="mark"),
        "foreign without gradescope"),
    "exercise: a file in the way": (
        ["exercise", "hello-forward", "-o", "{here}/secret"],
        lambda h: api.exercise("hello-forward", h / "secret"), "is a file, not a folder"),
    **{f"grade: {name}": (
        ["grade", "{here}/a.xlsx", "--key", "{here}", "-o", "{here}/g", *words],
        lambda h, options=options: api.grade(
            [h / "a.xlsx"], h, **{"folder": h / "g", **options(h)}),
        says) for name, words, options, says in (
            ("no worker", ["--jobs", "0"], lambda _: {"jobs": 0},
             "jobs is 0: expected a whole number from 1"),
            ("a time limit below 1", ["--time-limit", "0.5"], lambda _: {"time_limit": 0.5},
             "time_limit is 0.5: expected a finite number from 1"),
            ("a time limit without end", ["--time-limit", "inf"],
             lambda _: {"time_limit": float("inf")}, "time_limit is inf"),
            ("a format", ["--format", "pdf"], lambda _: {"formats": ["pdf"]},
             "format is 'pdf': expected json, csv, gradescope, nbgrader, html, workbook"),
            ("two formats for one file", ["--format", "json", "--format", "gradescope"],
             lambda _: {"formats": ["json", "gradescope"]}, "json and gradescope both write"),
            ("the engine", ["--engine", "abacus"], lambda _: {"engine": "abacus"}, "'abacus'"),
            ("another's file", ["--foreign", "x"], lambda _: {"foreign": "x"}, "foreign is 'x'"),
            ("a column of no export", ["--column", "x"], lambda _: {"columns": ["x"]},
             "columns without an export"),
            ("a column that is not there", ["--canvas", "{here}/canvas.csv", "--column", "x"],
             lambda h: {"canvas": h / "canvas.csv", "columns": ["x"]}, "is called 'x'"),
            ("a folder as export", ["--moodle", "{here}"], lambda h: {"moodle": h}, "cannot read"),
            ("a folder as rubric", ["--rubric", "{here}"], lambda h: {"rubric": h},
             "cannot read the rubric"),
            ("a folder as metadata", ["--metadata", "{here}"], lambda h: {"metadata": h},
             "cannot read"),
        )},
    **{f"{words[0]}: a cluster that others could read": (
        [*words, "--cluster", "tcp://192.0.2.1:8786"], there,
        "tcp://192.0.2.1:8786 is another machine without encryption") for words, there in (
            (["grade", "{here}/a.xlsx", "--key", "{here}", "-o", "{here}/g"],
             lambda h: api.grade([h / "a.xlsx"], h, folder=h / "g", executor=Elsewhere())),
            (["study", "sentiment", "-o", "{here}/s"],
             lambda h: api.study("sentiment", h / "s", executor=Elsewhere())),
            (["reproduce", "-o", "{here}/r"],
             lambda h: api.reproduce(h / "r", executor=Elsewhere())),
        )},
    "playground: an unknown lesson": (
        ["playground", "x", "-o", "{here}/p"], lambda h: api.playground(h / "p", ["x"]),
        "lesson 'x' is unknown"),
    "playground: one file of another kind": (
        ["playground", "hello-forward", "--single", "-o", "{here}/p.txt"],
        lambda h: api.playground(h / "p.txt", ["hello-forward"], single=True),
        "expected a name that ends in .html"),
    "playground: nothing to fetch for": (
        ["playground", "hello-forward", "-o", "{here}/p", "--fetch"],
        lambda h: api.playground(h / "p", "hello-forward", fetch=True), "--fetch fetches what"),
    "playground: an exercise that is not there": (
        ["playground", "--exercise", "{here}/no.xlsx", "-o", "{here}/p"],
        lambda h: api.playground(h / "p", exercises=[h / "no.xlsx"]), "there is no such file"),
    "playground: a file in the way": (
        ["playground", "hello-forward", "-o", "{here}/secret"],
        lambda h: api.playground(h / "secret", ["hello-forward"]),
        "is a file: choose another folder"),
    "reproduce: a claim": (
        ["reproduce", "-o", "{here}/r", "--only", "all"],
        lambda h: api.reproduce(h / "r", only="all"), "only is 'all': expected jumbled-words"),
    "reproduce: how many at once": (
        ["reproduce", "-o", "{here}/r", "--jobs", "0"],
        lambda h: api.reproduce(h / "r", jobs=0), "jobs is 0: expected a whole number from 1"),
    "reproduce: the seed": (
        ["reproduce", "-o", "{here}/r", "--seed", "-1"],
        lambda h: api.reproduce(h / "r", seed=-1), "seed is -1"),
    "reproduce: no tweets": (
        ["reproduce", "-o", "{here}/r", "--data", "{here}/no.csv"],
        lambda h: api.reproduce(h / "r", data=h / "no.csv"), "there is no such file"),
    "reproduce: a folder of somebody else": (
        ["reproduce", "-o", "{here}"], lambda h: api.reproduce(h),
        "holds something that xlrnn reproduce did not write"),
    "reproduce: a file in the way": (
        ["reproduce", "-o", "{here}/secret"], lambda h: api.reproduce(h / "secret"),
        "is a file: choose another folder"),
    "grade: no key": (
        ["grade", "{here}/a.xlsx", "--key", "{here}/secret"],
        lambda h: api.grade([h / "a.xlsx"], h / "secret"), "is no key of xlrnn exercise"),
    "grade: an empty key": (
        ["grade", "{here}/a.xlsx", "--key", "{here}/empty.json"],
        lambda h: api.grade([h / "a.xlsx"], h / "empty.json"), "holds no exercise"),
    "rubric: a folder": (
        ["rubric", "test", "{here}"], lambda h: api.check_rubric(h), "cannot read the rubric"),
    "weights: the name": (
        ["weights", "{here}/a.xlsx", "-o", "{here}/x.bin"],
        lambda h: api.weights(h / "a.xlsx", h / "x.bin"), "expected a name that ends with one of"),
    "weights: a file in the way": (
        ["weights", "{here}/a.xlsx", "-o", "{here}/model.npz"],
        lambda h: api.weights(h / "a.xlsx", h / "model.npz"), "overwrite it (--force)"),
    "weights: the engine": (
        ["weights", "{here}/a.xlsx", "-o", "{here}/x.npz", "--engine", "cached"],
        lambda h: api.model(h / "a.xlsx", engine="cached"), "calculates nothing"),
    "weights: an epoch below 1": (
        ["weights", "{here}/a.xlsx", "-o", "{here}/x.npz", "--epoch", "0"],
        lambda h: api.model(h / "a.xlsx", epoch=0), "epoch is 0"),
    "export: words": (
        ["export", "{here}/model.npz", "-o", "{here}/x.xlsx", "--input", "1 2", "--words", "-1"],
        lambda h: api.export(h / "model.npz", h / "x.xlsx", "1 2", words=-1), "words is -1"),
    "export: a pickle": (
        ["export", "{here}/model.pt", "-o", "{here}/x.xlsx", "--input", "1 2"],
        lambda h: api.export(h / "model.pt", h / "x.xlsx", "1 2"), "is a pickle of PyTorch"),
    "export: the name": (
        ["export", "{here}/model.npz", "-o", "{here}/x.csv", "--input", "1 2"],
        lambda h: api.export(h / "model.npz", h / "x.csv", "1 2"), "ends in .xlsx"),
    "predict: how many": (
        ["predict", "{here}/run", "hell", "--generate", "0"],
        lambda h: api.generate(h / "run", ["hell"], 0), "count is 0"),
    "predict: the temperature": (
        ["predict", "{here}/run", "hell", "--generate", "1", "--temperature", "nan"],
        lambda h: api.generate(h / "run", ["hell"], 1, temperature=float("nan")),
        "temperature is nan"),
    "predict: the seed": (
        ["predict", "{here}/run", "hell", "--generate", "1", "--seed", "-1"],
        lambda h: api.generate(h / "run", ["hell"], 1, seed=-1), "seed is -1"),
    "predict: no run": (
        ["predict", "{here}/none", "hell"], lambda h: api.predict(h / "none", ["hell"]), "none"),
    "evaluate: no run": (
        ["evaluate", "{here}/none"], lambda h: api.evaluate(h / "none"), "none"),
    "study: how many": (
        ["study", "sentiment", "-o", "{here}/s", "--seeds", "0"],
        lambda h: api.study("sentiment", h / "s", seeds=0), "seeds is 0"),
    "study: which": (
        ["study", "x", "-o", "{here}/s"], lambda h: api.study("x", h / "s"), "no study 'x'"),
    "study: a model": (
        ["study", "sentiment", "-o", "{here}/s", "--models", "x"],
        lambda h: api.study("sentiment", h / "s", models=["x"]), "no model 'x'"),
    **{f"train: {name}": (
        ["train", "next-char", "-o", "{here}/t", f"--{name.replace('_', '-')}", str(value)],
        lambda h, name=name, value=value: api.train("next-char", h / "t", **{name: value}),
        f"{name} is {value}") for name, value in (
            ("units", 0), ("batch_size", 0), ("epochs", -1), ("learning_rate", 0.0),
            ("validation_split", 1.0), ("seed", -1), ("patience", -1), ("vocabulary_size", 0),
            ("max_length", 0))},
    "train: an old name beside the new one": (
        ["train", "next-char", "-o", "{here}/t", "--rate", "0.1", "--learning-rate", "0.1"],
        lambda h: api.train("next-char", h / "t", rate=0.1, learning_rate=0.1),
        "rate is an old name of learning_rate: give one of them, not both"),
    "train: the task": (["train", "x"], lambda h: api.train("x", h / "t"), "'x'"),
    "train: a file in the way": (
        ["train", "next-char", "-o", "{here}/secret", "--epochs", "1"],
        lambda h: api.train("next-char", h / "secret", epochs=1), "is a file, not a folder"),
}  # fmt: skip


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    folder = tmp_path_factory.mktemp("here")
    (folder / "roster.csv").write_text("id,name,email\ns1,Ann,a@x\n")
    (folder / "secret").write_text("0123456789abcdef")
    (folder / "empty.json").write_text('{"schema": "xlrnn/key/1", "assignments": []}')
    (folder / "canvas.csv").write_text("Student,ID,A (1)\nAnn,s1,\n")
    api.exercise("hello-forward", folder)
    (folder / "hello-forward-level-2.xlsx").rename(folder / "a.xlsx")
    layers = [nn.Input((2,)), nn.Embedding(3, 2), nn.SimpleRNN(2), nn.Dense(1)]
    nn.Sequential(layers).save(folder / "model.npz")
    (folder / "model.pt").write_bytes(b"a pickle")
    api.train("next-char", folder / "run", epochs=1)
    return folder


@pytest.mark.parametrize("case", CASES)
def test_both_refuse_in_the_same_words(xlrnn, here, case):
    words, call, says = CASES[case]
    before = {path for path in here.rglob("*") if path.is_file()}
    ran = xlrnn(*(word.format(here=here) for word in words))
    with pytest.raises(XlrnnError) as refused:
        call(here)
    assert says in str(refused.value)
    assert ran.code in (2, 3)
    assert ran.message == f"xlrnn: {refused.value}"
    assert {path for path in here.rglob("*") if path.is_file()} == before, "nothing is half-written"


def test_every_verb_that_takes_anything_is_there():
    """`check` reports what is wrong as its result, and the others take nothing that could be."""
    there = {case.partition(":")[0] for case in CASES}
    assert set(_VERBS) - there == {"list", "engines", "check"}


WITHOUT_A_FOLDER = {
    "formats": ("json",),
    "canvas": Path("canvas.csv"),
    "moodle": Path("moodle.csv"),
}


@pytest.mark.parametrize("name", WITHOUT_A_FOLDER)
def test_results_that_would_go_nowhere(here, name):
    """The command line always has a folder."""
    with pytest.raises(XlrnnError, match=f"{name} without a folder"):
        api.grade([here / "a.xlsx"], here, **{name: WITHOUT_A_FOLDER[name]})


def test_an_executor_without_a_worker_would_wait_for_ever():
    with pytest.raises(XlrnnError, match="jobs is 0"):
        LimitedExecutor(0)


def test_the_defaults_are_the_same():
    """What a teacher does not say means the same in both."""
    from xlrnn.commands import exercise, grade

    for command, function in ((grade.command, api.grade), (exercise.command, api.exercise)):
        parameters = inspect.signature(function).parameters
        given = {option.name: option for option in command.params if option.name in parameters}
        assert given["foreign"].default == parameters["foreign"].default
    options = {option.name: option.default for option in grade.command.params}
    defaults = {n: p.default for n, p in inspect.signature(api.grade).parameters.items()}
    assert options["time_limit"] == defaults["time_limit"]
    assert options["memory"] * 2**20 == defaults["memory"]
    assert options["engine"] == defaults["engine"]
    assert given["level"].default == inspect.signature(api.exercise).parameters["level"].default
