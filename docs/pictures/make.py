"""Make the pictures of the workbooks: as they look in a LibreOffice window on a small laptop.

    python docs/pictures/make.py

Needs what `screens.py` needs: LibreOffice with its Python, `Xvfb` and ImageMagick.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from screens import show  # noqa: E402

from xlrnn import api, nn  # noqa: E402

WORKBOOKS = HERE.parents[1] / "workbooks"
SIZE = "1366x768"
# The part of the window in which the sheet stands: width, height, left, top in pixels.
SHEET = "1268x588+37+123"

# For each picture the workbook and the page that it shows.
PICTURES = {
    "start": ("hello-forward", "start"),
    "forward": ("hello-forward", "forward"),
    "equations": ("hello-forward", "equations"),
    "check": ("hello-forward", "check"),
    "hello-bptt": ("hello-bptt", "backward"),
    "hello-training": ("hello-training", "word"),
    "lstm-cell": ("lstm-cell", "forward"),
    "gru-cell": ("gru-cell", "backward"),
    "mlp-to-rnn": ("mlp-to-rnn", "compare"),
    "vanishing-gradient": ("vanishing-gradient", "compare"),
    "sentiment": ("sentiment", "sentence"),
    "translation": ("translation", "attention"),
    "captioning": ("captioning", "picture"),
    "export": ("export", "lstm"),
    "graded": ("graded", "feedback"),
}


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = {workbook for workbook, _ in PICTURES.values()} - {"export", "graded"}
        files = [WORKBOOKS / f"{workbook}.xlsx" for workbook in sorted(books)]
        show([*files, exported(folder), graded(folder)], SIZE, folder)
        for picture, (workbook, page) in PICTURES.items():
            (shown,) = (folder / f"{workbook}-{SIZE}").glob(f"[0-9][0-9]-{page}.png")
            file = HERE / f"{picture}.png"
            crop = ["convert", shown, "-crop", SHEET, "+repage", "-colors", "128", file]
            subprocess.run([str(word) for word in crop], check=True)
            print(f"wrote {file}")


def exported(folder: Path) -> Path:
    """Export a small model."""
    nn.set_random_seed(1)
    layers = [nn.Input((3,)), nn.Embedding(6, 2), nn.LSTM(2), nn.Dense(2, activation="softmax")]
    return api.export(nn.Sequential(layers), folder / "export.xlsx", [4, 1, 3])


def graded(folder: Path) -> Path:
    """Grade a student who left out the bias, and return the annotated copy."""
    _, solved, key = api.exercise("hello-forward", folder / "exercise", seed=3)
    book = openpyxl.load_workbook(solved)
    for page, cells in book.defined_names["a_h"].destinations:
        for cell in (cell for row in book[page][cells] for cell in row):
            cell.value = cell.value.rpartition("+")[0]
    book.save(folder / "answer.xlsx")
    api.grade([folder / "answer.xlsx"], key, formats=("workbook",), folder=folder / "grades")
    (annotated,) = (folder / "grades" / "annotated").iterdir()
    return Path(shutil.move(annotated, folder / "graded.xlsx"))


if __name__ == "__main__":
    main()
