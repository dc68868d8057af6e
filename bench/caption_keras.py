"""Captions learned by the same network on the same drawings here and in Keras: are they as good?

    pip install keras jax
    python bench/caption_keras.py --seeds 3

Two networks for every seed, ours and Keras' with our first weights; each draws the order of its
batches itself. Both are judged by drawings of combinations held out: loss and accuracy of the next
word behind the right ones, and exact matches of greedy captions, which our decoder writes with the
weights of either. The table shows the means over the seeds with their 95 % intervals.
"""

import argparse
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("KERAS_BACKEND", "jax")

import numpy as np

from xlrnn.tasks.caption.decoding import CaptionDecoder
from xlrnn.tasks.caption.network import KERNEL, STATES, network
from xlrnn.tasks.caption.parts import inputs, known_of, parts
from xlrnn.tasks.caption.settings import DRAWINGS, usual
from xlrnn.tasks.caption.task import CAPTION
from xlrnn.tasks.study.interval import interval


def in_keras(settings, shape, words):
    """Return the same network in Keras."""
    import keras

    keras.utils.set_random_seed(settings.seed)
    layers = keras.layers
    picture, written = keras.Input(shape), keras.Input((None,))
    seen = picture
    for filters in settings.filters:
        seen = layers.Conv2D(filters, KERNEL, padding="same", activation="relu")(seen)
        seen = layers.MaxPooling2D(2)(seen)
    seen = layers.Dropout(settings.dropout)(layers.Flatten()(seen))
    states = [layers.Dense(settings.units, activation="tanh")(seen) for _ in STATES[settings.model]]
    embedded = layers.Embedding(words, settings.embedding_dim, mask_zero=True)(written)
    cell = {"lstm": layers.LSTM, "gru": layers.GRU}[settings.model]
    hidden = cell(settings.units, return_sequences=True)(embedded, initial_state=states)
    p = layers.Dense(words, activation="softmax")(hidden)
    model = keras.Model([picture, written], p)
    optimizer = keras.optimizers.Adam(settings.learning_rate, global_clipnorm=5.0)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def learned(name, settings, known, x, y):
    """Return a model of ours with the weights that it, or its twin, learned, and the seconds."""
    ours = network(settings, known.shape, len(known.words))
    model = ours
    if name == "keras":
        model = in_keras(settings, known.shape, len(known.words))
        model.set_weights(ours.get_weights())
    begun = time.perf_counter()
    model.fit(x, y, batch_size=settings.batch_size, epochs=settings.epochs, verbose=0)
    seconds = time.perf_counter() - begun
    ours.set_weights(model.get_weights())
    return ours, seconds


def judged(model, settings, found, data, known):
    """Return how good a model of ours is, by name."""
    x, y = inputs(found, data, known)
    values = dict(model.evaluate(x, y, 256, verbose=0, return_dict=True))
    written = CaptionDecoder(model).write(x[0], settings.max_length + 1)
    right = [known.words.numbers(words) for _, words in found]
    same = [list(one.numbers) == each for one, each in zip(written, right, strict=True)]
    return values | {"exact": float(np.mean(same))}


def main() -> None:
    """Train both for every seed and show what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=DRAWINGS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--model")
    chosen = vars(parser.parse_args())
    seeds = chosen.pop("seeds")
    found: dict[str, list[dict[str, float]]] = {"xlrnn": [], "keras": []}
    for seed in range(seeds):
        settings = usual({**chosen, "seed": seed}, drawn=True)
        data = CAPTION.read("", settings)
        split = parts(data, settings)
        known = known_of(split, data, settings)
        x, y = inputs(split.learned, data, known)
        for name, values in found.items():
            model, seconds = learned(name, settings, known, x, y)
            values.append(judged(model, settings, split.held_out, data, known))
            values[-1]["seconds"] = seconds
            shown = "  ".join(f"{key} {value:.4f}" for key, value in values[-1].items())
            print(f"{seed} {name:<6} {shown}", flush=True)
    for key in found["xlrnn"][0]:
        for name, values in found.items():
            print(f"{key:<10} {name:<6} {interval([one[key] for one in values])}")


if __name__ == "__main__":
    main()
