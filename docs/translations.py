"""Train the model of the lesson `translation` from sentences that the package makes.

    python docs/translations.py

The sentences are those of `xlrnn train translate` whose numbers are single words: a sheet takes
words apart at hyphens. The encoder's states are not handed over, so that all the decoder learns of
a sentence is what it looks up: its attention shows which word belongs to which.
"""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from xlrnn import api, nn
from xlrnn.nn.files import saving
from xlrnn.tasks.run import Run
from xlrnn.tasks.translate.decoding import TranslationDecoder
from xlrnn.tasks.translate.parts import parts
from xlrnn.text.generated_pairs import MOST, generated_pairs

MODEL = Path(__file__).parents[1] / "xlrnn" / "lessons" / "translation" / "sentences.npz"
DECIMALS = 3
LIMIT = 8
SETTINGS: dict[str, Any] = {
    "model": "gru", "units": 12, "embedding_dim": 8, "attention": "dot", "hand_over": False,
    "batch_size": 64, "learning_rate": 0.01, "epochs": 30, "validation_split": 0.1, "seed": 1,
}  # fmt: skip


def sentences() -> list[tuple[str, str]]:
    """Return English sentences and their translations, no sentence twice."""
    pairs = generated_pairs(MOST, seed=1)
    return [
        (source, target)
        for source, target in zip(pairs.sources, pairs.targets, strict=True)
        if "-" not in source + target and " et " not in target
    ]


def rounded(model: nn.Model) -> nn.Model:
    """Return the model in float64, its weights cut to the decimals that a workbook shows."""
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"]["dtype"] = "float64"
    twin = nn.Model.from_config(config)
    twin.set_weights([np.round(weight.astype(float), DECIMALS) for weight in model.get_weights()])
    return twin


def exact(model: nn.Model, run: Run) -> tuple[int, float]:
    """Return how many sentences were held out, and the share that is translated as in the data."""
    held_out = parts(run.task.read(run.data, run.settings), run.settings).held_out
    known = run.known
    written = TranslationDecoder(model).translate(
        [known.source.numbers(source) for source, _ in held_out], LIMIT
    )
    right = [
        known.target.numbers(target) == list(one.numbers) and one.ended
        for (_, target), one in zip(held_out, written, strict=True)
    ]
    return len(right), float(np.mean(right))


def main() -> None:
    """Train, judge, and write the model with its words."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name, "pairs.txt")
        lines = [f"{source}\t{target}\n" for source, target in sentences()]
        data.write_text("".join(lines), encoding="utf-8")
        run = api.train("translate", Path(name, "run"), data=data, tell=print, **SETTINGS)
        model = rounded(run.model())
        count, share = exact(model, run)
    saving.save_model(model, MODEL, run.known.to_json())
    print(f"{len(lines):,} sentences; with {DECIMALS} decimals {share:.4f} of {count:,} held out")
    words = [len(side) - 4 for side in (run.known.source, run.known.target)]
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size / 1e3:.0f} kB, {words[0]} English words, "
          f"{words[1]} French ones, {model.count_params():,} weights")  # fmt: skip


if __name__ == "__main__":
    main()
