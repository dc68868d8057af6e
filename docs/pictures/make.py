"""Make the pictures of the workbooks: as they look in a LibreOffice window on a small laptop.

    python docs/pictures/make.py [PICTURE…]

Without names all are made. Needs what `screens.py` needs: LibreOffice with its Python, `Xvfb`
and ImageMagick.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from screens import show  # noqa: E402

from xlrnn import api, nn  # noqa: E402

WORKBOOKS = HERE.parents[1] / "workbooks"

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
    "exercise": ("exercise", "exercise"),
}
# What stands further down is seen on a taller screen.
TALL = {"exercise-forward": ("exercise", "forward")}
# How large the screen is, and where on it the sheet stands: width, height, left, top in pixels.
FORMS = (
    ("1366x768", "1268x588+37+123", PICTURES),
    ("1366x1000", "1268x820+37+123", TALL),
)


def main(names: Sequence[str]) -> None:
    """Write the pictures of these names, or all."""
    for size, sheet, pictures in FORMS:
        wanted = {name: pictures[name] for name in pictures if name in names or not names}
        if wanted:
            take(wanted, size, sheet)


def take(pictures: Mapping[str, tuple[str, str]], size: str, sheet: str) -> None:
    """Show the workbooks on a screen of that size, and cut out the sheet."""
    made = {"export": exported, "graded": graded, "exercise": exercise}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = sorted({book for book, _ in pictures.values()})
        files = [
            made[book](folder) if book in made else WORKBOOKS / f"{book}.xlsx" for book in books
        ]
        show(files, size, folder)
        for picture, (book, page) in pictures.items():
            (shown,) = (folder / f"{book}-{size}").glob(f"[0-9][0-9]-{page}.png")
            file = HERE / f"{picture}.png"
            crop = ["convert", shown, "-crop", sheet, "+repage", "-colors", "128", file]
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


def exercise(folder: Path) -> Path:
    """Make the exercise of the student's guide."""
    asked, *_ = api.exercise("hello-forward", folder / "asked")
    return Path(shutil.move(asked, folder / "exercise.xlsx"))


if __name__ == "__main__":
    main(sys.argv[1:])
