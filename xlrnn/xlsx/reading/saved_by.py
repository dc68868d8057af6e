"""Who saved a workbook, as far as the file tells: many programs sign as Microsoft Excel.

Excel writes the chain in which it calculates into every workbook with formulas, so a workbook that
has one is believed. What is said of others was found in files that these programs wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xlrnn.xlsx.reading.contents import read_application
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.xml import local_name

_EXCEL: Final = "excel"
# Programs that say their name, and that store what they were given.
_CALCULATE_NOTHING: Final = ("SheetJS", "openpyxl", "exceljs", "XlsxWriter")

Marks = Mapping[str, str | None]
_NO_VERSION: Final = {"lastEdited": None, "lowestEdited": None, "rupBuild": None}
_EXCEL_2007: Final = {"lastEdited": "4", "lowestEdited": "4", "rupBuild": "4505"}
_HABITS: Final[Mapping[str, Marks]] = {
    "XlsxWriter": {**_EXCEL_2007, "calcId": "124519", "fullCalcOnLoad": "1"},
    "openpyxl": {**_NO_VERSION, "calcId": "124519", "fullCalcOnLoad": "1"},
    "exceljs": {"lastEdited": "5", "lowestEdited": "5", "rupBuild": "9303", "calcId": "171027"},
    "PhpSpreadsheet": {"calcId": "999999"},
}


@dataclass(frozen=True, slots=True)
class SavedBy:
    """Who saved a workbook.

    Args:
        name: the program and its version, as far as known.
        doubt: why its results may never have been calculated, "" if there is no reason to think so.
    """

    name: str
    doubt: str = ""


def read_saved_by(package: Package, *, formulas: bool) -> SavedBy:
    """Say who saved a workbook.

    Args:
        package: the workbook.
        formulas: whether it holds formulas.
    """
    application, version = read_application(package)
    signed = f"{application} {version}".strip()
    if not application:
        return SavedBy("an unnamed program", "the file does not say which program saved it")
    for program in _CALCULATE_NOTHING:
        if program.casefold() in application.casefold():
            return SavedBy(signed, f"{program} saved it, which calculates nothing")
    if _EXCEL not in application.casefold() or _has_chain(package) or not formulas:
        return SavedBy(signed)
    said = f"the file says that {signed} saved it, and"
    marks = _marks(package)
    for program, habits in _HABITS.items():
        if all(marks.get(key) == value for key, value in habits.items()):
            how = f"written like {program}"
            return SavedBy(f'"{signed}" ({how})', f"{said} is {how}")
    how = "without Excel's calculation chain"
    return SavedBy(f'"{signed}" ({how})', f"{said} is {how}, as other programs write it")


def _has_chain(package: Package) -> bool:
    links = package.relationships(package.workbook_part).values()
    return any(link.kind == "calcChain" and package.has(link.target) for link in links)


def _marks(package: Package) -> dict[str, str | None]:
    """Return what the workbook's part says of who wrote it."""
    wanted = ("fileVersion", "calcPr")
    found = [e for e in package.xml(package.workbook_part) if local_name(e.tag) in wanted]
    return {key: value for element in found for key, value in element.items()}
