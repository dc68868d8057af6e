"""Translations learned by the same network on the same pairs here and in Keras: are they as good?

    pip install keras jax sacrebleu
    python bench/translate_keras.py --data fra.txt --rows 10000 --seeds 3

Two or three networks for every seed: ours, Keras' with our first weights, and, with --own, Keras'
as it comes; each draws the order of its batches itself. All are judged by the same pairs, held out
with all translations of their sentences: loss and accuracy of the next word behind the right ones,
and of greedy translations exact matches, BLEU and chrF. Keras' weights are translated with by our
decoder. The table shows the means over the seeds with their 95 % intervals.
"""

import argparse
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("KERAS_BACKEND", "jax")

import numpy as np

from xlrnn.tasks.language import NONE
from xlrnn.tasks.score import scores
from xlrnn.tasks.study.interval import interval
from xlrnn.tasks.tokens import joined
from xlrnn.tasks.translate.decoding import TranslationDecoder
from xlrnn.tasks.translate.network import network
from xlrnn.tasks.translate.parts import inputs, known_of, parts
from xlrnn.tasks.translate.settings import TranslateSettings
from xlrnn.tasks.translate.task import TRANSLATE


def in_keras(settings, sources, targets):
    """Return the same network in Keras."""
    import keras

    keras.utils.set_random_seed(settings.seed)
    layers = keras.layers
    cell = {"lstm": layers.LSTM, "gru": layers.GRU}[settings.model]
    how = {"return_sequences": True, "return_state": True}
    sentence, written = keras.Input((None,)), keras.Input((None,))
    embedded = layers.Embedding(sources, settings.embedding_dim, mask_zero=True)(sentence)
    read, *states = cell(settings.units, **how)(embedded)
    embedded = layers.Embedding(targets, settings.embedding_dim, mask_zero=True)(written)
    hidden, *_ = cell(settings.units, **how)(embedded, initial_state=states)
    if settings.attention != "none":
        looking = {"additive": layers.AdditiveAttention, "dot": layers.Attention}
        context = looking[settings.attention]()([hidden, read])
        hidden = layers.Concatenate()([hidden, context])
    if settings.dropout:
        hidden = layers.Dropout(settings.dropout)(hidden)
    p = layers.Dense(targets, activation="softmax")(hidden)
    model = keras.Model([sentence, written], p)
    optimizer = keras.optimizers.Adam(settings.learning_rate, global_clipnorm=5.0)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def judged(model, settings, pairs, known):
    """Return how good a model of ours is, by name."""
    x, y = inputs(pairs, known)
    p, there = model.predict(x, 256), y != NONE
    right = np.take_along_axis(p, y[..., None], -1)[..., 0][there].astype(float)
    found = {"loss": -np.log(np.maximum(right, 1e-7)).mean(),
             "accuracy": (p.argmax(-1) == y)[there].mean()}  # fmt: skip
    numbers = [known.source.numbers(source) for source, _ in pairs]
    names, kind = known.target.tokens, settings.kind
    written = TranslationDecoder(model).translate(numbers, settings.max_length + 1, settings.beam)
    texts = [joined([names[k] for k in one.numbers], kind) for one in written]
    return found | scores(texts, [[joined(target, kind)] for _, target in pairs])


def learned(name, settings, known, x, y):
    """Return a model of ours with the weights that it, or its twin, learned, and the seconds."""
    sizes = len(known.source), len(known.target)
    ours = network(settings, *sizes)
    model = ours if name == "xlrnn" else in_keras(settings, *sizes)
    if name == "keras, our weights":
        model.set_weights(ours.get_weights())
    begun = time.perf_counter()
    model.fit(x, y, batch_size=settings.batch_size, epochs=settings.epochs, verbose=0)
    seconds = time.perf_counter() - begun
    ours.set_weights(model.get_weights())
    return ours, seconds


def main() -> None:
    """Train all for every seed and show what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="", help="pairs of sentences; generated without")
    parser.add_argument("--rows", type=int, default=4_000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--model", default="lstm")
    parser.add_argument("--attention", default="additive")
    parser.add_argument("--own", action="store_true", help="Keras with its own first weights, too")
    chosen = vars(parser.parse_args())
    data, seeds, own = (chosen.pop(name) for name in ("data", "seeds", "own"))
    settings = TranslateSettings(**chosen)
    pairs = TRANSLATE.read(data, settings)
    split = parts(pairs, settings)
    known = known_of(split, pairs, settings)
    x, y = inputs(split.learned, known)
    print(f"{len(split.learned):,} pairs, {len(split.held_out):,} held out; "
          f"{len(known.source):,} and {len(known.target):,} words", flush=True)  # fmt: skip
    found: dict[str, list[dict[str, float]]] = {"xlrnn": [], "keras, our weights": []}
    if own:
        found["keras"] = []
    for seed in range(seeds):
        for name, values in found.items():
            model, seconds = learned(name, settings.changed({"seed": seed}), known, x, y)
            values.append(judged(model, settings, split.held_out, known) | {"seconds": seconds})
            shown = "  ".join(f"{key} {value:.4f}" for key, value in values[-1].items())
            print(f"{seed} {name:<20} {shown}", flush=True)
    for key in found["xlrnn"][0]:
        for name, values in found.items():
            print(f"{key:<10} {name:<20} {interval([one[key] for one in values])}")


if __name__ == "__main__":
    main()
