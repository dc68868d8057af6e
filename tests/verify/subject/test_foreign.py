"""A workbook that xlrnn did not make is verified by a map, and what is wrong in it is found."""

import math
import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.requirements import require
from tests.verify.foreign_bad_maps import BAD_MAPS
from tests.verify.foreign_book import CELLS, MAP, write_book
from xlrnn import api
from xlrnn.commands.main import run
from xlrnn.errors import UsageError
from xlrnn.verify.subject.map_file import read_map

DOCS = Path(__file__).parents[3] / "docs"
ENGINES = ("ironcalc", "cellrune", "libreoffice", "formulon", "cached")


@pytest.fixture
def verify(tmp_path):
    """A function that writes the workbook with some cells changed, and verifies it."""

    def verify(changes=None, *, text=MAP, engine="ironcalc"):
        book = write_book(tmp_path / "book.xlsx", **(changes or {}))
        map_file = tmp_path / "map.toml"
        map_file.write_text(text, encoding="utf-8")
        return api.verify([book], engine, map_file=map_file).books[0]

    return verify


@pytest.fixture(scope="session")
def _cache(tmp_path_factory):
    """Keep formulon's compiled module out of the home folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XLRNN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.mark.parametrize("engine", ENGINES)
def test_the_foreign_workbook_agrees(verify, engine, _cache):
    require(engine)
    book = verify(engine=engine)
    (result,) = book.engines
    assert book.outcome == "agree", (book.reason, result.reason, result.first_difference)
    assert (result.cells_verified, result.cells_total, result.strays) == (CELLS, CELLS, [])


WRONG = {
    "wrong formula": ("M7", "=TANH(K7)*1.0001", "mismatched", "h, step 3, unit 1"),
    "units swapped": (
        "J8",
        "=F8*'Tom''s weights'!C8+E8*'Tom''s weights'!C9+'Tom''s weights'!C12",
        "mismatched",
        "a_h, step 4, unit 2",
    ),
    "state not handed on": ("F5", "=F4", "mismatched", "h_prev, step 2, unit 2"),
    "right number typed": ("N5", -0.9215126, "constant", "h, step 2, unit 2"),
    "first state typed": ("E4", 0.3, "constant", "h_prev, step 1, unit 1"),
    "emptied": ("K9", None, "missing", "a, step 5, unit 1"),
    "text": ("W8", "oops", "wrong_type", "exps, step 4, unit 4"),
    "text by formula": ("W8", '="oops"', "wrong_type", "exps, step 4, unit 4"),
    "error": ("X4", "=1/0", "error", "exps_sum, step 1"),
}


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("engine", ["ironcalc", "cellrune"])
def test_what_is_wrong_is_found_at_its_cell(verify, case, engine):
    require(engine)
    cell, content, verdict, where = WRONG[case]
    book = verify({cell: content}, engine=engine)
    first = book.engines[0].first_difference
    assert book.outcome == "differ"
    assert (first.place, first.verdict.label) == (f"run!{cell} ({where})", verdict)


def test_stored_results_that_are_wrong_are_found(verify):
    book = verify({"N7": ("=TANH(L7)", 0.25)}, engine="cached")
    first = book.engines[0].first_difference
    assert (first.place, first.actual) == ("run!N7 (h, step 3, unit 2)", 0.25)


@pytest.mark.parametrize(
    ("content", "shown"), [("two", "the text 'two'"), (None, "empty"), ("=1/0", "#DIV/0!")]
)
def test_an_input_that_is_no_number_is_unknown(verify, content, shown):
    book = verify({"C7": content})
    assert book.outcome == "unknown"
    assert f"run!C7 (x) is {shown}: expected a finite number" in book.engines[0].reason


def test_a_changed_input_is_followed(verify):
    assert verify({"C7": -1.75}).outcome == "agree"


def test_a_formula_outside_the_map_is_named(verify):
    (result,) = verify({"AD4": "=SUM(Y4:AB4)"}).engines
    assert result.strays == ["run!AD4"]
    assert (result.cells_verified, result.cells_total) == (CELLS, CELLS + 1)


def test_a_quantity_may_stand_in_several_places(verify):
    entry = 'h = { range = ["M4:N5", "M7:N9"], transposed = true }'
    again = '{ range = "AE9:AF9", transposed = true, first_step = 5 }'
    text = MAP.replace(entry, f"h = [{entry[4:]}, {again}]")
    copies = {"AE9": "=M9", "AF9": "=N9"}
    (result,) = verify(copies, text=text).engines
    assert (result.outcome, result.cells_verified) == ("agree", CELLS + 2)
    first = verify({**copies, "AF9": "=M9"}, text=text).engines[0].first_difference
    assert (first.cell, first.block) == ("run!AF9", "h#2")


def test_the_step_of_a_late_block_is_the_models(verify):
    entry = 'h_prev = { range = ["E4:F5", "E7:F9"], transposed = true }'
    late = 'h_prev = { range = "E7:F9", transposed = true, first_step = 3 }'
    first = verify({"F8": "=E8"}, text=MAP.replace(entry, late)).engines[0].first_difference
    assert first.place == "run!F8 (h_prev, step 4, unit 2)"


def test_upper_and_lower_case_of_a_sheet_are_alike(verify):
    text = MAP.replace('"run"', '"RUN"').replace("Tom''s", "TOM''S")
    assert verify(text=text).outcome == "agree"


def test_a_sheet_that_is_not_there_is_named(verify):
    book = verify(text=MAP.replace('"run"', '"ran"'))
    assert book.outcome == "unknown"
    assert "x is on sheet 'ran', but the workbook has 'run', \"Tom's weights\"" in book.reason


def test_exit_codes(tmp_path, capsys):
    good, bad = write_book(tmp_path / "good.xlsx"), write_book(tmp_path / "bad.xlsx", M7=1)
    map_file, no_map = tmp_path / "map.toml", tmp_path / "no.toml"
    map_file.write_text(MAP)
    no_map.write_text(MAP.replace("W_hh", "Whh"))
    assert run(["verify", "--map", str(map_file), str(good)]) == 0
    assert run(["verify", "--map", str(map_file), str(bad)]) == 1
    assert run(["verify", "--map", str(no_map), str(good)]) == 2
    assert capsys.readouterr().err == (
        f"xlrnn: the map {no_map}: [given] 'Whh' is unknown: "
        "expected one of x, W_xh, h_0, W_hh, b_h, W_hy, b_y\n"
    )
    assert run(["verify", str(good)]) == 3


# Every model that a map can name, on a network of one line for each step.
FUNCTIONS = {
    "tanh": ("TANH({})", math.tanh),
    "sigmoid": ("1/(1+EXP(-({})))", lambda z: 1 / (1 + math.exp(-z))),
    "relu": ("MAX({},0)", lambda z: max(z, 0)),
    "linear": ("{}", lambda z: z),
}


def write_tiny(path, inner, outer):
    """Write 2 features, 1 unit and 1 output over 3 steps, without biases, time to the right."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("my sheet")
        page.write_column("A1", [0.7, -0.4, 0.6, 1.3])  # W_xh (two), W_hh, W_hy
        for column, before, x in zip("CDE", "BCD", ([1, 2], [-2, 0.5], [0.25, -3]), strict=True):
            page.write_column(f"{column}1", x)
            z = f"{column}1*$A$1+{column}2*$A$2+{before}4*$A$3"
            page.write_formula(f"{column}4", "=" + inner.format(z))
            page.write_formula(f"{column}5", "=" + outer.format(f"{column}4*$A$4"))
    return path


@pytest.mark.parametrize("outer", FUNCTIONS)
@pytest.mark.parametrize("inner", FUNCTIONS)
@pytest.mark.parametrize("tied", ["true", "false"])
def test_every_activation(tmp_path, inner, outer, tied):
    book = write_tiny(tmp_path / "tiny.xlsx", FUNCTIONS[inner][0], FUNCTIONS[outer][0])
    map_file = tmp_path / "tiny.toml"
    map_file.write_text(f"""
        schema = "xlrnn/map/1"
        sheet = "my sheet"
        model = {{ activation = "{inner}", output_activation = "{outer}", tied = {tied} }}
        [given]
        x = ["C1:C2", "'my sheet'!$D$1:$E$2"]
        W_xh = {{ range = "A1:A2", transposed = true }}
        W_hh = "A3"
        W_hy = "A4"
        [calculated]
        h = "my sheet!C4:E4"
        y = "C5:E5"
    """)
    result = api.verify([book], map_file=map_file).books[0].engines[0]
    assert (result.outcome, result.cells_verified) == ("agree", 6)
    assert result.blocks[0].expected[0, 0] == pytest.approx(FUNCTIONS[inner][1](0.7 - 0.8))


def test_softmax_without_the_largest_taken_off(verify):
    changes = {f"S{row}": f"=MAX(O{row}:R{row})*0" for row in (4, 5, 7, 8, 9)}
    entry = re.search(r"logits_max = .*\n", MAP)[0]
    text = MAP.replace(entry, "").replace("[given]", "subtract_max = false\n[given]")
    assert verify(changes, text=text).outcome == "agree"
    assert verify(changes, text=MAP.replace(entry, "")).outcome == "differ"


def test_with_softmax_y_is_p(verify):
    assert verify(text=MAP.replace("\np = ", "\ny = ")).outcome == "agree"


@pytest.mark.parametrize("case", BAD_MAPS)
def test_a_bad_map_gives_one_clear_error(tmp_path, case):
    old, new, said = BAD_MAPS[case]
    map_file = tmp_path / "map.toml"
    assert old in MAP
    map_file.write_text(MAP.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_map(map_file)
    assert str(caught.value).startswith(f"the map {map_file}")
    assert said in str(caught.value)


def test_a_map_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match=r"cannot read the map .*none\.toml"):
        read_map(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"sheet = '\xe4'")
    with pytest.raises(UsageError, match=r"cannot read the map .*latin\.toml"):
        read_map(tmp_path / "latin.toml")


@pytest.mark.parametrize(("sheet", "cells"), [("small", 41), ("medium", 102), ("large", 282)])
def test_the_published_maps_hold_together(sheet, cells):
    mapped = read_map(DOCS / "maps" / f"ai-by-hand-{sheet}.toml")
    assert sum(math.prod(entry.shape) for entry in mapped.calculated) == cells
    assert {entry.place.sheet for entry in mapped.entries} == {sheet}


def example():
    """Return the sheet and the map that docs/foreign.md shows."""
    text = (DOCS / "foreign.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) +\|(.+)\|$", text, re.MULTILINE)
    cells = {
        f"{column}{row}": content.strip(" `")
        for row, line in rows
        for column, content in zip("ABCDE", line.split("|"), strict=True)
    }
    return cells, re.search(r"```toml\n(.+?)```", text, re.DOTALL)[1]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({}, 0, "9 of 9 cells verified, largest distance "),
        (
            {"D9": "=TANH(B9*C$1+C8*C$3+D8*C$2+C$4)"},
            1,
            "; first: forecast!D9 (state.h, unit 2, step 2) is mismatched: shows -0.7086397400",
        ),
    ],
)
def test_the_example_of_the_docs(tmp_path, capsys, changes, code, said):
    cells, text = example()
    book, map_file = tmp_path / "forecast.xlsx", tmp_path / "forecast.toml"
    with xlsxwriter.Workbook(book, {"strings_to_numbers": True}) as workbook:
        page = workbook.add_worksheet("forecast")
        for cell, content in {**cells, **changes}.items():
            page.write(cell, content)
    map_file.write_text(text, encoding="utf-8")
    assert run(["verify", "--map", str(map_file), str(book)]) == code
    assert said in capsys.readouterr().out
