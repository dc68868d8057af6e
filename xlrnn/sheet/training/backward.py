"""The way back of an epoch, from the last step to the first, and the gradient of each weight."""

from collections.abc import Callable
from typing import Final

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import sum_
from xlrnn.formula.sums import summed
from xlrnn.sheet.training.forward import Forward
from xlrnn.sheet.training.network import EpochNetwork

# The gradient of each weight as a textbook writes it; b_hh is a bias that all units share.
WRITTEN: Final = {
    "W_xh": "Σ_t da_t · x_tᵀ",
    "W_hh": "Σ_t da_t · h_(t−1)ᵀ",
    "w_hh": "Σ_t Σ da_t · h_(t−1)",
    "b_h": "Σ_t da_t",
    "b_hh": "Σ_t Σ da_t",
    "W_hy": "Σ_t dlogits_t · h_tᵀ",
}


class Backward:
    """Writes what each number of the forward pass has to do with the loss.

    Args:
        network: the network.
        forward: its forward pass.
    """

    def __init__(self, network: EpochNetwork, forward: Forward) -> None:
        self.network, self.forward = network, forward
        self.dlogits: dict[int, Block] = {}
        self.dh: dict[int, Block] = {}
        self.da: dict[int, Block] = {}

    def write(self) -> None:
        """Write all steps, the last first, and what they add up to."""
        net = self.network
        for t in reversed(range(net.steps)):
            net.page.section(f"back at t = {t + 1}")
            step = t + 1
            error = f"dlogits_{step} = p_{step} − y_true_{step}"
            self.dlogits[t] = net.column(
                "letter_gradient_row", f"dlogits_{step}", net.letters, self._error_rule(t), error
            ).showing("dlogits", step=t)
            blame = f"dh_{step} = W_hyᵀ · dlogits_{step}{self._future(step)}"
            dh = net.column(
                "state_gradient_row", f"dh_{step}", net.units, self._blame_rule(t), blame
            ).showing("dh", step=t)
            self.dh[t] = dh
            through = f"da_{step} = dh_{step} · (1 − h_{step}²)"
            rule = _through_tanh(dh, self.forward.h[t])
            da = net.column("state_gradient_row", f"da_{step}", net.units, rule, through)
            self.da[t] = da.showing("da", step=t)
        self._gradients()

    def _error_rule(self, t: int) -> Rule:
        return lambda e, k: self.forward.p[t][e, k] - self.network.start.y_true[k, t]

    def _blame_rule(self, t: int) -> Rule:
        net = self.network

        def rule(e: int, i: int) -> Expression:
            letters = range(len(net.letters))
            from_output = summed(net.W_hy[k][e, i] * self.dlogits[t][e, k] for k in letters)
            if t + 1 == net.steps:
                return from_output
            after = self.da[t + 1]
            return from_output + summed(
                net.recurrent(e, j, i) * after[e, j] for j in net.sources(i)
            )

        return rule

    def _future(self, step: int) -> str:
        """Return what comes back from the next step, as a textbook writes it."""
        if step == self.network.steps:
            return ""
        return f" + {'w_hh' if self.network.tied else 'W_hhᵀ'} · da_{step + 1}"

    def _gradients(self) -> None:
        net = self.network
        net.page.section("gradients, all steps added up")
        rules: dict[str, Callable[[int], Rule]] = {
            "W_xh": lambda row: self._products_over_steps(self.da, row, self._input),
            "W_hy": lambda row: self._products_over_steps(self.dlogits, row, self._state),
            "W_hh": lambda row: self._products_over_steps(self.da, row, self.forward.before),
            "w_hh": lambda _: self._shared_gradient,
            "b_h": lambda _: self._bias_gradient,
        }
        for weight in net.weights:
            for row in range(weight.height):
                name, rule = weight.row_name(row, "d"), rules[weight.name](row)
                written = WRITTEN["b_hh" if weight.lies and net.tied else weight.name]
                if weight.height > 1:
                    written = f"row {row + 1} of {written}"
                gradient = net.column("gradient_row", name, weight.labels, rule, written)
                weight.gradients.append(gradient.showing(f"d{weight.name}", row=row))

    def _over_steps(self, of: Callable[[int], Expression]) -> Expression:
        return summed(of(t) for t in range(self.network.steps))

    def _products_over_steps(
        self, errors: dict[int, Block], row: int, source: Callable[[int, int, int], Expression]
    ) -> Rule:
        """Return Σ_t error_t[row] · source_t[k], the gradient of one row of a matrix."""
        return lambda e, k: self._over_steps(lambda t: errors[t][e, row] * source(e, k, t))

    def _input(self, _: int, k: int, t: int) -> Expression:
        return self.network.start.x[k, t]

    def _state(self, e: int, i: int, t: int) -> Expression:
        return self.forward.h[t][e, i]

    def _shared_gradient(self, e: int, _: int) -> Expression:
        units = range(len(self.network.units))
        return self._over_steps(
            lambda t: summed(self.da[t][e, i] * self.forward.before(e, i, t) for i in units)
        )

    def _bias_gradient(self, e: int, i: int) -> Expression:
        if self.network.tied:
            return self._over_steps(lambda t: sum_(self.da[t][e, :]))
        return self._over_steps(lambda t: self.da[t][e, i].as_operand())


def _through_tanh(dh: Block, h: Block) -> Rule:
    return lambda e, i: dh[e, i] * (1 - h[e, i] * h[e, i])
