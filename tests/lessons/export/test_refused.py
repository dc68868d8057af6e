"""What cannot be exported is refused: which layer or number it is, and what to do."""

import json

import numpy as np
import pytest

from xlrnn import api, nn
from xlrnn.errors import InputError, ShapeError, UnreadableError, UsageError
from xlrnn.lessons.export import ExportedModel, prepared


def words(*layers):
    return nn.Sequential([nn.Input((3,)), nn.Embedding(5, 2), *layers])


class Own(nn.layers.Layer):
    """A layer of somebody's own."""

    def forward(self, x, **_):
        return x


def own(a):
    return a * a


@pytest.mark.parametrize(
    ("model", "x", "kind", "message"),
    [
        (nn.Sequential([nn.Input((2,)), Own(name="mine")]), [1, 2], UsageError,
         "mine: layers of the class Own cannot be exported: expected one of Embedding, Masking"),
        (nn.Sequential(), [1], UsageError, "has no layers"),
        (nn.Sequential([nn.Input((2,)), nn.Dropout(0.5)]), [1, 2], UsageError,
         "dropout leaves nothing to calculate"),
        (words(nn.Bidirectional(nn.LSTM(2), merge_mode=None, name="both")), [1, 2, 3], UsageError,
         "both: merge_mode=None has two outputs"),
        (words(nn.Flatten("channels_first")), [1, 2, 3], UsageError,
         "flatten: data_format='channels_first' cannot be exported"),
        (words(nn.LSTM(2, zero_output_for_mask=True)), [1, 2, 3], UsageError,
         "lstm: zero_output_for_mask cannot be exported"),
        (words(nn.LSTM(2, "gelu")), [1, 2, 3], UsageError,
         "lstm: activation='gelu' in a recurrent layer cannot be exported"),
        (words(nn.Bidirectional(nn.GRU(2, recurrent_activation="silu"))), [1, 2, 3], UsageError,
         "forward_gru: recurrent_activation='silu' in a recurrent layer cannot"),
        (words(nn.SimpleRNN(2, own)), [1, 2, 3], UsageError,
         "simple_rnn: activation is own, a function of your own, which cannot be exported"),
        (words(nn.TimeDistributed(nn.Dense(2, own))), [1, 2, 3], UsageError,
         "dense: activation is own, a function of your own"),
        (words(nn.TimeDistributed(nn.RepeatVector(2))), [1, 2, 3], UsageError,
         "time_distributed: TimeDistributed of RepeatVector cannot be exported"),
        (nn.Sequential([nn.Input((3,)), nn.Embedding(1, 2)]), [0, 0, 0], UsageError,
         "embedding has a table of one word"),
        (nn.Sequential([nn.Input((20_000,)), nn.Dense(1)]), np.ones(20_000), UsageError,
         "dense sees 20,000 numbers at once: expected at most 16,000"),
        (nn.Sequential([nn.Input((2500,)), nn.Dense(2500)]), np.ones(2500), UsageError,
         "the model has 6,252,500 weights: expected at most 5,000,000"),
        (nn.Sequential([nn.Input((300,)), nn.RepeatVector(17_000)]), np.ones(300), UsageError,
         "repeat_vector: its output of 17,000 × 300 fits on no sheet: expected at most 16,000 "
         "steps"),
        (words(), [1, 2], ShapeError, r"the input has shape \(2,\), but sequential takes \(3\)"),
        (words(), [1, 2, 7], InputError, "7 in the input is no word of the table: expected whole "
         "numbers from 0 to 4"),
        (words(), [1, 2, 0.5], InputError, "0.5 in the input is no word"),
        (nn.Sequential([nn.Input((2,)), nn.Dense(1)]), [1, np.nan], InputError, "not finite"),
        (nn.Sequential([nn.Input((2,)), nn.Dense(1)]), ["a", "b"], InputError, "expected numbers"),
    ],
)  # fmt: skip
def test_a_model_or_an_input_is_refused(model, x, kind, message, tmp_path):
    with pytest.raises(kind, match=message):
        api.export(model, tmp_path / "book.xlsx", x)
    assert list(tmp_path.iterdir()) == []


def branching():
    x = nn.Input((3,))
    return nn.Model(x, nn.Add()([nn.Dense(3)(x), x]), name="residual")


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"got a Dense: expected a model of xlrnn\.nn, or"):
        api.export(nn.Dense(2), tmp_path / "book.xlsx", [1, 2, 3])


def test_the_folder_of_a_run_with_a_model_that_branches(tmp_path):
    """Somebody put another model there: whoever reads it is told so."""
    api.train("next-char", tmp_path / "run", epochs=1)
    branching().save(tmp_path / "run" / "checkpoint.npz")
    asking = [
        lambda: api.export(tmp_path / "run", tmp_path / "book.xlsx", "hel"),
        lambda: api.predict(tmp_path / "run", ["hel"]),
        lambda: api.evaluate(tmp_path / "run"),
        lambda: api.train("next-char", tmp_path / "run", resume=True),
    ]
    for ask in asking:
        with pytest.raises(UnreadableError, match="holds residual, a model that branches"):
            ask()


def test_layers_without_a_name_that_sheets_take_get_one():
    model = nn.Sequential(
        [
            nn.Input((2, 2)),
            nn.LSTM(2, return_sequences=True, name="my/layer: 1"),
            nn.LSTM(2, return_sequences=True, name="numpy"),
            nn.SimpleRNN(2, return_sequences=True, name="rnn"),
            nn.SimpleRNN(2, name="rnn_b"),
            nn.Dense(2, name="Größe"),
            nn.Dense(2, name="A1"),
            nn.Dense(2, name="x" * 60),
        ]
    )
    pages = [page.name for page in prepared(model, np.ones((2, 2))).filled_book().pages]
    assert [name for name in pages if not name.endswith("eq")][2:9] == [
        "my_layer__1", "numpy_1", "rnn", "rnn_b_1", "Gr__e", "A1", "x" * 24,
    ]  # fmt: skip


def test_a_layer_of_two_directions_has_a_name_that_all_its_sheets_take():
    layer = nn.Bidirectional(nn.GRU(1), name="both_directions_at_once")
    book = prepared(nn.Sequential([nn.Input((2, 2)), layer]), np.ones((2, 2))).filled_book()
    assert "numpy both_directions_ backward" in [page.name for page in book.pages]


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "[]"},
        {"model": "7"},
        {"model": "{"},
        {"shape": '["3"]'},
        {"shape": "[0]"},
        {"rows": 10**9},
        {"rows": 0},
        {"labels": "{"},
    ],
)
def test_a_manifest_that_somebody_changed_is_refused_before_anything_is_made(changed):
    lesson = prepared(words(nn.LSTM(2)), [1, 2, 3])
    with pytest.raises((UsageError, ShapeError, ValueError)):
        ExportedModel.remembered({**lesson.options, **changed})


def test_a_manifest_cannot_ask_for_more_than_a_sheet_holds():
    lesson = prepared(words(nn.LSTM(2)), [1, 2, 3])
    layers = json.loads(lesson.model)
    layers[1]["config"]["units"] = 10**5
    with pytest.raises(UsageError, match="weights: expected at most 5,000,000"):
        ExportedModel.remembered({**lesson.options, "model": json.dumps(layers)})


def test_an_exported_model_is_in_no_list():
    assert "export" not in [lesson.name for lesson in api.list()]
    with pytest.raises(UsageError, match="lesson 'export' is unknown"):
        api.build(["export"])
    with pytest.raises(UnreadableError, match="does not exist"):
        api.export("nowhere.npz", "book.xlsx", "1")
