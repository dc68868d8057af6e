"""What a state says about the state before: one factor a step, as formulas, and their product.

s is all that a layer hands on: h of a SimpleRNN or a GRU, (h, c) of an LSTM.

1. J_t = ∂s_t/∂s_(t−1)                              the factor of each step
2. ∂s_T/∂s_(t−1) = ∂s_T/∂s_t · J_t                  their product, from right to left
3. ‖A‖ = m · √(Σ (a/m)²), m the largest |a|         its size; squares of 1E-200 would be lost
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression, Operand
from xlrnn.formula.functions import greater, max_, min_, sign, sqrt, sum_, sumproduct, where
from xlrnn.sheet.pages.time.page import TimePage

Factor = Callable[[int, int, int], Operand]
"""Row, column and step of a factor, counted from 0."""

# Equation 1 of each network, row i and column j of it.
WRITTEN: Final = {
    "rnn": "∂h_t[i]/∂h_(t−1)[j] = (1 − h_t[i]²) · W_hh[i, j]",
    # y′ is the slope of the function that gives y.
    "lstm": "∂c_t = f_t by c, c_(t−1) · f′ · W_hf + g_t · i′ · W_hi + i_t · g′ · W_hg by h; "
    "∂h_t = tanh(c_t) · o′ · W_ho by h + o_t · tanh′ · ∂c_t",
    "gru": "∂h_t = z_t where i = j, + (h_(t−1) − g_t) · z′ · W_hz + "
    "(1 − z_t) · g′ · (r_t · W_hg + q_t · r′ · W_hr)",
}


def simple_rnn_factor(h: Block, W_hh: Block) -> Factor:
    """Return equation 1 of a SimpleRNN: J_t = (1 − h_t²) · W_hh."""
    return lambda i, j, t: (1 - h[i, t] * h[i, t]) * W_hh[i, j].pinned()


def lstm_factor(page: TimePage, recurrent: dict[str, Block], c_prev: Block) -> Factor:
    """Return equation 1 of an LSTM, of the units' h first and then of their c.

    ∂c_t/∂c_(t−1) = f, and ∂c_t/∂h_(t−1) through the gates i, f and the candidate g;
    ∂h_t = tanh(c_t) · ∂o + o · (1 − tanh²(c_t)) · ∂c_t.

    Args:
        page: the page, on which the states stand.
        recurrent: W_h of each gate.
        c_prev: the cell state before each step.
    """
    book, units = page.book, page.book.sizes["unit"]
    i, f, g, o, shown = (
        book[f"{page.prefix}{name}"]
        for name in ("input", "forget", "candidate", "output", "tanh_cell")
    )

    def memory_by_state(k: int, j: int, t: int) -> Expression:
        return (
            c_prev[k, t] * f[k, t] * (1 - f[k, t]) * recurrent["f"][k, j].pinned()
            + g[k, t] * i[k, t] * (1 - i[k, t]) * recurrent["i"][k, j].pinned()
            + i[k, t] * (1 - g[k, t] * g[k, t]) * recurrent["g"][k, j].pinned()
        )

    def factor(row: int, column: int, t: int) -> Operand:
        k, j = row % units, column % units
        from_memory = column >= units
        if from_memory and k != j:
            return 0
        inner = f[k, t] if from_memory else memory_by_state(k, j, t)
        if row >= units:
            return inner
        outer = o[k, t] * (1 - shown[k, t] * shown[k, t])
        if from_memory:
            return outer * inner
        gate = shown[k, t] * o[k, t] * (1 - o[k, t]) * recurrent["o"][k, j].pinned()
        return gate + outer * inner

    return factor


def gru_factor(page: TimePage, recurrent: dict[str, Block], h_prev: Block) -> Factor:
    """Return equation 1 of a GRU: kept, through the update gate, through the candidate.

    ∂h_t = z + (h_(t−1) − g) · ∂z + (1 − z) · (1 − g²) · (r · W_hg + q · ∂r), where
    q = W_hg · h_(t−1) + b_hg.
    """
    book = page.book
    z, r, g, q = (
        book[f"{page.prefix}{name}"] for name in ("update", "reset", "candidate", "recalled")
    )

    def factor(k: int, j: int, t: int) -> Operand:
        opened = z[k, t] * (1 - z[k, t]) * recurrent["z"][k, j].pinned()
        looked = q[k, t] * r[k, t] * (1 - r[k, t]) * recurrent["r"][k, j].pinned()
        proposed = (1 - g[k, t] * g[k, t]) * (r[k, t] * recurrent["g"][k, j].pinned() + looked)
        through = (h_prev[k, t] - g[k, t]) * opened + (1 - z[k, t]) * proposed
        return z[k, t] + through if k == j else through

    return factor


def factors(page: TimePage, factor: Factor, states: Sequence[str], written: str) -> Block:
    """Write the factor of every step, a row for each of its numbers.

    Args:
        page: the page.
        factor: equation 1.
        states: what each number of the state is called.
        written: equation 1 as a textbook writes it.
    """
    size = len(states)
    return page.band(
        "jacobian",
        notation=written,
        sizes={"row": size * size},
        labels=tuple(f"∂{to} / ∂{of}" for to in states for of in states),
        rule=lambda row, t: factor(row // size, row % size, t),
    )


def product(page: TimePage, jacobian: Block, states: Sequence[str]) -> list[Block]:
    """Write the product of all factors from each step to the last, a block for each number of s_T.

    Args:
        page: the page.
        jacobian: the factors.
        states: what each number of the state is called.
    """
    size, last = len(states), page.steps - 1
    units = page.book.sizes["unit"]
    blocks: dict[tuple[int, int], Block] = {}

    def rule(to: int, of: int, t: int) -> Operand:
        if t == last:
            return jacobian[to * size + of, t]
        terms = (
            blocks[to, m // units][m % units, t + 1] * jacobian[m * size + of, t]
            for m in range(size)
        )
        return reduce(add, terms)

    for to, name in enumerate(states):
        for part in range(size // units):
            key = felt_by(page.prefix, name, "hc"[part])
            first = part * units
            blocks[to, part] = page.band(
                "felt",
                name=key.removeprefix(page.prefix),
                key=key,
                labels=tuple(f"∂{name} / ∂{of}" for of in states[first : first + units]),
                rule=lambda j, t, to=to, first=first: rule(to, first + j, t),
                below=bool(blocks),
                vanishing=True,
            )
    return list(blocks.values())


def felt_by(prefix: str, state: str, part: str) -> str:
    """Return what the block of one number of s_T is called, by h_(t−1) or by c_(t−1)."""
    return f"{prefix}{state}_by_{part}"


def size_of_product(page: TimePage, blocks: Sequence[Block], of: str = "felt") -> Block:
    """Write equation 3 of what stands in a column of these blocks."""
    most = page.band(
        f"{of}_largest",
        rule=lambda _, t: max_(*(part for b in blocks for part in (max_(b[:, t]), -min_(b[:, t])))),
        vanishing=True,
    )

    def norm(_: int, t: int) -> Expression:
        parts = (b[:, t] / most[0, t] for b in blocks)
        squares = sum_(*(sumproduct(part, part) for part in parts))
        # Not = 0: some programs take 1E-40 for that.
        return where(greater(sign(most[0, t]), 0), most[0, t] * sqrt(squares), 0)

    size = page.band(f"{of}_norm", rule=norm, array=True, vanishing=True)
    for block in blocks:
        block.measure = size
    return size


def memory_path(page: TimePage, f: Block) -> Block:
    """Write what the last cell state feels of the one before each step, if nothing else counted."""
    last = page.steps - 1
    path: Block = page.band(
        "memory_path",
        rule=lambda k, t: f[k, t] if t == last else path[k, t + 1] * f[k, t],
        vanishing=True,
    )
    return path
