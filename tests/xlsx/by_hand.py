"""Workbooks put together part by part, in the manner of programs that write them.

What each writes was looked up in files that it wrote: SheetJS 0.18.5, exceljs 4.4.0, openpyxl
3.1.5, XlsxWriter 3.3.1, Gnumeric 1.12.55, LibreOffice 7.4, Excel 16 for Macintosh; of
PhpSpreadsheet and openpyxl 3.0 in their source. XlsxWriter imitates the Excel of 2007.
"""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
MACROS = "application/vnd.ms-office.vbaProject"

USUAL = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
# SheetJS lists in every file what parts with some endings would be.
SHEETJS = {"xml": "application/xml", "bin": BINARY, "png": "image/png", "rels": USUAL["rels"]}

# fileVersion, calcPr and app.xml of each program.
WRITERS = {
    "XlsxWriter": (
        '<fileVersion appName="xl" lastEdited="4" lowestEdited="4" rupBuild="4505"/>',
        '<calcPr calcId="124519" fullCalcOnLoad="1"/>',
        ("Microsoft Excel", "12.0000"),
    ),
    "exceljs": (
        '<fileVersion appName="xl" lastEdited="5" lowestEdited="5" rupBuild="9303"/>',
        '<calcPr calcId="171027"/>',
        ("Microsoft Excel", "16.0300"),
    ),
    "openpyxl": (
        "",
        '<calcPr calcId="124519" fullCalcOnLoad="1"/>',
        ("Microsoft Excel", "3.0"),
    ),
    "openpyxl of today": (
        "",
        '<calcPr calcId="124519" fullCalcOnLoad="1"/>',
        ("Microsoft Excel Compatible / Openpyxl 3.1.5", "3.1"),
    ),
    "PhpSpreadsheet": (
        '<fileVersion appName="xl" lastEdited="4" lowestEdited="4" rupBuild="4505"/>',
        '<calcPr calcId="999999" calcMode="auto" calcCompleted="1" fullCalcOnLoad="0"/>',
        ("Microsoft Excel", "12.0000"),
    ),
    "SheetJS": ("", "", ("SheetJS", "")),
    "Gnumeric": (
        '<fileVersion lastEdited="4" lowestEdited="4" rupBuild="3820"/>',
        '<calcPr calcMode="auto" iterate="1" iterateCount="100" iterateDelta="0.001"/>',
        ("gnumeric", "1.1255"),
    ),
    "LibreOffice": (
        '<fileVersion appName="Calc"/>',
        '<calcPr iterateCount="100" refMode="A1" iterate="false" iterateDelta="0.0001"/>',
        ("LibreOffice/7.4.7.2$Linux_X86_64", "15.0000"),
    ),
    "Excel": (
        '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="10916"/>',
        '<calcPr calcId="191029"/>',
        ("Microsoft Macintosh Excel", "16.0300"),
    ),
    "Excel of 2007": (
        '<fileVersion appName="xl" lastEdited="4" lowestEdited="4" rupBuild="4505"/>',
        '<calcPr calcId="124519"/>',
        ("Microsoft Excel", "12.0000"),
    ),
}


def content_types(overrides=None, defaults=None):
    """Return `[Content_Types].xml`."""
    overrides = {
        "/xl/workbook.xml": f"{SPREADSHEET}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{SPREADSHEET}.worksheet+xml",
        **(overrides or {}),
    }
    entries = [
        *(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in (defaults or USUAL).items()),
        *(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in overrides.items() if t),
    ]
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join(entries)}</Types>'


def links(**targets):
    """Return a part of relationships, by their kinds."""
    entries = (
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def parts(writer="SheetJS", *, types=None, chain=False, cells=None):
    """Return the parts of a workbook: A1 is 1.5, and B1 twice that."""
    version, calculation, (application, number) = WRITERS[writer]
    cells = cells or '<c r="A1"><v>1.5</v></c><c r="B1"><f>A1*2</f><v>3</v></c>'
    app = f"<Application>{application}</Application>" if application else ""
    app += f"<AppVersion>{number}</AppVersion>" if number else ""
    found = {
        "[Content_Types].xml": types or content_types(),
        "_rels/.rels": links(officeDocument="xl/workbook.xml", **{"extended-properties": APP}),
        "xl/_rels/workbook.xml.rels": links(
            worksheet="worksheets/sheet1.xml", **({"calcChain": "calcChain.xml"} if chain else {})
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{version}'
        f'<sheets><sheet name="run" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}'
        "</row></sheetData></worksheet>",
        APP: f"<Properties>{app}</Properties>",
    }
    if chain:
        found["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="B1" i="1"/></calcChain>'
    return found


APP = "docProps/app.xml"


def pack(path: Path, content) -> Path:
    """Write parts into a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path
