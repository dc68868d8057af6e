"""A GRU whose gates stand on three sheets; the reset gate comes before the product.

z says how much is new, as many textbooks have it; sigmoid is written as (1 + tanh(a / 2)) / 2.
"""

from tests.verify.foreign.laid_out import Manner, Page, column
from tests.verify.foreign.loops import gru, transposed

W_X = {
    "z": [[0.4, -0.2], [0.1, 0.6], [-0.3, 0.5]],
    "r": [[-0.7, 0.8], [0.9, 0.15], [0.25, -0.35]],
    "g": [[0.45, 0.55], [-0.65, 0.75], [0.85, -0.95]],
}
W_H = {
    "z": [[0.11, -0.12, 0.13], [0.14, 0.15, -0.16], [-0.17, 0.18, 0.19]],
    "r": [[0.21, 0.22, -0.23], [-0.24, 0.25, 0.26], [0.27, -0.28, 0.29]],
    "g": [[-0.31, 0.32, 0.33], [0.34, -0.35, 0.36], [0.37, 0.38, -0.39]],
}
B = {"z": [0.1, -0.2, 0.3], "r": [-0.4, 0.5, 0.6], "g": [0.7, -0.8, 0.9]}
X = [[1.0, -0.5], [0.25, 1.5], [-2.0, 0.75]]
SHEETS = {"z": "update", "r": "reset", "g": "candidate"}
NONE = [0.0, 0.0, 0.0]


def pages():
    """Return all sheets."""
    made = {name: Page() for name in ("state", *SHEETS.values())}
    found = gru(
        X,
        {g: (W_X[g], W_H[g], B[g], NONE) for g in "zrg"},
        [0.2, -0.1, 0.4],
        reset="before",
        writes=True,
    )
    state = made["state"]
    state.numbers("C3", transposed(X))
    state.numbers("B6", column([0.2, -0.1, 0.4]))
    for gate, name in SHEETS.items():
        page = made[name]
        page.numbers("B2", W_X[gate])
        page.numbers("E2", W_H[gate])
        page.numbers("I2", column(B[gate]))
    for here, before, own in zip("CDE", "BCD", found, strict=True):
        for gate in "zr":
            texts = [
                f"state!{here}$3*$B{r}+state!{here}$4*$C{r}+state!{before}$6*$E{r}+state!{before}$7*$F{r}+state!{before}$8*$G{r}+$I{r}"
                for r in (2, 3, 4)
            ]
            made[SHEETS[gate]].formulas(
                f"{here}8", [[f"={text}"] for text in texts], column(own[f"a_{gate}"])
            )
            waves = [[f"=(1+TANH({here}{r}/2))/2"] for r in (8, 9, 10)]
            made[SHEETS[gate]].formulas(f"{here}12", waves, column(own[gate]))
        page = made["candidate"]
        texts = [[f"=reset!{here}{r + 6}*state!{before}{r}"] for r in (6, 7, 8)]
        page.formulas(f"{here}8", texts, column(own["looked_at"]))
        texts = [
            [
                f"=TANH(state!{here}$3*$B{r}+state!{here}$4*$C{r}+SUMPRODUCT(TRANSPOSE($E{r}:$G{r}),{here}$8:{here}$10)+$I{r})"
            ]
            for r in (2, 3, 4)
        ]
        texts = [
            [
                f"=TANH(state!{here}$3*$B{r}+state!{here}$4*$C{r}+MMULT($E{r}:$G{r},{here}$8:{here}$10)+$I{r})"
            ]
            for r in (2, 3, 4)
        ]
        page.formulas(f"{here}12", texts, column(own["g"]))
        texts = [
            [f"=(1-update!{here}{r + 6})*{before}{r}+update!{here}{r + 6}*candidate!{here}{r + 6}"]
            for r in (6, 7, 8)
        ]
        state.formulas(f"{here}6", texts, column(own["h"]))
    return made


MAP = """
schema = "xlrnn/map/2"
sheet = "state"

[input]
x = "C3:E4"

[[layer]]
kind = "gru"
reset = "before"
update = "writes"
[layer.given]
W_xz = "update!B2:C4"
W_hz = "update!E2:G4"
b_z = "update!I2:I4"
W_xr = "reset!B2:C4"
W_hr = "reset!E2:G4"
b_r = "reset!I2:I4"
W_xg = "candidate!B2:C4"
W_hg = "candidate!E2:G4"
b_g = "candidate!I2:I4"
h_0 = "B6:B8"
[layer.calculated]
a_z = "update!C8:E10"
z = "update!C12:E14"
a_r = "reset!C8:E10"
r = "reset!C12:E14"
looked_at = "candidate!C8:E10"
g = "candidate!C12:E14"
h = "C6:E8"
"""

MANNER = Manner(
    pages(),
    MAP,
    checked=7 * 9,
    wrong={
        "the gate the other way round": (
            {"state!D7": "=update!D13*C7+(1-update!D13)*candidate!D13"},
            "state!D7 (gru.h, unit 2, step 2)",
        ),
        "the reset gate left out": (
            {"candidate!E9": "=state!D7"},
            "candidate!E9 (gru.looked_at, unit 2, step 3)",
        ),
        "half of a sigmoid": (
            {"reset!C13": "=(1+TANH(C9))/2"},
            "reset!C13 (gru.r, unit 2, step 1)",
        ),
        "a bias of another gate": (
            {
                "update!E10": "=state!E$3*$B4+state!E$4*$C4+state!D$6*$E4+state!D$7*$F4"
                "+state!D$8*$G4+reset!$I4"
            },
            "update!E10 (gru.a_z, unit 3, step 3)",
        ),
    },
)
