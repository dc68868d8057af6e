"""Two simple recurrent layers, one on the other, and softmax at every step; a row for each step.

Weights are transposed, parts of sums stand apart, and softmax takes nothing off before.
"""

import math

from tests.verify.foreign.laid_out import Manner, Page
from tests.verify.foreign.loops import plus, rnn, softmax, times, transposed

W_1, U_1, B_1 = [[0.5, -0.6], [0.7, 0.8]], [[0.1, -0.2], [0.3, 0.4]], [0.05, -0.06]
W_2, U_2, B_2 = [[0.9, -1.0]], [[0.35]], [0.15]
W_Y, B_Y = [[1.1], [-1.2], [1.3]], [0.01, -0.02, 0.03]
X = [[1.0, 2.0], [-0.5, 0.25], [0.75, -1.5]]


def page():
    """Return the sheet: weights in rows 2 to 7, steps from row 10 on."""
    sheet = Page()
    sheet.numbers("B2", transposed(W_1))
    sheet.numbers("B4", transposed(U_1))
    sheet.numbers("B6", [B_1])
    sheet.numbers("E2", transposed(W_2))
    sheet.numbers("E4", U_2)
    sheet.numbers("E6", [B_2])
    sheet.numbers("G2", transposed(W_Y))
    sheet.numbers("G6", [B_Y])
    low = rnn(X, W_1, U_1, B_1, [0.0, 0.0])
    high = rnn([own["h"] for own in low], W_2, U_2, B_2, [0.0])
    sheet.numbers("B10", X)
    for row, one, two in zip((10, 11, 12), low, high, strict=True):
        texts = [f"=B{row}*{c}$2+C{row}*{c}$3" for c in "BC"]
        sheet.formulas(f"E{row}", [texts], [times(W_1, one["x"])])
        last = (
            [f"=H{row - 1}*{c}$4+I{row - 1}*{c}$5+{c}$6" for c in "BC"]
            if row > 10
            else ["=B$6", "=C$6"]
        )
        states = [f"=TANH(E{row}+({text[1:]}))" for text in last]
        states[1] = states[1].replace("TANH(E", "TANH(F")
        sheet.formulas(f"H{row}", [states], [one["h"]])
        before = f"+L{row - 1}*$E$4" if row > 10 else ""
        sheet.formulas(f"L{row}", [[f"=TANH(H{row}*$E$2+I{row}*$E$3{before}+$E$6)"]], [two["h"]])
        logits = plus(times(W_Y, two["h"]), B_Y)
        sheet.formulas(f"N{row}", [[f"=$L{row}*{c}$2+{c}$6" for c in "GHI"]], [logits])
        exps = [math.exp(a) for a in logits]
        sheet.formulas(f"R{row}", [[f"=EXP({c}{row})" for c in "NOP"]], [exps])
        sheet.formulas(f"U{row}", [[f"=SUM(R{row}:T{row})"]], [[sum(exps)]])
        sheet.formulas(f"W{row}", [[f"={c}{row}/$U{row}" for c in "RST"]], [softmax(logits)])
    return sheet


MAP = """
schema = "xlrnn/map/2"
sheet = "deep"

[input]
x = { range = "B10:C12", transposed = true }

[[layer]]
kind = "rnn"
name = "low"
[layer.given]
W_xh = { range = "B2:C3", transposed = true }
W_hh = { range = "B4:C5", transposed = true }
b_h = "B6:C6"
[layer.calculated]
a_x = { range = "E10:F12", transposed = true }
h = { range = "H10:I12", transposed = true }

[[layer]]
kind = "rnn"
name = "high"
[layer.given]
W_xh = { range = "E2:E3", transposed = true }
W_hh = "E4"
b_h = "E6"
[layer.calculated]
h = { range = "L10:L12", transposed = true }

[[layer]]
kind = "dense"
name = "out"
activation = "softmax"
subtract_max = false
[layer.given]
W = { range = "G2:I2", transposed = true }
b = "G6:I6"
[layer.calculated]
a = { range = "N10:P12", transposed = true }
exps = { range = "R10:T12", transposed = true }
exps_sum = { range = "U10:U12", transposed = true }
p = { range = "W10:Y12", transposed = true }
"""

MANNER = Manner(
    {"deep": page()},
    MAP,
    checked=3 * (2 + 2 + 1 + 3 + 3 + 1 + 3),
    wrong={
        "a state two steps back": (
            {"deep!L12": "=TANH(H12*$E$2+I12*$E$3+L10*$E$4+$E$6)"},
            "deep!L12 (high.h, step 3)",
        ),
        "the other unit": ({"deep!F11": "=B11*B$2+C11*B$3"}, "deep!F11 (low.a_x, unit 2, step 2)"),
        "a sum that is too short": (
            {"deep!U11": "=SUM(R11:S11)"},
            "deep!U11 (out.exps_sum, step 2)",
        ),
    },
)
