"""`read_texts`: texts without labels, every row in its place, with what tells rows apart."""

from dataclasses import dataclass
from pathlib import Path

from xlrnn.errors import InputError
from xlrnn.text.labelled import Skipped, Tally
from xlrnn.text.readers.encodings import decoded
from xlrnn.text.readers.entries import entries_of
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.form import FileForm
from xlrnn.text.readers.read import one_table
from xlrnn.text.readers.table import TABLES, WantedColumns, of_width, with_table
from xlrnn.text.readers.tables import TextTable


@dataclass(frozen=True)
class UnlabelledTexts:
    """Texts in the order of their file.

    Args:
        texts: the texts, empty ones, too.
        ids: what tells each row from the others; the texts themselves where there is no such
            column.
        column: what the ids are called.
        skipped: the rows that could not be read.
    """

    texts: list[str]
    ids: list[str]
    column: str
    skipped: Skipped


def read_texts(
    path: str | Path, *, text: str | None = None, encoding: str | None = None
) -> UnlabelledTexts:
    """Read the texts of a file or a folder, whether they have labels or not.

    Args:
        path: a table of any form that `read_labelled` reads, a .txt file with a text a line, or a
            folder or archive of .txt files with a text each.
        text: the name or number of the column of the texts; by default recognised.
        encoding: of the file; by default recognised.

    Raises:
        UnreadableError: if the file cannot be read or is damaged.
        InputError: if there are no texts, or their column is not recognised.
    """
    entries = entries_of(path)
    tables = [entry for entry in entries if entry.suffix in TABLES]
    if len(entries) > 1 and not tables:
        found = _of_files(entries, encoding)
    elif len(entries) == 1 and entries[0].suffix == ".txt":
        found = _of_lines(entries[0], encoding)
    else:
        found = _of_table(one_table(entries, path), WantedColumns(text, None, encoding))
    if not found.texts:
        raise InputError(f"{path}: there are no texts in it: {found.skipped}")
    return found


def _of_files(entries: list[FileEntry], encoding: str | None) -> UnlabelledTexts:
    tally = Tally("file")
    texts = [decoded(entry, encoding, tally.note) for entry in entries]
    return UnlabelledTexts(texts, [entry.name for entry in entries], "file", tally.skipped())


def _of_lines(entry: FileEntry, encoding: str | None) -> UnlabelledTexts:
    tally = Tally()
    text = decoded(entry, encoding, tally.note).replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    return UnlabelledTexts(lines, lines, "text", tally.skipped())


def _of_table(entry: FileEntry, wanted: WantedColumns) -> UnlabelledTexts:
    def collected(table: TextTable) -> UnlabelledTexts:
        columns = wanted.columns(table, entry.place, labelled=False)
        place = columns.text if columns.id is None else columns.id
        texts, ids, tally, header = list[str](), list[str](), Tally(), columns.header
        for lines, found in table.blocks(FileForm(columns)):
            if header:
                lines, found, header = lines[1:], found[1:], False
            _, rows = of_width(columns.width, lines, found, tally)
            texts += [row[columns.text] for row in rows]
            ids += [row[place] for row in rows]
        if not columns.header and texts:
            tally.note(f"no header was recognised: {texts[0][:40]!r} is taken for the first text")
        table.report(tally)
        name = columns.names[place] if columns.header else ("text", "id")[columns.id is not None]
        return UnlabelledTexts(texts, ids, name or "id", tally.skipped())

    return with_table(entry, wanted.encoding, collected)
