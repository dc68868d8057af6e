"""The formulas that our workbooks are made of, by engine, against NumPy."""

import numpy as np
import pytest

LETTERS = ["h", "e", "l", "o"]
W = np.array([[0.287027, 0.84606, 0.572392, 0.486813], [0.902874, 0.871522, 0.691079, 0.18998],
              [0.537524, 0.09224, 0.558159, 0.491528]])  # fmt: skip
X = np.array([[0.25], [-1.5], [0.0], [2.0]])
H = np.array([[0.1], [-0.2], [0.3]])
Y = np.array([[1.5], [-0.25], [3.125]])
W_HH, B_H = 0.427043, 0.567001

NAMES = {
    "W": (W, "A1:D3"),
    "x_1": (X, "F1:F4"),
    "h_0": (H, "H1:H3"),
    "w_hh": (np.array([[W_HH]]), "J1:J1"),
    "b_h": (np.array([[B_H]]), "J2:J2"),
    "y_1": (Y, "L1:L3"),
    "row_1": (W[:1], "A1:D1"),
}
NOTATIONS = {
    "pre-activation": ("TANH(MMULT(W,x_1)+w_hh*h_0+b_h)", np.tanh(W @ X + W_HH * H + B_H)),
    "product": ("MMULT(W,x_1)", W @ X),
    "one-hot": ("IF(EXACT(vocab,letter),1,0)", np.array([[0.0], [0.0], [1.0], [0.0]])),
    "largest difference": ("MAX(ABS(h_0-y_1))", np.abs(H - Y).max()),
    "softmax": ("EXP(y_1-MAX(y_1))", np.exp(Y - Y.max())),
    "whole softmax": (
        "EXP(y_1-MAX(y_1))/SUM(EXP(y_1-MAX(y_1)))",
        np.exp(Y - Y.max()) / np.exp(Y - Y.max()).sum(),
    ),
    "count": ("SUM(IF(h_0=y_1,0,1))", 3.0),
    "count of letters": ("SUM(IF(vocab=letter,0,1))", 3.0),
    "transpose": ("TRANSPOSE(h_0)", H.T),
    "outer product": ("MMULT(h_0,TRANSPOSE(x_1))", H @ X.T),
    "logistic": ("1/(1+EXP(-y_1))", 1 / (1 + np.exp(-Y))),
    "broadcast": ("W*h_0+b_h", W * H + B_H),
    "tanh backwards": ("(1-h_0^2)*y_1", (1 - H**2) * Y),
    "log-softmax": ("-SUM(LN(EXP(h_0)/SUM(EXP(h_0))))", -np.log(np.exp(H) / np.exp(H).sum()).sum()),
}  # fmt: skip
PLAIN = {
    "dot product": ("SUM(MMULT(row_1,x_1))", (W[:1] @ X).sum()),
    "next letter": ("INDEX(vocab,MATCH(MAX(y_1),y_1,0))", "l"),
    "sum of products": ("SUMPRODUCT(h_0,y_1)", (H * Y).sum()),
    "sum of a product": ("SUMPRODUCT(h_0*y_1)", (H * Y).sum()),
    "scalar": ("TANH(w_hh*A1+b_h)", np.tanh(W_HH * W[0, 0] + B_H)),
    "squares": ("SUMSQ(h_0)", (H**2).sum()),
    "squared differences": ("SUMXMY2(h_0,y_1)", ((H - Y) ** 2).sum()),
}


def fill_names(book, page):
    for name, (values, area) in NAMES.items():
        first, last = area.split(":")
        book.define_name(name, f"=page!${first[0]}${first[1]}:${last[0]}${last[1]}")
        for i, row in enumerate(values):
            page.write_row(int(first[1]) - 1 + i, ord(first[0]) - ord("A"), row)
    page.write_column("N1", LETTERS)
    page.write("P1", "l")
    book.define_name("vocab", "=page!$N$1:$N$4")
    book.define_name("letter", "=page!$P$1")


def assert_near(actual, expected):
    np.testing.assert_allclose(np.array(actual, dtype=float), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", NOTATIONS)
def test_array_formulas_over_names(engine, write, plant, name):
    formula, expected = NOTATIONS[name]
    expected = np.atleast_2d(expected)
    height, width = expected.shape

    def fill(book, page):
        fill_names(book, page)
        page.write_array_formula(9, 2, 8 + height, 1 + width, f"{{={formula}}}", None, plant)
        for i in range(height):
            for j in range(width):
                if (i, j) != (0, 0):
                    page.write_number(9 + i, 2 + j, plant)

    with engine.load(write(fill)) as sheets:
        sheets.calculate()
        assert_near(sheets.read("page", 10, 3, height, width), expected)


@pytest.mark.parametrize("name", PLAIN)
def test_plain_formulas_over_names(engine, write, plant, name):
    formula, expected = PLAIN[name]

    def fill(book, page):
        fill_names(book, page)
        page.write_formula("C10", f"={formula}", None, plant)

    with engine.load(write(fill)) as sheets:
        sheets.calculate()
        ((actual,),) = sheets.read("page", 10, 3, 1, 1)
    if isinstance(expected, str):
        assert actual == expected
    else:
        assert_near(actual, expected)


def test_a_formula_of_another_sheet_and_a_name_that_needs_quotes(engine, write, plant):
    def fill(book, page):
        fill_names(book, page)
        other = book.add_worksheet("Tom's page")
        other.write_formula("A1", "=page!A1*2", None, plant)
        page.write_formula("C10", "='Tom''s page'!A1+1", None, plant)

    with engine.load(write(fill)) as sheets:
        sheets.calculate()
        assert_near(sheets.read("page", 10, 3, 1, 1), W[0, 0] * 2 + 1)
        assert_near(sheets.read("Tom's page", 1, 1, 1, 1), W[0, 0] * 2)
