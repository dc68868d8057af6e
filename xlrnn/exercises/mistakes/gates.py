"""Wrong formulas of gated cells, as in `formulas`."""

from collections.abc import Iterator
from functools import partial

from xlrnn.exercises.mistakes.way_back import one_less, slopes
from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Binary, Call, Expression, Negative
from xlrnn.formula.functions import tanh
from xlrnn.formula.walk import ancestors, changed, everything, one_by_one, references, rule_of
from xlrnn.names import Kind


def tanh_not_sigmoid(right: Expression, *_: object) -> Iterator[Expression]:
    """Take tanh where the sigmoid belongs."""
    return one_by_one(right, _tanh_of)


def gate_turned(right: Expression, *_: object) -> Iterator[Expression]:
    """Exchange a gate and what it leaves: z and 1 − z."""
    gates = {ref.block for ref in _turned_in(right) if ref.block.entry.kind is Kind.GATE}
    if gates and not any(slopes(right)):  # y · (1 − y) is the same turned

        def turn(part: Expression) -> Expression:
            if one_less(part) and one_less(part.right):
                return part.right.right
            return 1 - part if isinstance(part, Ref) and part.block in gates else part

        yield changed(right, turn)


def gate_left_out(right: Expression, *_: object) -> Iterator[Expression]:
    """Forget a gate: what it should let through in part comes through whole.

    In the slope y · (1 − y) of its sigmoid a gate lets nothing through.
    """
    sloping = {ref.block for slope in slopes(right) for ref in references(slope.output)}

    def without(part: Expression) -> Expression | None:
        if not isinstance(part, Binary) or part.operator != "*":
            return None
        for gate, other in ((part.left, part.right), (part.right, part.left)):
            if _gates_in(gate) and not sloping & {ref.block for ref in references(gate)}:
                return other
        return None

    return one_by_one(right, without)


def another_gate(right: Expression, block: Block, *_: object) -> Iterator[Expression]:
    """Take another gate of the cell."""
    gates = [one for one in _family(block) if one.entry.kind is Kind.GATE]
    here = {ref.block for ref in references(right)}
    for gate in gates:
        for other in gates:
            if gate in here and other is not gate:
                yield from one_by_one(right, partial(_read_for, gate, other))


def state_for_memory(right: Expression, block: Block, *_: object) -> Iterator[Expression]:
    """Read the hidden state where the cell state belongs, or the other way round."""
    family = {one.quantity: one for one in _family(block)}
    for ref in {ref.block: ref for ref in references(right)}.values():
        other = family.get(ref.block.entry.confused_with)
        if other is not None and other is not block:
            yield from one_by_one(right, partial(_read_for, ref.block, other))


def reset_elsewhere(right: Expression, *_: object) -> Iterator[Expression]:
    """Let the reset gate work on the states where it belongs on their product, or the reverse."""

    def moved(part: Expression) -> Expression | None:
        match part:
            case Binary(operator="*", left=Ref(row=int() as i, column=int() as t) as gate):
                recalled = part.right
                if gate.block.quantity != "reset" or not isinstance(recalled, Ref):
                    return None
                if recalled.block.quantity != "recalled" or recalled.block.rule is None:
                    return None
                return changed(rule_of(recalled.block, i, t), partial(_reset, gate.block))
        return None

    return one_by_one(right, moved)


def _reset(gate: Block, part: Expression) -> Expression:
    """Let the reset gate work on each state."""
    before = isinstance(part, Ref) and part.block.quantity == "state_before"
    return Ref(gate, part.row, part.column) * part if before else part  # type: ignore[attr-defined]


def _family(block: Block) -> list[Block]:
    """Return the blocks of the same shape on the same page from which a block follows."""
    own = block.shape, block.page
    return [one for one in ancestors(block).values() if (one.shape, one.page) == own]


def _read_for(block: Block, other: Block, part: Expression) -> Expression | None:
    if not isinstance(part, Ref) or part.block is not block:
        return None
    return Ref(other, part.row, part.column)


def _gates_in(part: Expression) -> bool:
    """Tell whether a factor is a gate, or 1 − a gate."""
    gate = part.right if one_less(part) else part
    return isinstance(gate, Ref) and gate.block.entry.kind is Kind.GATE


def _tanh_of(part: Expression) -> Expression | None:
    """Return tanh(a) for σ(a) = 1 / (1 + e^(−a))."""
    if not (isinstance(part, Binary) and part.operator == "/" and isinstance(part.right, Binary)):
        return None
    power = part.right.right
    if isinstance(power, Call) and power.function == "EXP":
        (exponent,) = power.arguments
        return tanh(exponent.operand) if isinstance(exponent, Negative) else None
    return None


def _turned_in(expression: Expression) -> Iterator[Ref]:
    """Yield each cell y of which an expression takes 1 − y."""
    for part in everything(expression):
        if one_less(part) and isinstance(part.right, Ref):
            yield part.right
