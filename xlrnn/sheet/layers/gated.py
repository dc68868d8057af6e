"""What gated cells have in common: sums of products and biases, and functions that open them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlrnn.formula.block import Block
from xlrnn.formula.expression import Expression
from xlrnn.formula.sums import added, dot
from xlrnn.sheet.column import Source
from xlrnn.sheet.layers.masking import counted, otherwise
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.pages.time.page import TimePage

Cell = Callable[[int, int], Expression]


class Gated:
    """Writes the parts of a gated cell onto a page.

    Args:
        page: the page, with time running to the right.
        sizes: how many features, units and steps there are, where that is not as in the book.
        counts: which steps count; at the others states stand still.
        counts_name: what the columns of that are called in equations.
    """

    def __init__(
        self,
        page: TimePage,
        sizes: Mapping[str, int],
        counts: Source | None = None,
        counts_name: str = "",
    ) -> None:
        self.page, self.sizes = page, sizes
        self.counts, self.counts_name = counts, counts_name

    # Step by step.

    def band(self, quantity: str, symbol: str = "", **options: Any) -> Block:
        """Declare a band; its name in the trace may be another, as `h` of the quantity `state`."""
        key = f"{self.page.prefix}{symbol or quantity}"
        return self.page.band(
            quantity, name=symbol or quantity, key=key, sizes=self.sizes, **options
        )

    def after(self, quantity: str, symbol: str = "", **options: Any) -> Block:
        """Declare what stands after the last step of the next band, such as sums over time."""
        key = f"{self.page.prefix}{symbol or quantity}"
        options = {"name": symbol or quantity, "key": key, **options}
        return self.page.after(quantity, sizes=self.sizes, **options)

    def before(self, quantity: str, symbol: str, first: str, state: Cell) -> Block:
        """Write the state before each step: the first is given, then that of the column before.

        Args:
            quantity: the quantity it is.
            symbol: its name in the trace.
            first: the quantity that is given.
            state: the state of each step, which is declared further down.
        """
        given = self.page.weights(first, sizes=self.sizes)
        return self.band(quantity, symbol, rule=lambda k, t: state(k, t - 1) if t else given[k, 0])

    def summed(
        self,
        quantity: str,
        symbol: str,
        written: str,
        products: Sequence[tuple[str, Source, str]],
        biases: Sequence[str],
        more: tuple[str, Cell] | None = None,
    ) -> Block:
        """Write W_x · x_t + W_h · h_(t−1) + b, with the weights to its left.

        Args:
            quantity: the quantity that the sum is.
            symbol: its name in the trace.
            written: what a textbook calls it.
            products: each matrix, what it is multiplied by, and how a textbook writes that.
            biases: what is added.
            more: one more term, as a textbook writes it and of each cell.
        """
        factors = [(self.page.weights(name, sizes=self.sizes), by) for name, by, _ in products]
        offsets = [self.page.weights(name, sizes=self.sizes) for name in biases]

        def rule(k: int, t: int) -> Expression:
            terms = [dot(W[k, :], by[:, t]) for W, by in factors]
            terms += [b[k, 0] for b in offsets]
            return added(*terms, *([more[1](k, t)] if more else []))

        parts = [f"{name} · {by}" for name, _, by in products] + list(biases)
        parts += [more[0]] if more else []
        return self.band(quantity, symbol, rule=rule, notation=f"{written} = {' + '.join(parts)}")

    def gate(
        self,
        name: str,
        letter: str,
        f: ActivationFormula,
        x: Source,
        h_prev: Block,
        biases: Sequence[str],
    ) -> Block:
        """Write one part whole: the sum a_{letter}, and what f makes of it.

        Args:
            name: its name in the trace, as `forget`.
            letter: what a textbook calls it, as `f`.
            f: its function.
            x: the inputs.
            h_prev: the state before each step.
            biases: what is added.
        """
        products = [(f"W_x{letter}", x, "x_t"), (f"W_h{letter}", h_prev, "h_(t−1)")]
        a = self.summed(f"a_{name}", f"a_{name}", f"a_{letter}", products, biases)
        return self.opened(name, name, letter, f, a)

    def opened(
        self, quantity: str, symbol: str, letter: str, f: ActivationFormula, a: Block
    ) -> Block:
        """Write f(a): σ of a gate, tanh of a candidate, or what was chosen in its place."""
        return self.band(
            quantity,
            symbol,
            rule=lambda k, t: f.cell(a[k, t]),
            notation=f"{letter}_t = {applied(f, f'a_{letter}')}",
        )

    def state(self, rule: Cell, notation: str) -> Block:
        """Write h_t, with arrows to the next step under it."""
        last = self.sizes.get("step", self.page.steps)
        return self.band(
            "state",
            "h",
            rule=rule,
            notation=notation + otherwise("h", self.counts),
            footer=lambda t: f"h_{t + 1} ↗" if t + 1 < last else "",
        )

    def held(self, t: int, new: Expression, before: Expression) -> Expression:
        """Return the new state where step t counts, the one before where it is left out."""
        return new if self.counts is None else counted(self.counts, t, new, before)

    # As equations.

    def held_equation(self, new: str, before: str) -> str:
        """Return the same in an equation."""
        return f"IF({self.counts_name}_t = 1, {new}, {before})" if self.counts_name else new

    def equation(
        self, quantity: str, symbol: str, columns: str, text: str, notation: str = ""
    ) -> Block:
        """Declare a band of array formulas, one a step, and give its columns names.

        Args:
            quantity: the quantity it shows.
            symbol: its name in the trace; the block's own is the same with `_eq`.
            columns: what its columns are called: `i` makes i_1, i_2 and so on.
            text: the equation; the prefix of the page stands before all names in it already.
            notation: the same as a textbook writes it.
        """
        page = self.page
        block = page.band(
            quantity,
            name=f"{symbol}_eq",
            key=f"{page.prefix}{symbol}",
            sizes=self.sizes,
            equation=text,
            notation=notation,
        )
        page.book.name_columns(block, f"{page.prefix}{columns}")
        return block

    def gate_equation(
        self, name: str, letter: str, f: ActivationFormula, x: str, biases: Sequence[str]
    ) -> Block:
        """Write one part whole, the sum and what f makes of it, as one array formula a step.

        Args:
            name: its name in the trace, as `forget`.
            letter: what a textbook calls it, as `f`.
            f: its function.
            x: what the columns of the inputs are called.
            biases: what is added.
        """
        p = self.page.prefix
        a = f"MMULT({p}W_x{letter}, {x}_t) + MMULT({p}W_h{letter}, {p}h_(t-1))"
        a += "".join(f" + {p}{bias}" for bias in biases)
        written = " + ".join((f"W_x{letter} · x_t", f"W_h{letter} · h_(t−1)", *biases))
        return self.equation(name, name, letter, f.array(a), f"{letter}_t = {applied(f, written)}")


def applied(f: ActivationFormula, a: str) -> str:
    """Return how a textbook writes f(a); the identity has no name."""
    return f"{f.symbol}({a})" if f.symbol else a
