"""What a reader changes and the chart that answers stand on one screen of a school laptop."""

import pytest

from xlrnn.lessons import get
from xlrnn.sheet import screen

# The lesson, what is changed, and the chart that shows what becomes of it.
DRIVEN = [
    ("hello-forward", "letter", "What the network remembers"),
    ("hello-forward", "W_hy", "What the network expects next"),
    ("hello-bptt", "W_hy", "What the network expects next"),
    ("hello-training", "rate_sgd", "The loss of the word"),
    ("hello-training", "optimizer", "The loss of the word"),
    ("mlp-to-rnn", "sharing", "States of both networks"),
    ("vanishing-gradient", "scale", "What step 100 feels of the steps before"),
    ("vanishing-gradient", "threshold", "Length of the gradient of the exploding network"),
    ("lstm-cell", "b_f", "Forget gate"),
    ("gru-cell", "b_z", "Update gate"),
]
ROWS_IN_SIGHT = 588  # pixels


@pytest.mark.parametrize(("lesson", "driver", "title"), DRIVEN)
def test_the_chart_is_in_sight_of_what_drives_it(lesson, driver, title):
    book = get(lesson).chosen({}, None).book()
    block = book[driver]
    page = next(page for page in book.pages if page.name == block.page)
    (chart, *_) = [chart for chart in page.charts if chart.title.startswith(title)]
    rows = [*block.place.rows, chart.cell.row, chart.cell.row + chart.size[1] // screen.ROW_HEIGHT]
    frozen = page.view.freeze.row - 1
    if block.place.rows[0] > frozen:  # else it stays in sight wherever one scrolls
        spanned = (max(rows) - min(rows) + frozen) * screen.ROW_HEIGHT * page.view.zoom / 100
        assert spanned <= ROWS_IN_SIGHT
    widths = page.view.widths
    before = screen.pixels(widths.get(k, screen.USUAL) for k in range(1, chart.cell.column))
    wide = screen.pixels([widths.get(chart.cell.column, screen.USUAL)])
    assert (before + min(wide, chart.size[0])) * page.view.zoom / 100 <= screen.WIDTH


def test_the_answer_stands_under_the_sentence():
    book = get("sentiment").chosen({}, None).book()
    sentence, answer = book["sentence"], book["answer"]
    assert sentence.page == answer.page
    assert answer.place.rows[-1] - sentence.place.rows[0] <= 12
