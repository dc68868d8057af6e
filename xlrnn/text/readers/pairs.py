"""`read_pairs`: sentences and their translations, from lines with a tab or two named columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlrnn.errors import InputError, UsageError
from xlrnn.text.labelled import Skipped, Tally
from xlrnn.text.readers.columns import Columns
from xlrnn.text.readers.encodings import decoded
from xlrnn.text.readers.entries import entries_of, names
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.table import TABLES, of_width, with_table
from xlrnn.text.readers.tables import TextTable

Line = tuple[int, str, str]
FORMS = (
    "lines with a sentence, a tab and its translation, or a table (csv, tsv, xlsx, ods, json, "
    "jsonl, parquet) with both in columns that --source and --target name"
)


@dataclass(frozen=True)
class Pairs:
    """Sentences and their translations.

    Args:
        sources: the sentences.
        targets: the translation of each.
        skipped: the lines that were left out.
    """

    sources: list[str]
    targets: list[str]
    skipped: Skipped = field(default_factory=Skipped)

    def __len__(self) -> int:
        return len(self.sources)


def read_pairs(
    path: str | Path,
    *,
    source: str | None = None,
    target: str | None = None,
    encoding: str | None = None,
    limit: int | None = None,
) -> Pairs:
    """Read sentences and their translations.

    Args:
        path: the file; also as `.gz`, `.bz2`, `.xz` or `.zip`, `ARCHIVE.zip/MEMBER` is one of
            several. What stands behind a second tab of a line is not looked at.
        source: the name or number (from 0) of the column of the sentences, where it is a table.
        target: the same of the translations.
        encoding: of the file; by default recognised.
        limit: at most so many pairs: the first.

    Raises:
        UnreadableError: if the file cannot be read, is damaged or in another encoding.
        InputError: if there are no such columns, or no pair is left.
        UsageError: if one column is named, and not the other.
    """
    if (source is None) != (target is None):
        one, other = ("source", "target") if target is None else ("target", "source")
        raise UsageError(f"{one} names a column, {other} none: name both, or neither")
    entry = _only(entries_of(path), path)
    tally = Tally("line")
    if source is not None and target is not None:
        lines: Iterable[Line] = _of_table(entry, source, target, encoding, tally)
    else:
        lines = _of_lines(entry, encoding, tally)
    kept = list(_with_both_sides(lines, tally))
    if not kept:
        raise InputError(f"{path}: there is no pair in it: {tally.skipped()}; expected {FORMS}")
    kept = kept[:limit]
    return Pairs([one for one, _ in kept], [other for _, other in kept], tally.skipped())


def _only(entries: list[FileEntry], path: str | Path) -> FileEntry:
    if len(entries) != 1:
        hint = f"; to read one, say {path}/{entries[-1].name}" if entries else ""
        raise InputError(
            f"{path}: found {names(entries) or 'nothing'}; expected one file: {FORMS}{hint}"
        )
    return entries[0]


def _of_lines(entry: FileEntry, encoding: str | None, tally: Tally) -> Iterator[Line]:
    """Yield what stands before and behind the first tab of each line."""
    if entry.suffix in TABLES and entry.suffix not in (".tsv", ".tab"):
        raise UsageError(
            f"{entry.place} is a table: name the columns of the sentences and of their "
            "translations with --source and --target"
        )
    for number, line in enumerate(decoded(entry, encoding, tally.note).split("\n"), 1):
        fields = line.split("\t")
        if len(fields) > 1:
            yield number, fields[0], fields[1]
        elif line.strip():
            tally.skip("without a tab", number)


def _of_table(
    entry: FileEntry, source: str, target: str, encoding: str | None, tally: Tally
) -> list[Line]:
    """Return what stands in two columns."""

    def collected(table: TextTable) -> list[Line]:
        columns = _columns(table, source, target, entry.place)
        found: list[Line] = []
        header, other = columns.header, columns.id
        assert other is not None
        for lines, rows in table.blocks(FileForm(columns)):
            if header:
                lines, rows, header = lines[1:], rows[1:], False
            lines, rows = of_width(columns.width, lines, rows, tally)
            found += [(line, row[columns.text], row[other])
                      for line, row in zip(lines, rows, strict=True)]  # fmt: skip
        table.report(tally)
        return found

    return with_table(entry, encoding, collected)


def _columns(table: TextTable, source: str, target: str, place: str) -> Columns:
    """Return where sentences and translations stand."""
    first = [name.strip() for name in table.first[0]]
    lower = [name.lower() for name in first]
    found = []
    for wanted in (source, target):
        name = wanted.strip().lower()
        if name.isdecimal() and int(name) < len(first):
            found.append(int(name))
        elif name in lower:
            found.append(lower.index(name))
        else:
            shown = ", ".join(repr(name[:30]) for name in first[:12])
            raise InputError(f"{place} has no column {wanted!r}: it has {shown}")
    if found[0] == found[1]:
        raise UsageError(f"source and target are both column {source!r}: expected two columns")
    header = table.named or not all(one.strip().isdecimal() for one in (source, target))
    # The translations are what rows are told from lines by, as they are by ids elsewhere.
    named = tuple(first) if header else ()
    return Columns(found[0], None, len(first), header, named, id=found[1])


def _with_both_sides(lines: Iterable[Line], tally: Tally) -> Iterator[tuple[str, str]]:
    for number, source, target in lines:
        one, other = source.strip(), target.strip()
        if one and other:
            yield one, other
        else:
            tally.skip(f"with an empty {'translation' if one else 'sentence'}", number)
