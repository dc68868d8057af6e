"""The styles in which any block of any lesson is written, as `Pupil.put` takes it."""

from functools import lru_cache

from tests.exercises.hands import CUT, TABLED, Hand, Way
from tests.exercises.newer import NEWER, SCRATCH, by_near_names
from tests.exercises.ways import WAYS, nothing
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Expression
from xlrnn.formula.parsing.tokens import functions_in
from xlrnn.formula.walk import references, rule_of
from xlrnn.formula.writing.fill import cell_texts

# Functions of many cells, which an array formula would apply to all of them at once.
OF_MANY = {"AND", "COUNTIF", "INDEX", "MATCH", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT", "SUMSQ"}
FIXED = "addresses with $"
FILLED = "one array formula for the block"
IN_TABLE, NEAR_NAMES = "in a table", "names of neighbours"


def styles() -> list[str]:
    """The names of all styles."""
    return ["as in the lesson", *WAYS, *NEWER, FIXED, FILLED, IN_TABLE, NEAR_NAMES]


def written(style: str, block: Block, i: int, t: int) -> str:
    """Return a cell's formula in a style, as `Pupil.put` takes it."""
    if style == "as in the lesson":
        return cell_texts(block)[i][t]
    if style == FILLED:
        return _for_the_block(block) or cell_texts(block)[i][t]
    if style == IN_TABLE:
        return TABLED + Hand(SCRATCH).write(rule_of(block, i, t))
    way = {**WAYS, **NEWER}.get(style, nothing)
    if style == NEAR_NAMES:
        way = by_near_names(block.page, block.located().cell(i, t))
    hand = Hand(block.page, way, "$" if style == FIXED else "")
    text = hand.write(rule_of(block, i, t))
    return f"<{hand.helpers[0]}{CUT}{text}>" if hand.helpers else text


def _for_the_block(block: Block) -> str:
    """Return one array formula for a block whose cells each read the same cell of others."""
    height, width = block.shape
    if block.shape == (1, 1) or _goes_round(block):
        return ""
    whole = [
        Hand(block.page, _as_a_whole(i, t, block.shape)).write(rule_of(block, i, t))
        for i in range(height)
        for t in range(width)
    ]
    one = len(set(whole)) == 1 and not functions_in(whole[0]) & OF_MANY
    return f"[{whole[0]}]" if one else ""


@lru_cache(maxsize=512)
def _goes_round(block: Block) -> bool:
    """Tell whether a block follows from itself, a step before: one formula would be circular."""
    seen, waiting = set(), [block]
    while waiting:
        height, width = waiting[-1].shape
        one = waiting.pop()
        for i, t in {(0, 0), (height - 1, 0), (0, width - 1), (height - 1, width - 1)}:
            for ref in references(rule_of(one, i, t)) if one.rule else ():
                if ref.block is block:
                    return True
                if ref.block not in seen:
                    seen.add(ref.block)
                    waiting.append(ref.block)
    return False


def _as_a_whole(i: int, t: int, shape: tuple[int, int]) -> Way:
    def way(hand: Hand, part: Expression) -> str | None:
        if not isinstance(part, Ref):
            return None
        if (part.row, part.column) == (i, t) and part.block.shape == shape:
            return hand.address(Ref(part.block, None, None))
        return hand.plainly(part)

    return way
