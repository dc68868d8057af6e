"""The table of lessons and counts, as it stands in the documentation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.mutation.kinds import KINDS
from tests.mutation.original import EQUATIONS, STEPS, Original
from tests.mutation.survey import Finding, Tally

_COLUMNS = (
    "lesson",
    "made",
    "wrong",
    "found",
    "at the right cell",
    "undecided",
    "changed nothing",
    "of these no alarm",
    "kinds",
    "blocks step by step",
    "blocks as equations",
)


@dataclass(frozen=True)
class Row:
    """What became of the mutants of one lesson.

    Args:
        books: the right workbooks.
        findings: one for each mutant.
    """

    books: Sequence[Original]
    findings: Sequence[Finding]

    @property
    def tally(self) -> Tally:
        """The counts."""
        tally = Tally()
        for finding in self.findings:
            tally.add(finding)
        return tally

    @property
    def kinds(self) -> set[str]:
        """The kinds that the lesson has a cell for."""
        return {finding.mutant.kind for finding in self.findings}

    def there(self, notation: str) -> set[str]:
        """Return the blocks that calculate in a notation."""
        return {
            block
            for book in self.books
            for block, sheet in book.calculating.items()
            if book.notations[sheet] == notation
        }

    def hit(self, notation: str) -> set[str]:
        """Return those of them that a mistake was put into."""
        return {finding.mutant.block for finding in self.findings} & self.there(notation)

    def cells(self) -> list[object]:
        """Return the numbers of the row."""
        count = self.tally
        return [
            count.made,
            count.harmful,
            count.found,
            count.right_cell,
            count.undecided,
            count.harmless,
            count.silent,
            f"{len(self.kinds)} of {len(KINDS)}",
            *(f"{len(self.hit(n))} of {len(self.there(n))}" for n in (STEPS, EQUATIONS)),
        ]


def rows(books: Mapping[str, Sequence[Original]], findings: Sequence[Finding]) -> dict[str, Row]:
    """Return the row of each lesson."""
    return {
        name: Row(originals, [f for f in findings if f.mutant.lesson == name])
        for name, originals in books.items()
    }


def lesson_table(rows: Mapping[str, Row]) -> str:
    """Return the table."""
    lines = [list(_COLUMNS), [":--", *["--:"] * (len(_COLUMNS) - 1)]]
    lines += [[name, *map(str, row.cells())] for name, row in rows.items()]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def read_table(text: str) -> dict[str, dict[str, str]]:
    """Return a table of the page: the columns of each lesson by their headings."""
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    start = lines.index(list(_COLUMNS))
    found = {}
    for line in lines[start + 2 :]:
        if not line:
            break
        found[line[0]] = dict(zip(_COLUMNS, line, strict=True))
    return found
