"""The plain form of a sheet's XML, and how a sheet that is written otherwise is brought into it."""

from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from xlrnn.formula.cell import Cell, column_letters
from xlrnn.xlsx.reading.escapes import escape
from xlrnn.xlsx.reading.xml import RefusedError, refuse_doctype

MAIN_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_DEPTH: Final = 2000
_MOST_ELEMENTS: Final = 4_000_000
_MOST_MERGED: Final = 100_000


class NotPlainError(Exception):
    """The sheet's XML is not in the plain form; never leaves this package."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet's XML in the plain form: `text[start:end]` is what stands in `<sheetData>`."""

    text: str
    start: int
    end: int
    merged: tuple[str, ...]

    def holds(self, mark: str) -> bool:
        """Say whether a text occurs among the cells."""
        return self.text.find(mark, self.start, self.end) >= 0


def rewritten(raw: bytes) -> PlainSheet:
    """Rewrite a sheet in the plain form, by way of an XML parser."""
    writer = _PlainWriter()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text.append
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.Parse(raw, True)
    text = "".join(writer.out)
    return PlainSheet(text, 0, len(text), tuple(writer.merged))


class _PlainWriter:
    """Write a sheet's cells in the plain form while a parser reads them."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.text: list[str] = []
        self.merged: list[str] = []
        self._path = ""
        self._row = 0
        self._column = 0
        self._row_waits = False
        self._elements = 0
        self._inline = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self._path += "/" + (local if namespace in MAIN_NAMESPACES else "?")
        self.text.clear()
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise RefusedError(f"it has more than {_MOST_ELEMENTS} XML elements")
        if len(self._path) > _DEPTH:
            raise RefusedError("its tags are nested too deeply")
        if self._path == "/worksheet/sheetData/row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column, self._row_waits = 0, not attributes.get("r")
            self.out.append("" if self._row_waits else f'<row r="{self._row}">')
        elif self._path == "/worksheet/sheetData/row/c":
            self._start_cell(attributes)
        elif self._path == "/worksheet/sheetData/row/c/f":
            self.out.append(f"<f{_write_attributes(attributes)}>")
        elif self._path == "/worksheet/mergeCells/mergeCell":
            self.merged.append(attributes.get("ref", ""))
            if len(self.merged) > _MOST_MERGED:
                raise RefusedError("it has too many merged cells")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            cell = Cell.parse(attributes["r"])
        else:
            cell = Cell(self._row, self._column + 1)
        if self._row_waits:
            self.out.append(f'<row r="{cell.row}">')
            self._row, self._row_waits = cell.row, False
        self._column, self._inline = cell.column, ""
        kind = _write_attributes({"t": attributes.get("t", "n")})
        self.out.append(f'<c r="{column_letters(cell.column)}{cell.row}"{kind}>')

    def end(self, _name: str) -> None:
        inside, _, local = self._path.rpartition("/")
        text = escape("".join(self.text))
        self.text.clear()
        if inside == "/worksheet/sheetData/row/c" and local in {"f", "v", "is"}:
            self._end_content(local, text)
        elif self._path in {"/worksheet/sheetData/row/c", "/worksheet/sheetData/row"}:
            self.out.append(f"</{local}>" if local == "c" or not self._row_waits else "")
        elif inside.endswith(("/row/c/is", "/row/c/is/r")) and local == "t":
            self._inline += text
        self._path = inside

    def _end_content(self, local: str, text: str) -> None:
        if local == "f":
            self.out.append(f"{text}</f>")
        elif local == "v":
            self.out.append(f"<v>{text}</v>")
        else:
            self.out.append(f'<is><t xml:space="preserve">{self._inline}</t></is>')


def _write_attributes(attributes: dict[str, str]) -> str:
    """Write the attributes that the plain form knows; others say nothing about the cell."""
    return "".join(
        f' {name}="{value}"'
        for name, value in attributes.items()
        if name.isascii() and name.isalpha() and not set(value) & set('"<>&\n\t')
    )
