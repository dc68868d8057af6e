"""Models that branch: whatever feeds what, gradients are right, and a saved model is the same."""

import copy
import pickle

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import ShapeError, UsageError
from xlrnn.nn.graph.graph import Graph

RNG = np.random.default_rng(3)


def encoder_and_decoder():
    x, words = nn.Input((4, 3), name="numbers"), nn.Input((5,), name="words")
    _, h, c = nn.LSTM(3, return_state=True)(x)
    read = nn.Embedding(7, 2, mask_zero=True)(words)
    y = nn.LSTM(3, return_sequences=True)(read, initial_state=[h, c])
    return nn.Model([x, words], nn.Dense(7, activation="softmax")(y))


def a_value_used_twice():
    x = nn.Input((3,))
    h = nn.Dense(3, activation="tanh")(x)
    return nn.Model(x, nn.Dense(2)(nn.Add()([h, h, x])))


def a_layer_used_three_times():
    x = nn.Input((3,))
    dense = nn.Dense(3, activation="tanh")
    return nn.Model(x, dense(dense(dense(x))))


def words_read_by_two():
    words = nn.Input((4,))
    vectors = nn.Embedding(6, 3)(words)
    read = nn.SimpleRNN(2)(vectors)
    mean = nn.GlobalAveragePooling1D()(vectors)
    back = nn.GRU(2, go_backwards=True)(vectors)
    return nn.Model(words, nn.Dense(1)(nn.Concatenate()([read, mean, back])))


def a_recurrent_layer_read_again():
    one, other = nn.Input((3, 2)), nn.Input((5, 2))
    both = nn.Bidirectional(nn.GRU(2))
    return nn.Model([one, other], nn.Subtract()([both(one), both(other)]))


def states_alone():
    x = nn.Input((3, 2))
    _, forward, backward = nn.Bidirectional(nn.SimpleRNN(2, return_state=True))(x)
    return nn.Model(x, nn.Multiply()([forward, backward]))


def both_directions_apart():
    x = nn.Input((3, 2))
    ahead, back = nn.Bidirectional(nn.LSTM(2), merge_mode=None)(x)
    return nn.Model(x, nn.Dense(1)(ahead) if back is None else nn.Average()([ahead, back]))


def models_in_models():
    given = nn.Input((3,))
    inner = nn.Model(given, [nn.Dense(2)(given), nn.Dense(2, activation="tanh")(given)])
    stack = nn.Sequential([nn.Input((2,)), nn.Dense(3), nn.Dense(3, activation="tanh")])
    x = nn.Input((3,))
    one, other = inner(x)
    again, _ = inner(stack(nn.Multiply()([one, other])))
    return nn.Model(x, again)


def a_model_at_every_step_and_alone():
    inner = nn.Sequential([nn.Input((2,)), nn.Dense(2, activation="tanh")])
    steps, alone = nn.Input((3, 2)), nn.Input((2,))
    last = nn.SimpleRNN(2)(nn.TimeDistributed(inner)(steps))
    return nn.Model([steps, alone], nn.Add()([last, inner(alone)]))


def an_input_that_is_an_output():
    x = nn.Input((2,))
    return nn.Model(x, [x, nn.Dense(2)(x)])


def an_output_that_feeds_another():
    x = nn.Input((2,))
    p = nn.Dense(2, activation="softmax")(x)
    return nn.Model(x, [p, nn.Dense(1)(p)])


def an_output_twice():
    x = nn.Input((2,))
    y = nn.Dense(2, activation="softmax")(x)
    return nn.Model(x, [y, y])


def nothing_between():
    x = nn.Input((2,))
    return nn.Model(x, x)


def one_of_each():
    x = nn.Input((1, 1))
    return nn.Model(x, nn.Add()([nn.LSTM(1)(x), nn.Flatten()(x)]))


MADE = [encoder_and_decoder, a_value_used_twice, a_layer_used_three_times, words_read_by_two,
        a_recurrent_layer_read_again, states_alone, both_directions_apart, models_in_models,
        a_model_at_every_step_and_alone, an_input_that_is_an_output, an_output_that_feeds_another,
        an_output_twice, nothing_between, one_of_each]  # fmt: skip


def given_to(model, samples=4):
    """Numbers for every input, and something to expect of every output."""
    x = [
        RNG.integers(0, 6, size=(samples, *symbol.shape[1:]))
        if symbol.call.layer.name == "words" or model.get_layer(index=-1) is None
        else RNG.normal(size=(samples, *symbol.shape[1:]))
        for symbol in model.inputs
    ]
    if any(isinstance(layer, nn.Embedding) for layer in model.layers) and len(x) == 1:
        x = [RNG.integers(0, 6, size=x[0].shape)]
    y = [RNG.normal(size=(samples, *symbol.shape[1:])) for symbol in model.outputs]
    return x if len(x) > 1 else x[0], y if len(y) > 1 else y[0]


@pytest.mark.parametrize("make", [one for one in MADE if one is not nothing_between])
@pytest.mark.parametrize("samples", [1, 4])
def test_gradients_are_those_of_finite_differences(make, samples):
    model = make()
    x, y = given_to(model, samples)
    found = nn.gradcheck(model, x, y, loss="mse")
    assert found.passed, found
    assert len(found.rows) == len(model.weights)


@pytest.mark.parametrize("make", MADE)
def test_gradients_of_inputs_are_those_of_finite_differences(make):
    model = make()
    x, _ = given_to(model, 2)
    given = [np.asarray(each, float) for each in (x if isinstance(x, list) else [x])]
    model.needs_input_gradient = True
    y = model.forward(x)
    ends = y if isinstance(y, list) else [y]
    weights = [RNG.normal(size=end.shape) for end in ends]
    dx = model.backward([each.astype(end.dtype) for each, end in zip(weights, ends, strict=True)])
    for k, (d, own) in enumerate(zip(dx if isinstance(dx, list) else [dx], given, strict=True)):
        if d is None:  # of words
            continue
        at = (0,) * own.ndim
        moved = [own.copy(), own.copy()]
        moved[0][at] += 1e-2
        moved[1][at] -= 1e-2
        sums = []
        for each in moved:
            again = model.forward([*given[:k], each, *given[k + 1 :]][slice(None) if len(given) > 1
                                  else 0])  # fmt: skip
            again = again if isinstance(again, list) else [again]
            sums.append(sum(np.vdot(w, end) for w, end in zip(weights, again, strict=True)))
        assert np.asarray(d)[at] == pytest.approx((sums[0] - sums[1]) / 2e-2, abs=2e-3)


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("way", ["file", "config", "copy", "pickle", "clone"])
def test_the_same_model_again(make, way, tmp_path):
    model = make()
    x, _ = given_to(model)
    expected = model.predict(x)
    if way == "file":
        model.save(tmp_path / "model.npz")
        again = nn.load_model(tmp_path / "model.npz")
    else:
        again = {
            "config": lambda: nn.Model.from_config(model.get_config()),
            "copy": lambda: copy.deepcopy(model),
            "pickle": lambda: pickle.loads(pickle.dumps(model)),
            "clone": lambda: nn.clone_model(model),
        }[way]()
        again.set_weights(model.get_weights())
    assert again.get_config() == model.get_config()
    found = again.predict(x)
    for one, other in zip(several(found), several(expected), strict=True):
        np.testing.assert_array_equal(one, other)
    for weight in again.weights:
        weight.assign(weight.numpy() + 1)
    for one, other in zip(several(model.predict(x)), several(expected), strict=True):
        np.testing.assert_array_equal(one, other)  # the one does not change the other


def several(outputs):
    return outputs if isinstance(outputs, list) else [outputs]


@pytest.mark.parametrize("make", MADE)
def test_a_trace_names_every_turn_of_every_layer(make):
    model = make()
    x, y = given_to(model, 2)
    model.compile("sgd", "mse")
    trace = model.trace(x, y, gradients=True)
    again = [name for name in trace if "_call_2_" in name]
    assert bool(again) == (make in (a_layer_used_three_times, a_recurrent_layer_read_again,
                                    models_in_models))  # fmt: skip
    assert all(len(array) == 2 for array in trace.values())


def test_training_changes_what_is_shared_once():
    model = a_layer_used_three_times()
    model.compile("sgd", "mse")
    x = RNG.normal(size=(8, 3))
    before = model.get_weights()
    losses = model.fit(x, x, epochs=30, batch_size=4, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert not np.array_equal(before[0], model.get_weights()[0])
    assert model.count_params() == 12


def test_a_layer_that_no_loss_depends_on_stays_as_it_is():
    x = nn.Input((3,))
    used, unused = nn.Dense(1, name="used"), nn.Dense(1, name="unused")
    model = nn.Model(x, [used(x), unused(x)])
    model.compile(nn.optimizers.SGD(0.1), {"used": "mse"})
    data = RNG.normal(size=(6, 3))
    kept = unused.get_weights()
    model.fit(data, {"used": data[:, :1]}, epochs=2, verbose=0)
    assert all(map(np.array_equal, kept, unused.get_weights()))
    assert set(model.history.history) == {"loss", "used_loss"}


def test_inputs_and_labels_by_name_or_by_place_are_the_same():
    a, b = nn.Input((2,), name="a"), nn.Input((2,), name="b")
    model = nn.Model([a, b], [nn.Dense(1, name="p")(a), nn.Dense(1, name="q")(b)])
    model.compile("sgd", "mse", metrics={"q": "mae"})
    x, y = RNG.normal(size=(2, 5, 2)), RNG.normal(size=(2, 5, 1))
    by_place = model.evaluate([*x], [*y], return_dict=True)
    by_name = model.evaluate({"b": x[1], "a": x[0]}, {"q": y[1], "p": y[0]}, return_dict=True)
    assert by_place == by_name
    assert list(by_place) == ["loss", "p_loss", "q_loss", "q_mae"]
    assert by_place["loss"] == pytest.approx(by_place["p_loss"] + by_place["q_loss"])


def test_outputs_come_in_the_form_in_which_they_were_given():
    x = nn.Input((2,))
    y = nn.Dense(1)(x)
    data = np.ones((1, 2))
    assert isinstance(nn.Model(x, {"y": y})(data), dict)
    assert isinstance(nn.Model(x, [y])(data), list)
    assert nn.Model(x, y)(data).shape == (1, 1)
    inner = nn.Model(x, {"y": y, "again": y})
    assert set(inner(nn.Input((2,)))) == {"y", "again"}


def test_the_one_input_of_a_list_may_stand_in_a_list():
    x = nn.Input((2,))
    model = nn.Model([x], nn.Dense(1)(x))
    model.compile("sgd", "mse")
    data = RNG.normal(size=(3, 2)).astype("float32")
    for given in (data, [data], (data,), data.tolist()):
        np.testing.assert_array_equal(model.predict(given), model(data))
        assert model.evaluate(given, data[:, :1]) >= 0


def test_a_model_in_the_middle_of_another(tmp_path):
    stack = nn.Sequential([nn.Input((3,)), nn.Dense(4, name="low"), nn.Dense(2, name="high")])
    upper = nn.Model(stack.get_layer("low").output, stack.output)
    lower = nn.Model(stack.input, stack.layers[0].output)
    x = RNG.normal(size=(2, 3)).astype("float32")
    np.testing.assert_array_equal(upper.predict(lower.predict(x)), stack.predict(x))
    upper.save(tmp_path / "upper.npz")
    again = nn.load_model(tmp_path / "upper.npz")
    np.testing.assert_array_equal(again.predict(lower.predict(x)), stack.predict(x))
    assert [layer.name for layer in upper.layers] == ["high"]


def test_a_layer_frozen_in_a_model_inside_is_frozen_in_the_model_around_it():
    inner = nn.Sequential([nn.Input((2,)), nn.Dense(2), nn.Dense(2)])
    x = nn.Input((2,))
    model = nn.Model(x, nn.Dense(1)(inner(x)))
    model.compile("sgd", "mse")
    data = RNG.normal(size=(4, 2))
    model.fit(data, data[:, :1], verbose=0)
    inner.trainable = False
    kept = inner.get_weights()
    model.fit(data, data[:, :1], verbose=0)
    assert all(map(np.array_equal, kept, inner.get_weights()))
    inner.layers[0].trainable = inner.layers[1].trainable = True
    inner.trainable = True
    model.fit(data, data[:, :1], verbose=0)
    assert not np.array_equal(kept[0], inner.get_weights()[0])


def test_what_is_left_out_by_chance_differs_from_call_to_call():
    x = nn.Input((50,))
    dropout = nn.Dropout(0.5, seed=1)
    model = nn.Model(x, [dropout(x), dropout(x)])
    one, other = model(np.ones((1, 50)), training=True)
    assert not np.array_equal(one, other)


def a(shape=(2,), **options):
    return nn.Input(shape, **options)


def shared_with_another_width():
    dense = nn.Dense(2)
    dense(a((3,)))
    dense(a((4,)))


def stateful_twice():
    layer = nn.LSTM(2, stateful=True)
    one, other = a((3, 2)), a((3, 2))
    nn.Model([one, other], [layer(one), layer(other)])


REFUSED = [
    (lambda: nn.Model(a(), nn.Dense(1)(a())), UsageError, "not connected: .* input_layer"),
    (lambda: nn.Model(np.ones(3), nn.Dense(1)(a())), UsageError, "inputs: got array"),
    (lambda: nn.Model(a(), np.ones(3)), UsageError, "outputs: got array"),
    (lambda: nn.Model([], nn.Dense(1)(a())), UsageError, "inputs: got None"),
    (lambda: nn.Model(), UsageError, "got no inputs and no outputs"),
    (lambda: nn.Model(a(), outputs=None), UsageError, "got no outputs"),
    (shared_with_another_width, ShapeError, r"input has shape \(…, 4\), but the weights were made"),
    (stateful_twice, UsageError, "lstm is stateful, and the model calls it again"),
    (lambda: nn.Add()([a((2,)), a((3,))]), ShapeError, "add: "),
    (lambda: nn.Add()(a()), UsageError, "add: got one array, expected a list of arrays"),
    (lambda: nn.Dense(1)([a(), a()]), UsageError, "dense: got a list of 2, expected one array"),
    (lambda: nn.Add()([a(), np.ones((1, 2))]), UsageError, "add: got array.* beside symbols"),
    (lambda: nn.LSTM(2)(a((3, 2)), initial_state=[np.ones((1, 2))] * 2), UsageError,
     "initial_state holds numbers"),
    (lambda: nn.LSTM(2)(a((3, 2)), mask=np.ones((1, 3))), UsageError, "a mask of one's own"),
    (lambda: nn.Sequential([a((3, 2)), nn.GRU(2)])(a((3, 2)), mask=np.ones((1, 3))), UsageError,
     "sequential: a mask of one's own"),
    (lambda: a() + a(), UsageError, "has no numbers yet: expected layers to be called with it"),
    (lambda: np.asarray(a()), UsageError, "has no numbers yet"),
    (lambda: nn.Sequential([a(), nn.Add()]), UsageError, "add takes several arrays"),
    (lambda: nn.Dense(2).output, UsageError, "has been called with symbols 0 times"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "kind", "words"), REFUSED)
def test_refused(make, kind, words):
    with pytest.raises(kind, match=words):
        make()


def two_ends():
    x = a((2,), name="x")
    model = nn.Model(x, [nn.Dense(1, name="p")(x), nn.Dense(1, name="q")(x)])
    model.compile("sgd", "mse")
    return model


X, Y = np.ones((4, 2)), np.ones((4, 1))
REFUSED_LATER = [
    (lambda m: m.compile("sgd", ["mse"]), "loss has 1 entry: expected 2, for the outputs p, q"),
    (lambda m: m.compile("sgd", {"r": "mse"}), "loss has an entry for r: the outputs are called"),
    (lambda m: m.compile("sgd", [None, None]), "there is none but None"),
    (lambda m: m.compile("sgd", "mse", loss_weights=0.5), "loss_weights is 0.5: expected an entry"),
    (lambda m: m.compile("sgd", "mse", metrics=["mae"]), "metrics has 1 entry: expected 2"),
    (lambda m: m.fit(X, Y), "(?s)y is array.* expected an entry for each of the outputs p, q"),
    (lambda m: m.fit(X, {"p": Y}), "y lacks what is expected of the output q"),
    (lambda m: m.fit(X, [Y, Y], class_weight={0: 1}), "class_weight is for models with one output"),
    (lambda m: m.fit({"z": X}, [Y, Y]), "x has z: expected x"),
    (lambda m: m.fit(np.ones((4, 3)), [Y, Y]), r"input has shape \(4, 3\), expected \(batch, 2\)"),
    (lambda m: m.fit(X, [Y, Y[:3]]), "x has 4 samples and y has 3"),
    (lambda m: m.fit(X, [Y, Y], truncate=2), "truncate=2 cuts one sequence into windows"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED_LATER)
def test_refused_of_several_outputs(call, words):
    with pytest.raises(ValueError, match=words):
        call(two_ends())


def test_several_inputs_are_told_by_name():
    one, other = a((2,), name="one"), a((3,), name="other")
    model = nn.Model([one, other], nn.Concatenate()([one, other]))
    with pytest.raises(UsageError, match="a list of 2, or a dict: one, other"):
        model.predict(np.ones((1, 2)))
    with pytest.raises(UsageError, match="x has one: expected one, other"):
        model.predict({"one": np.ones((1, 2))})
    with pytest.raises(ShapeError, match=r"the input other has shape \(1, 2\)"):
        model.predict([np.ones((1, 2)), np.ones((1, 2))])
    with pytest.raises(ShapeError, match="one has 1, other has 2"):
        model([np.ones((1, 2)), np.ones((2, 3))])


def test_a_description_that_goes_in_a_circle_is_refused():
    config = a_layer_used_three_times().get_config()
    layer = config["layers"][-1]
    layer["calls"][0]["x"] = [[layer["config"]["name"], 2, 0]]
    with pytest.raises(UsageError, match="goes in a circle, or lacks what feeds dense"):
        nn.Model.from_config(config)


def test_windows_of_a_model_between_symbols_are_those_of_a_chain():
    steps = RNG.normal(size=(3, 7, 2))
    nn.set_random_seed(1)
    chain = nn.Sequential([nn.Input((None, 2)), nn.GRU(3, return_sequences=True), nn.Dense(1)])
    x = nn.Input((None, 2))
    model = nn.Model(x, nn.Dense(1)(nn.GRU(3, return_sequences=True)(x)))
    model.set_weights(chain.get_weights())
    losses = []
    for each in (chain, model):
        each.compile("sgd", "mse")
        done = each.fit(steps, steps[..., :1], epochs=2, truncate=3, shuffle=False, verbose=0)
        losses.append(done.history["loss"])
    assert losses[0] == losses[1]
    assert all(map(np.array_equal, chain.get_weights(), model.get_weights()))


def test_a_model_deep_inside_others_settles_each_once(monkeypatch):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(2)])
    for _ in range(7):
        model = nn.Sequential([nn.Input((2,)), model])
    settled = []
    monkeypatch.setattr(Graph, "settle", lambda self, old=Graph.settle: settled.append(old(self)))
    model.settle()
    assert len(settled) == 8
