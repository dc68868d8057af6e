"""Back-propagation through time of a recurrent layer, mean squared error, one step of SGD."""

from tests.verify.foreign.laid_out import Manner, Page, column
from tests.verify.foreign.loops import plus, rnn, steps, times, transposed

W, U, B = [[0.6], [-0.7]], [[0.3, -0.2], [0.5, 0.1]], [0.05, -0.15]
V, B_Y = [[0.9, -0.8]], [0.2]
X, T = [[1.0], [-0.5], [2.0]], [0.5, -0.25, 1.0]
RATE = 0.1


def page():
    """Return the sheet: forward in rows 3 to 8, backward in rows 12 to 20."""
    sheet = Page()
    sheet.numbers("B3", [[*w, *u, b] for w, u, b in zip(W, U, B, strict=True)])
    sheet.numbers("B6", [[*V[0], B_Y[0]]])
    sheet.numbers("H2", [[x[0] for x in X]])
    sheet.numbers("H7", [T])
    found = rnn(X, W, U, B, [0.0, 0.0])
    for here, before in zip("HIJ", " HI", strict=True):
        last = f"+$C{{r}}*{before}$3+$D{{r}}*{before}$4" if before.strip() else ""
        own = found["HIJ".index(here)]["h"]
        texts = [[f"=TANH($B{r}*{here}$2{last.format(r=r)}+$E{r})"] for r in (3, 4)]
        sheet.formulas(f"{here}3", texts, column(own))
    y = [plus(times(V, own["h"]), B_Y)[0] for own in found]
    sheet.formulas("H6", [[f"=$B6*{c}3+$C6*{c}4+$D6" for c in "HIJ"]], [y])
    errors = [o - t for o, t in zip(y, T, strict=True)]
    sheet.formulas("H8", [[f"={c}6-{c}7" for c in "HIJ"]], [errors])
    sheet.formulas("L8", [["=SUMSQ(H8:J8)/3"]], [[sum(e * e for e in errors) / 3]])
    dy = [2 * e / 3 for e in errors]
    sheet.formulas("H10", [[f"=2*{c}8/3" for c in "HIJ"]], [dy])
    backward(sheet, found, dy)
    return sheet


def backward(sheet, found, dy):
    """Put ∂L/∂h and ∂L/∂a of each step, from the last to the first, then the weights'."""
    later, dh_all, da_all = [0.0, 0.0], [], []
    for own, d in zip(reversed(found), reversed(dy), strict=True):
        dh = plus([V[0][0] * d, V[0][1] * d], later)
        da = [g * (1 - h * h) for g, h in zip(dh, own["h"], strict=True)]
        later = times(transposed(U), da)
        dh_all, da_all = [dh, *dh_all], [da, *da_all]
    for here, after, number in (("J", "", 2), ("I", "J", 1), ("H", "I", 0)):
        texts = []
        for k, (out, back) in enumerate((("$B$6", "$C"), ("$C$6", "$D"))):
            future = f"+{back}$3*{after}15+{back}$4*{after}16" if after else ""
            texts.append([f"={out}*{here}$10{future}"])
            assert k < 2
        sheet.formulas(f"{here}12", texts, column(dh_all[number]))
        texts = [[f"={here}{r + 9}*(1-{here}{r}^2)"] for r in (3, 4)]
        sheet.formulas(f"{here}15", texts, column(da_all[number]))
    xs, hs = [own["x"][0] for own in found], [own["h_prev"] for own in found]
    dW = [[sum(d[k] * x for d, x in zip(da_all, xs, strict=True))] for k in range(2)]
    dU = [
        [sum(d[k] * h[j] for d, h in zip(da_all, hs, strict=True)) for j in range(2)]
        for k in range(2)
    ]
    db = [sum(d[k] for d in da_all) for k in range(2)]
    texts = [
        [
            f"=SUMPRODUCT(H{r}:J{r},H$2:J$2)",
            f"=SUMPRODUCT(I{r}:J{r},H$3:I$3)",
            f"=SUMPRODUCT(I{r}:J{r},H$4:I$4)",
            f"=SUM(H{r}:J{r})",
        ]
        for r in (15, 16)
    ]
    rows = [[*w, *u, b] for w, u, b in zip(dW, dU, db, strict=True)]
    sheet.formulas("B12", texts, rows)
    texts = [[f"={c}{r}-{RATE}*{c}{r + 9}" for c in "BCDE"] for r in (3, 4)]
    old = [[*w, *u, b] for w, u, b in zip(W, U, B, strict=True)]
    new = [
        [w - RATE * d for w, d in zip(*pair, strict=True)] for pair in zip(old, rows, strict=True)
    ]
    sheet.formulas("B18", texts, new)
    assert len(steps(found, "h")) == 2


MAP = f"""
schema = "xlrnn/map/2"
sheet = "time"

[input]
x = "H2:J2"

[[layer]]
kind = "rnn"
name = "state"
[layer.given]
W = {{ range = "B3:E4", columns = ["x", "h", "1"] }}
[layer.calculated]
h = "H3:J4"
[layer.gradients]
dh = "H12:J13"
da = "H15:J16"
dW = {{ range = "B12:E13", columns = ["x", "h", "1"] }}
[layer.updated]
W = {{ range = "B18:E19", columns = ["x", "h", "1"] }}

[[layer]]
kind = "dense"
name = "out"
[layer.given]
W = {{ range = "B6:D6", columns = ["x", "1"] }}
[layer.calculated]
y = "H6:J6"
[layer.gradients]
dy = "H10:J10"

[loss]
kind = "mean squared error"
targets = "H7:J7"
[loss.calculated]
error = "H8:J8"
loss = "L8"

[training]
rate = {RATE}
"""

MANNER = Manner(
    {"time": page()},
    MAP,
    checked=6 + 3 + 3 + 1 + 3 + 6 + 6 + 8 + 8,
    wrong={
        "the future is forgotten": (
            {"time!I13": "=$C$6*I$10"},
            "time!I13 (state.dh, unit 2, step 2)",
        ),
        "weights not transposed": (
            {"time!H12": "=$B$6*H$10+$C$3*I15+$D$3*I16"},
            "time!H12 (state.dh, unit 1, step 1)",
        ),
        "a state of this step": (
            {"time!C13": "=SUMPRODUCT(H16:J16,H$3:J$3)"},
            "time!C13 (state.dW, unit 2, of unit 1)",
        ),
        "a step of twice the rate": (
            {"time!E18": "=E3-0.2*E12"},
            "time!E18 (state.W updated, unit 1)",
        ),
    },
)
