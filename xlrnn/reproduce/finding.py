"""What was found of each claim, and of all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from xlrnn.article.claims.claim import Claim, Verdict
from xlrnn.reproduce.evidence import Evidence, Setting


class Outcome(StrEnum):
    """Whether what the ledger records of a claim was found."""

    CONFIRMED = "confirmed"
    REFUTED = "not confirmed"
    UNKNOWN = "could not be checked"
    ASIDE = "not to be checked here"


@dataclass(frozen=True)
class Finding:
    """What was found of one claim.

    Args:
        claim: the claim.
        evidence: what its check brought, None if there is no check or it failed.
        reason: why it could not be checked; empty if it could.
        seconds: how long its check took, with all claims that it is for.
    """

    claim: Claim
    evidence: Evidence | None = None
    reason: str = ""
    seconds: float = 0.0

    @property
    def outcome(self) -> Outcome:
        """Whether what is recorded was found; what needs no check here is neither."""
        if self.evidence is not None:
            return Outcome.CONFIRMED if self.evidence.confirmed else Outcome.REFUTED
        return Outcome.ASIDE if self.claim.verdict is Verdict.UNCHECKED else Outcome.UNKNOWN


@dataclass(frozen=True)
class Engine:
    """What one engine made of a workbook: `outcome` is agree, differ or unknown."""

    name: str
    version: str
    outcome: str
    cells: int
    distance: float
    reason: str = ""


@dataclass(frozen=True)
class Workbook:
    """A workbook that was built and verified.

    Args:
        file: where it is, from the folder of the report.
        outcome: whether all engines agree with NumPy: `agree`, `differ` or `unknown`.
        engines: what each of them made of it.
        reason: why it could not be verified, or is doubtful; empty if neither.
    """

    file: str
    outcome: str
    engines: Sequence[Engine] = ()
    reason: str = ""


@dataclass(frozen=True)
class Reproduction:
    """The article, claim by claim.

    Args:
        findings: in the order of the ledger.
        workbooks: all that were built.
        setting: under what conditions.
        about: versions, machine and time, each with its name.
        seconds: how long all of it took, interruptions left out.
    """

    findings: Sequence[Finding]
    workbooks: Sequence[Workbook]
    setting: Setting
    about: dict[str, Any]
    seconds: float

    @property
    def report(self) -> Path:
        """The page to read."""
        return self.setting.folder / "report.html"

    @property
    def exit_code(self) -> int:
        """0 if everything was found as recorded, 1 if not, 3 if something could not be checked."""
        outcomes = {finding.outcome for finding in self.findings}
        books = {book.outcome for book in self.workbooks}
        if Outcome.REFUTED in outcomes or "differ" in books:
            return 1
        return 3 if Outcome.UNKNOWN in outcomes or "unknown" in books else 0

    def count(self, outcome: Outcome) -> int:
        """Return of how many claims this was found."""
        return sum(finding.outcome is outcome for finding in self.findings)
