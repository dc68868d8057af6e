"""What a page of bands holds: blocks with a column a step, weights, sums, charts, as declared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from xlrnn.formula.block import Block, Rule
from xlrnn.names import Role
from xlrnn.sheet.arrows import Flow
from xlrnn.sheet.column import Source
from xlrnn.sheet.page import Chart, Page
from xlrnn.sheet.pages.time.band import SHORT, WIDE, Band, RowLabels
from xlrnn.sheet.pages.time.beside import columns_named, rows_named


class BandPage(Page):
    """What a page of bands over a common time axis declares; where all stands comes later.

    Attributes:
        hints: texts over the first steps.
        axis: what the columns are.
        letters_called: what stands in the header over the steps.
        row_names: the names of rows by what they count, instead of `unit 1`, `unit 2`.
        notes: what is said about a quantity, where that is not as in the table of names.
        left_heading: what stands over the weights, if not that they are weights.
        right_heading: what stands over what the steps add up to.
        elsewhere: returns where a weight stands already, by its name; the page repeats it then.
        widest: how many columns of weights are shown; more are folded away.
        across: of a picture, how many places a row of it has; 0 where columns are time steps.
        charts_above: whether the charts of many steps stand over the bands, and not under them.
        powers: whether some numbers are shown as powers of ten, though the page is not `small`.
        mirrored_from: the page whose numbers it repeats, in the same places.
        band_rows: the row in which each band begins, once it is laid out.
        note_heights: how many rows the notes under each band take.
    """

    axis = "time step t"

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.bands: list[Band] = []
        self.letters: Block | None = None
        self.letters_called = "letter"
        self.vocabulary: Block | None = None
        self.hints: Sequence[str] = ()
        self.row_names: dict[str, Sequence[str]] = {}
        self.notes: dict[str, str] = {}
        self.left_heading = "weights (blue: change them)"
        self.right_heading = "all steps added up"
        self.elsewhere: Callable[[str], Source | None] = lambda _: None
        self.widest = WIDE
        self.across = 0
        self.powers = False
        self.charts_above = False
        self._left: list[Block] = []
        self._right: list[Block] = []
        self._section = ""
        self._breaks: set[int] = set()
        self._right_breaks: set[int] = set()
        self.charted: list[Chart] = []
        self.mirrored_from: BandPage | None = None
        self.band_rows: list[int] = []
        self.note_heights: list[int] = []

    @property
    def steps(self) -> int:
        """How many time steps the page shows."""
        return self.sizes.get("step") or self.book.sizes["step"]

    def heading_of(self, t: int) -> str | int:
        """Return what stands over a column: its step, or of a picture row and column."""
        if not self.across:
            return t + 1
        row, column = divmod(t, self.across)
        return f"{row + 1} · {column + 1}"

    def show_places(self, across: int) -> None:
        """Let the columns be places of a picture, so many to a row of it."""
        self.across, self.axis = across, "row · column"

    def weights(
        self,
        quantity: str,
        dims: tuple[str, str] | None = None,
        name: str = "",
        role: Role | None = None,
        **options: Any,
    ) -> Block:
        """Declare a block that stands to the left of the next band, as weights do.

        Args:
            quantity: the quantity it shows.
            dims: what its rows and columns count.
            name: its defined name, if it is not that of the quantity.
            role: what it is for.
            **options: as of `Page.add`.
        """
        source = self.elsewhere(name or quantity) if "rule" not in options else None
        if source is not None:
            options |= {"rule": lambda i, k: source[i, k]}
            role = role if role is Role.LABEL else Role.CALCULATION
        block = self.add(quantity, name=name, dims=dims, role=role, **options)
        self._left.append(block)
        return block

    def after(self, quantity: str, dims: tuple[str, str] | None = None, **options: Any) -> Block:
        """Declare a block that stands after the last step of the next band.

        That is what the steps add up to, or what comes from beyond them; arguments as of
        `weights`.
        """
        block = self.add(quantity, dims=dims, **options)
        self._right.append(block)
        return block

    def next_row_of_weights(self) -> None:
        """Put what is declared to the left from here on under what stands there already."""
        self._breaks.add(len(self._left))

    def next_row_after(self) -> None:
        """Put what is declared after the steps from here on under what stands there already."""
        self._right_breaks.add(len(self._right))

    def section(self, text: str) -> None:
        """Put a heading over the next band."""
        self._section = text

    def letters_in_header(
        self,
        name: str = "",
        rule: Rule | None = None,
        role: Role | None = None,
        *,
        quantity: str = "letter",
        key: str = "",
    ) -> Block:
        """Declare the letters, or words, which stand in the header over the steps."""
        self.letters = self.add(quantity, name=name, rule=rule, role=role, key=key)
        return self.letters

    def band(
        self,
        quantity: str,
        *,
        labels: RowLabels = None,
        below: bool = False,
        footer: Callable[[int], str] | None = None,
        **options: Any,
    ) -> Block:
        """Declare a block with a column for each time step.

        Args:
            quantity: the quantity it shows.
            labels: a block to its left that names its rows, or their names; by default one is
                made.
            below: whether it continues the band above, if there is one, without a title of its own.
            footer: a text under each column.
            **options: as of `Page.add`: its rule or equation and whatever else is special.
        """
        block = self.add(quantity, **options)
        labels = labels or self._label(block)
        if below and self.bands:
            self.bands[-1].blocks.append(block)
            self.bands[-1].labels.append(labels)
        else:
            breaks, right_breaks = frozenset(self._breaks), frozenset(self._right_breaks)
            beside = self._left, self._right, self._names()
            band = Band([block], [labels], *beside, footer, self._section, breaks, right_breaks)
            self.bands.append(band)
            self._left, self._right, self._section = [], [], ""
            self._breaks, self._right_breaks = set(), set()
        return block

    def flow(self, source: Block, target: Block, by: int = 1) -> None:
        """Draw arrows where each step hands a value to a neighbour, unless there are too many."""
        if self.steps <= SHORT:
            self.flows.append(Flow(source, target, by))

    def chart(self, chart: Chart) -> None:
        """Draw a chart, over the letters in the header unless it names other categories."""
        self.charted.append(replace(chart, categories=chart.categories or self.letters))

    def _names(self) -> dict[tuple[str, int], Block]:
        """Name what counts letters, of the blocks that wait: rows on the right, columns of all."""
        found: dict[tuple[str, int], Block] = {}
        for block in self._right:
            label = self._label(block, "rows_") if rows_named(block) else None
            found |= {(block.name, 0): label} if label else {}
        for block in (*self._left, *self._right):
            if columns_named(block) and block.dims[1] == "letter" and self.vocabulary is not None:
                found[block.name, 1] = self._column_label(block, self.vocabulary)
        return found

    def _label(self, block: Block, before: str = "label_") -> Block | None:
        """Name the rows after the letters in the vocabulary, whatever a reader puts there."""
        vocabulary = self.vocabulary
        if block.dims[0] != "letter" or vocabulary is None:
            return None
        label = self.add(
            "vocabulary",
            name=f"{before}{block.name}",
            role=Role.LABEL,
            key=vocabulary.name,
            rule=lambda k, _: vocabulary[k, 0],
        )
        self.labelled[label.name] = block
        return label

    def _column_label(self, block: Block, vocabulary: Block) -> Block:
        label = self.add(
            "vocabulary",
            name=f"columns_{block.name}",
            role=Role.LABEL,
            dims=("one", "letter"),
            key=vocabulary.name,
            rule=lambda _, k: vocabulary[k, 0],
        )
        self.labelled[label.name] = block
        return label

    def calculated(self) -> list[Block]:
        """Return the blocks that are held against NumPy, in the order of the page."""
        found: list[Block] = []
        for band in self.bands:
            found += [block for block in band.beside if not block.constant]
            found += [block for block in band.blocks if not block.constant]
        return found

    def check_complete(self) -> None:
        """See that a band follows all that waits for one."""
        waiting = [block.name for block in (*self._left, *self._right)]
        assert not waiting, f"{self.name}: no band follows {waiting[0]}"
