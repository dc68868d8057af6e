"""Plain texts, a folder or a file for each class."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from xlrnn.counted import counted
from xlrnn.text.readers.encodings import decoded
from xlrnn.text.readers.entry import FileEntry
from xlrnn.text.readers.labels import WORDS, Labels, plain
from xlrnn.text.readers.rows import LabelledRows
from xlrnn.text.readers.table import TABLES


@dataclass(frozen=True)
class Folder:
    """The files that a folder or archive has for each class.

    Args:
        whole: files that hold one text each, with their label.
        lines: files that hold a text a line, with their label.
        others: files that belong to no class.
    """

    whole: list[tuple[FileEntry, str]]
    lines: list[tuple[FileEntry, str]]
    others: list[FileEntry]

    @classmethod
    def of(cls, entries: list[FileEntry], way: Labels | None) -> "Folder | None":
        """Return how files are laid out by class, or None if they are not."""
        known = way or WORDS
        whole, lines, others = [], [], []
        for entry in entries:
            path = PurePosixPath(entry.name)
            folders = [part for part in path.parts[:-1] if plain(part) in known.numbers]
            parts = [part for part in re.split(r"[._-]", path.name) if plain(part) in known.numbers]
            if entry.suffix in TABLES or not folders + parts:
                others.append(entry)
            elif folders:
                whole.append((entry, folders[-1]))
            else:
                lines.append((entry, parts[-1]))
        if whole:  # with a folder for each class, what else is named after one is no list of texts
            others, lines = [*others, *(entry for entry, _ in lines)], []
        return cls(whole, lines, others) if len(whole) + len(lines) > 1 else None

    def read(self, encoding: str | None) -> LabelledRows:
        """Read all texts; the line of a text is the place of its file, or its line in the file."""
        rows = LabelledRows("text")
        for place, (entry, label) in enumerate(self.whole, start=1):
            rows.add(decoded(entry, encoding, rows.tally.note), label, place)
        for entry, label in self.lines:
            text = decoded(entry, encoding, rows.tally.note)
            for line, one in enumerate(text.removesuffix("\n").split("\n"), start=1):
                rows.add(one.removesuffix("\r"), label, line)
        above = sorted({str(PurePosixPath(entry.name).parent.parent) for entry, _ in self.whole})
        if len(above) > 1:
            rows.tally.note(
                f"put together the texts of {', '.join(above[:4])}: name one to read it alone"
            )
        if self.others:
            rows.tally.note(
                f"left out {counted(len(self.others), 'file')} of no class, the first "
                f"{self.others[0].name}"
            )
        return rows
