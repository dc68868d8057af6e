"""Modules of PyTorch that people export: each with an input, and which of its sides are open."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Exported:
    module: Any
    x: Any
    open: dict
    sample: Any
    """One sample as our model takes it: the batch left out, steps first."""


def all_of_them(torch):
    """Return the modules by name."""
    nn = torch.nn
    torch.manual_seed(3)

    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.memory = nn.Embedding(11, 5), nn.LSTM(5, 4, batch_first=True)
            self.head = nn.Linear(4, 3)

        def forward(self, x):
            states, _ = self.memory(self.words(x))
            return torch.log_softmax(self.head(states[:, -1]), -1)

    class BothWays(nn.Module):
        def __init__(self):
            super().__init__()
            self.memory = nn.GRU(3, 4, 2, batch_first=True, bidirectional=True)
            self.head = nn.Linear(8, 2)

        def forward(self, x):
            _, h = self.memory(x)
            return self.head(torch.cat([h[-2], h[-1]], 1))

    class LastOfBoth(nn.Module):
        def __init__(self):
            super().__init__()
            self.memory = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
            self.head = nn.Linear(8, 2)

        def forward(self, x):
            return self.head(self.memory(x)[0][:, -1])

    class Windows(nn.Module):
        def __init__(self):
            super().__init__()
            self.window = nn.Conv1d(3, 5, 3, padding=1)
            self.memory, self.head = nn.GRU(5, 4, batch_first=True), nn.Linear(4, 2)

        def forward(self, x):
            seen = torch.relu(self.window(x.transpose(1, 2))).transpose(1, 2)
            return self.head(self.memory(seen)[0].max(1).values)

    class Tagger(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.memory = nn.Embedding(11, 5), nn.LSTM(5, 3, bidirectional=True)
            self.head = nn.Linear(6, 4)

        def forward(self, x):
            return torch.softmax(self.head(self.memory(self.words(x))[0]), -1)

    class Simple(nn.Module):
        def __init__(self):
            super().__init__()
            self.memory, self.head = nn.RNN(3, 4, batch_first=True), nn.Linear(4, 2)

        def forward(self, x):
            return self.head(self.memory(x)[1][-1])

    layers = [nn.Linear(3, 6), nn.ReLU(), nn.Dropout(), nn.Linear(6, 2), nn.Softmax(-1)]
    words, steps = torch.randint(0, 11, (2, 5)), torch.randn(2, 5, 3)
    both, batch = {0: "batch", 1: "steps"}, {0: "batch"}
    first = [[0.5, -1.0, 2.0], [1.0, 0.0, 0.25], [0.0, -0.5, 1.5], [2.0, 1.0, 0.0], [1, 2, 3]]
    return {
        "classifier": Exported(Classifier(), words, both, [1, 5, 3, 0, 10]),
        "both_ways": Exported(BothWays(), steps, both, first),
        "last_of_both": Exported(LastOfBoth(), steps, batch, first),
        "windows": Exported(Windows(), steps, both, first),
        "tagger": Exported(Tagger(), words.T.contiguous(), {0: "steps", 1: "batch"}, [1, 5, 3, 0]),
        "simple": Exported(Simple(), steps, batch, first),
        "mlp": Exported(nn.Sequential(*layers), steps[:, 0], batch, first[0]),
    }


def export(torch, case, path, *, dynamo):
    """Export a module with one of PyTorch's exporters."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if dynamo:
            sides = {k: torch.export.Dim(name, min=2) for k, name in case.open.items()}
            torch.onnx.export(case.module.eval(), (case.x,), path, dynamo=True,
                              dynamic_shapes=(sides,), verbose=False)  # fmt: skip
        else:
            torch.onnx.export(case.module.eval(), (case.x,), path, dynamo=False,
                              input_names=["x"], dynamic_axes={"x": case.open})  # fmt: skip
