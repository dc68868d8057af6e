"""The same words on the page and on the terminal."""

from collections import Counter
from collections.abc import Iterator

from xlrnn.article.claims.claim import Verdict
from xlrnn.counted import counted
from xlrnn.reproduce.finding import Finding, Outcome, Reproduction


def conclusion(found: Reproduction) -> str:
    """Say in one sentence what became of the claims."""
    asked = counted(len(found.findings), "claim")
    parts = [f"{found.count(one)} {one}" for one in Outcome if found.count(one)]
    return f"{asked}: {', '.join(parts)}"


def recorded(found: Reproduction) -> str:
    """Say how many claims hold, and how many do not."""
    counts = Counter(finding.claim.verdict for finding in found.findings)
    words = {
        Verdict.HOLDS: ("holds", "hold"),
        Verdict.CORRECTED: ("holds with a correction", "hold with a correction"),
        Verdict.FAILS: ("does not hold", "do not hold"),
        Verdict.UNCHECKED: ("cannot be checked here", "cannot be checked here"),
    }
    told = [
        f"{counts[verdict]} {one if counts[verdict] == 1 else many}"
        for verdict, (one, many) in words.items()
        if counts[verdict]
    ]
    return f"Of the article's claims {', '.join(told)}."


def books(found: Reproduction) -> str:
    """Say of the workbooks whether engines and NumPy agree."""
    counts = Counter(book.outcome for book in found.workbooks)
    parts = [f"{counts[one]} {one}" for one in ("agree", "differ", "unknown") if counts[one]]
    return f"{counted(len(found.workbooks), 'workbook')}: {', '.join(parts)}"


def told(finding: Finding) -> str:
    """Say what was found of a claim, or why nothing was."""
    if finding.evidence is not None:
        return finding.evidence.says
    return finding.claim.because if finding.outcome is Outcome.ASIDE else finding.reason


def lines(found: Reproduction) -> Iterator[str]:
    """Yield what a terminal shows: each claim that was not found as recorded, and the sums."""
    for finding in found.findings:
        if finding.outcome in (Outcome.REFUTED, Outcome.UNKNOWN):
            yield f"{finding.outcome}: {finding.claim.name}: {told(finding)}"
    for book in found.workbooks:
        if book.outcome != "agree":
            reasons = [book.reason, *(f"{one.name}: {one.reason}" for one in book.engines)]
            why = "; ".join(reason for reason in reasons if reason and not reason.endswith(": "))
            yield f"{book.outcome}: {book.file}{f': {why}' if why else ''}"
    yield recorded(found)
    yield conclusion(found)
    if found.workbooks:
        yield books(found)


def shown(value: str | float) -> str:
    """Return a number as a table shows it.

    Example:
        >>> shown(0.41974716), shown(12), shown(1.2e-44), shown("e")
        ('0.419747', '12', '1.2e-44', 'e')
    """
    return f"{value:.6g}" if isinstance(value, float) else str(value)
