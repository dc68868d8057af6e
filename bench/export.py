"""Export of large models against bare XlsxWriter, and how the time grows with the cells.

    python bench/export.py            # the table of growth, and the model of 750,000 weights
    python bench/export.py --engines  # that model verified by ironcalc and by LibreOffice, too

For each model it measures in turn, in one process and without imports:

- bare: XlsxWriter writes the same cells, formulas with their results, to memory;
- export: weights are taken from the model, NumPy calculates, pages are laid out and written.

Words' tables are carried for the words that occur.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from build import bare, cells_of

from xlrnn import api, nn
from xlrnn.lessons.export import prepared
from xlrnn.xlsx.writing.write import workbook_bytes

STEPS, WORDS, FEATURES = 15, 16_000, 200


def article(lstm: int, *dense: int, features: int = FEATURES) -> nn.Sequential:
    """Return the article's network for sentiment, of any size."""
    nn.set_random_seed(0)
    head = [nn.Dense(units, activation="relu") for units in dense]
    return nn.Sequential(
        [
            nn.Input((STEPS,)),
            nn.Embedding(WORDS, features),
            nn.LSTM(lstm),
            *head,
            nn.Dense(2, activation="softmax"),
        ]
    )


MODELS = {
    "LSTM(2)": lambda: article(2, features=4),
    "LSTM(10) → 30": lambda: article(10, 30, features=20),
    "LSTM(40) → 300 → 200": lambda: article(40, 300, 200),
    "LSTM(100) → 1000 → 500": lambda: article(100, 1000, 500),
    "LSTM(100) → 1000 → 700": lambda: article(100, 1000, 700),
}
LARGE = "LSTM(100) → 1000 → 500"


def export(model: nn.Sequential, words: np.ndarray) -> bytes:
    """Do all that `xlrnn export` does but for reading the model and writing the file to disk."""
    return workbook_bytes(prepared(model, words).filled_book())


def seconds(work: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> float:
    """Return the most memory that this process has taken, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, words: np.ndarray) -> None:
    """Print a row of the table."""
    model = MODELS[name]()
    book = prepared(model, words).filled_book()
    cells = cells_of(book)
    rounds = 7 if len(cells) < 50_000 else 3
    pairs = [
        (seconds(lambda: bare(cells)), seconds(lambda: export(model, words))) for _ in range(rounds)
    ]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    plain, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    size = len(export(model, words)) / 1e6
    print(
        f"| {name} | {sum(block.values.size for block in book.blocks):,} | {plain:.2f} s "
        f"| {ours:.2f} s | {ratio:.2f} | {size:.1f} MB | {peak():,.0f} MB |",
        flush=True,
    )


def verify(words: np.ndarray) -> None:
    """Verify the large model with each engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(export(MODELS[LARGE](), words))
        print(f"export alone: peak memory {peak():,.0f} MB")
        for engine in ("ironcalc", "libreoffice"):
            start = time.perf_counter()
            result = api.verify([path], engine)
            spent = time.perf_counter() - start
            cells = result.books[0].engines[0].cells_verified
            print(f"{engine}: {result.outcome}, {cells:,} cells in {spent:.1f} s")


def main() -> None:
    """Print the tables."""
    words = np.random.default_rng(0).integers(WORDS, size=STEPS)
    if "--engines" in sys.argv:
        verify(words)
        return
    print("| model | cells | bare XlsxWriter | export | ratio | file | peak memory, both |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in MODELS:
        measure(name, words)


if __name__ == "__main__":
    main()
