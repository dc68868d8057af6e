"""An exported model as a lesson: its layers are the options, its weights stand in the workbook."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from xlrnn.counted import counted
from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.common.frame import GIVEN
from xlrnn.lessons.common.lesson import Lesson, Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.lessons.export.architecture import MOST_ROWS, Architecture
from xlrnn.lessons.export.calculation import calculate
from xlrnn.lessons.export.in_words import label_of, narrow, once, shape_in_words
from xlrnn.lessons.export.layers import write_pages
from xlrnn.lessons.export.pages import kind_of
from xlrnn.lessons.export.sentence import MOST_SLOTS, about_words, write_answer
from xlrnn.names import Role
from xlrnn.nn import layers as nn_layers
from xlrnn.nn.core.layer import Layer
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import SHOWN, Diagram, DiagramRow
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Lead, Step

_BY_NUMBERS = "words, by their numbers"
MOST_STORED = 20_000
"""A model with more weights than this carries no copy of NumPy's numbers.

The page `check` needs the copy of the weights to tell a changed weight from a wrong result, and
that would make the file twice as large. `xlrnn verify` needs no copy: it takes the weights from
the cells and calculates anew.
"""


@dataclass(frozen=True)
class ExportedModel(Lesson):
    """A model with its weights and one input, as formulas.

    Args:
        model: its layers as JSON.
        shape: the shape of the input as JSON: of words the steps, else with the features.
        rows: how many rows of the words' table the workbook carries; 0 without such a table.
        words: how many rows the table has.
        tokens: 1 if it is known what the words' numbers stand for.
        token: what one of these is called: a word, or a letter.
        slots: for how many words of a sentence there is room; 0 if the input is no sentence.
        clean: the cleaner that the sentence went through.
        labels: what the outputs are called, as JSON; empty if they are numbered.
        called: the name of the model.
        origin: where it comes from.
        numbers: the input and the weights by key, while the workbook is being written.
    """

    model: str
    shape: str
    rows: int = 0
    words: int = 0
    tokens: int = 0
    token: str = "word"
    slots: int = 0
    clean: str = "none"
    labels: str = "[]"
    called: str = "model"
    origin: str = ""
    numbers: Arrays | None = field(default=None, compare=False, repr=False)

    name: ClassVar[str] = "export"
    title: ClassVar[str] = "A trained model"
    summary: ClassVar[str] = "any trained model, written by xlrnn export"
    choices: ClassVar[tuple[Option, ...]] = ()

    def __post_init__(self) -> None:
        """Refuse what no workbook of ours says."""
        if not 0 <= self.rows <= MOST_ROWS:
            raise UsageError(f"rows is {self.rows}: expected 0 to {MOST_ROWS:,}")
        if not 0 <= self.slots <= MOST_SLOTS:
            raise UsageError(f"slots is {self.slots}: expected 0 to {MOST_SLOTS:,}")
        first = self.architecture.layers[0]
        listed = self.rows if self.slots else 0  # words without vectors are amounts
        if self.rows != (first.input_dim if isinstance(first, nn_layers.Embedding) else listed):
            raise UsageError(f"rows is {self.rows}: {first.name} has another number of them")
        if not isinstance(json.loads(self.labels), list):
            raise UsageError(f"labels is {self.labels:.40}: expected a list")

    @cached_property
    def architecture(self) -> Architecture:
        """The layers, without weights."""
        shape = json.loads(self.shape)
        if not isinstance(shape, list) or not all(type(side) is int and side > 0 for side in shape):
            raise UsageError(f"the input has shape {self.shape}: expected whole numbers from 1")
        return Architecture.parse(self.model, tuple(shape))

    @property
    def options(self) -> dict[str, Any]:
        """What the workbook keeps: everything but the numbers, which stand in its cells."""
        names = (
            "model", "shape", "rows", "words", "tokens", "token", "slots", "clean", "labels",
            "called", "origin",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @property
    def sizes(self) -> dict[str, int]:
        """Every page counts for itself."""
        return {"step": 1}

    @property
    def stores(self) -> bool:
        """Whether the workbook carries NumPy's numbers to compare with."""
        return self.architecture.count <= MOST_STORED

    def given(self) -> Arrays:
        """Return the input and the weights."""
        if self.numbers is None:
            raise UsageError("the numbers of an exported model stand in its workbook alone")
        return self.numbers

    def written_with(self, read: Callable[[Collection[Role]], Arrays]) -> Arrays:
        """Return the numbers that the workbook was written with: those of its stored copy.

        What is lost there is taken from where it was copied from, so that the loss is found.
        """
        stored, now = read([Role.REFERENCE]), read(GIVEN)
        found: dict[str, np.ndarray[Any, Any]] = {}
        for key in (*self.plan.inputs, "tolerance"):
            copy = stored.get(key, now[key])
            lost = copy.dtype != object and np.isnan(copy).any()
            found[key] = now[key] if lost else copy
        return found

    # The formulas.

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write a page for each layer, and one for its equations."""
        written = write_pages(
            book,
            self.architecture,
            self.rows,
            tokens=bool(self.tokens),
            token=self.token,
            labels=self.outputs,
            slots=self.slots,
            clean=self.clean,
        )
        if self.slots:
            write_answer(book, self._answer(book), self.outputs)
        return written

    def _answer(self, book: Book) -> Block:
        """Return the block of the last layer, whose last column is the answer."""
        return [block for _, _, block in self._leads(book) if block is not None][-1]

    # The same in NumPy.

    def calculate(self, inputs: Arrays) -> Arrays:
        """Run the model on the numbers that the workbook holds."""
        return calculate(self.architecture, inputs, self.slots)

    # The words.

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the outputs are called."""
        return tuple(str(label) for label in json.loads(self.labels))

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            f"{self.called}: {counted(len(self.architecture.layers), 'layer')}, "
            f"{counted(self.architecture.count, 'weight')}, one input. Every number is a formula."
        )

    def _leads(self, book: Book) -> list[tuple[Layer, tuple[int, ...], Block | None]]:
        """Return each layer with the shape and the block of its output; dropout has none."""
        pages = {page.name: page for page in book.pages}
        return [
            (layer, shape, pages[layer.name].calculated()[-1] if layer.name in pages else None)
            for layer, _, shape in self.architecture
        ]

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the answer, the layers below it with the shapes between them, and the words."""
        answer = self._answer(book)
        count, last = answer.shape[0], answer.shape[1] - 1
        best = first.add(
            "best",
            name="first_best",
            key="first_best",
            sizes={"shown": min(count, SHOWN)},
            rule=lambda _, k: answer[k, last],
        )
        labels = self.outputs if len(self.outputs) == count else ()
        rows = [
            DiagramRow("", lambda k: label_of(labels, k, count), "hint"),
            DiagramRow("answer" + " after the last step" * (last > 0), best),
        ]
        if self.slots:
            rows.append(DiagramRow("it rests on", first.shown(book["understood"], Role.CHECK)))
        for layer, shape, _ in reversed(self._leads(book)):
            rows.append(DiagramRow("", lambda k: "↑" if k == 1 else ""))
            rows.append(DiagramRow(kind_of(layer), once(narrow(shape)), "hint"))
        rows.append(DiagramRow("", lambda k: "↑" if k == 1 else ""))
        width = count
        if self.rows:
            word = book[self._words_shown]
            side = f"input, {self.token} by {self.token}" if self.tokens else _BY_NUMBERS
            rows.append(DiagramRow(side, first.shown(word, Role.LABEL)))
            width = max(count, word.shape[1])
        else:
            rows.append(DiagramRow("input", once(narrow(self.architecture.shapes[0])), "hint"))
        return Diagram(rows, width, "The model, from its answer down to its input", lambda _: "")

    @property
    def _words_shown(self) -> str:
        """The block that shows the words of the input, by what they stand for if it is known."""
        if self.slots:
            return "input_read"
        return f"{self.architecture.layers[0].name}_read" if self.tokens else "input_word"

    @property
    def _given_shape(self) -> str:
        shape = self.architecture.shapes[0]
        return counted(shape[0], self.token) if self.rows else shape_in_words(shape)

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the layers, each with the block of its output."""
        steps: list[Step] = []
        if self.slots:
            steps.append(Step("sentence: signs out, words apart, each word its number",
                              book["sentence"]))  # fmt: skip
        steps.append(Step(f"input: {self._given_shape}", self._input(book)))
        does = {page.name: page for page in book.pages}
        for (layer, shape, block), before in zip(
            self._leads(book), self.architecture.shapes, strict=False
        ):
            if block is not None:
                count = layer.count_for((None, *before))
                weights = f", {counted(count, 'weight')}" if count else ""
                what = does[layer.name].title
                steps.append(
                    Step(f"{what} ({layer.name}{weights} → {shape_in_words(shape)})", block)
                )
        return "The layers", steps

    def _input(self, book: Book) -> Block:
        """Return the block that holds the input."""
        return book["input_word" if self.rows else "input_sequence"]

    def things_to_try(self, book: Book) -> Sequence[Lead]:
        """Return what is worth changing, and what to watch."""
        given = book["sentence"] if self.slots else self._input(book)
        change = self._change()
        tries = [Lead(f"{change} The answer above follows.", given)]
        dense = [layer for layer, _, _ in self.architecture if isinstance(layer, nn_layers.Dense)]
        if dense:
            page = dense[-1].name
            tries.append(Lead(
                f"Page “{page}”: put 0 into a whole row of W_hy. That output no longer hears the "
                "input.", next(b for b in book.blocks if b.page == page and b.quantity == "W_hy"),
            ))  # fmt: skip
        return tries

    def _change(self) -> str:
        if self.slots:
            return "Page “sentence”: type another one. Words that are not in the list are left out."
        if self.rows:
            return f"Page “input”: pick another number for the first {self.token}, from the list."
        return "Page “input”: change a number."

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        told = [f"Written by xlrnn export from {self.origin}."] if self.origin else []
        if self.slots:
            told += about_words(self.rows, self.words, self.clean)
        elif self.rows:
            told.append(
                f"The workbook carries {self.rows:,} of the {self.words:,} rows of the words' "
                "table; another number shows #N/A."
            )
        if any(isinstance(layer, nn_layers.Dropout) for layer in self.architecture.layers):
            told.append("Dropout leaves nothing out after training, so it has no page.")
        if not self.stores:
            told.append(
                f"With more than {MOST_STORED:,} weights the workbook carries no copy of NumPy's "
                "numbers: check it with xlrnn verify."
            )
        return told
