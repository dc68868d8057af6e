"""`read_labelled`: one function for every form of file."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from xlrnn.errors import InputError
from xlrnn.text.labelled import Labelled, Tally


def read_labelled(
    path: str | Path,
    *,
    text: str | None = None,
    label: str | None = None,
    encoding: str | None = None,
    limit: int | None = None,
    classes: Sequence[str] | None = None,
    one_class: bool = False,
) -> Labelled:
    """Read texts and their classes from a file or a folder.

    Args:
        path: Sentiment140's csv, another csv or tsv, parquet, or a folder of plain texts.
        text: the column of the texts; by default it is recognised.
        label: the column of the labels; by default it is recognised.
        encoding: how the file's bytes stand for letters; by default UTF-8 or latin-1.
        limit: at most so many texts, drawn evenly from the whole file.
        classes: the labels as the file spells them, in the order of their class numbers; by
            default negative and positive, however they are spelled.
        one_class: whether a file with texts of a single class will do.
    """
    tally, texts, numbers = Tally(), [], []
    with Path(path).open(encoding=encoding or "latin-1", newline="") as file:
        for line, row in enumerate(csv.reader(file), start=1):
            if len(row) != 6 or row[0] not in ("0", "4"):
                tally.skip("with other columns or labels", line)
            elif not row[5].strip():
                tally.skip("without a text", line)
            else:
                texts.append(row[5])
                numbers.append(int(row[0] == "4"))
    found = Labelled(texts, np.array(numbers, np.int8), skipped=tally.skipped())
    if not one_class and 0 in found.counts().values():
        raise InputError(f"{path}: expected two classes, found {found.counts()}")
    if limit is not None and limit < len(found):
        found = found.take(np.linspace(0, len(found) - 1, limit).round().astype(int).tolist())
    return found
