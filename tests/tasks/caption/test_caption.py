"""`train caption`: it learns, goes on bit for bit, and is judged by what was held out."""

from pathlib import Path

import numpy as np
import pytest

from tests.pictures.files import pillow, plain, write_pictures, write_table
from tests.tasks.run_folders import losses, same
from xlrnn import api
from xlrnn.errors import InputError, UsageError
from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.tasks.caption.network import network
from xlrnn.tasks.caption.parts import inputs, parts
from xlrnn.tasks.caption.settings import CaptionSettings, usual
from xlrnn.tasks.caption.task import CAPTION
from xlrnn.tasks.language import END, NONE, START
from xlrnn.tasks.run import read_run
from xlrnn.tasks.train import train


def held_out(run):
    data = CAPTION.read(run.data, run.settings)
    return data, parts(data, run.settings).held_out


# It learns.


def test_new_pictures_are_understood(tmp_path):
    image, rng, rows = pillow(), np.random.default_rng(0), []
    for k in range(60):
        colour = ("red", "green", "blue")[k % 3]
        picture = plain(colour)
        row, column = rng.integers(6, size=2)
        picture[row : row + 3, column : column + 3] = rng.integers(90, size=3)
        image.fromarray(picture).save(tmp_path / f"{k}.png")
        rows.append((f"{k}.png", f"it is all {colour}"))
    write_table(tmp_path, rows)
    told = []
    train("caption", tmp_path / "run", data=tmp_path, units=12, filters=(8,), embedding_dim=6,
          epochs=25, batch_size=6, learning_rate=0.01, validation_split=0.2, verbose=0,
          tell=told.append)  # fmt: skip
    found = api.evaluate(tmp_path / "run")
    assert (found.count, found.part, found.values["exact"]) == (12, "held out", 1.0)
    assert told[-1].startswith("of 12 pictures held out 12 get a caption as in the data; ")


def test_without_data_it_draws(trained):
    assert (trained.settings.seed, trained.data, trained.known.shape) == (0, "", (12, 12, 3))
    assert usual({}, drawn=True).size == 16
    assert {"a", "small", "blue", "cross", "left"} < {*trained.known.words.tokens}
    assert losses(trained.folder)[-1] < losses(trained.folder)[0] / 2


def test_pictures_are_learned_by_heart(of_files, folder):
    found = api.predict(of_files.folder, [str(folder / "green.png"), str(folder / "red.png")])
    assert [one.caption for one in found] == ["all green", "all red"]
    assert found[0].written == ("all", "green", "<end>")
    np.testing.assert_array_equal(found[0].picture * 255, plain("green"))
    assert (found[0].notes, found[0].score < 0) == ((), True)


@pytest.mark.parametrize("model", ["lstm", "gru"])
@pytest.mark.parametrize("data", ["drawings", "folder"])
def test_every_kind_goes_on_bit_for_bit(model, data, small, folder, tmp_path):
    options = {**small, "model": model, "dropout": 0.1}
    if data == "folder":
        options |= {"data": folder, "rows": None, "validation_split": 0.3, "filters": (2, 3)}
    train("caption", tmp_path / "whole", **{**options, "epochs": 4})
    train("caption", tmp_path / "parts", **options)
    train("caption", tmp_path / "parts", resume=True, epochs=4, verbose=0)
    assert same(tmp_path / "whole", tmp_path / "parts")
    assert losses(tmp_path / "whole")[-1] < losses(tmp_path / "whole")[0]


def test_patience_keeps_the_best(small, tmp_path):
    told = []
    run = train("caption", tmp_path / "run", **{**small, "epochs": 60, "patience": 1},
                tell=told.append)  # fmt: skip
    assert any("the model of that epoch is kept" in line for line in told)
    data, samples = held_out(run)
    x, y = inputs(samples, data, run.known)
    assert run.model().evaluate(x, y, verbose=0, return_dict=True)["accuracy"] == pytest.approx(
        api.evaluate(run.folder).values["accuracy"]
    )


# How captions are written.


@pytest.mark.parametrize("model", ["lstm", "gru"])
def test_greedy_is_what_the_whole_model_says_word_by_word(model):
    settings = CaptionSettings(model=model, units=5, embedding_dim=4, filters=(3, 2))
    made = network(settings, (9, 7, 3), 9)
    for weight in made.weights:
        weight.assign(weight.numpy() * 3)
    pictures = np.random.default_rng(0).random((4, 9, 7, 3), dtype=np.float32)
    decoder = CaptionDecoder(made)
    found = decoder.write(pictures, 6)
    assert [one.numbers for one in found] == [one.numbers for one in decoder.beam(pictures, 6, 1)]
    for picture, one in zip(pictures, found, strict=True):
        written = []
        while len(written) < 6 and END not in written:
            p = made.predict([picture[None], np.array([[START, *written]])])[0, -1]
            p[[NONE, START, 3]] = 0
            written.append(int(p.argmax()))
        assert [*one.numbers, *[END] * one.ended] == written
        assert one.attention is None
    totals = [one.score for one in decoder.beam(pictures, 6, 9**3)]
    assert all(total >= one.score - 1e-6 for total, one in zip(totals, found, strict=True))


# How it is judged.


@pytest.mark.parametrize("well", [False, True])
def test_the_loss_is_the_mean_over_the_words(well, trained, small, tmp_path):
    if not well:
        trained = train("caption", tmp_path / "run", **{**small, "epochs": 1, "rows": 40})
    data, samples = held_out(trained)
    total, right, count = 0.0, 0, 0
    kinds = {"colour": [0, 0], "place": [0, 0]}
    names = trained.known.words.tokens
    for sample in samples:  # alone: nothing is padded
        x, y = inputs([sample], data, trained.known)
        p = trained.model().predict(x)[0]
        found = p.argmax(-1)
        total -= np.log(p[np.arange(len(p)), y[0]]).sum()
        right, count = right + (found == y[0]).sum(), count + len(p)
        for expected, got in zip(y[0], found, strict=True):
            kind = {"red": "colour", "green": "colour", "blue": "colour", "yellow": "colour",
                    "left": "place", "right": "place", "above": "place", "below": "place",
                    }.get(names[expected])  # fmt: skip
            if kind:
                kinds[kind][0] += expected == got
                kinds[kind][1] += 1
    values = api.evaluate(trained.folder).values
    assert values["loss"] == pytest.approx(total / count, rel=1e-4)
    assert values["accuracy"] == pytest.approx(right / count)
    for kind, (same_word, words) in kinds.items():
        assert values[f"accuracy_{kind}"] == pytest.approx(same_word / words)


def test_exact_matches_are_with_any_of_the_captions(of_files, folder, tmp_path):
    data = write_pictures(tmp_path / "data")
    captions = ["no", "all red", "never"]
    rows = [*(("red.png", each) for each in captions), ("blue.png", "all green")]
    write_table(data, rows)
    found = api.evaluate(of_files.folder, data)
    assert (found.count, found.unit, found.part, found.data) == (2, "picture", "all", str(data))
    assert found.values["exact"] == 0.5
    assert found.notes[0].startswith("2 captions have words that the model does not know, and ")
    assert found.notes[0].endswith(": no, never")
    assert {"accuracy_common", "accuracy_rare"} <= found.values.keys()
    whole = api.evaluate(of_files.folder)
    assert (whole.values["exact"], whole.part, whole.count) == (1.0, "all", 3)


def test_captions_too_long_to_be_written_are_told(of_files, tmp_path):
    data = write_pictures(tmp_path / "data", ["red"])
    write_table(data, [("red.png", " ".join(["all"] * 31))])
    found = api.evaluate(of_files.folder, data)
    assert found.notes[0] == "1 caption has more than 30 words, and none that is written has"


def test_a_table_with_other_columns(of_files, tmp_path):
    data = write_pictures(tmp_path / "data", ["red"])
    write_table(data, [("all red", "red.png")], header=("one", "other"))
    assert api.evaluate(of_files.folder, data, file="other", caption="one").values["exact"] == 1
    with pytest.raises(UsageError, match="these say how to read a file, and there is none"):
        api.evaluate(of_files.folder, file="other")


def test_pictures_of_another_size_than_learned_from(of_files, tmp_path):
    data = write_pictures(tmp_path / "data", side=9)
    with pytest.raises(InputError, match=r"have 9 × 9 places, and the model .* of 8 × 8"):
        api.evaluate(of_files.folder, data)
    with pytest.raises(InputError, match=r"red.png has 9 × 9 places: the model .* of 8 × 8"):
        api.predict(of_files.folder, [str(data / "red.png")])


def test_without_sacrebleu_it_says_how_to_get_it(of_files, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    found = api.evaluate(of_files.folder)
    assert not {"bleu", "chrf"} & found.values.keys()
    assert found.notes == ("for BLEU and chrF: pip install 'xlrnn[bleu]'",)


# What is as small as can be.


@pytest.mark.parametrize("model", ["lstm", "gru"])
def test_one_picture_of_one_place(model, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    pillow().fromarray(plain("red", 2)).save(data / "a.png")
    write_table(data, [("a.png", "red")])
    run = train("caption", tmp_path / "run", data=data, model=model, units=1, embedding_dim=1,
                filters=(1,), epochs=2, verbose=0)  # fmt: skip
    found = api.evaluate(run.folder, beam=4)
    assert (found.part, found.count) == ("all", 1)


def test_rows_are_the_first_of_a_table(folder, tmp_path):
    run = train("caption", tmp_path / "run", data=folder, rows=2, units=2, epochs=1, verbose=0,
                validation_split=0)  # fmt: skip
    assert run.known.words.tokens[4:] == ("all", "red", "green")


# What is refused.


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "rnn"}, "there is no model 'rnn': expected lstm, gru"),
        ({"filters": ()}, "filters is '': expected numbers from 1, one for each layer"),
        ({"filters": (4, 0)}, "filters is '4,0': expected numbers from 1"),
        ({"filters": 0}, "filters is '0': expected numbers from 1"),
        ({"filters": "4"}, "filters is '4': expected numbers from 1"),
        (
            {"filters": (1,) * 5, "rows": 9},
            r"have 16 × 16 places, and 5 convolutions .* at least 32 × 32",
        ),
        ({"rows": 0}, "rows is 0: expected at least 1"),
        ({"size": 0}, "size is 0: expected at least 1"),
        ({"size": 8}, "size is 8: expected a whole number from 12"),
        ({"beam": 0}, "beam is 0: expected at least 1"),
        ({"file": "a"}, "file and caption name columns of a table"),
        ({"attention": "dot"}, "caption has no setting 'attention'"),
    ],
)
def test_settings_that_make_no_sense(options, message, tmp_path):
    with pytest.raises(UsageError, match=message):
        train("caption", tmp_path / "run", **options)
    assert not (tmp_path / "run").exists()


def test_other_pictures_than_it_began_with(small, tmp_path):
    data = write_pictures(tmp_path / "data")
    run = train("caption", tmp_path / "run", **{**small, "rows": None, "data": data})
    pillow().fromarray(plain("white")).save(data / "blue.png")
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        train("caption", run.folder, resume=True, epochs=9, verbose=0)
    with pytest.raises(InputError, match=r"is not what the run in .* began with"):
        api.evaluate(run.folder)


def test_a_run_is_not_exported_from_one_text(trained, tmp_path):
    with pytest.raises(UsageError, match="is given a picture and the beginning of its caption"):
        api.export(trained.folder, tmp_path / "book.xlsx", "a small red circle")


def test_settings_are_kept(trained, of_files):
    assert CaptionSettings(filters=3).filters == CaptionSettings(filters=[3]).filters == (3,)
    for run in (trained, of_files):
        again = read_run(Path(run.folder))
        assert again.settings == run.settings
        assert again.known == run.known
