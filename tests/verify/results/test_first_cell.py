"""The cell that is named first is the cause, whatever page or step it stands in."""

import numpy as np
import pytest

from xlrnn.lessons.hello.bptt import HelloBptt
from xlrnn.lessons.hello.training import HelloTraining
from xlrnn.sheet.reads import reads
from xlrnn.verify.results.block_result import BlockResult
from xlrnn.verify.results.first_cell import first_cell
from xlrnn.verify.results.verdict import WRONG, Verdict
from xlrnn.verify.subject.locate import Located

BPTT = HelloBptt().book()
TRAINING = HelloTraining(epochs=4).book()


def named(book, wrong, order=None):
    """Return the cell that is named first if some are wrong, given as block, row and column."""
    results = []
    for block in book.blocks:
        codes = np.zeros(block.shape, dtype=np.uint8)
        for name, i, t in wrong:
            if name == block.name:
                codes[i, t] = Verdict.MISMATCHED
        results.append(BlockResult(Located(block, block.place), codes, [], codes, {}))
    found = first_cell(results, WRONG, order)
    return found and found.key


def follow(book):
    return lambda block, i, t: reads(book, block, i, t)


def test_back_through_time_the_last_step_is_the_first():
    wrong = [
        ("dh", 0, 0),
        ("dh", 0, 1),
        ("dh", 0, 2),
        ("da", 0, 0),
        ("da", 0, 1),
        ("da", 0, 2),
        ("dh_next", 0, 0),
        ("dh_next", 0, 1),
    ]
    assert named(BPTT, wrong, follow(BPTT)) == ("dh", 0, 2)


def test_what_a_page_shows_of_a_later_page_is_not_the_first():
    wrong = [("p_end", 1, 2), ("e_p_3", 3, 1), ("e_exps_3", 3, 1), ("e_h_1", 1, 2)]
    assert named(TRAINING, wrong)[0] == "p_end"
    assert named(TRAINING, wrong, follow(TRAINING))[0] != "p_end"


def test_a_cause_in_an_equation_is_found_through_names():
    wrong = [("dh_eq", 0, 1), ("da_eq", 0, 1), ("dh_eq", 0, 0), ("da_eq", 0, 0)]
    assert named(BPTT, wrong, follow(BPTT)) == ("dh_eq", 0, 1)


def test_a_small_mistake_is_found_behind_cells_where_it_is_within_the_tolerance():
    wrong = [("slope_step", 0, 1), ("up_W_hy", 1, 1)]
    assert named(BPTT, wrong, follow(BPTT)) == ("up_W_hy", 1, 1)


def test_nothing_wrong_is_nothing_to_name():
    assert named(BPTT, [], follow(BPTT)) is None


@pytest.mark.parametrize("start", [("a_h", 0, 1), ("h", 2, 3), ("h_eq", 0, 0)])
def test_a_wrong_cell_alone_is_the_first(start):
    assert named(BPTT, [start], follow(BPTT)) == start


def test_a_circle_ends():
    block = BPTT["h"]
    assert named(BPTT, [("h", 0, 0)], lambda *_: [block[0, 0]]) == ("h", 0, 0)


def test_what_a_cell_reads():
    def read(name, i, t):
        return [(r.block.name, r.row, r.column) for r in reads(BPTT, BPTT[name], i, t)]

    assert read("h", 1, 2) == [("a_x", 1, 2), ("a_h", 1, 2)]
    assert read("h_prev", 1, 0) == [("h_0", 1, 0)]
    assert read("h_prev", 1, 2) == [("h", 1, 1)]
    assert ("h_eq", None, 0) in read("h_eq", 0, 1)
    assert ("W_xh", None, None) in read("h_eq", 0, 1)
    assert read("W_xh", 0, 0) == []
