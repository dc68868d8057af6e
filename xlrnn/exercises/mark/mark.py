"""Mark one workbook: calculate it with several inputs, judge its cells, ask a second engine.

What one engine refuses is calculated by another before it is refused, see `consensus`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xlrnn import engines
from xlrnn.engines.base import Engine
from xlrnn.engines.copied import load_copy
from xlrnn.engines.isolation.isolated import Isolated
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.order import cell_of
from xlrnn.exercises.judge.reading import LoadedWorkbook
from xlrnn.exercises.judge.rules import BlockCell
from xlrnn.exercises.judge.verdict import WORDS, CellVerdict, State
from xlrnn.exercises.mark.consensus import (
    ENOUGH,
    decided,
    doubtful,
    is_opinion,
    needs_another,
)
from xlrnn.exercises.mark.opened import Opened
from xlrnn.exercises.mark.repair import put_right, refused_cells
from xlrnn.exercises.mark.root_causes import broken_given_cells, root_causes
from xlrnn.exercises.mark.second_opinion import read_while_doubtful
from xlrnn.exercises.mark.unending import unending
from xlrnn.formula.value import Value

# Who is asked, the first that is here first.
ORDER: Final = ("ironcalc", "cellrune", "libreoffice", "formulon")

_running: dict[str, Engine] = {}


@dataclass(frozen=True)
class Marked:
    """The verdicts of a workbook's cells.

    Attributes:
        verdicts: one for each cell that was to be filled.
        engines: who calculated.
        notes: what a teacher should know.
        shown: what the cells show with the given inputs.
        changed: where the given cells are that do not calculate any more what they were given for.
    """

    verdicts: Sequence[CellVerdict]
    engines: Sequence[str]
    notes: Sequence[str] = ()
    shown: Mapping[str, Sequence[Sequence[Value]]] = field(default_factory=dict)
    changed: Sequence[str] = ()


def running(name: str, apart: float = 0.0, *, unconfined: bool = False) -> Engine:
    """Return an engine; it is kept for the next workbook.

    Args:
        name: its name.
        apart: the seconds that a piece of its work may take in a process of its own; 0 if it
            runs in this one.
        unconfined: whether LibreOffice is taken where the system cannot keep it from network and
            files, too.

    Raises:
        EngineMissingError: if it is not on this machine.
        EngineError: if it is LibreOffice, and the system cannot.
    """
    if apart and engines.get(name).embedded:  # the others always have a process of their own
        return Isolated(name, time_limit=apart)
    if name not in _running:
        engine = engines.get(name)
        engine.version()
        if engine.reaches_out:
            engine = engines.guarded(engine, unconfined=unconfined)
        _running[name] = engine
    return _running[name]


def stop_engines() -> None:
    """End the engines that are kept."""
    while _running:
        _running.popitem()[1].close()


def mark(
    opened: Opened,
    order: Sequence[str] = ORDER,
    apart: float = 0.0,
    *,
    unconfined: bool = False,
) -> Marked:
    """Judge the cells of a workbook.

    Args:
        opened: the workbook.
        order: the engines, in the order in which they are asked.
        apart: the seconds that each may take for a piece of work in a process of its own; 0 if
            they run in this one.
        unconfined: whether LibreOffice is asked where the system cannot keep it from network and
            files, too.

    Raises:
        EngineError: if none of them could calculate it.
    """
    asked: list[Marked] = []
    failed: dict[str, str] = {}
    for name in order:
        try:
            asked.append(_with(running(name, apart, unconfined=unconfined), opened, asked))
        except EngineMissingError:
            continue
        except EngineError as error:
            failed[name] = str(error)
            continue
        if not any(map(needs_another, _of_each_cell(asked))):
            break
    if not asked:
        raise EngineError("; ".join(failed.values()) or "no engine is on this machine")
    verdicts = [decided(cell, opened.undecidable) for cell in _of_each_cell(asked)]
    if apart:
        broken = [running(name, apart) for name in failed if engines.get(name).embedded]
        verdicts = _without_unending(asked, opened, broken, verdicts)
    return _together(asked, verdicts, failed.values())


def _without_unending(
    asked: Sequence[Marked], opened: Opened, broken: Sequence[Engine], verdicts: list[CellVerdict]
) -> list[CellVerdict]:
    """Refuse what is not decided only because engines break down at it, see `unending`."""
    open_ones = [one for one in verdicts if one.state is State.UNDECIDED]
    if not open_ones or not broken:
        return verdicts
    fails = Counter(cell for engine in broken for cell in unending(engine, opened, open_ones))
    refusals = Counter(
        one.cell for each in asked for one in each.verdicts if doubtful(one) and is_opinion(one)
    )
    return [
        replace(one, state=State.ERROR, misconception="unending", words=WORDS["unending"])
        if fails[one.cell] and fails[one.cell] + refusals[one.cell] >= ENOUGH
        else one
        for one in verdicts
    ]


def _of_each_cell(asked: Sequence[Marked]) -> list[tuple[CellVerdict, ...]]:
    """Return what the engines said about each cell, in the order in which they were asked."""
    return list(zip(*(one.verdicts for one in asked), strict=True))


def _together(
    asked: Sequence[Marked], verdicts: Sequence[CellVerdict], failed: Collection[str]
) -> Marked:
    """Return the verdicts, with what a teacher should know of how they came about."""
    first, names = asked[0], [name for one in asked for name in one.engines]
    notes = [*first.notes]
    if differ := [verdict.cell for verdict in verdicts if verdict.differ]:
        notes.append(f"engines differ ({' and '.join(names)}) about {', '.join(differ)}")
    if plainly := [one.cell for one in verdicts if one.misconception == "entered-plainly"]:
        notes.append(
            "entered as ordinary formulas where only array formulas show anything, though some "
            f"programs calculate them all the same: {', '.join(plainly)}"
        )
    if open_ones := [one.cell for one in verdicts if one.state is State.UNDECIDED]:
        why = "; ".join(failed)
        notes.append(
            f"not decided, given their points: {', '.join(open_ones)}; a refusal needs two engines "
            f"that calculate the formula, and here {' and '.join(names)} did"
            + (f" ({why})" if why else "")
        )
    return Marked(verdicts, names, notes, first.shown, first.changed)


def _with(engine: Engine, opened: Opened, before: Sequence[Marked]) -> Marked:
    """Judge with one engine; another one only says whether it sees the refused cells as right.

    It explains them, too, if those before it could not calculate some.
    """
    earlier = before[-1].verdicts if before else []
    explains = not before or any(one.shows and doubtful(one) for one in earlier)
    submission, rules = opened.submission, opened.rules
    all_trials = opened.trials
    with load_copy(engine, opened.copy) as sheets:
        bench = LoadedWorkbook(
            sheets, submission.places, opened.inputs, opened.used, opened.outside
        )
        if explains or any(one.changed for one in before):
            readings = [bench.read(inputs) for inputs in all_trials]
        else:
            readings, left = read_while_doubtful(bench, opened, earlier)
            if not left:
                return Marked([*earlier], [engine.name])
        judge = first = Judge(submission, rules, readings, explains=explains)

        def judge_again(cells: Sequence[BlockCell], last: Judge | None = None) -> Judge | None:
            again = put_right(bench, opened, first, cells)
            return Judge(submission, rules, again, explains=explains, last=last) if again else None

        verdicts = judge.verdicts(earlier)
        judged = dict.fromkeys(map(cell_of, verdicts), judge)
        targets = broken_given_cells(judge, opened)
        changed = [submission.address(*cell) for cell in targets]
        notes = [f"a given cell was changed: {cell}" for cell in changed]
        last = None if targets else judge
        if targets:
            # Nothing that was seen before the given cells are put right counts.
            verdicts = [replace(verdict, state=State.WRONG) for verdict in verdicts]
        news = targets or root_causes(judge, opened, verdicts)
        while news and not all(verdict.right for verdict in verdicts):
            targets = list(dict.fromkeys(targets + news))
            repaired = judge_again(targets, last)
            if repaired is None:
                break
            judge = last = repaired
            better = _better(verdicts, judge.verdicts(verdicts), set(targets))
            judged |= _new(verdicts, better, judge)
            verdicts = better
            news = root_causes(judge, opened, verdicts, targets)
        settled = {cell_of(verdict) for verdict in earlier if verdict.right}

        def judge_behind(verdicts: Sequence[CellVerdict]) -> Judge | None:
            return judge_again(refused_cells(opened, verdicts, targets))

        verdicts = _firm(opened, verdicts, settled, judge_behind, judged)
        verdicts = [judged[cell_of(verdict)].explained(verdict) for verdict in verdicts]
    return Marked(verdicts, [engine.name], notes, readings[0].values, changed)


def _new(
    before: Sequence[CellVerdict], after: Sequence[CellVerdict], judge: Judge
) -> dict[BlockCell, Judge]:
    """Return the cells whose verdicts are new, with who gave them."""
    pairs = zip(before, after, strict=True)
    return {cell_of(new): judge for old, new in pairs if new is not old}


def _better(
    first: Sequence[CellVerdict], again: Sequence[CellVerdict], targets: set[BlockCell]
) -> list[CellVerdict]:
    """Judge what stands after a cell that was put right by what it shows then."""
    better = []
    for one, other in zip(first, again, strict=True):
        better.append(one if one.right or cell_of(one) in targets else other)
    return better


def _firm(
    opened: Opened,
    verdicts: list[CellVerdict],
    settled: Collection[BlockCell],
    judge_behind: Callable[[Sequence[CellVerdict]], Judge | None],
    judged: dict[BlockCell, Judge],
) -> list[CellVerdict]:
    """Keep of the right cells those that are right with all mistakes put right, too.

    Behind a cell that is empty, or shows what another shows, a formula that leaves it out shows
    the right number. What is refused now hid others in its turn, until nothing new comes out.

    Args:
        opened: the workbook.
        verdicts: what was found.
        settled: the cells that another engine saw as right.
        judge_behind: returns who judges with the refused cells put right; None if there are none.
        judged: who gave each verdict; kept true.
    """

    def second(judge: Judge, one: CellVerdict) -> CellVerdict:
        name, index = cell_of(one)
        if not one.right or (name, index) in settled:
            return one
        if judge.is_open(opened.rules.blocks[name], index):
            return one
        again = judge.verdict(name, index)
        return one if again.right else again

    while {cell_of(one) for one in verdicts if one.right} - {*settled}:
        judge = judge_behind(verdicts)
        again = [second(judge, one) for one in verdicts] if judge else verdicts
        if judge is None or not (new := _new(verdicts, again, judge)):
            break
        judged |= new
        verdicts = again
    return verdicts
