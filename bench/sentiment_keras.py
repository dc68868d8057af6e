"""The article's model as printed, in xlrnn and in Keras: are the accuracies the same?

    pip install keras torch
    python bench/sentiment_keras.py --data FILE --seeds 10

The rows are the listing's own, drawn with its `random_state=42`, the same for all seeds: both train
on them, each with its own first weights and order, so that their accuracies differ as those of two
seeds do. The table shows both means with their 95 % intervals and that of the difference:
indistinguishable where the last one holds 0.
"""

import argparse
import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np

from xlrnn import nn
from xlrnn.tasks.sentiment.data import read
from xlrnn.tasks.sentiment.network import network
from xlrnn.tasks.sentiment.settings import usual
from xlrnn.tasks.sentiment.words import fit_words
from xlrnn.tasks.study.interval import interval
from xlrnn.tasks.study.sentiment import FIRST_SEED


def in_keras(settings):
    """Return the article's model as its listing builds it."""
    import keras

    keras.utils.set_random_seed(settings.seed)
    model = keras.Sequential(
        [
            keras.layers.Input((settings.max_length, 1)),
            keras.layers.SimpleRNN(units=100, activation="relu", use_bias=True),
            keras.layers.Dense(units=1000, activation="sigmoid"),
            keras.layers.Dense(units=500, activation="relu"),
            keras.layers.Dense(units=2, activation="softmax"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def accuracy(model, x, y, parts, settings):
    """Train as the listing does and return the last epoch's accuracy on the rows held out."""
    train, _, held_out = parts
    model.fit(x[train], y[train], epochs=settings.epochs, batch_size=settings.batch_size, verbose=0)
    p = np.asarray(model.predict(x[held_out], batch_size=500, verbose=0))
    return float((p.argmax(axis=1) == y[held_out].argmax(axis=1)).mean())


def main() -> None:
    """Train both for every seed and show what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="", help="labelled texts; generated without")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--share", type=float, default=1.0)
    chosen = parser.parse_args()
    settings = usual("as-printed", {"share": chosen.share})
    data = read(chosen.data, settings)
    known = fit_words(data, settings)
    x = known.encode(data.texts, settings.max_length)[..., None].astype(np.float32)
    y, parts = nn.to_categorical(data.labels, 2), data.split.parts()
    print(*known.notes, sep="\n", flush=True)
    found: dict[str, list[float]] = {"xlrnn": [], "keras": []}
    for seed in range(FIRST_SEED, FIRST_SEED + chosen.seeds):
        settings = settings.changed({"seed": seed})
        models = {"xlrnn": network(settings, len(known), 2, None), "keras": in_keras(settings)}
        for name, model in models.items():
            found[name].append(accuracy(model, x, y, parts, settings))
        print(seed, *(f"{name} {values[-1]:.4f}" for name, values in found.items()), flush=True)
    for name, values in found.items():
        print(f"{name:<12} {interval(values)}")
    gaps = [a - b for a, b in zip(*found.values(), strict=True)]
    print(f"{'difference':<12} {interval(gaps)}")


if __name__ == "__main__":
    main()
