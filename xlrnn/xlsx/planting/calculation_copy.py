"""Write the copy of a workbook that engines get: cells, formulas and names, nothing else.

Every stored result is replaced by the plant, a number that no lesson has as a result. A plant that
comes back from an engine was not calculated. What is typed in stays as it is stored. Of a workbook
that somebody else filled, formulas get plain references, see `plain_references`.
"""

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from xlrnn.formula.area import Area
from xlrnn.formula.cell import Cell, Position, column_number
from xlrnn.formula.value import Value
from xlrnn.xlsx.planting.copy_parts import MAIN, WHAT_IF, XML, LeftOut, sheet_part, small_parts
from xlrnn.xlsx.planting.exact_sheets import ExactSheets
from xlrnn.xlsx.planting.named_ranges import NamedRanges
from xlrnn.xlsx.planting.plain_references import PlainReferences
from xlrnn.xlsx.planting.reaching_out import is_too_deep, may_reach_out, why_left_out
from xlrnn.xlsx.reading.compact import CompactSheet, SharedFill, compact_sheet
from xlrnn.xlsx.reading.contents import SheetEntry, read_contents, read_strings
from xlrnn.xlsx.reading.escapes import escape, unescape
from xlrnn.xlsx.reading.package import Package, open_package
from xlrnn.xlsx.reading.plain_form import NotPlainError, PlainSheet
from xlrnn.xlsx.reading.read import Workbook, read
from xlrnn.xlsx.reading.scan import (
    Token,
    batches,
    cell_type,
    inline_string,
    plain_attributes,
    scan_sheet,
)
from xlrnn.xlsx.reading.shared_formula import FormulaCollector
from xlrnn.xlsx.reading.tables import read_tables

PLANT: Final = -12345.5

# More styles than this no program writes.
_MOST_STYLES: Final = 65_490
_PLANTED: Final = f"<v>{PLANT}</v></c>"
_FORMULA: Final = re.compile(r'<f(?:\s(?:[^<>]*?(t="array"))?[^<>]*+)?>([^<]++)')
_WITH_ATTRIBUTES: Final = re.compile(r"<f(\s[^<>]*+)>([^<]*+)")


def write_calculation_copy(
    source: Path | str | Package,
    target: Path | str,
    *,
    trusted: bool = False,
    fills: Mapping[str, Sequence[SharedFill]] | None = None,
) -> list[LeftOut]:
    """Write a copy of a workbook in which every result has yet to be calculated.

    Args:
        source: the workbook, or a package that is already open and stays so.
        target: the .xlsx file to write.
        trusted: whether every formula is one that we wrote, and so reaches out nowhere.
        fills: where the formulas of a sheet are known to be fills.

    Returns:
        The formulas that reach out of the workbook; the copy has the plant in their place.

    Raises:
        UnreadableError: if the source cannot be read.
    """
    if not isinstance(source, Package):
        with open_package(source) as package:
            return write_calculation_copy(package, target, trusted=trusted, fills=fills)
    contents = read_contents(source)
    left_out: list[LeftOut] = []
    sheets = [sheet for sheet in contents.sheets if sheet.part]
    if not sheets:
        source.refuse("holds no sheet with cells")
    exact = ExactSheets((sheet.name for sheet in contents.sheets), copied=True)
    compact = {s.name: compact_sheet(source, s.part) for s in sheets} if trusted else {}
    named = None
    if compact and all(compact.values()) and not exact.renames:
        named = NamedRanges(contents)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        kept = contents if named is None else named.others
        for part, xml in small_parts(kept, read_strings(source), _styles(source), left_out):
            archive.writestr(zipfile.ZipInfo(part), XML + xml)
        for index, sheet in enumerate(sheets, start=1):
            own = compact.get(sheet.name)
            if own is not None and not exact.renames:
                rows = own.planted_rows(_PLANTED, (fills or {}).get(sheet.name, ()))
                rows = rows if named is None else named.written_out(rows)
            else:
                rows, formulas = _copy_sheet(source, sheet, exact)
                left_out += formulas
            xml = f"{XML}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
            archive.writestr(zipfile.ZipInfo(sheet_part(index)), xml)
    return left_out


def plain_references(
    package: Package, changing: Collection[tuple[str, Position]] = ()
) -> PlainReferences:
    """Return who writes the formulas of a workbook in plain references.

    Args:
        package: the workbook.
        changing: the cells whose contents will be changed, by sheet, row and column; who asks
            first says which.
    """

    def workbook() -> Workbook:
        return package.once("read", lambda: read(package, results=False))

    def make() -> PlainReferences:
        def arrays(sheet: str) -> dict[Position, Area]:
            return workbook().sheets[sheet].arrays

        def constant(sheet: str, cell: Cell) -> Value:
            found, place = workbook().sheets[sheet], (cell.row, cell.column)
            stays = place not in found.formulas and (sheet, place) not in changing
            return found.values.get(place) if stays else None

        contents = read_contents(package)
        return PlainReferences(contents, read_tables(package, contents), arrays, constant)

    return package.once("plain references", make)


def _styles(package: Package) -> int:
    """Return how many styles the copy needs, so that every cell can keep its style's number."""
    part = package.linked(package.workbook_part, "styles", "xl/styles.xml")
    count = package.part(part).count(b"<xf ") if package.has(part) else 1
    return min(max(1, count), _MOST_STYLES)


def _copy_sheet(
    package: Package, sheet: SheetEntry, exact: ExactSheets
) -> tuple[str, list[LeftOut]]:
    """Return a sheet's rows with planted results, and the formulas that were left out."""
    compact, references = compact_sheet(package, sheet.part), plain_references(package)
    if compact is not None and not exact.renames and not _has_doubtful(compact, references):
        return compact.planted_rows(_PLANTED), []
    copy = partial(_copy_cells, sheet.name, references, exact, package.limits.cells)
    return scan_sheet(package, sheet.part, copy)


def _has_doubtful(sheet: CompactSheet, references: PlainReferences) -> bool:
    """Say whether any formula of a sheet reaches out of the workbook, or is written anew."""
    texts = {(text, place in sheet.arrays) for place, text in sheet.formulas.items()}
    reaches_out = _may_be_left_out({text for text, _ in texts})
    return (reaches_out and any(why_left_out(text) for text, _ in texts)) or any(
        references.may_change(text, in_array=in_array) for text, in_array in texts
    )


def _may_be_left_out(texts: Collection[str]) -> bool:
    """Say whether formulas have to be looked at one by one."""
    return may_reach_out("\n".join(texts)) or any(map(is_too_deep, texts))


def _copy_cells(
    name: str, references: PlainReferences, exact: ExactSheets, most: int, sheet: PlainSheet
) -> tuple[str, list[LeftOut]]:
    """Return a sheet's rows with planted results, and the formulas that were left out."""
    texts = set(_FORMULA.findall(sheet.text, sheet.start, sheet.end))
    changes = any(
        references.may_change(unescape(text), in_array=bool(array)) for array, text in texts
    )
    doubtful = _may_be_left_out({text for _, text in texts})
    anew = references if changes or exact.renames else None
    copier = _CellCopier(name, sheet, most, anew, exact, doubtful)
    for batch, _ in batches(sheet, most):
        copier.add(batch)
    return "".join(copier.out), copier.left_out


class _CellCopier:
    """Write a sheet's cells anew, with the plant for every stored result.

    Args:
        name: the sheet's name.
        sheet: its cells.
        most: how many cells there may be.
        references: writes formulas in plain references; None if none needs it.
        exact: writes the names of sheets in them.
        doubtful: whether some formulas may have to be left out.
    """

    def __init__(
        self,
        name: str,
        sheet: PlainSheet,
        most: int,
        references: PlainReferences | None,
        exact: ExactSheets,
        doubtful: bool,
    ) -> None:
        self.out: list[str] = []
        self.left_out: list[LeftOut] = []
        self._name = name
        self._references, self._exact = references, exact
        self._doubtful = doubtful or sheet.holds('t="dataTable"')
        self._bad_shared: set[str] = set()
        self._own: dict[Position, str] = {}
        collector = FormulaCollector(most, shown=False)
        if references is not None:
            self._collect(collector, sheet, most)
        elif self._doubtful or sheet.holds('t="array"'):
            for attributes, text in _WITH_ATTRIBUTES.findall(sheet.text, sheet.start, sheet.end):
                self._look_ahead(collector, attributes, text)
        collector.finish()
        self._own, self._blocks = collector.formulas, collector.arrays

    def _collect(self, collector: FormulaCollector, sheet: PlainSheet, most: int) -> None:
        """Note each cell's own formula, which is written anew."""
        for batch, _ in batches(sheet, most):
            for letters, digits, _, attributes, text, *_ in batch:
                if letters and (attributes or text):
                    collector.add((int(digits), column_number(letters)), attributes, text)

    def _look_ahead(self, collector: FormulaCollector, attributes: str, text: str) -> None:
        """Note the array blocks, and the shared formulas that no cell may have."""
        found = plain_attributes(attributes)
        if found.get("t") in {"array", "dataTable"} and "ref" in found:
            collector.add((1, 1), attributes, text)
        elif found.get("t") == "shared" and self._doubtful and why_left_out(unescape(text)):
            self._bad_shared.add(found.get("si", ""))

    def add(self, batch: list[Token]) -> None:
        """Write some whole rows; this loop runs for every cell of a workbook."""
        easy = not self._doubtful and self._references is None
        out, tail = self.out, "</f>" + _PLANTED
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
                out.append(self._formula(letters, digits, f_tag, f))
            elif self._blocks and (int(digits), column_number(letters)) in self._blocks:
                out.append(f'<c r="{letters}{digits}">{_PLANTED}')
            elif v_tag or (inline and inline_string(inline) is not None):
                text = escape(inline_string(inline)) if inline else ""
                content = (
                    f'<is><t xml:space="preserve">{text}</t></is>' if inline else f"<v>{v}</v>"
                )
                out.append(f'<c r="{letters}{digits}"{_kept_type(tag)}>{content}</c>')
        out.append("</row>" if row != "-" else "")

    def _formula(self, letters: str, digits: str, attributes: str, text: str) -> str:
        """Write a formula cell with the plant, and without the formula if it reaches out."""
        found, address = plain_attributes(attributes), letters + digits
        if self._references is not None:
            text = escape(self._plain(Cell(int(digits), column_number(letters)), found))
            found = {key: value for key, value in found.items() if found.get("t") != "shared"}
        why = self._why(found, text) if self._doubtful or self._references else ""
        if why:
            self.left_out.append(LeftOut(self._name, address, why))
            return f'<c r="{address}">{_PLANTED}'
        kept = "".join(f' {key}="{found[key]}"' for key in ("t", "ref", "si") if key in found)
        return f'<c r="{address}"><f{kept}>{text}</f>{_PLANTED}'

    def _plain(self, cell: Cell, found: Mapping[str, str]) -> str:
        """Return a cell's own formula in plain references."""
        assert self._references is not None
        text, in_array = self._own.get((cell.row, cell.column), ""), found.get("t") == "array"
        return self._exact.formula(
            self._references.plain(self._name, cell, text, in_array=in_array).text
        )

    def _why(self, found: Mapping[str, str], text: str) -> str:
        if found.get("t") == "dataTable":
            return WHAT_IF
        if found.get("t") == "shared" and found.get("si", "") in self._bad_shared:
            return why_left_out(unescape(text)) or "shares a formula that is left out"
        return why_left_out(unescape(text))


@lru_cache(maxsize=1024)
def _kept_type(attributes: str) -> str:
    """Return what is kept of a constant cell's attributes."""
    kind = cell_type(attributes)
    return "" if kind == "n" else f' t="{kind}"'
