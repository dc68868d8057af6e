"""The first page: what the workbook is, the network unrolled over time, and what to try."""

from collections.abc import Sequence

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.cell import Area, Cell
from xlrnn.sheet.page import Page

FIRST, WIDTH = 2, 10
SHOWN = 10


class FirstPage(Page):
    """Paragraphs, a live diagram, and links to the other pages."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._items: list[tuple[str, str, Block | None]] = []
        self._diagram: tuple[Block, Block, Sequence[str]] | None = None
        self._verdicts: list[tuple[str, Block]] = []

    def heading(self, text: str) -> None:
        """Add a heading."""
        self._items.append(("section", text, None))

    def paragraph(self, text: str, to: Block | None = None) -> None:
        """Add a line of text, which leads to a block if one is given."""
        self._items.append(("link" if to else "text", text, to))

    def diagram(self, letter: Block, predicted: Block, names: Sequence[str]) -> None:
        """Draw the network unrolled over time, with the letters and predictions of the sheet.

        Args:
            letter: the input letters.
            predicted: the predicted letters.
            names: the names of input weight, recurrent weight and output weight.
        """
        steps = {"shown": min(self.book.sizes["step"], SHOWN)}
        outputs = self.add(
            "predicted",
            name="diagram_predicted",
            dims=("one", "shown"),
            rule=lambda _, t: predicted[0, t],
            sizes=steps,
        )
        inputs = self.add(
            "letter",
            name="diagram_letter",
            dims=("one", "shown"),
            role=Role.LABEL,
            rule=lambda _, t: letter[0, t],
            sizes=steps,
        )
        self._diagram = inputs, outputs, names

    def verdict(self, text: str, summary: Block) -> None:
        """Show a verdict of the check page."""
        block = self.add(
            summary.quantity, name=f"first_{summary.name}", rule=lambda _, __: summary[0, 0]
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
        if self._diagram is None:
            return row
        inputs, outputs, (into, along, out) = self._diagram
        first, count = FIRST + 1, inputs.shape[1]
        self.write(row, FIRST, "The network, unrolled over time", "section")
        self.place(outputs, row + 2, first)
        self.place(inputs, row + 6, first)
        self.look.heights = {row + 2: 20, row + 4: 20, row + 6: 20}
        self._side(row, ("predicts", f"× {out}", f"state → × {along}", f"× {into}", "letter"))
        for t in range(count):
            self.write(row + 1, first + t, f"t = {t + 1}", "hint")
            self.write(row + 3, first + t, "↑", "arrow")
            arrow = "  →" if t + 1 < self.book.sizes["step"] else ""
            self.write(row + 4, first + t, f"h_{t + 1}{arrow}", "diagram_state")
            self.write(row + 5, first + t, "↑", "arrow")
        if count < self.book.sizes["step"]:
            self.write(row + 4, first + count, "…", "arrow")
        return row + 8

    def _side(self, row: int, texts: Sequence[str]) -> None:
        for offset, text in enumerate(texts, start=2):
            self.write(row + offset, FIRST, text, "row_label")
