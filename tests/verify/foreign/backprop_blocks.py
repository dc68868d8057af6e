"""Two dense layers and their gradients: samples as columns, gradients as transposed products.

The bias is the last column of each matrix, cells that hold 1 stand below what it is multiplied
with, and the gradient of the bias is the last row of each product. Cross-entropy is added up.
"""

import math

from tests.verify.foreign.laid_out import Manner, Page
from tests.verify.foreign.loops import plus, relu, softmax, times, transposed

X = [[2, 1, 0.5], [-1, 1, 1.5]]  # a row for each sample
T = [[0, 1], [1, 0]]
W_1 = [[0.3, -0.2, 0.5], [-0.6, 0.8, 0.1], [0.7, 0.4, -0.9], [0.2, -0.5, -0.35]]
B_1 = [0.1, -0.2, 0.3, -0.4]
W_2 = [[0.9, -0.7, 0.25, 0.5], [-0.15, 0.45, 0.65, -0.85]]
B_2 = [0.05, -0.15]


def page():
    """Return the sheet."""
    sheet = Page()
    sheet.numbers("J3", transposed(X))
    sheet.numbers("J6", [[1, 1]])
    sheet.numbers("B10", [[*row, b] for row, b in zip(W_1, B_1, strict=True)])
    sheet.numbers("M14", [[1, 1]])
    sheet.numbers("B20", [[*row, b] for row, b in zip(W_2, B_2, strict=True)])
    sheet.numbers("R20", transposed(T))
    a_1 = [plus(times(W_1, x), B_1) for x in X]
    y_1 = [relu(a) for a in a_1]
    a_2 = [plus(times(W_2, y), B_2) for y in y_1]
    y_2 = [softmax(a) for a in a_2]
    losses = [
        -sum(t * math.log(p) for t, p in zip(*each, strict=True))
        for each in zip(T, y_2, strict=True)
    ]
    da_2 = [[p - t for p, t in zip(*each, strict=True)] for each in zip(y_2, T, strict=True)]
    dy_1 = [times(transposed(W_2), d) for d in da_2]
    da_1 = [
        [d * (a > 0) for d, a in zip(*each, strict=True)] for each in zip(dy_1, a_1, strict=True)
    ]
    texts = [[f"=MMULT($B{r}:$E{r},{c}$3:{c}$6)" for c in "JK"] for r in range(10, 14)]
    sheet.formulas("J10", texts, transposed(a_1))
    texts = [[f"=IF({c}{r}>0,{c}{r},0)" for c in "JK"] for r in range(10, 14)]
    sheet.formulas("M10", texts, transposed(y_1))
    texts = [[f"=MMULT($B{r}:$F{r},{c}$10:{c}$14)" for c in "MN"] for r in (20, 21)]
    sheet.formulas("M20", texts, transposed(a_2))
    texts = [[f"=EXP({c}{r})/SUM(EXP({c}$20),EXP({c}$21))" for c in "MN"] for r in (20, 21)]
    sheet.formulas("O20", texts, transposed(y_2))
    sheet.formulas(
        "R24", [["=-(R20*LN(O20)+R21*LN(O21))", "=-(S20*LN(P20)+S21*LN(P21))"]], [losses]
    )
    sheet.formulas("U24", [["=R24+S24"]], [[sum(losses)]])
    sheet.formulas(
        "U20", [[f"={p}{r}-{t}{r}" for p, t in ("OR", "PS")] for r in (20, 21)], transposed(da_2)
    )
    sheet.formulas("X20", [["=U20", "=U21"], ["=V20", "=V21"]], da_2)  # a row for each sample
    backward(sheet, da_2, dy_1, da_1, y_1)
    return sheet


def backward(sheet, da_2, dy_1, da_1, y_1):
    """Put the gradients of the first layer and of both matrices."""
    sheet.array("X24:AA25", "=MMULT(X20:Y21,B20:E21)", dy_1)
    texts = [
        [
            f"=IF({c}{r}>0,{d}{s},0)"
            for d, r in zip(("X", "Y", "Z", "AA"), range(10, 14), strict=True)
        ]
        for c, s in (("J", 24), ("K", 25))
    ]
    sheet.formulas("X28", texts, da_1)
    dW_2 = [
        [sum(d[k] * y[i] for d, y in zip(da_2, y_1, strict=True)) for k in range(2)]
        for i in range(4)
    ]
    db_2 = [[sum(d[k] for d in da_2) for k in range(2)]]
    sheet.array("X33:Y37", "=MMULT(M10:N14,X20:Y21)", dW_2 + db_2)
    dW_1 = [
        [sum(d[k] * x[i] for d, x in zip(da_1, X, strict=True)) for k in range(4)] for i in range(3)
    ]
    db_1 = [[sum(d[k] for d in da_1) for k in range(4)]]
    sheet.array("X40:AA43", "=MMULT(J3:K6,X28:AA29)", dW_1 + db_1)


MAP = """
schema = "xlrnn/map/2"
sheet = "net"

[input]
x = "J3:K5"

[[layer]]
kind = "dense"
name = "hidden"
activation = "relu"
[layer.given]
W = { range = "B10:E13", columns = ["x", "1"] }
[layer.calculated]
a = "J10:K13"
y = "M10:N13"
[layer.gradients]
dy = { range = "X24:AA25", transposed = true }
da = { range = "X28:AA29", transposed = true }
dW = { range = "X40:AA43", rows = ["x", "1"] }

[[layer]]
kind = "dense"
name = "out"
activation = "softmax"
[layer.given]
W = { range = "B20:F21", columns = ["x", "1"] }
[layer.calculated]
a = "M20:N21"
y = "O20:P21"
[layer.gradients]
da = ["U20:V21", { range = "X20:Y21", transposed = true }]
dW = { range = "X33:Y37", rows = ["x", "1"] }

[loss]
kind = "cross-entropy"
reduction = "sum"
targets = "R20:S21"
[loss.calculated]
losses = "R24:S24"
loss = "U24"
""".replace('da = ["U20:V21",', 'da = [{ range = "U20:V21" },')

MANNER = Manner(
    {"net": page()},
    MAP,
    checked=8 + 8 + 4 + 4 + 2 + 1 + 4 + 4 + 8 + 8 + 10 + 16,
    wrong={
        "a mask left out": ({"net!AA28": "=AA24"}, "net!AA28 (hidden.da, unit 4, sample 1)"),
        "the gradient of the wrong unit": (
            {"net!Y20": "=U20"},
            "net!Y20 (out.da#2, unit 2, sample 1)",
        ),
        "a ReLU of another cell": (
            {"net!M10": "=IF(H10>0,H10,0)"},
            "net!M10 (hidden.y, unit 1, sample 1)",
        ),
        "the bias is forgotten": (
            {"net!K11": "=MMULT($B11:$D11,K$3:K$5)"},
            "net!K11 (hidden.a, unit 2, sample 2)",
        ),
        "a logarithm of base 10": (
            {"net!S24": "=-(S20*LOG10(P20)+S21*LOG10(P21))"},
            "net!S24 (loss.losses, sample 2)",
        ),
    },
)
