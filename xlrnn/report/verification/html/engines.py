"""Engines side by side: what each shows, how far they are apart, block by block."""

from collections.abc import Iterator, Sequence
from typing import Final

from xlrnn.report.page import text
from xlrnn.report.verification.html.blocks import mark
from xlrnn.report.verification.html.tables import number, row, small, table, verdict
from xlrnn.report.verification.rows import BlockRow, rows_of
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult
from xlrnn.verify.results.verdict import Outcome

_HEAD: Final = ("engine", "verdict", "verified", "other inputs", "max_abs", "max_ulp")
_PAIRS: Final = ("engines", "", "max_abs", "max_ulp")


def side_by_side(book: BookResult) -> Iterator[str]:
    """Yield tables of all engines, none if there is a single one."""
    if len(book.engines) < 2:
        return
    floor = book.tolerance.absolute
    yield "<h3>Engines side by side</h3>"
    yield table(_HEAD, (_engine(engine, floor) for engine in book.engines), _HEAD[2:])
    if book.pairs:
        yield table(_PAIRS, map(_pair, book.pairs), _PAIRS[2:])
    able = [engine for engine in book.engines if engine.blocks]
    if len(able) > 1:
        yield "<details><summary>Each block, as each engine shows it</summary>"
        yield _blocks(able, floor)
        yield "</details>"


def _engine(engine: EngineResult, floor: float) -> str:
    did = "" if engine.recalculated else " (as stored)"
    said = verdict(engine.outcome)
    who = text(f"{engine.name} {engine.version}{did}")
    if not engine.blocks:
        return row(who, f"{said} {text(engine.reason)}", *[number("")] * 4)
    return row(
        who,
        said,
        number(f"{engine.cells_verified:,} of {engine.cells_total:,}"),
        number(str(engine.trials)),
        number(small(engine.max_abs)),
        number(f"{engine.max_ulp(floor):.6g}"),
    )


def _pair(pair: EnginePair) -> str:
    said = verdict(Outcome.AGREE if pair.agree else Outcome.DIFFER)
    names = text(f"{pair.a} and {pair.b}")
    return row(names, said, number(small(pair.max_abs)), number(f"{pair.max_ulp:.6g}"))


def _blocks(engines: Sequence[EngineResult], floor: float) -> str:
    shown, _ = rows_of([*engines])
    names = [engine.name for engine in engines]
    return table(("block", "cells", *names), (_block(one, floor) for one in shown), ())


def _block(blocks: BlockRow, floor: float) -> str:
    where = text(blocks[0].range or "not found")
    return row(f"<b>{text(blocks[0].name)}</b>", where, *(_mark(one, floor) for one in blocks))


def _mark(block: BlockResult, floor: float) -> str:
    far = "" if block.wrong or block.numbers is None else f", {block.max_ulp(floor):.6g} ulp"
    return mark(block) + far
