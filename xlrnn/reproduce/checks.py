"""The checks: which there are, which of them are asked for, and one of them run."""

import time
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypedDict

from xlrnn.arguments import check_known
from xlrnn.article.claims.claim import Claim
from xlrnn.article.claims.ledger import LEDGER
from xlrnn.lessons import LESSON_NAMES
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.finding import Workbook
from xlrnn.reproduce.sheets.book import FOLDER, book_of
from xlrnn.reproduce.stored import as_json

BOOK = "workbook "
"""What the name of a step begins with that builds a lesson and lets engines calculate it."""


class Result(TypedDict):
    """What a step came to.

    Args:
        evidence: what a check brings for each claim, as JSON.
        reason: why it could not be run; empty if it could.
        seconds: how long it took.
    """

    evidence: dict[str, dict[str, Any]]
    reason: str
    seconds: float


def chosen(only: Sequence[str]) -> list[Claim]:
    """Return the claims that are asked for by their names, their checks or their checks' folders.

    Raises:
        UsageError: if a name is unknown.
    """
    names = [name for claim in LEDGER for name in _names(claim)]
    check_known("only", only, [*dict.fromkeys(names)])
    return [claim for claim in LEDGER if not only or {*_names(claim)} & {*only}]


def _names(claim: Claim) -> list[str]:
    return [name for name in (claim.name, claim.check, claim.check.partition(".")[0]) if name]


def steps_for(claims: Collection[Claim]) -> tuple[list[str], list[str]]:
    """Return what is done for some claims: lessons first, which checks share, then checks.

    Checks build what they need; only where all of them run are lessons built beforehand.
    """
    checks = [*dict.fromkeys(claim.check for claim in claims if claim.check)]
    books = [f"{BOOK}{name}" for name in LESSON_NAMES] if len(claims) == len(LEDGER) else []
    return books, checks


def run_step(step: str, setting: Setting) -> Result:
    """Run a check, or build and verify a lesson; what fails is a result, too."""
    began, evidence, reason = time.perf_counter(), {}, ""
    try:
        if step.startswith(BOOK):
            book_of(setting, step.removeprefix(BOOK))
        else:
            module = import_module(f"xlrnn.reproduce.{step}")
            found = getattr(module, step.rpartition(".")[2])(setting)
            evidence = {name: as_json(one) for name, one in found.items()}
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    return Result(evidence=evidence, reason=reason, seconds=time.perf_counter() - began)


def run_elsewhere(step: str, folder: str, seed: int, quick: bool, data: str | None) -> Result:
    """Do the same in another process, to which nothing but JSON gets."""
    given = None if data is None else Path(data)
    return run_step(step, Setting(Path(folder), seed=seed, quick=quick, data=given))


def unbuilt(step: str, reason: str) -> Workbook:
    """Return what is said of a lesson that could not be built or calculated."""
    name = step.removeprefix(BOOK)
    return Workbook(f"{FOLDER}/{name}.xlsx", "unknown", reason=reason)
