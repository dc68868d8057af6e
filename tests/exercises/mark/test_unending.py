"""Who breaks down at what: an engine that fails with some cells, and with no others."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from xlrnn.engines.base import Engine, Sheets
from xlrnn.errors import EngineError
from xlrnn.exercises.judge.verdict import CellVerdict, State
from xlrnn.exercises.mark.unending import unending
from xlrnn.formula.area import Area
from xlrnn.formula.place import Place

PLACE = Place.of("forward", Area.parse("A1:A40"))
OPENED = SimpleNamespace(
    copy=Path("copy.xlsx"), submission=SimpleNamespace(places={"h": PLACE})
)  # fmt: skip


class Fragile(Engine):
    """An engine that fails with the formulas of some rows, and counts how often it was asked."""

    name = "fragile"

    def __init__(self, *rows):
        self.rows, self.asked = set(rows), 0

    def version(self):
        return "1"

    def load(self, _):
        self.asked += 1
        return FragileSheets(self.rows)


class FragileSheets(Sheets):
    def __init__(self, rows):
        self.left = {*rows}

    def set(self, _sheet, row, *_):
        self.left.discard(row)

    def calculate(self):
        if self.left:
            raise EngineError("ran out of time")

    def read(self, *_):
        return []

    def close(self):
        pass


def cells(count):
    return [
        CellVerdict("h", row, 0, f"forward!A{row + 1}", State.UNDECIDED) for row in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 40])
@pytest.mark.parametrize("rows", [(1,), (2,), (1, 2), (3, 40), (1, 20, 39)])
def test_it_is_named_and_no_other(count, rows):
    engine = Fragile(*(row for row in rows if row <= count))
    expected = {f"forward!A{row}" for row in engine.rows}
    found = [*unending(engine, OPENED, cells(count))] if expected else []
    assert (set(found), len(found)) == (expected, len(expected))


def test_one_among_many_is_soon_found():
    engine = Fragile(17)
    assert [*unending(engine, OPENED, cells(40))] == ["forward!A17"]
    assert engine.asked <= 13


def test_where_something_else_is_the_reason_no_cell_is_named():
    assert [*unending(Fragile(1, 41), OPENED, cells(40))] == []


def test_all_of_many_are_named_without_asking_for_each():
    engine = Fragile(*range(1, 41))
    assert len({*unending(engine, OPENED, cells(40))}) == 40
    assert engine.asked < 40
