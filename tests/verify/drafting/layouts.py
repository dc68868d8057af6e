"""Workbooks laid out by hand, in the manners in which people lay networks out; no results stored.

Each function returns the cells of its sheets, `{sheet: {address: number, text or formula}}`; a
formula of an array stands beside its range. Numbers are drawn, all different.
"""

import random

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

LAYOUTS = {}


def layout(make):
    LAYOUTS[make.__name__] = make
    return make


def write(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for address, content in cells.items():
                if isinstance(content, tuple):
                    sheet.write_array_formula(content[1], content[0])
                else:
                    sheet.write(address, content)
    return path


class Numbers:
    """Numbers that are all different, the same ones every time."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def __call__(self):
        return round(self._random.uniform(-1, 1), 3)


def at(cell, down=0, right=0):
    row, column = xl_cell_to_rowcol(cell)
    return xl_rowcol_to_cell(row + down, column + right)


def block(cell, height, width):
    """Return the addresses of a rectangle, row by row."""
    return [[at(cell, i, j) for j in range(width)] for i in range(height)]


def fill(cells, addresses, number):
    for row in addresses:
        for address in row:
            cells[address] = number()
    return addresses


def product(weights, data):
    return "+".join(f"{w}*{d}" for w, d in zip(weights, data, strict=True))


def column(addresses, j):
    return [row[j] for row in addresses]


@layout
def rnn_down_the_rows():
    """Time runs down; sums written out; the first step has no state before."""
    number, cells = Numbers(1), {"A1": "W", "A4": "bias", "A7": "month"}
    w = fill(cells, block("B1", 1, 2), number)
    u = fill(cells, block("B2", 2, 2), number)
    b = fill(cells, block("B4", 1, 2), number)
    v = fill(cells, block("B5", 1, 2), number)
    x = fill(cells, block("B8", 5, 1), number)
    h = block("C8", 5, 2)
    for t in range(5):
        for j in range(2):
            before = "" if t == 0 else "+" + product(h[t - 1], column(u, j))
            cells[h[t][j]] = f"=TANH({x[t][0]}*{w[0][j]}{before}+{b[0][j]})"
        cells[at("E8", t)] = f"={product(h[t], v[0])}"
    return {"forecast": cells}


@layout
def samples_in_rows():
    """A sample a row; SUMPRODUCT; two layers; sigmoid written with EXP."""
    number, cells = Numbers(2), {"A1": "x1", "B1": "x2", "A12": "weights", "F12": "weights"}
    x = fill(cells, block("A2", 4, 2), number)
    w = fill(cells, block("A13", 3, 2), number)
    b = fill(cells, block("C13", 3, 1), number)
    v = fill(cells, block("F13", 2, 3), number)
    c = fill(cells, block("I13", 2, 1), number)
    for s in range(4):
        row = s + 2
        for u in range(3):
            wide = f"${w[u][0][0]}${w[u][0][1:]}:${w[u][1][0]}${w[u][1][1:]}"
            cells[at("D2", s, u)] = (
                f"=1/(1+EXP(-(SUMPRODUCT({x[s][0]}:{x[s][1]},{wide})+{b[u][0]})))"
            )
        for o in range(2):
            cells[at("H2", s, o)] = f"=SUMPRODUCT(D{row}:F{row},{v[o][0]}:{v[o][2]})+{c[o][0]}"
    return {"mlp": cells}


def _lstm(cells, order, x, w, states, steps, units, rows):
    """Write an LSTM whose gates stand under each other, a column group per step."""
    for t in range(steps):
        here = 3 * t
        column_of = [at(cell, 0, here) for cell in rows]
        for k in range(4 * units):
            left, right = w[k][0], w[k][-1]
            cells[at(states["a"], k, here)] = (
                f"=MMULT(${left}:${right},{column_of[0]}:{column_of[-1]})",
                at(states["a"], k, here),
            )
            gate = order[k // units]
            name = "TANH(z)" if gate == "g" else "1/(1+EXP(-z))"
            cells[at(states["y"], k, here)] = "=" + name.replace("z", at(states["a"], k, here))


@layout
def lstm_in_one_matrix():
    """One matrix for x, h and bias, gates f, g, i, o; a row of ones; states copied on."""
    number, cells = Numbers(3), {"A1": "LSTM"}
    units, features, steps = 2, 3, 3
    w = fill(cells, block("B10", 4 * units, features + units + 1), number)
    order = "fgio"
    for t in range(steps):
        here = 3 * t
        for k in range(features):
            cells[at("J1", k, here)] = number()
        for u in range(units):
            before = at("J41", u, here - 3)
            cells[at("J4", u, here)] = 0.25 * (u + 1) if t == 0 else f"={before}"
            c_before = at("J30", u, here - 3)
            cells[at("J7", u, here)] = 0.5 - u if t == 0 else f"={c_before}"
        cells[at("J6", 0, here)] = 1
    rows = [f"J{row}" for row in range(1, 7)]
    _lstm(cells, order, None, w, {"a": "J10", "y": "J20"}, steps, units, rows)
    for t in range(steps):
        for u in range(units):
            gate = {name: at("J20", k * units + u, 3 * t) for k, name in enumerate(order)}
            c = at("J30", u, 3 * t)
            cells[c] = f"={gate['f']}*{at('J7', u, 3 * t)}+{gate['i']}*{gate['g']}"
            cells[at("J35", u, 3 * t)] = f"=TANH({c})"
            cells[at("J41", u, 3 * t)] = f"={gate['o']}*{at('J35', u, 3 * t)}"
    return {"lstm": cells}


@layout
def lstm_one_unit_a_row():
    """One unit, a row a step, each gate in one cell; the states before are read in place."""
    number, cells = Numbers(4), {"A1": "gate", "B1": "x", "C1": "h", "D1": "b"}
    gates = ("f", "i", "g", "o")
    for k, gate in enumerate(gates):
        cells[at("A2", k)] = gate
        fill(cells, [[at("B2", k), at("C2", k), at("D2", k)]], number)
    cells |= {"G9": 0.1, "H9": -0.2}
    for t in range(4):
        row = 10 + t
        cells[f"B{row}"] = number()
        for k, _ in enumerate(gates):
            inside = f"$B${2 + k}*$B{row}+$C${2 + k}*H{row - 1}+$D${2 + k}"
            text = f"TANH({inside})" if k == 2 else f"1/(1+EXP(-({inside})))"
            cells[at(f"C{row}", 0, k)] = f"={text}"
        cells[f"G{row}"] = f"=C{row}*G{row - 1}+D{row}*E{row}"
        cells[f"H{row}"] = f"=F{row}*TANH(G{row})"
    return {"cell": cells}


@layout
def lstm_gates_on_sheets():
    """A sheet for each gate; the state stands before the input; the bias is a row."""
    number = Numbers(5)
    units, features, steps = 2, 2, 3
    sheets = {"state": {"A1": "state"}}
    for gate in ("forget", "input", "candidate", "output"):
        cells = sheets[gate] = {"A1": f"W of the {gate} gate"}
        w = fill(cells, block("B2", units + features, units), number)
        b = fill(cells, block("B6", 1, units), number)
        for t in range(steps):
            row = 10 + t
            for u in range(units):
                data = [f"state!{at(f'B{row - 1}', 0, k)}" for k in range(units)]
                data += [f"state!{at(f'F{row}', 0, k)}" for k in range(features)]
                inside = f"{product(column(w, u), data)}+{b[0][u]}"
                text = f"TANH({inside})" if gate == "candidate" else f"1/(1+EXP(-({inside})))"
                cells[at(f"B{row}", 0, u)] = f"={text}"
    cells = sheets["state"]
    fill(cells, block("B9", 1, units), number)
    fill(cells, block("I9", 1, units), number)
    for t in range(steps):
        row = 10 + t
        fill(cells, block(f"F{row}", 1, features), number)
        for u in range(units):
            own, c = at(f"B{row}", 0, u), at(f"I{row}", 0, u)
            cells[c] = f"=forget!{own}*{at(f'I{row - 1}', 0, u)}+input!{own}*candidate!{own}"
            cells[own] = f"=output!{own}*TANH({c})"
    return sheets


@layout
def gru_reset_before():
    """Reset before the product, z says what is written, 1 − z in a cell of its own."""
    number, cells = Numbers(6), {"A1": "GRU"}
    units, features, steps = 2, 1, 4
    w, u_, b = {}, {}, {}
    for k, gate in enumerate("zrg"):
        w[gate] = fill(cells, block(f"B{2 + 3 * k}", units, features), number)
        u_[gate] = fill(cells, block(f"D{2 + 3 * k}", units, units), number)
        b[gate] = fill(cells, block(f"G{2 + 3 * k}", units, 1), number)
    first = fill(cells, block("I30", units, 1), number)
    for t in range(steps):
        x = at("J1", 0, t)
        cells[x] = number()
        before = [at("J30", u, t - 1) if t else first[u][0] for u in range(units)]
        for u in range(units):
            for gate, top in (("z", 12), ("r", 15)):
                inside = f"{w[gate][u][0]}*{x}+{product(u_[gate][u], before)}+{b[gate][u][0]}"
                cells[at(f"J{top}", u, t)] = f"=(1+TANH(({inside})/2))/2"
            cells[at("J18", u, t)] = f"={at('J15', u, t)}*{before[u]}"
        for u in range(units):
            looked = [at("J18", k, t) for k in range(units)]
            inside = f"{w['g'][u][0]}*{x}+{product(u_['g'][u], looked)}+{b['g'][u][0]}"
            cells[at("J21", u, t)] = f"=TANH({inside})"
            z = at("J12", u, t)
            cells[at("J24", u, t)] = f"=1-{z}"
            cells[at("J30", u, t)] = f"={at('J24', u, t)}*{before[u]}+{z}*{at('J21', u, t)}"
    return {"gru": cells}


@layout
def gru_reset_after():
    """Reset after the product, all in one cell, with a second bias."""
    number, cells = Numbers(7), {"A1": "GRU"}
    units, features, steps = 2, 2, 3
    w, u_, b = {}, {}, {}
    for k, gate in enumerate("rzg"):
        w[gate] = fill(cells, block(f"B{2 + 3 * k}", units, features), number)
        u_[gate] = fill(cells, block(f"E{2 + 3 * k}", units, units), number)
        b[gate] = fill(cells, block(f"H{2 + 3 * k}", units, 1), number)
    second = fill(cells, block("I8", units, 1), number)
    first = fill(cells, block("K30", units, 1), number)
    for t in range(steps):
        x = [at("L1", 0, t), at("L2", 0, t)]
        for cell in x:
            cells[cell] = number()
        before = [at("L30", u, t - 1) if t else first[u][0] for u in range(units)]
        for u in range(units):
            for gate, top in (("z", 12), ("r", 15)):
                inside = f"{product(w[gate][u], x)}+{product(u_[gate][u], before)}+{b[gate][u][0]}"
                cells[at(f"L{top}", u, t)] = f"=EXP({inside})/(1+EXP({inside}))"
            recalled = f"{product(u_['g'][u], before)}+{second[u][0]}"
            r, z = at("L15", u, t), at("L12", u, t)
            cells[at("L21", u, t)] = (
                f"=TANH({product(w['g'][u], x)}+{b['g'][u][0]}+{r}*({recalled}))"
            )
            cells[at("L30", u, t)] = f"=(1-{z})*{at('L21', u, t)}+{z}*{before[u]}"
    return {"gru": cells}


@layout
def stacked_and_last():
    """Two recurrent layers; the last state alone goes into a softmax with its largest score."""
    number, cells = Numbers(8), {"A1": "two layers"}
    sizes, steps = (2, 3, 2), 4
    x = fill(cells, block("M1", sizes[0], steps), number)
    for layer, top in ((1, 5), (2, 15)):
        units, features = sizes[layer], sizes[layer - 1]
        w = fill(cells, block(f"A{top}", units, features), number)
        u_ = fill(cells, block(f"E{top}", units, units), number)
        b = fill(cells, block(f"I{top}", units, 1), number)
        h = block(f"M{top}", units, steps)
        for t in range(steps):
            for u in range(units):
                before = "" if t == 0 else "+" + product(u_[u], column(h, t - 1))
                cells[h[u][t]] = f"=TANH({product(w[u], column(x, t))}{before}+{b[u][0]})"
        x = h
    v = fill(cells, block("A25", 3, 2), number)
    for o in range(3):
        cells[at("M25", o)] = f"=SUMPRODUCT({v[o][0]}:{v[o][1]},TRANSPOSE(P15:P16))"
        cells[at("M25", o)] = (cells[at("M25", o)], at("M25", o))
        cells[at("N25", o)] = f"=EXP({at('M25', o)}-M$29)"
        cells[at("O25", o)] = f"={at('N25', o)}/N$29"
    cells |= {"M29": "=MAX(M25:M27)", "N29": "=SUM(N25:N27)"}
    return {"stack": cells}


@layout
def matrices_with_relu():
    """Samples as columns; whole matrices at once; ReLU as MAX and as IF; softmax in one formula."""
    number, weights, cells = Numbers(9), {"A1": "weights"}, {"A1": "X"}
    w1 = fill(weights, block("B2", 4, 3), number)
    b1 = fill(weights, block("F2", 4, 1), number)
    w2 = fill(weights, block("B8", 3, 4), number)
    del w1, b1, w2
    fill(weights, block("G8", 3, 1), number)
    fill(cells, block("B2", 3, 5), number)
    cells["B7"] = ("=MMULT(weights!B2:E5,B2:F5)", "B7:F10")
    weights |= {f"E{row}": number() for row in range(2, 6)}
    weights |= {f"F{row}": "" for row in range(2, 6)}
    cells |= {at("B5", 0, j): 1 for j in range(5)}
    for i in range(4):
        for j in range(5):
            a = at("B7", i, j)
            cells[at("B13", i, j)] = f"=MAX(0,{a})" if i < 2 else f"=IF({a}>0,{a},0)"
    for i in range(3):
        for j in range(5):
            here = at("B19", i, j)
            data = f"{at('B13', 0, j)}:{at('B16', 0, j)}"
            row = f"weights!$B${8 + i}:$E${8 + i}"
            cells[here] = (f"=MMULT({row},{data})+weights!$G${8 + i}", here)
            column_of = f"{at('B19', 0, j)}:{at('B21', 0, j)}"
            cells[at("B24", i, j)] = (f"=EXP({here})/SUM(EXP({column_of}))", at("B24", i, j))
    return {"net": cells, "weights": weights}


@layout
def products_in_cells():
    """Each product in a cell of its own, then their sum, then the function."""
    number, cells = Numbers(10), {"A1": "weights", "E1": "input"}
    w = fill(cells, block("A2", 3, 2), number)
    b = fill(cells, block("C2", 3, 1), number)
    x = fill(cells, block("E2", 2, 2), number)
    for s in range(2):
        for u in range(3):
            for k in range(2):
                cells[at("G2", u, 5 * s + k)] = f"={w[u][k]}*{x[k][s]}"
            both = f"{at('G2', u, 5 * s)}:{at('G2', u, 5 * s + 1)}"
            cells[at("G2", u, 5 * s + 2)] = f"=SUM({both})+{b[u][0]}"
            cells[at("G2", u, 5 * s + 3)] = f"=TANH({at('G2', u, 5 * s + 2)})"
    return {"neuron": cells}


@layout
def encoder_and_decoder():
    """The decoder begins with the encoder's last state, and has another input width."""
    number, cells = Numbers(11), {"A1": "encoder", "A12": "decoder"}
    states = None
    for top, features, steps in ((2, 3, 3), (13, 2, 2)):
        units = 2
        w = fill(cells, block(f"A{top}", units, features), number)
        u_ = fill(cells, block(f"E{top}", units, units), number)
        b = fill(cells, block(f"H{top}", units, 1), number)
        x = fill(cells, block(f"K{top + 4}", features, steps), number)
        h = block(f"K{top}", units, steps)
        for t in range(steps):
            before = column(h, t - 1) if t else states
            for u in range(units):
                state = "" if before is None else "+" + product(u_[u], before)
                cells[h[u][t]] = f"=TANH({product(w[u], column(x, t))}{state}+{b[u][0]})"
        states = column(h, steps - 1)
    return {"seq2seq": cells}


@layout
def back_propagation():
    """Two dense layers with squared errors, and the way back by MMULT and TRANSPOSE."""
    number, cells = Numbers(12), {"A1": "X", "A5": "W1", "A10": "W2"}
    fill(cells, block("B2", 2, 4), number)  # samples as columns
    fill(cells, block("B6", 3, 2), number)
    fill(cells, block("E6", 3, 1), number)
    fill(cells, block("B11", 2, 3), number)
    fill(cells, block("F11", 2, 1), number)
    fill(cells, block("B30", 2, 4), number)  # targets
    cells |= {
        "B16": ("=MMULT(B6:C8,B2:E3)+E6:E8", "B16:E18"),
        "B20": ("=TANH(B16:E18)", "B20:E22"),
        "B25": ("=MMULT(B11:D12,B20:E22)+F11:F12", "B25:E26"),
        "B33": ("=B25:E26-B30:E31", "B33:E34"),
        "B36": ("=B33:E34^2", "B36:E37"),
        "B39": "=SUM(B36:E37)/8",
        "G33": ("=2*B33:E34/8", "G33:J34"),
        "G25": ("=MMULT(G33:J34,TRANSPOSE(B20:E22))", "G25:I26"),
        "L20": ("=MMULT(TRANSPOSE(B11:D12),G33:J34)", "L20:O22"),
        "L16": ("=L20:O22*(1-B20:E22^2)", "L16:O18"),
        "L6": ("=MMULT(L16:O18,TRANSPOSE(B2:E3))", "L6:M8"),
    }
    for u in range(3):
        cells[f"O{6 + u}"] = f"=SUM(L{16 + u}:O{16 + u})"
    for u in range(2):
        cells[f"K{25 + u}"] = f"=SUM(G{33 + u}:J{33 + u})"
    return {"training": cells}
