"""Maps that are wrong in one way each."""

from tests.verify.foreign_book import MAP

# What is wrong with a map: what stands in it, what instead, what is said.
LAST = '"Y7:AB9"], transposed = true'
W_HH_PLACE = "{ range = \"'Tom''s weights'!B8:C9\", transposed = true }"
BAD_MAPS = {
    "no TOML": ("[model]", "[model", "is no TOML: Expected ']'"),
    "schema": (
        "map/1",
        "map/9",
        "schema is 'xlrnn/map/9', expected 'xlrnn/map/2' or 'xlrnn/map/1'",
    ),
    "no schema": ('schema = "xlrnn/map/1"', "", "schema is None, expected"),
    "unknown table": ("[calculated]", "[checked]", "'checked' is unknown: expected one of schema"),
    "no table": ('[model]\noutput_activation = "softmax"', "model = 3", "expected a table [model]"),
    "sheet": ('sheet = "run"', "sheet = 1", "sheet is 1, expected a text"),
    "unknown input": ("W_xh =", "W =", "[given] 'W' is unknown: expected one of x, W_xh, h_0"),
    "unknown quantity": ("a_x =", "ax =", "[calculated] 'ax' is unknown: expected one of a_x"),
    "unknown key": ("output_activation", "out", "[model] 'out' is unknown: expected one of activ"),
    "activation": (
        'output_activation = "softmax"',
        'activation = "cosh"',
        "[model] activation: activation 'cosh' is unknown: expected",
    ),
    "output activation": ('"softmax"', '"max"', "expected one of elu, exponential"),
    "activation's type": ('"softmax"', "1", "[model] output_activation is 1, expected a text"),
    "tied's type": ("[given]", "tied = 1\n[given]", "[model] tied is 1, expected true or false"),
    "no x": ('x = { range = ["B4:D5", "B7:D9"], transposed = true }', "", "[given] has no x, and"),
    "nothing to check": (MAP[MAP.index("[calculated]") :], "", "[calculated] is empty"),
    "no output layer": ("W_hy = ", "# ", "b_y needs an output layer, and [given] has no W_hy"),
    "no softmax": ('"softmax"', '"tanh"', 'logits_max needs output_activation = "softmax"'),
    "no range": ('"K4:L5"', '"K4-L5"', "a: 'K4-L5' is no cell address: expected letters and a row"),
    "backwards": ('"K4:L5"', '"L5:K4"', "a: L5:K4 runs backwards"),
    "quote": ('"K4:L5"', '"\'run!K4:L5"', "is no range: expected one as in B2:D3 or 'my sheet'!B2"),
    "no list of ranges": ('["K4:L5", "K7:L9"]', "[]", "a: expected a range or a list of ranges"),
    "number as range": ('["K4:L5", "K7:L9"]', "7", "a list of ranges, got 7"),
    "no sheet": ('sheet = "run"', "", "x: 'B4:D5' names no sheet, and the map has no `sheet`"),
    "not side by side": ('"K7:L9"', '"L7:M9"', "a: its ranges must stand on one sheet, under each"),
    "two sheets": ('"K7:L9"', '"two!K7:L9"', "a: its ranges must stand on one sheet"),
    "not transposed": (LAST, '"Y7:AB9"]', "side by side in the same rows, or be transposed and"),
    "order": ('"K4:L5", "K7:L9"', '"K7:L9", "K4:L5"', "must follow each other from top to bottom"),
    "shape": (
        '"K7:L9"',
        '"K7:L8"',
        "a: K4:L8 has 4 × 2 cells, expected 5 × 2: a row for each step (x has 5), "
        "a column for each unit (W_xh has 2)",
    ),
    "weights not transposed": (
        '!B3:C5", transposed = true }',
        '!B3:C5" }',
        "W_xh: B3:C5 has 3 × 2 cells, expected … × 3: a row for each unit, a column for each "
        "feature (x has 3); it fits with transposed = true",
    ),
    "bias not transposed": (
        '!B12:C12", transposed = true }',
        '!B12:C12" }',
        "b_h: B12:C12 has 1 × 2 cells, expected 2 × 1: a row for each unit (W_xh has 2), one "
        "column; it fits with transposed = true",
    ),
    "first step 0": (LAST, f"{LAST}, first_step = 0", "first_step is 0, expected 1 to 5, the step"),
    "beyond": (LAST, f"{LAST}, first_step = 6", "p: first_step is 6, expected 1 to 5"),
    "half a step": (
        LAST,
        f"{LAST}, first_step = 2.5",
        "p: first_step is 2.5, expected a whole num",
    ),
    "no step": (LAST, f"{LAST}, first_step = true", "p: first_step is True, expected a whole numb"),
    "late shape": (
        LAST,
        f"{LAST}, first_step = 2",
        "p: Y4:AB9 has 5 × 4 cells, expected 4 × 4: a row for each step from step 2 on (x has 5)",
    ),
    "transposed": (LAST, LAST.replace("true", '"yes"'), "p: transposed is 'yes', expected true or"),
    "unknown option": (LAST, LAST.replace("posed", "pose"), "p: 'transpose' is unknown: expected"),
    "late weight": (
        '!B12:C12", transposed',
        '!B12:C12", first_step = 2, transposed',
        "b_h: 'first_step' is unknown: expected one of range, transposed",
    ),
    "two weights": (
        W_HH_PLACE,
        f"[{W_HH_PLACE}, {W_HH_PLACE}]",
        "W_hh: an input or a weight stands in one place",
    ),
    "claimed twice": ('"I4:J5", "I7:J9"', '"J4:K5", "J7:K9"', "K4 belongs to a_h and to a"),
}
