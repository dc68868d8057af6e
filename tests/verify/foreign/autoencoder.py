"""An autoencoder of softplus layers: inputs are the targets, copied by formulas; squared error.

Samples are rows, as in a table of data, and each weight stands where it is convenient.
"""

import math

from tests.verify.foreign.laid_out import Manner, Page
from tests.verify.foreign.loops import plus, times, transposed

W_1, B_1 = [[0.4, -0.3, 0.2]], [0.1]
W_2, B_2 = [[0.7], [-0.6], [0.5]], [0.05, -0.05, 0.15]
X = [[1.0, 2.0, -1.0], [0.5, -0.25, 0.75], [-1.5, 0.3, 0.6], [0.2, -0.4, 1.1]]


def softplus(vector):
    """Return ln(1 + e^a) of each."""
    return [math.log(1 + math.exp(a)) for a in vector]


def page():
    """Return the sheet."""
    sheet = Page()
    sheet.numbers("B2", [W_1[0]])
    sheet.numbers("F2", [B_1])
    sheet.numbers("H2", transposed(W_2))
    sheet.numbers("H3", [B_2])
    sheet.numbers("B6", X)
    rows = range(6, 10)
    codes = [softplus(plus(times(W_1, x), B_1)) for x in X]
    outs = [plus(times(W_2, code), B_2) for code in codes]
    texts = [[f"=LN(1+EXP(SUMPRODUCT(B{r}:D{r},B$2:D$2)+F$2))"] for r in rows]
    sheet.formulas("F6", texts, codes)
    sheet.formulas("H6", [[f"=$F{r}*{c}$2+{c}$3" for c in "HIJ"] for r in rows], outs)
    sheet.formulas("L6", [[f"={c}{r}" for c in "BCD"] for r in rows], X)
    squares = [
        [(o - x) ** 2 for o, x in zip(*pair, strict=True)] for pair in zip(outs, X, strict=True)
    ]
    texts = [[f"=({a}{r}-{b}{r})^2" for a, b in ("HL", "IM", "JN")] for r in rows]
    sheet.formulas("P6", texts, squares)
    sheet.formulas("T6", [[f"=SUM(P{r}:R{r})"] for r in rows], [[sum(s)] for s in squares])
    sheet.formulas("T11", [["=AVERAGE(T6:T9)"]], [[sum(map(sum, squares)) / 4]])
    gradients = [
        [2 * (o - x) / 4 for o, x in zip(*pair, strict=True)] for pair in zip(outs, X, strict=True)
    ]
    sheet.formulas(
        "V6", [[f"=2*({a}{r}-{b}{r})/4" for a, b in ("HL", "IM", "JN")] for r in rows], gradients
    )
    return sheet


MAP = """
schema = "xlrnn/map/2"
sheet = "codes"

[input]
x = { range = "B6:D9", transposed = true }

[[layer]]
kind = "dense"
name = "code"
activation = "softplus"
[layer.given]
W = "B2:D2"
b = "F2"
[layer.calculated]
x = { range = "L6:N9", transposed = true }
y = { range = "F6:F9", transposed = true }

[[layer]]
kind = "dense"
name = "out"
[layer.given]
W = { range = "H2:J2", transposed = true }
b = "H3:J3"
[layer.calculated]
y = { range = "H6:J9", transposed = true }
[layer.gradients]
dy = { range = "V6:X9", transposed = true }

[loss]
kind = "squared error"
targets = { range = "B6:D9", transposed = true }
[loss.calculated]
squared = { range = "P6:R9", transposed = true }
losses = { range = "T6:T9", transposed = true }
loss = "T11"
"""

MANNER = Manner(
    {"codes": page()},
    MAP,
    checked=4 + 12 + 12 + 12 + 4 + 1 + 12,
    wrong={
        "a logarithm of base 10": (
            {"codes!F8": "=LOG10(1+EXP(SUMPRODUCT(B8:D8,B$2:D$2)+F$2))"},
            "codes!F8 (code.y, sample 3)",
        ),
        "the gradient of what is expected": (
            {"codes!W7": "=2*M7/4"},
            "codes!W7 (out.dy, unit 2, sample 2)",
        ),
        "an empty cell in a mean": ({"codes!T11": "=SUM(T6:T10)/5"}, "codes!T11 (loss.loss)"),
    },
)
