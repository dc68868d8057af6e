"""Explain one cell of a workbook that xlrnn wrote: an engine and NumPy calculate, side by side."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from xlrnn.engines.base import Engine
from xlrnn.errors import AddressError, UnreadableError, UsageError
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.formula.expression import Matrix
from xlrnn.formula.value import Value
from xlrnn.formula.walk import rule_of
from xlrnn.scratch import scratch_folder
from xlrnn.verify.compare import Shown, compare, lost_inputs
from xlrnn.verify.explained.explanation import Explanation, Given, Step
from xlrnn.verify.explained.maths import in_maths, shown, symbol
from xlrnn.verify.explained.way import Node, way_to
from xlrnn.verify.prepare import Prepared, prepare
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.subject.locate import Located
from xlrnn.verify.verify import calculated, opened

MOST: Final = 200
"""Of so many calculated cells it is told, if nothing else is said."""


def explain(
    path: Path,
    cell: str,
    engine: str,
    *,
    most: int = MOST,
    tolerance: Tolerance | None = None,
    soffice: str | None = None,
    unconfined: bool = False,
) -> Explanation:
    """Return how a cell comes about; see `xlrnn.api.explain`.

    Raises:
        UsageError: if there is no such cell, or it belongs to no block.
        UnreadableError: if the file is no workbook that xlrnn wrote.
        InputError: if an input is nothing that NumPy can calculate with.
        EngineError: if the engine fails.
    """
    with scratch_folder() as folder, opened(engine, soffice) as who:
        prepared = prepare(path, folder / "copy.xlsx", None)
        target = _target(cell, prepared)
        if lost := lost_inputs(prepared):
            raise UnreadableError(f"{path}: not there: {', '.join(one.name for one in lost)}")
        with calculated(who, prepared, unconfined=unconfined) as sheets:
            results, held = compare(sheets, prepared, tolerance or Tolerance())
        return _told(prepared, who, target, {one.name: one for one in results}, held, most)


def _target(text: str, prepared: Prepared) -> Node:
    """Return the cell of a block that an address names.

    Raises:
        UsageError: if it names none.
    """
    sheet, _, address = text.rpartition("!")
    sheet = sheet.strip().removeprefix("'").removesuffix("'").replace("''", "'")
    example = f"expected a sheet and a cell, as in {_example(prepared)}"
    try:
        cell = Cell.parse(address.strip().replace("$", "").upper())
    except AddressError as error:
        raise UsageError(f"{text!r}: {error}; {example}") from None
    names = {name.casefold(): name for name in prepared.file.sheets}
    if sheet.casefold() not in names:
        there = f"which has {', '.join(names.values())}"
        raise UsageError(f"{text!r} names no sheet of {prepared.path}, {there}; {example}")
    for located in prepared.subject.blocks:
        place = located.place
        if place is None or place.sheet.casefold() != sheet.casefold():
            continue
        if cell.row in place.rows and cell.column in place.columns:
            i, t = place.rows.index(cell.row), place.columns.index(cell.column)
            return Node(located.block, i, t)
    raise UsageError(
        f"{names[sheet.casefold()]}!{cell} is no part of the calculation: expected an input or a "
        f"calculated cell, as in {_example(prepared)}"
    )


def _example(prepared: Prepared) -> str:
    """Return the address of a calculated cell."""
    places = (b.place for b in prepared.subject.blocks if b.place and not b.block.constant)
    return next((f"{place.sheet}!{place.cell(0, 0)}" for place in places), "forward!B3")


def _told(
    prepared: Prepared,
    engine: Engine,
    target: Node,
    results: Mapping[str, BlockResult],
    held: Shown,
    most: int,
) -> Explanation:
    reads = prepared.subject.reads
    assert reads is not None, "a workbook of ours says what its formulas read"
    way = way_to(target, reads, most)
    located = {one.block.name: one for one in prepared.subject.blocks}

    def number(block: Block, i: int, t: int) -> str:
        return shown(_expected(block, i, t, results, held))

    return Explanation(
        str(prepared.path),
        _address(located[target.block.name], target),
        f"{engine.name} {engine.version()}",
        [_given(node, located, held) for node in way.given],
        [_step(node, results[node.block.name], number) for node in way.calculated],
        way.left_out,
    )


def _expected(
    block: Block, i: int, t: int, results: Mapping[str, BlockResult], held: Shown
) -> Value:
    """Return what NumPy has for a cell; of what was typed in it has what the sheet shows."""
    if block.constant and block.name not in results:
        return _value(held.get(block.name, ()), i, t)
    value: Value = results[block.name].cell(i, t).expected
    return value


def _value(rows: Sequence[Sequence[Value]], i: int, t: int) -> Value:
    return rows[i][t] if i < len(rows) else None


def _given(node: Node, located: Mapping[str, Located], held: Shown) -> Given:
    block = node.block
    value = _value(held.get(block.name, ()), node.i, node.t)
    return Given(symbol(*node), block.meaning.label, _address(located[block.name], node), value)


def _address(located: Located, node: Node) -> str:
    place = located.place
    return f"{place.sheet}!{place.cell(node.i, node.t)}" if place else f"{node.block.page}!?"


def _step(node: Node, result: BlockResult, number: Callable[[Block, int, int], str]) -> Step:
    block = node.block
    by_rule = block.rule is not None and block.equation is None
    rule = rule_of(*node) if by_rule else None
    if rule is None or isinstance(rule, Matrix):
        maths = numbers = ""
    else:
        maths, numbers = in_maths(rule, symbol), in_maths(rule, number)
    return Step(symbol(*node), block.meaning.label, result.cell(node.i, node.t), maths, numbers)
