"""A saved workbook as the zip archive of XML that it is, read and changed with regular expressions.

On purpose nothing of `xlrnn` is used here: what is to be found out must not be made by the same
code that finds it out.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from xml.sax.saxutils import escape

Cell = tuple[int, int]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column

_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(r"<f([^>]*)>(.*?)</f>", re.DOTALL)
_VALUE = re.compile(r"<v>(.*?)</v>", re.DOTALL)
_SHEET = re.compile(r'<sheet name="([^"]+)"[^>]*r:id="([^"]+)"')
_RELATION = re.compile(r'<Relationship Id="([^"]+)"[^>]*Target="([^"]+)"')
_NAME = re.compile(r'<definedName name="([^"_][^"]*)">([^<!]+)!([^<]+)</definedName>')
_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', re.DOTALL)


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str) -> int:
    """Return the number of a column's letters."""
    value = 0
    for letter in text:
        value = value * 26 + ord(letter) - 64
    return value


def a1(cell: Cell) -> str:
    """Return the address of a cell."""
    return f"{letters(cell[1])}{cell[0]}"


def parse(address: str) -> Area:
    """Return the area of an address, dollars or not."""
    first, _, last = address.replace("$", "").partition(":")
    corners = [re.fullmatch(r"([A-Z]+)(\d+)", corner) for corner in (first, last or first)]
    (left, top), (right, bottom) = [(number(m[1]), int(m[2])) for m in corners if m]
    return top, left, bottom, right


def cells_of(area: Area) -> list[Cell]:
    """Return the cells of an area, column by column."""
    top, left, bottom, right = area
    return [(row, column) for column in range(left, right + 1) for row in range(top, bottom + 1)]


@dataclass(frozen=True)
class Content:
    """What a cell's XML says.

    Args:
        style: its style attribute, kept whatever happens to the cell.
        type: its type attribute, empty for numbers.
        formula: its formula, None if it holds none.
        attributes: those of the formula: array and shared formulas have some.
        value: the stored value, as text.
    """

    style: str = ""
    type: str = ""
    formula: str | None = None
    attributes: str = ""
    value: str | None = None

    def xml(self, cell: Cell) -> str:
        """Return the cell's XML."""
        kind = f' t="{self.type}"' if self.type else ""
        inside = ""
        if self.formula is not None:
            inside += f"<f{self.attributes}>{escape(self.formula)}</f>"
        if self.type == "inlineStr":
            inside += f"<is><t>{escape(self.value or '')}</t></is>"
        elif self.value is not None:
            inside += f"<v>{escape(self.value)}</v>"
        head = f'<c r="{a1(cell)}"{self.style}{kind}'
        return f"{head}>{inside}</c>" if inside else f"{head}/>"

    def with_formula(self, text: str) -> "Content":
        """Return the cell with another formula of the same form; the stored value goes stale."""
        return replace(self, formula=text)

    def with_number(self, text: str) -> "Content":
        """Return the cell with a number typed in."""
        return Content(self.style, value=text)

    def with_text(self, text: str) -> "Content":
        """Return the cell with a text typed in."""
        return Content(self.style, "inlineStr", value=text)

    @property
    def array(self) -> str:
        """The range of the array formula that starts here, empty if none does."""
        found = re.search(r'ref="([^"]+)"', self.attributes)
        return found[1] if found and 't="array"' in self.attributes else ""


@dataclass(frozen=True)
class Name:
    """A defined name."""

    name: str
    sheet: str
    area: Area


@dataclass
class Parts:
    """The parts of a workbook file."""

    files: Mapping[str, bytes]
    label: str = ""
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, data: bytes, label: str = "") -> "Parts":
        """Unpack a workbook."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()}, label)

    def text(self, part: str) -> str:
        """Return a part as text."""
        if part not in self._texts:
            self._texts[part] = self.files[part].decode()
        return self._texts[part]

    @cached_property
    def sheet_parts(self) -> dict[str, str]:
        """The part of each sheet."""
        links = dict(_RELATION.findall(self.text("xl/_rels/workbook.xml.rels")))
        found = _SHEET.findall(self.text("xl/workbook.xml"))
        return {unescape(name): f"xl/{links[link]}" for name, link in found}

    @cached_property
    def names(self) -> list[Name]:
        """The defined names that stand for ranges, but for those of print areas."""
        found = _NAME.findall(self.text("xl/workbook.xml"))
        return [Name(name, sheet.strip("'"), parse(area)) for name, sheet, area in found]

    @cached_property
    def cells(self) -> dict[str, dict[Cell, Content]]:
        """The cells of each sheet."""
        return {sheet: _read(self.text(part)) for sheet, part in self.sheet_parts.items()}

    def changed(self, sheet: str, edits: Mapping[Cell, Content]) -> bytes:
        """Return the file with some cells of a sheet changed; they must be there."""
        part = self.sheet_parts[sheet]
        text = self.text(part)
        for cell, content in edits.items():
            pattern = re.compile(rf'<c r="{a1(cell)}"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
            text, times = pattern.subn(lambda _, c=cell, new=content: new.xml(c), text, count=1)
            assert times == 1, f"{sheet}!{a1(cell)} is not in the file"
        return self.packed({part: text})

    def added(self, sheet: str, cell: Cell, content: Content) -> bytes:
        """Return the file with a cell at the right end of a row that is there."""
        part = self.sheet_parts[sheet]

        def append(match: re.Match[str]) -> str:
            if int(match[1]) != cell[0] or match[2] is None:
                return match[0]
            return match[0].removesuffix("</row>") + content.xml(cell) + "</row>"

        text = _ROW.sub(append, self.text(part))
        assert text != self.text(part), f"{sheet} has no row {cell[0]}"
        return self.packed({part: text})

    def redefined(self, name: Name, reference: str) -> bytes:
        """Return the file with a defined name that stands for something else."""
        part = "xl/workbook.xml"
        pattern = re.compile(rf'(<definedName name="{name.name}">)[^<]*(</definedName>)')
        text, times = pattern.subn(lambda m: f"{m[1]}{reference}{m[2]}", self.text(part))
        assert times == 1, f"{name.name} is defined {times} times"
        return self.packed({part: text})

    def replaced(self, part: str, old: str, new: str) -> bytes:
        """Return the file with one text in one part replaced."""
        assert self.text(part).count(old) == 1, f"{old!r} stands {self.text(part).count(old)} times"
        return self.packed({part: self.text(part).replace(old, new)})

    def packed(self, texts: Mapping[str, str]) -> bytes:
        """Return the file with some parts replaced or added."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in {**self.files, **texts}:
                archive.writestr(zipfile.ZipInfo(name), texts.get(name) or self.files[name])
        return buffer.getvalue()


def _read(text: str) -> dict[Cell, Content]:
    cells = {}
    for column, row, attributes, inside in _CELL.findall(text):
        formula, value = _FORMULA.search(inside), _VALUE.search(inside)
        style = re.search(r' s="\d+"', attributes)
        kind = re.search(r' t="(\w+)"', attributes)
        cells[int(row), number(column)] = Content(
            style=style[0] if style else "",
            type=kind[1] if kind else "",
            formula=unescape(formula[2]) if formula else None,
            attributes=formula[1] if formula else "",
            value=unescape(value[1]) if value else None,
        )
    return cells
