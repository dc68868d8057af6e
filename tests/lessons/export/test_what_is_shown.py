"""What a reader sees of an export: letters over the steps, and layers called by what they do."""

import numpy as np
import pytest

from tests.lessons.export.test_any_model import exported
from xlrnn import api, nn
from xlrnn.commands.main import run
from xlrnn.errors import UsageError
from xlrnn.lessons.export import prepared

LETTERS = ("l", "h", "e", "o")
LAYERS = {
    "every step": lambda: [
        nn.SimpleRNN(2, return_sequences=True), nn.TimeDistributed(nn.Dense(4)),
        nn.Activation("softmax"),
    ],
    "one step": lambda: [nn.GRU(2)],
    "both ends": lambda: [nn.Bidirectional(nn.LSTM(2, return_sequences=True))],
    "windows": lambda: [nn.Conv1D(2, 1), nn.SimpleRNN(2)],
    "repeated": lambda: [nn.LSTM(2), nn.RepeatVector(3), nn.SimpleRNN(2, return_sequences=True)],
    "backwards": lambda: [nn.GRU(2, go_backwards=True)],
}  # fmt: skip
# The pages whose columns are the letters of the input, in their order.
OVER = {
    "every step": {"simple_rnn", "time_distributed", "activation"},
    "one step": {"gru"},
    "both ends": {"bidirectional", "bidirectional forward"},
    "windows": set(),
    "repeated": {"lstm"},
    "backwards": set(),
}


def lesson_of(case, steps=3):
    model = nn.Sequential([nn.Input((steps,)), nn.Embedding(4, 2), *LAYERS[case]()])
    return prepared(model, np.arange(1, steps + 1), tokens=LETTERS, token="letter")


@pytest.mark.parametrize("case", LAYERS)
def test_the_letters_stand_over_their_steps_and_over_no_others(case):
    book = lesson_of(case).filled_book()
    pages = {page.name: page for page in book.pages if getattr(page, "letters", None)}
    pages = {name: page for name, page in pages.items() if not name.startswith("numpy")}
    assert pages.keys() == {"input", "embedding", *OVER[case]}
    for page in pages.values():
        assert page.letters.values.tolist() == [["h", "e", "o"]]
        assert page.letters_called == "letter"


def test_one_step_is_no_vector():
    """The answer after the only step has a page of one column, and no letter stands over it."""
    model = nn.Sequential([nn.Input((1,)), nn.Embedding(4, 2), nn.GRU(2), nn.Dense(2)])
    book = prepared(model, np.array([2]), tokens=LETTERS, token="letter").filled_book()
    pages = {page.name: getattr(page, "letters", None) for page in book.pages}
    assert pages["gru"] is not None
    assert pages["dense"] is None


@pytest.mark.parametrize("case", LAYERS)
def test_titles_say_what_a_layer_does_and_tabs_what_keras_calls_it(case):
    lesson = lesson_of(case)
    book = lesson.filled_book()
    pages = {page.name: page for page in book.pages}
    _, steps = lesson.reading(book)
    said = [step.text for step in steps[1:]]
    assert len(said) == len(lesson.architecture.layers)
    for text, layer in zip(said, lesson.architecture.layers, strict=True):
        kind, _, does = pages[layer.name].title.partition(": ")
        assert kind.startswith(type(layer).__name__)
        assert len(does.split()) > 3
        assert text.startswith(f"{kind}: {does} ({layer.name}")
    assert steps[0].text == "input: 3 letters"


@pytest.mark.parametrize("case", ["repeated", "both ends"])
def test_the_workbook_agrees(case, tmp_path):
    model = nn.Sequential([nn.Input((3,)), nn.Embedding(4, 2), *LAYERS[case]()])
    path, _ = exported(model, np.array([1, 2, 3]), tmp_path, tokens=LETTERS, token="letter")
    assert api.verify([path]).outcome == "agree"


def test_letters_that_are_given(tmp_path):
    """A model of a file knows numbers alone; who exports it may say what they stand for."""
    layers = [nn.Input((3,)), nn.Embedding(4, 2), nn.GRU(2)]
    nn.Sequential(layers).save(tmp_path / "model.npz")
    words = ["export", tmp_path / "model.npz", "-o", tmp_path / "x.xlsx", "--input", "1 2 0"]
    assert run([*map(str, words), "--tokens", "l,h,e,o", "--verify"]) == 0
    assert api.read(tmp_path / "x.xlsx")["embedding_read"].tolist() == [["h", "e", "l"]]


def test_tokens_where_there_are_none_or_others(tmp_path):
    dense = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    with pytest.raises(UsageError, match="the model begins with none"):
        api.export(dense, tmp_path / "x.xlsx", [1, 2], tokens=("a", "b"))
    api.train("next-char", tmp_path / "run", epochs=1)
    with pytest.raises(UsageError, match="knows its letters: leave the tokens out"):
        api.export(tmp_path / "run", tmp_path / "x.xlsx", "hel", tokens=("a", "b"))


def test_a_run_of_letters_speaks_of_letters(tmp_path):
    api.train("next-char", tmp_path / "run", epochs=1)
    api.export(tmp_path / "run", tmp_path / "hel.xlsx", "hel")
    found = api.read(tmp_path / "hel.xlsx")
    assert found["embedding_read"].tolist() == [["h", "e", "l"]]


def test_the_columns_of_a_picture_say_row_and_column(tmp_path):
    layers = [nn.Conv2D(2, 2), nn.Flatten(), nn.Dense(2, activation="softmax")]
    model = nn.Sequential([nn.Input((3, 4, 1)), *layers])
    _, book = exported(model, np.ones((3, 4, 1)), tmp_path)
    pages = {page.name: page for page in book.pages}
    for name, last in (("input", "3 · 4"), ("conv2d", "2 · 3"), ("conv2d eq", "2 · 3"),
                       ("numpy conv2d", "2 · 3")):  # fmt: skip
        page = pages[name]
        assert [page.heading_of(0), page.heading_of(page.steps - 1)] == ["1 · 1", last]
    assert pages["flatten"].heading_of(0) == "value"


@pytest.mark.parametrize("case", LAYERS)
def test_numbers_stay_when_the_model_calculates_again(case):
    """A layer calculates in the same memory; with other weights what was shown must not change."""
    lesson = lesson_of(case)
    given = lesson.inputs()
    first = lesson.expected(given, None)
    kept = {name: np.array(array) for name, array in first.items()}
    weights = {
        name: 1.5 * array + 0.25
        for name, array in given.items()
        if array.dtype == float and name.rpartition("_")[2] not in ("ids", "words")
    }
    words = {name: given[name] for name in given if "word" in name}
    again = lesson.expected({**given, **weights, **words}, None)
    assert any(not np.array_equal(again[name], kept[name]) for name in kept)
    for name, array in kept.items():
        np.testing.assert_array_equal(first[name], array, err_msg=name)
