"""Maps of the second schema: they are written and read, what is wrong in them is said."""

import random
import re
import time
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.verify.foreign import lstm_stacked
from tests.verify.foreign.test_manners import NAMES
from xlrnn.commands.main import run
from xlrnn.errors import UsageError
from xlrnn.verify.subject.map_file import read_map
from xlrnn.verify.subject.network.binding import CALCULATED, Binder
from xlrnn.verify.subject.network.plan import plan
from xlrnn.verify.subject.network.reading import network_map
from xlrnn.verify.subject.network.writing import map_text

DOCS = Path(__file__).parents[4] / "docs"
MAPS = {name: import_module(f"tests.verify.foreign.{name}").MANNER.map for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_what_was_read(name):
    once = network_map(tomllib.loads(MAPS[name]), MAPS[name], "map")
    text = map_text(once)
    assert network_map(tomllib.loads(text), text, "map") == once


# What is wrong with a map: of which manner it is, what stands in it, what instead, what is said.
BAD = {
    "unknown layer": (
        "rnn_deep",
        'kind = "dense"',
        'kind = "attention"',
        "line 31: layer.3.kind: is 'attention', expected one of dense, softmax, rnn, lstm, gru,",
    ),
    "no layer": ("rnn_deep", "[[layer]]", "[[layers]]", "'layers' is unknown: expected one of"),
    "shape": (
        "lstm_stacked",
        '"B12:G20"',
        '"B12:F20"',
        "line 12: cell.W: B12:F20 has 9 × 5 cells, expected 9 × 6: a row for each of the 2 units "
        "of f, g, -, i, o, a column for each of x (3), h (2), 1 (1)",
    ),
    "not all gates": ("lstm_stacked", '["f", "g", "-", "i", "o"], columns', '["f", "g", "i", "-"], columns', "8 rows or columns are not those of 3 gates of one size"),
    "a gate is missing": ("lstm_cells", "W_o =", "# W_o =", "layer lstm: W_xo is not given, or not"),
    "given twice": ("lstm_cells", "W_o = { range = \"weights!B14", "W_f = { range = \"weights!B14", "Cannot overwrite a value"),
    "transposed": (
        "rnn_deep",
        'W_hh = { range = "B4:C5", transposed = true }',
        'W_hh = { range = "B4:C6" }',
        "low.W_hh: B4:C6 has 3 × 2 cells, expected 2 × 2",
    ),
    "turned": (
        "rnn_deep",
        'a_x = { range = "E10:F12", transposed = true }',
        'a_x = "E10:F12"',
        "low.a_x: E10:F12 has 3 × 2 cells, expected 2 × 3: a row for each unit, a column for each "
        "step; it fits with transposed = true",
    ),
    "steps": ("gru_blocks", '"H3:I4", ', "", "got 2 ranges, expected 3: one for each step"),
    "labels": ("gru_blocks", '["r", "z", "n"]', '["r", "z", "q"]', "says no gates and no parts"),
    "no labels": ("gru_blocks", ', rows = ["r", "z", "n"]', "", "say which rows or columns are wh"),
    "reads nothing": ("both_ways", '"reader.last"', '"writer.last"', "there is no 'writer' before"),
    "no reader": ("encoder_decoder", '["symbol", "encoder.last"]', '"encoder.last"', "symbol: no layer reads this input"),
    "first state": ("encoder_decoder", 'first_state = "encoder"', 'first_state = "coder"', "first_state is 'coder', expected a layer before of kind lstm with 2 units"),
    "no loss": ("backprop_blocks", "[loss]", "[loose]", "'loose' is unknown"),
    "no softmax": ("backprop_blocks", '"softmax"', '"sigmoid"', "cross-entropy judges what softmax"),
    "gradient without loss": ("backprop_blocks", MAPS["backprop_blocks"].partition("[loss]")[2], "", "[loss] has no targets"),
    "claimed twice": ("epochs", '"X4:Y4"', '"W4:X4"', "belongs to"),
    "overlapping epochs": ("gru_blocks", "[[layer]]", "[training]\nrate = 1\nepochs = 3\n[[layer]]", "epochs overlap: say every"),
    "rate": ("through_time", "rate = 0.1", "", "[training] has no rate"),
    "not recalled": ("gru_blocks", 'reset = "after"', 'reset = "before"', "needs reset = 'after'"),
    "too large": ("epochs", "epochs = 5", "epochs = 99999999", "more than"),
    "backwards": ("epochs", '"A4:B4"', '"B4:A4"', "line 6: x: B4:A4 runs backwards"),
    "no name": ("rnn_deep", 'name = "low"', 'name = "h"', "'h' is no name for it"),
    "two names": ("rnn_deep", 'name = "low"', 'name = "high"', "there are two high"),
    "nothing checked": ("gru_blocks", MAPS["gru_blocks"].partition("[layer.calculated]")[2], "", "so there is nothing to check"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_map_gives_one_clear_error(tmp_path, case):
    name, old, new, says = BAD[case]
    assert old in MAPS[name]
    map_file = tmp_path / "map.toml"
    map_file.write_text(MAPS[name].replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_map(map_file)
    assert str(caught.value).startswith(f"the map {map_file}")
    assert says in str(caught.value)


def test_damaged_maps_are_refused_in_time(tmp_path):
    """A seeded sample of damage: what is left is a map, or there is one error that says why."""
    draw, refused = random.Random(19), 0
    scraps = [
        '"A1:XFD1048576"',
        "[]",
        "{}",
        "-1",
        "1e308",
        "true",
        '["f"]',
        '"-99999"',
        '"lstm.last"',
    ]
    for number in range(300):
        lines = MAPS[NAMES[number % len(NAMES)]].split("\n")
        at = draw.randrange(len(lines))
        if number % 3 == 0:
            lines[at] = re.sub(r"\d+", str(draw.choice([0, 1, 7, 1048576, 9 * 10**7])), lines[at])
        elif number % 3 == 1:
            lines[at] = f"{lines[at].partition('=')[0]}= {draw.choice(scraps)}"
        else:
            lines[at] = lines[draw.randrange(len(lines))]
        map_file = tmp_path / "map.toml"
        map_file.write_text("\n".join(lines), encoding="utf-8")
        begun = time.process_time()
        try:
            read_map(map_file)
        except UsageError:
            refused += 1
        assert time.process_time() - begun < 5
    assert refused > 100


@pytest.mark.parametrize("text", ["x = " + "[" * 10_000, "#" * 2**20 + "\nx = 1"])
def test_a_map_that_is_deep_or_large_is_refused(tmp_path, text):
    map_file = tmp_path / "map.toml"
    map_file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"the map .*(nested|bytes)"):
        read_map(map_file)


PUBLISHED = {
    "mlp-small": 44,
    "mlp-medium": 88,
    "mlp-large": 1032,
    "autoencoder-small": 82,
    "autoencoder-medium": 178,
    "backpropagation": 126,
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_maps_hold_together(name):
    binder = Binder(plan(read_map(DOCS / "maps" / f"ai-by-hand-{name}.toml")))
    checked = [bound.index.size for bound in binder.bound() if bound.role == CALCULATED]
    assert sum(checked) == PUBLISHED[name]


def test_the_lstm_of_the_docs(tmp_path, capsys):
    text = (DOCS / "foreign.md").read_text(encoding="utf-8")
    section = text.partition("## An LSTM with a wrong gate")[2].partition("\n## ")[0]
    map_file, book = tmp_path / "lstm.toml", tmp_path / "lstm.xlsx"
    map_file.write_text(re.search(r"```toml\n(.+?)```", section, re.DOTALL)[1], encoding="utf-8")
    lstm_stacked.MANNER.write(book)
    assert run(["verify", "--map", str(map_file), str(book)]) == 0
    assert "116 of 116 cells verified" in capsys.readouterr().out
    lstm_stacked.MANNER.write(book, {"lstm!O26": "=TANH(O17)"})
    assert run(["verify", "--map", str(map_file), str(book)]) == 1
    shown = capsys.readouterr().out
    for part in re.search(r"differ: .*", section)[0].partition("recalculated: ")[2].split("…"):
        assert part in shown
