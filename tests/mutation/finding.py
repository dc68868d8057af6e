"""What became of one wrong workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.mutation.mutants import Mutant
from xlrnn.formula.value import CellError
from xlrnn.verify.results.result import BookResult
from xlrnn.verify.results.verdict import WRONG, Outcome, Verdict

CIRCLE = CellError("#CIRC!")
ANOTHER_NAME = "name stands for another column"


@dataclass(frozen=True)
class Finding:
    """What became of one mutant.

    Args:
        mutant: it.
        changed: the cells that show something else, as the other engine says, with the given
            inputs or with others.
        now: those that do with the given inputs.
        outcome: what verification says.
        wrong: the cells that verification calls wrong, with their verdicts.
        first: the one that it names first.
        now_wrong: those that it calls wrong with the given inputs.
        noted: the cells whose formula it calls another but equivalent one.
        circular: whether cells read themselves in a circle, about which programs differ.
        reason: why it says nothing, if so.
        engines_differ: whether verification with the other engine says the opposite.
        doubts: why verification doubts numbers that are right.
    """

    mutant: Mutant
    changed: frozenset[str]
    now: frozenset[str]
    outcome: Outcome
    wrong: Mapping[str, Verdict]
    now_wrong: frozenset[str]
    first: str
    noted: frozenset[str]
    circular: bool = False
    reason: str = ""
    engines_differ: bool = False
    doubts: Sequence[str] = ()

    @property
    def guilty(self) -> frozenset[str]:
        """The mutated cells that are wrong: changed, or typed where a formula belongs."""
        places = frozenset(self.mutant.places)
        return places if self.mutant.typed else places & self.changed

    @property
    def harmful(self) -> bool:
        """Whether the workbook is wrong."""
        return bool(self.guilty or self.mutant.doubtful) and not self.undecided

    @property
    def found(self) -> bool:
        """Whether verification says that the workbook is wrong."""
        return self.outcome is Outcome.DIFFER

    @property
    def undecided(self) -> bool:
        """Whether it cannot be computed (exit code 3), or programs differ about what it shows.

        They do about an error in the branch of an IF that is not taken, or a range where a
        number belongs.
        """
        unknown = self.outcome is Outcome.UNKNOWN and self.reason.startswith("cannot be computed")
        return unknown or self.engines_differ

    @property
    def right_cell(self) -> bool:
        """Whether every wrong cell is called so, and one of them is named first.

        Of those that are wrong only with some inputs one is enough: each has its own.
        Others may read a name that stands for other cells: one of these may be named, too.
        Where no cell is to blame, it is said what is doubtful.
        """
        if self.mutant.doubtful:
            return any(self.mutant.doubtful in doubt for doubt in self.doubts)
        first = self.changed if self.mutant.kind == ANOTHER_NAME else self.guilty
        return self.first in first and self._now_guilty <= self.wrong.keys()

    @property
    def _now_guilty(self) -> frozenset[str]:
        return self.guilty if self.mutant.typed else self.guilty & self.now

    @property
    def exact(self) -> bool:
        """Whether the cells called wrong are those that are, no more and no less.

        That is so for the given inputs; with others each side tries its own. A mutated cell may
        be called borrowed though its number happens to be right.

        Left out are the columns of differences on the check page, where each side has its own
        idea of what is small, and mutants of the stored reference, after which the check page is
        right to show something else; circles, in which each program has its own idea of which
        cell is the first to show an error; and what programs take differently.
        """
        if self.mutant.kind == "reference changed" or self.circular or self.mutant.doubtful:
            return True
        should, wrong = (
            {place for place in places if not _difference(place)}
            for places in (self.now | self._now_guilty, self.now_wrong)
        )
        fetched = {p for p in self.mutant.places if self.wrong.get(p) is Verdict.BORROWED}
        return should <= wrong <= should | fetched

    @property
    def silent(self) -> bool:
        """Whether verification agrees, as it should if nothing has changed."""
        return self.outcome is Outcome.AGREE and not self.wrong and not self.doubts

    @property
    def right(self) -> bool:
        """Whether verification said what it should, if anything can be said."""
        if self.undecided:
            return True
        return self.found and self.right_cell if self.harmful else self.silent

    def __str__(self) -> str:
        verdicts = {place: verdict.label for place, verdict in list(self.wrong.items())[:4]}
        return (
            f"{self.mutant}\n    {self.outcome.value} {self.reason}; first {self.first or 'none'}; "
            f"wrong {verdicts}; should be {sorted(self.guilty)[:4]}"
        )


def finding(mutant: Mutant, book: BookResult, changed: Sequence[frozenset[str]]) -> Finding:
    """Return what became of a mutant.

    Args:
        mutant: it.
        book: what verification says.
        changed: the cells that show something else with the given inputs, and with others.
    """
    (result,) = book.engines
    cells = [cell for block in result.blocks for cell in block.cells()]
    wrong = [cell for cell in cells if cell.verdict in WRONG]
    first = result.first_difference
    return Finding(
        mutant=mutant,
        changed=frozenset().union(*changed),
        now=changed[0],
        outcome=book.outcome,
        wrong={cell.cell: cell.verdict for cell in wrong},
        now_wrong=frozenset(cell.cell for cell in wrong if cell.trial is None),
        first=first.cell if first else "",
        noted=frozenset(cell.cell for cell in cells if cell.verdict is Verdict.NOTED),
        circular=any(cell.actual == CIRCLE for cell in cells),
        reason=result.reason,
        doubts=book.doubts,
    )


def _difference(place: str) -> bool:
    return place.startswith("check!D")
