"""All claims: lessons are built, checks run, here or in processes, and a call goes on with one."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from typing import Final, TypeAlias

from xlrnn.article.claims.claim import Claim
from xlrnn.carried import MadeFolder, SharedFile
from xlrnn.counted import counted
from xlrnn.errors import EngineError, UsageError
from xlrnn.exercises.grade.pool import LimitedExecutor
from xlrnn.locked import try_lock, unlock
from xlrnn.reproduce.about import about
from xlrnn.reproduce.checks import BOOK, Result, chosen, run_elsewhere, run_step, steps_for, unbuilt
from xlrnn.reproduce.evidence import Setting
from xlrnn.reproduce.finding import Finding, Reproduction
from xlrnn.reproduce.journal import Journal
from xlrnn.reproduce.sheets.book import SHARED, workbooks_in
from xlrnn.reproduce.stored import from_json

Tell: TypeAlias = Callable[[str], None]

A_DAY: Final = 86_400.0
"""What no check takes of a processor."""


def reproduce(
    setting: Setting,
    only: Sequence[str] = (),
    *,
    jobs: int = 1,
    force: bool = False,
    tell: Tell,
    executor: Executor | None = None,
) -> Reproduction:
    """Check the claims of the article; see `xlrnn.api.reproduce`.

    Raises:
        UsageError: if a name is unknown, or the folder holds something else, or is in use.
    """
    claims = chosen(only)
    journal = Journal(setting, force=force)
    lock = try_lock(setting.folder)
    if lock is None:
        raise UsageError(f"another xlrnn reproduce is at work in {setting.folder}: wait for it")
    try:
        return _reproduce(claims, setting, journal, _Where(jobs, executor), tell)
    finally:
        unlock(lock)


@dataclass(frozen=True)
class _Where:
    """Where steps are run: in this process, in `jobs` of its own, or by an executor."""

    jobs: int
    executor: Executor | None

    def run(self, steps: Sequence[str], setting: Setting) -> Iterator[tuple[str, Result]]:
        """Yield each step with what it came to, in the order in which they are done."""
        if self.executor is not None:
            yield from _elsewhere(self.executor, steps, setting)
        elif self.jobs == 1 or len(steps) < 2:
            for step in steps:
                yield step, run_step(step, setting)
        else:
            jobs = min(self.jobs, len(steps))
            with LimitedExecutor(jobs, time_limit=A_DAY, memory=None) as pool:
                yield from _elsewhere(pool, steps, setting)


def _reproduce(
    claims: Sequence[Claim], setting: Setting, journal: Journal, where: _Where, tell: Tell
) -> Reproduction:
    stages = steps_for(claims)
    results = {step: kept for stage in stages for step in stage if (kept := journal.kept(step))}
    of = sum(map(len, stages))
    if journal.goes_on and results:
        steps = counted(of, "step is", "steps are")
        tell(f"going on in {setting.folder}: {len(results)} of {steps} done")
    for stage in stages:
        waiting = [step for step in stage if step not in results]
        for step, result in where.run(waiting, setting):
            journal.keep(step, result)
            results[step] = result
            setting.progress("steps", len(results), of)
            tell(f"{len(results)} of {of}: {_line(step, result)}")
    failed = [
        unbuilt(step, result["reason"])
        for step, result in results.items()
        if step.startswith(BOOK) and result["reason"]
    ]
    return Reproduction(
        [_finding(claim, results) for claim in claims],
        [*workbooks_in(setting.folder), *failed],
        setting,
        about(),
        sum(result["seconds"] for result in results.values()),
    )


def _elsewhere(
    executor: Executor, steps: Sequence[str], setting: Setting
) -> Iterator[tuple[str, Result]]:
    """Let an executor run steps, wherever its processes are."""
    given = (MadeFolder(str(setting.folder), SHARED), setting.seed, setting.quick,
             None if setting.data is None else SharedFile(setting.data))  # fmt: skip
    futures = {executor.submit(run_elsewhere, step, *given): step for step in steps}
    for future in as_completed(futures):
        try:
            result = future.result()
        except EngineError as error:  # the process died
            result = Result(evidence={}, reason=str(error), seconds=0.0)
        yield futures[future], result


def _line(step: str, result: Result) -> str:
    """Say in one line what a step came to."""
    if result["reason"]:
        return f"{step} could not be run: {result['reason']}"
    seconds = f"{result['seconds']:.1f} s"
    if step.startswith(BOOK):
        return f"{step}, {seconds}"
    found = [one["confirmed"] for one in result["evidence"].values()]
    return f"{step}, {sum(found)} of {counted(len(found), 'claim')} confirmed, {seconds}"


def _finding(claim: Claim, results: dict[str, Result]) -> Finding:
    result = results.get(claim.check)
    if result is None:
        return Finding(claim)
    if claim.name in result["evidence"]:
        evidence = from_json(result["evidence"][claim.name])
        return Finding(claim, evidence, seconds=result["seconds"])
    reason = result["reason"] or f"the check {claim.check} brought nothing for it"
    return Finding(claim, reason=reason, seconds=result["seconds"])
