"""Make the pictures of the README: LibreOffice prints the workbook, pdftoppm draws the pages.

    python docs/pictures/make.py

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`) on PATH.
"""

import subprocess
import tempfile
from pathlib import Path

from xlrnn import api, nn

HERE = Path(__file__).resolve().parent
BOOK = HERE.parents[1] / "workbooks" / "hello-forward.xlsx"

# Page of the print, and the part of it that is not empty: left, top, width, height in pixels.
PAGES = {
    "start": (1, (50, 30, 1150, 670)),
    "forward": (2, (50, 30, 1090, 820)),
    "equations": (3, (50, 30, 1230, 720)),
    "check": (4, (30, 30, 850, 720)),
}
RESOLUTION = "110"


def main() -> None:
    """Write one picture for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw(BOOK, PAGES, folder)
        draw(exported(folder), {"export": (5, (50, 30, 1230, 820))}, folder)


def draw(book: Path, pages: dict[str, tuple[int, tuple[int, ...]]], folder: Path) -> None:
    """Draw pages of a workbook."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, book]
    subprocess.run([str(part) for part in convert], check=True, capture_output=True)
    for page, (number, (left, top, width, height)) in pages.items():
        crop = ["-x", left, "-y", top, "-W", width, "-H", height]
        place = ["-f", number, "-l", number, "-r", RESOLUTION, "-png", "-singlefile"]
        source = folder / f"{book.stem}.pdf"
        command = ["pdftoppm", *place, *crop, source, HERE / page]
        subprocess.run([str(part) for part in command], check=True)
        print(f"wrote {HERE / page}.png")


def exported(folder: Path) -> Path:
    """Export a small model."""
    nn.set_random_seed(1)
    layers = [nn.Input((3,)), nn.Embedding(6, 2), nn.LSTM(2), nn.Dense(2, activation="softmax")]
    return api.export(nn.Sequential(layers), folder / "export.xlsx", [4, 1, 3])


if __name__ == "__main__":
    main()
