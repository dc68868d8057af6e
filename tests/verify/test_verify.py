"""Verification as a whole: with an engine that says what the test wants, and with a real one."""

import re
import zipfile

import numpy as np
import pytest

from tests.lessons.variants import VARIANTS
from xlrnn.engines.base import Engine, Sheets
from xlrnn.errors import EngineError, EngineMissingError
from xlrnn.formula.value import CellError
from xlrnn.names import Role
from xlrnn.verify import verify as verify_module
from xlrnn.verify.compare import compare
from xlrnn.verify.prepare import prepare
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, EnginePair, EngineResult, Verification
from xlrnn.verify.results.verdict import Outcome, Verdict
from xlrnn.verify.verify import verify
from xlrnn.xlsx.planting.calculation_copy import PLANT
from xlrnn.xlsx.writing.write import workbook_bytes

LESSON = VARIANTS["article"]


class Scripted(Sheets):
    """A workbook that shows NumPy's values, apart from the cells that a test changes."""

    def __init__(self, book, changes=None):
        self.cells = {}
        for block in book.blocks:
            for i, t in np.ndindex(*block.shape):
                value = block.values[i, t]
                cell = block.place.cell(i, t)
                self.cells[block.page, cell.row, cell.column] = (
                    str(value) if isinstance(value, str) else float(value)
                )
        for (name, i, t), value in (changes or {}).items():
            cell = book[name].place.cell(i, t)
            self.cells[book[name].page, cell.row, cell.column] = value

    def set(self, sheet, row, column, value):
        self.cells[sheet, row, column] = value

    def calculate(self):
        pass

    def read(self, sheet, row, column, height, width):
        return [
            [self.cells.get((sheet, r, c)) for c in range(column, column + width)]
            for r in range(row, row + height)
        ]

    def close(self):
        pass


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("verify") / "hello.xlsx"
    path.write_bytes(workbook_bytes(LESSON.filled_book()))
    return path


@pytest.fixture(scope="module")
def prepared(path):
    return prepare(path, path.with_name("copy.xlsx"), None)


@pytest.fixture
def compared(prepared):
    """Return a function: what is said if an engine shows these cells instead."""

    def run(changes=None):
        book = LESSON.filled_book(calculated=True)
        blocks = compare(Scripted(book, changes), prepared, Tolerance()).results
        return EngineResult("scripted", "1", True, blocks)

    return run


def wrong_cells(result):
    return [
        (cell.block, cell.verdict.label)
        for block in result.blocks
        for cell in block.cells()
        if cell.verdict is not Verdict.MATCHED
    ]


def test_numpys_own_values_agree(compared):
    result = compared()
    assert wrong_cells(result) == []
    assert result.outcome is Outcome.AGREE
    assert result.first_difference is None
    assert result.cells_verified == result.cells_total > 400


def test_inputs_are_not_judged_and_everything_else_is(compared):
    judged = {block.name for block in compared().blocks}
    given = {b.name for b in LESSON.book().blocks if b.role in (Role.INPUT, Role.PARAMETER)}
    assert judged == {block.name for block in LESSON.book().blocks} - given


@pytest.mark.parametrize(
    "cell, value, label",
    [
        (("h", 1, 2), 0.5, "mismatched"),
        (("p", 0, 0), CellError("#NUM!"), "error"),
        (("logits", 3, 3), "text", "wrong_type"),
        (("predicted", 0, 1), "e", "mismatched"),
        (("ref_h", 1, 1), 0.0, "mismatched"),
        (("h_eq", 2, 2), None, "missing"),
        (("numpy_verdict", 0, 0), "differs", "mismatched"),
        (("mark_h", 0, 0), "✗", "mismatched"),
        (("exps_sum", 0, 3), True, "wrong_type"),
    ],
)
def test_a_wrong_cell_is_found(compared, cell, value, label):
    result = compared({cell: value})
    assert (cell[0], label) in wrong_cells(result)
    assert result.outcome is Outcome.DIFFER
    first = result.first_difference
    assert (first.block, first.verdict.label) == (cell[0], label)


def test_a_planted_value_is_unknown_and_not_wrong(compared):
    result = compared({("h", 0, 0): PLANT, ("predicted", 0, 0): PLANT})
    assert wrong_cells(result) == [("h", "unverified"), ("predicted", "unverified")]
    assert result.outcome is Outcome.UNKNOWN
    assert result.cells_verified == result.cells_total - 2
    assert result.first_difference.block == "h"


def test_wrong_counts_more_than_unknown(compared):
    result = compared({("a_x", 0, 0): PLANT, ("p", 2, 1): 0.0})
    assert result.outcome is Outcome.DIFFER
    assert result.first_difference.block == "p"


def test_the_first_difference_is_in_the_order_of_the_calculation(compared):
    every = {
        ("mark_x", 0, 0): "✗",
        ("p_eq", 0, 0): 0.0,
        ("predicted", 0, 3): "o",
        ("a_x", 2, 3): 0.0,
        ("p", 3, 1): 0.0,
        ("p", 1, 1): 0.0,
        ("h", 2, 1): 0.0,
        ("logits", 0, 0): 0.0,
    }
    seen = []
    while every:
        first = compared(every).first_difference
        key = next(
            k for k in every if k[0] == first.block and _place(k) == first.cell
        )  # fmt: skip
        seen.append(key)
        del every[key]
    assert seen == [
        ("logits", 0, 0),  # step 1
        ("h", 2, 1),  # step 2, and in it block by block, unit by unit
        ("p", 1, 1),
        ("p", 3, 1),
        ("a_x", 2, 3),
        ("predicted", 0, 3),
        ("p_eq", 0, 0),  # the next page
        ("mark_x", 0, 0),  # checks repeat what is wrong before them
    ]


def _place(key):
    block = LESSON.book()[key[0]]
    return f"{block.page}!{block.place.cell(key[1], key[2])}"


def test_a_cell_says_where_it_is(compared):
    first = compared({("h", 1, 2): 0.5}).first_difference
    place = LESSON.book()["h"].place.cell(1, 2)
    assert first.place == f"forward!{place} (h, step 3, unit 2)"
    assert first.formula.startswith("=TANH(")
    assert first.actual == 0.5
    assert first.expected == pytest.approx(0.93067, abs=1e-5)


def test_a_changed_input_changes_what_is_expected(compared):
    result = compared({("w_hh", 0, 0): 0.5})
    assert result.outcome is Outcome.DIFFER
    assert result.first_difference.block == "a_h"
    assert result.first_difference.step == 2


@pytest.mark.parametrize(
    "cell, value, message",
    [
        (("W_xh", 0, 0), "many", "W_xh.* is the text 'many'"),
        (("W_xh", 2, 3), None, "W_xh.* is empty"),
        (("b_h", 0, 0), CellError("#REF!"), "b_h.* is #REF!"),
        (("h_0", 1, 0), True, "h_0.* is True"),
        (("letter", 0, 1), CellError("#N/A"), "letter.* is #N/A: expected a letter"),
    ],
)
def test_inputs_that_nothing_can_be_calculated_from(compared, cell, value, message):
    with pytest.raises(Exception, match=message):
        compared({cell: value})


# A whole run.


class Double(Engine):
    """An engine for `verify` itself."""

    name = "double"

    def __init__(self, sheets=None, error=None, missing=None):
        self.sheets, self.error, self.missing = sheets, error, missing

    def version(self):
        if self.missing:
            raise self.missing
        return "1.0"

    def load(self, _):
        if self.error:
            raise self.error
        return self.sheets


@pytest.fixture
def run_with(path, monkeypatch):
    """Return a function: the outcome of `verify` with these engines."""

    def run(*doubles, book=path):
        queue = list(doubles)
        monkeypatch.setattr(verify_module.engines, "get", lambda *_, **__: queue.pop(0))
        names = [f"double{number}" for number in range(len(doubles))]
        return verify([book], names, vary=0)  # they cannot calculate

    return run


def shows(changes=None):
    return Double(Scripted(LESSON.filled_book(calculated=True), changes))


def test_engines_that_agree(run_with):
    result = run_with(shows(), shows())
    assert result.outcome is Outcome.AGREE
    (pair,) = result.books[0].pairs
    assert (pair.agree, pair.max_abs, pair.max_ulp) == (True, 0.0, 0.0)


def test_engines_that_disagree_with_each_other_beyond_the_tolerance(run_with):
    # Each is within the tolerance of NumPy, on either side of it.
    h = float(LESSON.filled_book()["h"].values[0, 0])
    high, low = h * (1 + 0.8e-9), h * (1 - 0.8e-9)
    result = run_with(shows({("h", 0, 0): high}), shows({("h", 0, 0): low}))
    assert [engine.outcome for engine in result.books[0].engines] == [Outcome.AGREE] * 2
    (pair,) = result.books[0].pairs
    assert not pair.agree
    assert pair.max_abs == pytest.approx(1.6e-9 * h)
    assert result.outcome is Outcome.DIFFER


@pytest.mark.parametrize(
    "double, reason",
    [
        (Double(error=EngineError("it died")), "it died"),
        (Double(missing=EngineMissingError("install it")), "install it"),
        (shows({("W_hy", 0, 0): "x"}), "cannot be computed: forward!.* is the text 'x'"),
    ],
)
def test_an_engine_that_cannot_say(run_with, double, reason):
    result = run_with(double)
    assert result.outcome is Outcome.UNKNOWN
    assert re.search(reason, result.books[0].engines[0].reason)
    assert run_with(shows(), double).outcome is Outcome.UNKNOWN
    assert run_with(shows({("h", 0, 0): 0.0}), double).outcome is Outcome.DIFFER


def test_a_file_that_cannot_be_read(run_with, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    result = run_with(shows(), book=bad)
    assert result.outcome is Outcome.UNKNOWN
    assert str(bad) in result.books[0].reason
    assert result.to_frame().empty


def test_nothing_verified_is_unknown():
    assert Verification([]).outcome is Outcome.UNKNOWN
    assert BookResult("b", Tolerance()).outcome is Outcome.UNKNOWN
    assert EngineResult("e", "1", True).outcome is Outcome.UNKNOWN
    agreeing = EnginePair("a", "b", 0.0, 0.0, True)
    assert BookResult("b", Tolerance(), pairs=[agreeing]).outcome is Outcome.UNKNOWN


def test_results_as_a_table(run_with):
    frame = run_with(shows({("h", 1, 2): 0.5}), shows()).to_frame()
    wrong = frame[frame["verdict"] != "matched"]
    assert wrong[["block", "step", "unit", "actual"]].to_numpy().tolist() == [["h", 3, 2, 0.5]]
    assert wrong["absolute"].iloc[0] == pytest.approx(0.43067, abs=1e-5)
    assert len(frame) == 2 * len(frame[:].drop_duplicates("cell"))


# Real files and the embedded engine.


def changed(path, to, part, old, new):
    """Return a copy of a workbook in which a text of one part was exchanged, once."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == part:
                data, count = re.subn(old, new, data, count=1)
                assert count == 1
            target.writestr(name, data)
    return to


FORWARD, WORKBOOK = "xl/worksheets/sheet2.xml", "xl/workbook.xml"


def test_a_fresh_workbook_agrees(path):
    result = verify([path])
    assert result.outcome is Outcome.AGREE
    assert result.books[0].engines[0].cells_verified > 400
    assert result.books[0].engines[0].max_abs < 1e-13


def test_what_xlrnn_stored_itself_proves_nothing(path):
    (engine,) = verify([path], ["cached"]).books[0].engines
    assert engine.outcome is Outcome.UNKNOWN
    assert "prove nothing" in engine.reason


@pytest.mark.parametrize(
    "part, old, new, block, label",
    [
        (FORWARD, r"<f[^>]*>TANH\([^<]*</f>", "", "h", "constant"),
        (FORWARD, r"TANH\(", "0+1.0001*TANH(", "h", "mismatched"),
        (FORWARD, r">TANH\(([A-Z]+\d+)\+([A-Z]+\d+)\)", r">TANH(\2+\1)", "h", "noted"),
        (FORWARD, r">TANH\(", ">1/0+TANH(", "h", "error"),
        (WORKBOOK, r'<definedName name="logits">[^<]*</definedName>', "", "logits", "missing"),
    ],
)
def test_a_changed_workbook(path, tmp_path, part, old, new, block, label):
    result = verify([changed(path, tmp_path / "changed.xlsx", part, old, new)])
    (engine,) = result.books[0].engines
    found = next(b for b in engine.blocks if b.name == block)
    assert found.count(Verdict[label.upper()]) > 0
    assert result.outcome is (Outcome.AGREE if label == "noted" else Outcome.DIFFER)


def test_a_changed_weight_is_recalculated_on_both_sides(path, tmp_path):
    other = changed(path, tmp_path / "w.xlsx", FORWARD, "<v>0.427043</v>", "<v>-1.25</v>")
    result = verify([other])
    assert result.outcome is Outcome.AGREE
    shown = {b.name: b.actual for b in result.books[0].engines[0].blocks}
    assert shown["numpy_summary"] == [["inputs changed"]]
    assert shown["notation_summary"] == [["agrees"]]


@pytest.mark.parametrize("letter", ["ö", "1", "é"])
def test_a_changed_letter_of_the_vocabulary_agrees(path, tmp_path, letter):
    """The reference keeps the old letters; the labels beside it are not to follow."""
    cell = LESSON.book()["vocabulary"].place.cell(3, 0)
    typed = rf'(<c r="{cell}"[^>]*) t="s"><v>\d+</v>'
    new = rf'\1 t="inlineStr"><is><t>{letter}</t></is>'
    result = verify([changed(path, tmp_path / "letter.xlsx", FORWARD, typed, new)])
    assert result.books[0].engines[0].first_difference is None
    assert result.outcome is Outcome.AGREE


def test_one_bad_book_does_not_hide_the_others(path, tmp_path):
    wrong = changed(path, tmp_path / "wrong.xlsx", FORWARD, r">TANH\(", ">2*TANH(")
    result = verify([path, tmp_path / "absent.xlsx", wrong])
    assert [book.outcome for book in result.books] == [
        Outcome.AGREE, Outcome.UNKNOWN, Outcome.DIFFER,
    ]  # fmt: skip
    assert result.outcome is Outcome.DIFFER


def test_formulas_of_others_run_in_a_process_of_their_own(prepared):
    assert prepared.ours
    assert prepared.strays == []
