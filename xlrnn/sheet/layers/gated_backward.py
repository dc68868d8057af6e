"""What the backward passes of gated cells have in common; gradients run from right to left."""

from collections.abc import Callable, Mapping

from xlrnn.sheet import activations
from xlrnn.sheet.activations import Activation
from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.expression import Expression, inner, multiplied, total
from xlrnn.sheet.layers.gated import Cell, Gated
from xlrnn.sheet.time_page import TimePage

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
        given = self.left(last, name=name)
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
        f: Activation,
        y: Block,
    ) -> Block:
        """Undo a gate, da = d · f′(a), with the sums over time of its weights to its left.

        Args:
            quantity: the quantity it is.
            name: its name in the trace.
            weights: the gradients that are made of it, and what each is multiplied by.
            d: ∂L/∂ of the gate.
            f: its function.
            y: the gate.
        """
        return self.summed_over_time(
            quantity, name, weights, lambda k, t: multiplied(d[k, t], f.slope(y[k, t]))
        )

    def summed_over_time(
        self, quantity: str, name: str, weights: Mapping[str, Block | None], rule: Rule
    ) -> Block:
        """Write ∂L/∂a, and left of it Σ_t da · xᵀ of matrices and Σ_t da of biases.

        Args:
            quantity: the quantity it is.
            name: its name in the trace.
            weights: the gradients that are made of it, and what each is multiplied by; a bias
                by nothing.
            rule: the cells of ∂L/∂a.
        """
        for weight, by in weights.items():
            self.left(weight, rule=_over_time(lambda: da, by))
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

    def gradient_equations(self, weights: Mapping[str, str], block: str, columns: str) -> None:
        """Write the gradients of weights as matrix products, each over all steps at once.

        Args:
            weights: the name of each, and the block that is multiplied by; none of a bias.
            block: ∂L/∂a, all of it.
            columns: what its columns are called.
        """
        steps = range(1, self.steps + 1)
        for name, by in weights.items():
            bias = " + ".join(f"{columns}_{t}" for t in steps)
            text = f"MMULT({block}, TRANSPOSE({by}))" if by else bias
            # Not dW_xf_eq: LibreOffice reads _xf_ in a text as an encoded character.
            self.left(name, name=f"eq_{name}", equation=text)


def _over_time(da: Callable[[], Block], by: Block | None) -> Rule:
    """Return the cells of Σ_t da · xᵀ, or of Σ_t da."""
    if by is None:
        return lambda k, _: total(da()[k, :])
    return lambda k, j: inner(da()[k, :], by[j, :])
