"""What is said and shown of captions, by functions and on the command line."""

import csv
import importlib.util
import io
import sys

import numpy as np
import pytest

from tests.pictures.files import pillow, plain, write_pictures
from tests.requirements import need
from xlrnn import api
from xlrnn.commands import main as commands
from xlrnn.errors import UnreadableError, UsageError
from xlrnn.pictures.scene import COLOURS
from xlrnn.report.models.blocks import show_picture, shrunk
from xlrnn.report.models.caption import caption_lines
from xlrnn.tasks.caption.predict import Caption
from xlrnn.tasks.refusal import Refusal
from xlrnn.tasks.train import train

SENTENCE = "a small red circle left of a large blue square"


def run(capsys, *arguments):
    code = commands.run([*map(str, arguments)])
    found = capsys.readouterr()
    return code, found.out.splitlines(), " ".join(found.err.split())


# What is given, and what is said.


def test_a_sentence_is_drawn(trained):
    one, other = api.predict(
        trained.folder, [SENTENCE, "A large blue square right of a small red circle."]
    )
    np.testing.assert_array_equal(one.picture, other.picture)
    assert one.picture.shape == (12, 12, 3)
    colours = {tuple(colour) for colour in one.picture.reshape(-1, 3).tolist()}
    assert colours == {
        tuple(np.float32(each).tolist())
        for each in (COLOURS["red"], COLOURS["blue"], (0.0, 0.0, 0.0))
    }
    assert one.notes == ()
    assert other.notes == (f"drawn is “{SENTENCE}”",)
    assert one.text == SENTENCE


def test_several_at_once_are_as_each_alone(trained):
    texts = [SENTENCE, "a large red cross", "a small green square", "a small blue triangle"]
    for beam in (1, 3):
        together = api.predict(trained.folder, texts, beam=beam)
        alone = [api.predict(trained.folder, [text], beam=beam)[0] for text in texts]
        assert [one.written for one in together] == [one.written for one in alone]


def test_what_has_no_caption_is_refused_and_the_others_are_not(of_files, folder, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    texts = [
        tmp_path / "broken.png",
        folder / "red.png",
        tmp_path / "gone.png",
        "a red dog",
        "",
        folder,
    ]
    found = api.predict(of_files.folder, [*map(str, texts)])
    assert [type(one) for one in found] == [Refusal, Caption, *[Refusal] * 4]
    reasons = [one.why for one in found if isinstance(one, Refusal)]
    assert "is no picture that Pillow can read" in reasons[0]
    assert "gone.png: No such file or directory" in reasons[1]
    assert "“a red dog” is no file of a picture, and cannot be drawn: expected a" in reasons[2]
    assert "“” is no file of a picture" in reasons[3]
    with pytest.raises(UnreadableError, match=r"gone.png: No such file"):
        api.predict(of_files.folder, [str(tmp_path / "gone.png")])


@pytest.mark.parametrize("text", ["a dog " * 99, "a\0b", "a" * 300])
def test_what_is_neither_a_name_nor_a_sentence(text, trained):
    with pytest.raises(UsageError, match="is no file of a picture, and cannot be drawn"):
        api.predict(trained.folder, [text])


def test_a_sentence_is_not_drawn_where_the_model_sees_too_little(of_files):
    with pytest.raises(UsageError, match=r"cannot be drawn on 8 × 8 places, which the model sees"):
        api.predict(of_files.folder, [SENTENCE])


def test_an_end_that_does_not_come(small, tmp_path):
    run = train("caption", tmp_path / "run", **{**small, "epochs": 1})
    model = run.model()
    bias = model.weights[-1]
    bias.assign(np.where(np.arange(len(bias.numpy())) == 2, -50, bias.numpy()))
    run.save(model, [])
    (found,) = api.predict(run.folder, [SENTENCE])
    assert found.notes == ("it does not end within 13 words",)
    assert caption_lines(found) == [f"{SENTENCE} → {found.caption}", f"  {found.notes[0]}"]


def test_a_beam_that_is_none(trained):
    for call, given in ((api.predict, [SENTENCE]), (api.evaluate, None)):
        with pytest.raises(UsageError, match="beam is 0: expected at least 1"):
            call(trained.folder, given, beam=0)


# In a terminal, and as a picture.


class Terminal(io.StringIO):
    """Something that says it is a terminal."""

    def isatty(self):
        return True


def test_a_picture_in_a_terminal(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    picture = plain("red", 3) / 255
    screen = Terminal()
    assert show_picture(picture, screen)
    lines = screen.getvalue().splitlines()
    assert [line.count("▀") for line in lines] == [3, 3]
    assert lines[0].startswith("  \x1b[38;2;0;0;0;48;2;255;0;0m▀")
    assert "\x1b[38;2;255;0;0;48;2;0;0;0m▀" in lines[1]
    assert not show_picture(picture, io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Terminal()
    assert not show_picture(picture, screen)
    assert screen.getvalue() == ""


def test_a_large_picture_is_made_as_wide_as_fits():
    picture = np.zeros((90, 120, 3))
    picture[:, 60:] = 1
    small = shrunk(picture, 40)
    assert small.shape == (30, 40, 3)
    assert small[:, :20].max() == 0
    assert small[:, 20:].min() == 1


def test_the_picture(trained, tmp_path, capsys):
    present = importlib.util.find_spec("matplotlib") is not None
    need("matplotlib", present, "pip install 'xlrnn[plot]'")
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    code, out, _ = run(capsys, "predict", trained.folder, SENTENCE, "--picture", one)
    assert (code, out[-1]) == (0, f"wrote {one}: what was looked at")
    api.predict(trained.folder, [SENTENCE] * 5, picture=two)
    sides = [np.frombuffer(path.read_bytes()[16:24], ">u4") for path in (one, two)]
    assert (sides[1] > 1.5 * sides[0]).all()
    shown = np.asarray(pillow().open(one).convert("RGB"))
    for colour in (COLOURS["red"], COLOURS["blue"]):
        near = abs(shown - np.array(colour) * 255).max(axis=-1) < 2
        assert near.sum() > 100
    with pytest.raises(UsageError, match=r"one.png exists: name another file, or overwrite it"):
        api.predict(trained.folder, [SENTENCE], picture=one)


def test_no_picture_without_matplotlib(trained, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UsageError, match=r"a picture needs matplotlib: pip install 'xlrnn\[plot\]"):
        api.predict(trained.folder, [SENTENCE], picture=tmp_path / "p.png")
    assert not (tmp_path / "p.png").exists()


# On the command line.


def test_train_predict_evaluate(tmp_path, capsys):
    folder = tmp_path / "run"
    asked = ["train", "caption", "--rows", 60, "--size", 12, "--units", 6, "--filters", "3,2",
             "--embedding-dim", 4, "--epochs", 1, "--model", "gru"]  # fmt: skip
    code, out, _ = run(capsys, *asked, "--quiet", "-o", folder)
    assert code == 0
    assert "held out 0 get a caption as in the data; “a " in out[0]
    code, out, err = run(capsys, "predict", folder, SENTENCE, "a red dog", "--beam", 2)
    assert code == 2
    assert out[0].startswith(f"{SENTENCE} → ")
    assert not any("▀" in line for line in out)
    assert err.startswith("xlrnn: 'a red dog': “a red dog” is no file of a picture, and cannot be")
    code, out, _ = run(capsys, "evaluate", folder, "--beam", 2)
    assert (code, out[0].endswith(" of its own data (held out)")) == (0, True)
    names = [line.split()[0] for line in out[1:]]
    assert {"accuracy_size", "accuracy_colour", "accuracy_shape", "exact"} <= {*names}


def test_a_folder_with_its_table(of_files, tmp_path, capsys):
    data = write_pictures(tmp_path / "data", ["red", "blue"])
    code, out, _ = run(capsys, "train", "caption", "--data", data, "--file", "file", "--caption",
                       "caption", "--epochs", 1, "--units", 2, "--quiet", "-o", tmp_path / "run",
                       "--validation-split", 0)  # fmt: skip
    assert code == 0
    code, out, _ = run(capsys, "evaluate", of_files.folder, "--data", data, "--caption", "caption")
    assert (code, out[0]) == (0, f"caption lstm: 2 pictures of {data} (all)")
    assert "exact 1.0000" in out


def test_a_whole_folder(of_files, tmp_path, capsys):
    data, book = write_pictures(tmp_path / "data", ["red", "blue"]), tmp_path / "found.csv"
    (data / "x.png").write_bytes(b"")
    code, out, _ = run(capsys, "predict", of_files.folder, "--data", data, "-o", book)
    assert code == 0
    assert out[0].startswith("1 file is no picture to be captioned: ")
    assert out[1] == f"wrote {book}: 'file' and 'caption' of 3 pictures"
    rows = list(csv.reader(book.read_text(encoding="utf-8").splitlines()))
    assert rows == [["file", "caption"], ["blue.png", "all blue"], ["red.png", "all red"],
                    ["x.png", ""]]  # fmt: skip
    asked = ["predict", of_files.folder, "-o", book, "--force", "--data"]
    assert run(capsys, *asked, data / "red.png")[:2] == (
        0, [f"wrote {book}: 'file' and 'caption' of 1 picture"]
    )  # fmt: skip
    code, _, err = run(capsys, *asked, data, "--probabilities")
    assert (code, "a caption has no probabilities of classes" in err) == (2, True)
    code, _, err = run(capsys, *asked, data, "--text", "file")
    assert (code, "there is no column of texts (--text)" in err) == (2, True)
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = run(capsys, *asked, empty)
    assert (code, "holds no pictures: expected files such as .png" in err) == (3, True)


def test_folders_that_cannot_be_learned_from(tmp_path, capsys):
    asked = ["train", "caption", "-o", tmp_path / "run", "--data"]
    data = write_pictures(tmp_path / "data", ["red", "blue"])
    (data / "blue.png").write_bytes(b"")
    code, _, err = run(capsys, *asked, data)
    assert (code, "blue.png is no picture that Pillow can read" in err) == (3, True)
    code, _, err = run(capsys, *asked, tmp_path / "gone")
    assert (code, "there is no such file" in err) == (3, True)
    assert not (tmp_path / "run").exists()
