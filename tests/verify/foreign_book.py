"""A workbook laid out by hand as xlrnn never would: time downwards, weights transposed, no names.

Its numbers come from the plain loops below, not from xlrnn: 3 features, 2 units, 4 outputs and
5 steps, all weights different.
"""

import math
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

X = [[0.5, -1, 2], [1.5, 0.25, -0.75], [-0.5, 3, 1], [0.125, -2, 0.375], [2.5, 0.625, -1.25]]
W_XH = [[0.31, -0.42], [0.17, 0.23], [-0.29, 0.11]]  # a row for each feature
W_HH = [[0.41, -0.13], [0.37, 0.53]]  # a row for each unit that it comes from
B_H = [0.07, -0.19]
H_0 = [0.3, -0.6]
W_HY = [[0.9, -0.8, 0.35, 1.1], [-0.45, 0.65, 1.3, -0.2]]  # a row for each unit
B_Y = [0.02, -0.04, 0.06, 0.08]

ROWS = (4, 5, 7, 8, 9)  # of the five steps; row 6 is a heading
WEIGHTS = "Tom's weights"
W = "'Tom''s weights'!"

MAP = """
schema = "xlrnn/map/1"
sheet = "run"

[model]
output_activation = "softmax"

[given]
x = { range = ["B4:D5", "B7:D9"], transposed = true }
W_xh = { range = "'Tom''s weights'!B3:C5", transposed = true }
W_hh = { range = "'Tom''s weights'!B8:C9", transposed = true }
b_h = { range = "'Tom''s weights'!B12:C12", transposed = true }
h_0 = { range = "'Tom''s weights'!B14:C14", transposed = true }
W_hy = { range = "'Tom''s weights'!B17:E18", transposed = true }
b_y = { range = "'Tom''s weights'!B20:E20", transposed = true }

[calculated]
h_prev = { range = ["E4:F5", "E7:F9"], transposed = true }
a_x = { range = ["G4:H5", "G7:H9"], transposed = true }
a_h = { range = ["I4:J5", "I7:J9"], transposed = true }
a = { range = ["K4:L5", "K7:L9"], transposed = true }
h = { range = ["M4:N5", "M7:N9"], transposed = true }
logits = { range = ["O4:R5", "O7:R9"], transposed = true }
logits_max = { range = ["S4:S5", "S7:S9"], transposed = true }
exps = { range = ["T4:W5", "T7:W9"], transposed = true }
exps_sum = { range = ["X4:X5", "X7:X9"], transposed = true }
p = { range = ["Y4:AB5", "Y7:AB9"], transposed = true }
"""

CELLS = 5 * (5 * 2 + 3 * 4 + 2)


def steps():
    """Yield what each step shows, column by column from E on."""
    h = H_0
    for x in X:
        a_x = [sum(x[k] * W_XH[k][i] for k in range(3)) for i in range(2)]
        a_h = [sum(h[j] * W_HH[j][i] for j in range(2)) + B_H[i] for i in range(2)]
        a = [a_x[i] + a_h[i] for i in range(2)]
        new = [math.tanh(z) for z in a]
        logits = [sum(new[i] * W_HY[i][k] for i in range(2)) + B_Y[k] for k in range(4)]
        exps = [math.exp(z - max(logits)) for z in logits]
        p = [e / sum(exps) for e in exps]
        yield [*h, *a_x, *a_h, *a, *new, *logits, max(logits), *exps, sum(exps), *p]
        h = new


def formulas(row, before):
    """Return the formulas of one step, by column; those of the scores are one array."""
    found = {}
    for column, unit, source in zip("EF", "MN", "BC", strict=True):
        found[column] = f"={unit}{before}" if before else f"={W}{source}14"
    for column, source in zip("GH", "BC", strict=True):
        found[column] = f"=B{row}*{W}{source}3+C{row}*{W}{source}4+D{row}*{W}{source}5"
    for column, source in zip("IJ", "BC", strict=True):
        found[column] = f"=E{row}*{W}{source}8+F{row}*{W}{source}9+{W}{source}12"
    for column, left, right in zip("KL", "GH", "IJ", strict=True):
        found[column] = f"={left}{row}+{right}{row}"
    for column, source in zip("MN", "KL", strict=True):
        found[column] = f"=TANH({source}{row})"
    found["S"], found["X"] = f"=MAX(O{row}:R{row})", f"=SUM(T{row}:W{row})"
    for column, score, p in zip("TUVW", "OPQR", ("Y", "Z", "AA", "AB"), strict=True):
        found[column] = f"=EXP({score}{row}-$S{row})"
        found[p] = f"={column}{row}/$X{row}"
    return found


def cells():
    """Return what each cell of the sheet `run` holds: a formula with its value, or a constant."""
    found = {"A1": "A network that reads downwards", "A6": "and here it goes on"}
    columns = [xl_col_to_name(number) for number in range(4, 28)]  # E to AB
    for row, before, x, values in zip(ROWS, (None, *ROWS), X, steps(), strict=False):
        shown = dict(zip(columns, values, strict=True))
        texts = formulas(row, before)
        found |= {f"{column}{row}": value for column, value in zip("BCD", x, strict=True)}
        found |= {f"{column}{row}": (text, shown[column]) for column, text in texts.items()}
        found[f"O{row}"] = (f"O{row}:R{row}", [shown[column] for column in "OPQR"])
    return found


def write_book(path: Path, **changes) -> Path:
    """Write the workbook with some cells of `run` changed; None empties one."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("run")
        for cell, content in {**cells(), **changes}.items():
            if isinstance(content, tuple) and isinstance(content[1], list):
                _write_scores(page, *content)
            elif isinstance(content, tuple):
                page.write_formula(cell, content[0], None, content[1])
            else:
                page.write(cell, content)
        _write_weights(book.add_worksheet(WEIGHTS))
    return path


def _write_scores(page, area, values):
    row = int(area[1 : area.index(":")])
    page.write_array_formula(
        area, f"{{=MMULT(M{row}:N{row},{W}$B$17:$E$18)+{W}$B$20:$E$20}}", None, values[0]
    )
    for offset, value in enumerate(values[1:], start=1):
        page.write_number(row - 1, 14 + offset, value)


def _write_weights(page):
    page.write("A1", "Weights, a row for each source")
    for row, matrix in ((2, W_XH), (7, W_HH), (11, [B_H]), (13, [H_0]), (16, W_HY), (19, [B_Y])):
        for offset, numbers in enumerate(matrix):
            page.write_row(row + offset, 1, numbers)
