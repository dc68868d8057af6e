"""Does a gradient agree with finite differences? The loss once more, with a quantity nudged.

Every cell of the quantity is moved by an amount of its own at once, so the loss moves by the sum
of gradient times amount. The sheet can say whether the two agree, and shows no gradient. What a
student is to write is never calculated: where the way to the loss leads through a blank block,
there is no such check.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from xlrnn.exercises.ask.dependencies import (
    BlocksRead,
    reachable_from,
    readers_of_each,
    sampled_lines,
)
from xlrnn.formula.block import Block, Ref, Rule
from xlrnn.formula.expression import Binary, Call, Expression, Number
from xlrnn.formula.functions import abs_, sum_, sumproduct
from xlrnn.formula.walk import by_rule, changed, references, rule_of
from xlrnn.names import NAMES, Role, Ways
from xlrnn.sheet.page import Page
from xlrnn.sheet.shared import Shared

# Which ways to the loss can be followed: only what the next step remembers, all but that, or both.
_FUTURE: Final = {Ways.ALL: None, Ways.THIS_STEP: False, Ways.LATER_STEPS: True}
_NOT_THE_CALCULATION: Final = frozenset({Role.CHECK, Role.LABEL, Role.REFERENCE})
# Cells are moved by 11 to 99 of these, some of them down.
_PART: Final = 10**8


@dataclass(frozen=True)
class Aim:
    """What a gradient is by.

    Args:
        of: the quantity that is nudged.
        future: whether only what the next step remembers of it counts, or all but that; None for
            both.
        inside: whether not the quantity is nudged but the sum inside its function.
    """

    of: Block
    future: bool | None = None
    inside: bool = False

    def counts(self, reader: Block) -> bool:
        """Tell whether a block reads the nudged quantity."""
        return self.future is None or self.future == bool(reader.entry.previous_of)


@dataclass(frozen=True)
class Difference:
    """The loss with a quantity nudged.

    Args:
        gradient: what is checked.
        of: what it is the gradient by.
        amounts: how far each cell of the quantity is moved.
        moved: the quantity after that; None if the sum inside its function is moved.
        copies: the blocks between it and the loss, by the name of what they repeat.
        loss: the loss as it is.
        afterwards: what comes back from after the last step; to which states, as they are and as
            they are now.
    """

    gradient: Block
    of: Block
    amounts: Block
    moved: Block | None
    copies: Mapping[str, Block]
    loss: Block
    afterwards: tuple[tuple[Block, Block, Block], ...] = ()

    def parts(self) -> Iterator[tuple[str, Block]]:
        """Yield the blocks that are written for it, with what each is called."""
        yield self.amounts.entry.label, self.amounts
        if self.moved is not None:
            yield f"{self.of.name}, moved", self.moved
        yield from self.copies.items()

    def off(self) -> Expression:
        """Return how far the change of the loss is from gradient times amount."""
        change = sum_(self.copies[self.loss.name][:, :]) - sum_(self.loss[:, :])
        for back, state, moved in self.afterwards:
            last = state.shape[1] - 1
            for i in range(state.shape[0]):
                change = change + back[i, 0] * (moved[i, last] - state[i, last])
        return abs_(change - sumproduct(self.gradient[:, :], self.amounts[:, :]))

    def allowed(self) -> Expression:
        """Return how far off it may be: a ten-thousandth, and what rounding makes of a loss."""
        sizes = (Call("SUMSQ", (block[:, :],)) for block in (self.gradient, self.amounts))
        scale = Call("SQRT", (Binary("*", *sizes),))
        return scale / 10_000 + Number(1) / 10**6 / 10**6


def aim_of(gradient: Block, book: Shared) -> Aim | None:
    """Return what a block is the gradient by, None if it is none."""
    entry = gradient.meaning
    if not entry.gradient_of or entry.ways not in _FUTURE:
        return None
    by = NAMES[entry.gradient_of]
    for quantity, inside in ((by.symbol, False), (by.inside_of, True)):
        found = _like(gradient, quantity, book)
        if found is not None:
            return Aim(found, _FUTURE[entry.ways], inside)
    return None


def loss_of(book: Shared) -> Block | None:
    """Return the loss that the gradients of a book are of, None if there is none."""
    return next((block for block in _calculated_once(book) if block.entry.minimised), None)


def _like(gradient: Block, quantity: str, book: Shared) -> Block | None:
    """Return what shows a quantity of the same step and in the same cells, best on the same page.

    Args:
        gradient: the gradient.
        quantity: the quantity that it is by.
        book: the book of the exercise.
    """

    def fits(block: Block) -> bool:
        here = (block.shape, block.stepwise, block.step, block.row)
        there = (gradient.shape, gradient.stepwise, gradient.step, gradient.row)
        return block.meaning.symbol == quantity and here == there

    found = (block for block in _calculated_once(book) if fits(block))
    return min(found, key=lambda block: block.page != gradient.page, default=None)


def _calculated_once(book: Shared) -> Iterator[Block]:
    """Yield the blocks of a book that are no checks, references or second notation."""
    return (
        block
        for block in book.blocks
        if block.role not in _NOT_THE_CALCULATION and block.equation is None
    )


def nudge(
    page: Page, gradient: Block, loss: Block, blank: Collection[str], reads: BlocksRead
) -> Difference | None:
    """Write the way from a quantity to the loss once more, nudged.

    Args:
        page: where to write it.
        gradient: the gradient that is checked.
        loss: the loss.
        blank: the blocks of which a student fills cells.
        reads: the blocks that each block reads.

    Returns:
        None if it is no gradient, or the way leads through what is blank.
    """
    book = page.book
    aim = aim_of(gradient, book)
    if aim is None:
        return None
    way = _way(book, aim, loss, reads)
    again = aim.inside or aim.of.name in way
    repeated = {*way, aim.of.name} if again else way
    if loss.name not in way or repeated & {*blank} or not _can_repeat(book, repeated, aim):
        return None
    page.prefix = f"{gradient.name}_check_"
    nudged = _Nudged(page, aim, repeated)
    page.prefix = ""
    afterwards = tuple(_afterwards(book, nudged.seen_by(aim.future is not False)))
    return Difference(
        gradient, aim.of, nudged.amounts, nudged.moved, nudged.copies, loss, afterwards
    )


class _Nudged:
    """The blocks on the way from a quantity to the loss once more, with the quantity moved.

    Args:
        page: where to write them.
        aim: what is moved.
        repeated: the blocks that are written once more.
    """

    def __init__(self, page: Page, aim: Aim, repeated: Collection[str]) -> None:
        self._aim = aim
        self.amounts = _add(page, "amounts", aim.of, _amount, "amounts")
        self.copies: dict[str, Block] = {}
        self.moved: Block | None = None
        for block in page.book.blocks:
            if block.name in repeated:
                rule = self._rule(block)
                self.copies[block.name] = _add(page, block.name, block, rule, block.quantity)
        if not aim.inside:
            name, source = aim.of.name, self.copies.get(aim.of.name, aim.of)
            self.moved = _add(
                page, f"{name}_moved", aim.of,
                lambda i, t: source[i, t] + self.amounts[i, t], aim.of.quantity,
            )  # fmt: skip

    def seen_by(self, moved: bool) -> dict[str, Block]:
        """Return what a block reads instead, if it reads the moved quantity and if it does not."""
        if moved and self.moved is not None:
            return {**self.copies, self._aim.of.name: self.moved}
        return self.copies

    def _rule(self, block: Block) -> Rule:
        def rule(i: int, t: int) -> Expression:
            blocks = self.seen_by(self._aim.counts(block))
            right = changed(rule_of(block, i, t), lambda part: _swapped(part, block, i, blocks))
            if self._aim.inside and block is self._aim.of and isinstance(right, Call):
                return replace(right, arguments=(right.arguments[0] + self.amounts[i, t],))
            return right

        return rule


def _can_repeat(book: Shared, names: Collection[str], aim: Aim) -> bool:
    """Tell whether these blocks are calculated by rules, and the nudge finds its place in them."""
    if not all(by_rule(book[name]) for name in names):
        return False
    return not aim.inside or isinstance(rule_of(aim.of, 0, 0), Call)


def _way(book: Shared, aim: Aim, loss: Block, reads: BlocksRead) -> set[str]:
    """Return the blocks that lead from a quantity to the loss."""
    readers = readers_of_each(reads)
    first = {name for name in readers.get(aim.of.name, ()) if aim.counts(book[name])}
    after = {name for one in first for name in reachable_from(one, readers)}
    return after & reachable_from(loss.name, reads)


def read_by(block: Block) -> Iterator[str]:
    """Yield the blocks that a block reads, but for those of the epoch before."""
    if by_rule(block):
        for i, t in product(*map(sampled_lines, block.shape)):
            yield from (
                ref.block.name
                for ref in references(rule_of(block, i, t))
                if _same_epoch(ref, block, i)
            )


def _same_epoch(ref: Ref, block: Block, i: int) -> bool:
    return ref.row in (i, None) or "epoch" not in (ref.block.dims[0], block.dims[0])


def _swapped(part: Expression, block: Block, i: int, copies: Mapping[str, Block]) -> Expression:
    """Let a formula read the copies."""
    if isinstance(part, Ref) and part.block.name in copies and _same_epoch(part, block, i):
        return replace(part, block=copies[part.block.name])
    return part


def _afterwards(book: Shared, copies: Mapping[str, Block]) -> Iterator[tuple[Block, Block, Block]]:
    """Yield what comes back from after the last step to states that are copied."""
    for block in book.blocks:
        if block.entry.ways is Ways.AFTER_LAST:
            for name, moved in copies.items():
                if book[name].meaning.symbol == block.entry.gradient_of:
                    yield block, book[name], moved


def _add(page: Page, name: str, like: Block, rule: Rule, quantity: str) -> Block:
    sizes = dict(zip(like.dims, like.shape, strict=True))
    return page.add(quantity, name=name, dims=like.dims, role=Role.CHECK, rule=rule, sizes=sizes)


def _amount(i: int, t: int) -> Expression:
    """Return how far a cell is moved: no two alike in a small block, and in no simple order."""
    drawn = (37 * i + 59 * t + 17 * i * t) % 89
    return Number(drawn + 11 if (i + t) % 3 else -drawn - 11) / _PART
