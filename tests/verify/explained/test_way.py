"""The way to a cell: all that it follows from, the inputs first."""

import pytest

from xlrnn import lessons
from xlrnn.sheet.reads import reads
from xlrnn.verify.explained.way import Node, way_to


def way(lesson, block, i, t, most=1000):
    book = lessons.get(lesson)().book()
    return way_to(Node(book[block], i, t), lambda *cell: reads(book, *cell), most), book


def test_each_cell_stands_behind_those_that_it_reads():
    found, book = way("lstm-cell", "h", 1, 2)
    place = {node: k for k, node in enumerate(found.calculated)}
    assert found.calculated[-1] == Node(book["h"], 1, 2)
    for node in found.calculated:
        for ref in reads(book, *node):
            for cell in ref.cells():
                before = Node(ref.block, *cell)
                assert before in found.given or place[before] < place[node]
    assert len({*found.calculated}) == len(found.calculated)
    assert found.left_out == 0
    assert all(node.block.constant for node in found.given)


def test_the_nearest_are_told_and_the_rest_counted():
    whole, _ = way("lstm-cell", "h", 1, 2)
    few, _ = way("lstm-cell", "h", 1, 2, most=5)
    names = [symbol.block.name for symbol in few.calculated]
    assert len(names) == 5
    assert names[-1] == "h"
    assert few.left_out == len(whole.calculated) - 5


@pytest.mark.parametrize("most", [1, 5])
def test_an_input_has_nothing_behind_it(most):
    found, book = way("hello-forward", "W_xh", 0, 0, most)
    assert found == ([], [Node(book["W_xh"], 0, 0)], 0)


def test_a_chain_of_thousands_is_walked():
    """The last epoch follows from all before it; no recursion."""
    book = lessons.get("hello-training")().book()
    (block,) = (one for one in book.blocks if one.name == "loss")
    height, width = block.shape
    found = way_to(Node(block, height - 1, width - 1), lambda *cell: reads(book, *cell), 50)
    assert len(found.calculated) == 50
    assert found.left_out > 10_000
