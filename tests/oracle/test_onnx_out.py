"""Every layer as ONNX: what ONNX Runtime calculates is what the layer does.

Random models are those of the tests of exports. `XLRNN_MANY=300` tries so many instead of a few.
"""

import os
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.lessons.export.graphs import GRAPHS
from tests.lessons.export.models import CASES, shuffled
from tests.requirements import need
from xlrnn import nn
from xlrnn.errors import TrainingError, UsageError

MANY = int(os.environ.get("XLRNN_MANY", "8"))
SEEDED = settings(max_examples=MANY, deadline=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
RNG = np.random.default_rng(0)
WORDS = np.array([[0] * 6, [3, 1, 2, 0, 0, 0], [0, 4, 5, 0, 2, 1]])
"""No word at all, words at the beginning, words between gaps."""
FILLED = RNG.normal(size=(3, 5, 4))
FILLED[0, 2] = FILLED[1] = FILLED[2, 3:] = 0


@pytest.fixture(autouse=True)
def _runtime():
    need("onnx", find_spec("onnx") is not None, "pip install onnx")
    need("onnxruntime", find_spec("onnxruntime") is not None, "pip install onnxruntime")


def run(made, arrays):
    import onnxruntime

    session = onnxruntime.InferenceSession(
        made.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    kinds = {"tensor(int64)": np.int64, "tensor(float)": np.float32}
    feeds = {
        taken.name: array.astype(kinds[taken.type])
        for taken, array in zip(session.get_inputs(), arrays, strict=True)
    }
    return session.run(None, feeds)


def check(model, *arrays):
    """Compare ONNX Runtime with the model, for a batch."""
    found = run(nn.to_onnx(model), arrays)
    expected = model(list(arrays) if len(arrays) > 1 else arrays[0])
    expected = expected if isinstance(expected, list) else [expected]
    for own, wanted in zip(found, expected, strict=True):
        assert own.shape == wanted.shape
        np.testing.assert_allclose(own, wanted, rtol=1e-4, atol=1e-4)


def chain(shape, *layers):
    return shuffled(nn.Sequential([nn.Input(shape), *layers]))


def drawn(*shape):
    return np.random.default_rng(shape).normal(size=shape)


RECURRENT = [nn.SimpleRNN, nn.LSTM, nn.GRU, lambda *a, **o: nn.GRU(*a, reset_after=False, **o),
             lambda *a, **o: nn.SimpleRNN(*a, tied=True, **o)]  # fmt: skip


@pytest.mark.parametrize("kind", RECURRENT)
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("every", [False, True])
def test_recurrent_layers_read_both_ways_with_and_without_gaps(kind, back, every):
    layer = kind(3, go_backwards=back, return_sequences=every)
    check(chain((None, 2), layer), drawn(2, 5, 2))
    words = nn.Embedding(6, 3, mask_zero=True)
    check(chain((None,), words, kind(3, go_backwards=back, return_sequences=every)), WORDS)


@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave"])
@pytest.mark.parametrize("every", [False, True])
def test_two_directions(mode, every):
    words = nn.Embedding(6, 3, mask_zero=True)
    both = nn.Bidirectional(nn.LSTM(2, return_sequences=every), merge_mode=mode)
    check(chain((None,), words, both), WORDS)


@pytest.mark.parametrize("name", ["linear", "relu", "elu", "leaky_relu", "hard_sigmoid",
                                  "softplus", "softsign"])  # fmt: skip
def test_functions_of_recurrent_layers(name):
    check(chain((None, 2), nn.SimpleRNN(3, activation=name)), drawn(2, 4, 2))
    check(chain((None, 2), nn.LSTM(3, name, "hard_sigmoid")), drawn(2, 4, 2))
    check(chain((None, 2), nn.GRU(3, name, "hard_sigmoid", use_bias=False)), drawn(2, 4, 2))


@pytest.mark.parametrize("name", [*nn.activations._BY_NAME])
def test_functions_alone(name):
    check(chain((5,), nn.Dense(3, activation=name)), 3 * drawn(4, 5))
    check(chain((2, 5), nn.Activation(name)), 3 * drawn(4, 2, 5))


PADDED = [("valid", 1, 1), ("same", 1, 1), ("same", 2, 1), ("same", 3, 1), ("same", 1, 2)]


@pytest.mark.parametrize(("padding", "strides", "apart"), [*PADDED, ("causal", 1, 3)])
@pytest.mark.parametrize("places", ["channels_last", "channels_first"])
def test_windows(padding, strides, apart, places):
    options = {"strides": strides, "padding": padding, "data_format": places}
    for steps in (12, None) if places == "channels_last" else (12,):
        shape = (steps, 3) if places == "channels_last" else (3, steps)
        x = drawn(2, *(12 if side is None else side for side in shape))
        check(chain(shape, nn.Conv1D(2, 4, dilation_rate=apart, **options)), x)
        if padding == "causal" or apart > 1:
            continue
        check(chain(shape, nn.MaxPooling1D(3, **options)), x)
        check(chain(shape, nn.AveragePooling1D(3, **options)), x)
    if padding == "causal":
        return
    picture = (9, 7, 3) if places == "channels_last" else (3, 9, 7)
    check(chain(picture, nn.Conv2D(2, (2, 3), dilation_rate=apart, **options)), drawn(2, *picture))
    if apart == 1:
        check(chain(picture, nn.MaxPooling2D((2, 3), **options)), drawn(2, *picture))
        check(chain(picture, nn.AveragePooling2D((2, 1), **options)), drawn(2, *picture))


SINGLE = {
    "a plain relu": nn.ReLU(), "a relu with all options": nn.ReLU(1.5, 0.1, 0.3),
    "leaky": nn.LeakyReLU(0.1), "softmax of steps": nn.Softmax(1), "dropout": nn.Dropout(0.3),
    "layer norm": nn.LayerNormalization(), "of which no beta": nn.LayerNormalization(center=False),
    "of which no gamma": nn.LayerNormalization(scale=False),
    "batch norm": nn.BatchNormalization(), "flat": nn.Flatten(),
    "another shape": nn.Reshape((4, 5)), "what is left": nn.Reshape((-1, 2)),
    "turned": nn.Permute((2, 1)),
    "the largest": nn.GlobalMaxPooling1D(keepdims=True), "the mean": nn.GlobalAveragePooling1D(),
    "at each step": nn.TimeDistributed(nn.Dense(2, activation="tanh")),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_layers_alone(name):
    check(chain((5, 4), type(SINGLE[name]).from_config(SINGLE[name].get_config())), drawn(2, 5, 4))


def test_steps_that_do_not_count():
    check(chain((None, 4), nn.Masking(), nn.LSTM(3, return_sequences=True), nn.GRU(2)), FILLED)
    check(chain((None, 4), nn.Masking(), nn.GlobalAveragePooling1D()), FILLED)
    held = nn.LSTM(2, return_sequences=True, zero_output_for_mask=True)
    check(chain((None, 4), nn.Masking(), held, nn.Dense(2)), FILLED)
    check(chain((None, 3, 4), nn.TimeDistributed(nn.LSTM(2)), nn.GRU(2)), drawn(2, 3, 3, 4))


def test_states_that_go_from_layer_to_layer():
    a, b = nn.Input((None,)), nn.Input((None, 3))
    y, h, c = nn.LSTM(2, return_sequences=True, return_state=True)(
        nn.Embedding(6, 3, mask_zero=True)(a)
    )
    z, *states = nn.Bidirectional(nn.LSTM(2, return_sequences=True, return_state=True))(
        y, initial_state=[h, c, h, c]
    )
    d = nn.LSTM(2, return_sequences=True)(b, initial_state=[h, c])
    model = nn.Model([a, b], [h, c, z, *states, nn.Attention()([d, y]), nn.Concatenate()([z, y])])
    check(shuffled(model), WORDS, drawn(3, 4, 3))


@pytest.mark.parametrize("kind", [nn.Add, nn.Subtract, nn.Multiply, nn.Average, nn.Maximum,
                                  nn.Minimum])  # fmt: skip
def test_two_inputs_of_different_sides(kind):
    a, b = nn.Input((5, 3)), nn.Input((3,))
    check(nn.Model([a, b], kind()([a, b])), drawn(2, 5, 3), drawn(2, 3))


@pytest.mark.parametrize(("axes", "normalize"), [(2, False), (-1, True)])
def test_products(axes, normalize):
    a, b = nn.Input((5, 3)), nn.Input((4, 3))
    check(nn.Model([a, b], nn.Dot(axes, normalize)([a, b])), drawn(2, 5, 3), drawn(2, 4, 3))


ATTENTION = [nn.Attention(), nn.Attention(True), nn.Attention(True, "concat"),
             nn.AdditiveAttention(), nn.MultiHeadAttention(2, 3, value_dim=1)]  # fmt: skip


@pytest.mark.parametrize("k", range(len(ATTENTION)))
@pytest.mark.parametrize("causal", [False, True])
def test_attention_with_gaps_and_without_a_look_ahead(k, causal):
    a, b = nn.Input((None,)), nn.Input((None,))
    words = nn.Embedding(6, 3, mask_zero=True)
    layer = type(ATTENTION[k]).from_config(ATTENTION[k].get_config())
    y = layer([words(a), words(b)], use_causal_mask=causal, return_attention_scores=True)
    lengths = np.array([[1, 2, 0, 0], [3, 1, 2, 5], [4, 0, 0, 0]])
    check(shuffled(nn.Model([a, b], y)), lengths, np.maximum(WORDS, [[1], [0], [1]]))


def test_models_inside_models_and_layers_that_are_called_twice():
    inner = nn.Sequential([nn.Input((3,)), nn.Dense(4, activation="tanh"), nn.Dense(3)])
    x = nn.Input((3,))
    check(shuffled(nn.Model(x, [inner(inner(x)), x])), drawn(4, 3))


def case_of(model, samples):
    try:
        made = nn.to_onnx(model)
    except UsageError as error:
        assert "expected" in str(error)
        return
    for own, wanted in zip(run(made, samples), answers(model, samples), strict=True):
        np.testing.assert_allclose(own, wanted, rtol=1e-3, atol=1e-4)


def answers(model, samples):
    y = model(samples if len(samples) > 1 else samples[0])
    return y if isinstance(y, list) else [y]


@SEEDED
@given(CASES)
def test_any_chain(case):
    case_of(case.model(), [case.sample()[None]])


@SEEDED
@given(GRAPHS)
def test_any_graph(case):
    model = case.model()
    if len(model.layers) > len(model.inputs):
        case_of(model, [sample[None] for sample in case.samples()])


def test_inputs_and_outputs_are_called_and_open(tmp_path):
    import onnx

    a, b = nn.Input((None, 2), name="left"), nn.Input((3,), name="right")
    y = nn.Dense(1, name="sum")(nn.Concatenate()([nn.GRU(2)(a), b]))
    path = tmp_path / "two.onnx"
    made = nn.to_onnx(nn.Model([a, b], {"total": y}, name="two"), path)
    assert onnx.load(path).graph == made.graph
    assert [one.name for one in made.graph.input] == ["left", "right"]
    assert [one.name for one in made.graph.output] == ["total"]
    left = [
        side.dim_param or side.dim_value for side in made.graph.input[0].type.tensor_type.shape.dim
    ]
    assert left == ["batch", "left_1", 2]
    assert (made.graph.name, made.opset_import[0].version) == ("two", 17)


def test_a_wrong_weight_would_be_heard():
    """The comparison is no formality: another order of the gates is another result."""
    model = chain((None, 2), nn.LSTM(3))
    made, x = nn.to_onnx(model), drawn(2, 5, 2)
    kernel, *rest = model.get_weights()
    model.set_weights([np.roll(kernel, 3, axis=1), *rest])
    assert not np.allclose(run(made, [x])[0], model(x), atol=1e-2)


class Own(nn.layers.Layer):
    """A layer that nobody else knows."""

    def forward(self, x, **_):
        return x


def own(a):
    return a * a


REFUSED = {
    "a layer of one's own": (lambda: chain((2,), Own()), "own: layers of the class Own"),
    "a function of one's own": (lambda: chain((2,), nn.Dense(1, own)), "a function of your own"),
    "a recurrent function": (lambda: chain((2, 1), nn.GRU(1, "selu")), "gru: activation is 'selu'"),
    "kept states": (
        lambda: chain((2, 1), nn.GRU(1, stateful=True)), "gru: stateful=True"),
    "a mask that matters": (
        lambda: masked(nn.Maximum()), "maximum: Maximum of inputs with a mask"),
    "no model": (lambda: nn.Dense(1), "expected a model"),
    "not built": (lambda: nn.Sequential([nn.Dense(1)]), "has no weights yet"),
}  # fmt: skip


def masked(layer):
    x = nn.Input((3,))
    words = nn.Embedding(4, 2, mask_zero=True)(x)
    return nn.Model(x, layer([words, words]))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_said_is_refused_by_name(name):
    make, message = REFUSED[name]
    with pytest.raises(UsageError, match=message):
        nn.to_onnx(make())


def test_files_and_weights_that_are_none(tmp_path):
    model = chain((2,), nn.Dense(1))
    with pytest.raises(UsageError, match=r"ends with \.onnx"):
        nn.to_onnx(model, tmp_path / "model.bin")
    model.set_weights([[[np.nan], [1.0]], [0.0]])
    with pytest.raises(TrainingError, match="no longer finite"):
        nn.to_onnx(model, tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()


def test_a_model_that_fits_into_no_file_is_refused(monkeypatch):
    from xlrnn.nn.interop.onnx.writing import model as writing

    monkeypatch.setattr(writing, "MOST_NUMBERS", 2)
    with pytest.raises(UsageError, match="has 3 weights: expected at most 2"):
        nn.to_onnx(chain((2,), nn.Dense(1)))


def test_the_package_is_asked_for_where_it_is_lacking(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UsageError, match=r"pip install 'xlrnn\[onnx\]'"):
        nn.to_onnx(chain((2,), nn.Dense(1)))


def merged():
    """Two inputs, one of them a sequence."""
    steps, features = nn.Input((4, 2)), nn.Input((3,))
    both = [nn.GRU(3)(steps), nn.Dense(3, activation="tanh")(features)]
    return shuffled(nn.Model([steps, features], nn.Dense(2)(nn.Concatenate()(both))))


OUT_AND_IN = {
    "steps": lambda: (
        chain((5, 2), nn.LSTM(3, return_sequences=True), nn.GRU(2), nn.Dense(2, "softmax")),
        drawn(2, 5, 2)),
    "words": lambda: (chain((5,), nn.Embedding(6, 3), nn.SimpleRNN(2)), WORDS[:, :5]),
    "both ways": lambda: (
        chain((4, 2), nn.Bidirectional(nn.LSTM(2, return_sequences=True)), nn.Dense(3)),
        drawn(2, 4, 2)),
    "windows": lambda: (
        chain((6, 2), nn.Conv1D(3, 2, activation="relu"), nn.GlobalMaxPooling1D(), nn.Dense(1)),
        drawn(2, 6, 2)),
    "reset before": lambda: (chain((3, 2), nn.GRU(2, reset_after=False)), drawn(2, 3, 2)),
    "one of everything": lambda: (chain((1, 1), nn.SimpleRNN(1)), drawn(1, 1, 1)),
    "two inputs": lambda: (merged(), [drawn(2, 4, 2), drawn(2, 3)]),
    "pictures": lambda: (
        chain((6, 6, 2), nn.Conv2D(3, (3, 3)), nn.MaxPooling2D(2), nn.Flatten(), nn.Dense(2)),
        drawn(2, 6, 6, 2)),
}  # fmt: skip


@pytest.mark.parametrize("case", OUT_AND_IN)
def test_what_goes_out_comes_in_again(case):
    model, x = OUT_AND_IN[case]()
    again = nn.from_onnx(nn.to_onnx(model))
    np.testing.assert_allclose(again(x), model(x), rtol=1e-6, atol=1e-6)
    assert again.compared
