"""Defined names of which programs think differently: defined twice, shadowed, or relative."""

from collections import Counter
from collections.abc import Iterator, Sequence

from xlrnn.formula.parsing.shift import moves
from xlrnn.formula.parsing.tokens import only_range
from xlrnn.verify.subject.subject import Subject
from xlrnn.xlsx.reading.contents import NameEntry, read_contents
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.read import Workbook


def doubtful_names(package: Package, file: Workbook, subject: Subject) -> Iterator[str]:
    """Yield what is wrong with the names of a lesson, however they are written.

    Args:
        package: the file.
        file: what it holds.
        subject: what must be in it.
    """
    names = [
        entry
        for entry in read_contents(package).names
        if not entry.for_programs and entry.name.casefold() in subject.names
    ]
    yield from _twice(names)
    yield from _shadowed(names, list(file.sheets))
    for entry in names:
        found = only_range(entry.text)
        if found is not None and moves(found.word):
            yield (
                f"the name {entry.name} is relative ({entry.text}): it stands for other cells in "
                "each cell that reads it"
            )


def _twice(names: Sequence[NameEntry]) -> Iterator[str]:
    counts = Counter((entry.name.casefold(), entry.scope) for entry in names)
    for (name, scope), count in counts.items():
        if count > 1:
            found = [e for e in names if (e.name.casefold(), e.scope) == (name, scope)]
            yield f"a name is defined {count} times, and programs take one or the other: " + (
                ", ".join(f"{entry.name} ({entry.text})" for entry in found)
            )


def _shadowed(names: Sequence[NameEntry], sheets: Sequence[str]) -> Iterator[str]:
    """Yield names that mean something else on one sheet."""
    general = {entry.name.casefold(): entry for entry in names if not entry.scope}
    for entry in names:
        other = general.get(entry.name.casefold())
        if not entry.scope or (other is not None and _plain(other.text) == _plain(entry.text)):
            continue
        number = int(entry.scope) if entry.scope.isdigit() else -1
        sheet = sheets[number] if 0 <= number < len(sheets) else f"number {entry.scope}"
        elsewhere = f"{other.text} elsewhere" if other is not None else "nothing elsewhere"
        yield f"the name {entry.name} stands for {entry.text} on sheet {sheet}, and for {elsewhere}"


def _plain(text: str) -> str:
    return text.replace("'", "").strip().casefold()
