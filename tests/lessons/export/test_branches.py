"""Models that branch: what feeds what is seen, weights stand once, and changes are found."""

import numpy as np
import pytest

from tests.lessons.export.models import shuffled
from tests.lessons.export.test_any_graph import check
from tests.lessons.export.test_any_model import exported
from tests.lessons.export.test_changed_files import change, first_difference
from tests.requirements import require
from xlrnn import api, nn
from xlrnn.commands.main import run
from xlrnn.errors import InputError, ShapeError, UsageError
from xlrnn.lessons.export import prepared

RNG = np.random.default_rng(4)


def residual():
    """Two inputs, a value used twice, two answers."""
    left, right = nn.Input((4, 3), name="left"), nn.Input((3,), name="right")
    h = nn.Add()([left, nn.GRU(3, return_sequences=True)(left)])
    h = nn.Multiply()([nn.Dense(3, activation="tanh")(h), right])
    pooled = nn.GlobalAveragePooling1D()(h)
    kind = nn.Dense(2, activation="softmax", name="kind")(nn.Concatenate()([pooled, right]))
    model = nn.Model([left, right], [kind, nn.Dense(1, name="value")(pooled)], name="two")
    return shuffled(model), [RNG.normal(size=(4, 3)), RNG.normal(size=3)]


def encoder_and_decoder():
    """States of one layer begin another; words that are left out."""
    source, target = nn.Input((4,), name="source"), nn.Input((3,), name="target")
    x = nn.Embedding(7, 2, mask_zero=True)(source)
    _, *states = nn.LSTM(3, return_state=True)(x)
    decoder = nn.LSTM(3, return_sequences=True)
    y = decoder(nn.Embedding(5, 2)(target), initial_state=states)
    model = nn.Model([source, target], nn.Dense(5, activation="softmax")(y), name="translate")
    return shuffled(model), [np.array([1, 3, 2, 0]), np.array([1, 2, 4])]


def both_ways():
    """The states of both directions begin those of another layer."""
    x = nn.Input((3, 2))
    y, *states = nn.Bidirectional(nn.GRU(2, return_state=True, return_sequences=True))(x)
    z = nn.Bidirectional(nn.GRU(2, return_sequences=True), merge_mode="sum")(
        y, initial_state=states
    )
    model = nn.Model(x, [z, *states], name="both")
    return shuffled(model), [RNG.normal(size=(3, 2))]


def shared():
    """Layers that are called again, one of them looking up words, and a model twice."""
    one, other = nn.Input((3,), name="one"), nn.Input((3,), name="other")
    table, reader = nn.Embedding(6, 2, mask_zero=True), nn.Bidirectional(nn.LSTM(2))
    judge = nn.Sequential([nn.Input((4,)), nn.Dense(3, activation="relu"), nn.Dense(2)], name="j")
    judged = [judge(reader(table(x))) for x in (one, other)]
    model = nn.Model([one, other], nn.Dot(-1, normalize=True)(judged), name="alike")
    return shuffled(model), [np.array([1, 2, 0]), np.array([5, 1, 3])]


def attending():
    """A decoder looks at an encoder whose steps are not all words, in three ways."""
    source, target = nn.Input((4,), name="source"), nn.Input((3, 5), name="target")
    x = nn.GRU(5, return_sequences=True)(nn.Embedding(7, 3, mask_zero=True)(source))
    y, looked = nn.Attention(use_scale=True)([target, x], return_attention_scores=True)
    z = nn.MultiHeadAttention(2, 3, dropout=0.1)(nn.Add()([y, target]), x, use_causal_mask=True)
    found = nn.AdditiveAttention()([z, x])
    model = nn.Model([source, target], [nn.Dense(3, activation="softmax")(found), looked])
    return shuffled(model), [np.array([5, 3, 2, 0]), RNG.normal(size=(3, 5))]


def left_out():
    """Steps that are no words in one input, in the other, and in both, and what is made of them."""
    given = [nn.Input((3,), name=name) for name in ("left", "right")]
    x = [nn.Embedding(4, 2, mask_zero=True)(each) for each in given]
    merged = [nn.Maximum()(x), nn.Multiply()(x), nn.Concatenate()(x), nn.Concatenate(1)(x)]
    model = nn.Model(given, [nn.GRU(2)(each) for each in merged], name="masks")
    return shuffled(model), [np.array([1, 0, 0]), np.array([0, 2, 0])]


CASES = [residual, encoder_and_decoder, both_ways, shared, attending, left_out]


@pytest.mark.parametrize("made", CASES)
def test_the_workbook_says_what_the_model_does(made, tmp_path):
    """And IronCalc agrees."""
    check(*made(), tmp_path)


@pytest.mark.parametrize("engine", ["libreoffice", "cellrune", "formulon"])
@pytest.mark.parametrize("made", CASES)
def test_every_program_agrees(engine, made, tmp_path, request, monkeypatch):
    monkeypatch.setenv("XLRNN_CACHE", str(request.config.cache.mkdir("xlrnn")))
    require(engine)
    model, samples = made()
    path, _ = exported(model, samples if len(samples) > 1 else samples[0], tmp_path)
    result = api.verify([path], engine)
    assert result.outcome == "agree", result.books[0]
    assert result.books[0].engines[0].cells_verified > 200


def said(book):
    """Return the texts of the first page."""
    return [str(fixture.text) for fixture in book.pages[0].fixtures]


def test_the_first_page_says_what_takes_from_what(tmp_path):
    model, samples = residual()
    _, book = exported(model, samples, tmp_path)
    texts = said(book)
    for row in (
        "Add of left and gru: 4 steps × 3",
        "Multiply of dense and right: 4 steps × 3",
        "Concatenate of global_average_pooling1d and right: 6 numbers",
        "Dense of concatenate: 2 numbers",
        "input: 4 steps × 3",
    ):
        assert row in texts
    assert {"answer kind", "answer value", "left", "right"} <= set(texts)
    _, steps = prepared(model, samples).reading(book)
    assert any("(add takes left and gru → 4 steps × 3)" in step.text for step in steps)


def test_weights_stand_once_and_what_is_called_again_repeats_them(tmp_path):
    model, samples = shared()
    path, book = exported(model, samples, tmp_path)
    constants = {b.name for b in book.blocks if b.constant and b.role.value == "parameter"}
    assert "j_dense_W_hy" in constants
    assert not any("_call_" in name for name in constants if not name.endswith("_0"))
    assert book["j_dense_call_2_W_hy"].rule is not None
    before = api.read(path)["j_dense_call_2_logits"]
    change(path, "j_dense_W_hy", 0.75)
    outcome, engine, _ = first_difference(path)
    shown = {block.located.block.name: block.actual for block in engine.blocks}
    assert outcome == "agree"
    assert not np.allclose(shown["j_dense_call_2_logits"], before)
    assert shown["numpy_summary"] == [["inputs changed"]]


@pytest.mark.parametrize("name", ["add_y", "dense_logits", "multiply_y", "first_best_2"])
def test_a_wrong_formula_is_found(name, tmp_path):
    path, _ = exported(*residual(), tmp_path)
    change(path, name, "=0.5")
    assert first_difference(path)[0] == "differ"


def test_a_state_that_no_longer_comes_from_the_other_layer_is_found(tmp_path):
    path, _ = exported(*encoder_and_decoder(), tmp_path)
    change(path, "lstm_1_h_0", "=0")
    assert first_difference(path)[0] == "differ"


def test_a_weight_of_a_second_call_that_is_another_number_is_found(tmp_path):
    path, _ = exported(*shared(), tmp_path)
    change(path, "j_dense_call_2_W_hy", 0.25)
    assert first_difference(path)[0] == "differ"


def test_where_a_step_looks_follows_what_hides_a_step(tmp_path):
    path, _ = exported(*attending(), tmp_path)
    before = api.read(path)
    np.testing.assert_array_equal(before["attention_attention"][3], 0)
    change(path, "attention_far_below", 0)
    outcome, engine, _ = first_difference(path)
    shown = {block.located.block.name: block.actual for block in engine.blocks}
    assert outcome == "agree"
    assert min(shown["attention_attention"][3]) > 0
    change(path, "attention_visible", "=1", row=3)
    assert first_difference(path)[0] == "differ"


# What is given.


def test_inputs_by_name_in_a_list_and_on_the_command_line(tmp_path):
    model, (left, right) = residual()
    model.save(tmp_path / "two.npz")
    by_name = api.export(model, tmp_path / "a.xlsx", {"right": right, "left": left})
    listed = api.export(model, tmp_path / "b.xlsx", [left[None], right])
    np.savetxt(tmp_path / "left.csv", left, delimiter=",")
    words = ["export", tmp_path / "two.npz", "-o", tmp_path / "c.xlsx", "--input",
             tmp_path / "left.csv", "--input", " ".join(map(repr, map(float, right)))]  # fmt: skip
    assert run([*map(str, words), "--verify"]) == 0
    for path in (by_name, listed, tmp_path / "c.xlsx"):
        np.testing.assert_allclose(api.read(path)["left_sequence"], left.T, rtol=1e-15)
    with pytest.raises(UsageError, match="x is 1 entry: expected a list of 2"):
        api.export(model, tmp_path / "d.xlsx", [left])
    with pytest.raises(UsageError, match="x has left: expected left, right"):
        api.export(model, tmp_path / "d.xlsx", {"left": left})
    with pytest.raises(ShapeError, match=r"the input right has shape \(2,\), but two takes \(3\)"):
        api.export(model, tmp_path / "d.xlsx", [left, right[:2]])


def test_two_texts_for_one_input(tmp_path):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    with pytest.raises(InputError, match="or a text, as sequential has one input"):
        api.export(model, tmp_path / "a.xlsx", ["1 2", "3 4"])


def test_what_the_numbers_of_two_inputs_stand_for(tmp_path):
    one, other, table = nn.Input((2,), name="a"), nn.Input((2,), name="b"), nn.Embedding(4, 2)
    read = [nn.GRU(2)(table(each)) for each in (one, other)]
    model = nn.Model([one, other], nn.Concatenate()(read))
    path = api.export(model, tmp_path / "a.xlsx", [[1, 2], [3, 0]], tokens=("l", "h", "e", "o"))
    shown = api.read(path)
    assert shown["embedding_read"].tolist() == [["h", "e"]]
    assert shown["embedding_call_2_read"].tolist() == [["o", "l"]]
    assert shown["a_words"].tolist() == [["h", "e"]]
    assert shown["b_words"].tolist() == [["o", "l"]]
    assert api.verify([path]).outcome == "agree"


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda x: nn.Concatenate()([nn.Flatten()(nn.Embedding(5, 2)(x)), nn.Dense(2)(x)]),
         "embedding looks up an input as words, and dense takes it as numbers"),
        (lambda x: nn.Embedding(5, 2)(nn.ReLU()(x)), "embedding: an Embedding can be exported on"),
        (lambda x: nn.MultiHeadAttention(1, 2, output_shape=(1, 2))(*[nn.RepeatVector(2)(x)] * 2),
         r"multi_head_attention: output_shape=\(1, 2\) cannot be exported"),
        (lambda x: nn.MultiHeadAttention(1, 2)(*[nn.RepeatVector(2)(x)] * 2,
                                               return_attention_scores=True)[0],
         "return_attention_scores cannot be exported: expected"),
        (lambda x: nn.Concatenate(2)([nn.Reshape((1, 2, 1))(x)] * 2),
         "axis=2 cannot be exported: expected 1 or -1"),
        (lambda x: nn.Add()([nn.Reshape((1, 2, 1))(x), nn.Reshape((2, 1, 1))(x)]),
         "add: pictures of different sizes cannot be exported"),
        (lambda x: nn.Dot(3)([nn.Reshape((1, 2, 1))(x)] * 2), "dot: its input has 3 sides"),
        (lambda x: nn.TimeDistributed(nn.Sequential([nn.Input((2,)), nn.Dense(1)]))(
            nn.RepeatVector(2)(x)), "TimeDistributed of Sequential cannot be exported"),
        (lambda x: nn.Dropout(0.5)(x), "dropout leaves nothing to calculate"),
        (lambda x: x, "has no layers"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_by_name(made, message, tmp_path):
    x = nn.Input((2,))
    with pytest.raises((UsageError, ShapeError), match=message):
        api.export(nn.Model(x, made(x)), tmp_path / "book.xlsx", [1, 2])
    assert list(tmp_path.iterdir()) == []


def test_a_keras_file_goes_the_same_way(tmp_path):
    model, samples = residual()
    model.save(tmp_path / "two.keras")
    book = api.export(tmp_path / "two.keras", tmp_path / "two.xlsx", samples)
    assert api.verify([book]).outcome == "agree"


def test_values_that_are_taller_than_keys_have_names_in_every_row(tmp_path):
    x = nn.Input((3, 4))
    heads = nn.MultiHeadAttention(num_heads=2, key_dim=1, value_dim=2)
    sample = np.random.default_rng(0).normal(size=(3, 4))
    check(nn.Model(x, heads(x, x, x)), [sample], tmp_path)
