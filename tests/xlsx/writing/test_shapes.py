"""Arrows from cell to cell and drawings of cells, as they stand in the file."""

import re

import pytest

from tests.xlsx.writing.test_write import parts
from xlrnn.lessons.cells.gru_cell import GRUCell
from xlrnn.lessons.cells.lstm_cell import LSTMCell
from xlrnn.lessons.hello.bptt import HelloBptt
from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.sheet.sketch import gru_sketch, lstm_sketch
from xlrnn.xlsx.writing.write import workbook_bytes

ANCHOR = re.compile(r"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", re.DOTALL)
END = re.compile(r"<xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", re.DOTALL)


def anchors(book):
    """Return what is drawn on each page: its XML."""
    found = {}
    files = parts(workbook_bytes(book))
    names = [page.name for page in book.pages]
    for number, name in enumerate(names, start=1):
        rels = files.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", "")
        drawing = re.search(r"drawings/(drawing\d+\.xml)", rels)
        text = files[f"xl/drawings/{drawing[1]}"] if drawing else ""
        found[name] = ANCHOR.findall(text)
    return found


def arrows(book, page):
    return [xml for xml in anchors(book)[page] if 'descr="' in xml and "<xdr:cxnSp" in xml]


@pytest.mark.parametrize(
    ("lesson", "page", "source", "target", "by"),
    [
        (HelloForward(), "forward", "h", "h_prev", 1),
        (HelloBptt(), "backward", "da", "dh_next", -1),
        (GRUCell(), "forward", "h", "h_prev", 1),
    ],
)
def test_an_arrow_leads_from_each_step_to_its_neighbour(lesson, page, source, target, by):
    book = lesson.filled_book()
    found = [xml for xml in arrows(book, page) if f'descr="{source},' in xml]
    steps = book.sizes["step"]
    assert len(found) == steps - 1
    rows = {book[name].place.rows[book[name].shape[0] // 2] - 1 for name in (source, target)}
    for number, xml in enumerate(found):
        (column, first), (_, last) = END.findall(xml)
        assert {int(first), int(last)} == rows
        # Along the border between two steps, in the right one of them.
        assert int(column) + 1 == book[source].place.columns[number + 1]
        assert ("flipH" in xml) == (by < 0)
        assert 'tailEnd type="triangle"' in xml


def test_both_memories_of_an_lstm_are_handed_on():
    found = arrows(LSTMCell().filled_book(), "forward")
    assert sum('descr="h,' in xml for xml in found) == 3
    assert sum('descr="cell,' in xml for xml in found) == 3


def test_of_many_steps_and_of_one_none_is_drawn():
    assert arrows(LSTMCell(steps=9).filled_book(), "forward") == []
    assert arrows(LSTMCell(steps=1).filled_book(), "forward") == []


@pytest.mark.parametrize(
    ("lesson", "sketch"), [(LSTMCell(), lstm_sketch()), (GRUCell(), gru_sketch())]
)
def test_a_gated_cell_is_drawn_beside_its_weights(lesson, sketch):
    found = anchors(lesson.filled_book())["forward"]
    texts = [text for xml in found for text in re.findall(r"<a:t>(.*?)</a:t>", xml)]
    assert texts == [box.text for box in sketch.boxes.values()]
    assert sum(sketch.about in xml for xml in found) == 1
    plain = [xml for xml in found if "<xdr:cxnSp" in xml and "descr=" not in xml]
    assert len(plain) == len(sketch.arrows)


@pytest.mark.parametrize("sketch", [lstm_sketch(), gru_sketch()])
def test_boxes_of_a_drawing_do_not_overlap_and_have_room(sketch):
    boxes = [
        (box.x - box.width // 2, box.x + box.width // 2, box.y - 12, box.y + 12)
        for box in sketch.boxes.values()
    ]
    for number, (left, right, top, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= 34 * 7 + 5
        for other in boxes[number + 1 :]:
            apart = right < other[0] or other[1] < left or bottom < other[2] or other[3] < top
            assert apart, (boxes[number], other)
