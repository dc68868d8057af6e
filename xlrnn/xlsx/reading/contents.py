"""A workbook's table of contents: its sheets, defined names and strings, and who saved it."""

from dataclasses import dataclass
from xml.etree import ElementTree

from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.scan import string_item
from xlrnn.xlsx.reading.settings import Settings, read_settings
from xlrnn.xlsx.reading.xml import local_name


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet in the workbook's list; `part` is "" for a chart sheet, which has no cells."""

    name: str
    state: str
    part: str


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A defined name; `scope` is the index of the sheet that it is for, "" for all."""

    name: str
    text: str
    scope: str
    hidden: bool

    @property
    def for_programs(self) -> bool:
        """Whether programs keep it for themselves, as those of print areas: no formula reads it.

        Gnumeric leaves the prefix out; then it is known by being one sheet's own.
        """
        own = bool(self.scope) and self.name in ("Print_Titles", "Print_Area")
        return own or self.name.startswith("_xlnm.")


@dataclass(frozen=True, slots=True)
class Contents:
    """A workbook's table of contents.

    Args:
        sheets: its sheets.
        names: its defined names.
        settings: how it wants to be calculated.
    """

    sheets: tuple[SheetEntry, ...]
    names: tuple[NameEntry, ...]
    settings: Settings


def read_contents(package: Package) -> Contents:
    """Read a workbook's table of contents: its sheets and defined names."""
    return package.once("contents", lambda: _contents(package))


def _contents(package: Package) -> Contents:
    part = package.workbook_part
    links = package.relationships(part)
    sheets: list[SheetEntry] = []
    names: list[NameEntry] = []
    root = package.xml(part)
    for element in root:
        kind = local_name(element.tag)
        if kind == "definedNames":
            names += [_name_entry(child) for child in element]
        elif kind == "sheets":
            for child in element:
                ids = [value for key, value in child.items() if key.endswith("}id")]
                link = links.get("".join(ids))
                cells = link.target if link and link.kind == "worksheet" else ""
                state = child.get("state", "visible")
                sheets.append(SheetEntry(child.get("name", ""), state, cells))
    if len({sheet.name.casefold() for sheet in sheets}) != len(sheets):
        package.refuse("has two sheets of the same name")
    if len(names) > package.limits.names:
        package.refuse(f"defines {len(names)} names, more than {package.limits.names}")
    return Contents(tuple(sheets), tuple(names), read_settings(root))


def _name_entry(element: ElementTree.Element) -> NameEntry:
    return NameEntry(
        name=element.get("name", ""),
        text=element.text or "",
        scope=element.get("localSheetId", ""),
        hidden=element.get("hidden") in {"1", "true"},
    )


def read_application(package: Package) -> tuple[str, str]:
    """Return the program that saved the file and its version."""
    part = package.linked("", "extended-properties", "docProps/app.xml")
    children = package.xml(part) if package.has(part) else ()
    texts = {local_name(child.tag): child.text or "" for child in children}
    return texts.get("Application", ""), texts.get("AppVersion", "")


def read_strings(package: Package) -> list[str]:
    """Return the shared strings as stored, with their `_xHHHH_` escapes."""
    return package.once("strings", lambda: _strings(package))


def _strings(package: Package) -> list[str]:
    part = package.linked(package.workbook_part, "sharedStrings", "xl/sharedStrings.xml")
    return [string_item(item) for item in package.xml(part)] if package.has(part) else []
