"""An LSTM in one matrix: gates below each other, input, state and bias side by side.

A column for each step; the states of a step are copied to the next one; pre-activation and
activation stand apart, and so does tanh(c); a row of the matrix is used by nobody; cells hold 1.
"""

from tests.verify.foreign.laid_out import Manner, Page, at, column
from tests.verify.foreign.loops import lstm, steps

GATES = "fgio"  # from top to bottom
W_X = {
    "f": [[0.5, -0.3, 0.2], [0.1, 0.7, -0.6]],
    "g": [[-0.4, 0.9, 0.3], [0.8, -0.2, 0.45]],
    "i": [[0.25, 0.35, -0.15], [-0.55, 0.65, 0.05]],
    "o": [[0.6, -0.75, 0.85], [0.15, 0.4, -0.95]],
}
W_H = {
    "f": [[0.2, -0.1], [0.3, 0.4]],
    "g": [[-0.5, 0.6], [0.7, -0.8]],
    "i": [[0.9, 0.12], [-0.22, 0.32]],
    "o": [[-0.42, 0.52], [0.62, 0.72]],
}
B = {"f": [1.0, 0.5], "g": [0.1, -0.1], "i": [0.2, -0.3], "o": [0.4, -0.6]}
X = [[1, 0.5, -1], [-0.5, 2, 0.25], [0.75, -1.5, 1.25], [0.3, 0.6, -0.9]]
H_0, C_0 = [0.1, -0.2], [0.3, -0.4]
COLUMNS = "KMOQ"  # of the four steps
UNUSED = [9, 9, 9, 9, 9, 9]  # row 16, between g and i


def page():
    """Return the sheet."""
    sheet = Page()
    rows = [[*x, *h, b] for g in "fg" for x, h, b in zip(W_X[g], W_H[g], B[g], strict=True)]
    rows += [UNUSED]
    rows += [[*x, *h, b] for g in "io" for x, h, b in zip(W_X[g], W_H[g], B[g], strict=True)]
    sheet.numbers("B12", rows)
    found = lstm(X, {gate: (W_X[gate], W_H[gate], B[gate]) for gate in "figo"}, H_0, C_0)
    for here, before, own in zip(COLUMNS, ("", *COLUMNS), found, strict=False):
        sheet.numbers(f"{here}3", column(own["x"]))
        sheet.numbers(f"{here}8", [[1]])
        if before:
            copies = [[f"={before}44"], [f"={before}45"]]
            sheet.formulas(f"{here}6", copies, column(own["h_prev"]))
            sheet.formulas(f"{here}32", [[f"={before}38"], [f"={before}39"]], column(own["c_prev"]))
        else:
            sheet.numbers(f"{here}6", column(H_0))
            sheet.numbers(f"{here}32", column(C_0))
        sums = [*own["a_f"], *own["a_g"], 9 * (sum(own["x"]) + sum(own["h_prev"]) + 1)]
        sums += [*own["a_i"], *own["a_o"]]
        products = [[f"=MMULT($B{row}:$G{row},{here}$3:{here}$8)"] for row in range(12, 21)]
        products[4] = ["unused"]
        sheet.formulas(f"{here}12", products, column(sums))
        sheet.cells[f"{here}16"] = "unused"
        for top, gate, source in ((22, "f", 12), (24, "g", 14), (26, "i", 17), (28, "o", 19)):
            wave = "=TANH({})" if gate == "g" else "=1/(1+EXP(-{}))"
            texts = [[wave.format(at(f"{here}{source}", u))] for u in range(2)]
            sheet.formulas(f"{here}{top}", texts, column(own[gate]))
        for unit in range(2):
            f, g, i, o = (f"{here}{row + unit}" for row in (22, 24, 26, 28))
            kept, written, c = (f"{here}{row + unit}" for row in (34, 36, 38))
            for cell, text, name in (
                (kept, f"={f}*{here}{32 + unit}", "kept"),
                (written, f"={i}*{g}", "written"),
                (c, f"={kept}+{written}", "c"),
                (f"{here}{41 + unit}", f"=TANH({c})", "tanh_c"),
                (f"{here}{44 + unit}", f"={o}*{here}{41 + unit}", "h"),
            ):
                sheet.cells[cell] = (text, own[name][unit])
    assert len(steps(found, "h")[0]) == len(COLUMNS)
    return sheet


def ranges(first, last, columns=COLUMNS):
    """Return a range for each step, as TOML."""
    return "[" + ", ".join(f'"{c}{first}:{c}{last}"' for c in columns) + "]"


MAP = f"""
schema = "xlrnn/map/2"
sheet = "lstm"

[input]
x = {{ steps = {ranges(3, 5)} }}

[[layer]]
kind = "lstm"
name = "cell"
[layer.given]
W = {{ range = "B12:G20", rows = ["f", "g", "-", "i", "o"], columns = ["x", "h", "1"] }}
h_0 = "K6:K7"
c_0 = "K32:K33"
[layer.calculated]
h_prev = {{ steps = {ranges(6, 7, "MOQ")}, first_step = 2 }}
c_prev = {{ steps = {ranges(32, 33, "MOQ")}, first_step = 2 }}
a = {{ steps = {ranges(12, 20)}, rows = ["f", "g", "-", "i", "o"] }}
gates = {{ steps = {ranges(22, 29)}, rows = ["forget", "candidate", "i", "output"] }}
kept = {{ steps = {ranges(34, 35)} }}
written = {{ steps = {ranges(36, 37)} }}
c = {{ steps = {ranges(38, 39)} }}
tanh_c = {{ steps = {ranges(41, 42)} }}
h = {{ steps = {ranges(44, 45)} }}
"""

MANNER = Manner(
    {"lstm": page()},
    MAP,
    checked=4 * (8 + 8 + 2 * 5) + 3 * 4,
    wrong={
        "tanh where a sigmoid belongs": (
            {"lstm!O26": "=TANH(O17)"},
            "lstm!O26 (cell.gates, unit 1, step 3)",
        ),
        "a row of another gate": (
            {"lstm!M19": "=MMULT($B17:$G17,M$3:M$8)"},
            "lstm!M19 (cell.a, unit 1, step 2)",
        ),
        "a sum that reads an empty row": (
            {"lstm!K13": "=MMULT($B13:$F13,K$3:K$7)"},
            "lstm!K13 (cell.a, unit 2, step 1)",
        ),
        "the state of the other unit": (
            {"lstm!Q6": "=O45"},
            "lstm!Q6 (cell.h_prev, unit 1, step 4)",
        ),
        "the cell state not through tanh": (
            {"lstm!M45": "=M29*M39"},
            "lstm!M45 (cell.h, unit 2, step 2)",
        ),
    },
)
