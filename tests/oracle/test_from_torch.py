"""Weights of a PyTorch module go where they belong, or nowhere: nothing is silently wrong.

What the modules say is PyTorch's own; of every fault that was silent once there is a module that
has it.
"""

import numpy as np
import pytest

from xlrnn import nn
from xlrnn.errors import DifferentError, InputError, ShapeError, UsageError
from xlrnn.nn import from_torch, to_torch

F64 = {"dtype": "float64"}


def net(torch, forward, **parts):
    """Return a module of parts with a forward of its own, in float64, with weights that tell."""

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for name, part in parts.items():
                setattr(self, name, part)

        def forward(self, *args):
            return forward(self, *args)

    module = Net().double()
    rng = np.random.default_rng(0)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.from_numpy(rng.normal(scale=0.6, size=parameter.shape)))
    return module


def sequential(*layers):
    return nn.Sequential(list(layers))


def assert_same(model, module, torch, *x):
    expected = module(*(torch.from_numpy(each) for each in x)).detach().numpy()
    found = model.predict(list(x) if len(x) > 1 else x[0], verbose=0)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


# What was silently wrong.


def test_a_rectified_recurrence_does_not_become_tanh(torch):
    module = torch.nn.RNN(3, 4, nonlinearity="relu", batch_first=True)
    with pytest.raises(UsageError, match=r"RNN has nonlinearity='relu', and .* activation='tanh'"):
        from_torch(module, nn.SimpleRNN(4))
    assert from_torch(module, nn.SimpleRNN(4, "relu")).compared.distance < 1e-6


def test_a_rectified_cell_does_not_become_tanh(torch):
    cell = torch.nn.RNNCell(3, 4, nonlinearity="relu")
    with pytest.raises(UsageError, match="nonlinearity='relu'"):
        from_torch(cell, nn.SimpleRNN(4))
    assert from_torch(cell, nn.SimpleRNN(4, "relu")).compared


def swapped(torch):
    """Two products of one shape: the one that is declared first runs last."""
    return net(
        torch,
        lambda self, x: self.first(torch.tanh(self.second(x))),
        first=torch.nn.Linear(4, 4),
        second=torch.nn.Linear(4, 4),
    )


def test_layers_go_by_the_order_of_runs_not_of_declaration(torch):
    module = swapped(torch)
    model = sequential(nn.Input((4,)), nn.Dense(4, "tanh", **F64), nn.Dense(4, **F64))
    from_torch(module, model)
    assert "compared with PyTorch 2" in str(model.compared)
    assert_same(model, module, torch, np.random.default_rng(1).normal(size=(3, 4)))


def test_a_state_dict_that_leaves_a_choice_is_refused(torch):
    state = swapped(torch).state_dict()
    model = sequential(nn.Input((4,)), nn.Dense(4, "tanh"), nn.Dense(4))
    before = model.get_weights()
    with pytest.raises(UsageError, match=r"fits first and second, .* give the module and a sample"):
        from_torch(state, model)
    with pytest.raises(UsageError, match="fits arrays 0 to 1 and arrays 2 to 3"):
        from_torch(list(state.values()), model)
    assert all(map(np.array_equal, before, model.get_weights()))


def test_a_state_dict_goes_by_names_where_they_are_the_modules(torch):
    module = swapped(torch)
    model = sequential(
        nn.Input((4,)), nn.Dense(4, "tanh", name="second", **F64), nn.Dense(4, name="first", **F64)
    )
    from_torch(module.state_dict(), model)
    assert str(model.compared) == "not compared with PyTorch: a state dict cannot be run"
    assert_same(model, module, torch, np.random.default_rng(1).normal(size=(3, 4)))


def both_ways(torch, last):
    lstm = torch.nn.LSTM(3, 4, batch_first=True, bidirectional=True)

    def forward(self, x):
        o, (h, _) = self.lstm(x)
        return self.head(o[:, -1] if last else torch.cat([h[0], h[1]], 1))

    return net(torch, forward, lstm=lstm, head=torch.nn.Linear(8, 2))


def reader():
    return sequential(
        nn.Input((None, 3)), nn.Bidirectional(nn.LSTM(4, **F64), **F64), nn.Dense(2, **F64)
    )


def test_the_last_step_of_a_bidirectional_layer_is_told_from_the_last_states(torch):
    model = reader()
    before = model.get_weights()
    with pytest.raises(DifferentError, match=r"between bidirectional and dense, .* o\[:, -1\]"):
        from_torch(both_ways(torch, last=True), model)
    assert all(map(np.array_equal, before, model.get_weights()))
    module = both_ways(torch, last=False)
    assert_same(from_torch(module, model), module, torch, np.ones((2, 5, 3)))


def test_a_sample_of_one_step_does_not_hide_it(torch):
    with pytest.raises(DifferentError, match="not on a drawn one"):
        from_torch(both_ways(torch, last=True), reader(), sample=np.ones((2, 1, 3)))


# Options.


OPTIONS = {
    "eps": (lambda t: t.nn.LayerNorm(4), lambda: nn.LayerNormalization(), "eps=1e-05"),
    "of a batch": (lambda t: t.nn.BatchNorm1d(4), lambda: nn.BatchNormalization(), "eps=1e-05"),
    "sides": (lambda t: t.nn.LayerNorm((2, 4), eps=1e-3), lambda: nn.LayerNormalization(),
              "shape|normalized_shape"),
    "projection": (lambda t: t.nn.LSTM(4, 3, proj_size=2), lambda: nn.LSTM(3),
                   "weight_hr|proj_size"),
    "max_norm": (lambda t: t.nn.Embedding(9, 4, max_norm=1.0), lambda: nn.Embedding(9, 4),
                 "max_norm"),
    "stride": (lambda t: t.nn.Conv1d(4, 5, 2, stride=2), lambda: nn.Conv1D(5, 2), "stride"),
    "dilation": (lambda t: t.nn.Conv1d(4, 5, 2, dilation=2), lambda: nn.Conv1D(5, 2), "dilation"),
    "padding": (lambda t: t.nn.Conv1d(4, 5, 3, padding=1), lambda: nn.Conv1D(5, 3),
                "expected padding='same'"),
    "no such": (lambda t: t.nn.Conv1d(4, 5, 2, padding=1), lambda: nn.Conv1D(5, 2),
                "there is no such padding here"),
    "mode": (lambda t: t.nn.Conv1d(4, 5, 3, padding=1, padding_mode="circular"),
             lambda: nn.Conv1D(5, 3, padding="same"), "padding_mode='circular'"),
    "groups": (lambda t: t.nn.Conv1d(4, 4, 2, groups=2), lambda: nn.Conv1D(4, 2),
               "groups|expected"),
    "bias": (lambda t: t.nn.Linear(4, 2, bias=False), lambda: nn.Dense(2), "use_bias=False"),
    "kind": (lambda t: t.nn.PReLU(4), lambda: nn.LayerNormalization(center=False),
             "expected LayerNorm|differs"),
}  # fmt: skip


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_that_differs_is_refused_by_its_name(torch, option):
    theirs, ours, said = OPTIONS[option]
    layer, module = ours(), theirs(torch)
    with pytest.raises((UsageError, ShapeError, DifferentError), match=said):
        from_torch(module, layer)


@pytest.mark.parametrize(
    "theirs, ours",
    [
        (lambda t: t.nn.LayerNorm(4), lambda: nn.LayerNormalization(epsilon=1e-5, **F64)),
        (lambda t: t.nn.BatchNorm1d(4), lambda: nn.BatchNormalization(epsilon=1e-5, **F64)),
        (lambda t: t.nn.Conv1d(4, 5, 3, padding=1), lambda: nn.Conv1D(5, 3, padding="same", **F64)),
        (lambda t: t.nn.Conv1d(4, 5, 3, padding="same"),
         lambda: nn.Conv1D(5, 3, padding="same", **F64)),
        (lambda t: t.nn.Embedding(9, 4, padding_idx=0), lambda: nn.Embedding(9, 4, **F64)),
        (lambda t: t.nn.LSTM(4, 1), lambda: nn.LSTM(1, **F64)),
        (lambda t: t.nn.GRU(4, 3, 1, bidirectional=True),
         lambda: nn.Bidirectional(nn.GRU(3, **F64), **F64)),
        (lambda t: t.nn.LSTMCell(4, 3), lambda: nn.LSTM(3, **F64)),
        (lambda t: t.nn.GRUCell(4, 3), lambda: nn.GRU(3, **F64)),
    ],
)  # fmt: skip
def test_a_single_module_is_compared_without_a_sample(torch, theirs, ours):
    layer = from_torch(theirs(torch).double(), ours())
    assert layer.compared.distance < 1e-12
    assert str(layer.compared).startswith("compared with PyTorch 2")


# Samples, and what they find.


def test_a_difference_behind_all_layers_is_named(torch):
    module = net(torch, lambda self, x: 2 * self.fc(x), fc=torch.nn.Linear(3, 2))
    with pytest.raises(DifferentError, match="differ behind dense: the output is"):
        from_torch(module, sequential(nn.Input((3,)), nn.Dense(2, **F64)))


def test_another_activation_is_found_between_the_layers(torch):
    module = net(
        torch,
        lambda self, x: self.b(torch.relu(self.a(x))),
        a=torch.nn.Linear(3, 5),
        b=torch.nn.Linear(5, 2),
    )
    model = sequential(nn.Input((3,)), nn.Dense(5, "tanh", **F64), nn.Dense(2, **F64))
    with pytest.raises(DifferentError, match=r"between dense and dense_1, of b \(Linear\)"):
        from_torch(module, model)


def test_gelu_by_tanh_is_not_gelu(torch):
    module = net(
        torch,
        lambda self, x: torch.nn.functional.gelu(self.a(x), approximate="tanh"),
        a=torch.nn.Linear(3, 5),
    )
    with pytest.raises(DifferentError):
        from_torch(module, sequential(nn.Input((3,)), nn.Dense(5, "gelu", **F64)))


def test_logits_are_compared_before_the_softmax_and_it_is_said(torch):
    module = net(torch, lambda self, x: self.a(x), a=torch.nn.Linear(3, 5))
    model = sequential(nn.Input((3,)), nn.Dense(5, "softmax", **F64))
    from_torch(module, model)
    assert "before the softmax, which the module leaves to its loss" in str(model.compared)


def test_log_softmax_is_refused_by_name(torch):
    module = net(torch, lambda self, x: torch.log_softmax(self.a(x), -1), a=torch.nn.Linear(3, 5))
    with pytest.raises(DifferentError, match="log_softmax"):
        from_torch(module, sequential(nn.Input((3,)), nn.Dense(5, "softmax", **F64)))


def test_pictures_that_are_flattened_in_another_order_are_told(torch):
    module = net(
        torch,
        lambda self, x: self.fc(torch.flatten(self.conv(x), 1)),
        conv=torch.nn.Conv1d(3, 4, 2),
        fc=torch.nn.Linear(4 * 5, 2),
    )
    layers = [nn.Input((6, 3)), nn.Conv1D(4, 2, **F64)]
    tail = [nn.Flatten(**F64), nn.Dense(2, **F64)]
    with pytest.raises(DifferentError, match="put a Permute before the Flatten"):
        from_torch(module, sequential(*layers, *tail))
    layers = [nn.Input((6, 3)), nn.Conv1D(4, 2, **F64)]
    tail = [nn.Permute((2, 1), **F64), nn.Flatten(**F64), nn.Dense(2, **F64)]
    model = from_torch(module, sequential(*layers, *tail))
    assert "features before places" in str(model.compared)


def test_steps_before_samples_are_compared_and_said(torch):
    module = net(
        torch, lambda self, x: self.fc(self.gru(x)[0][-1]),
        gru=torch.nn.GRU(3, 4), fc=torch.nn.Linear(4, 2),
    )  # fmt: skip
    model = sequential(nn.Input((None, 3)), nn.GRU(4, **F64), nn.Dense(2, **F64))
    assert "steps before samples" in str(from_torch(module, model).compared)


def test_a_module_that_is_used_twice(torch):
    module = net(
        torch, lambda self, x: self.b(torch.tanh(self.a(torch.tanh(self.a(x))))),
        b=torch.nn.Linear(3, 3), a=torch.nn.Linear(3, 3),
    )  # fmt: skip
    x = np.random.default_rng(3).normal(size=(4, 3))
    shared, last = nn.Dense(3, "tanh", **F64), nn.Dense(3, **F64)
    given = nn.Input((3,))
    model = nn.Model(given, last(shared(shared(given))))
    assert_same(from_torch(module, model), module, torch, x)
    apart = sequential(
        nn.Input((3,)), nn.Dense(3, "tanh", **F64), nn.Dense(3, "tanh", **F64), nn.Dense(3, **F64)
    )
    assert_same(from_torch(module, apart), module, torch, x)
    once = sequential(nn.Input((3,)), nn.Dense(3, "tanh", **F64), nn.Dense(3, **F64))
    with pytest.raises(DifferentError):
        from_torch(module, once)


def test_a_module_under_two_names_is_one(torch):
    linear = torch.nn.Linear(3, 3)
    module = net(torch, lambda self, x: self.b(torch.tanh(self.a(x))), a=linear, b=linear)
    given, dense = nn.Input((3,)), nn.Dense(3, **F64)
    model = nn.Model(given, dense(nn.Activation("tanh", **F64)(dense(given))))
    assert_same(from_torch(module, model), module, torch, np.ones((2, 3)))


def test_what_is_declared_and_never_run_is_no_part(torch):
    module = net(torch, lambda self, x: self.b(x), a=torch.nn.Linear(3, 2), b=torch.nn.Linear(3, 2))
    model = sequential(nn.Input((3,)), nn.Dense(2, **F64))
    assert_same(from_torch(module, model), module, torch, np.eye(3))


def test_parts_in_a_loop_are_layers_of_every_step(torch):
    def forward(self, x):
        h = c = x.new_zeros(len(x), 4)
        said = []
        for t in range(x.shape[1]):
            h, c = self.cell(x[:, t], (h, c))
            said.append(self.fc(h))
        return torch.stack(said, 1)

    module = net(torch, forward, fc=torch.nn.Linear(4, 2), cell=torch.nn.LSTMCell(3, 4))
    model = sequential(
        nn.Input((None, 3)), nn.LSTM(4, return_sequences=True, **F64),
        nn.TimeDistributed(nn.Dense(2, **F64), **F64),
    )  # fmt: skip
    assert_same(from_torch(module, model), module, torch, np.ones((2, 5, 3)))


def packing(torch):
    def forward(self, x):
        lengths = (x != 0).sum(1)
        packed = torch.nn.utils.rnn.pack_padded_sequence(
            self.table(x), lengths, batch_first=True, enforce_sorted=False
        )
        return self.fc(self.gru(packed)[1][0])

    return net(
        torch, forward, fc=torch.nn.Linear(4, 2), table=torch.nn.Embedding(9, 3),
        gru=torch.nn.GRU(3, 4, batch_first=True),
    )  # fmt: skip


def masked(mask_zero):
    return sequential(
        nn.Input((6,)), nn.Embedding(9, 3, mask_zero=mask_zero, **F64), nn.GRU(4, **F64),
        nn.Dense(2, **F64),
    )  # fmt: skip


def test_sequences_that_are_packed_inside_are_masked_ones(torch):
    module = packing(torch)
    x = np.array([[3, 1, 4, 0, 0, 0], [1, 5, 8, 2, 6, 5]])
    assert_same(from_torch(module, masked(True), sample=x), module, torch, x)
    with pytest.raises(DifferentError):
        from_torch(module, masked(False), sample=x)


def test_a_packed_sample_is_refused(torch):
    packed = torch.nn.utils.rnn.pack_sequence([torch.ones(3, 2), torch.ones(2, 2)])
    with pytest.raises(UsageError, match="packed sequence"):
        from_torch(torch.nn.LSTM(2, 3), nn.LSTM(3), sample=packed)


def test_samples_of_several_inputs(torch):
    module = net(
        torch, lambda self, a, b: self.q(a) - self.p(b),
        p=torch.nn.Linear(3, 2), q=torch.nn.Linear(3, 2),
    )  # fmt: skip
    one, other = nn.Input((3,)), nn.Input((3,))
    left, right = nn.Dense(2, **F64)(one), nn.Dense(2, **F64)(other)
    model = nn.Model([one, other], nn.Subtract(**F64)([left, right]))
    a, b = np.random.default_rng(5).normal(size=(2, 4, 3))
    for sample in ((a, b), [a, b], None):
        assert_same(from_torch(module, model, sample), module, torch, a, b)


def test_branches_that_run_in_another_order_go_by_names_or_are_refused(torch):
    def forward(self, x):
        b = self.b(x)
        return torch.tanh(self.a(x)) + b

    module = net(torch, forward, a=torch.nn.Linear(3, 2), b=torch.nn.Linear(3, 2))

    def model(first, second):
        given = nn.Input((3,))
        both = [
            nn.Dense(2, "tanh", name=first, **F64)(given), nn.Dense(2, name=second, **F64)(given)
        ]  # fmt: skip
        return nn.Model(given, nn.Add(**F64)(both))

    assert_same(from_torch(module, model("a", "b")), module, torch, np.eye(3))
    with pytest.raises(DifferentError):
        from_torch(module, model("x", "y"))


@pytest.mark.parametrize(
    "sample, error, said",
    [
        (np.ones((0, 3)), InputError, "nothing to compare"),
        (np.ones((2, 4)), InputError, "does not run on the sample: RuntimeError"),
        (np.array([["a"]]), InputError, "expected numbers"),
    ],
)
def test_a_sample_that_the_module_does_not_take(torch, sample, error, said):
    module = net(torch, lambda self, x: self.a(x), a=torch.nn.Linear(3, 5))
    with pytest.raises(error, match=said):
        from_torch(module, sequential(nn.Input((3,)), nn.Dense(5)), sample=sample)


def test_a_state_dict_takes_no_sample(torch):
    with pytest.raises(UsageError, match="a state dict is none"):
        from_torch(torch.nn.Linear(2, 1).state_dict(), nn.Dense(1), sample=np.ones((1, 2)))


def test_whole_numbers_are_features_where_no_words_are_looked_up(torch):
    module = net(torch, lambda self, x: self.a(x), a=torch.nn.Linear(3, 5))
    assert from_torch(module, sequential(nn.Dense(5, **F64)), sample=[[1, 2, 3]]).compared


def test_one_sample_one_step_one_feature_one_unit(torch):
    module = net(
        torch, lambda self, x: self.fc(self.rnn(x)[0][:, -1]),
        fc=torch.nn.Linear(1, 1), rnn=torch.nn.RNN(1, 1, batch_first=True),
    )  # fmt: skip
    model = sequential(nn.Input((1, 1)), nn.SimpleRNN(1, **F64), nn.Dense(1, **F64))
    x = np.array([[[0.5]]])
    assert_same(from_torch(module, model, sample=x), module, torch, x)


# The module, and the model, as they were.


def test_the_module_stays_as_it_was(torch):
    module = torch.nn.Sequential(
        torch.nn.Linear(3, 2), torch.nn.Dropout(0.5), torch.nn.BatchNorm1d(2)
    ).double()
    module[1].eval()
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    torch.manual_seed(7)
    drawn = torch.rand(3)
    torch.manual_seed(7)
    model = sequential(
        nn.Input((3,)), nn.Dense(2, **F64), nn.Dropout(0.5, **F64),
        nn.BatchNormalization(epsilon=1e-5, **F64),
    )  # fmt: skip
    for _ in range(2):  # a second call finds what the first one did
        assert from_torch(module, model).compared
    assert torch.equal(torch.rand(3), drawn)
    assert [part.training for part in module] == [True, False, True]
    assert not any(part._forward_hooks for part in module.modules())
    for name, tensor in module.state_dict().items():
        assert torch.equal(tensor, before[name])


def test_parameters_of_the_module_itself_are_refused(torch):
    module = net(torch, lambda self, x: self.a(x) * self.scale, a=torch.nn.Linear(3, 5))
    module.scale = torch.nn.Parameter(torch.ones(5, dtype=torch.float64))
    with pytest.raises(UsageError, match="scale is a parameter of Net itself"):
        from_torch(module, sequential(nn.Input((3,)), nn.Dense(5, **F64)))


def test_a_part_that_has_no_counterpart_is_refused_by_name(torch):
    module = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.GroupNorm(2, 4)).double()
    model = sequential(
        nn.Input((4,)), nn.Dense(4, **F64), nn.LayerNormalization(epsilon=1e-5, **F64)
    )
    with pytest.raises(DifferentError, match=r"layer_normalization, of 1 \(GroupNorm\)"):
        from_torch(module, model)


def test_a_module_that_always_says_the_same_proves_nothing(torch):
    module = net(
        torch, lambda self, x: self.b(torch.relu(self.a(x) - 1e9)),
        a=torch.nn.Linear(3, 3), b=torch.nn.Linear(3, 3),
    )  # fmt: skip

    class Off(nn.layers.Layer):
        def forward(self, x, **_):
            return np.zeros_like(x)

    model = sequential(nn.Input((3,)), nn.Dense(3, **F64), Off(**F64), nn.Dense(3, **F64))
    with pytest.raises(UsageError, match="the order of declaration does not"):
        from_torch(module, model)


def test_a_model_without_a_shape_is_built_for_the_sample(torch):
    module = swapped(torch)
    model = sequential(nn.Dense(4, "tanh", **F64), nn.Dense(4, **F64))
    x = np.random.default_rng(1).normal(size=(3, 4))
    assert_same(from_torch(module, model, sample=x), module, torch, x)


def test_a_list_of_layers_in_the_order_of_runs(torch):
    module, layers = swapped(torch), [nn.Dense(4, "tanh", **F64), nn.Dense(4, **F64)]
    with pytest.raises(UsageError, match="does not say which"):
        from_torch(module, layers)
    x = np.random.default_rng(1).normal(size=(3, 4))
    from_torch(module, layers, sample=x)
    assert "a list of layers does not say how they are connected" in str(layers[0].compared)
    assert_same(sequential(*layers), module, torch, x)


def test_a_drawn_sample_that_the_module_does_not_take_is_said(torch):
    def forward(self, x, lengths):
        return self.a(x) + lengths

    module = net(torch, forward, a=torch.nn.Linear(3, 5))
    model = from_torch(module, sequential(nn.Input((3,)), nn.Dense(5, **F64)))
    assert "not compared with PyTorch: the module does not run" in str(model.compared)
    assert "give one" in str(model.compared)


def test_weights_of_the_same_layers_go_back_by_name(torch):
    module = swapped(torch)
    model = sequential(nn.Input((4,)), nn.Dense(4, "tanh", **F64), nn.Dense(4, **F64))
    state = to_torch(from_torch(module, model))
    other = sequential(nn.Input((4,)), nn.Dense(4, "tanh", **F64), nn.Dense(4, **F64))
    from_torch(state, other)
    assert all(map(np.array_equal, model.get_weights(), other.get_weights()))
