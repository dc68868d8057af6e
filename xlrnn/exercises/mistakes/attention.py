"""Wrong formulas of attention, as in `formulas`: what is asked, hidden, shared out and mixed."""

from collections.abc import Callable, Iterator

from xlrnn.formula.block import Block, Ref
from xlrnn.formula.expression import Call, Expression, Number
from xlrnn.formula.walk import ancestors, one_by_one, one_by_one_all


def query_exchanged(right: Expression, block: Block, s: int, t: int) -> Iterator[Expression]:
    """Ask with the step of the row, and look at the word of the column."""
    if block.quantity != "score" or s == t:
        return
    turned = {s: t, t: s}

    def exchange(part: Expression) -> Expression | None:
        if not isinstance(part, Ref) or part.column not in turned:
            return None
        column = turned[part.column]
        inside = part.row is None and column < part.block.shape[1]
        return Ref(part.block, None, column) if inside else None

    yield from one_by_one_all(right, exchange)


def scaled(right: Expression, block: Block, *_: int) -> Iterator[Expression]:
    """Divide the product by the root of the number of features, as a Transformer does."""
    if block.quantity == "score" and isinstance(right, Call):
        (first, *_others) = right.arguments
        if isinstance(first, Ref):
            yield right / Call("SQRT", (Number(max(first.shape)),))


def hidden_not_left_out(right: Expression, block: Block, *_: int) -> Iterator[Expression]:
    """Take the scores of all places, also of those where there is no word."""
    if block.quantity != "attention_exps":
        return
    scores = [one for one in ancestors(block).values() if one.quantity == "score"]

    def plain(part: Expression) -> Expression | None:
        masked = isinstance(part, Ref) and part.block.quantity == "masked_score"
        if not masked or not isinstance(part, Ref) or not scores:
            return None
        return Ref(scores[0], part.row, part.column)

    yield from one_by_one_all(right, plain)


def all_alike(right: Expression, block: Block, *_: int) -> Iterator[Expression]:
    """Add up what all words say, or take its mean, whatever the attention is."""

    def evenly(values: Ref, _: Ref) -> Expression:
        return Call("SUM", (values,)) / max(values.shape)

    for mixed in (evenly, lambda values, _: Call("SUM", (values,))):
        yield from _mixed(right, block, mixed)


def largest_alone(right: Expression, block: Block, *_: int) -> Iterator[Expression]:
    """Take what the word with the largest attention says, and nothing of the others."""

    def chosen(values: Ref, attention: Ref) -> Expression:
        place = Call("MATCH", (Call("MAX", (attention,)), attention, Number(0)))
        return Call("INDEX", (values, place))

    yield from _mixed(right, block, chosen)


def _mixed(
    right: Expression, block: Block, mixed: Callable[[Ref, Ref], Expression]
) -> Iterator[Expression]:
    """Put something else in the place of the values times the attention."""
    if block.quantity != "context":
        return

    def instead(part: Expression) -> Expression | None:
        if not isinstance(part, Call) or part.function != "SUM":
            return None
        (product,) = part.arguments
        if not isinstance(product, Call) or product.function != "MMULT":
            return None
        values, attention = product.arguments
        refs = isinstance(values, Ref) and isinstance(attention, Ref)
        return mixed(values, attention) if refs else None  # type: ignore[arg-type]

    yield from one_by_one(right, instead)
