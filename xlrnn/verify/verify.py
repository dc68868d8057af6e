"""Verify workbooks: read, let an engine calculate, recompute in NumPy, compare."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from xlrnn import engines
from xlrnn.engines.base import Engine, Sheets
from xlrnn.engines.copied import load_copy
from xlrnn.errors import EngineError, InputError, UsageError, XlrnnError
from xlrnn.names import Role
from xlrnn.scratch import scratch_folder
from xlrnn.verify.chosen_inputs import HowMany
from xlrnn.verify.compare import compare, lost_inputs
from xlrnn.verify.doubts.settings import about_settings
from xlrnn.verify.prepare import Prepared, prepare
from xlrnn.verify.results.block_result import BlockResult, GivenBlock
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.pairs import compare_engines
from xlrnn.verify.results.result import BookResult, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome
from xlrnn.verify.subject.foreign import AnyMap
from xlrnn.verify.vary import follow, usual_trials
from xlrnn.xlsx.garbage import without_collection
from xlrnn.xlsx.manifest import stored_by_xlrnn
from xlrnn.xlsx.reading.package import open_package
from xlrnn.xlsx.reading.saved_by import SavedBy, read_saved_by

STORED_BY_US = (
    "the stored results are those that xlrnn wrote, so they prove nothing: open the workbook in a "
    "spreadsheet program, save it, and check again"
)

NOTHING_STORED = (
    "no results are stored in this workbook: the program that saved it did not calculate"
)

NOT_CALCULATED = (
    "the program that saved this workbook kept the results that it found, and calculated none: "
    "let it recalculate (in LibreOffice: Ctrl+Shift+F9), save, and check again"
)

NOT_KNOWN = "the stored results are not known to have been calculated"

UNTRIED = (
    "its formulas were tried with no other inputs, since none were found with which NumPy has "
    "numbers to compare with"
)

BUG = "xlrnn could not handle this workbook; please report it as a bug:"


def verify(
    paths: Sequence[Path],
    names: Sequence[str] | None = None,
    *,
    tolerance: Tolerance | None = None,
    mapped: AnyMap | None = None,
    soffice: str | None = None,
    unconfined: bool = False,
    vary: int | None = None,
) -> Verification:
    """Compare workbooks with NumPy.

    Args:
        paths: the workbooks.
        names: the engines that calculate them; by default the first embedded one.
        tolerance: how far numbers may be apart.
        mapped: says which ranges hold what, for workbooks that xlrnn did not make.
        soffice: the LibreOffice program, if it is not found by itself.
        unconfined: ask LibreOffice where the system cannot keep it from network and files, too.
        vary: with how many other inputs each is tried; by default a few where that is cheap.

    Returns:
        A result for each workbook; what cannot be checked is unknown, not an exception.

    Raises:
        UsageError: if `vary` is negative.
    """
    if vary is not None and vary < 0:
        raise UsageError(f"vary is {vary}: expected how many other inputs to try, 0 for none")
    tolerance = tolerance or Tolerance()
    with ExitStack() as stack:
        names = [engines.first_embedded()] if names is None else names
        found = [stack.enter_context(opened(name, soffice)) for name in names]
        asked = _Asked(found, tolerance, mapped, unconfined, vary)
        return Verification([_verify_book(path, asked) for path in paths])


class _Asked(NamedTuple):
    """Who is asked about each workbook, and how; see `verify`."""

    engines: Sequence[Engine]
    tolerance: Tolerance
    mapped: AnyMap | None
    unconfined: bool
    vary: int | None


@contextmanager
def opened(name: str, soffice: str | None) -> Iterator[Engine]:
    """Give an engine by its name, and end it afterwards."""
    options = {"soffice": soffice} if name == "libreoffice" and soffice else {}
    with engines.get(name, **options) as engine:
        yield engine


def _verify_book(path: Path, asked: _Asked) -> BookResult:
    """Verify one workbook; whatever goes wrong with it, the others must get their verdicts."""
    try:
        with without_collection():
            return _verify_file(path, asked)
    except XlrnnError as error:
        reason = str(error)
    except Exception as error:
        reason = f"{BUG} {type(error).__name__}: {error}"
    return BookResult(str(path), asked.tolerance, reason=reason)


def verify_prepared(prepared: Prepared, engine: Engine) -> BookResult:
    """Compare a workbook that was read once, with what an engine shows now, for its inputs alone.

    Args:
        prepared: the workbook.
        engine: who calculates it, or has calculated it.
    """
    return _verified(prepared, _Asked([engine], Tolerance(), None, False, 0))


def _verify_file(path: Path, asked: _Asked) -> BookResult:
    with scratch_folder() as folder:
        return _verified(prepare(path, folder / "copy.xlsx", asked.mapped), asked)


def _verified(prepared: Prepared, asked: _Asked) -> BookResult:
    tolerance = asked.tolerance
    results = [_verify_with(engine, prepared, asked) for engine in asked.engines]
    ignored = {engine.name: engine.ignores for engine in asked.engines}
    said = about_settings(prepared.file, results, ignored, tolerance)
    stored = [r for r in results if not r.recalculated and r.blocks]
    untried = [r for r in results if r.recalculated and r.outcome is Outcome.AGREE and not r.trials]
    return BookResult(
        str(prepared.path),
        tolerance,
        results,
        compare_engines(results, tolerance),
        doubts=[*prepared.doubts, *said.doubts],
        notes=[
            *prepared.notes,
            *said.notes,
            *(_doubted(prepared) if stored else ()),
            *([UNTRIED] if untried and asked.vary != 0 else []),
        ],
        sheets={name: sheet.state for name, sheet in prepared.file.sheets.items()},
    )


def _saved_by(prepared: Prepared) -> SavedBy:
    with open_package(prepared.path) as package:
        formulas = any(sheet.formulas for sheet in prepared.file.sheets.values())
        return read_saved_by(package, formulas=formulas)


def _doubted(prepared: Prepared) -> list[str]:
    """Say why stored results may never have been calculated."""
    doubt = _saved_by(prepared).doubt
    return [f"{doubt}: {NOT_KNOWN}"] if doubt else []


class _Ran(NamedTuple):
    """What an engine showed.

    Args:
        blocks: what is said of every block.
        trials: with how many other inputs they were tried.
        given: the inputs and weights that it started from.
    """

    blocks: list[BlockResult]
    trials: int = 0
    given: Sequence[GivenBlock] = ()


def _verify_with(engine: Engine, prepared: Prepared, asked: _Asked) -> EngineResult:
    """Let one engine calculate, and judge what it shows."""
    try:
        version = engine.version()
    except EngineError as error:
        return _unknown(engine, "", str(error))
    if not engine.recalculates and stored_by_xlrnn(prepared.file):
        return _unknown(engine, version, STORED_BY_US)
    try:
        lost = lost_inputs(prepared)
        ran = _Ran(lost) if lost else _calculated(engine, prepared, asked)
    except EngineError as error:
        return _unknown(engine, version, str(error))
    except InputError as error:
        return _unknown(engine, version, f"cannot be computed: {error}")
    if not engine.recalculates:
        if not any(_shows_anything(block) for block in ran.blocks):
            return _unknown(engine, version, NOTHING_STORED)
        if any(_says_not_calculated(block) for block in ran.blocks):
            return _unknown(engine, version, NOT_CALCULATED)
        version = _saved_by(prepared).name
    return EngineResult(
        engine.name,
        version,
        engine.recalculates,
        ran.blocks,
        prepared.strays,
        prepared.given_formulas,
        [*prepared.left_out] if engine.recalculates else [],
        reads=prepared.subject.reads,
        trials=ran.trials,
        given=ran.given,
    )


def _shows_anything(block: BlockResult) -> bool:
    """Tell whether a program has stored any result in a block of formulas."""
    if block.located.block.role is Role.REFERENCE:
        return False
    return any(value is not None for row in block.actual for value in row)


def _says_not_calculated(block: BlockResult) -> bool:
    """Tell whether a block is the check page's sign, and says that nothing was calculated."""
    return block.located.block.quantity == "calculated" and block.actual == [[0.0]]


def _calculated(engine: Engine, prepared: Prepared, asked: _Asked) -> _Ran:
    """Compare what an engine calculates."""
    vary = asked.vary if engine.recalculates else 0
    many = usual_trials(prepared) if vary is None else HowMany(vary, vary)
    with calculated(engine, prepared, unconfined=asked.unconfined) as sheets:
        blocks, shown = compare(sheets, prepared, asked.tolerance)
        judged = {block.name for block in blocks}
        given = [
            GivenBlock(b, shown[b.block.name])
            for b in prepared.subject.blocks
            if b.place is not None and b.block.name not in judged
        ]
        return _Ran(*follow(sheets, prepared, blocks, many, asked.tolerance), given)


@contextmanager
def calculated(engine: Engine, prepared: Prepared, *, unconfined: bool) -> Iterator[Sheets]:
    """Let an engine calculate; what we did not write runs in a process with limits."""
    runner = engine if prepared.ours else engines.guarded(engine, unconfined=unconfined)
    with (
        load_copy(runner, prepared.copy) if engine.recalculates else runner.load(prepared.path)
    ) as sheets:
        sheets.calculate()
        yield sheets


def _unknown(engine: Engine, version: str, reason: str) -> EngineResult:
    return EngineResult(
        engine.name, version, engine.recalculates, reason=reason, failed=Outcome.UNKNOWN
    )
