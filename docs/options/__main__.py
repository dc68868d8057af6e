"""Write docs/keras-options.md: `python -m docs.options`, with Keras and PyTorch installed."""

from pathlib import Path

from docs.options.page import TITLES, page
from docs.options.table import kinds, rows
from docs.options.worlds import Ours, Theirs, in_float64

FILE = Path(__file__).parents[1] / "keras-options.md"


def main() -> None:
    """Run both and write the page."""
    theirs, ours = Theirs(), Ours()
    with in_float64(theirs):
        found = {path: list(rows(path, theirs, ours)) for path in TITLES}
        missing = {path: sorted(kinds(theirs, path).keys() - kinds(ours, path)) for path in TITLES}
    FILE.write_text(page(theirs.module.__version__, found, missing), encoding="utf-8")


if __name__ == "__main__":
    main()
