"""Workbooks that would keep an engine busy for ever, or fill the memory, are stopped."""

import sys
import time

import pytest

from xlrnn.engines import get
from xlrnn.engines.isolation.isolated import Isolated
from xlrnn.errors import EngineError, UsageError
from xlrnn.formula.value import CellError


def fill(_, page):
    page.write_row("A1", [0.1, 0.2, "#N/A", True])
    page.write_formula("A2", "=A1+B1", None, -1)
    page.write_formula("B2", "=1/0", None, -1)


def endless(_, page):
    """200 times 17 thousand million cells."""
    page.write("A1", 1)
    page.write("XFD1048576", 1)
    for row in range(200):
        page.write_formula(row, 1, "=SUM(E1:XFD1048576)", None, -1)


def huge(_, page):
    """Some 200 MB in the middle of a calculation."""
    page.write_array_formula("A1:A1", "{=SUM(ROW(B1:B1048576)*COLUMN(B1:Z1))}", None, -1)


@pytest.mark.parametrize("name", ["ironcalc", "cellrune", "formulon"])
def test_it_is_the_engine_elsewhere(needs, cache_folder, write, name):
    needs(name)
    path = write(fill)
    engine = Isolated(name)
    assert (engine.name, engine.version()) == (name, get(name).version())
    with engine.load(path) as far, get(name).load(path) as near:
        for sheets in (far, near):
            sheets.set("page", 1, 1, 0.5)
            sheets.fill("page", 1, 1, [[0.7]])
            sheets.calculate()
        rows = far.read("page", 1, 1, 2, 5)
        assert rows == near.read("page", 1, 1, 2, 5)
        assert rows == [
            [0.7, 0.2, "#N/A", True, None],
            [0.7 + 0.2, CellError("#DIV/0!"), *[None] * 3],
        ]
        assert [type(value) for value in rows[0]] == [float, float, str, bool, type(None)]
        with pytest.raises(EngineError, match="'page'"):
            far.read("other", 1, 1, 1, 1)


def test_no_workbook_pays_for_the_start_of_an_engine(needs, monkeypatch, tmp_path, write):
    """Compiling formulon takes seconds of a processor."""
    needs("formulon")
    monkeypatch.setenv("XLRNN_CACHE", str(tmp_path / "nothing-compiled"))
    with Isolated("formulon", time_limit=0.4).load(write(fill)) as sheets:
        sheets.calculate()
        assert sheets.read("page", 2, 1, 1, 1) == [[0.1 + 0.2]]


def test_an_endless_formula_is_stopped(write):
    path = write(endless)
    began = time.monotonic()
    with Isolated(time_limit=1.0).load(path) as sheets:
        with pytest.raises(EngineError, match="ran out of time"):
            sheets.calculate()
        with pytest.raises(EngineError, match="not running"):
            sheets.read("page", 1, 1, 1, 1)
    assert time.monotonic() - began < 6


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces a memory limit")
def test_the_memory_limit_holds(write):
    with Isolated(memory=200 * 2**20).load(write(huge)) as sheets:
        assert sheets.read("page", 1, 2, 1, 1) == [[None]]
        with pytest.raises(EngineError, match="memory"):
            sheets.calculate()


def test_a_refused_file_is_an_error(tmp_path):
    with pytest.raises(EngineError, match="no such file"):
        Isolated().load(tmp_path / "none.xlsx")


def test_an_unknown_engine_is_a_usage_error():
    with pytest.raises(UsageError):
        Isolated("excel")


def test_a_module_beside_the_workbook_is_not_imported(write, monkeypatch):
    path = write(fill)
    (path.parent / "json.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(path.parent)
    with Isolated().load(path) as sheets:
        assert sheets.read("page", 1, 1, 1, 1) == [[0.1]]


def test_a_worker_starts_fast(write):
    path = write(fill)
    times = []
    for _ in range(3):
        began = time.perf_counter()
        Isolated().load(path).close()
        times.append(time.perf_counter() - began)
    assert min(times) < 0.5  # measured: 0.09 s
