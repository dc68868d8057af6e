"""A lesson that fits in the head: a state that shrinks to 10⁻⁶⁰, far below any absolute bound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from xlrnn.formula.block import Block
from xlrnn.lessons.common.lesson import Lesson, Option
from xlrnn.lessons.common.plan import Arrays
from xlrnn.sheet.book import Book
from xlrnn.sheet.page import Page
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.step import Lead, Step


@dataclass(frozen=True)
class Vanishing(Lesson):
    """h_t = w · h_(t−1), without letters, an optimizer or a seed.

    Args:
        steps: how often it is multiplied.
    """

    steps: int = 6

    name: ClassVar[str] = "vanishing"
    title: ClassVar[str] = "What is left"
    summary: ClassVar[str] = "a product that vanishes"
    choices: ClassVar[tuple[Option, ...]] = (Option("steps", "6", "how many"),)

    @property
    def sizes(self) -> dict[str, int]:
        """How many units and steps there are."""
        return {"unit": 2, "step": self.steps}

    def given(self) -> Arrays:
        """Return the first state and the weight."""
        return {"h_0": np.array([[0.5], [-0.25]]), "w_hh": np.array([[3e-10]])}

    def pages(self, book: Book) -> tuple[Sequence[Page], Sequence[Page]]:
        """Write the product step by step, and as powers of the weight."""
        page = book.page(TimePage, "product", self.title, "A factor a step.")
        page.about = "every step"
        h_0, w_hh = page.weights("h_0"), page.weights("w_hh")
        h: Block = page.band(
            "h",
            rule=lambda i, t: w_hh * (h[i, t - 1] if t else h_0[i, 0]),
            vanishing=True,
        )
        second = book.page(TimePage, "equations", self.title, "The same as matrices.")
        second.about = "the same as matrices"
        equal = second.band("h", name="h_eq", equation="w_hh*h_(t-1)", vanishing=True)
        book.name_columns(equal, "h")
        assert h.vanishing
        return [page], [second]

    def calculate(self, inputs: Arrays) -> Mapping[str, np.ndarray[Any, Any]]:
        """Multiply."""
        return {"h": inputs["h_0"] * inputs["w_hh"] ** np.arange(1, self.steps + 1)}

    def subtitle(self) -> str:
        """Return one sentence."""
        return "A state that vanishes."

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the one step that there is."""
        return "What happens", [Step("It is multiplied.", book["h"])]

    def things_to_try(self, book: Book) -> Sequence[Lead]:
        """Return what is worth changing."""
        return (Lead("The weight.", book["w_hh"]),)

    def sources(self) -> Sequence[str]:
        """Return where the numbers come from."""
        return ("Nowhere.",)
