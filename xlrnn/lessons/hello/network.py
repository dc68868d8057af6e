"""The article's network in NumPy, with every intermediate as it stands on the sheet."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlrnn.lessons.common.lesson import texts
from xlrnn.lessons.common.plan import Arrays
from xlrnn.nn import Dense, SimpleRNN, one_hot, predicted, softmax
from xlrnn.nn.core.arriving import recording
from xlrnn.nn.losses import CategoricalCrossentropy

Array = NDArray[Any]
EXACT: dict[str, Any] = {"dtype": "float64"}
# The weights are given: none are drawn first.
_UNDRAWN = {"kernel_initializer": "zeros", "recurrent_initializer": "zeros"}


class HelloNetwork:
    """One-hot letters → SimpleRNN → Dense → softmax, in float64.

    On the sheet time runs to the right, so its arrays are those of the layers transposed.

    Args:
        inputs: letters and weights, oriented as on the sheet.
        tied: whether all units share one recurrent weight and one bias.
    """

    def __init__(self, inputs: Arrays, *, tied: bool) -> None:
        self.inputs, self.tied = inputs, tied
        self.vocabulary = [str(letter) for letter in inputs["vocabulary"][:, 0]]
        self.recurrent = "w_hh" if tied else "W_hh"
        weights = [inputs["W_xh"].T, inputs[self.recurrent].T, inputs["b_h"][:, 0]]
        units = len(inputs["W_xh"])
        self.rnn = SimpleRNN(
            units, tied=tied, weights=weights, return_sequences=True, **_UNDRAWN, **EXACT
        )
        self.output = Dense(
            len(self.vocabulary), use_bias=False, weights=[inputs["W_hy"].T], **EXACT
        )

    def forward(self) -> dict[str, Array]:
        """Return what the article's steps calculate, each by its key."""
        x = one_hot([str(letter) for letter in self.inputs["letter"][0]], self.vocabulary)
        self.output(self.rnn(x[None], initial_state=self.inputs["h_0"].T))
        states = {name: self.rnn.trace().sample(0)[name] for name in ("a_x", "h_prev", "a_h", "h")}
        logits = self.output.trace().sample(0)["logits"]
        chances = softmax(logits)
        self.p = chances["p"]
        steps = {"x": x, **states, "logits": logits, **chances}
        likeliest = texts(predicted(self.p, self.vocabulary)).T
        return {name: array.T for name, array in steps.items()} | {"predicted": likeliest}

    def judge(self) -> dict[str, Array]:
        """Return the targets and the loss of what `forward` expected."""
        letters = [*self.inputs["letter"][0, 1:], self.inputs["last_letter"][0, 0]]
        target = [str(letter) for letter in letters]
        self.y_true = one_hot(target, self.vocabulary)
        with np.errstate(divide="ignore"):
            loss = -np.log((self.y_true * self.p).sum(axis=1, keepdims=True))
        return {
            "target": texts(target).T,
            "y_true": self.y_true.T,
            "loss": loss.T,
            "total_loss": loss.sum(keepdims=True),
        }

    def backward(self) -> dict[str, Array]:
        """Return every gradient: of each step and, of the weights, combined."""
        dlogits = CategoricalCrossentropy().fused_gradient(self.y_true, self.p)
        self.output.needs_input_gradient = True
        dh_out = self.output.backward_from_logits(dlogits[None])
        assert dh_out is not None
        with recording():
            self.rnn.backward(dh_out)
        steps = self.rnn.gradient_trace().sample(0)
        states = {name: steps[name].T for name in ("dh_next", "dh", "da")}
        matrices = {
            "dW_hy": self.output.gradient_trace().sample(0)["dW_hy"],
            "dW_xh": steps["dW_xh"],
            f"d{self.recurrent}": steps["dW_hh"],
        }
        found = {"dlogits": dlogits.T, "dh_out": dh_out[0].T.copy(), **states, **_by_step(matrices)}
        bias = steps["db_h"]
        found["db_h"] = bias.sum(axis=0)[:, None]
        return found | ({"db_h_step": bias.T} if self.tied else {})


def _by_step(gradients: Mapping[str, Array]) -> dict[str, Array]:
    """Return each gradient summed over the steps, and with a row for each weight.

    The layers' matrices lead from rows to columns, those on the sheet from columns to rows.
    """
    found = {}
    for name, steps in gradients.items():
        turned = steps.swapaxes(1, 2)
        found[name] = turned.sum(axis=0)
        found[f"{name}_step"] = turned.reshape(len(turned), -1).T
    return found
