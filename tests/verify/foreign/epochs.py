"""A 2-2-2 network that learns, one epoch a row: weights, states, error, gradients in columns.

The well-known example of two inputs, two hidden units and two outputs, all of them sigmoid, with
half the squared error; every weight has a column, and the next row holds the new ones.
"""

from tests.verify.foreign.laid_out import Manner, Page, at
from tests.verify.foreign.loops import plus, sigmoid, times, transposed

X, T = [0.05, 0.1], [0.01, 0.99]
RATE = 0.5
W_1, B_1 = [[0.15, 0.2], [0.25, 0.3]], [0.35, 0.36]
W_2, B_2 = [[0.4, 0.45], [0.5, 0.55]], [0.6, 0.61]
EPOCHS, TOP = 5, 4
# A and B inputs, C and D targets, E to H W_1, I J b_1, K to N W_2, O P b_2, Q R hidden,
# S T outputs, U error, V W ∂E/∂a_2, X Y ∂E/∂a_1, Z AA AB AC ∂E/∂W_2, AD to AG ∂E/∂W_1


def page():
    """Return the sheet; the rate stands in B1."""
    sheet = Page()
    sheet.numbers("B1", [[RATE]])
    W_one, b_one, W_two, b_two = W_1, B_1, W_2, B_2
    for row in range(TOP, TOP + EPOCHS):
        if row == TOP:
            sheet.numbers(
                f"A{row}", [[*X, *T, *W_one[0], *W_one[1], *b_one, *W_two[0], *W_two[1], *b_two]]
            )
        else:
            sheet.numbers(f"A{row}", [[*X, *T]])
            texts = updates(row - 1)
            sheet.formulas(
                f"E{row}", [texts], [[*W_one[0], *W_one[1], *b_one, *W_two[0], *W_two[1], *b_two]]
            )
        h = sigmoid(plus(times(W_one, X), b_one))
        y = sigmoid(plus(times(W_two, h), b_two))
        da_2 = [(o - t) * o * (1 - o) for o, t in zip(y, T, strict=True)]
        da_1 = [d * s * (1 - s) for d, s in zip(times(transposed(W_two), da_2), h, strict=True)]
        dW_2 = [[d * s for s in h] for d in da_2]
        dW_1 = [[d * x for x in X] for d in da_1]
        error = sum((o - t) ** 2 for o, t in zip(y, T, strict=True)) / 2
        values = [*h, *y, error, *da_2, *da_1, *dW_2[0], *dW_2[1], *dW_1[0], *dW_1[1]]
        sheet.formulas(f"Q{row}", [formulas(row)], [values])
        W_one = [
            [w - RATE * d for w, d in zip(*pair, strict=True)]
            for pair in zip(W_one, dW_1, strict=True)
        ]
        W_two = [
            [w - RATE * d for w, d in zip(*pair, strict=True)]
            for pair in zip(W_two, dW_2, strict=True)
        ]
        b_one = [b - RATE * d for b, d in zip(b_one, da_1, strict=True)]
        b_two = [b - RATE * d for b, d in zip(b_two, da_2, strict=True)]
    return sheet


def formulas(r):
    """Return what a row calculates, from Q on."""
    return [
        f"=1/(1+EXP(-(E{r}*A{r}+F{r}*B{r}+I{r})))",
        f"=1/(1+EXP(-(G{r}*A{r}+H{r}*B{r}+J{r})))",
        f"=1/(1+EXP(-(K{r}*Q{r}+L{r}*R{r}+O{r})))",
        f"=1/(1+EXP(-(M{r}*Q{r}+N{r}*R{r}+P{r})))",
        f"=0.5*(S{r}-C{r})^2+0.5*(T{r}-D{r})^2",
        f"=(S{r}-C{r})*S{r}*(1-S{r})",
        f"=(T{r}-D{r})*T{r}*(1-T{r})",
        f"=(V{r}*K{r}+W{r}*M{r})*Q{r}*(1-Q{r})",
        f"=(V{r}*L{r}+W{r}*N{r})*R{r}*(1-R{r})",
        f"=V{r}*Q{r}",
        f"=V{r}*R{r}",
        f"=W{r}*Q{r}",
        f"=W{r}*R{r}",
        f"=X{r}*A{r}",
        f"=X{r}*B{r}",
        f"=Y{r}*A{r}",
        f"=Y{r}*B{r}",
    ]


def updates(r):
    """Return the weights that a row leaves behind: each less the rate times its gradient."""
    gradients = ["AD", "AE", "AF", "AG", "X", "Y", "Z", "AA", "AB", "AC", "V", "W"]
    weights = [at(f"E{r}", right=k) for k in range(12)]
    return [f"={w}-$B$1*{g}{r}" for w, g in zip(weights, gradients, strict=True)]


MAP = f"""
schema = "xlrnn/map/2"
sheet = "learning"

[input]
x = {{ range = "A{TOP}:B{TOP}", transposed = true }}

[[layer]]
kind = "dense"
name = "hidden"
activation = "sigmoid"
[layer.given]
W = {{ cells = "E{TOP}:H{TOP}" }}
b = "I{TOP}:J{TOP}"
[layer.calculated]
y = {{ range = "Q{TOP}:R{TOP}", transposed = true }}
[layer.gradients]
da = {{ range = "X{TOP}:Y{TOP}", transposed = true }}
dW = {{ cells = "AD{TOP}:AG{TOP}" }}

[[layer]]
kind = "dense"
name = "out"
activation = "sigmoid"
[layer.given]
W = {{ cells = "K{TOP}:N{TOP}" }}
b = "O{TOP}:P{TOP}"
[layer.calculated]
y = {{ range = "S{TOP}:T{TOP}", transposed = true }}
[layer.gradients]
da = {{ range = "V{TOP}:W{TOP}", transposed = true }}
dW = {{ cells = "Z{TOP}:AC{TOP}" }}

[loss]
kind = "half squared error"
targets = {{ range = "C{TOP}:D{TOP}", transposed = true }}
[loss.calculated]
loss = "U{TOP}"

[training]
rate = "$B$1"
epochs = {EPOCHS}
"""

MANNER = Manner(
    {"learning": page()},
    MAP,
    checked=EPOCHS * 17 + (EPOCHS - 1) * 12,
    wrong={
        "the gradient of the wrong unit": (
            {"learning!X6": "=(V6*L6+W6*N6)*Q6*(1-Q6)"},
            "learning!X6 (hidden.da, epoch 3, unit 1)",
        ),
        "a step in the wrong direction": (
            {"learning!K7": "=K6+$B$1*Z6"},
            "learning!K7 (out.W updated, epoch 4, unit 1, of input 1)",
        ),
        "a weight of an older epoch": (
            {"learning!H8": "=H6-$B$1*AG7"},
            "learning!H8 (hidden.W updated, epoch 5, unit 2, of input 2)",
        ),
    },
)
