"""Results show themselves as tables in notebooks; what a file says stays text there."""

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.cli.workbooks import with_cell
from xlrnn import api, nn
from xlrnn.nn.core.trace import Trace
from xlrnn.report.grades import Grades
from xlrnn.tables import FACTS, MOST_ROWS, Table, Tabular
from xlrnn.tasks.classification import classification
from xlrnn.tasks.evaluation import Evaluation
from xlrnn.tasks.study.result import Study
from xlrnn.verify.results.distance import Tolerance
from xlrnn.verify.results.result import BookResult, Verification
from xlrnn.verify.stored_blocks import BlockValues

HOSTILE = "<script>alert(1)</script>\"'&\u202e"


class Shown(HTMLParser):
    """The cells of all tables, and every tag."""

    def __init__(self, result):
        super().__init__()
        self.rows, self.tags = [], set()
        self.feed(result._repr_html_())

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"style"}
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data


class Some(Tabular):
    def __init__(self, *tables):
        self.made = tables

    def tables(self):
        return self.made


def test_numbers_and_texts():
    shown = Shown(Some(Table(("a", "b", "c"), [(0.123456789, 12345, "x"), (True, None, -0.0)])))
    assert shown.rows == [["a", "b", "c"], ["0.123457", "12,345", "x"], ["True", "", "-0"]]


def test_what_is_long_is_cut_and_nothing_is_a_table_too():
    html = Some(Table(("a",), [(k,) for k in range(MOST_ROWS + 2)]))._repr_html_()
    assert html.count("<tr>") == MOST_ROWS + 1
    assert "… and 2 more" in html
    assert Shown(Some(Table(("a",), []))).rows == [["a"]]
    assert Some()._repr_html_() == ""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    (path,) = api.build("hello-forward", tmp_path_factory.mktemp("built"))
    return path


def test_a_verification(book, tmp_path):
    wrong = with_cell(book, tmp_path / "wrong.xlsx", "H36", "<c {cell}><v>0.5</v></c>")
    found = api.verify([book, wrong], vary=0)
    _, right, differs = Shown(found).rows
    assert right[1] == "✓ agree" and right[3] == "500 of 500" and right[5] == ""
    assert differs[1] == "✗ differ"
    assert "forward!H36 (h, step 1, unit 2) shows 0.5, expected 0.899554" in differs[5]
    shown = Shown(found.books[1])
    (h,) = [row for row in shown.rows if row[0] == "h"]
    assert h[1:4] == ["forward!H35:K37", "12", "4"]
    (block,) = [one for one in found.books[1].engines[0].blocks if one.name == "h"]
    head, first, second, _ = Shown(block).rows
    assert head == ["step 1", "step 2", "step 3", "step 4"]
    assert second[0] == "✗ 0.5, expected 0.899554"
    assert first[1] == "0.936534"


def test_how_a_cell_comes_about(book):
    rows = Shown(api.explain(book, "forward!I36")).rows
    assert ["forward!C29", "w_hh", "0.427043", "hidden → hidden"] in rows
    assert rows[-1][-4:] == ["0.949104", "✓", "0.949104", "=TANH(I18+I30)"]


def test_blocks_and_traces(book):
    rows = {row[0]: row[1:] for row in Shown(api.read(book)).rows}
    assert rows["letter"] == ["1 × 4", "", "", "", "h e l l"]
    assert rows["w_hh"] == ["1 × 1", "0.427043", "0.427043", "0.427043", ""]
    assert rows["x"][:4] == ["4 × 4", "0", "1", "0.25"]
    model = nn.Sequential([nn.Input((1, 1)), nn.GRU(1)])
    trace = model.trace(np.zeros((1, 1, 1)))
    assert ["gru_h", "1 × 1 × 1", "0", "0", "0", ""] in Shown(trace).rows
    assert Shown(Trace()).rows == [["name", *FACTS]]
    assert Shown(Trace(none=np.zeros((0, 2)))).rows[1][:2] == ["none", "0 × 2"]


def test_a_model_shows_its_summary():
    model = nn.Sequential([nn.Input((3,)), nn.Dense(2), nn.Dense(1)])
    html = model._repr_html_()
    assert "11 weights, 11 of them trainable" in html
    assert Shown(model).rows[1] == ["dense (Dense)", "(None, 2)", "8"]
    x = nn.Input((2,))
    branched = nn.Model(x, nn.Add()([x, nn.Dense(2)(x)]))
    assert Shown(branched).rows[-1] == ["add (Add)", "(None, 2)", "0", "input_layer, dense"]


def test_gradients_held_against_differences():
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    check = nn.gradcheck(model, np.ones((1, 2)), np.ones((1, 1)), loss="mse")
    assert Shown(check).rows[1][-1] == "✓ right"
    wrong = replace(check, rows=(replace(check.rows[0], passed=False),))
    assert Shown(wrong).rows[1][-1] == "✗ wrong"


P = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
RESULT = {
    "student": HOSTILE, "name": HOSTILE, "file": HOSTILE, "reason": "", "status": "graded",
    "score": 1.5, "max_score": 2.0, "first_wrong": {"cell": HOSTILE}, "remark": HOSTILE,
    "notes": [HOSTILE],
}  # fmt: skip


@pytest.mark.parametrize("hostile", [
    Verification([BookResult(HOSTILE, Tolerance(), reason=HOSTILE, doubts=[HOSTILE])]),
    Grades([RESULT], absent=[{"student": HOSTILE, "name": HOSTILE, "email": ""}]),
    Evaluation(HOSTILE, HOSTILE, HOSTILE, "all", 3, HOSTILE, {HOSTILE: 0.5},
               classification(P, np.array([0, 1, 1]), (HOSTILE, "good"))),
    BlockValues({HOSTILE: np.array([[HOSTILE]], dtype=object)}),
    Trace({HOSTILE: np.ones((2, 2))}),
    nn.Sequential([nn.Input((2,)), nn.Dense(1, name=HOSTILE)]),
    Some(Table((HOSTILE,), [(HOSTILE,)], HOSTILE)),
], ids=lambda one: type(one).__name__)  # fmt: skip
def test_hostile_names_stay_text(hostile):
    shown = Shown(hostile)
    assert shown.tags <= {"table", "thead", "tbody", "tr", "th", "td", "p", "b"}
    html = hostile._repr_html_()
    assert "&lt;script&gt;alert(1)" in html
    assert "\u202e" not in html


def test_grades_evaluation_and_study():
    whole = Grades([{**RESULT, "student": "7", "name": "Ann", "remark": "", "notes": []}])
    assert Shown(whole).rows[1][:2] == ["7 Ann", "1.5 of 2"]
    unread = {"status": "refused", "reason": "no workbook", "first_wrong": None}
    refused = Grades([{**RESULT, **unread}])
    assert Shown(refused).rows[1][1] == "refused: no workbook"
    judged = Evaluation("sentiment", "rnn", "", "all", 3, "text", {"loss": 0.5},
                        classification(P, np.array([0, 1, 1]), ("bad", "good")))  # fmt: skip
    rows = Shown(judged).rows
    assert rows[1] == ["0.5"]
    assert ["good", "1", "1"] in rows
    assert Shown(Study("", (), ())).rows[0][0] == "model"
