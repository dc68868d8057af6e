"""The next letter of a text, learned by the same network on the same batches here and in PyTorch.

    pip install torch
    python bench/next_char_torch.py --data tinyshakespeare.txt --seeds 3

Three networks for every seed: ours, PyTorch's with our first weights (and one bias, as ours), and
PyTorch's as it comes.
The table shows the loss on the last tenth of the text, which is never learned from, after each
pass: the means over the seeds with their 95 % intervals.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from xlrnn import nn
from xlrnn.tasks import get
from xlrnn.tasks.next_token.network import network, samples
from xlrnn.tasks.study.interval import interval

CLIPPED = 5.0
JUDGED_AT_ONCE = 64


class Torch(torch.nn.Module):
    """One-hot letters, an LSTM, and a linear layer at each step."""

    def __init__(self, letters: int, units: int) -> None:
        super().__init__()
        self.eye = torch.eye(letters)
        self.lstm = torch.nn.LSTM(letters, units, batch_first=True)
        self.dense = torch.nn.Linear(units, letters)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits of every step."""
        return self.dense(self.lstm(self.eye[x])[0])

    def take(self, model: nn.Sequential) -> "Torch":
        """Begin with the weights of our network."""
        layers = model.layers[1], model.layers[2].layer
        for module, layer in zip((self.lstm, self.dense), layers, strict=True):
            state = {name: torch.tensor(array) for name, array in nn.to_torch(layer).items()}
            module.load_state_dict(state)
        # Of PyTorch's two biases, which are added up and would move twice as far, one stays 0.
        self.lstm.bias_hh_l0.requires_grad = False
        return self


def in_torch(model, rate, parts, orders, batch):
    """Train for one pass after the other and return the loss held out after each."""
    (x, y), (judge_x, judge_y) = ([torch.tensor(a) for a in part] for part in parts)
    optimizer = torch.optim.Adam(model.parameters(), rate, eps=1e-7)
    loss_of = torch.nn.CrossEntropyLoss()
    found = []
    for order in orders:
        for some in np.array_split(order, range(batch, len(order), batch)):
            optimizer.zero_grad()
            loss_of(model(x[some]).flatten(0, 1), y[some].flatten()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIPPED)
            optimizer.step()
        with torch.no_grad():
            losses = [
                float(loss_of(model(a).flatten(0, 1), b.flatten())) * len(a)
                for a, b in zip(
                    judge_x.split(JUDGED_AT_ONCE), judge_y.split(JUDGED_AT_ONCE), strict=True
                )
            ]
        found.append(sum(losses) / len(judge_x))
    return found


def here(model, parts, orders, batch):
    """Do the same with our network."""
    (x, y), judge = parts
    found = []
    for order in orders:
        model.fit(x[order], y[order], batch, shuffle=False, verbose=0)
        found.append(model.evaluate(*judge, JUDGED_AT_ONCE)[0])
    return found


def main() -> None:
    """Train all three for every seed and show what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path, help="a text")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--units", type=int, default=128)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    task = get("next-char")
    settings = task.settings(chosen.data, {"model": "lstm", "units": chosen.units})
    text = task.read(str(chosen.data), settings)
    known = task.fit(text, settings)
    x, y = samples(known.numbers(task.kind.split(text), task.kind), settings.max_length)
    x, y = x.astype(np.int64), y.astype(np.int64)
    kept = len(x) - round(settings.validation_split * len(x))
    parts = (x[:kept], y[:kept]), (x[kept:], y[kept:])
    found: dict[str, list[list[float]]] = {}
    for seed in range(chosen.seeds):
        rng = np.random.default_rng(seed)
        orders = [rng.permutation(kept) for _ in range(chosen.passes)]
        model = network(settings.changed({"seed": seed}), len(known))
        torch.manual_seed(seed)
        own, same = (Torch(len(known), chosen.units) for _ in range(2))
        same.take(model)
        runs = {
            "xlrnn": here(model, parts, orders, settings.batch_size),
            "PyTorch, the same weights": in_torch(
                same, settings.learning_rate, parts, orders, settings.batch_size
            ),
            "PyTorch as it comes": in_torch(
                own, settings.learning_rate, parts, orders, settings.batch_size
            ),
        }
        for name, losses in runs.items():
            found.setdefault(name, []).append(losses)
            print(seed, name, *(f"{loss:.4f}" for loss in losses), flush=True)
    print(f"{'loss held out after pass':<28}", *range(1, chosen.passes + 1))
    for name, losses in found.items():
        print(f"{name:<28}", *(interval(column) for column in zip(*losses, strict=True)))


if __name__ == "__main__":
    main()
