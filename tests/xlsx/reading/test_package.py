"""Every kind of file that is refused is refused with one clear message."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from xlrnn.errors import UnreadableError
from xlrnn.xlsx.planting.calculation_copy import write_calculation_copy
from xlrnn.xlsx.reading.package import Limits, open_package
from xlrnn.xlsx.reading.read import read

TYPES = "[Content_Types].xml"


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("one")
        for row in range(20):
            sheet.write_number(row, 0, row + 0.5)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, row * 2 + 1)
        sheet.write_string(0, 2, "text")
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refused(path, *phrases, limits=None):
    with pytest.raises(UnreadableError) as caught, open_package(path, limits) as package:
        read(package)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    for phrase in phrases:
        assert phrase in message
    return message


def test_missing_file(tmp_path):
    refused(tmp_path / "no.xlsx", "does not exist", "check the name")


def test_folder(tmp_path):
    refused(tmp_path, "is a folder", "name the .xlsx file in it")


def test_impossible_name():
    with pytest.raises(UnreadableError, match="is no file name"):
        read("a\0b.xlsx")


def test_permission(good, monkeypatch):
    def deny(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    refused(good, "cannot be opened", "Permission denied")


@pytest.mark.parametrize(
    ("content", "phrases"),
    [
        (b"", ("is empty (0 bytes)",)),
        (b"a,b\n1,2\n", ("is no workbook", "save it as .xlsx")),
        (b"PK", ("is cut off",)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ("old Office file",)),
    ],
)
def test_no_zip(tmp_path, content, phrases):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    refused(path, *phrases)


@pytest.mark.parametrize(
    ("stream", "phrase"),
    [
        ("EncryptedPackage", "is protected by a password"),
        ("Workbook", "old Excel workbook (.xls)"),
        ("Book", "old Excel workbook (.xls)"),
    ],
)
def test_compound_files(tmp_path, stream, phrase):
    path = tmp_path / "x.xlsx"
    entry = stream.encode("utf-16-le").ljust(64, b"\0")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + entry + bytes(448))
    refused(path, phrase)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_truncated(good, tmp_path, share):
    path = tmp_path / "cut.xlsx"
    data = good.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    refused(path, "cut off")


def test_damaged_part(good, tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts_of(good).items():
            archive.writestr(name, data)
    path.write_bytes(path.read_bytes().replace(b"<v>7.5</v>", b"<v>8.5</v>"))
    refused(path, "is damaged", "CRC", "sheet1.xml")


def test_encrypted_entry(good, tmp_path):
    path = tmp_path / "x.xlsx"
    data = bytearray(good.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    path.write_bytes(data)
    refused(path, "is encrypted", "remove the password")


def test_open_document(tmp_path):
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    path = pack(tmp_path / "x.xlsx", {"mimetype": kind, "content.xml": b"<x/>"})
    refused(path, "OpenDocument", ".ods", "save it as .xlsx")


@pytest.mark.parametrize(
    ("old", "new", "phrase"),
    [
        (
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "contains macros",
        ),
        (
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            "binary workbook (.xlsb)",
        ),
        (b"spreadsheetml", b"wordprocessingml", "Office file, but no workbook"),
    ],
)
def test_other_content_types(good, tmp_path, old, new, phrase):
    parts = parts_of(good)
    parts[TYPES] = parts[TYPES].replace(old, new)
    refused(pack(tmp_path / "x.xlsx", parts), phrase, "save it as .xlsx")


def test_macro_part(good, tmp_path):
    parts = parts_of(good) | {"xl/vbaProject.bin": b"x"}
    refused(pack(tmp_path / "x.xlsx", parts), "contains macros")


def test_zip_that_is_no_workbook(tmp_path):
    refused(pack(tmp_path / "x.xlsx", {"a.txt": b"hello"}), "zip file, but no workbook")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_missing_part(good, tmp_path, part):
    parts = parts_of(good)
    del parts[part]
    refused(pack(tmp_path / "x.xlsx", parts))


def test_part_twice(good, tmp_path):
    parts = parts_of(good)
    parts["xl/Worksheets/Sheet1.xml"] = parts["xl/worksheets/sheet1.xml"]
    refused(pack(tmp_path / "x.xlsx", parts), "twice")


@pytest.mark.parametrize(
    ("limits", "phrase"),
    [
        (Limits(entries=3), "more than 3"),
        (Limits(part_bytes=300), "more than 300"),
        (Limits(total_bytes=2000), "more than 2000"),
        (Limits(cells=40), "more cells"),
    ],
)
def test_limits(good, limits, phrase):
    refused(good, phrase, limits=limits)


def test_within_limits(good):
    with open_package(good, Limits(entries=20, cells=41)) as package:
        assert len(read(package).sheets["one"].values) == 41


def test_cells_are_counted_over_all_sheets(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("a", "b"):
            book.add_worksheet(name).write_column(0, 0, range(10))
    with open_package(path, Limits(cells=20)) as package:
        read(package)
    refused(path, "more cells", limits=Limits(cells=19))


def test_bomb_that_lies_about_its_size(good, tmp_path):
    """A part that unpacks to more than it declares is cut there, and its check sum is wrong."""
    parts = parts_of(good)
    parts["xl/worksheets/sheet1.xml"] += b" " * 5_000_000
    path = pack(tmp_path / "x.xlsx", parts)
    size = struct.pack("<L", len(parts["xl/worksheets/sheet1.xml"]))
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<L", 900)))
    refused(path, "is damaged", "sheet1.xml")


def test_endless_directory(good, tmp_path):
    data = bytearray(good.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<L", 2**31)
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    refused(path, "more than 10000 files")


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "part",
    [
        *(TYPES, "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"),
        *("_rels/.rels", "xl/_rels/workbook.xml.rels", "docProps/app.xml"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype(good, tmp_path, part, encoding):
    parts = parts_of(good)
    body = parts[part].partition(b"?>")[2]
    head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    parts[part] = (head + DOCTYPE + body).decode().encode(encoding)
    path = pack(tmp_path / "x.xlsx", parts)
    refused(path, "DOCTYPE", part)
    if part != "docProps/app.xml":
        with pytest.raises(UnreadableError, match="DOCTYPE"):
            write_calculation_copy(path, tmp_path / "copy.xlsx")


@pytest.mark.parametrize("part", [TYPES, "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "broken", [b"<a>", b"", b"\xff\xfe\xff", b'<?xml version="1.0" encoding="q"?><a/>']
)
def test_no_xml(good, tmp_path, part, broken):
    refused(pack(tmp_path / "x.xlsx", parts_of(good) | {part: broken}), part)


def test_links_out_of_the_file_are_not_followed(good, tmp_path):
    parts = parts_of(good)
    rels = "xl/_rels/workbook.xml.rels"
    link = (
        b'<Relationship Id="rId99" Type="http://x/worksheet" '
        b'Target="http://x/" TargetMode="External"/>'
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", link + b"</Relationships>")
    with open_package(pack(tmp_path / "x.xlsx", parts)) as package:
        assert "rId99" not in package.relationships("xl/workbook.xml")


def test_workbook_without_cells(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("s")
    stripped = tmp_path / "y.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(b"relationships/worksheet", b"relationships/chartsheet"),
            )
    assert read(stripped).sheets == {}
    with pytest.raises(UnreadableError, match="no sheet with cells"):
        write_calculation_copy(stripped, tmp_path / "z.xlsx")
