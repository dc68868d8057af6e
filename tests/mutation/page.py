"""The page of the documentation: what was made wrong, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.lesson_table import Lines, lesson_table, read_tables
from tests.mutation.mutants import IN_EVERY_RUN
from tests.mutation.original import BOOKS, Original

PAGE = Path(__file__).parents[2] / "docs" / "mutations.md"
COMMAND = "python -m tests.mutation.full"
_HELLO, _BOOKS = "## hello-forward\n\n", "\nThe workbooks:"


@dataclass(frozen=True)
class Told:
    """The tables.

    Args:
        hello: of hello-forward, as they stand on the page.
        full: what became of the mutants of each other lesson.
        sampled: the same of those that are made in each test run.
    """

    hello: str
    full: Lines
    sampled: Lines


@dataclass(frozen=True)
class Made:
    """When and with what the tables were made."""

    when: str
    version: str
    engines: str


def read_page(text: str) -> Told:
    """Return the tables of a page."""
    hello = text.partition(_HELLO)[2].partition(_BOOKS)[0]
    full, sampled = read_tables(text)
    return Told(hello, full, sampled)


def page(told: Told, originals: Iterable[Original], made: Made) -> str:
    """Return the page.

    Args:
        told: its tables.
        originals: the right workbooks of the lessons but hello-forward.
        made: when and with what.
    """
    books = "\n".join(f"- {label}: {_command(settings)}" for label, settings in BOOKS.items())
    others = "\n".join(f"- `{book.command}`" for book in originals)
    return f"""# Wrong workbooks: what `xlrnn verify` finds

Whoever checks others has to be checked. Here `xlrnn verify` gets workbooks of every lesson into
whose saved XML one mistake was put: a cell, an array formula, a fill, a defined name, a hidden row,
a page in front of another. None of xlrnn's own code makes the mistakes. An engine that is not the
one under test says which cells show something else afterwards (relatively more than 10⁻⁹ and
absolutely more than 10⁻¹², another text, or an error).

A workbook counts as *wrong* if the mutated cell shows something else, or if a value was typed
where a formula belongs, even the right value. *Found* means exit code 1. *At the right cell* means
that every wrong cell among the mutated ones has a verdict that says so, and that one of them is
named as the first difference. Beyond that the test demands that no cell is called wrong that shows
what it should, and that none is overlooked that follows from the mistake.

What *changed nothing* is right whatever the inputs are: `a*b` for `b*a`, or a `$` lost in a formula
that is not filled. Verification agrees, and notes that the formula is not the one that was written.
The other engine says so with the given inputs and with eight others of the tests' own; a formula
that is right for the given ones only is *wrong*, and so is one that fetches its number. What is
wrong with the given inputs already is tried with no others.

The last five kinds leave every number as it is: names that are defined twice or move with the cell,
rows and columns out of sight, a page of typed numbers in front of the real one, signs that some
programs read over. All of them are *wrong*, and *found at the right cell* if verification says with
exit code 1 what is doubtful and where.

Whole notations that fetch NumPy's numbers, or each other's, and such as are right for the given
inputs only are in `tests/verify`, for every lesson; so are changes that do no harm and raise no
alarm: LET, a unary plus, N(), SUMPRODUCT for a sum, sorted names, moved and hidden pages.

## hello-forward

{told.hello}
The workbooks:

{books}

## The other lessons

Into small workbooks of every other lesson the same kinds of mistakes are put, where the lesson has
a cell for the kind: some of each, as the table says, and then one more for every block that has not
been hit. A block with a tolerance of its own, such as finite differences or numbers that vanish,
counts as changed beyond that tolerance. *Undecided* are mutants after which there are no finite
numbers to compare with (exit code 3), and those about which the two engines differ: an error in the
branch of an IF that is not taken, a range where a number belongs.

{lesson_table(told.full)}
In every test run one mutant is made of each kind in every third lesson: all kinds, and all lessons.

{lesson_table(told.sampled)}
The workbooks:

{others}

Made on {made.when} with xlrnn {made.version}, {made.engines} by
`{COMMAND}`, which writes this page. `pytest tests/mutation` makes
{IN_EVERY_RUN} of each kind in hello-forward, and the sample of the other lessons, to which it
holds this page.
"""


def _command(settings: object) -> str:
    assert isinstance(settings, dict)
    chosen = "".join(f" --set {name}={value}" for name, value in settings.items())
    return f"`xlrnn build hello-forward{chosen}`"
