"""Verify against the bare engine: how much the comparison costs beside the calculation.

    python bench/verify.py

For workbooks of several sizes, and for the largest as LibreOffice saves it, it measures in turn,
in one process and without imports:

- bare: ironcalc loads the file and evaluates it, and nothing else;
- once: `xlrnn verify --vary 0`, with the inputs that the workbook holds and no others;
- verify: everything `xlrnn verify` does with it.

Seconds are those of the processor, as others may use the machine; all of it is one thread.
"""

import gc
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ironcalc
import one_thread  # noqa: F401
from books import SIZES, formula_cells

from xlrnn import api
from xlrnn.xlsx.writing.write import workbook_bytes

ROUNDS = 7


def bare(path: Path) -> None:
    """Load and evaluate."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
    model.evaluate()


def once(path: Path) -> None:
    """Verify, with the given inputs alone."""
    assert api.verify([path], vary=0).outcome == "agree"


def verify(path: Path) -> None:
    """Verify."""
    assert api.verify([path]).outcome == "agree"


def seconds(work: Callable[[Path], None], path: Path) -> float:
    """Time one call, without the other side's garbage."""
    gc.collect()
    start = time.process_time()
    work(path)
    return time.process_time() - start


def measure(label: str, cells: int, path: Path) -> None:
    """Print the medians of a few rounds, the three in turn."""
    verify(path)
    rounds = [[seconds(work, path) for work in (bare, once, verify)] for _ in range(ROUNDS)]
    plain, given, checked = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratios = (
        statistics.median(turn[a] / turn[b] for turn in rounds) for a, b in ((1, 0), (2, 0), (2, 1))
    )
    print(
        f"| {label} | {cells:,} | {plain * 1000:.0f} ms | {given * 1000:.0f} ms "
        f"| {checked * 1000:.0f} ms | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |",
        flush=True,
    )


def saved_by_libreoffice(path: Path, folder: Path) -> Path | None:
    """Return the workbook as LibreOffice saves it, None if LibreOffice is not here."""
    program = shutil.which("soffice")
    if program is None:
        return None
    target = folder / "saved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", target, path]
    subprocess.run(command, check=True, capture_output=True)
    return target / path.name


def main() -> None:
    """Print a row for each workbook."""
    print(
        "| workbook | formula cells | bare | once | verify | once ÷ bare | verify ÷ bare | ÷ once |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, size in enumerate(SIZES):
            book = size.lesson().filled_book()
            path = folder / f"{number}.xlsx"
            path.write_bytes(workbook_bytes(book))
            measure(size.label, formula_cells(book), path)
            saved = saved_by_libreoffice(path, folder)
            if saved is not None:
                measure(f"{size.label}, saved by LibreOffice", formula_cells(book), saved)


if __name__ == "__main__":
    main()
