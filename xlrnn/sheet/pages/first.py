"""The first page: what the workbook is, a live picture of it, what to try, and where all stands."""

import re
import textwrap
from collections.abc import Sequence

from xlrnn.formula.area import Area
from xlrnn.formula.block import Block
from xlrnn.formula.cell import Cell
from xlrnn.names import Role
from xlrnn.sheet.page import Page, Target
from xlrnn.sheet.pages.diagram import SHOWN, Diagram, DiagramRow
from xlrnn.sheet.pages.time.words import fits
from xlrnn.sheet.switch import ABOUT, Switch, shaded

SIGNS, FIRST, NARROW = 1, 2, 10
"""The columns of bullets and numbers and of texts, which run over so many columns; a diagram of
many steps needs more."""
SIGN, LABELS, STEP = 3.0, 25.0, 7.4
"""Their widths, in characters: so many are printed on upright paper with letters of 8 points."""
LINE = 112
"""So many characters of a text are as wide as the columns together."""
HIGH, TALL = 26.0, 20.0
"""The heights of the title and of a row of large letters, in points."""
ONE_SHEET = 64
"""So many rows can be read on one upright sheet of paper."""


class FirstPage(Page):
    """Paragraphs, a live diagram, and links to the other pages."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._diagram: Diagram | None = None
        self._sections: list[tuple[str, list[tuple[str, str, Target | None]]]] = []
        self._verdicts: list[tuple[str, Block]] = []

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._sections.append((text, []))

    def paragraph(self, text: str, to: Target | None = None, *, sign: str = "") -> None:
        """Add a text to the section.

        Args:
            text: what it says.
            to: where it leads, if it is a link.
            sign: what stands before it: a bullet, or the number of a step.
        """
        self._sections[-1][1].append((sign, text, to))

    def draw(self, diagram: Diagram | None) -> None:
        """Draw the network unrolled over time, below the title."""
        self._diagram = diagram

    def shown(self, block: Block, role: Role) -> Block:
        """Return a row of the diagram that shows the first steps of a row of another page."""
        return self.add(
            block.quantity,
            name=f"diagram_{block.name}",
            key=block.key,
            dims=("one", "shown"),
            role=role,
            rule=lambda _, t: block[0, t],
            sizes={"shown": min(block.shape[1], SHOWN)},
        )

    def verdict(self, text: str, summary: Block) -> None:
        """Show a verdict of the check page, below all sections."""
        block = self.add(
            summary.quantity,
            name=f"first_{summary.name}",
            rule=lambda _, __: summary[0, 0],
            array=True,
        )
        self._verdicts.append((text, block))

    def lay_out(self) -> None:
        """Give every block its place and draw the words around it."""
        self.write(1, FIRST, self.title, "title")
        row = 1 + self._write_lines(2, self.subtitle)
        row = self._lay_out_switch(self._lay_out_diagram(row))
        for heading, paragraphs in self._sections:
            self.write(row, FIRST, heading, "section")
            row += 1
            for sign, text, to in paragraphs:
                if sign:
                    self.write(row, SIGNS, sign, "hint")
                row = self._write_lines(row, text, to)
            row += 1
        row = self._lay_out_verdicts(row)
        view = self.view
        view.heights[1] = HIGH
        view.widths = {SIGNS: SIGN, FIRST: LABELS}
        width = max(NARROW, 2 + self._diagram.shown if self._diagram else 0)
        view.widths |= dict.fromkeys(range(FIRST + 1, FIRST + width), STEP)
        view.portrait = width == NARROW
        view.one_wide, view.one_page = True, view.portrait and row <= ONE_SHEET
        view.print_area = Area(Cell(1, 1), Cell(row, FIRST + width - 1))

    def _write_lines(self, row: int, text: str, to: Target | None = None) -> int:
        """Write a text line by line and return the row after it."""
        for line in lines_of(text):
            self.write(row, FIRST, line, "link" if to else "text", link=to)
            row += 1
        return row

    def _lay_out_verdicts(self, row: int) -> int:
        for text, block in self._verdicts:
            self.place(block, row, FIRST)
            self.write(row, FIRST + 1, text, "hint_left")
            row += 1
        return row

    def _lay_out_switch(self, row: int) -> int:
        """Let a reader switch the colours for size, if there is anything to colour."""
        if not shaded(self.book.blocks):
            return row
        self.switches.append(Switch(Cell(row - 1, FIRST)))
        self.write(row - 1, FIRST + 1, ABOUT, "hint_left")
        return row + 1

    def _lay_out_diagram(self, row: int) -> int:
        diagram = self._diagram
        if diagram is None:
            return row
        first = FIRST + 1
        self.write(row, FIRST, diagram.title, "section")
        for t in range(diagram.shown):
            self.write(row + 1, first + t, diagram.head(t + 1), "hint")
        for number, line in enumerate(diagram.rows, start=row + 2):
            self.write(number, FIRST, line.side, "row_label")
            if isinstance(line.cells, Block):
                self.place(line.cells, number, first)
            else:
                for t in range(diagram.shown):
                    self.write(number, first + t, line.cells(t + 1), line.style)
            if isinstance(line.cells, Block) or line.style not in ("arrow", "hint_left"):
                self.view.heights[number] = TALL
            if diagram.shown < diagram.steps and _goes_on(line, diagram.shown):
                self.write(number, first + diagram.shown, "…", "arrow")
        return row + len(diagram.rows) + 3


def lines_of(text: str) -> Sequence[str]:
    """Break a text into lines that are as wide as the page, but no equation.

    Example:
        >>> lines_of("It says " + "very " * 19 + "much: p − y_true.")[1]
        'p − y_true.'
    """
    if fits(text, LINE):
        return [text]
    whole = re.sub(r" ([·+−=/→]) ", "\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", text)
    lines = textwrap.wrap(whole, LINE, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _goes_on(line: DiagramRow, shown: int) -> bool:
    """Tell whether a row of the diagram has more to show than the first steps."""
    if isinstance(line.cells, Block):
        return line.cells.shape[1] == shown
    return line.style != "arrow" and line.cells(shown) != ""
