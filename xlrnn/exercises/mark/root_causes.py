"""Which cells must be put right behind the scenes, so that those after them can be judged?"""

from collections.abc import Collection, Sequence

from xlrnn.exercises.judge.judge import Judge
from xlrnn.exercises.judge.order import cell_of, first_wrong
from xlrnn.exercises.judge.rules import BlockCell
from xlrnn.exercises.judge.verdict import CellVerdict
from xlrnn.exercises.mark.consensus import may_be_unknown
from xlrnn.exercises.mark.opened import Opened
from xlrnn.formula.value import CellError


def broken_given_cells(judge: Judge, opened: Opened) -> list[BlockCell]:
    """Return the given cells that do not calculate any more what they were given for."""
    submission = opened.submission
    found = []
    for name, texts in opened.texts.items():
        if name not in submission.places:
            continue
        block, blank = opened.rules.blocks[name], set(submission.blanks.get(name, ()))
        for i, row in enumerate(texts):
            for t, text in enumerate(row):
                if (i, t) in blank or submission.formula(name, (i, t)) == text:
                    continue
                if not judge.follows(block, (i, t)) and judge.can_tell(block, (i, t)):
                    found.append((name, (i, t)))
    return found


def root_causes(
    judge: Judge,
    opened: Opened,
    verdicts: Sequence[CellVerdict],
    done: Collection[BlockCell] = (),
) -> list[BlockCell]:
    """Return the cells behind which others cannot be judged.

    They are refused and show no value though the cells before them do, or keep others from being
    judged; or another engine saw them as right, and this one cannot calculate them. If there is
    none, cells go round in a circle: the first of them is put right.

    Args:
        judge: who judged.
        opened: the workbook.
        verdicts: what was found.
        done: the cells that were put right before.
    """
    blocks = opened.rules.blocks
    here = [v for v in verdicts if v.block in opened.submission.places]
    refused = [v for v in here if not v.right]
    unable = [v for v in here if v.right and judge.shows_errors(blocks[v.block], cell_of(v)[1])]
    mute = [v for v in refused if judge.shows_nothing_usable(blocks[v.block], cell_of(v)[1])]
    telling = [v for v in mute + unable if judge.can_tell(blocks[v.block], cell_of(v)[1])]
    chosen = [*telling, *_before_open_ones(judge, opened, refused)]
    new = [verdict for verdict in chosen if cell_of(verdict) not in done]
    # Whose formula reads an error may show none when that is put right.
    causes = [v for v in new if not judge.reads(blocks[v.block], cell_of(v)[1], CellError)] or new
    more = [v for v in _of_unknown_functions(causes, refused) if cell_of(v) not in done]
    found = [*dict.fromkeys(map(cell_of, [*causes, *more]))]
    first = first_wrong(mute, opened.rules)
    if found or first is None or cell_of(first) in done:
        return found
    return [cell_of(first)]


def _of_unknown_functions(
    causes: Sequence[CellVerdict], refused: Sequence[CellVerdict]
) -> list[CellVerdict]:
    """Return the cells that have no value for want of a function, whatever stands before them.

    They use the functions that a cause uses. Step by step, each would become a cause of its own.
    """
    unknown = {functions for v in causes if (functions := may_be_unknown(v))}
    return [v for v in refused if any(functions <= may_be_unknown(v) for functions in unknown)]


def _before_open_ones(
    judge: Judge, opened: Opened, refused: Sequence[CellVerdict]
) -> list[CellVerdict]:
    """Return the refused cells for which others cannot be judged.

    The right formula fails on what they show, or means something else in every program; or they
    never change, so that right and wrong formulas show the same behind them. What cannot be judged
    yet itself is no such cell, while there are others.
    """
    blocks = opened.rules.blocks
    filled = [v for v in refused if v.formula]
    waiting = [v for v in filled if judge.is_open(blocks[v.block], cell_of(v)[1])]
    failing = [v for v in refused if not judge.can_tell(blocks[v.block], cell_of(v)[1])]
    if failing:
        guilty = set().union(*(opened.rules.before(cell_of(v)) for v in failing))
        causes = [v for v in refused if v not in failing and cell_of(v) in guilty]
        return [v for v in causes if v not in waiting] or causes
    if not waiting:
        return []
    still = [v for v in refused if judge.never_changes(blocks[v.block], cell_of(v)[1])]
    return [verdict for verdict in still if verdict not in waiting]
