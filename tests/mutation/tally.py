"""How many of the wrong workbooks were found."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.mutation.finding import Finding
from tests.mutation.kinds import KINDS

ALL = "all"


@dataclass
class Tally:
    """Counts of one kind: made; wrong, found and found at the right cell; harmless and silent.

    Beside them those about which nothing is decided.
    """

    made: int = 0
    harmful: int = 0
    found: int = 0
    right_cell: int = 0
    harmless: int = 0
    silent: int = 0
    undecided: int = 0

    def add(self, finding: Finding) -> None:
        """Count one mutant."""
        self.made += 1
        self.harmful += finding.harmful
        self.found += finding.harmful and finding.found
        self.right_cell += finding.harmful and finding.found and finding.right_cell
        harmless = not finding.harmful and not finding.undecided
        self.harmless += harmless
        self.silent += harmless and finding.silent
        self.undecided += finding.undecided


def tally(findings: Sequence[Finding]) -> dict[str, Tally]:
    """Count what became of the mutants of each kind, and of all under "all"."""
    counts = {kind: Tally() for kind in [*KINDS, ALL]}
    for finding in findings:
        counts[finding.mutant.kind].add(finding)
        counts[ALL].add(finding)
    return counts
