"""LibreOffice dies, hangs or is not there; and it never stays behind."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from xlrnn.engines import libreoffice
from xlrnn.engines.libreoffice import LibreOffice
from xlrnn.errors import EngineError, EngineMissingError

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to look for processes")


@pytest.fixture
def profiles(needs, tmp_path, monkeypatch):
    """The folder in which this test's profiles appear."""
    needs("libreoffice")
    folder = tmp_path / "profiles"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def fill(_, page):
    page.write("A1", 2)
    page.write_formula("B1", "=A1*3", None, -1)


def processes(folder):
    """Processes whose command line speaks of a folder, and is not a zombie's."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in command:
            found.append((int(entry.name), command))
    return found


def assert_nothing_left(folder):
    for _ in range(150):
        if not processes(folder) and not list(folder.iterdir()):
            return
        time.sleep(0.02)
    assert processes(folder) == []
    assert list(folder.iterdir()) == []


@linux
def test_a_killed_soffice_is_an_error_and_the_next_load_works(profiles, write):
    path = write(fill)
    with LibreOffice() as engine:
        sheets = engine.load(path)
        sheets.calculate()
        for pid, command in processes(profiles):
            if "soffice.bin" in command:
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(EngineError):
            sheets.calculate()
        sheets.close()
        assert_nothing_left(profiles)
        with engine.load(path) as again:
            again.calculate()
            assert again.read("page", 1, 1, 1, 2) == [[2.0, 6.0]]
        assert processes(profiles) != []
    assert_nothing_left(profiles)


@linux
def test_a_killed_helper_takes_soffice_along(profiles, write):
    with LibreOffice() as engine:
        sheets = engine.load(write(fill))
        for pid, command in processes(profiles):
            if "uno_helper" in command:
                os.kill(pid, signal.SIGKILL)
        with pytest.raises(EngineError, match="killed by signal 9"):
            sheets.calculate()
        assert_nothing_left(profiles)


@linux
def test_a_soffice_that_hangs_is_ended_in_time(profiles, tmp_path, write):
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nsleep 60\n")
    hanging.chmod(0o755)
    with LibreOffice(hanging, time_limit=1.5) as engine:
        began = time.monotonic()
        with pytest.raises(EngineError, match="ran out of time"):
            engine.load(write(fill))
        assert time.monotonic() - began < 6
        assert_nothing_left(profiles)


@linux
def test_a_soffice_that_ends_at_once_is_an_error(profiles, tmp_path, write):
    ending = tmp_path / "soffice"
    ending.write_text("#!/bin/sh\nexit 7\n")
    ending.chmod(0o755)
    with LibreOffice(ending) as engine, pytest.raises(EngineError, match="status 7"):
        engine.load(write(fill))
    assert_nothing_left(profiles)


def test_a_missing_program_says_what_to_install(monkeypatch, write):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("XLRNN_SOFFICE", raising=False)
    monkeypatch.setattr(libreoffice, "_FAR_AWAY", ())
    with pytest.raises(EngineMissingError, match="apt-get install libreoffice-calc"):
        LibreOffice().version()
    with pytest.raises(EngineMissingError):
        LibreOffice().load(write(fill))
    monkeypatch.setenv("XLRNN_SOFFICE", "/no/such/soffice")
    with pytest.raises(EngineMissingError, match="/no/such/soffice is no program"):
        LibreOffice().version()


def test_a_missing_interface_says_what_to_install(needs, monkeypatch):
    needs("libreoffice")
    monkeypatch.setattr(libreoffice, "_can_import_uno", lambda _: False)
    with pytest.raises(EngineMissingError, match="python3-uno"):
        LibreOffice().version()


def test_the_stored_version_is_the_told_one(needs):
    needs("libreoffice")
    soffice = libreoffice.find_soffice()
    assert libreoffice._stored_version(soffice) == libreoffice._told_version(soffice)


def test_an_array_and_a_sheet_with_a_password_cannot_be_changed(needs, write):
    needs("libreoffice")

    def fill_locked(book, page):
        page.write_array_formula("A1:B1", "{=D1:E1*2}", None, 0)
        page.protect()
        book.add_worksheet("secret").protect("password")

    with LibreOffice() as engine, engine.load(write(fill_locked)) as sheets:
        with pytest.raises(EngineError, match="part of an array"):
            sheets.set("page", 1, 2, 1.0)
        with pytest.raises(EngineError, match="password"):
            sheets.set("secret", 1, 1, 1.0)
        sheets.set("page", 1, 4, 1.0)
        sheets.calculate()
        assert sheets.read("page", 1, 1, 1, 2) == [[2.0, 0.0]]


def test_a_filled_block_holds_what_cells_that_are_set_one_by_one_hold(needs, write):
    """Texts stay texts, numbers do not look like truth values, formulas give way."""
    needs("libreoffice")

    def page_of(_, page):
        page.write_row("A1", [True, "old", 3.0])
        page.write_row("A5", [True, False, True])
        page.write_formula("A2", "=A1*3", None, -1)

    values = [["12", "=1+1", "'x"], [1.0, 0.0, 0.5]]
    path = write(page_of)
    with LibreOffice() as office, office.load(path) as filled, office.load(path) as one_by_one:
        filled.fill("page", 1, 1, values)
        for i, row in enumerate(values, 1):
            for t, value in enumerate(row, 1):
                one_by_one.set("page", i, t, value)
        filled.fill("page", 4, 1, values)  # where no formula stands: all at once
        for sheets in (filled, one_by_one):
            sheets.calculate()
            assert repr(sheets.read("page", 1, 1, 2, 3)) == repr(values)  # True is 1.0
        assert repr(filled.read("page", 4, 1, 2, 3)) == repr(values)


KINDS = ["=1/0", "=NA()", "=no_such_name", '="a"+1']


def test_many_errors_are_told_apart_where_rows_are_filtered_out(needs, write):
    needs("libreoffice")

    def fill(book, page):
        page.write_row("A1", ["keep", "one", "two"])
        for row in range(1, 10):
            page.write(row, 0, "no" if row == 3 else "yes")
            for column in (1, 2):
                page.write_formula(row, column, KINDS[(row + column) % len(KINDS)], None, -1)
        page.autofilter("A1:C10")
        page.filter_column("A", "x == yes")
        page.set_row(3, None, None, {"hidden": True})

    with LibreOffice() as office, office.load(write(fill)) as sheets:
        sheets.calculate()
        block = sheets.read("page", 2, 2, 9, 2)
        single = [[sheets.read("page", r, c, 1, 1)[0][0] for c in (2, 3)] for r in range(2, 11)]
    assert block == single
    assert len({str(value) for row in block for value in row}) == len(KINDS)


@pytest.mark.parametrize("hidden", [False, True])
def test_many_errors_are_told_apart_as_few_are(needs, write, hidden):
    needs("libreoffice")

    def fill(book, page):
        other = book.add_worksheet("other")
        for row in range(12):
            for column, formula in enumerate(KINDS):
                page.write_formula(row, column, formula, None, -1)
                other.write_formula(row, column, "=NA()", None, -1)
            page.write_string(row, len(KINDS), "a\tb" if row == 11 else "#N/A")
        for column, formula in enumerate(KINDS):
            page.write_formula(12, column, formula, None, -1)
            page.write_formula(13, len(KINDS) - 1 - column, formula, None, -1)
        page.write_string(12, 1, "a\nb")
        other.activate()
        if hidden:
            page.hide()

    with LibreOffice() as office, office.load(write(fill)) as sheets:
        sheets.calculate()
        block = sheets.read("page", 1, 1, 11, 5)
        beside_a_tab = sheets.read("page", 1, 1, 12, 5)
        around_two_lines = sheets.read("page", 1, 1, 14, 4)
        single = [sheets.read("page", 1, column, 1, 1)[0][0] for column in range(1, 5)]
    assert [str(value) for value in single] == ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!"]
    assert block == [[*single, "#N/A"]] * 11
    assert beside_a_tab == [*block, [*single, "a\tb"]]
    last = [[single[0], "a\nb", *single[2:]], single[::-1]]
    assert around_two_lines == [*[single] * 12, *last]


def test_no_block_is_put_over_a_part_of_an_array(needs, write, plant):
    needs("libreoffice")

    def fill(book, page):
        page.write_row("A1", [1, 2, 3])
        page.write_array_formula("A2:B2", "{=A1:B1*10}", None, plant)
        page.write_formula("C2", "=C1*10", None, plant)

    with LibreOffice() as office, office.load(write(fill)) as sheets:
        for column, values in ((2, [5.0, 6.0]), (1, [5.0])):
            with pytest.raises(EngineError, match="it is part of an array"):
                sheets.fill("page", 2, column, [values])
        sheets.fill("page", 2, 3, [[7.0]])
        sheets.calculate()
        assert sheets.read("page", 2, 1, 1, 3) == [[10.0, 20.0, 7.0]]
