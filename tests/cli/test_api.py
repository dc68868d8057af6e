"""Every verb as a Python function, and its results as DataFrames."""

import inspect
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.cli.workbooks import saved_by_openpyxl, with_cell
from xlrnn import api, nn
from xlrnn.errors import EngineMissingError, UnreadableError, UsageError
from xlrnn.lessons import LESSON_NAMES
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.nn.compute import kernels
from xlrnn.nn.core.trace import Trace
from xlrnn.verify.results.verdict import Outcome
from xlrnn.xlsx.writing.write import workbook_bytes

COLUMNS = [
    "book", "engine", "cell", "block", "step", "unit", "verdict", "expected", "actual", "formula",
    "absolute", "relative", "ulp", "trial",
]  # fmt: skip


def test_list():
    assert [lesson.name for lesson in api.list()] == list(LESSON_NAMES)


@pytest.mark.parametrize("name", [n for n in api.__all__ if inspect.isfunction(getattr(api, n))])
def test_whoever_names_a_file_may_write_its_name(name):
    """A verb that takes a `Path` alone ends in Python's words if it is given a text."""
    parameters = inspect.signature(getattr(api, name)).parameters.values()
    assert not {Path, Path | None, Sequence[Path]} & {one.annotation for one in parameters}


def test_one_name_is_as_good_as_a_list_of_one_and_a_lesson_as_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (by_name,) = api.build("hello-forward", "a")
    (by_class,) = api.build([HelloForward], "b")
    assert by_name.read_bytes() == by_class.read_bytes()
    assert api.check_build(HelloForward, "a") == []
    assert api.verify("a/hello-forward.xlsx", vary=0).outcome is Outcome.AGREE
    assert "W_xh" in api.read("a/hello-forward.xlsx")
    with pytest.raises(UsageError, match="'hello' is unknown"):
        api.build("hello", "a")
    task, *_ = api.exercise(HelloForward, "course", level=1, roster=None, seed=3)
    assert api.check(str(task))["blocks"]
    (result,) = api.grade(str(task), "course", folder="grades", formats="json").results
    assert result["status"] == "graded" and Path("grades/results.json").exists()
    assert api.playground("x.html", HelloForward, exercises="b/hello-forward.xlsx", single=True)


def test_one_text_is_no_list_of_its_letters(tmp_path):
    with pytest.raises(UsageError, match="'hidden'"):
        api.exercise("hello-forward", tmp_path, blanks="hidden")
    with pytest.raises(UsageError, match="'perceptron'"):
        api.study("sentiment", tmp_path, models="perceptron")
    (tmp_path / "x.xlsx").touch()
    with pytest.raises(UsageError, match="'pdf'"):
        api.grade(tmp_path / "x.xlsx", tmp_path, formats="pdf")


def test_a_model_is_found_by_the_text_of_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("words.txt").write_text("hello hello hello", "utf-8")
    run = api.train("next-char", "run", data="words.txt", epochs=1)
    assert api.evaluate("run", "words.txt").count
    (one,) = api.predict("run", "hel")
    assert one.tokens == api.predict(run.folder, ["hel"])[0].tokens
    assert len(api.generate("run", "hel", 2)) == 1
    assert api.export("run", "run.xlsx", "hel") == Path("run.xlsx")


def test_build_returns_the_files(tmp_path):
    paths = api.build(["hello-forward"], tmp_path / "a", settings={"units": "2"}, seed=5)
    assert paths == [tmp_path / "a" / "hello-forward.xlsx"]
    assert api.check_build(["hello-forward"], tmp_path / "a", settings={"units": "2"}, seed=5) == []
    assert api.check_build(["hello-forward"], tmp_path / "a", settings={"units": "2"}, seed=6)


def test_build_writes_nothing_if_one_of_several_is_in_the_way(tmp_path):
    (tmp_path / "hello-forward.xlsx").write_bytes(b"mine")
    with pytest.raises(UsageError, match="was not last written by xlrnn"):
        api.build(["hello-forward"], tmp_path)
    with pytest.raises(UsageError, match="is unknown"):
        api.build(["hello-forward", "other"], tmp_path, force=True)
    assert (tmp_path / "hello-forward.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("way", kernels.available())
def test_the_bytes_do_not_depend_on_compiled_twins(way):
    lesson = HelloForward("hello", "helo", 3, "textbook", seed=1)
    with kernels.using(kernels.NUMPY):
        plain = workbook_bytes(lesson.filled_book())
    with kernels.using(way):
        assert api.workbook(lesson) == plain


@pytest.mark.parametrize("way", kernels.available())
def test_an_exported_model_does_not_depend_on_compiled_twins(way, tmp_path):
    nn.set_random_seed(3)
    layers = [nn.Input((7, 3)), nn.LSTM(5, return_sequences=True), nn.GRU(4), nn.Dense(2)]
    model = nn.Sequential(layers)
    x = np.random.default_rng(1).normal(size=(7, 3))
    for name, kind in (("plain", kernels.NUMPY), ("way", way)):
        with kernels.using(kind):
            api.export(model, tmp_path / f"{name}.xlsx", x)
    assert (tmp_path / "way.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()


@pytest.mark.parametrize("way", kernels.available())
def test_exercises_do_not_depend_on_compiled_twins(way, tmp_path):
    written = []
    for kind in (kernels.NUMPY, way):
        with kernels.using(kind):
            paths = api.exercise("lstm-cell", tmp_path / kind, seed=4, force=True)
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]


def test_verify_to_frame(book, tmp_path):
    wrong = with_cell(book, tmp_path / "wrong.xlsx", "H35", "<c {cell}><v>0.5</v></c>")
    result = api.verify([book, wrong, tmp_path / "no.xlsx"])
    assert result.outcome is Outcome.DIFFER
    frame = result.to_frame()
    assert list(frame.columns) == COLUMNS
    sizes = [book.engines[0].cells_total for book in result.books[:2]]
    assert len(frame) == sum(sizes)
    first = result.books[0].to_frame()
    assert len(first) == sizes[0]
    assert set(first["verdict"]) == {"matched"}
    assert first["absolute"].max() < 1e-12
    (row,) = frame[frame["verdict"] == "constant"].to_dict("records")
    assert (row["book"], row["cell"], row["block"]) == (str(wrong), "forward!H35", "h")
    assert (row["step"], row["unit"], row["actual"]) == (1, 1, 0.5)
    assert row["absolute"] == abs(row["expected"] - 0.5)


def test_frame_of_nothing_has_its_columns(tmp_path):
    for result in (api.verify([tmp_path / "no.xlsx"]), api.verify([])):
        assert result.outcome is Outcome.UNKNOWN
        assert list(result.to_frame().columns) == COLUMNS
        assert len(result.to_frame()) == 0


@pytest.mark.parametrize("form", ["text", "json", "junit", "html"])
def test_verify_writes_the_report_that_the_verb_prints(book, tmp_path, xlrnn, form):
    report = tmp_path / "report"
    for _ in range(2):
        assert api.verify(book, vary=0, output=str(report), form=form).outcome is Outcome.AGREE
    assert xlrnn("verify", book, "--vary", "0", "--format", form).out == report.read_text("utf-8")
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    with pytest.raises(UsageError, match="is no report of xlrnn"):
        api.verify(book, output=mine, form=form)
    assert mine.read_text() == "mine"
    api.verify(book, vary=0, output=mine, form=form, force=True)
    assert mine.read_text("utf-8") == report.read_text("utf-8")


def test_verify_refuses_what_it_cannot_do(book, monkeypatch):
    with pytest.raises(UsageError, match="expected auto, all, ironcalc"):
        api.verify([book], "excel")
    with pytest.raises(UsageError, match="rtol is nan"):
        api.verify([book], rtol=float("nan"))
    with pytest.raises(UsageError, match="atol is inf"):
        api.verify([book], atol=float("inf"))
    with pytest.raises(UsageError, match="form is 'pdf': expected text, json, junit, html"):
        api.verify([book], form="pdf")
    monkeypatch.setattr("xlrnn.api.workbooks.engines", list)
    with pytest.raises(EngineMissingError, match="no engine"):
        api.verify([book], "all")


def test_engines():
    found = {engine.name: engine for engine in api.engines()}
    assert found["ironcalc"].version
    assert found["cached"].version
    assert all(engine.version or engine.reason for engine in found.values())


def test_read(book):
    values = api.read(book)
    assert values["W_xh"].shape == (3, 4)
    assert values["h"].dtype == float
    assert values["letter"].tolist() == [["h", "e", "l", "l"]]
    frame = values.to_frame()
    assert list(frame.columns) == ["block", "row", "column", "value"]
    assert len(frame) == sum(array.size for array in values.values())
    h = frame[frame["block"] == "h"]
    assert h["row"].tolist() == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]
    assert h["column"].tolist() == [1, 2, 3, 4] * 3
    np.testing.assert_array_equal(h["value"].to_numpy(float).reshape(3, 4), values["h"])


def test_read_shows_what_the_file_stores(book, tmp_path):
    """openpyxl stores no results, so there is nothing to read but the inputs."""
    values = api.read(saved_by_openpyxl(book, tmp_path / "saved.xlsx"))
    assert np.isnan(values["h"]).all()
    assert np.isfinite(values["W_xh"]).all()


def test_read_leaves_out_what_is_missing(book, tmp_path):
    def delete(workbook):
        del workbook.defined_names["h"]

    values = api.read(saved_by_openpyxl(book, tmp_path / "saved.xlsx", delete))
    assert "h" not in values
    assert "p" in values


def test_read_refuses_what_is_no_workbook(tmp_path):
    with pytest.raises(UnreadableError, match="does not exist"):
        api.read(tmp_path / "no.xlsx")


def test_trace_to_frame(book):
    lesson = api.list()[0]()
    frame = Trace(lesson.expected(lesson.inputs())).to_frame()
    assert list(frame.columns) == ["name", "step", "index", "value"]
    assert len(frame[frame["name"] == "h"]) == 12
