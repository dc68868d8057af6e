"""Verify every mutant, and let another engine say what it had changed."""

import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from unittest import mock

from tests.mutation.finding import Finding, finding
from tests.mutation.judge import JUDGE, TRIALS, Judge
from tests.mutation.mutants import Mutant
from tests.mutation.original import Original
from xlrnn import api
from xlrnn.verify.results.result import BookResult
from xlrnn.verify.results.verdict import Outcome

UNDER_TEST = "ironcalc"


def verified(path: Path, engine: str = UNDER_TEST, vary: int | None = None) -> BookResult:
    """Return what verification says of a workbook."""
    (book,) = api.verify([path], engine, vary=vary).books
    assert book.engines, book.reason
    return book


def survey(mutants: Iterable[Mutant], books: Sequence[Original]) -> list[Finding]:
    """Verify mutants, and ask the judge about each; in as many processes as there are cores.

    Args:
        mutants: the wrong workbooks.
        books: the right ones.
    """
    # Not forked: whoever runs tests may have threads.
    context = multiprocessing.get_context("spawn")
    workers = min(4, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(books, Path(folder))
        with ProcessPoolExecutor(workers, context, _start, (judge, folder)) as pool:
            return list(pool.map(_look, mutants, chunksize=4))


_JUDGE: list[tuple[Judge, Path]] = []


def _start(judge: Judge, folder: str) -> None:
    _JUDGE[:] = [(judge, Path(folder) / f"{os.getpid()}.xlsx")]
    # This is a process of its own already; one more for each workbook would take twice the time.
    mock.patch("xlrnn.engines.guarded", lambda engine, **_: engine).start()


def _look(mutant: Mutant) -> Finding:
    return look(mutant, *_JUDGE[0])


def look(mutant: Mutant, judge: Judge, path: Path) -> Finding:
    """Verify one mutant, written to a path, and ask the judge.

    Most are wrong with the given inputs. Only those that are not are tried with others. What is
    doubtful whatever its cells show needs no judge, and some programs cannot even load it.
    """
    path.write_bytes(mutant.data)
    if mutant.doubtful:
        return finding(mutant, verified(path), [frozenset()])
    now = finding(mutant, verified(path, vary=0), judge.changed(mutant, path, 0))
    if now.undecided or (now.harmful and now.found and now.right_cell):
        return now
    found = finding(mutant, verified(path), judge.changed(mutant, path, TRIALS))
    return found if found.found == found.harmful else _with_another_engine(found, path)


def _with_another_engine(found: Finding, path: Path) -> Finding:
    """Return the finding as it is when both engines are asked: one may err, or try other inputs."""
    (other,) = verified(path, JUDGE).engines
    if found.found and other.outcome is Outcome.DIFFER:
        # With inputs that the judge did not try both engines show it.
        both = {cell.cell for block in other.blocks for cell in block.cells() if cell.trial}
        return replace(found, changed=found.changed | (both & found.wrong.keys()))
    differ = (other.outcome is Outcome.DIFFER) != found.found
    return replace(found, engines_differ=differ)
