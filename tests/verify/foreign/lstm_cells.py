"""An LSTM whose time runs downwards: each gate has a matrix of [h, x], named, and bias cells.

Weights stand on a sheet of their own, a row for each source; cells are sums of products.
"""

from tests.verify.foreign.laid_out import Manner, Page
from tests.verify.foreign.loops import lstm, transposed

W_X = {
    "f": [[0.4], [-0.7]],
    "i": [[0.6], [0.3]],
    "g": [[-0.9], [0.8]],
    "o": [[0.2], [-0.5]],
}
W_H = {
    "f": [[0.15, -0.25], [0.35, 0.45]],
    "i": [[-0.55, 0.65], [0.75, -0.85]],
    "g": [[0.95, 0.05], [-0.1, 0.22]],
    "o": [[0.33, -0.44], [0.56, 0.66]],
}
B = {"f": [1.0, 0.9], "i": [-0.2, 0.1], "g": [0.3, -0.4], "o": [0.5, -0.6]}
X = [[0.5], [-1.5], [2.0]]
TOPS = {"f": 2, "i": 6, "g": 10, "o": 14}  # rows of the matrices on the sheet of weights


def pages():
    """Return both sheets."""
    weights, run = Page(), Page()
    for gate, top in TOPS.items():
        rows = transposed([[*h, *x] for h, x in zip(W_H[gate], W_X[gate], strict=True)])
        weights.numbers(f"B{top}", rows)
        weights.numbers(f"E{top}", [[B[gate][0]]])
        weights.numbers(f"G{top + 1}", [[B[gate][1]]])
    found = lstm(
        X, {gate: (W_X[gate], W_H[gate], B[gate]) for gate in "figo"}, [0.0, 0.0], [0.0, 0.0]
    )
    for row, own in enumerate(found, start=5):
        run.numbers(f"B{row}", [own["x"]])
        for gate, (left, right) in zip("figo", ("CD", "EF", "GH", "IJ"), strict=True):
            wave = "=TANH({})" if gate == "g" else "=1/(1+EXP(-({})))"
            texts = []
            for source, bias in zip(
                "BC", (f"$E${TOPS[gate]}", f"$G${TOPS[gate] + 1}"), strict=True
            ):
                top = TOPS[gate]
                total = f"M{row - 1}*weights!{source}{top}+N{row - 1}*weights!{source}{top + 1}"
                total += f"+B{row}*weights!{source}{top + 2}+weights!{bias}"
                texts.append(
                    wave.format(
                        total.replace("weights!B", "weights!$B$").replace(
                            "weights!C", "weights!$C$"
                        )
                    )
                )
            run.formulas(f"{left}{row}", [texts], [own[gate]])
            assert right
        cells = [[f"=C{row}*K{row - 1}+E{row}*G{row}", f"=D{row}*L{row - 1}+F{row}*H{row}"]]
        run.formulas(f"K{row}", cells, [own["c"]])
        states = [[f"=I{row}*TANH(K{row})", f"=J{row}*TANH(L{row})"]]
        run.formulas(f"M{row}", states, [own["h"]])
    run.numbers("K4", [[0, 0, 0, 0]])  # nothing is remembered before the first step
    return {"run": run, "weights": weights}


MAP = """
schema = "xlrnn/map/2"
sheet = "run"

[input]
x = { range = "B5:B7", transposed = true }

[[layer]]
kind = "lstm"
[layer.given]
W_f = { range = "weights!B2:C4", rows = ["h", "x"] }
W_i = { range = "input_gate", rows = ["h", "x"] }
W_g = { range = "weights!B10:C12", rows = ["h", "x"] }
W_o = { range = "weights!B14:C16", rows = ["h", "x"] }
b_f = { cells = ["weights!E2", "weights!G3"] }
b_i = { cells = ["weights!E6", "weights!G7"] }
b_g = { cells = ["weights!E10", "weights!G11"] }
b_o = { cells = ["weights!E14", "weights!G15"] }
h_0 = "M4:N4"
c_0 = "K4:L4"
[layer.calculated]
f = { range = "C5:D7", transposed = true }
i = { range = "E5:F7", transposed = true }
g = { range = "G5:H7", transposed = true }
o = { range = "I5:J7", transposed = true }
c = { range = "K5:L7", transposed = true }
h = { range = "M5:N7", transposed = true }
"""

MANNER = Manner(
    pages(),
    MAP,
    checked=3 * 6 * 2,
    names={"input_gate": "weights!$B$6:$C$8"},
    wrong={
        "a gate is tanh": (
            {"run!I6": "=TANH(M5*weights!$B$14+N5*weights!$B$15+B6*weights!$B$16+weights!$E$14)"},
            "run!I6 (lstm.o, unit 1, step 2)",
        ),
        "two gates swapped": ({"run!L6": "=F6*L5+D6*H6"}, "run!L6 (lstm.c, unit 2, step 2)"),
        "the state of this step": (
            {
                "run!C7": "=1/(1+EXP(-(K6*weights!$B$2+N6*weights!$B$3"
                "+B7*weights!$B$4+weights!$E$2)))"
            },
            "run!C7 (lstm.f, unit 1, step 3)",
        ),
    },
)
