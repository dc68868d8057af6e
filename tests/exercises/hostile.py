"""Files that somebody may hand in to harm, or without knowing better; made here, never stored."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cli.workbooks import Parts, pack, parts_of

FORWARD = "xl/worksheets/sheet2.xml"
WORKBOOK = "xl/workbook.xml"
Make = Callable[[Path, Path], Path]


def changed(blank: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    parts = parts_of(blank)
    before = parts[part].decode()
    parts[part] = change(before).encode()
    assert parts[part].decode() != before, "nothing was changed"
    return pack(target, parts)


def cells(blank: Path, target: Path, formulas: dict[str, str]) -> Path:
    """Put formulas into cells of the page, as XML; blank cells get theirs, others are added."""

    def change(text: str) -> str:
        for cell, formula in formulas.items():
            xml = f'<c r="{cell}"><f>{formula}</f><v>1</v></c>'
            there = re.search(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', text)
            count = there is not None
            text = text.replace(there[0], xml) if there else text
            if not count:
                row = re.search(r"\d+", cell)[0]
                text = re.sub(rf'(<row r="{row}"[^>]*>.*?)(</row>)', rf"\1{xml}\2", text)
        return text

    return changed(blank, target, FORWARD, change)


def rows(blank: Path, target: Path, xml: str, dimension: str = "") -> Path:
    """Add whole rows below the page."""

    def change(text: str) -> str:
        if dimension:
            text = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', text)
        return text.replace("</sheetData>", f"{xml}</sheetData>")

    return changed(blank, target, FORWARD, change)


def zip_bomb(blank: Path, target: Path) -> Path:
    """A part of some hundred megabytes that packs to nothing."""
    parts = {**parts_of(blank), FORWARD: b"0" * 300_000_000}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def lying_size(blank: Path, target: Path) -> Path:
    """A zip whose directory claims a terabyte."""
    data = bytearray(blank.read_bytes())
    place = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 0xFFFFFFF0)
    target.write_bytes(bytes(data))
    return target


def with_doctype(doctype: str, use: str) -> Make:
    def make(blank: Path, target: Path) -> Path:
        return changed(
            blank, target, WORKBOOK,
            lambda text: text.replace("<workbook ", f"{doctype}<workbook ", 1).replace(
                "<sheets>", f"<!-- {use} --><sheets>"
            ),
        )  # fmt: skip

    return make


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def chain(blank: Path, target: Path) -> Path:
    """100,000 cells, each of which reads the one above."""
    xml = "".join(
        f'<row r="{n}"><c r="A{n}"><f>A{n - 1}+1</f><v>0</v></c></row>'
        for n in range(1001, 101_001)
    )
    return rows(blank, target, xml)


def without_sheet(blank: Path, target: Path) -> Path:
    """The page with the blocks deleted."""
    import openpyxl

    workbook = openpyxl.load_workbook(blank)
    del workbook["forward"]
    for name in list(workbook.defined_names):
        if "forward" in workbook.defined_names[name].attr_text:
            del workbook.defined_names[name]
    workbook.save(target)
    return target


def more_sheets(blank: Path, target: Path) -> Path:
    import openpyxl

    workbook = openpyxl.load_workbook(blank)
    for name in ("mine", "Notes & more", "it's"):
        workbook.create_sheet(name)["A1"] = "=1+1"
    workbook.save(target)
    return target


def picture(blank: Path, target: Path) -> Path:
    parts: Parts = {**parts_of(blank), "xl/media/image1.png": b"\x89PNG\r\n" + b"0" * 5000}
    return pack(target, parts)


def macros(blank: Path, target: Path) -> Path:
    return pack(target, {**parts_of(blank), "xl/vbaProject.bin": b"macro"})


def external(blank: Path, target: Path) -> Path:
    return cells(blank, target, {"H29": "[1]Sheet1!A1", "H30": "'file:///etc/[passwd]x'!A1"})


def circular(blank: Path, target: Path) -> Path:
    return cells(blank, target, {"H29": "H35", "H35": "H29", "I29": "I29"})


def encrypted(_: Path, target: Path) -> Path:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    target.write_bytes(content + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    return target


def truncated(blank: Path, target: Path) -> Path:
    target.write_bytes(blank.read_bytes()[:-2000])
    return target


def zero(_: Path, target: Path) -> Path:
    target.write_bytes(b"")
    return target


def ods(_: Path, target: Path) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    target.write_bytes(out.getvalue())
    return target


def numbers(_: Path, target: Path) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")
    target.write_bytes(out.getvalue())
    return target


def text(_: Path, target: Path) -> Path:
    target.write_text("student,answer\nAnn,=1+1\n")
    return target


# What can be graded all the same: everything else in the file is right, or blank.
HARMLESS: dict[str, Make] = {
    "circular": circular,
    "more sheets": more_sheets,
    "picture": picture,
    "external links": external,
    "DDE": lambda b, t: cells(b, t, {"H29": "cmd|'/c calc'!A0"}),
    "WEBSERVICE": lambda b, t: cells(b, t, {"H29": 'WEBSERVICE("http://127.0.0.1:9/")'}),
    "REPT": lambda b, t: cells(b, t, {"H29": 'LEN(REPT("x",32767))'}),
    "powers": lambda b, t: cells(b, t, {"H29": "9^9^9"}),
    "huge dimension": lambda b, t: rows(b, t, "", "A1:XFD1048576"),
    "last cell": lambda b, t: rows(
        b, t, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "A1:XFD1048576"
    ),
    "names without end": lambda b, t: cells(b, t, {"H29": "''" * 20_000 + "!A1"}),
    "paths out of the zip": lambda b, t: pack(t, {**parts_of(b), "/etc/x": b"", "../../y": b""}),
    "many styles": lambda b, t: changed(
        b,
        t,
        "xl/styles.xml",
        lambda x: x.replace("</cellXfs>", "<xf />" * 2_000_000 + "</cellXfs>"),
    ),
    "unknown function": lambda b, t: cells(b, t, {"H29": "_xlfn.NOSUCH(A1)"}),
    "deep parentheses": lambda b, t: cells(b, t, {"H29": "(" * 200 + "1" + ")" * 200}),
}

# What may end either way, but must end.
HARD: dict[str, Make] = {
    "whole sheet summed": lambda b, t: cells(b, t, {"H29": "SUM(A1:XFD1048576)"}),
    "many whole sheets summed": lambda b, t: cells(
        b,
        t,
        {f"{c}{r}": f"SUM(exercise!A1:XFD{1048576 - r})" for c in "HIJK" for r in (25, 26, 27)},
    ),
    "chain": chain,
    "very deep parentheses": lambda b, t: cells(b, t, {"H29": "(" * 5000 + "1" + ")" * 5000}),
}

RECURSIVE = "_xlfn.LAMBDA(_xlpm.f,_xlpm.f(_xlpm.f))(_xlfn.LAMBDA(_xlpm.f,_xlpm.f(_xlpm.f)))"
HARD["recursive LAMBDA"] = lambda b, t: cells(b, t, {"H29": RECURSIVE})
LONG_LOOP = (
    "_xlfn.REDUCE(0,_xlfn.SEQUENCE(1000000),"
    "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a+SUM(_xlfn.SEQUENCE(1000000))))"
)
# No program knows what they are, and no cell may keep its points for that.
UNENDING: dict[str, Make] = {
    "recursive LAMBDAs": lambda b, t: cells(
        b, t, {f"{c}{r}": RECURSIVE for c in "HIJK" for r in (29, 30, 31)}
    ),
    "a recursive LAMBDA and a long loop": lambda b, t: cells(
        b, t, {"H29": RECURSIVE, "I35": LONG_LOOP}
    ),
}

# What cannot be graded, and what is said.
REFUSED: dict[str, tuple[Make, str]] = {
    "zip bomb": (zip_bomb, "more than"),
    "lying size": (lying_size, "more than|cut off|damaged"),
    "entity bomb": (with_doctype(ENTITIES, "&i;"), "refused because of its part"),
    "external entity": (
        with_doctype('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;"),
        "refused because of its part",
    ),
    "no sheet": (without_sheet, "are gone with the page"),
    "macros": (macros, "contains macros"),
    "encrypted": (encrypted, "protected by a password"),
    "truncated": (truncated, "cut off"),
    "zero bytes": (zero, r"is empty \(0 bytes\)"),
    "ods": (ods, "OpenDocument"),
    "numbers": (numbers, "no workbook"),
    "csv": (text, "does not start as a zip file"),
}

NAMES = (
    'quote"s.xlsx', "comma, and = sign.xlsx", "=cmd|' calc'!A0.xlsx", "-rf.xlsx",
    "right\u202eto left.xlsx", "<script>alert(1)</script>.xlsx".replace("/", "_"), "new\nline.xlsx",
)  # fmt: skip
