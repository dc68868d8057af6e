"""The first page: what the workbook is, the network unrolled over time, and what to try."""

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.diagram import SHOWN, Diagram, DiagramRow
from xlrnn.sheet.page import Page

FIRST, WIDTH = 2, 10
TALL = 20


class FirstPage(Page):
    """Paragraphs, a live diagram, and links to the other pages."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._items: list[tuple[str, str, Block | None]] = []
        self._diagram: Diagram | None = None
        self._verdicts: list[tuple[str, Block]] = []

    def heading(self, text: str) -> None:
        """Add a heading."""
        self._items.append(("section", text, None))

    def paragraph(self, text: str, to: Block | None = None) -> None:
        """Add a line of text, which leads to a block if one is given."""
        self._items.append(("link" if to else "text", text, to))

    def draw(self, diagram: Diagram | None) -> None:
        """Draw the network unrolled over time."""
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
        """Show a verdict of the check page."""
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
        self.write(2, FIRST, self.subtitle, "subtitle")
        row = self._lay_out_verdicts(4)
        row = self._lay_out_diagram(row + 1)
        for style, text, to in self._items:
            row += style == "section"
            self.write(row, FIRST, text, style, link=to)
            row += 1
        look = self.look
        look.widths = {1: 2} | dict.fromkeys(range(FIRST, FIRST + WIDTH + 2), 10.5)
        look.widths[FIRST] = 32
        look.one_page = True
        look.print_area = Area(Cell(1, 1), Cell(row, FIRST + WIDTH + 1))

    def _lay_out_verdicts(self, row: int) -> int:
        for text, block in self._verdicts:
            self.place(block, row, FIRST)
            self.write(row, FIRST + 1, text, "beside")
            row += 1
        return row

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
            if isinstance(line.cells, Block) or line.style != "arrow":
                self.look.heights[number] = TALL
            if diagram.shown < diagram.steps and _goes_on(line, diagram.shown):
                self.write(number, first + diagram.shown, "…", "arrow")
        return row + len(diagram.rows) + 3


def _goes_on(line: DiagramRow, shown: int) -> bool:
    """Tell whether a row of the diagram has more to show than the first steps."""
    if isinstance(line.cells, Block):
        return line.cells.shape[1] == shown
    return line.style != "arrow" and line.cells(shown) != ""
