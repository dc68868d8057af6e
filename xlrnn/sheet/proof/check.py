"""The proof that travels with the workbook: formulas that compare it with NumPy's reference."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Matrix, Operand, lift
from xlrnn.formula.functions import countif, equal, greater, is_number, less_equal, sum_, where
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.table import Column, Link, Table, TablePage

AGREES, DIFFERS, CHANGED = "agrees", "differs", "inputs changed"
NOT_CALCULATED = "not calculated"
WHERE_TO_LOOK = "not calculated: see page check"
HOW_TO_CALCULATE = (
    f"“{NOT_CALCULATED}”: this program shows the numbers stored in the file. In Excel: Enable "
    "Editing; in LibreOffice: Ctrl+Shift+F9."
)
VANISHING = "°"
ABOUT = (
    "NumPy calculated the same. Its numbers hold for the first inputs; the two notations are "
    "compared whatever you change."
)
ABOUT_NOTATIONS = "These formulas compare the two notations with each other, whatever you change."


@dataclass(frozen=True)
class Compared:
    """What the check page compares.

    Args:
        inputs: the inputs and weights.
        calculated: the blocks of both notations.
        pairs: step by step and as matrices, the same quantity.
        references: NumPy's stored values, by the key of what they refer to.
    """

    inputs: Sequence[Block]
    calculated: Sequence[Block]
    pairs: Sequence[tuple[Block, Block]]
    references: Mapping[str, Block]


def check_page(book: Book, compared: Compared) -> dict[str, Block]:
    """Write the page and return its summaries and the column of verdicts by name.

    Without references only the two notations are compared.
    """
    page = book.page(
        TablePage,
        "check",
        "Does this program calculate the same?",
        ABOUT if compared.references else ABOUT_NOTATIONS,
    )
    page.about = "whether this program calculates what NumPy does"
    tolerance = page.add("tolerance")
    # 0 is stored, and any program that calculates finds 1. Nothing else makes it follow: it tells
    # whether the numbers are this program's own. A number, since some trust no other results.
    calculated = page.add("calculated", rule=lambda _, __: 1)
    settle = _Verdicts(tolerance, calculated)
    found: dict[str, Block] = {}
    if compared.references:
        inputs = _inputs_table(page, compared)
        found["verdicts"], found["numpy"] = _numpy_table(page, compared, inputs, settle)
    if compared.pairs:
        found["notation"] = _notation_table(page, compared, settle)
    page.tables.insert(0, _summary_table(found, tolerance, calculated))
    return found


@dataclass(frozen=True)
class _Verdicts:
    """How a difference becomes a verdict, and verdicts a summary.

    All are array formulas, as the differences are, which LibreOffice always calculates when it
    opens a file: it does not tell those that read them, whose stored results would stand.
    """

    tolerance: Block
    calculated: Block

    def verdict(self, difference: Expression, slack: int) -> Expression:
        """Say whether a difference is small; an error value is a difference too."""
        reach = self.tolerance * slack if slack > 1 else self.tolerance
        small = where(greater(self.calculated, 0), AGREES, NOT_CALCULATED)
        return where(
            is_number(difference), where(less_equal(difference, reach), small, DIFFERS), DIFFERS
        )

    def summary(self, verdicts: Block) -> Expression:
        """Say whether all agree.

        How many there must be is fixed: an inserted row is no difference, an emptied cell no
        agreement.
        """
        rest = where(_all(verdicts, NOT_CALCULATED), WHERE_TO_LOOK, DIFFERS)
        return where(_all(verdicts, AGREES), AGREES, rest)


def _slack(blocks: Sequence[Block]) -> Callable[[int], int]:
    """Return how far off each block may be: of one number for all, one formula fills them all."""
    slacks = [block.slack for block in blocks]
    return (lambda _: slacks[0]) if len(set(slacks)) == 1 else slacks.__getitem__


def _all(verdicts: Block, said: str) -> Expression:
    """Ask whether all say the same; not every program counts in a range of one cell."""
    if verdicts.shape[0] == 1:
        return equal(verdicts[0, 0], said)
    return equal(countif(verdicts[:, 0], said), verdicts.shape[0])


def _inputs_table(page: TablePage, compared: Compared) -> Block:
    blocks = compared.inputs
    changed = page.add(
        "inputs_changed",
        rule=lambda i, _: Matrix(_count_changed(blocks[i], compared.references)),
        sizes={"row": len(blocks)},
    )
    page.table(
        "Inputs and weights",
        "NumPy's reference holds for the inputs that the workbook was written with.",
        Column("block", [_link(block) for block in blocks]),
        Column("what", [block.entry.label for block in blocks]),
        Column("cells changed", changed),
    )
    return changed


def _numpy_table(
    page: TablePage, compared: Compared, changed: Block, settle: _Verdicts
) -> tuple[Block, Block]:
    blocks = compared.calculated
    rows = {"row": len(blocks)}
    difference = page.add(
        "numpy_difference",
        rule=lambda i, _: Matrix(_from_numpy(blocks[i], compared.references)),
        sizes=rows,
        slack=max(block.slack for block in blocks),
    )
    stale, slack = greater(sum_(changed[:, 0]), 0), _slack(blocks)
    verdict = page.add(
        "numpy_verdict",
        rule=lambda i, _: where(stale, CHANGED, settle.verdict(difference[i, 0], slack(i))),
        sizes=rows,
        array=True,
    )
    summary = page.add(
        "numpy_summary",
        rule=lambda _, __: where(stale, CHANGED, settle.summary(verdict)),
        array=True,
    )
    page.table(
        "Against NumPy",
        "The largest difference in each block, relative to 1 + the size of NumPy's number."
        + _about_vanishing(blocks),
        Column("block", [_link(block) for block in blocks]),
        Column("what", [_what(block) for block in blocks]),
        Column("difference", difference),
        Column("verdict", verdict),
    )
    return verdict, summary


def _notation_table(page: TablePage, compared: Compared, settle: _Verdicts) -> Block:
    pairs = compared.pairs
    rows, slack = {"row": len(pairs)}, _slack([step for step, _ in pairs])
    difference = page.add(
        "notation_difference",
        rule=lambda i, _: Matrix(_difference(*pairs[i], pairs[i][0].measure)),
        sizes=rows,
        slack=max((step.slack for step, _ in pairs), default=1),
    )
    verdict = page.add(
        "notation_verdict",
        rule=lambda i, _: settle.verdict(difference[i, 0], slack(i)),
        sizes=rows,
        array=True,
    )
    summary = page.add("notation_summary", rule=lambda _, __: settle.summary(verdict), array=True)
    page.table(
        "Step by step against the equations",
        "The same numbers, calculated twice in this workbook. This follows whatever you change.",
        Column("blocks", [_link(step, f"{step.name}, {matrix.name}") for step, matrix in pairs]),
        Column("what", [step.entry.label for step, _ in pairs]),
        Column("difference", difference),
        Column("verdict", verdict),
    )
    return summary


def mark_blocks(page: Page, calculated: Sequence[Block], verdicts: Block) -> None:
    """Put a check mark beside every block of a page: what its verdict is, as a sign.

    Args:
        page: the page.
        calculated: all blocks that the check page compares.
        verdicts: their verdicts, in the same order.
    """
    for number, block in enumerate(calculated):
        if block.page == page.name:
            page.mark(block, _mark(verdicts[number, 0]))


def _mark(verdict: Expression) -> Expression:
    sign: Operand = "✗"
    for said, its_sign in ((NOT_CALCULATED, "…"), (CHANGED, "↻"), (AGREES, "✓")):
        sign = where(equal(verdict, said), its_sign, sign)
    return lift(sign)


def _about_vanishing(blocks: Sequence[Block]) -> str:
    some = any(block.vanishing for block in blocks)
    return f" {VANISHING} may vanish: relative to that number alone." if some else ""


def _what(block: Block) -> str:
    return f"{block.entry.label}, page {block.page}" + (f" {VANISHING}" if block.vanishing else "")


def _from_numpy(block: Block, references: Mapping[str, Block]) -> str:
    measure = references[block.measure.key] if block.measure is not None else None
    return _difference(block, references[block.key], measure)


def _difference(left: Block, right: Block, measure: Block | None) -> str:
    """Compare two blocks; what vanishes, with SIGN: some programs take 1E-40 = 0 for true."""
    a, b = left.name, right.name
    if left.entry.text:
        return f"SUM(IF(EXACT({a}, {b}), 0, 1))"
    if left.vanishing:
        size = measure.name if measure is not None else f"ABS({b})"
        return f"MAX(IF(SIGN({size}) > 0, ABS({a} - {b})/{size}, ABS({a} - {b})))"
    return f"MAX(ABS({a} - {b})/(1 + ABS({b})))"


def _count_changed(block: Block, references: Mapping[str, Block]) -> str:
    a, b = block.name, references[block.key].name
    same = f"EXACT({a}, {b})" if block.entry.text else f"{a} = {b}"
    return f"SUM(IF({same}, 0, 1))"


def _summary_table(summaries: Mapping[str, Block], tolerance: Block, calculated: Block) -> Table:
    headings = {"numpy": "against NumPy", "notation": "the two notations"}
    columns = [Column(headings[name], summaries[name]) for name in headings if name in summaries]
    more = (Column("tolerance", tolerance), Column("calculated here", calculated))
    return Table("Verdict", HOW_TO_CALCULATE, (*columns, *more))


def _link(block: Block, text: str = "") -> Link:
    return Link(text or block.name, block)
