"""What the first page of an exported model shows: its answers, what feeds what, the layers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlrnn.counted import counted
from xlrnn.formula.block import Block
from xlrnn.lessons.export.architecture import INPUT, Architecture
from xlrnn.lessons.export.calculation import best_of
from xlrnn.lessons.export.in_words import and_, label_of, narrow, once, shape_in_words
from xlrnn.lessons.export.pages import kind_of
from xlrnn.lessons.export.turn import Turn
from xlrnn.names import Role
from xlrnn.sheet.book import Book
from xlrnn.sheet.pages.diagram import SHOWN, Diagram, DiagramRow
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Step

_BY_NUMBERS = "words, by their numbers"
_UP = DiagramRow("", lambda k: "↑" if k == 1 else "")


@dataclass(frozen=True)
class ModelShown:
    """A model in a book, of which the first page speaks.

    Args:
        architecture: the model.
        book: the book, with all its pages.
        labels: what the outputs are called, if they are not numbered.
        token: what one of the words is called.
        tokens: whether it is known what the words' numbers stand for.
        sentence: whether the input is a sentence.
    """

    architecture: Architecture
    book: Book
    labels: Sequence[str]
    token: str
    tokens: bool
    sentence: bool

    def input(self, place: int) -> Block:
        """Return the block that holds an input."""
        prefix = self.architecture.prefix_of(place)
        words = f"{prefix}word"
        return self.book[words if words in self.book else f"{prefix}sequence"]

    def is_words(self, place: int) -> bool:
        """Tell whether an input is words by their numbers."""
        return self.architecture.looks_up(place) is not None

    def block_of(self, place: int) -> Block:
        """Return the block that ends with a thing; dropout hands on what it takes."""
        turn = self.architecture.gives(place)
        if turn is None:
            return self.input(place)
        which = turn.gives.index(place)
        if which:
            return self.book[f"{turn.prefix}{turn.entry.returns(turn.layer)[which - 1]}"]
        page = next((page for page in self.book.pages if page.name == turn.name), None)
        return self.block_of(turn.takes[0]) if page is None else page.calculated()[-1]

    @property
    def answers(self) -> list[Block]:
        """The block of each output, whose last column is the answer."""
        return [self.block_of(place) for _, place in self.architecture.outputs]

    # What feeds what.

    def diagram(self, first: FirstPage) -> Diagram:
        """Return the answers, the layers below them, and the inputs at the bottom."""
        branches = self.architecture.branches
        rows = [row for k in range(len(self.answers)) for row in self._answer(first, k)]
        if self.sentence:
            rows.append(DiagramRow("it rests on", first.shown(self.book["understood"], Role.CHECK)))
        for turn in reversed(self.architecture.turns):
            rows += self._fed(turn) if branches else self._chained(turn)
        inputs = range(len(self.architecture.inputs))
        rows += [] if branches else [_UP]
        rows += [self._given(first, place) for place in inputs]
        widths = [answer.shape[0] for answer in self.answers]
        widths += [self._words(k).shape[1] for k in inputs if self._shows_words(k)]
        title = "The model, from its answer down to its input"
        if branches:
            title = "The model, from its answers down to its inputs: what takes from what"
        return Diagram(rows, max(widths), title, lambda _: "")

    def _answer(self, first: FirstPage, k: int) -> Iterator[DiagramRow]:
        answer, (name, _) = self.answers[k], self.architecture.outputs[k]
        count, last = answer.shape[0], answer.shape[1] - 1
        key = best_of(k + 1)
        best = first.add(
            "best",
            name=key,
            key=key,
            sizes={"shown": min(count, SHOWN)},
            rule=lambda _, k: answer[k, last],
        )
        labels = self.labels if len(self.labels) == count else ()
        side = "answer" + " after the last step" * (last > 0)
        if len(self.answers) > 1:
            side = f"{name}, last step" if last else f"answer {name}"
        yield DiagramRow("", lambda k: label_of(labels, k, count), "hint")
        yield DiagramRow(side, best)

    def _chained(self, turn: Turn) -> list[DiagramRow]:
        return [_UP, DiagramRow(kind_of(turn.layer), once(narrow(turn.after[0])), "hint")]

    def _fed(self, turn: Turn) -> list[DiagramRow]:
        """Return a row that says what a layer takes, and what comes out."""
        sources = and_(self.architecture.sources_of(turn))
        shape = shape_in_words(turn.after[0])
        return [DiagramRow(turn.name, once(f"{kind_of(turn.layer)} of {sources}: {shape}"),
                           "hint_left")]  # fmt: skip

    def _given(self, first: FirstPage, place: int) -> DiagramRow:
        name, shape = self.architecture.inputs[place], self.architecture.shapes[place]
        if self._shows_words(place):
            side = f"input, {self.token} by {self.token}" if self.tokens else _BY_NUMBERS
            side = side if name == INPUT else f"{name}: {side}"
            return DiagramRow(side, first.shown(self._words(place), Role.LABEL))
        if self.architecture.branches:
            return DiagramRow(name, once(f"input: {shape_in_words(shape)}"), "hint_left")
        return DiagramRow(name, once(narrow(shape)), "hint")

    def _shows_words(self, place: int) -> bool:
        return self.sentence or self.is_words(place)

    def _words(self, place: int) -> Block:
        """Return the words of an input, by what they stand for if it is known."""
        turn = self.architecture.looks_up(place)
        if self.sentence:
            return self.book["input_read"]
        assert turn is not None
        return self.book[f"{turn.prefix}read"] if self.tokens else self.input(place)

    # The layers.

    def reading(self) -> Iterator[Step]:
        """Yield the inputs, and the layers, each with the block of its output."""
        if self.sentence:
            yield Step(
                "sentence: signs out, words apart, each word its number", self.book["sentence"]
            )
        for place, name in enumerate(self.architecture.inputs):
            yield Step(f"{name}: {self._shape(place)}", self.input(place))
        does = {page.name: page.title for page in self.book.pages}
        for turn in self.architecture.turns:
            if turn.name in does:
                yield Step(self._said(turn, does[turn.name]), self.block_of(turn.gives[0]))

    def _said(self, turn: Turn, title: str) -> str:
        weights = f", {counted(turn.count, 'weight')}" if turn.count and turn.call == 1 else ""
        takes = ""
        if self.architecture.branches:
            takes = f" takes {and_(self.architecture.sources_of(turn))}"
        return f"{title} ({turn.name}{takes}{weights} → {shape_in_words(turn.after[0])})"

    def _shape(self, place: int) -> str:
        shape = self.architecture.shapes[place]
        if self._shows_words(place):
            return counted(shape[0], self.token)
        return shape_in_words(shape)
