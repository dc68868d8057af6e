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
from xlrnn.lessons.export.architecture import Architecture
from xlrnn.lessons.export.calculation import calculate
from xlrnn.lessons.export.first_page import ModelShown
from xlrnn.lessons.export.layers import write_pages
from xlrnn.lessons.export.limits import MOST_ROWS
from xlrnn.lessons.export.sentence import MOST_SLOTS, about_words, write_answer
from xlrnn.names import Role
from xlrnn.nn import layers as nn_layers
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.diagram import Diagram
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.step import Step, Try

_TYPE = "Page “sentence”: type another one. Words that are not in the list are left out."
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
        tables = [layer for layer in self.architecture.layers
                  if isinstance(layer, nn_layers.Embedding)]  # fmt: skip
        listed = self.rows if self.slots else 0  # words without vectors are amounts
        if self.rows != (sum(table.input_dim for table in tables) if tables else listed):
            names = ", ".join(table.name for table in tables) or "the model"
            raise UsageError(f"rows is {self.rows}: {names} has another number of them")
        if self.slots and len(self.architecture.inputs) > 1:
            raise UsageError(f"slots is {self.slots}: a model of several inputs has no sentence")
        if not isinstance(json.loads(self.labels), list):
            raise UsageError(f"labels is {self.labels:.40}: expected a list")

    @cached_property
    def architecture(self) -> Architecture:
        """The layers, without weights."""
        said = json.loads(self.shape)
        nested = isinstance(said, list) and bool(said) and isinstance(said[0], list)
        shapes = said if nested else [said]
        for shape in shapes:
            sides = shape if isinstance(shape, list) else [0]
            if not sides or not all(type(side) is int and side > 0 for side in sides):
                raise UsageError(
                    f"the input has shape {self.shape:.60}: expected whole numbers from 1"
                )
        return Architecture.parse(self.model, [tuple(shape) for shape in shapes])

    @property
    def options(self) -> dict[str, Any]:
        """What the workbook keeps: everything but the numbers, which stand in its cells."""
        names = (
            "model", "shape", "rows", "words", "tokens", "token", "slots", "clean", "labels",
            "called", "origin",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @property
    def _tables(self) -> int:
        """How many layers look up words."""
        return sum(isinstance(layer, nn_layers.Embedding) for layer in self.architecture.layers)

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
            write_answer(book, self._shown(book).answers[0], self.outputs)
        return written

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
        model = self.architecture
        inputs, outputs = len(model.inputs), len(model.outputs)
        given = "one input" if inputs == 1 else counted(inputs, "input")
        given += "" if outputs == 1 else f", {counted(outputs, 'answer')}"
        return (
            f"{self.called}: {counted(len(model.layers), 'layer')}, "
            f"{counted(model.count, 'weight')}, {given}. Every number is a formula."
        )

    def _shown(self, book: Book) -> ModelShown:
        return ModelShown(
            self.architecture,
            book,
            self.outputs,
            self.token,
            bool(self.tokens),
            bool(self.slots),
        )

    def diagram(self, first: FirstPage, book: Book) -> Diagram:
        """Return the answers, the layers below them, and the inputs."""
        return self._shown(book).diagram(first)

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the layers, each with the block of its output."""
        return "The layers", list(self._shown(book).reading())

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return what is worth changing, and what to watch."""
        shown, architecture = self._shown(book), self.architecture
        if self.slots:
            tries = [Try(f"{_TYPE} The answer above follows.", book["sentence"])]
        else:
            tries = [self._other_number(shown, place) for place in range(len(architecture.inputs))]
        dense = [layer for layer in architecture.layers if isinstance(layer, nn_layers.Dense)]
        if dense:
            page = dense[-1].name
            weights = next(b for b in book.blocks if b.page == page and b.quantity == "W_hy")
            tries.append(Try(
                f"Page “{page}”: put 0 into a whole row of W_hy. That output no longer hears the "
                "input.", weights, ((weights[0, :], 0.0),),
            ))  # fmt: skip
        return tries

    def _other_number(self, shown: ModelShown, place: int) -> Try:
        page, block = f"Page “{self.architecture.inputs[place]}”:", shown.input(place)
        if shown.is_words(place):
            says = f"{page} pick another number for the first {self.token}, from the list."
        else:
            says = f"{page} change a number."
        first = block[0, 0]
        puts = () if self.numbers is None else ((first, self._another(block, shown, place)),)
        return Try(f"{says} The answer above follows.", block, puts)

    def _another(self, block: Block, shown: ModelShown, place: int) -> float:
        """Return what may stand in the first cell of an input, and does not."""
        now = float(self.given()[block.key][0, 0])
        if shown.is_words(place):
            return 1.0 if now != 1.0 else 2.0
        return now + 1.0

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        told = [f"Written by xlrnn export from {self.origin}."] if self.origin else []
        if self.slots:
            told += about_words(self.rows, self.words, self.clean)
        elif self.rows:
            told.append(
                f"The workbook carries {self.rows:,} of the {self.words:,} rows of the words' "
                f"table{'s' * (self._tables > 1)}; another number shows #N/A."
            )
        if any(isinstance(layer, nn_layers.Dropout) for layer in self.architecture.layers):
            told.append("Dropout leaves nothing out after training, so it has no page.")
        if not self.stores:
            told.append(
                f"With more than {MOST_STORED:,} weights the workbook carries no copy of NumPy's "
                "numbers: check it with xlrnn verify."
            )
        return told
