"""Drafts of maps: the layers of sheets in many manners are found, verify, and hide no mistake."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.verify.drafting.layouts import LAYOUTS, write
from xlrnn import api, nn
from xlrnn.errors import InputError, UnreadableError, UsageError
from xlrnn.formula.parsing.tokens import joined, tokens_of

KINDS = {
    "rnn_down_the_rows": ["rnn", "dense"],
    "samples_in_rows": ["dense", "dense"],
    "lstm_in_one_matrix": ["lstm"],
    "lstm_one_unit_a_row": ["lstm"],
    "lstm_gates_on_sheets": ["lstm"],
    "gru_reset_before": ["gru"],
    "gru_reset_after": ["gru"],
    "stacked_and_last": ["rnn", "rnn", "dense"],
    "matrices_with_relu": ["dense", "dense"],
    "products_in_cells": ["dense"],
    "encoder_and_decoder": ["rnn", "rnn"],
    "back_propagation": ["dense", "dense"],
}
# Of cells for which a map has no word: products of one weight, and 1 − z.
LEFT = {"products_in_cells": 12, "gru_reset_before": 8}
WRONG = {
    "two weights swapped": ("rnn_down_the_rows", "forecast!D10", "=TANH(B10*C1+C9*C3+D9*C2+C4)"),
    "tanh for a sigmoid": ("lstm_one_unit_a_row", "cell!D12", "=TANH($B$3*$B12+$C$3*H11+$D$3)"),
    "a row of another gate": ("lstm_in_one_matrix", "lstm!M12", "=MMULT($B13:$G13,M1:M6)"),
    "the gate the other way round": ("gru_reset_after", "gru!M30", "=L12*M21+(1-M12)*L30"),
    "a sum that is too short": ("stacked_and_last", "stack!N29", "=SUM(N25:N26)"),
    "a function that is forgotten": ("matrices_with_relu", "net!C14", "=C8"),
    "a bias that is forgotten": (
        "samples_in_rows", "mlp!E3", "=1/(1+EXP(-SUMPRODUCT(A3:B3,A14:B14)))",
    ),
    "a gradient without its function": ("back_propagation", "training!L16", "=L20"),
}  # fmt: skip
MANNERS = ["rnn_deep", "lstm_cells", "lstm_stacked", "gru_sheets", "gru_blocks", "backprop_blocks",
           "both_ways", "through_time", "epochs"]  # fmt: skip


@pytest.fixture
def drafted(tmp_path, monkeypatch):
    """A function that drafts the map of a workbook, and verifies the workbook by it."""
    monkeypatch.setattr("xlrnn.engines.guarded", lambda engine, **_: engine)

    def drafted(book, vary=0, **options):
        map_file = tmp_path / "map.toml"
        draft = api.map(book, map_file, force=True, **options)
        (found,) = api.verify([book], "ironcalc", map_file=map_file, vary=vary).books[0].engines
        return draft, found

    return drafted


def kinds(draft):
    return [layer.partition(" (")[2].rstrip(")") for layer in draft.layers]


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layers_are_found_and_verify(name, drafted, tmp_path):
    book = write(tmp_path / "book.xlsx", LAYOUTS[name]())
    draft, found = drafted(book, vary=1)
    assert kinds(draft) == KINDS[name]
    assert draft.covered == draft.formulas - LEFT.get(name, 0)
    assert found.outcome == "agree", found.first_difference
    assert found.cells_verified == draft.covered
    assert found.trials == 1


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_not_drafted_into_the_map(mistake, drafted, tmp_path):
    name, cell, formula = WRONG[mistake]
    sheets = LAYOUTS[name]()
    sheet, _, address = cell.partition("!")
    right = sheets[sheet].get(address)
    sheets[sheet][address] = (formula, address) if isinstance(right, tuple) else formula
    if mistake == "a gradient without its function":
        sheets[sheet] = _each_alone(sheets[sheet], "L16", formula)
    draft, found = drafted(write(tmp_path / "book.xlsx", sheets), vary=1)
    assert found.outcome == "differ"
    shown = found.first_difference
    assert shown.place.partition(" ")[0] == cell, draft.text


def _each_alone(cells, first, formula):
    """Return the cells with the array formula of L16:O18 written cell by cell, one wrong."""
    del cells[first]
    for row in range(3):
        for column in range(4):
            here = f"{'LMNO'[column]}{16 + row}"
            y, dy = f"{'BCDE'[column]}{20 + row}", f"{'LMNO'[column]}{20 + row}"
            cells[here] = f"={dy}*(1-{y}^2)"
    cells[first] = formula
    return cells


@pytest.mark.parametrize("name", MANNERS)
def test_the_manners_that_maps_are_tested_with(name, drafted, tmp_path):
    """Others wrote these sheets and said how many cells a map by hand checks."""
    manner = import_module(f"tests.verify.foreign.{name}").MANNER
    draft, found = drafted(manner.write(tmp_path / "book.xlsx"))
    assert found.outcome == "agree", found.first_difference
    assert draft.covered >= 0.95 * manner.checked


@pytest.mark.parametrize("name", ["through_time", "epochs"])
def test_mistakes_in_gradients_and_in_later_epochs_are_named(name, drafted, tmp_path):
    manner = import_module(f"tests.verify.foreign.{name}").MANNER
    for changes, place in [*manner.wrong.values()][:2]:
        draft, found = drafted(manner.write(tmp_path / "book.xlsx", changes))
        assert draft.covered == draft.formulas
        assert found.outcome == "differ"
        assert found.first_difference.place.partition(" ")[0] == place.partition(" ")[0]


def test_what_all_epochs_read_stays_in_its_place(drafted, tmp_path):
    """Inputs and targets stand in the first row alone, and every epoch reads them there."""
    manner = import_module("tests.verify.foreign.epochs").MANNER
    cells = manner.sheets["learning"].cells
    formulas = {at: cell[0] for at, cell in cells.items() if isinstance(cell, tuple)}
    fixed = {f"learning!{at}": re.sub(r"(?<![A-Z$])([A-D])\d+", r"$\1$4", text)
             for at, text in formulas.items()}  # fmt: skip
    draft, found = drafted(manner.write(tmp_path / "book.xlsx", fixed))
    assert 'x = { range = "$A$4:$B$4", transposed = true }' in draft.text
    assert 'targets = { range = "$C$4:$D$4", transposed = true }' in draft.text
    assert 'rate = "$B$1"' in draft.text
    assert "epochs = 5" in draft.text
    assert found.outcome == "agree", found.first_difference
    assert draft.covered == draft.formulas - 30
    assert "#   learning!X4:Y8: 10 formulas" in draft.text  # what multiplies the same x each time
    assert "#   learning!AD4:AG8: 20 formulas" in draft.text


def test_a_mistake_in_what_reads_backwards_is_named(drafted, tmp_path):
    manner = import_module("tests.verify.foreign.both_ways").MANNER
    swapped = {"both!K6": "=TANH($B6*K$2+$D6*L$6+$C6*L$7+$E6)"}
    draft, found = drafted(manner.write(tmp_path / "book.xlsx", swapped))
    assert kinds(draft) == ["bidirectional", "dense", "dense"]
    assert found.outcome == "differ"
    assert found.first_difference.place == "both!K6 (bidirectional.backward.h, unit 1, step 3)"


def test_layers_that_nobody_reads_together_stay_two(drafted, tmp_path):
    manner = import_module("tests.verify.foreign.both_ways").MANNER
    alone = {f"both!{c}9": f"=1/(1+EXP(-($B$9*{c}3+$C$9*{c}4+$F$9)))" for c in "IJKL"}
    draft, found = drafted(manner.write(tmp_path / "book.xlsx", alone))
    assert kinds(draft) == ["rnn", "rnn", "dense", "dense"]
    assert found.outcome == "agree"


def test_our_own_bidirectional_layer_without_names_and_manifest(drafted, tmp_path):
    nn.set_random_seed(1)
    layers = [nn.Input((4, 2)), nn.Bidirectional(nn.LSTM(3, return_sequences=True)), nn.Dense(2)]
    sample = np.random.default_rng(0).normal(size=(4, 2))
    book = api.export(nn.Sequential(layers), tmp_path / "own.xlsx", sample)
    draft, found = drafted(_anonymous(book, tmp_path / "book.xlsx"))
    assert kinds(draft) == ["bidirectional", "dense"]
    assert found.outcome == "agree", found.first_difference
    assert draft.covered >= 0.9 * draft.formulas  # the others say "agrees"


@pytest.mark.parametrize(
    ("name", "expected", "covered"),
    [("hello-forward", ["rnn", "rnn", "dense", "dense"], 160), ("lstm-cell", ["lstm"], 230)],
)
def test_our_own_workbooks_without_names_and_manifest(name, expected, covered, drafted, tmp_path):
    book = _anonymous(Path("workbooks", f"{name}.xlsx"), tmp_path / "book.xlsx")
    draft, found = drafted(book, sheet="forward")
    assert [kind for kind in kinds(draft) if kind in expected][: len(expected)] == expected
    assert found.outcome == "agree", found.first_difference
    assert draft.covered >= covered


def _anonymous(source, target):
    """Save a workbook without what says that xlrnn made it: names, manifest, checks, way back."""
    book = openpyxl.load_workbook(source)
    names = {name.casefold(): name_of.attr_text for name, name_of in book.defined_names.items()}

    def plain(formula):
        tokens = tokens_of(formula[1:])
        found = {at: names.get(token.word.casefold()) for at, token in enumerate(tokens)}
        known = {at: text for at, text in found.items() if tokens[at].kind == "name" and text}
        return f"={joined(tokens, known)}"

    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    cell.value = ArrayFormula(cell.value.ref, plain(cell.value.text))
                elif isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = plain(cell.value)
    for name in [*book.defined_names]:
        del book.defined_names[name]
    for name in ("xlrnn", "check", "backward", "backward equations"):
        if name in book.sheetnames:
            del book[name]
    book.save(target)
    return target


def test_what_is_odd_is_said_where_it_stands(tmp_path):
    sheets = LAYOUTS["rnn_down_the_rows"]()
    sheets["forecast"]["D10"] = "=D9*2"
    draft = api.map(write(tmp_path / "book.xlsx", sheets))
    assert "# ? forecast!D10 is written unlike its neighbours" in draft.text
    assert draft.questions >= 1


def test_numbers_that_nothing_reads_are_named(tmp_path):
    sheets = LAYOUTS["rnn_down_the_rows"]()
    sheets["forecast"]["B13"] = 4.5
    assert (
        "# ? forecast!B13: numbers that no formula reads"
        in api.map(write(tmp_path / "book.xlsx", sheets)).text
    )


def test_several_networks_ask_which_one(drafted, tmp_path):
    one, other = LAYOUTS["rnn_down_the_rows"](), LAYOUTS["samples_in_rows"]()
    book = write(tmp_path / "book.xlsx", one | other)
    with pytest.raises(UsageError, match=r"holds 2 networks: say with --sheet which .* 'mlp'"):
        api.map(book)
    draft, found = drafted(book, sheet="MLP")
    assert kinds(draft) == ["dense", "dense"]
    assert found.outcome == "agree"


def test_what_cannot_be_mapped_is_refused_with_its_reason(tmp_path):
    empty = write(tmp_path / "empty.xlsx", {"s": {"A1": 1}})
    with pytest.raises(InputError, match="holds no formulas"):
        api.map(empty)
    sums = write(tmp_path / "sums.xlsx", {"s": {"A1": "=SUM(B1:B3)", "A2": "=VLOOKUP(1,B1:C3,2)"}})
    with pytest.raises(InputError, match=r"no layer was found .* VLOOKUP\(…\) \(1\)"):
        api.map(sums)
    with pytest.raises(UsageError, match="no sheet 't': expected one of 's'"):
        api.map(sums, sheet="t")
    with pytest.raises(UsageError, match="needs no map"):
        api.map("workbooks/hello-forward.xlsx")
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(UnreadableError):
        api.map(locked)


HOSTILE = {
    "deep": {"A1": "=" + "(" * 3000 + "B1*C1" + ")" * 3000},
    "products of products": {"A1": "=" + "*".join(["(B1+B2+B3+B4+B5+B6)"] * 60)},
    "powers": {"A1": "=" + "^".join(["B1"] * 1000)},
    "minus minus": {"A1": "=" + "-" * 4000 + "B1"},
    "whole columns": {"A1": "=SUMPRODUCT(B1:B1048576,C1:C1048576)", "A2": "=SUM(B:B)"},
    "a large product": {"A1": ("=MMULT(B1:C90000,TRANSPOSE(B1:C90000))", "A1:B2")},
    "circles": {"A1": "=A2", "A2": "=A1", "A3": "=A3*B1+C1", "A4": "=A5+B1*C1", "A5": "=A4+B2*C2"},
    "a sheet that is not there": {"A1": "=gone!A1*B1"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_formulas_are_left(name, tmp_path):
    book = write(tmp_path / "book.xlsx", {"s": {"B1": 2, "C1": 3, **HOSTILE[name]}})
    with pytest.raises(InputError, match=r"no layer was found|no words of a map"):
        api.map(book)


def test_a_running_sum_takes_no_longer_than_it_has_cells(tmp_path):
    cells = {f"A{row}": f"=A{row - 1}+B{row}*C{row}" for row in range(2, 3000)}
    cells |= {f"{column}{row}": 0.5 for column in "BC" for row in range(2, 3000)}
    book = write(tmp_path / "book.xlsx", {"s": cells})
    try:
        assert api.map(book).covered <= 3000
    except InputError as error:
        assert "no layer" in str(error) or "no words" in str(error)
