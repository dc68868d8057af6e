"""Make the pictures of the workbooks: LibreOffice prints them, pdftoppm draws the pages.

    python docs/pictures/make.py

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`) on PATH.
"""

import subprocess
import tempfile
from pathlib import Path

import openpyxl

from xlrnn import api, nn
from xlrnn.lessons import LESSON_NAMES

HERE = Path(__file__).resolve().parent
WORKBOOKS = HERE.parents[1] / "workbooks"

# For each lesson, by the name of the picture: page of the print, and the part of it that is not
# empty: left, top, width, height in pixels.
PAGES = {
    "hello-forward": {
        "start": (1, (50, 30, 1150, 670)),
        "forward": (2, (50, 30, 1090, 820)),
        "equations": (3, (50, 30, 1230, 720)),
        "check": (4, (30, 30, 850, 720)),
    },
    "hello-bptt": {"hello-bptt": (3, (50, 35, 1170, 760))},
    "hello-training": {"hello-training": (2, (45, 40, 1220, 500))},
    "lstm-cell": {"lstm-cell": (2, (50, 40, 1190, 810))},
    "gru-cell": {"gru-cell": (3, (50, 40, 1190, 815))},
    "mlp-to-rnn": {"mlp-to-rnn": (2, (40, 30, 1220, 600))},
    "vanishing-gradient": {"vanishing-gradient": (9, (40, 30, 1220, 630))},
    "sentiment": {"sentiment": (2, (40, 40, 860, 700))},
    "export": {"export": (5, (50, 30, 1230, 820))},
    "graded": {"graded": (3, (50, 40, 1080, 485))},
}
RESOLUTION = "110"


def main() -> None:
    """Write one picture for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        books = [WORKBOOKS / f"{lesson}.xlsx" for lesson in LESSON_NAMES]
        books += [exported(folder), graded(folder)]
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*convert, *books], check=True, capture_output=True)
        for lesson, pages in PAGES.items():
            for page, (number, crop) in pages.items():
                draw(folder / f"{lesson}.pdf", page, number, crop)


def draw(print_out: Path, page: str, number: int, crop: tuple[int, int, int, int]) -> None:
    """Write the picture of one page of a print."""
    left, top, width, height = crop
    part = ["-x", left, "-y", top, "-W", width, "-H", height]
    place = ["-f", number, "-l", number, "-r", RESOLUTION, "-png", "-singlefile"]
    command = ["pdftoppm", *place, *part, print_out, HERE / page]
    subprocess.run([str(word) for word in command], check=True)
    print(f"wrote {HERE / page}.png")


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
    return annotated.rename(folder / "graded.xlsx")


if __name__ == "__main__":
    main()
