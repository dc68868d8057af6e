"""Make the pictures of the README: LibreOffice prints the workbook, pdftoppm draws the pages.

    python docs/pictures/make.py

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`) on PATH.
"""

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORKBOOKS = HERE.parents[1] / "workbooks"

# Page of the print, and the part of it that is not empty: left, top, width, height in pixels.
PAGES = {
    "hello-forward": {
        "start": (1, (50, 30, 1150, 670)),
        "forward": (2, (50, 30, 1090, 820)),
        "equations": (3, (50, 30, 1230, 720)),
        "check": (4, (30, 30, 850, 720)),
    },
    "mlp-to-rnn": {"mlp-to-rnn": (2, (40, 30, 1220, 600))},
    "vanishing-gradient": {"vanishing-gradient": (73, (40, 30, 1240, 720))},
}
RESOLUTION = "110"


def main() -> None:
    """Write one picture for each page."""
    for lesson in PAGES:
        draw(lesson)


def draw(lesson: str) -> None:
    """Write the pictures of one workbook."""
    book = WORKBOOKS / f"{lesson}.xlsx"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, book]
        subprocess.run(convert, check=True, capture_output=True)
        for page, (number, (left, top, width, height)) in PAGES[lesson].items():
            crop = ["-x", left, "-y", top, "-W", width, "-H", height]
            place = ["-f", number, "-l", number, "-r", RESOLUTION, "-png", "-singlefile"]
            source = folder / f"{book.stem}.pdf"
            command = ["pdftoppm", *place, *crop, source, HERE / page]
            subprocess.run([str(part) for part in command], check=True)
            print(f"wrote {HERE / page}.png")


if __name__ == "__main__":
    main()
