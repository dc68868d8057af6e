"""The parts of the calculation-only copy that are no sheets: names, strings, and plain styles."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from xlrnn.formula.parsing.tokens import tokens_of
from xlrnn.xlsx.planting.exact_sheets import ExactSheets, name_in_copy
from xlrnn.xlsx.planting.reaching_out import why_left_out
from xlrnn.xlsx.reading.contents import Contents, NameEntry
from xlrnn.xlsx.reading.escapes import escape

MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLE: Final = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>"
_STYLES: Final = (
    f"<styleSheet {MAIN}><fonts count='1'><font><sz val='11'/><name val='Calibri'/></font></fonts>"
    "<fills count='2'><fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='gray125'/></fill></fills>"
    "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count='1'><xf numFmtId='0' fontId='0' fillId='0' borderId='0'/></cellStyleXfs>"
    "<cellXfs count='%d'>%s</cellXfs>"
    "<cellStyles count='1'><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles>"
    "</styleSheet>"
)


_LONGEST_NAME: Final = 255
# A formula that reaches out nowhere, and is left out all the same.
WHAT_IF: Final = "is a what-if table, which engines do not calculate"


class LeftOut(NamedTuple):
    """A formula that the copy does not have; the sheet is "" for a defined name."""

    sheet: str
    address: str
    why: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.sheet}!{self.address}" if self.sheet else f"the name {self.address}"


def sheet_part(index: int) -> str:
    """Return the name of a sheet's part."""
    return f"xl/worksheets/sheet{index}.xml"


def small_parts(
    contents: Contents, strings: list[str], styles: int, left_out: list[LeftOut]
) -> Iterator[tuple[str, str]]:
    """Yield the name and XML of each part that is no sheet.

    Args:
        contents: what the workbook holds.
        strings: its shared strings.
        styles: how many styles there must be; cells keep their style's number, and all are plain.
        left_out: takes the names that reach out.
    """
    sheets = [sheet for sheet in contents.sheets if sheet.part]
    kinds = {sheet_part(index): "worksheet" for index in range(1, len(sheets) + 1)}
    kinds |= {"xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    yield "[Content_Types].xml", _content_types({"xl/workbook.xml": "sheet.main", **kinds})
    yield "_rels/.rels", _relationships({"xl/workbook.xml": "officeDocument"})
    yield "xl/_rels/workbook.xml.rels", _relationships(kinds)
    yield "xl/workbook.xml", _workbook(contents, left_out)
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    yield "xl/styles.xml", _STYLES % (styles, _STYLE * styles)
    yield "xl/sharedStrings.xml", f"<sst {MAIN}>{items}</sst>"


def _content_types(kinds: dict[str, str]) -> str:
    office = "application/vnd.openxmlformats-"
    overrides = "".join(
        f'<Override PartName="/{part}" '
        f'ContentType="{office}officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{office}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(kinds: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="/{part}"/>'
        for index, (part, kind) in enumerate(kinds.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _workbook(contents: Contents, left_out: list[LeftOut]) -> str:
    """Write the list of sheets and of defined names."""
    sheets = "".join(
        f'<sheet name="{escape(name_in_copy(sheet.name))}" sheetId="{index}" '
        f'state="{escape(sheet.state)}" r:id="rId{index}"/>'
        for index, sheet in enumerate((sheet for sheet in contents.sheets if sheet.part), start=1)
    )
    exact = ExactSheets((sheet.name for sheet in contents.sheets), copied=True)
    names = "".join(_defined_name(entry, contents, exact, left_out) for entry in contents.names)
    settings = contents.settings
    repeated = f' iterate="1" iterateCount="{settings.rounds}" iterateDelta="{settings.change!r}"'
    return (
        f'<workbook {MAIN} xmlns:r="{_OFFICE}"><workbookPr date1904="{int(settings.date1904)}"/>'
        f"<sheets>{sheets}</sheets>{f'<definedNames>{names}</definedNames>' if names else ''}"
        f'<calcPr calcId="191029" fullCalcOnLoad="1"{repeated * bool(settings.rounds)}/></workbook>'
    )


def _defined_name(
    entry: NameEntry, contents: Contents, exact: ExactSheets, left_out: list[LeftOut]
) -> str:
    """Write a defined name, or nothing if it is of no use for calculating."""
    text = entry.text.removeprefix("=")
    gone = any(token.kind == "error" and "#REF!" in token.word for token in tokens_of(text))
    if entry.for_programs or gone or not text or not 1 <= len(entry.name) <= _LONGEST_NAME:
        return ""
    if why := why_left_out(text):
        left_out.append(LeftOut("", entry.name, why))
        return ""
    scope = ""
    if entry.scope:
        index = int(entry.scope) if entry.scope.isdecimal() else len(contents.sheets)
        if not contents.sheets[index : index + 1] or not contents.sheets[index].part:
            return ""
        scope = f' localSheetId="{sum(bool(sheet.part) for sheet in contents.sheets[:index])}"'
    hidden = ' hidden="1"' if entry.hidden else ""
    text = escape(exact.formula(text))
    return f'<definedName name="{escape(entry.name)}"{scope}{hidden}>{text}</definedName>'
