"""The forward pass of an epoch, one step of the word after the other."""

from xlrnn.formula.block import Block, Rule
from xlrnn.formula.expression import Expression
from xlrnn.formula.functions import exp, max_, sum_, tanh
from xlrnn.formula.sums import dot, summed
from xlrnn.sheet.training.network import EpochNetwork


class Forward:
    """Writes states, outputs and probabilities of every step.

    Args:
        network: the network; the weights of the epoch stand already.
    """

    def __init__(self, network: EpochNetwork) -> None:
        self.network = network
        self.h: list[Block] = []
        self.logits: list[Block] = []
        self.exps: list[Block] = []
        self.p: list[Block] = []

    def write(self) -> None:
        """Write all steps."""
        for t in range(self.network.steps):
            self.network.page.section(f"forward at t = {t + 1}")
            self.h.append(self._states(t))
            self._outputs(t)

    def before(self, e: int, i: int, t: int) -> Expression:
        """Return the state before a step."""
        return self.h[t - 1][e, i] if t else self.network.start.h_0[i, 0]

    def _states(self, t: int) -> Block:
        net = self.network

        def rule(e: int, i: int) -> Expression:
            remembered = summed(
                net.recurrent(e, i, j) * self.before(e, j, t) for j in net.sources(i)
            )
            bias = net.b_h[0][e, 0 if net.tied else i]
            return tanh(dot(net.W_xh[i][e, :], net.start.x[:, t]) + remembered + bias)

        inside = f"W_xh · x_{t + 1} + {net.W_hh.name} · h_{t} + b_h"
        notation = f"h_{t + 1} = tanh({inside})"
        return net.column("state_row", f"h_{t + 1}", net.units, rule, notation).showing("h", step=t)

    def _outputs(self, t: int) -> None:
        net, h = self.network, self.h[t]
        units = range(len(net.units))

        def declare(of: str, rule: Rule, notation: str) -> Block:
            name = f"{of}_{t + 1}"
            row = net.column("letter_row", name, net.letters, rule, f"{name} = {notation}")
            return row.showing(of, step=t)

        y, e_y = f"logits_{t + 1}", f"exps_{t + 1}"
        logits = declare(
            "logits",
            lambda e, k: summed(net.W_hy[k][e, i] * h[e, i] for i in units),
            f"W_hy · h_{t + 1}",
        )
        exps = declare(
            "exps", lambda e, k: exp(logits[e, k] - max_(logits[e, :])), f"e^({y} − max({y}))"
        )
        p = declare("p", lambda e, k: exps[e, k] / sum_(exps[e, :]), f"{e_y} / Σ {e_y}")
        self.logits.append(logits)
        self.exps.append(exps)
        self.p.append(p)
