"""What was read from a large file, kept in the user's cache folder for the next time.

An entry belongs to one file, as it is now, and one vocabulary. It is written whole or not at all,
holds arrays and JSON and no pickle, and whatever is wrong with it, the file is read anew.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from xlrnn.atomic import write_atomically
from xlrnn.caching import cache_folder
from xlrnn.errors import UsageError
from xlrnn.text.labelled import Reason, Skipped
from xlrnn.text.vectors.table import Vectors

FORM = "xlrnn/vectors/2"  # grows when the same file is read otherwise than before
EDGE = 1 << 16  # bytes at both ends of the file that tell it from another of the same size


def cached_file(source: Path, member: str, words: Iterable[str]) -> Path:
    """Return where the vectors of a vocabulary from a file are kept.

    Args:
        source: the file itself, or the archive.
        member: its place, for archives.
        words: the vocabulary.
    """
    state = source.stat()
    key = hashlib.sha256(f"{FORM}\n{member}\n{state.st_size}\n{state.st_mtime_ns}\n".encode())
    with source.open("rb") as file:
        key.update(file.read(EDGE))
        file.seek(max(0, state.st_size - EDGE))
        key.update(file.read(EDGE))
    for word in words:
        key.update(word.encode("utf-8", "surrogatepass") + b"\n\0")
    return cache_folder() / "vectors" / f"{key.hexdigest()}.npz"


def load(file: Path, words: list[str]) -> Vectors | None:
    """Return what is kept, or None if it is not there or damaged."""
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
            known, matrix = kept["known"], kept["matrix"]
            told = json.loads(kept["skipped"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if known.shape != (len(words),) or matrix.ndim != 2 or known.sum() != len(matrix):
        return None
    reasons = tuple(Reason(**reason) for reason in told["reasons"])
    skipped = Skipped(reasons, tuple(told["notes"]), told["what"])
    flags = list(zip(words, known.tolist(), strict=True))
    yes, no = ([word for word, flag in flags if flag is side] for side in (True, False))
    return Vectors(tuple(yes), matrix, tuple(no), skipped)


def store(file: Path, words: list[str], vectors: Vectors) -> None:
    """Keep vectors; a folder that cannot be written to is no reason to fail."""
    data = io.BytesIO()
    known = np.array([word in vectors.rows for word in words], bool)
    told = np.frombuffer(json.dumps(asdict(vectors.skipped)).encode(), np.uint8)
    np.savez(data, known=known, matrix=vectors.matrix, skipped=told)
    try:
        write_atomically(file, data.getvalue())
    except UsageError:
        return
