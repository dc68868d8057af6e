"""The pages of an exported model: one for each layer, and one more for its equations.

What a layer's formulas are stands in `sheet.layers`; here is only which of them a layer needs,
and what flows from one page to the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final

from xlrnn.formula.block import Block
from xlrnn.lessons.export.flow import LayerOutput
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.column import Source
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.pages.vector import VectorPage

NOTES: Final = {
    "a_x": "a row of weights times the numbers of the column",
    "h_prev": "h_0 at first, then the state of the column to the left",
    "a_h": "what the layer remembers of the steps before",
    "h": "becomes the state before of the next column",
    "logits": "",
    "exps": "all positive; the largest is taken off first, so EXP cannot overflow",
    "p": "positive numbers that sum to 1",
    "sequence": "change any number",
}
"""What is said here where the table of names speaks of letters."""


def kind_of(layer: Any) -> str:
    """Return the class of a layer, and what is inside it.

    Example:
        >>> from xlrnn.nn import Dense, TimeDistributed
        >>> kind_of(TimeDistributed(Dense(2)))
        'TimeDistributed(Dense)'
    """
    inner = f"({kind_of(layer.layer)})" if hasattr(layer, "layer") else ""
    return type(layer).__name__ + inner


@dataclass(frozen=True)
class Writing:
    """A layer that is to be written.

    Args:
        pages: the pages so far.
        turn: which call of it.
        others: what flows in beside the input, by the argument's name.
        last: whether it gives an output of the model.
        takes: what feeds it, in words; empty where that is the layer before.
    """

    pages: "Pages"
    turn: Any
    others: Mapping[str, Sequence[LayerOutput]] = field(default_factory=dict)
    last: bool = False
    takes: str = ""

    @property
    def layer(self) -> Any:
        """The layer."""
        return self.turn.layer

    @property
    def before(self) -> tuple[int, ...]:
        """The shape of one sample of its input, of several the first."""
        shape: tuple[int, ...] = self.turn.before[0]
        return shape

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its output, likewise."""
        shape: tuple[int, ...] = self.turn.after[0]
        return shape

    @property
    def steps(self) -> int | None:
        """How many time steps its output has, a picture one for each place; None for a vector."""
        return prod(self.shape[:-1]) if len(self.shape) > 1 else None

    @property
    def inner(self) -> Any:
        """The layer itself, where TimeDistributed stands around it."""
        return getattr(self.layer, "layer", self.layer)

    @property
    def at_each_step(self) -> str:
        """What is said of a layer behind what it does, if there are steps."""
        if self.steps is None:
            return ""
        return ", at each step" if len(self.shape) == 2 else ", at each place"

    def page(self, about: str, *, steps: int | None = -1, direction: str = "") -> TimePage:
        """Add the step-by-step page of the layer.

        Args:
            about: what it calculates.
            steps: how many columns it has; by default those of the output.
            direction: which of its two directions the page shows.
        """
        name = f"{self.turn.name} {direction}".strip()
        layer = getattr(self.layer, f"{direction}_layer", self.layer)
        title = f"{kind_of(layer)}: {about}"
        told = f"layer {name}" + f", which takes {self.takes}" * bool(self.takes)
        if self.turn.call > 1:
            told += f"; its weights stand on the page “{self.layer.name} {direction}".rstrip() + "”"
        page = self.pages.new(name, title, told, self.steps if steps == -1 else steps)
        page.about = about
        page.prefix = f"{name}_".replace(" ", "_")
        if len(self.shape) > 2:
            page.show_places(self.shape[1])
        self._fetch(page, f"{direction}_".lstrip("_"))
        self.pages.steps.append(page)
        if not getattr(layer, "go_backwards", False):
            self.pages.words_above(page)
        return page

    def _fetch(self, page: TimePage, way: str) -> None:
        """Let a page fetch what stands elsewhere: states of others, weights of the first call."""
        own: dict[str, int] = self.turn.entry.first_states(self.layer)
        given = self.others.get("initial_state", ())
        states = {name: flow.source for name, flow in zip(own, given, strict=False)}
        if self.turn.call > 1:
            page.left_heading = "weights of the first call"

        def elsewhere(name: str) -> Source | None:
            if way + name in states:
                return states[way + name]
            if self.turn.call == 1 or way + name in own:
                return None
            block: Block = self.pages.book[f"{self.layer.name}_{way}{name}"]
            return block

        page.elsewhere = elsewhere

    def counting(self, page: TimePage, **sizes: int) -> None:
        """Say how many there are of what the rows of a page count, and what those are called."""
        page.sizes |= sizes
        if self.last and self.pages.labels and len(self.pages.labels) == sizes.get("output"):
            page.row_names = {"output": self.pages.labels}


@dataclass
class Pages:
    """The pages written so far.

    Args:
        book: the workbook.
        tokens: whether it is known what the words' numbers stand for.
        labels: what the rows of the last layer's output are called; empty if they are numbered.
        token: what one of the words is called.
        given: the page of the input that the layer in turn looks up.
        read: the words that the steps of the layer in turn are, if that is known.
    """

    book: Book
    tokens: bool
    labels: Sequence[str]
    token: str = "word"
    given: TimePage | None = None
    read: Block | None = None
    steps: list[Page] = field(default_factory=list)
    equations: list[Page] = field(default_factory=list)

    def equation_page(self, page: TimePage) -> TimePage:
        """Add the page that repeats another one as matrices."""
        twin = self.new(
            f"{page.name} eq",
            f"{page.title}, as equations",
            "Matrices by their names, one array formula for each equation and step: click a cell "
            "and read it.",
            None if isinstance(page, VectorPage) else page.steps,
        )
        twin.prefix, twin.sizes, twin.called = page.prefix, page.sizes, page.called
        twin.row_names = page.row_names
        if page.across:
            twin.show_places(page.across)
        twin.about = "the same in matrices"
        self.equations.append(twin)
        return twin

    def words_above(self, page: TimePage) -> bool:
        """Put the words of the input over the steps of a page, and tell if they are known."""
        read = self.read
        if read is None or isinstance(page, VectorPage) or page.steps != read.shape[1]:
            return False
        page.letters_called = self.token
        page.letters_in_header(
            "words", lambda _, t: read[0, t], Role.LABEL, quantity="read", key=read.key
        )
        return True

    def new(self, name: str, title: str, about: str, steps: int | None) -> TimePage:
        """Add a page with a column for each step, or with one alone."""
        kind: type[TimePage] = VectorPage if steps is None else TimePage
        page = self.book.page(kind, name, title, about)
        page.about, page.notes = about, NOTES
        page.sizes = {"step": steps or 1}
        return page

    def flow(
        self, page: TimePage, block: Block, name: str, twin: Block | None = None
    ) -> LayerOutput:
        """Return what a page hands on, and give its columns names for the equations.

        Args:
            page: the step-by-step page.
            block: the output on it.
            name: what the columns are called, behind the page's prefix.
            twin: the same on the equations page, if it is there.
        """
        if isinstance(page, VectorPage):
            return LayerOutput(block, (twin or block).name, stepwise=False)
        called = f"{page.prefix}{name}"
        self.book.name_columns(twin or block, called)
        return LayerOutput(block, called, stepwise=True)
