"""A GRU of two samples: a block for each step, samples as columns, and two biases.

The reset gate comes after the product; gates in the order r, z, candidate, as PyTorch has them.
"""

from tests.verify.foreign.laid_out import Manner, Page, column
from tests.verify.foreign.loops import gru, transposed

W_X = {"r": [[0.3, -0.4]], "z": [[0.5, 0.6]], "g": [[-0.7, 0.8]]}
W_H = {"r": [[0.9]], "z": [[-0.15]], "g": [[0.25]]}
B = {"r": [0.1], "z": [-0.2], "g": [0.3]}
B_H = {"r": [-0.4], "z": [0.5], "g": [0.6]}
X = [[[1.0, 2.0], [-1.0, 0.5], [0.25, -0.75]], [[-0.3, 0.4], [1.5, -2.5], [0.6, 0.7]]]  # by sample
ORDER = "rzg"


def page():
    """Return the sheet: one unit, three steps below each other, columns H and I for the samples."""
    sheet = Page()
    sheet.numbers("B2", [W_X[g][0] for g in ORDER])
    sheet.numbers("D2", [W_H[g][0] for g in ORDER])
    sheet.numbers("E2", [[B[g][0], B_H[g][0]] for g in ORDER])
    weights = {g: (W_X[g], W_H[g], B[g], B_H[g]) for g in "zrg"}
    found = [gru(xs, weights, [h], reset="after") for xs, h in zip(X, (0.5, -0.25), strict=True)]
    sheet.numbers("H1", [[0.5, -0.25]])
    for step in range(3):
        top = 3 + 10 * step
        sheet.numbers(f"H{top}", transposed([xs[step] for xs in X]))
        both = [own[step] for own in found]
        before = 1 if step == 0 else top - 2
        for row, gate, line in ((top + 2, "r", 2), (top + 3, "z", 3)):
            texts = [
                f"=1/(1+EXP(-($B${line}*{c}{top}+$C${line}*{c}{top + 1}"
                f"+$D${line}*{c}{before}+$E${line}+$F${line})))"
                for c in "HI"
            ]
            sheet.formulas(f"H{row}", [texts], [[own[gate][0] for own in both]])
        texts = [f"=$D$4*{c}{before}+$F$4" for c in "HI"]
        sheet.formulas(f"H{top + 4}", [texts], [[own["recalled"][0] for own in both]])
        texts = [f"=$B$4*{c}{top}+$C$4*{c}{top + 1}+$E$4+{c}{top + 2}*{c}{top + 4}" for c in "HI"]
        sheet.formulas(f"H{top + 5}", [texts], [[own["a_g"][0] for own in both]])
        sheet.formulas(
            f"H{top + 6}", [[f"=TANH({c}{top + 5})" for c in "HI"]], [[own["g"][0] for own in both]]
        )
        texts = [f"={c}{top + 3}*{c}{before}+(1-{c}{top + 3})*{c}{top + 6}" for c in "HI"]
        sheet.formulas(f"H{top + 8}", [texts], [[own["h"][0] for own in both]])
    assert column([1]) == [[1]]
    return sheet


def ranges(first, last):
    """Return a block for each step, as TOML."""
    tops = (3, 13, 23)
    return "[" + ", ".join(f'"H{top + first}:I{top + last}"' for top in tops) + "]"


MAP = f"""
schema = "xlrnn/map/2"
sheet = "blocks"

[input]
x = {{ steps = {ranges(0, 1)} }}

[[layer]]
kind = "gru"
reset = "after"
[layer.given]
W_x = {{ range = "B2:C4", rows = ["r", "z", "n"] }}
W_h = {{ range = "D2:D4", rows = ["r", "z", "n"] }}
b = {{ range = "E2:E4", rows = ["r", "z", "n"] }}
b_h = {{ range = "F2:F4", rows = ["r", "z", "n"] }}
h_0 = "H1:I1"
[layer.calculated]
r = {{ steps = {ranges(2, 2)} }}
z = {{ steps = {ranges(3, 3)} }}
recalled = {{ steps = {ranges(4, 4)} }}
a_g = {{ steps = {ranges(5, 5)} }}
g = {{ steps = {ranges(6, 6)} }}
h = {{ steps = {ranges(8, 8)} }}
"""

MANNER = Manner(
    {"blocks": page()},
    MAP,
    checked=3 * 6 * 2,
    wrong={
        "a step too early": (
            {"blocks!I17": "=$D$4*I1+$F$4"},
            "blocks!I17 (gru.recalled, step 2, sample 2)",
        ),
        "the sample beside it": (
            {"blocks!H29": "=TANH(I28)"},
            "blocks!H29 (gru.g, step 3, sample 1)",
        ),
        "the second bias outside of the reset": (
            {"blocks!I8": "=$B$4*I3+$C$4*I4+$E$4+$F$4+I5*$D$4*I1"},
            "blocks!I8 (gru.a_g, step 1, sample 2)",
        ),
    },
)
