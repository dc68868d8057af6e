"""Write the copy of a workbook that engines get: cells, formulas and names, nothing else.

Every stored result is replaced by the plant, a number that no lesson has as a result. A plant that
comes back from an engine was not calculated. What is typed in stays as it is stored.
"""

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from xlrnn.sheet.cell import column_number
from xlrnn.xlsx.compact import CompactSheet, compact_sheet
from xlrnn.xlsx.package import Package, open_package
from xlrnn.xlsx.read import Contents, NameEntry, SheetEntry, read_contents, read_strings
from xlrnn.xlsx.scan import (
    NotPlainError,
    PlainSheet,
    Token,
    batches,
    cell_type,
    escape,
    inline_string,
    plain_attributes,
    scan_sheet,
    unescape,
)
from xlrnn.xlsx.shared_formula import FormulaCollector

PLANT: Final = -12345.5

_PLANTED: Final = f"<v>{PLANT}</v></c>"
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES: Final = (
    f"<styleSheet {_MAIN}><fonts count='1'><font><sz val='11'/><name val='Calibri'/></font></fonts>"
    "<fills count='2'><fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='gray125'/></fill></fills>"
    "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count='1'><xf numFmtId='0' fontId='0' fillId='0' borderId='0'/></cellStyleXfs>"
    "<cellXfs count='1'><xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/></cellXfs>"
    "<cellStyles count='1'><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles>"
    "</styleSheet>"
).replace("'", '"')

# Functions that reach out of the workbook: to the network, other programs or other files.
_OUTSIDE: Final = (
    *("WEBSERVICE", "RTD", "DDE", "CALL", "EXEC", "IMAGE", "PY", "SQL.REQUEST", "STOCKHISTORY"),
    *("REGISTER", "REGISTER.ID", "CUBEKPIMEMBER", "CUBEMEMBER", "CUBEMEMBERPROPERTY"),
    *("CUBERANKEDMEMBER", "CUBESET", "CUBESETCOUNT", "CUBEVALUE"),
)
_CALL: Final = re.compile(
    rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, _OUTSIDE))})\s*\(", re.IGNORECASE
)
_OTHER_BOOK: Final = re.compile(r"'(?:[^']|'')*\[(?:[^']|'')*'!|\[[^\[\]]+\][\w.]*!|'#")
_OTHER_PROGRAM: Final = re.compile(r"[\w']\s*\|\s*(?:'|[\w.]+!)")
# To rule the rest out quickly, a sheet is searched once, without all that is in no such name.
_LETTERS: Final = bytes(range(256)).upper()
_NO_LETTERS: Final = bytes(
    set(range(128)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz(")
)
_HINTS: Final = (
    *(b"REGISTER", b"CUBE", b"WEBSERVICE(", b"RTD(", b"DDE(", b"CALL(", b"EXEC(", b"IMAGE("),
    *(b"PY(", b"SQLREQUEST(", b"STOCKHISTORY("),
)
_WITH_ATTRIBUTES: Final = re.compile(r"<f(\s[^<>]*+)>([^<]*+)")
_MARKS: Final = ("[", "|", 't="dataTable"')
_BEFORE_HASH: Final = ("'", "&apos;", "&")


class LeftOut(NamedTuple):
    """A formula that the copy does not have; the sheet is "" for a defined name."""

    sheet: str
    address: str
    why: str


def write_calculation_copy(
    source: Path | str | Package, target: Path | str, *, trusted: bool = False
) -> list[LeftOut]:
    """Write a copy of a workbook in which every result has yet to be calculated.

    Args:
        source: the workbook, or a package that is already open and stays so.
        target: the .xlsx file to write.
        trusted: whether every formula is one that we wrote, and so reaches out nowhere.

    Returns:
        The formulas that reach out of the workbook; the copy has the plant in their place.

    Raises:
        UnreadableError: if the source cannot be read.
    """
    if not isinstance(source, Package):
        with open_package(source) as package:
            return write_calculation_copy(package, target, trusted=trusted)
    contents = read_contents(source)
    left_out: list[LeftOut] = []
    sheets = [sheet for sheet in contents.sheets if sheet.part]
    if not sheets:
        source.refuse("holds no sheet with cells")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part, xml in _small_parts(contents, read_strings(source), left_out):
            archive.writestr(zipfile.ZipInfo(part), _XML + xml)
        for index, sheet in enumerate(sheets, start=1):
            rows, formulas = _copy_sheet(source, sheet, trusted)
            left_out += formulas
            xml = f"{_XML}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
            archive.writestr(zipfile.ZipInfo(_sheet_part(index)), xml)
    return left_out


def _copy_sheet(package: Package, sheet: SheetEntry, trusted: bool) -> tuple[str, list[LeftOut]]:
    """Return a sheet's rows with planted results, and the formulas that were left out."""
    compact = compact_sheet(package, sheet.part)
    if compact is not None and (trusted or not _reaches_out(compact)):
        return compact.planted_rows(_PLANTED), []
    return scan_sheet(package, sheet.part, partial(_copy_cells, sheet.name, package.limits.cells))


def why_left_out(formula: str) -> str:
    """Say why an engine must not see a formula, "" if it may.

    Example:
        >>> why_left_out('_xlfn.WEBSERVICE("http://example.org/"&A1)')
        'calls WEBSERVICE'
    """
    if call := _CALL.search(formula):
        return f"calls {call[1].upper()}"
    if _OTHER_BOOK.search(formula):
        return "refers to another workbook"
    if _OTHER_PROGRAM.search(formula):
        return "asks another program (DDE)"
    return ""


def _reaches_out(sheet: CompactSheet) -> bool:
    """Say whether any formula of a sheet reaches out of the workbook."""
    texts = set(sheet.formulas.values())
    return _may_reach_out("\n".join(texts)) and any(map(why_left_out, texts))


def _may_reach_out(cells: str) -> bool:
    """Say whether formulas have to be looked at one by one; a quick search tells."""
    if any(mark in cells for mark in _MARKS):
        return True
    if any(piece.endswith(_BEFORE_HASH) for piece in cells.split("#")[:-1]):
        return True
    letters = cells.encode().translate(_LETTERS, _NO_LETTERS)
    return any(hint in letters for hint in _HINTS)


def _copy_cells(name: str, most: int, sheet: PlainSheet) -> tuple[str, list[LeftOut]]:
    """Return a sheet's rows with planted results, and the formulas that were left out."""
    copier = _CellCopier(name, sheet, most)
    for batch, _ in batches(sheet, most):
        copier.add(batch)
    return "".join(copier.out), copier.left_out


class _CellCopier:
    """Write a sheet's cells anew, with the plant for every stored result."""

    def __init__(self, name: str, sheet: PlainSheet, most: int) -> None:
        self.out: list[str] = []
        self.left_out: list[LeftOut] = []
        self._name = name
        self._doubtful = _may_reach_out(sheet.text[sheet.start : sheet.end])
        self._bad_shared: set[str] = set()
        collector = FormulaCollector(most)
        if self._doubtful or sheet.holds('t="array"'):
            for attributes, text in _WITH_ATTRIBUTES.findall(sheet.text, sheet.start, sheet.end):
                self._look_ahead(collector, attributes, text)
        collector.finish()
        self._blocks = collector.arrays

    def _look_ahead(self, collector: FormulaCollector, attributes: str, text: str) -> None:
        """Note the array blocks, and the shared formulas that no cell may have."""
        found = plain_attributes(attributes)
        if found.get("t") in {"array", "dataTable"} and "ref" in found:
            collector.add((1, 1), attributes, text)
        elif found.get("t") == "shared" and self._doubtful and why_left_out(unescape(text)):
            self._bad_shared.add(found.get("si", ""))

    def add(self, batch: list[Token]) -> None:
        """Write some whole rows; this loop runs for every cell of a workbook."""
        out, easy, tail = self.out, not self._doubtful, "</f>" + _PLANTED
        row = "-"
        for letters, digits, tag, f_tag, f, v_tag, v, inline, start, junk in batch:
            if digits != row:
                if digits or junk:
                    raise NotPlainError(f"{letters}{digits or junk} does not fit in row {row}")
                out.append("</row>" if row != "-" else "")
                out.append(f'<row r="{start}">' if start else "")
                row = start or "-"
            elif f and easy and not f_tag:
                out.append(f'<c r="{letters}{digits}"><f>{f}{tail}')
            elif f or "si=" in f_tag or "dataTable" in f_tag:
                out.append(self._formula(letters + digits, f_tag, f))
            elif self._blocks and (int(digits), column_number(letters)) in self._blocks:
                out.append(f'<c r="{letters}{digits}">{_PLANTED}')
            elif v_tag or (inline and inline_string(inline) is not None):
                content = f"<is>{inline}</is>" if inline else f"<v>{v}</v>"
                out.append(f'<c r="{letters}{digits}"{_kept_type(tag)}>{content}</c>')
        out.append("</row>" if row != "-" else "")

    def _formula(self, address: str, attributes: str, text: str) -> str:
        """Write a formula cell with the plant, and without the formula if it reaches out."""
        found = plain_attributes(attributes)
        why = self._why(found, text) if self._doubtful else ""
        if why:
            self.left_out.append(LeftOut(self._name, address, why))
            return f'<c r="{address}">{_PLANTED}'
        kept = "".join(f' {key}="{found[key]}"' for key in ("t", "ref", "si") if key in found)
        return f'<c r="{address}"><f{kept}>{text}</f>{_PLANTED}'

    def _why(self, found: dict[str, str], text: str) -> str:
        if found.get("t") == "dataTable":
            return "is a what-if table, which engines do not calculate"
        if found.get("t") == "shared" and found.get("si", "") in self._bad_shared:
            return why_left_out(unescape(text)) or "shares a formula that is left out"
        return why_left_out(unescape(text))


@lru_cache(maxsize=1024)
def _kept_type(attributes: str) -> str:
    """Return what is kept of a constant cell's attributes."""
    kind = cell_type(attributes)
    return "" if kind == "n" else f' t="{kind}"'


def _sheet_part(index: int) -> str:
    return f"xl/worksheets/sheet{index}.xml"


def _small_parts(
    contents: Contents, strings: list[str], left_out: list[LeftOut]
) -> Iterator[tuple[str, str]]:
    """Yield the name and XML of each part that is no sheet."""
    sheets = [sheet for sheet in contents.sheets if sheet.part]
    kinds = {_sheet_part(index): "worksheet" for index in range(1, len(sheets) + 1)}
    kinds |= {"xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    yield "[Content_Types].xml", _content_types({"xl/workbook.xml": "sheet.main", **kinds})
    yield "_rels/.rels", _relationships({"xl/workbook.xml": "officeDocument"})
    yield "xl/_rels/workbook.xml.rels", _relationships(kinds)
    yield "xl/workbook.xml", _workbook(contents, left_out)
    yield "xl/styles.xml", _STYLES
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    yield "xl/sharedStrings.xml", f"<sst {_MAIN}>{items}</sst>"


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
        f'<sheet name="{escape(sheet.name)}" sheetId="{index}" state="{escape(sheet.state)}" '
        f'r:id="rId{index}"/>'
        for index, sheet in enumerate((sheet for sheet in contents.sheets if sheet.part), start=1)
    )
    names = "".join(_defined_name(entry, contents, left_out) for entry in contents.names)
    return (
        f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><workbookPr date1904="{int(contents.date1904)}"/>'
        f"<sheets>{sheets}</sheets>{f'<definedNames>{names}</definedNames>' if names else ''}"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def _defined_name(entry: NameEntry, contents: Contents, left_out: list[LeftOut]) -> str:
    """Write a defined name, or nothing if it is of no use for calculating."""
    if entry.name.startswith("_xlnm.") or "#REF!" in entry.text or not entry.text:
        return ""
    if why := why_left_out(entry.text):
        left_out.append(LeftOut("", entry.name, why))
        return ""
    scope = ""
    if entry.scope:
        index = int(entry.scope) if entry.scope.isdecimal() else len(contents.sheets)
        if not contents.sheets[index : index + 1] or not contents.sheets[index].part:
            return ""
        scope = f' localSheetId="{sum(bool(sheet.part) for sheet in contents.sheets[:index])}"'
    hidden = ' hidden="1"' if entry.hidden else ""
    text = escape(entry.text)
    return f'<definedName name="{escape(entry.name)}"{scope}{hidden}>{text}</definedName>'
