"""The class of every text of a file, row by row, as competitions want it."""

import csv
import json

import pytest

from tests.tasks.sentiment.conftest import tweets
from xlrnn import api
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.run import read_run
from xlrnn.tasks.train import train
from xlrnn.text.readers.unlabelled import read_texts

TEXTS = ["the film was great", "", "so awful", "zebra", 'he said "fine", and\nleft']


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    rows = [(k, text, "01"[y]) for k, (text, y) in enumerate(zip(*tweets(150), strict=True))]
    write(folder / "train.csv", [("PhraseId", "Phrase", "Liked"), *rows])
    return train("sentiment", folder / "run", data=folder / "train.csv", units=8, embedding_dim=6,
                 epochs=12, batch_size=20, learning_rate=0.02, dropout=0.1, verbose=0)  # fmt: skip


def write(path, rows, delimiter=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def written(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_every_row_has_its_row(run, tmp_path):
    data = write(tmp_path / "test.tsv", [("PhraseId", "Phrase"), *enumerate(TEXTS, 501)], "\t")
    found = api.predict_file(run.folder, data, tmp_path / "out.csv")
    rows = written(tmp_path / "out.csv")
    assert rows[0] == ["PhraseId", "Liked"]
    assert [row[0] for row in rows[1:]] == ["501", "502", "503", "504", "505"]
    assert [rows[k][1] for k in (1, 3, 5)] == ["1", "0", "1"]
    assert found.blind == 2
    assert sum(found.counts().values()) == 5


def test_probabilities_are_those_of_single_texts(run, tmp_path):
    data = write(tmp_path / "test.csv", [("id", "Phrase"), *enumerate(TEXTS)])
    api.predict_file(run.folder, data, tmp_path / "out.csv", probabilities=True)
    rows = written(tmp_path / "out.csv")
    assert rows[0] == ["id", "Liked", "negative", "positive"]
    for row, opinion in zip(rows[1:], api.predict(run.folder, TEXTS), strict=True):
        single = dict(zip(opinion.classes, opinion.probabilities, strict=True))
        assert float(row[3]) == pytest.approx(single["positive"], abs=2e-6)


def test_without_ids_the_texts_stand_there(run, tmp_path):
    data = write(tmp_path / "test.csv", [["Phrase"], *([text] for text in TEXTS)])
    api.predict_file(run.folder, data, tmp_path / "out.csv")
    assert [row[0] for row in written(tmp_path / "out.csv")[1:]] == TEXTS


def test_forms_of_files_without_labels(tmp_path):
    (tmp_path / "a.txt").write_text("one, two\nthree\n\nfour\n")
    found = read_texts(tmp_path / "a.txt")
    assert found.texts == found.ids == ["one, two", "three", "", "four"]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"id": f"r{k}", "text": t})
                                                for k, t in enumerate(TEXTS)))  # fmt: skip
    found = read_texts(tmp_path / "a.jsonl")
    assert (found.texts, found.ids[0], found.column) == (TEXTS, "r0", "id")
    (tmp_path / "many").mkdir()
    for name in ("b.txt", "a.txt"):
        (tmp_path / "many" / name).write_text(name)
    found = read_texts(tmp_path / "many")
    assert (found.ids, found.texts, found.column) == (
        ["a.txt", "b.txt"],
        ["a.txt", "b.txt"],
        "file",
    )
    write(tmp_path / "b.csv", [(k, text) for k, text in enumerate(TEXTS)])
    found = read_texts(tmp_path / "b.csv")
    assert (found.texts, found.ids) == (TEXTS, ["0", "1", "2", "3", "4"])


def test_stray_quotes_swallow_no_row_to_predict(tmp_path):
    rows = [(str(k), f"text {k}") for k in range(60)]
    rows[20], rows[30] = ("20", '"opens'), ("30", 'closes"')
    (tmp_path / "a.tsv").write_text("id\ttext\n" + "".join("\t".join(row) + "\n" for row in rows))
    found = read_texts(tmp_path / "a.tsv")
    assert list(zip(found.ids, found.texts, strict=True)) == rows


def test_what_cannot_be(run, tmp_path):
    data = write(tmp_path / "test.csv", [("a", "b"), ("x y", "z")])
    with pytest.raises(InputError, match="found the 2 columns 'a', 'b'"):
        api.predict_file(run.folder, data, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
    api.predict_file(run.folder, data, tmp_path / "out.csv", text="b")
    with pytest.raises(UsageError, match=r"out\.csv exists: .*--force"):
        api.predict_file(run.folder, data, tmp_path / "out.csv", text="b")
    api.predict_file(run.folder, data, tmp_path / "out.csv", text="b", force=True)


def test_runs_of_before_predict_with_the_names_of_their_classes(run, tmp_path):
    import shutil

    old = tmp_path / "old"
    shutil.copytree(run.folder, old)
    content = json.loads((old / "run.json").read_text())
    for name in ("spelled", "column"):
        del content["known"][name]
    for name in ("encoding", "words"):
        del content["settings"][name]
    (old / "run.json").write_text(json.dumps(content))
    assert read_run(old).settings == run.settings
    data = write(tmp_path / "test.csv", [("id", "text"), ("7", "so great")])
    api.predict_file(old, data, tmp_path / "out.csv")
    assert written(tmp_path / "out.csv") == [["id", "label"], ["7", "positive"]]


def test_a_model_of_letters_tells_no_classes(tmp_path):
    train("next-char", tmp_path / "run", epochs=1, verbose=0)
    data = write(tmp_path / "test.csv", [("id", "text"), ("7", "so great")])
    with pytest.raises(UsageError, match="whose model tells no classes apart"):
        api.predict_file(tmp_path / "run", data, tmp_path / "out.csv")
