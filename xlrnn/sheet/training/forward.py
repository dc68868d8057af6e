"""The forward pass of an epoch, one step of the word after the other."""

from xlrnn.sheet.block import Block, Rule
from xlrnn.sheet.expression import Expression, dot, exp, largest, tanh, total
from xlrnn.sheet.sums import summed
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
            self.network.page.section(f"step {t + 1}: forward")
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

        return net.column("state_row", f"h_{t + 1}", net.units, rule)

    def _outputs(self, t: int) -> None:
        net, h = self.network, self.h[t]
        units = range(len(net.units))

        def declare(name: str, rule: Rule) -> Block:
            return net.column("letter_row", f"{name}_{t + 1}", net.letters, rule)

        logits = declare("logits", lambda e, k: summed(net.W_hy[k][e, i] * h[e, i] for i in units))
        exps = declare("exps", lambda e, k: exp(logits[e, k] - largest(logits[e, :])))
        p = declare("p", lambda e, k: exps[e, k] / total(exps[e, :]))
        self.logits.append(logits)
        self.exps.append(exps)
        self.p.append(p)
