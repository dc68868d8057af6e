"""Every file that the toolkit writes says which version wrote it, and which commit."""

import io
import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook

from tests.requirements import need, require_program
from xlrnn import __version__, api, nn, provenance
from xlrnn.provenance import Checkout
from xlrnn.report.explained import html as explained
from xlrnn.report.models.evaluation import as_json
from xlrnn.report.verification import json as verified_json
from xlrnn.report.verification import junit
from xlrnn.tasks.study.result import Study, markdown
from xlrnn.weights.files import KINDS

ROOT = Path(provenance.__file__).parent
WORDS = f"xlrnn {__version__} (c0ffee123456, changed)"
KEYS = {"xlrnn": __version__, "commit": "c0ffee123456", "changed": True}


# Git.


@pytest.fixture
def package(tmp_path):
    """A package in a checkout of its own."""
    git = require_program("git", "git")
    folder = tmp_path / "checkout" / "xlrnn"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text("1")
    (tmp_path / "checkout" / "other.txt").write_text("1")
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run([git, *words], cwd=folder.parent, check=True)
    return folder


def stands(package):
    return provenance.checkout.__wrapped__(package)


def test_a_checkout_names_its_commit_and_what_was_changed_in_the_package(package, monkeypatch):
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=package, capture_output=True, text=True, check=True
    ).stdout
    commit = head[: provenance.DIGITS]
    assert stands(package) == Checkout(commit, changed=False)
    (package.parent / "other.txt").write_text("2")
    assert str(stands(package)) == commit
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    (package / "two.py").write_text("new, and nobody added it")
    assert str(stands(package)) == f"{commit}, changed"


def test_where_there_is_no_checkout_nobody_asks_git(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    assert stands(tmp_path / "site-packages" / "xlrnn") is None


def test_git_may_be_missing_or_know_no_commit(tmp_path, monkeypatch):
    git = require_program("git", "git")
    (tmp_path / "xlrnn").mkdir()
    subprocess.run([git, "init", "-q"], cwd=tmp_path, check=True)
    assert stands(tmp_path / "xlrnn") is None
    (tmp_path / ".git" / "HEAD").write_text("broken")
    assert stands(tmp_path / "xlrnn") is None
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert stands(tmp_path / "xlrnn") is None


@pytest.mark.parametrize(("found", "words", "keys"), [
    (None, f"xlrnn {__version__}", {"xlrnn": __version__}),
    (Checkout("c0ffee123456", True), WORDS, KEYS),
])  # fmt: skip
def test_words_and_json(monkeypatch, found, words, keys):
    monkeypatch.setattr(provenance, "checkout", lambda: found)
    assert provenance.written_by() == words
    assert provenance.as_json() == keys


# Files.


@pytest.fixture
def known(monkeypatch):
    """A checkout that stands where the tests know."""
    monkeypatch.setattr(provenance, "checkout", lambda: Checkout("c0ffee123456", True))


def properties(path):
    with zipfile.ZipFile(path) as archive:
        text = archive.read("docProps/core.xml").decode()
    return re.search("<dc:description>Written by (.*)</dc:description>", text)[1]


def said_in(content):
    """Return what JSON says of who wrote it."""
    found = json.loads(content)
    return {name: found[name] for name in KEYS}


def test_lessons_name_the_version_alone(tmp_path, monkeypatch):
    """What is committed must not change with each commit."""
    written = []
    for found in (None, Checkout("c0ffee123456", True), Checkout("decade000000", False)):
        monkeypatch.setattr(provenance, "checkout", lambda found=found: found)
        (book,) = api.build("hello-forward", tmp_path)
        written.append(book.read_bytes())
    assert len({*written}) == 1
    assert properties(book) == f"xlrnn {__version__}"


class _Here:
    """Does in this process what workers do."""

    works_here = True

    def submit(self, work: Callable, *given):
        future = Future()
        future.set_result(work(*given))
        return future


def test_exercises_and_grades(tmp_path, known):
    course, out = tmp_path / "course", tmp_path / "grades"
    task, *more = api.exercise("hello-forward", course, level=1, gradescope=True)
    assert {properties(path) for path in (task, *more) if path.suffix == ".xlsx"} == {WORDS}
    assert said_in((course / "key" / "key.json").read_text("utf-8")) == KEYS
    with zipfile.ZipFile(course / "key" / "gradescope-autograder.zip") as archive:
        assert said_in(archive.read("key.json")) == KEYS
    api.grade(task, course, formats=("json", "html", "workbook"), folder=out, executor=_Here())
    assert said_in((out / "results.json").read_text("utf-8")) == KEYS
    for page in (out / "class.html", *(out / "students").glob("*.html")):
        assert f"<footer>{WORDS}</footer>" in page.read_text("utf-8")
    (copy,) = (out / "annotated").glob("*.xlsx")
    feedback = load_workbook(copy)["feedback"]
    assert any(f"Marked by {WORDS}." in str(row[0].value) for row in feedback.rows)
    api.grade(task, course, formats="gradescope", folder=out / "2", executor=_Here())
    extra = json.loads((out / "2" / "results.json").read_text("utf-8"))["extra_data"]
    assert extra["written_by"] == WORDS


def test_verification_and_maps(tmp_path, known):
    (book,) = api.build("hello-forward", tmp_path)
    found = api.verify(book, vary=0)
    assert said_in(verified_json.render(found)) == KEYS
    assert f'<property name="written by" value="{WORDS}" />' in junit.render(found)
    page = explained.render(api.explain(book, "forward!I36"))
    assert f"<footer>{WORDS}</footer>" in page
    theirs = tmp_path / "theirs.xlsx"
    theirs.write_bytes(_theirs())
    text = api.map(theirs).text
    assert f"\n# Written by {WORDS}.\n" in text
    assert tomllib.loads(text)


def _theirs():
    book = Workbook()
    for row in ([0.5, -0.25], [1, "=TANH(A2*A1)"], [2, "=TANH(A3*A1+B2*B1)"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def model():
    nn.set_random_seed(3)
    return nn.Sequential([nn.Input((3, 2)), nn.SimpleRNN(2), nn.Dense(1)])


def test_models(tmp_path, known, model):
    model.save(tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as archive:
        assert said_in(archive["about"].tobytes()) == KEYS
    book = api.export(model, tmp_path / "model.xlsx", np.ones((3, 2)))
    assert properties(book) == WORDS


def test_files_of_keras(tmp_path, known, model):
    need("h5py", find_spec("h5py") is not None, "pip install 'xlrnn[keras]'")
    import h5py

    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        assert said_in(archive.read("metadata.json")) == KEYS
    model.save_weights(tmp_path / "model.weights.h5")
    with h5py.File(tmp_path / "model.weights.h5") as file:
        assert file.attrs["written_by"] == WORDS


def test_files_of_onnx(tmp_path, known, model):
    need("onnx", find_spec("onnx") is not None, "pip install 'xlrnn[onnx]'")
    import onnx

    nn.to_onnx(model, tmp_path / "model.onnx")
    made = onnx.load(tmp_path / "model.onnx")
    assert f"{made.producer_name} {made.producer_version}" == WORDS


def test_files_of_pytorch(tmp_path, known, model):
    need("torch", find_spec("torch") is not None, "pip install 'xlrnn[torch]'")
    import torch

    KINDS[".pt"].write(model, tmp_path / "model.pt")
    with zipfile.ZipFile(tmp_path / "model.pt") as archive:
        (part,) = [name for name in archive.namelist() if name.endswith("/xlrnn.json")]
        assert said_in(archive.read(part)) == KEYS
    assert len(torch.load(tmp_path / "model.pt", weights_only=True)) == 6


def test_runs_and_what_is_said_of_them(tmp_path, known):
    run = api.train("next-char", tmp_path / "run", epochs=1, seed=5)
    text = (run.folder / "run.json").read_text("utf-8")
    assert said_in(text) == KEYS
    assert json.loads(text)["settings"]["seed"] == 5
    with np.load(run.folder / "checkpoint.npz") as archive:
        assert said_in(archive["about"].tobytes()) == KEYS
    assert said_in(as_json(api.evaluate(run.folder))) == KEYS
    assert markdown(Study("x.csv", (), ())).endswith(f"\n\nWritten by {WORDS}.\n")


def test_pictures(known):
    need("matplotlib", find_spec("matplotlib") is not None, "pip install 'xlrnn[plot]'")
    from xlrnn.figures import new_figure, png

    assert b"Software\0" + WORDS.encode() in png(new_figure(1, 1))


def test_the_playground(tmp_path, known):
    need("formulon", find_spec("formulon") is not None, "pip install 'xlrnn[engines]'")
    page = api.playground(tmp_path / "page", "hello-forward")
    index = json.loads((page.parent / "books.json").read_text("utf-8"))
    assert index["written_by"] == WORDS


# What is written without saying so, and why.
QUIET = {
    "api/exercises.py": "the autograder holds the key",
    "api/grading.py": "the exports of platforms have the form that these read",
    "api/maps.py": "drafting/text.py says it",
    "api/models.py": "the workbook says it; a csv of answers has the form of competitions",
    "api/workbooks.py": "xlsx/writing says it",
    "atomic.py": "writes what it is given",
    "browser/calls.py": "puts files of the page where Python finds them",
    "browser/marks.py": "puts files of the page where Python finds them",
    "browser/models.py": "puts files of the page where Python finds them",
    "cluster/carrier.py": "files that were written elsewhere, as they are",
    "cluster/far_end.py": "files of a call, as they are, gone at its end",
    "cluster/kept.py": "files of calls, as they are, gone a minute after the last",
    "cluster/parcel.py": "files of a call, as they are",
    "exercises/grade/journal.py": "its first line says with which version it goes on",
    "exercises/grade/rubric_cases.py": "what a rubric is tested with, gone at the end",
    "exercises/make/exercise.py": "workbooks and key say it; the table stands beside the key",
    "nn/callbacks/csv_logger.py": "Keras' form",
    "nn/callbacks/model_checkpoint.py": "the model's file says it",
    "nn/files/keras.py": "keras_file.py says it",
    "nn/files/model_file.py": "keras_file.py and saving.py say it",
    "nn/interop/pytorch/exported/exporting.py": "PyTorch's own, gone at the end",
    "playground/folder.py": "writes what it is given",
    "playground/pinned.py": "other people's files, by their SHA-256",
    "playground/runtime.py": "this package and others, as they are",
    "playground/single.py": "books.py says it",
    "nn/interop/pytorch/pickled.py": "PyTorch's own, gone at the end",
    "nn/models.py": "nn/files says it",
    "report/grades/quick_book.py": "feedback.py says it",
    "report/grades/workbook.py": "feedback.py says it",
    "report/verification/own_report.py": "the report says it",
    "report/reproduction/write.py": "page and JSON say it",
    "reproduce/journal.py": "goes on only with the very code that it was begun with",
    "reproduce/listing/files.py": "data, in the form of other people's",
    "reproduce/listing/transcript.py": "stands beside report.json",
    "reproduce/sheets/book.py": "xlsx/writing says it",
    "tasks/picture.py": "figures.py says it",
    "tasks/sentiment/split.py": "stands beside run.json",
    "tasks/sentiment/task.py": "stands beside run.json",
    "tasks/study/plot.py": "figures.py says it",
    "tasks/study/elsewhere.py": "a call's settings, gone at its end",
    "tasks/study/training.py": "stands beside study.json",
    "tasks/train.py": "the model's file says it",
    "text/generated.py": "data, in the form of other people's",
    "text/vectors/cache.py": "can be made again",
    "xlsx/planting/calculation_copy.py": "the copy of an engine, gone at the end",
}
WRITES = re.compile(r"\b(write_atomically|write_bytes|write_text|writestr|savez|save)\(")
SAYS = re.compile(r"\b(written_by|as_json)\(")


def test_who_writes_a_file_says_so_or_is_listed():
    quiet = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "engines" not in path.relative_to(ROOT).parts  # whose files are their own
        if WRITES.search(text := path.read_text("utf-8")) and not SAYS.search(text)
    }
    assert quiet == QUIET.keys()
