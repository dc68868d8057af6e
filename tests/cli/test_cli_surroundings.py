"""Closed streams, odd file names, little memory, a folder in use: a line, never a traceback."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.workbooks import FORWARD, STRINGS, WORKBOOK, pack, parts_of
from xlrnn import api
from xlrnn.errors import UsageError
from xlrnn.exercises.make.exercise import make
from xlrnn.locked import try_lock, unlock

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
XLRNN = f"{sys.executable} -m xlrnn.commands"


def shell(command, **options):
    return subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, timeout=120, **options
    )


@posix
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("verb", ["list", "verify {book}", "--help", "engines"])
def test_closed_streams(book, verb, closed):
    ran = shell(f"{XLRNN} {verb.format(book=book)} {closed}")
    assert ran.returncode == 2
    assert ran.stdout == ""
    expected = "" if "2>&-" in closed else (
        "xlrnn: cannot write the output: the standard output is closed\n"
    )  # fmt: skip
    assert ran.stderr == expected


@posix
def test_what_needs_no_output_needs_none(book, tmp_path):
    ran = shell(f"{XLRNN} verify {book} --format json -o {tmp_path}/r.json >&- 2>&-")
    assert ran.returncode == 0
    assert '"agree"' in (tmp_path / "r.json").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are no UTF-8")
def test_a_file_name_that_is_no_text(tmp_path):
    blank, *_ = make("hello-forward", tmp_path / "ex", seed=5)
    folder = tmp_path / "in"
    folder.mkdir()
    odd = Path(os.fsdecode(bytes(folder) + b"/caf\xe9.xlsx"))
    odd.write_bytes(blank.read_bytes())
    forms = " ".join(f"--format {one}" for one in ("json", "csv", "html", "workbook", "nbgrader"))
    key = tmp_path / "ex" / "key"
    ran = shell(f"{XLRNN} grade {folder} --key {key} -o {tmp_path}/out --quiet {forms}")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(list((tmp_path / "out" / "annotated").iterdir())) == 1
    assert "Traceback" not in shell(f"{XLRNN} verify {folder}/*").stderr
    assert "filled" in shell(f"{XLRNN} check {folder}/*").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs ulimit -v")
@pytest.mark.parametrize("verb", ["list", "verify {book}"])
def test_too_little_memory_to_start(book, verb):
    ran = shell(f"ulimit -v 100000; {XLRNN} {verb.format(book=book)}")
    assert ran.returncode == 3
    assert ran.stderr.startswith("xlrnn: 100,000 KiB of memory are allowed here, to start takes")
    assert ran.stderr.count("\n") == 1


@posix
def test_two_runs_do_not_grade_into_one_folder(tmp_path):
    blank, *_ = make("hello-forward", tmp_path / "ex", seed=5)
    folder = tmp_path / "out"
    folder.mkdir()
    lock = try_lock(folder)
    try:
        with pytest.raises(UsageError, match=r"another run of xlrnn is grading into .*out"):
            api.grade([blank], tmp_path / "ex", folder=folder)
        assert list(folder.iterdir()) == []
    finally:
        unlock(lock)
    assert api.grade([blank], tmp_path / "ex", folder=folder, formats=["csv"]).paths


def bomb(book, target, part, mark, filling):
    parts = parts_of(book)
    parts[part] = parts[part].replace(mark, filling + mark)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


NAME = b'<definedName name="n_%d">forward!$A$1</definedName>'
ROW = b'<row r="900"><c r="A900"><f>%s1</f></c></row>'
BOMBS = {
    "names": (WORKBOOK, b"</definedNames>", lambda: b"".join(NAME % n for n in range(25_000)),
              "defines 251.. names, more than 20000"),
    "elements": (STRINGS, b"</sst>", lambda: b"<si><t>a</t></si>" * 260_000,
                 "holds 520... XML elements in its part xl/sharedStrings.xml, more than 500000"),
    "texts": (STRINGS, b"</sst>", lambda: b"<si><t>" + b"x" * 34_000_000 + b"</t></si>",
              "has a part xl/sharedStrings.xml of 340..... bytes, more than 33554432"),
    "spaces": (FORWARD, b"</sheetData>", lambda: b" " * 140_000_000,
               "has a part xl/worksheets/sheet2.xml of 140...... bytes, more than 134217728"),
    "a row": (FORWARD, b"</sheetData>", lambda: ROW % (b"1+" * 5_000_000),
              "a row of it has more than 8388608 signs"),
    "around": (FORWARD, b"</worksheet>", lambda: b"<x>" + b"<y/>" * 1_100_000 + b"</x>",
               "more than 500000 XML elements around its cells"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_too_large_is_refused_by_name(book, tmp_path, name):
    part, mark, filling, says = BOMBS[name]
    path = bomb(book, tmp_path / "bomb.xlsx", part, mark, filling())
    (result,) = api.verify([path]).books
    assert re.search(says, result.reason), result.reason


@pytest.mark.parametrize("engine", ["ironcalc", "cellrune", "libreoffice"])
@pytest.mark.parametrize(
    "formula",
    [
        *("(" * 4000 + "1" + ")" * 4000, "-" * 5000 + "1", "1" + "^1" * 4000),
        "ABS(" * 2000 + "1" + ")" * 2000,
    ],
    ids=["parentheses", "minus", "powers", "calls"],
)
def test_a_formula_that_ends_an_engine_is_named(book, tmp_path, engine, formula):
    from xlrnn.engines import get
    from xlrnn.errors import EngineMissingError

    try:
        get(engine).version()
    except EngineMissingError:
        pytest.skip(f"needs {engine}")
    parts = parts_of(book)
    row = f'<row r="900"><c r="A900"><f>{formula}</f></c></row></sheetData>'
    parts[FORWARD] = parts[FORWARD].replace(b"</sheetData>", row.encode())
    (result,) = api.verify([pack(tmp_path / "deep.xlsx", parts)], engine).books
    (told,) = result.engines
    assert told.reason == ""
    assert [entry.place for entry in told.left_out] == ["forward!A900"]
    assert "nested more deeply" in told.left_out[0].why
    assert str(result.outcome) == "agree"
