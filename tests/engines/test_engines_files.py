"""Files that are no workbook are refused: never a crash, never an empty sheet."""

import zipfile

import pytest

from xlrnn.engines import get
from xlrnn.engines.files import checked
from xlrnn.errors import EngineError


def good(book, page):
    page.write("A1", 1)
    for row in range(300):
        page.write_formula(row, 1, f"=A1*{row}+RAND()", None, row / 7)


def make_bad(kind, path):
    whole = path.read_bytes()
    if kind == "missing":
        path.unlink()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "text":
        path.write_text("a,b\n1,2\n")
    elif kind == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "beginning only":
        path.write_bytes(whole[:30])
    elif kind == "other zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "no workbook")
    elif kind == "folder":
        path.unlink()
        path.mkdir()


KINDS = ["missing", "empty", "text", "truncated", "beginning only", "other zip", "folder"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_workbook_is_refused(engine, write, kind):
    path = write(good)
    make_bad(kind, path)
    with pytest.raises(EngineError):
        engine.load(path)


def test_a_damaged_part_is_refused(engine, write):
    path = write(good)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
        middle = sheet.header_offset + 80 + sheet.compress_size // 2
    content = bytearray(path.read_bytes())
    content[middle : middle + 8] = bytes(b ^ 0xFF for b in content[middle : middle + 8])
    path.write_bytes(content)
    with pytest.raises(EngineError):
        engine.load(path)


def test_after_a_refusal_the_engine_still_works(engine, write, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK")
    with pytest.raises(EngineError):
        engine.load(bad)
    with engine.load(write(good)) as sheets:
        assert sheets.read("page", 1, 1, 1, 1) == [[1.0]]


def test_the_file_stays_as_it_was_and_nothing_appears_beside_it(engine, write):
    path = write(good)
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with engine.load(path) as sheets:
        sheets.set("page", 1, 1, 3.0)
        sheets.calculate()
        assert sorted(path.parent.iterdir()) == beside
    assert path.read_bytes() == before


def test_a_name_with_spaces_and_accents_is_found(engine, write, tmp_path):
    path = write(good).rename(tmp_path / "übung 1 #2 %41.xlsx")
    with engine.load(path) as sheets:
        assert sheets.read("page", 1, 1, 1, 1) == [[1.0]]


def test_messages_say_what_is_wrong(tmp_path):
    path = tmp_path / "x.xlsx"
    with pytest.raises(EngineError, match="no such file"):
        checked(path)
    path.write_bytes(b"")
    with pytest.raises(EngineError, match="empty"):
        checked(path)


def test_ironcalc_keeps_standard_output_clean(write, capfd):
    """IronCalc prints a line there for each formula without a stored result."""
    path = write(good)
    stripped = path.with_name("stripped.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, *rest = content.split(b"</f><v>")
                content = head + b"".join(b"</f>" + part.split(b"</v>", 1)[1] for part in rest)
            new.writestr(name, content)
    with get("ironcalc").load(stripped) as sheets:
        sheets.calculate()
    print("ours")
    assert capfd.readouterr().out == "ours\n"


class Panic(BaseException):
    """What pyo3's PanicException is: no `Exception`."""


def test_a_panic_of_ironcalc_is_an_engine_error(write, monkeypatch):
    def panic(*_):
        raise Panic("called `Option::unwrap()` on a `None` value")

    monkeypatch.setattr("ironcalc.load_from_xlsx", panic)
    with pytest.raises(EngineError, match=r"cannot load .*unwrap"):
        get("ironcalc").load(write(good))


def test_an_interrupt_of_ironcalc_stays_an_interrupt(write, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ironcalc.load_from_xlsx", interrupt)
    with pytest.raises(KeyboardInterrupt):
        get("ironcalc").load(write(good))
