"""Modules of PyTorch become models by the graph of what they calculate, and say the same.

PyTorch's own outputs are the measure, for a batch of another size than that of the export.
"""

import numpy as np
import pytest

from tests.oracle.torch_nets import NETS, net
from xlrnn import api, nn
from xlrnn.errors import DifferentError, InputError, UsageError
from xlrnn.nn import from_torch
from xlrnn.nn.interop.pytorch.exported import from_program
from xlrnn.nn.interop.pytorch.exported.operators import activations

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # torch.export has many


def assert_same(model, module, torch, samples, steps_first=False):
    """Compare with other numbers, and as many again, than the export has seen."""
    with torch.no_grad():
        expected = module.eval()(*(torch.from_numpy(x) for x in samples))
    expected = expected if isinstance(expected, tuple) else (expected,)
    samples = [x.swapaxes(0, 1) for x in samples] if steps_first else samples
    found = model.predict(list(samples) if len(samples) > 1 else samples[0], verbose=0)
    found = found if isinstance(found, list) else [found]
    for ours, theirs in zip(found, expected, strict=True):
        theirs = theirs.numpy()
        assert np.abs(theirs).max() > 1e-3
        np.testing.assert_allclose(ours.reshape(theirs.shape), theirs, rtol=0, atol=2e-5)


@pytest.mark.parametrize("name", NETS)
def test_a_module_becomes_a_model(torch, name):
    module, draw = NETS[name](torch)
    rng = np.random.default_rng(0)
    given = draw(rng, 3)
    model = from_torch(module, sample=given if len(given) > 1 else given[0])
    assert model.compared.distance < 2e-5, model.compared
    assert "agrees with PyTorch 2" in str(model.imported)
    assert_same(model, module, torch, draw(rng, 4), steps_first=name == "rectified")


def test_the_last_step_of_a_bidirectional_layer_is_that(torch):
    """It was silently taken for both last states."""
    lstm = torch.nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    module = net(torch, lambda self, x: self.head(self.lstm(x)[0][:, -1]), lstm=lstm,
                 head=torch.nn.Linear(8, 2))  # fmt: skip
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    assert_same(from_torch(module, sample=x), module, torch, [x])


def test_a_module_in_a_workbook(torch, tmp_path):
    module, draw = NETS["windows before steps"](torch)
    (x,) = draw(np.random.default_rng(0), 2)
    model = from_torch(module, sample=x)
    book = api.export(model, tmp_path / "book.xlsx", x[1])
    result = api.verify([book])
    assert result.outcome == "agree", result
    with torch.no_grad():
        expected = module(torch.from_numpy(x))[1].numpy()
    shown = api.read(book)
    last = [name for name in shown if name.startswith(model.layers[-1].name)][-1]
    np.testing.assert_allclose(np.ravel(shown[last]), expected, rtol=0, atol=1e-6)


def test_one_sample_one_step_one_unit_in_both_formats(torch):
    for dtype in ("float32", "float64"):
        module = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Tanh())
        module = module.to(getattr(torch, dtype))
        model = from_torch(module, sample=np.ones((1, 1), dtype))
        assert model.compared.distance < {"float32": 1e-6, "float64": 1e-14}[dtype]


def test_a_module_keeps_its_mode_and_its_weights(torch):
    module = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
    module[0].eval()
    before = [tensor.clone() for tensor in module.state_dict().values()]
    from_torch(module, sample=np.ones((3, 2), "float32"))
    assert [part.training for part in module] == [False, True]
    assert all(map(torch.equal, before, module.state_dict().values()))


REFUSED = {
    "groups": (lambda t: t.nn.GroupNorm(2, 4), "aten.group_norm.default.: there is no such"),
    "prelu": (lambda t: t.nn.PReLU(4), "aten.prelu.default"),
    "attention": (
        lambda t: net(t, lambda _, x: x @ x.transpose(1, 2)),
        "aten.matmul.default.: expected what is calculated times a matrix",
    ),
    "projection": (lambda t: t.nn.LSTM(4, 3, proj_size=2, batch_first=True), "proj_size"),
    "circular": (
        lambda t: t.nn.Conv1d(4, 4, 3, padding=1, padding_mode="circular"), "aten.pad.default",
    ),
    "packed": (
        lambda t: net(
            t, lambda self, x: self.gru(t.nn.utils.rnn.pack_padded_sequence(
                x, t.tensor([4, 4, 4]), batch_first=True))[1][0],
            gru=t.nn.GRU(4, 2, batch_first=True),
        ),
        "pack",
    ),
    "constant": (lambda t: net(t, lambda *_: t.ones(3, 2)), "depends on no input"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_there_is_refused_by_name(torch, name):
    make, said = REFUSED[name]
    x = np.random.default_rng(0).normal(size=(3, 4, 4)).astype("float32")
    with pytest.raises(UsageError, match=said):
        from_torch(make(torch), sample=x)


def test_a_module_that_says_something_else_the_next_time_is_heard(torch):
    calls = []

    def forward(self, x):
        calls.append(x)
        return self.fc(x) * len(calls)

    module = net(torch, forward, fc=torch.nn.Linear(2, 2))
    with pytest.raises(DifferentError, match="differs from what PyTorch 2"):
        from_torch(module, sample=np.ones((3, 2), "float32"))


def saved(torch, module, path, *args):
    torch.export.save(torch.export.export(module.eval(), args), path)
    return path


def test_a_meaning_that_is_wrong_is_heard_of_a_file_too(torch, tmp_path, monkeypatch):
    module = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
    path = saved(torch, module, tmp_path / "m.pt2", torch.ones(3, 2))
    assert from_torch(path).compared and from_torch(str(path)).compared
    monkeypatch.setitem(activations.PLAIN, "tanh", "sigmoid")
    with pytest.raises(DifferentError, match="they part at "):
        from_torch(path)


def test_a_file_is_read_without_pytorch(torch, tmp_path, monkeypatch):
    path = saved(torch, torch.nn.Linear(2, 3), tmp_path / "m.pt2", torch.ones(3, 2))
    monkeypatch.setattr(from_program, "find_spec", lambda _: None)
    model = from_torch(path)
    assert "not compared with PyTorch: it is not installed" in str(model.compared)
    assert "not compared" in str(model.imported)
    x = np.random.default_rng(0).normal(size=(4, 2)).astype("float32")
    (program,) = {torch.export.load(path)}
    expected = program.module()(torch.from_numpy(x[:3])).detach().numpy()
    np.testing.assert_allclose(model.predict(x[:3], verbose=0), expected, atol=1e-6)


def test_an_exported_program_becomes_a_model(torch):
    module = torch.nn.RNN(3, 2, nonlinearity="relu", batch_first=True)
    program = torch.export.export(module.eval(), (torch.ones(2, 4, 3),))
    model = from_torch(program, sample=np.ones((2, 4, 3), "float32"))
    assert [layer.activation.name for layer in model.layers if hasattr(layer, "units")] == ["relu"]
    with pytest.raises(UsageError, match="leave `into` out"):
        from_torch(program, nn.SimpleRNN(2))


def test_what_does_not_say_how_layers_are_connected(torch):
    for source in (torch.nn.Linear(2, 1).state_dict(), [np.ones(2)], 3):
        with pytest.raises(UsageError, match="does not say how layers are connected"):
            from_torch(source)
    with pytest.raises(UsageError, match=r"from_torch\(module, sample=x\)"):
        from_torch(torch.nn.Linear(2, 1))
    with pytest.raises(InputError, match="does not run on the sample"):
        from_torch(torch.nn.Linear(2, 1), sample=np.ones((3, 5)))
