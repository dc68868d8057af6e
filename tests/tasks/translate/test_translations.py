"""What is said and shown of translations, by functions and on the command line."""

import csv
import importlib.util
import sys

import numpy as np
import pytest

from tests.requirements import need
from xlrnn import api
from xlrnn.commands import main as commands
from xlrnn.errors import UsageError
from xlrnn.report.models.translation import translation_lines
from xlrnn.tasks.refusal import Refusal
from xlrnn.tasks.train import train
from xlrnn.tasks.translate.predict import Translation


@pytest.fixture(scope="module")
def blind(small, tmp_path_factory):
    """A run of a model without attention."""
    options = {**small, "attention": "none", "epochs": 1}
    return train("translate", tmp_path_factory.mktemp("blind") / "run", **options)


def run(capsys, *arguments):
    code = commands.run([*map(str, arguments)])
    found = capsys.readouterr()
    return code, found.out.splitlines(), " ".join(found.err.split())


# What is said of a translation.


def test_a_sentence_that_was_learned(trained):
    (found,) = api.predict(trained.folder, ["We want red cars"])
    assert found.translation == "on veux voitures rouges"
    assert found.tokens == ("we", "want", "red", "cars")
    assert found.written == ("on", "veux", "voitures", "rouges", "<end>")
    assert found.attention.shape == (5, 4)
    assert found.score < 0
    assert not found.notes


def test_several_at_once_are_as_each_alone(trained):
    texts = ["i see all", "you sell red cars", "we see cats", "i want all"]
    for beam in (1, 4):
        together = api.predict(trained.folder, texts, beam=beam)
        alone = [api.predict(trained.folder, [text], beam=beam)[0] for text in texts]
        assert [one.written for one in together] == [one.written for one in alone]


def test_an_unknown_word_is_told(trained):
    (found,) = api.predict(trained.folder, ["i see zebras, zebras all"])
    assert "not known and taken for <unknown>: zebras, ," in found.notes


def test_a_sentence_longer_than_those_learned_from(trained):
    (found,) = api.predict(trained.folder, ["we see cats all all all"])
    assert "it has 6 words, and the longest sentence that was learned from 4" in found.notes


def test_an_end_that_does_not_come(trained, small, tmp_path):
    run = train("translate", tmp_path / "run", **{**small, "max_length": 5, "epochs": 1})
    model = run.model()
    bias = model.weights[-1]
    bias.assign(np.where(np.arange(len(bias.numpy())) == 2, -50, bias.numpy()))
    run.save(model, [])
    (found,) = api.predict(run.folder, ["i see cats"])
    assert "it does not end within 6 words" in found.notes
    assert len(found.written) == 6


def test_an_empty_sentence_is_refused_and_the_others_are_not(trained):
    found = api.predict(trained.folder, ["", "i see cats", " \t "])
    assert [type(one) for one in found] == [Refusal, Translation, Refusal]
    assert found[0].why == "the sentence is empty: expected at least one word"
    with pytest.raises(UsageError, match="the sentence is empty"):
        api.predict(trained.folder, [" "])


@pytest.mark.parametrize(("beam", "words"), [(0, "beam is 0: expected at least 1")])
def test_a_beam_that_is_none(trained, beam, words):
    with pytest.raises(UsageError, match=words):
        api.predict(trained.folder, ["i see cats"], beam=beam)
    with pytest.raises(UsageError, match=words):
        api.evaluate(trained.folder, beam=beam)


def test_a_beam_is_for_translations(tmp_path):
    run = train("next-char", tmp_path / "run", epochs=1, verbose=0)
    for call in (api.predict, api.evaluate):
        with pytest.raises(UsageError, match="next-char has no setting 'beam'"):
            call(run.folder, ["hel"] if call is api.predict else None, beam=2)
    with pytest.raises(UsageError, match="there is no attention to draw"):
        api.predict(run.folder, ["hel"], picture=tmp_path / "p.png")


# As a table, and as a picture.


def translation(tokens, written, attention):
    return Translation("text", " ".join(written), tokens, written, np.array(attention), -0.1)


def test_attention_is_a_table_of_words_against_words():
    found = translation(("red", "cars"), ("voitures", "rouges"), [[0.004, 0.996], [0.9, 0.1]])
    assert translation_lines(found) == [
        "text → voitures rouges",
        "  looked at, %  red  cars",
        "  voitures        ·   100",
        "  rouges         90    10",
    ]


def test_attention_too_wide_for_a_table_is_a_list():
    tokens = tuple(f"long{k:04}" for k in range(12))
    shares = np.full((2, 12), 0.0)
    shares[0, [3, 7]], shares[1, [1, 2, 5, 9]] = (0.3, 0.7), (0.1, 0.2, 0.3, 0.4)
    lines = translation_lines(translation(tokens, ("a", " "), shares))
    assert lines[1:] == [
        "  a   ← long0007 70%, long0003 30%",
        "  ' ' ← long0009 40%, long0005 30%, long0002 20%",
    ]


def test_the_picture(trained, tmp_path):
    present = importlib.util.find_spec("matplotlib") is not None
    need("matplotlib", present, "pip install 'xlrnn[plot]'")
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    api.predict(trained.folder, ["i see cats"], picture=one)
    api.predict(trained.folder, ["i see cats", "", "we want red cars"], picture=two)
    sizes = [int.from_bytes(path.read_bytes()[20:24], "big") for path in (one, two)]
    assert one.read_bytes().startswith(b"\x89PNG")
    assert sizes[1] > 1.5 * sizes[0]
    before = one.read_bytes()
    with pytest.raises(UsageError, match=r"one.png exists: name another file, or overwrite it"):
        api.predict(trained.folder, ["we want red cars"], picture=one)
    assert one.read_bytes() == before
    api.predict(trained.folder, ["we want red cars"], picture=one, force=True)
    assert one.read_bytes() != before


def test_no_picture_without_matplotlib_or_attention(trained, blind, tmp_path, monkeypatch):
    with pytest.raises(UsageError, match=r"no attention to draw: .* --attention additive or dot"):
        api.predict(blind.folder, ["i see cats"], picture=tmp_path / "p.png")
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UsageError, match=r"a picture needs matplotlib: pip install 'xlrnn\[plot\]"):
        api.predict(trained.folder, ["i see cats"], picture=tmp_path / "p.png")
    assert not (tmp_path / "p.png").exists()


# On the command line.


def test_train_predict_evaluate(pairs, tmp_path, capsys):
    folder = tmp_path / "run"
    asked = ["train", "translate", "--data", pairs, "--units", 8, "--embedding-dim", 4, "--epochs",
             1, "--attention", "dot", "--model", "gru", "--tokens", "words"]  # fmt: skip
    code, out, _ = run(capsys, *asked, "--quiet", "-o", folder)
    assert code == 0
    assert out[0].startswith("of 3 sentences held out ")
    code, out, err = run(capsys, "predict", folder, "i see cats", "", "--beam", 2)
    assert code == 2
    assert out[0].startswith("i see cats → ")
    assert out[1].split() == ["looked", "at,", "%", "i", "see", "cats"]
    assert err == "xlrnn: '': the sentence is empty: expected at least one word"
    code, out, _ = run(capsys, "evaluate", folder, "--beam", 2)
    assert (code, out[0]) == (0, f"translate gru: 3 sentences of {pairs} (held out)")
    assert [line.split()[0] for line in out[-3:]][-1] in ("exact", "chrf")


def test_without_attention_there_is_no_table(blind, capsys):
    code, out, _ = run(capsys, "predict", blind.folder, "i see cats")
    assert (code, len([line for line in out if "→" in line])) == (0, 1)
    assert not any("looked" in line for line in out)


def test_a_whole_file(trained, tmp_path, capsys):
    path, book = tmp_path / "texts.txt", tmp_path / "found.csv"
    path.write_text("i see cats\n\nwe want zebras\n", encoding="utf-8")
    code, out, _ = run(capsys, "predict", trained.folder, "--data", path, "-o", book)
    assert code == 0
    assert out == [
        "1 sentence is empty",
        "of 1 sentence there is more to say (words that are not known, too long, no end): predict "
        "one to see it",
        f"wrote {book}: 'text' and 'translation' of 3 sentences",
    ]
    rows = list(csv.reader(book.read_text(encoding="utf-8").splitlines()))
    assert rows[:3] == [["text", "translation"], ["i see cats", "je vois chats!"], ["", ""]]
    asked = ["predict", trained.folder, "--data", path, "-o", book, "--force"]
    code, _, err = run(capsys, *asked, "--probabilities")
    assert (code, "a translation has no probabilities of classes" in err) == (2, True)
    code, _, err = run(capsys, *asked, "--picture", tmp_path / "p.png")
    assert (code, "it is for texts, not --data" in err) == (2, True)


def test_files_that_cannot_be_learned_from(tmp_path, capsys):
    for content, words in {
        "": "there is no pair in it",
        "alone\n": "1 without a tab (first in line 1)",
        "a\t\n": "1 with an empty translation (first in line 1)",
    }.items():
        path = tmp_path / "pairs.txt"
        path.write_text(content)
        code, _, err = run(capsys, "train", "translate", "--data", path, "-o", tmp_path / "run")
        assert (code, words in err) == (3, True), err
    assert not (tmp_path / "run").exists()
