"""The way to a cell: the calculated cells from which it follows, those that come first first."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from xlrnn.formula.block import Block, Ref

Reads: TypeAlias = Callable[[Block, int, int], Iterable[Ref]]


class Node(NamedTuple):
    """A cell of a block, counted from 0."""

    block: Block
    i: int
    t: int


class Way(NamedTuple):
    """What a cell follows from.

    Args:
        calculated: calculated cells, each behind those that it reads, the cell itself last.
        given: the constants that they read, in the order in which they are needed.
        left_out: how many calculated cells more there are, further back.
    """

    calculated: list[Node]
    given: list[Node]
    left_out: int


def way_to(target: Node, reads: Reads, most: int) -> Way:
    """Return the way to a cell.

    Args:
        target: the cell.
        reads: what the formula of a cell reads.
        most: of how many calculated cells it is told; the nearest ones are taken.
    """
    before = _all_before(target, reads)
    if target.block.constant:
        return Way([], [target], 0)
    near = dict.fromkeys([node for node in before if not node.block.constant][:most])
    ordered = _inputs_first(target, {node: before[node] for node in near})
    given = dict.fromkeys(one for node in ordered for one in before[node] if one.block.constant)
    calculated = sum(not node.block.constant for node in before)
    return Way(ordered, [*given], calculated - len(ordered))


def _all_before(target: Node, reads: Reads) -> dict[Node, list[Node]]:
    """Return what each cell reads, of all on the way, the nearest to the target first."""
    found: dict[Node, list[Node]] = {}
    waiting = deque([target])
    while waiting:
        node = waiting.popleft()
        if node in found:
            continue
        refs = () if node.block.constant else reads(*node)
        found[node] = list(dict.fromkeys(Node(r.block, *cell) for r in refs for cell in r.cells()))
        waiting.extend(found[node])
    return found


def _inputs_first(target: Node, before: dict[Node, list[Node]]) -> list[Node]:
    """Return cells so that each stands behind those that it reads."""
    ordered: dict[Node, None] = {}
    opened: set[Node] = set()
    stack = [target]
    while stack:
        node = stack[-1]
        waiting = [] if node in opened else [one for one in before[node] if one in before]
        opened.add(node)
        if waiting:
            stack.extend(one for one in reversed(waiting) if one not in opened)
        else:
            ordered.setdefault(stack.pop())
    return [*ordered]
