"""Modules of PyTorch, small ones of many kinds, each with what draws its samples."""

import torch
from torch.nn import functional as f


def net(_, forward, **parts):
    """Return a module of parts with a forward of its own."""

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for name, part in parts.items():
                setattr(self, name, part)

        def forward(self, *args):
            return forward(self, *args)

    return Net()


def normal(*shape, batch=0):
    """Return what draws one array of normal numbers, with the batch at an axis."""

    def draw(rng, samples):
        return [rng.normal(size=(*shape[:batch], samples, *shape[batch:])).astype("float32")]

    return draw


def words(count, *shape):
    return lambda rng, samples: [rng.integers(count, size=(samples, *shape))]


def tagger(t):
    def forward(self, x):
        o, _ = self.gru(self.table(x))
        return torch.softmax(self.fc(o), -1)

    t.manual_seed(1)
    module = net(
        t, forward, table=t.nn.Embedding(9, 4), fc=t.nn.Linear(6, 3),
        gru=t.nn.GRU(4, 3, 2, batch_first=True, bidirectional=True, dropout=0.2),
    )  # fmt: skip
    return module, words(9, 5)


def classifier(t):
    def forward(self, x):
        _, (h, c) = self.lstm(self.table(x))
        return self.fc(torch.cat([h[-2], h[-1]], 1)), c[0] * c[1]

    t.manual_seed(2)
    module = net(
        t, forward, fc=t.nn.Linear(6, 2), table=t.nn.Embedding(9, 4, padding_idx=0),
        lstm=t.nn.LSTM(4, 3, batch_first=True, bidirectional=True),
    )  # fmt: skip
    return module, words(9, 5)


def windows_before_steps(t):
    def forward(self, x):
        x = f.max_pool1d(torch.relu(self.conv(x)), 2).permute(2, 0, 1) * self.factor
        _, h = self.gru(x)
        return self.fc(self.drop(self.normal(self.norm(h.squeeze(0)))))

    t.manual_seed(3)
    module = net(
        t, forward, conv=t.nn.Conv1d(4, 5, 3, padding=1), gru=t.nn.GRU(5, 3),
        norm=t.nn.BatchNorm1d(3), normal=t.nn.LayerNorm(3), drop=t.nn.Dropout(0.5),
        fc=t.nn.Linear(3, 2),
    )  # fmt: skip
    module.register_buffer("factor", t.linspace(0.5, 2, 5))
    module.norm.running_mean.normal_()
    module.norm.running_var.uniform_(0.5, 2)
    return module.eval(), normal(4, 8)


def pictures(t):
    def forward(self, x):
        x = f.avg_pool2d(torch.tanh(self.conv(x)), 2)
        x = f.max_pool2d(self.more(x), (1, 2), stride=(1, 1))
        return self.fc(torch.flatten(x, 1)), f.adaptive_avg_pool2d(x, 1).flatten(1)

    t.manual_seed(4)
    module = net(
        t, forward, conv=t.nn.Conv2d(2, 3, 3, padding="same"), fc=t.nn.Linear(4 * 2 * 2, 3),
        more=t.nn.Conv2d(3, 4, (2, 1), dilation=(1, 1)),
    )  # fmt: skip
    return module, normal(2, 6, 6)


def functions(t):
    """All functions of a number, side by side."""
    every = [
        torch.relu, torch.tanh, torch.sigmoid, f.silu, f.selu, f.elu, f.gelu, f.softplus, f.relu6,
        lambda x: f.gelu(x, approximate="tanh"), lambda x: f.elu(x, 0.5), f.hardtanh, f.hardswish,
        lambda x: f.celu(x, 2.0), f.leaky_relu, f.hardsigmoid, lambda x: x.clamp(-0.5, 0.7),
        lambda x: x.clamp_min(0.1), lambda x: -x, lambda x: x**3, lambda x: 2 - x,
        lambda x: x / 4 + 1, lambda x: torch.exp(x),
    ]  # fmt: skip

    def forward(self, x):
        return torch.cat([function(self.fc(x)) for function in every], 1)

    t.manual_seed(5)
    return net(t, forward, fc=t.nn.Linear(3, 4)), normal(3)


def axes(t):
    """Parts that move, are cut, put together, and used again."""

    def forward(self, x):
        a, b = x.split([2, 4], 2)
        c, d = x.chunk(2, 2)
        u = torch.stack([c, d], 1).sum(1) - 0.5 * c
        v = torch.cat([a.flip(1), b], 2).transpose(1, 2)
        w = f.pad(v, (1, 0)).amax(1).unsqueeze(1)
        z = x.reshape(len(x), 2, 2, 6).permute(0, 2, 1, 3).flatten(2)[:, 1]
        y = x.unflatten(2, (2, -1)).mean(3).max(2).values
        p, q = x[:, 1:3, ::2].unbind(1)
        return u, w.squeeze(1), z, y, torch.maximum(p, q), self.fc(x)[:, -1] * self.fc(x)[:, 0]

    t.manual_seed(6)
    return net(t, forward, fc=t.nn.Linear(6, 2)), normal(4, 6)


def rectified(t):
    def forward(self, x):
        a, h = self.relu(x)
        b, _ = self.plain(a, self.first.expand(1, x.shape[1], 3).contiguous())
        return b[-1], h[0]

    t.manual_seed(7)
    module = net(
        t, forward, relu=t.nn.RNN(4, 3, nonlinearity="relu"), plain=t.nn.RNN(3, 3, bias=False)
    )
    module.first = t.nn.Parameter(t.randn(1, 1, 3))
    return module, normal(5, 4, batch=1)


def cells(t):
    def forward(self, x):
        h = c = x.new_zeros(len(x), 3)
        g = x.new_zeros(len(x), 2)
        for step in range(3):
            h, c = self.lstm(x[:, step], (h, c))
            g = self.gru(h, g)
        return g

    t.manual_seed(8)
    return net(t, forward, lstm=t.nn.LSTMCell(4, 3), gru=t.nn.GRUCell(3, 2)), normal(3, 4)


def twice(t):
    def forward(self, x, y):
        return self.score(torch.tanh(self.read(x)) - torch.tanh(self.read(y)))

    t.manual_seed(9)

    def draw(rng, samples):
        return [rng.normal(size=(samples, 3)).astype("float32") for _ in range(2)]

    return net(t, forward, score=t.nn.Linear(4, 1), read=t.nn.Linear(3, 4)), draw


NETS = {
    "tagger": tagger,
    "classifier": classifier,
    "windows before steps": windows_before_steps,
    "pictures": pictures,
    "functions": functions,
    "axes": axes,
    "rectified": rectified,
    "cells": cells,
    "twice": twice,
}
