"""One step of an LSTM for three samples: [x, h] in columns, the bias as a row, all transposed.

Gates side by side in the order i, f, candidate, o; a column of [x, h] is copied together first.
"""

from tests.verify.foreign.laid_out import Manner, Page
from tests.verify.foreign.loops import lstm, transposed

GATES = "ifgo"
W_X = {"i": [[0.3], [-0.5]], "f": [[0.7], [0.2]], "g": [[-0.4], [0.6]], "o": [[0.9], [-0.8]]}
W_H = {
    "i": [[0.12, 0.34], [0.56, -0.78]],
    "f": [[-0.21, 0.43], [0.65, 0.87]],
    "g": [[0.11, -0.22], [0.33, 0.44]],
    "o": [[0.55, 0.66], [-0.77, 0.88]],
}
B = {"i": [0.1, 0.2], "f": [1.0, 1.1], "g": [-0.3, 0.4], "o": [0.5, -0.6]}
SAMPLES = [
    ([1.0], [0.1, -0.2], [0.5, 0.6]),
    ([-0.5], [0.3, 0.4], [-0.7, 0.8]),
    ([2.0], [-0.9, 0.15], [0.25, -0.35]),
]


def page():
    """Return the sheet: a row for each sample."""
    sheet = Page()
    weights = {g: (W_X[g], W_H[g], B[g]) for g in "figo"}
    rows = [[*x, *h] for g in GATES for x, h in zip(W_X[g], W_H[g], strict=True)]
    sheet.numbers("F2", transposed(rows))
    sheet.numbers("F5", [[b for g in GATES for b in B[g]]])
    for row, (x, h, c) in zip((8, 9, 10), SAMPLES, strict=True):
        (own,) = lstm([x], weights, h, c)
        sheet.numbers(f"A{row}", [[*x, *h, *c]])
        sheet.formulas(f"A{row + 5}", [[f"=A{row}", f"=B{row}", f"=C{row}"]], [[*x, *h]])
        sums = [f"=$A{row + 5}*{k}$2+$B{row + 5}*{k}$3+$C{row + 5}*{k}$4+{k}$5" for k in "FGHIJKLM"]
        sheet.formulas(f"F{row}", [sums], [[a for g in GATES for a in own[f"a_{g}"]]])
        texts = [
            f"=TANH({k}{row})" if k in "JK" else f"=0.5*(1+TANH(0.5*{k}{row}))" for k in "FGHIJKLM"
        ]
        sheet.formulas(f"F{row + 5}", [texts], [[v for g in GATES for v in own[g]]])
        cells = [
            f"=H{row + 5}*D{row}+F{row + 5}*J{row + 5}",
            f"=I{row + 5}*E{row}+G{row + 5}*K{row + 5}",
        ]
        sheet.formulas(f"O{row}", [cells], [own["c"]])
        sheet.formulas(
            f"O{row + 5}", [[f"=L{row + 5}*TANH(O{row})", f"=M{row + 5}*TANH(P{row})"]], [own["h"]]
        )
    return sheet


MAP = """
schema = "xlrnn/map/2"
sheet = "step"

[input]
x = { steps = "A8:A10", transposed = true }

[[layer]]
kind = "lstm"
[layer.given]
W = { range = "F2:M4", rows = ["x", "h"], columns = ["i", "f", "candidate", "o"] }
b = { range = "F5:M5", columns = ["i", "f", "candidate", "o"] }
h_0 = { range = "B8:C10", transposed = true }
c_0 = { range = "D8:E10", transposed = true }
[layer.calculated]
concat = { steps = "A13:C15", columns = ["x", "h"] }
a = { steps = "F8:M10", columns = ["i", "f", "g", "o"] }
gates = { steps = "F13:M15", columns = ["i", "f", "g", "o"] }
c = { steps = "O8:P10", transposed = true }
h = { steps = "O13:P15", transposed = true }
"""

MANNER = Manner(
    {"step": page()},
    MAP,
    checked=3 * (3 + 8 + 8 + 2 + 2),
    wrong={
        "a gate without its half": (
            {"step!I14": "=0.5*(1+TANH(I9))"},
            "step!I14 (lstm.gates, unit 2, sample 2)",
        ),
        "the cell state of the other unit": (
            {"step!O10": "=H15*E10+F15*J15"},
            "step!O10 (lstm.c, unit 1, sample 3)",
        ),
        "a copy of the row above": (
            {"step!B15": "=B9"},
            "step!B15 (lstm.concat, unit 1, sample 3)",
        ),
    },
)
