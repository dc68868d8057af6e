"""Attention, as formulas: the numbered equations of `nn.layers.attention`."""

from collections.abc import Callable

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import equal, exp, max_, sqrt, sum_, tanh, where
from xlrnn.formula.sums import dot, inner, summed
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.masking import counted
from xlrnn.sheet.pages.time.page import TimePage

Score = Callable[[int, int], Expression]


def dot_score(
    page: TimePage, query: Source, key: Source, *, scaled: bool = False, key_dim: int = 0
) -> Score:
    """Return equation 1 of dot-product attention.

    Args:
        page: the page.
        query: a column for each step that asks.
        key: a column for each step that can be looked at.
        scaled: whether there is a learned scale, which is declared here.
        key_dim: by the root of which scores are divided, as in many heads.
    """
    scale = page.weights("scale_a") if scaled else None

    def rule(s: int, t: int) -> Expression:
        product = inner(query[:, t], key[:, s])
        if key_dim:
            return product / sqrt(key_dim)
        return product if scale is None else product * scale[0, 0]

    return rule


def additive_score(
    page: TimePage, query: Source, key: Source, *, weighted: bool = True, lying: bool = False
) -> Score:
    """Return equation 1 of additive attention.

    Args:
        page: the page.
        query: as above.
        key: as above.
        weighted: whether there is a v_a, which is declared here.
        lying: whether that is a row, where the rows beside it count something else.
    """
    features = query.shape[0]
    dims = ("one", "feature") if lying else None
    v_a = page.weights("v_a", dims, sizes={"feature": features}) if weighted else None

    def rule(s: int, t: int) -> Expression:
        sums = (tanh(query[i, t] + key[i, s]) for i in range(features))
        if v_a is None:
            return summed(sums)
        return summed((v_a[0, i] if lying else v_a[i, 0]) * x for i, x in enumerate(sums))

    return rule


def concat_score(page: TimePage, query: Source, key: Source, *, scaled: bool = False) -> Score:
    """Return equation 1 of attention with score_mode="concat"; arguments as above."""
    w_a = page.weights("w_a")
    scale = page.weights("scale_a") if scaled else None

    def rule(s: int, t: int) -> Expression:
        sums = (query[i, t] + key[i, s] for i in range(query.shape[0]))
        return w_a[0, 0] * summed(tanh(x if scale is None else scale[0, 0] * x) for x in sums)

    return rule


def attention(
    page: TimePage,
    score: Score,
    value: Source,
    *,
    seen: Source | None = None,
    far: Block | None = None,
    counts: Source | None = None,
    head: str = "",
    cleared: bool = False,
    written: str = "",
) -> Block:
    """Write equations 1 to 4 for every step that asks.

    Args:
        page: the page, with a column for each of them.
        score: equation 1.
        value: a column for each step that can be looked at.
        seen: 1 where a step may look, 0 where it may not; a row for each that can be looked at.
        far: what hides a score; by default it is declared here.
        counts: which steps that ask count; what the others find is 0.
        head: what stands before the names, where there are several heads.
        cleared: whether attention is 0 where a step may not look, also if it may look nowhere.
        written: equation 1 as a textbook writes it, if it is not the product of query and key.
    """
    sizes = {"source": value.shape[1], "feature": value.shape[0]}

    def band(quantity: str, rule: Callable[[int, int], Operand], notation: str = "") -> Block:
        return page.band(
            quantity, name=f"{head}{quantity}", key=f"{page.prefix}{head}{quantity}", rule=rule,
            sizes=sizes, notation=notation,
        )  # fmt: skip

    scores = visible = band("score", score, written)  # 1
    if seen is not None:
        far = far or page.weights("far_below")
        masked = _masked(scores, seen, far, replaced=bool(head))
        visible = band("masked_score", masked)  # 2
    exps = band("attention_exps", lambda s, t: exp(visible[s, t] - max_(visible[:, t])))
    hides = seen if cleared else None

    def attended(s: int, t: int) -> Expression:
        share = exps[s, t] / sum_(exps[:, t])
        return share if hides is None else where(equal(hides[s, t], 1), share, 0)

    attends = band("attention", attended)  # 3

    def found(i: int, t: int) -> Expression:
        here = dot(value[i, :], attends[:, t])
        return here if counts is None else counted(counts, t, here, 0)

    return band("context", found)  # 4


def _masked(
    score: Block, seen: Source, far: Block, *, replaced: bool
) -> Callable[[int, int], Expression]:
    """Return equation 2; of many heads the score is replaced, and not only made far smaller."""

    def rule(s: int, t: int) -> Expression:
        hidden = -far[0, 0] if replaced else score[s, t] - far[0, 0]
        return where(equal(seen[s, t], 1), score[s, t], hidden)

    return rule


def attention_equations(
    page: TimePage,
    score: str,
    value: str,
    *,
    source: int,
    features: int,
    seen: str = "",
    head: str = "",
    cleared: bool = False,
) -> Block:
    """Write equations 1 to 4 as array formulas, one for each step that asks.

    Args:
        page: the page.
        score: the equation of the scores, for instance `MMULT(TRANSPOSE(keys), query_t)`.
        value: what the block of values is called.
        source: how many steps can be looked at.
        features: how many features a value has.
        seen: what the columns of `seen` are called, if there are any.
        head: as above.
        cleared: as above.
    """
    p, sizes = f"{page.prefix}{head}", {"source": source, "feature": features}

    def band(quantity: str, equation: str) -> Block:
        block = page.band(
            quantity, name=f"{head}{quantity}_eq", key=f"{p}{quantity}", equation=equation,
            sizes=sizes,
        )  # fmt: skip
        page.book.name_columns(block, f"{p}{quantity}")
        return block

    visible = f"{p}score_t"
    band("score", score)
    if seen:
        far = f"{page.prefix}far_below"
        far = f"-{far}" if head else f"{visible} - {far}"
        band("masked_score", f"IF({seen} = 1, {visible}, {far})")
        visible = f"{p}masked_score_t"
    band("attention_exps", f"EXP({visible} - MAX({visible}))")
    share = f"{p}attention_exps_t/SUM({p}attention_exps_t)"
    band("attention", f"IF({seen} = 1, {share}, 0)" if seen and cleared else share)
    return band("context", f"MMULT({value}, {p}attention_t)")
