"""The next word of many: softmax over all of them, and over some while the network learns.

    python bench/sampled_softmax.py --data TEXT --vocabulary 30000 --passes 3

The same network from the same weights on the same batches, LSTM(128) and next-word's other
settings; one line for each pass: the processor's seconds of learning so far, and the loss over all
words on the last tenth of the text, which is never learned from.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from xlrnn import nn
from xlrnn.tasks import get
from xlrnn.tasks.next_token.network import samples
from xlrnn.tasks.next_token.task import learned_from

JUDGED_AT_ONCE = 16


def learned(model: nn.Sequential, parts, orders, batch: int, name: str) -> None:
    """Train, and show time and loss after each pass."""
    (x, y), judge = parts
    spent = 0.0
    for k, order in enumerate(orders, start=1):
        begun = time.process_time()
        model.fit(x[order], y[order], batch, shuffle=False, verbose=0)
        spent += time.process_time() - begun
        loss = model.evaluate(*judge, JUDGED_AT_ONCE)[0]
        step = 1000 * spent / (k * -(-len(order) // batch))
        print(f"{name:<12} pass {k}  {spent:7.1f} s  {step:6.1f} ms a step  loss held out "
              f"{loss:.4f}", flush=True)  # fmt: skip


def main() -> None:
    """Train with each and show what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path, help="a text")
    parser.add_argument("--vocabulary", type=int, default=30_000)
    parser.add_argument("--sampled", type=int, nargs="*", default=[0, 2_000],
                        help="words looked at in a step; 0: all of them")  # fmt: skip
    parser.add_argument("--passes", type=int, default=3)
    chosen = parser.parse_args()
    task = get("next-word")
    settings = task.settings(chosen.data, {"model": "lstm", "vocabulary_size": chosen.vocabulary})
    text = task.read(str(chosen.data), settings)
    known = task.fit(text, settings)
    x, y = samples(known.numbers(task.kind.split(text), task.kind), settings.max_length)
    kept = learned_from(len(x), settings)
    parts = (x[:kept], y[:kept]), (x[kept:], y[kept:])
    print(f"{len(known):,} words, {y[:kept].size:,} tokens to learn from", flush=True)
    for count in chosen.sampled:
        rng = np.random.default_rng(0)
        orders = [rng.permutation(kept) for _ in range(chosen.passes)]
        model = task.network(settings.changed({"num_sampled": count}), known)
        name = f"{count:,} words" if count else "all words"
        learned(model, parts, orders, settings.batch_size, name)


if __name__ == "__main__":
    main()
