"""What the backward passes of gated cells have in common; gradients run from right to left."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import sum_
from xlrnn.formula.sums import inner, multiplied
from xlrnn.sheet.layers.gated import Cell, Gated
from xlrnn.sheet.maths import activations
from xlrnn.sheet.maths.activations import ActivationFormula
from xlrnn.sheet.pages.time.page import TimePage

NONE: Final[Mapping[str, str]] = {}
SIGMOID, TANH = activations.get("sigmoid"), activations.get("tanh")


class GatedBackward(Gated):
    """Writes the backward pass of a gated cell onto a page of its own.

    Args:
        page: the page; its prefix is that of the forward pass.
        sizes: how many features, units and steps there are, where that is not as in the book.
    """

    def __init__(self, page: TimePage, sizes: Mapping[str, int]) -> None:
        super().__init__(page, sizes)
        self.steps = sizes.get("step", page.steps)

    def seen(self, *symbols: str) -> list[Block]:
        """Return blocks of the forward pass, by their names in the trace."""
        return [self.page.book[f"{self.page.prefix}{symbol}"] for symbol in symbols]

    # Step by step.

    def later(self, quantity: str, symbol: str, last: str, back: Cell) -> Block:
        """Write what each step gets from the one after it: what the column to the right hands back.

        Args:
            quantity: the quantity it is.
            symbol: its name in the trace.
            last: the quantity that the last step gets; its block is called as what is handed
                back is, with the number of the step that is not there any more.
            back: what each step hands back, which is declared further down.
        """
        name = f"{last.removesuffix('_last')}_back_{self.steps + 1}"
        given = self.after(last, name=name)
        return self.band(
            quantity,
            symbol,
            rule=lambda k, t: back(k, t + 1) if t + 1 < self.steps else given[k, 0],
        )

    def state_gradient(self, dh_out: Block, back: Cell) -> Block:
        """Write dh: what comes from the loss and what comes from the future.

        Args:
            dh_out: what comes from the loss.
            back: what each step hands back to the one before.
        """
        dh_next = self.later("dh_later", "dh_next", "dh_last", back)
        return self.band("dh_state", "dh", rule=lambda k, t: dh_out[k, t] + dh_next[k, t])

    def closed(
        self,
        quantity: str,
        name: str,
        weights: Mapping[str, Block | None],
        d: Block,
        f: ActivationFormula,
        y: Block,
        written: Mapping[str, str] = NONE,
    ) -> Block:
        """Undo a gate, da = d · f′(a), with the sums over time of its weights after it.

        Args:
            quantity: the quantity it is.
            name: its name in the trace.
            weights: the gradients that are made of it, and what each is multiplied by.
            d: ∂L/∂ of the gate.
            f: its function.
            y: the gate.
            written: as of `summed_over_time`.
        """
        return self.summed_over_time(
            quantity, name, weights, lambda k, t: multiplied(d[k, t], f.slope(y[k, t])), written
        )

    def closed_gate(
        self, name: str, letter: str, d: Block, f: ActivationFormula, biases: Sequence[str]
    ) -> Block:
        """Undo a gate that has weights for the inputs and for the state before.

        Args:
            name: its name in the trace, as `forget`.
            letter: what a textbook calls it, as `f`.
            d: ∂L/∂ of the gate.
            f: its function.
            biases: its biases.
        """
        y, x, h_prev = self.seen(name, "x", "h_prev")
        weights: dict[str, Block | None] = {f"dW_x{letter}": x, f"dW_h{letter}": h_prev}
        weights |= {f"d{bias}": None for bias in biases}
        return self.closed(f"da_{name}", f"da_{name}", weights, d, f, y)

    def summed_over_time(
        self,
        quantity: str,
        name: str,
        weights: Mapping[str, Block | None],
        rule: Rule,
        written: Mapping[str, str] = NONE,
    ) -> Block:
        """Write ∂L/∂a, and after it Σ_t da · xᵀ of matrices and Σ_t da of biases.

        Args:
            quantity: the quantity it is.
            name: its name in the trace.
            weights: the gradients that are made of it, and what each is multiplied by; a bias
                by nothing.
            rule: the cells of ∂L/∂a.
            written: the gradients that a textbook writes otherwise than the table of names.
        """
        for weight, by in weights.items():
            rule_of_weight = _over_time(lambda: da, by)
            self.after(weight, rule=rule_of_weight, notation=written.get(weight, ""))
        da = self.band(quantity, name, rule=rule)
        return da

    def handed_back(self, *products: tuple[str, Block]) -> Cell:
        """Return the cells of Wᵀ · da, summed over several matrices.

        Args:
            *products: the name of a matrix, and what is multiplied by its transpose.
        """
        pairs = [(self.page.book[f"{self.page.prefix}{name}"], da) for name, da in products]

        def cell(k: int, t: int) -> Expression:
            first, *others = (inner(W[:, k], da[:, t]) for W, da in pairs)
            return sum(others, start=first)

        return cell

    def kept(self, quantity: str, gate: Block) -> Block:
        """Write how much is left at the end of what was there before each step.

        Args:
            quantity: the quantity it is.
            gate: the gate that says how much of it each step keeps.
        """
        last = self.steps - 1
        kept: Block = self.band(
            quantity,
            "kept",
            rule=lambda k, t: gate[k, t] * kept[k, t + 1] if t < last else gate[k, t],
        )
        return kept

    # As equations.

    def closed_gate_equation(
        self, name: str, letter: str, f: ActivationFormula, biases: Sequence[str]
    ) -> None:
        """Write the same as array formulas; arguments as of `closed_gate`."""
        p = self.page.prefix
        weights = {f"dW_x{letter}": f"{p}x", f"dW_h{letter}": f"{p}h_prev"}
        weights |= {f"d{bias}": "" for bias in biases}
        self.gradient_equations(weights, f"{p}da_{name}_eq", f"{p}da_{letter}")
        text = f"{p}d{letter}_t*{f.array_slope(f'{p}{letter}_t')}"
        self.equation(f"da_{name}", f"da_{name}", f"da_{letter}", text)

    def handed_back_equation(self, matrix: str, letters: str) -> str:
        """Return Wᵀ · da, summed over the matrices of several gates, as an array formula."""
        p = self.page.prefix
        return " + ".join(f"MMULT(TRANSPOSE({p}{matrix}{g}), {p}da_{g}_t)" for g in letters)

    def gradient_equations(
        self,
        weights: Mapping[str, str],
        block: str,
        columns: str,
        written: Mapping[str, str] = NONE,
    ) -> None:
        """Write the gradients of weights as matrix products, each over all steps at once.

        Args:
            weights: the name of each, and the block that is multiplied by; none of a bias.
            block: ∂L/∂a, all of it.
            columns: what its columns are called.
            written: as of `summed_over_time`.
        """
        steps = range(1, self.steps + 1)
        for name, by in weights.items():
            bias = " + ".join(f"{columns}_{t}" for t in steps)
            text = f"MMULT({block}, TRANSPOSE({by}))" if by else bias
            # Not dW_xf_eq: LibreOffice reads _xf_ in a text as an encoded character.
            self.after(name, name=f"eq_{name}", equation=text, notation=written.get(name, ""))


def _over_time(da: Callable[[], Block], by: Block | None) -> Rule:
    """Return the cells of Σ_t da · xᵀ, or of Σ_t da."""
    if by is None:
        return lambda k, _: sum_(da()[k, :])
    return lambda k, j: inner(da()[k, :], by[j, :])
