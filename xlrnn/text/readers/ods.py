"""The sheets of an .ods: its content.xml, read in one pass.

Runs of like rows and cells are stored once with a number; empty ones may run to the end of the
sheet, a million rows down. Only what holds something is repeated.
"""

import zipfile
from collections.abc import Callable, Iterator
from typing import Final
from xml.parsers import expat

from xlrnn.errors import InputError
from xlrnn.text.readers.tables import MOST_CELLS, Row, text_of

CONTENT: Final = "content.xml"
AT_ONCE: Final = 1 << 20
SPACES: Final = {"text:tab": "\t", "text:line-break": "\n"}
NUMBERS: Final = ("float", "percentage", "currency")


def ods_sheets(archive: zipfile.ZipFile) -> dict[str, Callable[[], Iterator[Row]]]:
    """Return what yields the rows of each sheet.

    Raises:
        InputError: if there is more in it than any sheet holds.
        ValueError: if it is damaged.
    """
    reader = _Reader()
    with archive.open(CONTENT) as file:
        try:
            while data := file.read(AT_ONCE):
                reader.parser.Parse(data)
            reader.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None
    return {name: rows.__iter__ for name, rows in reader.sheets.items()}


class _Reader:
    """Collects the rows of all sheets while the XML goes by.

    Attributes:
        sheets: the rows by the name of their sheet.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.sheets: dict[str, list[Row]] = {}
        self._rows: list[Row] = []
        self._row: Row = []
        self._paragraphs: list[str] = []
        self._value: str | None = None  # of a number, as it is stored and not as it is shown
        self._repeat = self._repeat_row = self._gap = self._cells = 0
        self._in_text = self._in_note = 0

    def _refuse(self, *_: object) -> None:
        raise ValueError("its XML declares a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._rows = self.sheets.setdefault(attributes.get("table:name", ""), [])
        elif tag == "table:table-row":
            self._row, self._gap = [], 0
            self._repeat_row = _count(attributes, "table:number-rows-repeated")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._repeat = _count(attributes, "table:number-columns-repeated")
            self._paragraphs, self._value = [], None
            if attributes.get("office:value-type") in NUMBERS:
                self._value = attributes.get("office:value")
        elif tag == "office:annotation":
            self._in_note += 1
        elif tag in ("text:p", "text:h") and not self._in_note:
            self._paragraphs.append("")
            self._in_text += 1
        elif self._in_text and tag == "text:s":
            self._letters(" " * min(_count(attributes, "text:c"), 1000))
        elif self._in_text:
            self._letters(SPACES.get(tag, ""))

    def _letters(self, letters: str) -> None:
        if self._in_text and not self._in_note:
            self._paragraphs[-1] += letters

    def _end(self, tag: str) -> None:
        if tag == "office:annotation":
            self._in_note -= 1
        elif tag in ("text:p", "text:h") and not self._in_note:
            self._in_text -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif tag == "table:table-row":
            self._end_row()

    def _end_cell(self) -> None:
        text = "\n".join(self._paragraphs)
        if self._value is not None:
            text = _number(self._value)
        if not text:
            self._gap += self._repeat
            return
        self._count(self._gap + self._repeat)
        self._row += [""] * self._gap + [text] * self._repeat
        self._gap = 0

    def _end_row(self) -> None:
        if self._row:
            self._count(len(self._row) * (self._repeat_row - 1))
        # Of empty rows one stands for all: they are left out anyway.
        self._rows += [self._row] * (self._repeat_row if self._row else 1)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise InputError(
                f"the .ods claims to hold more than {MOST_CELLS:,} cells: save the sheet as .csv"
            )


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))


def _number(value: str) -> str:
    """Return a number as it is stored, whole ones without decimals."""
    try:
        return text_of(float(value))
    except ValueError:
        return value
