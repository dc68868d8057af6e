"""Engines that are absent, hang or die: that engine is unknown, and the exit code is 3."""

import json
import sys
from pathlib import Path

import pytest

from tests.requirements import require
from xlrnn.engines.libreoffice import LibreOffice


@pytest.fixture
def fake_office(tmp_path, monkeypatch):
    """Return a function that puts a shell script in LibreOffice's place."""
    require("libreoffice")

    def put(script: str, seconds: float = 2.0) -> Path:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("XLRNN_SOFFICE", str(program))
        monkeypatch.setattr(LibreOffice.__init__, "__defaults__", (None, seconds))
        return program

    return put


def test_unknown_engine(xlrnn, book):
    ran = xlrnn("verify", book, "--engine", "excel")
    assert ran.code == 2
    assert ran.message == (
        "xlrnn: engine 'excel' is unknown: expected auto, all, ironcalc, libreoffice, cellrune, "
        "formulon, cached"
    )


@pytest.mark.parametrize("name", ["ironcalc", "cellrune", "formulon"])
def test_package_is_missing(xlrnn, book, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    ran = xlrnn("verify", book, "--engine", name)
    assert ran.code == 3
    (line,) = ran.out.splitlines()
    assert line.startswith("unknown")
    assert f"{name}: " in line
    assert "pip install" in line


def test_libreoffice_is_missing(xlrnn, book, monkeypatch):
    monkeypatch.setenv("XLRNN_SOFFICE", "/nowhere/soffice")
    ran = xlrnn("verify", book, "--engine", "libreoffice")
    assert ran.code == 3
    assert "/nowhere/soffice is no program: give the path of LibreOffice's soffice" in ran.out
    ran = xlrnn("verify", book, "--engine", "libreoffice", "--soffice", "/not/there")
    assert ran.code == 3
    assert "/not/there is no program" in ran.out


def test_libreoffice_dies(xlrnn, book, fake_office):
    fake_office("exit 7")
    ran = xlrnn("verify", book, "--engine", "libreoffice")
    assert ran.code == 3
    assert ran.out.startswith("unknown")
    assert "soffice ended with status 7" in ran.out


def test_libreoffice_hangs(xlrnn, book, fake_office):
    fake_office('[ "$1" = --version ] && exit; exec sleep 60', seconds=1.0)
    ran = xlrnn("verify", book, "--engine", "libreoffice")
    assert ran.code == 3
    assert "ran out of time: 1 s are allowed" in ran.out


def test_all_takes_those_that_are_there(xlrnn, book, monkeypatch):
    for name in ("cellrune", "formulon"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("XLRNN_SOFFICE", "/nowhere/soffice")
    ran = xlrnn("verify", book, "--engine", "all", "--format", "json")
    assert ran.code == 0
    (entry,) = json.loads(ran.out)["books"]
    assert [engine["name"] for engine in entry["engines"]] == ["ironcalc"]


def test_all_of_nothing_is_unknown(xlrnn, book, monkeypatch):
    for name in ("ironcalc", "cellrune", "formulon"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("XLRNN_SOFFICE", "/nowhere/soffice")
    ran = xlrnn("verify", book, "--engine", "all")
    assert ran.code == 3
    assert "no engine is on this machine" in ran.message


def test_missing_engine_beside_one_that_differs(xlrnn, book, tmp_path, monkeypatch):
    """Unknown does not hide a difference: each engine has its own verdict."""
    from tests.cli.workbooks import with_cell

    wrong = with_cell(book, tmp_path / "wrong.xlsx", "H35", "<c {cell}><v>0.5</v></c>")
    monkeypatch.setattr("xlrnn.api.workbooks._engine_names", lambda _: ["ironcalc", "libreoffice"])
    monkeypatch.setenv("XLRNN_SOFFICE", "/nowhere/soffice")
    for path, code in ((book, 3), (wrong, 1)):
        ran = xlrnn("verify", path, "--format", "json")
        assert ran.code == code
        (entry,) = json.loads(ran.out)["books"]
        assert entry["engines"][1]["verdict"] == "unknown"
        assert entry["engines"][1]["blocks"] == []


def test_engines_that_disagree_are_named(xlrnn, book, monkeypatch):
    from xlrnn.engines.cellrune import CellRuneSheets

    require("cellrune")
    read = CellRuneSheets.read

    def off(self, sheet, row, column, height, width):
        rows = read(self, sheet, row, column, height, width)
        off_by = 1e-3 if (sheet, row, column) == ("forward", 35, 8) else 0.0
        rows[0][0] = rows[0][0] + off_by if off_by else rows[0][0]
        return rows

    monkeypatch.setattr(CellRuneSheets, "read", off)
    monkeypatch.setattr("xlrnn.api.workbooks._engine_names", lambda _: ["ironcalc", "cellrune"])
    ran = xlrnn("verify", book)
    assert ran.code == 1
    assert "ironcalc and cellrune are 0.001 (" in ran.out
    assert "forward!H35 (h, step 1, unit 1) is mismatched" in ran.out


def test_cached_results_of_ours_prove_nothing(xlrnn, book):
    ran = xlrnn("verify", book, "--engine", "cached")
    assert ran.code == 3
    assert "the stored results are those that xlrnn wrote, so they prove nothing" in ran.out


def test_engines_lists_all(xlrnn, monkeypatch):
    monkeypatch.setitem(sys.modules, "formulon", None)
    ran = xlrnn("engines")
    assert ran.code == 0
    names = [line.split()[0] for line in ran.out.splitlines()]
    assert names == ["ironcalc", "libreoffice", "cellrune", "formulon", "cached"]
    (line,) = (line for line in ran.out.splitlines() if line.startswith("formulon"))
    assert "missing" in line
    assert "pip install" in line
