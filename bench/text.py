"""Read, clean, cut, number and pad 1.6 million tweets; read a GloVe file of 1.2 million words.

    pip install keras-preprocessing
    python bench/text.py                          # full size: some minutes, 3 GB in the temp folder
    python bench/text.py --rows 100000 --words 100000 --rounds 3

Everything is generated: tweets in Sentiment140's form, vectors in GloVe's. Each way has a process
of its own, so that its peak memory can be told, and all take turns. The peer is what the article
uses, pandas and keras-preprocessing, which cleans nothing; the plain loop is the article's, but
keeps the wanted words alone.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MAXLEN, NUM_WORDS, DIM, WANTED = 15, 16_000, 200, 30_000


def peer(tweets: Path) -> dict[str, float]:
    """Do as the article does."""
    import numpy as np
    import pandas as pd
    from keras_preprocessing.sequence import pad_sequences
    from keras_preprocessing.text import Tokenizer

    np.unicode_ = np.str_  # which it expects and NumPy 2 no longer has
    clock = Clock()
    texts = pd.read_csv(tweets, encoding="latin-1", header=None)[5]
    clock("read")
    tokenizer = Tokenizer(num_words=NUM_WORDS)
    tokenizer.fit_on_texts(texts)
    clock("fit")
    sequences = tokenizer.texts_to_sequences(texts)
    clock("sequences")
    rows = pad_sequences(sequences, maxlen=MAXLEN, padding="post")
    clock("pad")
    return clock.times | {"check": int(rows.sum(dtype="int64"))}


def ours(tweets: Path, clean: str) -> dict[str, float]:
    """Do the same with xlrnn."""
    from xlrnn.text.encode import encode
    from xlrnn.text.readers import read_labelled
    from xlrnn.text.tokenizer import Tokenizer

    clock = Clock()
    texts = read_labelled(tweets).texts
    clock("read")
    tokenizer = Tokenizer(num_words=NUM_WORDS)
    rows = encode(texts, tokenizer, maxlen=MAXLEN, padding="post", clean=clean, fit=True)
    clock("encode")
    return clock.times | {"check": int(rows.sum(dtype="int64"))}


def plain_loop(vectors: Path) -> dict[str, float]:
    """Read vectors as the article does."""
    wanted, clock, model = set(wanted_words()), Clock(), {}
    with vectors.open(encoding="utf-8") as file:
        for line in file:
            split = line.split()
            embedding = [float(value) for value in split[1:]]
            if split[0] in wanted:
                model[split[0]] = embedding
    clock("read")
    return clock.times | {"check": len(model)}


def our_vectors(vectors: Path) -> dict[str, float]:
    """Read vectors with xlrnn, without its cache."""
    from xlrnn.text.vectors import read_vectors

    wanted, clock = wanted_words(), Clock()
    found = read_vectors(vectors, wanted, cache=False)
    clock("read")
    return clock.times | {"check": len(found.words)}


WAYS: dict[str, Callable[[Path], dict[str, float]]] = {
    "peer": peer,
    "xlrnn": lambda tweets: ours(tweets, "none"),
    "xlrnn, cleaning": lambda tweets: ours(tweets, "builtin"),
    "plain loop": plain_loop,
    "xlrnn, vectors": our_vectors,
}


class Clock:
    """Takes the time of each part, of the wall and of the processor."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self._last = time.perf_counter()
        self._cpu = time.process_time()

    def __call__(self, part: str) -> None:
        """Note the time since the last part."""
        self.times[part] = time.perf_counter() - self._last
        self.times["cpu"] = time.process_time() - self._cpu
        self._last = time.perf_counter()


def peak_memory() -> float:
    """Return the most memory that this process has had, in GB."""
    status = Path("/proc/self/status")  # elsewhere, what the parent had may count, too
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def wanted_words() -> list[str]:
    """Return the vocabulary: every 37th word of the file, and some that it does not have."""
    return [f"w{37 * k}" for k in range(WANTED)]


def write_vectors(path: Path, words: int) -> None:
    """Write a file in GloVe's form."""
    chance = random.Random(1)
    tails = [" ".join(f"{chance.gauss(0, 0.4):.5g}" for _ in range(DIM)) for _ in range(500)]
    with path.open("w", encoding="utf-8") as file:
        for k in range(words):
            file.write(f"w{k} {tails[k % 500]}\n")


def in_a_process(way: str, file: Path) -> dict[str, float]:
    """Run a way in a process of its own; return its times and peak memory."""
    command = [sys.executable, __file__, "--way", way, "--file", str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def compare(title: str, ways: list[str], file: Path, rounds: int) -> None:
    """Let ways take turns and print a table; the first is what the others are compared with."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            found[way].append(in_a_process(way, file))
    print(f"\n{title}\n\n| way | parts, s | wall, s | CPU, s | times as fast (wall, CPU) "
          "| peak memory, GB |\n| --- | --- | --- | --- | --- | --- |")  # fmt: skip
    wall = {way: [sum(parts_of(run).values()) for run in runs] for way, runs in found.items()}
    cpu = {way: [run["cpu"] for run in runs] for way, runs in found.items()}
    for way, runs in found.items():
        parts = ", ".join(f"{name} {value:.1f}" for name, value in parts_of(runs[-1]).items())
        ratios = [
            statistics.median(a / b for a, b in zip(times[ways[0]], times[way], strict=True))
            for times in (wall, cpu)
        ]
        print(f"| {way} | {parts} | {statistics.median(wall[way]):.1f} "
              f"| {statistics.median(cpu[way]):.1f} | {ratios[0]:.1f}, {ratios[1]:.1f} "
              f"| {max(run['memory'] for run in runs):.2f} |")  # fmt: skip
    print("check sums:", {way: runs[0]["check"] for way, runs in found.items()}, flush=True)


def parts_of(run: dict[str, float]) -> dict[str, float]:
    """Return the times of the parts."""
    return {name: value for name, value in run.items() if name not in ("cpu", "check", "memory")}


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_600_000)
    parser.add_argument("--words", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        times = WAYS[options.way](options.file)
        print(json.dumps(times | {"memory": peak_memory()}))
        return
    from xlrnn.text.generated import generated_tweets, write_sentiment140

    with tempfile.TemporaryDirectory() as folder:
        tweets, vectors = Path(folder, "tweets.csv"), Path(folder, "vectors.txt")
        if options.rows:
            write_sentiment140(tweets, generated_tweets(options.rows, seed=1))
            size = tweets.stat().st_size / 1e6
            title = f"{options.rows:,} tweets ({size:,.0f} MB), to {MAXLEN} numbers each"
            compare(title, ["peer", "xlrnn", "xlrnn, cleaning"], tweets, options.rounds)
        if options.words:
            write_vectors(vectors, options.words)
            size = vectors.stat().st_size / 1e6
            title = f"{options.words:,} vectors of {DIM} ({size:,.0f} MB), {WANTED:,} words wanted"
            compare(title, ["plain loop", "xlrnn, vectors"], vectors, options.rounds)


if __name__ == "__main__":
    main()
