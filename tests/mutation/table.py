"""The table of kinds and counts, as it stands in the documentation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.lesson_table import Row, lesson_table
from tests.mutation.others import FULL, SAMPLE
from tests.mutation.survey import ALL, BOOKS, Finding, tally

PAGE = Path(__file__).parents[2] / "docs" / "mutations.md"
COMMAND = "python -m tests.mutation.full"
_HEADER = (
    "kind",
    "made",
    "wrong",
    "found",
    "at the right cell",
    "changed nothing",
    "of these no alarm",
)
_NOTATIONS = {"forward": "step by step (`forward`)", "equations": "equations (`equations`)"}
_REST = "labels, checks, first page, reference"


def tables(findings: Sequence[Finding]) -> str:
    """Return both tables: by kind, and by where the mutants were made."""
    lines = [_line(*_HEADER), _line(*(":--" if i == 0 else "--:" for i in range(len(_HEADER))))]
    for kind, count in tally(findings).items():
        counts = (
            count.made,
            count.harmful,
            count.found,
            count.right_cell,
            count.harmless,
            count.silent,
        )
        lines.append(_line(f"**{kind}**" if kind == ALL else kind, *counts))
    lines += ["", _line("page", "made", "wrong", "blocks"), _line(":--", "--:", "--:", ":--")]
    for title, found in _by_page(findings).items():
        blocks = Counter(finding.mutant.block for finding in found)
        listed = ", ".join(f"{block} {times}" for block, times in sorted(blocks.items()))
        lines.append(_line(title, len(found), sum(f.harmful for f in found), listed))
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Made:
    """When and with what the tables were made."""

    when: str
    version: str
    engines: str
    seconds: float


def page(
    findings: Sequence[Finding], full: Mapping[str, Row], sampled: Mapping[str, Row], made: Made
) -> str:
    """Return the page of the documentation.

    Args:
        findings: of hello-forward.
        full: what became of the mutants of each other lesson.
        sampled: the same of those that are made in each test run.
        made: when and with what.
    """
    books = "\n".join(f"- {label}: {_command(settings)}" for label, settings in BOOKS.items())
    others = "\n".join(f"- `{book.command}`" for row in full.values() for book in row.books)
    return f"""# Wrong workbooks: what `xlrnn verify` finds

Whoever checks others has to be checked. Here `xlrnn verify` gets workbooks of every lesson into
whose saved XML one mistake was put: a cell, an array formula, a fill or a defined name. None of
xlrnn's own code makes the mistakes. An engine that is not the one under test says which cells show
something else afterwards (relatively more than 10⁻⁹ and absolutely more than 10⁻¹², another text,
or an error).

A workbook counts as *wrong* if the mutated cell shows something else, or if a value was typed
where a formula belongs, even the right value. *Found* means exit code 1. *At the right cell* means
that every wrong cell among the mutated ones has a verdict that says so, and that one of them is
named as the first difference. Beyond that the test demands that no cell is called wrong that shows
what it should, and that none is overlooked that follows from the mistake.

What *changed nothing* is right whatever the inputs are: `a*b` for `b*a`, or a `$` lost in a formula
that is not filled. Verification agrees, and notes that the formula is not the one that was written.
The other engine says so with the given inputs and with eight others of the tests' own; a formula
that is right for the given ones only is *wrong*, and so is one that fetches its number.

## hello-forward

{tables(findings)}
The workbooks:

{books}

## The other lessons

Into small workbooks of every other lesson the same kinds of mistakes are put, where the lesson has
a cell for the kind: {FULL} of each, and then one more for every block that has not been hit. A
block with a tolerance of its own, such as finite differences or numbers that vanish, counts as
changed beyond that tolerance. *Undecided* are mutants after which there are no finite numbers
to compare with (exit code 3), and those about which the two engines differ: an error in the branch
of an IF that is not taken, a range where a number belongs.

{lesson_table(full)}
Of these {SAMPLE} of each kind is made in every test run:

{lesson_table(sampled)}
The workbooks:

{others}

Made on {made.when} with xlrnn {made.version}, {made.engines}, in {made.seconds:.0f} s, by
`{COMMAND}`, which writes this page. `pytest tests/mutation` makes all mutants of hello-forward
and the sample of the other lessons, and holds this page to what it finds.
"""


def _by_page(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    pages: dict[str, list[Finding]] = {title: [] for title in [*_NOTATIONS.values(), _REST]}
    for finding in findings:
        mutant = finding.mutant
        calculated = not mutant.block.startswith(("label_", "mark_", "letter"))
        title = _NOTATIONS.get(mutant.sheet, _REST) if calculated else _REST
        pages[title].append(finding)
    return pages


def _command(settings: object) -> str:
    assert isinstance(settings, dict)
    chosen = "".join(f" --set {name}={value}" for name, value in settings.items())
    return f"`xlrnn build hello-forward{chosen}`"


def _line(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
