"""Multi-head attention, as formulas: the equations of `nn.layers.multi_head_attention`."""

from typing import Any

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.sums import dot, summed
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.attention import attention, attention_equations, dot_score
from xlrnn.sheet.pages.time.page import TimePage

SCORE = "score_ts = q_t · k_s / √key_dim"


def multi_head_attention(
    page: TimePage,
    query: Source,
    value: Source,
    key: Source,
    *,
    heads: int,
    key_dim: int,
    value_dim: int,
    outputs: int,
    bias: bool,
    seen: Source | None = None,
    far: Block | None = None,
    cleared: bool = False,
) -> Block:
    """Write equations 1 to 5, head by head.

    Args:
        page: the page, with a column for each step that asks.
        query: what asks.
        value: what is looked up.
        key: by what it is found.
        heads: how many heads there are.
        key_dim: how many numbers a key has in each head.
        value_dim: how many a value has.
        outputs: how many features the output has.
        bias: whether there are biases.
        seen: 1 where a step may look, 0 where it may not.
        far: what hides a score; by default it is declared here.
        cleared: whether attention is 0 where a step may not look, also if it may look nowhere.
    """
    found = []
    if seen is not None and far is None:
        far = page.weights("far_below")
    for n in range(1, heads + 1):
        head = f"head_{n}_"
        parts = [
            _projected(page, name, x, head, units, bias=bias)  # 1
            for name, x, units in (
                ("k", key, key_dim),
                ("v", value, value_dim),
                ("q", query, key_dim),
            )
        ]
        k, v, q = parts
        score = dot_score(page, q, k, key_dim=key_dim)
        hidden: dict[str, Any] = {"seen": seen, "far": far, "cleared": cleared}
        found.append(attention(page, score, v, head=head, written=SCORE, **hidden))  # 2, 3, 4
    return _together(page, found, outputs, bias=bias)  # 5


def _projected(page: TimePage, name: str, x: Source, head: str, units: int, *, bias: bool) -> Block:
    """Write equation 1 for one of the three; what can be looked at stands on the left."""
    p, features = f"{page.prefix}{head}", x.shape[0]
    sizes = {"unit": units, "feature": features, "source": x.shape[1]}
    W = page.weights(f"W_{name}", name=f"{head}W_{name}", key=f"{p}W_{name}", sizes=sizes)
    b = None
    if bias:
        b = page.weights(f"b_{name}", name=f"{head}b_{name}", key=f"{p}b_{name}", sizes=sizes)

    def rule(i: int, t: int) -> Expression:
        product = dot(W[i, :], x[:, t])
        return product if b is None else product + b[i, 0]

    options: dict[str, Any] = {
        "name": f"{head}{name}",
        "key": f"{p}{name}",
        "rule": rule,
        "sizes": sizes,
    }
    if name == "q":
        return page.band("q", **options)
    block = page.weights(name, **options)
    page.next_row_of_weights()
    return block


def _together(page: TimePage, found: list[Block], outputs: int, *, bias: bool) -> Block:
    """Write equation 5: what all heads found, in one."""
    weights = []
    for n, context in enumerate(found, start=1):
        name, sizes = f"head_{n}_W_out", {"unit": context.shape[0], "feature": outputs}
        weights.append(page.weights("W_out", name=name, key=f"{page.prefix}{name}", sizes=sizes))
        page.next_row_of_weights()
    b = page.weights("b_out", sizes={"feature": outputs}) if bias else None

    def rule(i: int, t: int) -> Expression:
        pairs = zip(weights, found, strict=True)
        total = summed(dot(W[i, :], context[:, t]) for W, context in pairs)
        return total if b is None else total + b[i, 0]

    return page.band(
        "found", name="y", key=f"{page.prefix}y", rule=rule, sizes={"feature": outputs}
    )


def multi_head_attention_equations(
    page: TimePage,
    query: str,
    value: str,
    key: str,
    *,
    heads: int,
    key_dim: int,
    value_dim: int,
    outputs: int,
    source: int,
    bias: bool,
    seen: str = "",
    cleared: bool = False,
) -> Block:
    """Write the same as array formulas.

    Args:
        page: the page.
        query: what the columns of the queries are called.
        value: what the block of values is called.
        key: what the block of keys is called.
        heads: as above.
        key_dim: as above.
        value_dim: as above.
        outputs: as above.
        source: how many steps can be looked at.
        bias: as above.
        seen: what the columns of `seen` are called, if there are any.
        cleared: as above.
    """
    found = []
    for n in range(1, heads + 1):
        head = f"head_{n}_"
        p = f"{page.prefix}{head}"
        for name, x, units in (("k", key, key_dim), ("v", value, value_dim), ("q", query, key_dim)):
            options: dict[str, Any] = {
                "name": f"{head}{name}_eq", "key": f"{p}{name}",
                "equation": f"MMULT({p}W_{name}, {x})" + f" + {p}b_{name}" * bias,
                "sizes": {"unit": units, "source": source},
            }  # fmt: skip
            if name == "q":
                page.book.name_columns(page.band(name, **options), f"{p}q")
            else:
                page.weights(name, **options)
        score = f"MMULT(TRANSPOSE({p}k_eq), {p}q_t)/SQRT({key_dim})"
        attention_equations(page, score, f"{p}v_eq", source=source, features=value_dim,
                            seen=seen, head=head, cleared=cleared)  # fmt: skip
        found.append(f"MMULT({p}W_out, {p}context_t)")
    equation = " + ".join([*found, *[f"{page.prefix}b_out"] * bias])
    return page.band("found", name="y_eq", key=f"{page.prefix}y", equation=equation,
                     sizes={"feature": outputs})  # fmt: skip
