"""An encoder hands its states to a decoder, whose inputs have another width.

The decoder reads the code, which is the encoder's last state, beside a symbol of its own. Its
states are copied from the encoder by formulas.
"""

from tests.verify.foreign.laid_out import Manner, Page, column
from tests.verify.foreign.loops import lstm, plus, steps, times

GATES = "ifgo"
ENCODER = {
    "i": ([[0.3, -0.1], [0.2, 0.4]], [[0.5, 0.1], [-0.2, 0.6]], [0.1, 0.2]),
    "f": ([[-0.5, 0.6], [0.7, -0.8]], [[0.2, -0.3], [0.4, 0.15]], [0.9, 1.0]),
    "g": ([[0.9, 0.25], [-0.35, 0.45]], [[-0.6, 0.7], [0.8, -0.9]], [-0.1, 0.3]),
    "o": ([[0.55, -0.65], [0.75, 0.85]], [[0.12, 0.22], [-0.32, 0.42]], [0.5, -0.4]),
}
DECODER = {
    "i": ([[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]], [[0.7, -0.8], [0.9, 0.11]], [0.12, -0.13]),
    "f": ([[-0.14, 0.15, 0.16], [0.17, -0.18, 0.19]], [[0.21, 0.22], [-0.23, 0.24]], [1.1, 1.2]),
    "g": ([[0.25, 0.26, -0.27], [-0.28, 0.29, 0.31]], [[0.32, -0.33], [0.34, 0.35]], [0.36, 0.37]),
    "o": ([[0.38, -0.39, 0.41], [0.42, 0.43, -0.44]], [[-0.45, 0.46], [0.47, 0.48]], [-0.49, 0.51]),
}
W_Y, B_Y = [[1.5, -0.7]], [0.2]
X = [[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75]]
SYMBOLS = [1.0, -1.0]


def matrix(weights):
    """Return the gates below each other, with [h, x] and the bias side by side."""
    return [[*h, *x, b] for g in GATES for x, h, b in zip(*weights[g], strict=True)]


def step(sheet, here, before, top, inputs, own):
    """Put one step: gates in eight rows, then c and h."""
    reads = [f"{before}${top + 10}", f"{before}${top + 11}", *inputs]
    texts = []
    for line, gate in enumerate(g for g in GATES for _ in "12"):
        row = top + line
        total = "+".join(f"${c}{row}*{cell}" for c, cell in zip("BCDEF", reads, strict=False))
        total += f"+${'BCDEFG'[len(reads)]}{row}"
        texts.append([f"=TANH({total})" if gate == "g" else f"=1/(1+EXP(-({total})))"])
    sheet.formulas(f"{here}{top}", texts, column([v for g in GATES for v in own[g]]))
    for unit in range(2):
        i, f, g, o = (f"{here}{top + 2 * k + unit}" for k in range(4))
        c = f"{here}{top + 8 + unit}"
        sheet.cells[c] = (f"={f}*{before}{top + 8 + unit}+{i}*{g}", own["c"][unit])
        sheet.cells[f"{here}{top + 10 + unit}"] = (f"={o}*TANH({c})", own["h"][unit])


def page():
    """Return the sheet: the encoder from row 5 on, the decoder from row 25 on."""
    sheet = Page()
    sheet.numbers("B5", matrix(ENCODER))
    sheet.numbers("B25", matrix(DECODER))
    sheet.numbers("J2", [[x[k] for x in X] for k in range(2)])
    sheet.numbers("I13", column([0, 0, 0, 0]))
    coded = lstm(X, ENCODER, [0.0, 0.0], [0.0, 0.0])
    for here, before, own in zip("JKL", "IJK", coded, strict=True):
        step(sheet, here, before, 5, [f"{here}$2", f"{here}$3"], own)
    last = coded[-1]
    copies = [[f"=L{row}"] for row in (13, 14, 15, 16)]
    sheet.formulas("I33", copies, column([*last["c"], *last["h"]]))
    sheet.numbers("J22", [SYMBOLS])
    decoded = lstm([[s, *last["h"]] for s in SYMBOLS], DECODER, last["h"], last["c"])
    for here, before, own in zip("JK", "IJ", decoded, strict=True):
        step(sheet, here, before, 25, [f"{here}$22", "$L$15", "$L$16"], own)
    sheet.numbers("B40", [[*W_Y[0], B_Y[0]]])
    y = [plus(times(W_Y, own["h"]), B_Y)[0] for own in decoded]
    sheet.formulas("J40", [[f"=$B40*{c}35+$C40*{c}36+$D40" for c in "JK"]], [y])
    assert len(steps(decoded, "h")[0]) == 2
    return sheet


MAP = """
schema = "xlrnn/map/2"
sheet = "translate"

[[input]]
x = "J2:L3"

[[input]]
symbol = "J22:K22"

[[layer]]
kind = "lstm"
name = "encoder"
reads = "x"
[layer.given]
W = { range = "B5:F12", rows = ["i", "f", "g", "o"], columns = ["h", "x", "-"] }
b = { range = "F5:F12", rows = ["i", "f", "g", "o"] }
[layer.calculated]
gates = { range = "J5:L12", rows = ["i", "f", "g", "o"] }
c = "J13:L14"
h = "J15:L16"

[[layer]]
kind = "lstm"
name = "decoder"
reads = ["symbol", "encoder.last"]
first_state = "encoder"
[layer.given.W]
range = "B25:G32"
rows = ["i", "f", "g", "o"]
columns = ["h", "symbol", "encoder.last", "1"]
[layer.calculated]
c_0 = "I33:I34"
h_0 = "I35:I36"
gates = { range = "J25:K32", rows = ["i", "f", "g", "o"] }
c = "J33:K34"
h = "J35:K36"

[[layer]]
kind = "dense"
name = "out"
[layer.given]
W = { range = "B40:D40", columns = ["x", "1"] }
[layer.calculated]
y = "J40:K40"
"""

MANNER = Manner(
    {"translate": page()},
    MAP,
    checked=3 * 12 + 4 + 2 * 12 + 2,
    wrong={
        "h and c handed over the wrong way round": (
            {"translate!I33": "=L15", "translate!I35": "=L13"},
            "translate!I35 (decoder.h_0, unit 1)",
        ),
        "the code of the step before": (
            {
                "translate!K27": "=1/(1+EXP(-($B27*J$35+$C27*J$36+$D27*K$22"
                "+$E27*$K$15+$F27*$L$16+$G27)))"
            },
            "translate!K27 (decoder.gates, unit 1, step 2)",
        ),
    },
)
