"""A bidirectional layer: one row of states from the left, one from the right, read together.

The output reads both of a step; a second one only what is known at either end.
"""

from tests.verify.foreign.laid_out import Manner, Page, column
from tests.verify.foreign.loops import plus, rnn, sigmoid, steps, times

W_F, U_F, B_F = [[0.5], [-0.4]], [[0.2, 0.3], [-0.1, 0.6]], [0.1, -0.2]
W_B, U_B, B_B = [[-0.7], [0.9]], [[0.15, -0.25], [0.35, 0.45]], [-0.3, 0.4]
W_Y, B_Y = [[0.8, -0.9, 1.1, 1.2]], [0.05]
W_END, B_END = [[-0.6, 0.7, 0.3, -0.2]], [0.25]
X = [[1.0], [-2.0], [0.5], [1.5]]


def page():
    """Return the sheet."""
    sheet = Page()
    for top, W, U, b in ((3, W_F, U_F, B_F), (6, W_B, U_B, B_B)):
        sheet.numbers(f"B{top}", [[*w, *u, bias] for w, u, bias in zip(W, U, b, strict=True)])
    sheet.numbers("B9", [[*W_Y[0], B_Y[0]]])
    sheet.numbers("B10", [[*W_END[0], B_END[0]]])
    right = rnn(X, W_F, U_F, B_F, [0.0, 0.0])
    left = rnn(X[::-1], W_B, U_B, B_B, [0.0, 0.0])[::-1]
    sheet.numbers("I2", [[x[0] for x in X]])
    for name, top, found, before in (("f", 3, right, " HIJK"), ("b", 6, left, "JKLM ")):
        assert name
        texts = [
            [
                f"=TANH($B{r}*{c}$2+$C{r}*{p}${top}+$D{r}*{p}${top + 1}+$E{r})"
                for c, p in zip("IJKL", _neighbours(before), strict=True)
            ]
            for r in (top, top + 1)
        ]
        sheet.formulas(f"I{top}", texts, steps(found, "h"))
    sheet.numbers("H3", column([0, 0]))
    sheet.numbers("M6", column([0, 0]))
    both = [[*f["h"], *b["h"]] for f, b in zip(right, left, strict=True)]
    y = [sigmoid(plus(times(W_Y, h), B_Y)) for h in both]
    texts = [f"=1/(1+EXP(-($B$9*{c}3+$C$9*{c}4+$D$9*{c}6+$E$9*{c}7+$F$9)))" for c in "IJKL"]
    sheet.formulas("I9", [texts], [[each[0] for each in y]])
    ends = plus(times(W_END, [*right[-1]["h"], *left[0]["h"]]), B_END)
    sheet.formulas("I10", [["=B10*L3+C10*L4+D10*I6+E10*I7+F10"]], [ends])
    return sheet


def _neighbours(letters):
    return ["H", "I", "J", "K"] if letters.startswith(" ") else ["J", "K", "L", "M"]


MAP = """
schema = "xlrnn/map/2"
sheet = "both"

[input]
x = "I2:L2"

[[layer]]
kind = "bidirectional"
name = "reader"
of = "rnn"
[layer.forward.given]
W = { range = "B3:E4", columns = ["x", "h", "1"] }
[layer.forward.calculated]
h = "I3:L4"
[layer.backward.given]
W = { range = "B6:E7", columns = ["x", "h", "1"] }
[layer.backward.calculated]
h = "I6:L7"

[[layer]]
kind = "dense"
name = "each"
activation = "sigmoid"
[layer.given]
W = { range = "B9:F9", columns = ["x", "1"] }
[layer.calculated]
y = "I9:L9"

[[layer]]
kind = "dense"
name = "ends"
reads = "reader.last"
[layer.given]
W = { range = "B10:F10", columns = ["x", "1"] }
[layer.calculated]
y = "I10"
"""

MANNER = Manner(
    {"both": page()},
    MAP,
    checked=8 + 8 + 4 + 1,
    wrong={
        "the step before where the one behind belongs": (
            {"both!K6": "=TANH($B6*K$2+$C6*J$6+$D6*J$7+$E6)"},
            "both!K6 (reader.backward.h, unit 1, step 3)",
        ),
        "both ends from the right": (
            {"both!I10": "=B10*L3+C10*L4+D10*L6+E10*L7+F10"},
            "both!I10 (ends.y)",
        ),
    },
)
