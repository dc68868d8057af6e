"""The tables of a workbook, and which cells `Table[[#This Row],[column]]` means."""

import re
from dataclasses import dataclass
from typing import Final

from xlrnn.errors import AddressError
from xlrnn.formula.area import Area, parse_area
from xlrnn.formula.cell import Cell
from xlrnn.xlsx.reading.contents import Contents
from xlrnn.xlsx.reading.escapes import decode_x
from xlrnn.xlsx.reading.package import Package
from xlrnn.xlsx.reading.xml import local_name

_ITEM: Final = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_ESCAPED: Final = re.compile(r"'(.)")


@dataclass(frozen=True)
class SheetTable:
    """A table: a range whose columns have names.

    Args:
        name: its name.
        sheet: the sheet on which it stands.
        area: its cells, with the rows of headers and totals.
        headers: how many rows of headers there are, 0 or 1.
        totals: how many rows of totals there are.
        columns: the names of the columns in lower case.
    """

    name: str
    sheet: str
    area: Area
    headers: int
    totals: int
    columns: tuple[str, ...]

    def cells(self, inside: str, cell: Cell) -> Area | None:
        """Return the cells that a reference to the table means, None if it makes no sense.

        Args:
            inside: what stands in the outer brackets.
            cell: where the formula stands.

        Example:
            >>> table = SheetTable("T", "s", Area.parse("B2:C5"), 1, 0, ("x", "y"))
            >>> str(table.cells("[#This Row],[y]", Cell(4, 9))), str(table.cells("x", Cell(1, 1)))
            ('C4', 'B3:B5')
        """
        this_row = inside.startswith("@")
        inside = inside.removeprefix("@")
        items = _ITEM.findall(inside) if "[" in inside else [inside] if inside.strip() else []
        keys = {item.strip().casefold() for item in items if item.strip().startswith("#")}
        names = [
            _ESCAPED.sub(r"\1", item).strip().casefold()
            for item in items
            if not item.strip().startswith("#")
        ]
        rows = self._rows(keys | ({"#this row"} if this_row else set()), cell)
        if rows is None or len(names) > 2 or not {*names} <= {*self.columns}:
            return None
        first = self.area.first.column
        columns = [first + self.columns.index(name) for name in names]
        columns = columns or [first, self.area.last.column]
        return Area(Cell(rows[0], min(columns)), Cell(rows[1], max(columns)))

    def _rows(self, keys: set[str], cell: Cell) -> tuple[int, int] | None:
        top, bottom = self.area.first.row, self.area.last.row
        data = top + self.headers, bottom - self.totals
        kinds = {
            "#all": (top, bottom),
            "#data": data,
            "#headers": (top, top + self.headers - 1),
            "#totals": (bottom - self.totals + 1, bottom),
            "#this row": (cell.row, cell.row),
        }
        if not keys <= kinds.keys():
            return None
        if "#this row" in keys and not data[0] <= cell.row <= data[1]:
            return None
        spans = [kinds[key] for key in keys] or [data]
        rows = min(first for first, _ in spans), max(last for _, last in spans)
        return rows if rows[0] <= rows[1] else None


def read_tables(package: Package, contents: Contents) -> dict[str, SheetTable]:
    """Return the tables of a workbook by name in lower case, without those that make no sense."""
    found: dict[str, SheetTable] = {}
    for sheet in contents.sheets:
        for link in package.relationships(sheet.part).values() if sheet.part else ():
            if link.kind == "table" and package.has(link.target):
                table = _read_table(package, link.target, sheet.name)
                if table is not None:
                    found[table.name.casefold()] = table
    return found


def _read_table(package: Package, part: str, sheet: str) -> SheetTable | None:
    root = package.xml(part)
    columns = [
        decode_x(column.get("name", "")).replace("\n", " ").strip().casefold()
        for group in root
        if local_name(group.tag) == "tableColumns"
        for column in group
    ]
    try:
        area = parse_area(root.get("ref", ""))
        headers = int(root.get("headerRowCount", "1"))
        totals = int(root.get("totalsRowCount", "0"))
    except (AddressError, ValueError):
        return None
    name = root.get("displayName") or root.get("name", "")
    fits = len(columns) == area.shape[1] and 0 <= headers <= 1 and 0 <= totals <= 1
    return SheetTable(name, sheet, area, headers, totals, tuple(columns)) if name and fits else None
