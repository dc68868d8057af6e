"""The table of lessons and counts, as it stands in the documentation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.mutation.finding import Finding
from tests.mutation.kinds import KINDS
from tests.mutation.original import EQUATIONS, STEPS, Original
from tests.mutation.tally import Tally

_COLUMNS = (
    "lesson",
    "of each kind",
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


# What a table says of each lesson.
Lines = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Row:
    """What became of the mutants of one lesson.

    Args:
        books: the right workbooks.
        findings: one for each mutant.
        each: how many of each kind were made, if there were as many.
    """

    books: Sequence[Original]
    findings: Sequence[Finding]
    each: int

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
            self.each,
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


def rows(
    books: Mapping[str, Sequence[Original]], findings: Sequence[Finding], each: int
) -> dict[str, Row]:
    """Return the row of each lesson."""
    return {
        name: Row(originals, [f for f in findings if f.mutant.lesson == name], each)
        for name, originals in books.items()
    }


def lines(rows: Mapping[str, Row]) -> Lines:
    """Return the lines of the table, without the first column."""
    return {name: [*map(str, row.cells())] for name, row in rows.items()}


def lesson_table(lines: Lines) -> str:
    """Return the table."""
    table = [list(_COLUMNS), [":--", *["--:"] * (len(_COLUMNS) - 1)]]
    table += [[name, *cells] for name, cells in lines.items()]
    return "".join("| " + " | ".join(line) + " |\n" for line in table)


def read_tables(text: str) -> list[Lines]:
    """Return the lines of all such tables of a page."""
    found: list[dict[str, list[str]]] = []
    inside = False
    for line in text.splitlines():
        name, *cells = [cell.strip() for cell in line.split("|")[1:-1]] or [""]
        if (name, *cells) == _COLUMNS:
            found.append({})
            inside = True
        elif not name:
            inside = False
        elif inside and set(name) != {":", "-"}:
            found[-1][name] = cells
    return found


def by_column(cells: Sequence[str]) -> dict[str, str]:
    """Return the cells of a line by the headings of their columns."""
    return dict(zip(_COLUMNS[1:], cells, strict=True))
