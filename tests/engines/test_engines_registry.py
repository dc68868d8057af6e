"""Engines by name, what this machine has, and the one that only reads."""

import subprocess
import sys
from pathlib import Path

import pytest

from xlrnn import engines
from xlrnn.engines import NAMES, Engine, available, get
from xlrnn.errors import EngineError, EngineMissingError, UsageError


def test_names_are_in_a_stable_order():
    assert NAMES == ("ironcalc", "libreoffice", "cellrune", "formulon", "cached")


@pytest.mark.parametrize("name", NAMES)
def test_every_name_makes_its_engine(name):
    engine = get(name)
    assert isinstance(engine, Engine)
    assert engine.name == name
    assert engine.recalculates == (name != "cached")


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UsageError, match=r"'excel'.*ironcalc, libreoffice"):
        get("excel")


def test_options_reach_the_engine():
    assert get("libreoffice", time_limit=3.0)._time_limit == 3.0


def test_available_has_every_engine_with_a_version_or_a_reason():
    found = available()
    assert [entry.name for entry in found] == list(NAMES)
    for entry in found:
        assert bool(entry.version) != bool(entry.reason)
        assert entry.note
    assert found[0].version


@pytest.mark.parametrize("name", ["ironcalc", "cellrune", "formulon"])
def test_a_missing_package_says_what_to_install(monkeypatch, write, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EngineMissingError, match="pip install"):
        get(name).version()
    with pytest.raises(EngineMissingError):
        get(name).load(write(lambda _, page: page.write("A1", 1)))
    found = {entry.name: entry for entry in available()}[name]
    assert found.version is None
    assert "pip install" in found.reason


def test_importing_the_package_imports_no_engine():
    heavy = "{'ironcalc', 'cellrune', 'formulon', 'wasmtime', 'numpy', 'subprocess', 'openpyxl'}"
    code = f"import sys, xlrnn.engines; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    assert engines.__doc__


def test_cached_reads_what_was_stored_and_nothing_else(write):
    def fill(_, page):
        page.write_row("A1", [1.5, "x", True])
        page.write_formula("A2", "=A1*2", None, -12345.5)

    with get("cached").load(write(fill)) as sheets:
        sheets.calculate()
        assert sheets.read("page", 1, 1, 2, 4) == [[1.5, "x", True, None], [-12345.5, *[None] * 3]]
        with pytest.raises(EngineError, match="cannot follow"):
            sheets.set("page", 1, 1, 2.0)
        with pytest.raises(EngineError, match=r"'other'.*'page'"):
            sheets.read("other", 1, 1, 1, 1)


@pytest.mark.parametrize("content", [None, b"", b"a,b\n", b"PK\x03\x04 cut off"])
def test_cached_refuses_what_is_no_workbook(tmp_path, content):
    path = tmp_path / "book.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError):
        get("cached").load(path)


@pytest.mark.parametrize("name", NAMES)
def test_what_calculates_here_is_guarded_by_what_its_class_says(name):
    engine = get(name)
    runner = engines.guarded(engine, unconfined=True)
    assert (runner is engine) == (not engine.embedded) == (name in ("libreoffice", "cached"))
    assert runner.name == name
    assert not runner.embedded  # so that it is not guarded once more


def test_an_engine_that_nobody_said_anything_of_is_kept_apart():
    assert Engine.embedded
    assert not Engine.reaches_out


def test_who_calculates_where_nobody_chose_is_the_first_that_is_installed(monkeypatch):
    from xlrnn.engines import AUTO, first_embedded

    assert first_embedded() == AUTO == "ironcalc"
    monkeypatch.setitem(sys.modules, "ironcalc", None)
    assert first_embedded() == "cellrune"
    monkeypatch.setitem(sys.modules, "cellrune", None)
    monkeypatch.setitem(sys.modules, "formulon", None)
    assert first_embedded() == AUTO  # whose error says what to install


def test_in_a_browser_an_engine_calculates_where_it_is(monkeypatch, tmp_path):
    """There are no processes, no locks and no users' rights."""
    from xlrnn.atomic import write_atomically
    from xlrnn.engines import get, guarded
    from xlrnn.locked import try_lock

    engine = get("ironcalc")
    assert guarded(engine) is not engine
    monkeypatch.setattr("sys.platform", "emscripten")
    assert guarded(engine) is engine
    assert try_lock(Path("nowhere")) == -1
    monkeypatch.setattr("os.umask", {0: 0o777, 0o777: 0}.get)
    write_atomically(tmp_path / "a", b"a")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
