"""The gated recurrent unit, in both its forms: every gate, state and gradient, as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.lessons.cell import EXACT, CellLesson
from xlrnn.lessons.gates import GRU_GATES
from xlrnn.lessons.lesson import Option
from xlrnn.nn import GRU
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import DiagramRow, arrows
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.layers import gru
from xlrnn.sheet.sketch import Sketch, gru_sketch
from xlrnn.sheet.time_page import TimePage

FORMS = ("reset-after", "reset-before")


@dataclass(frozen=True)
class GRUCell(CellLesson):
    """A GRU layer, forward and backward.

    Args:
        form: `reset-after` (Keras' and PyTorch's) or `reset-before` (the first paper's).
    """

    form: str = FORMS[0]

    name: ClassVar[str] = "gru-cell"
    title: ClassVar[str] = "The gated recurrent unit"
    summary: ClassVar[str] = (
        "a GRU, both forms: update and reset gate, candidate, state, and every gradient"
    )
    choices: ClassVar[tuple[Option, ...]] = (
        *CellLesson.choices,
        Option("form", FORMS[0], "reset-after (as in Keras, PyTorch) or reset-before (Cho et al.)"),
    )
    gates: ClassVar[str] = GRU_GATES
    handing_on: ClassVar[str] = "state → × update gate, × W_h"
    memories: ClassVar[tuple[str, ...]] = ("h",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.form not in FORMS:
            raise UsageError(f"form is {self.form!r}: expected {' or '.join(FORMS)}")

    @property
    def reset_after(self) -> bool:
        """Whether the reset gate comes after the multiplication with W_hg."""
        return self.form == FORMS[0]

    @property
    def weight_shapes(self) -> Sequence[tuple[int, ...]]:
        """The shapes of kernel, recurrent kernel and bias."""
        width = 3 * self.units
        bias = (2, width) if self.reset_after else (width,)
        return (self.features, width), (self.units, width), bias

    def layer(self, weights: Sequence[NDArray[Any]]) -> GRU:
        """Return the layer that calculates the same."""
        return GRU(self.units, reset_after=self.reset_after, weights=weights, **EXACT)

    def keeping_gate(self, trace: Trace) -> NDArray[Any]:
        """Return the update gate."""
        return trace["update"]

    # The formulas.

    def write_forward(self, page: TimePage, x: Block) -> Block:
        """Write equations 1 to 5."""
        return gru.gru(page, x, reset_after=self.reset_after)

    def sketch(self) -> Sketch:
        """Return a drawing of the cell."""
        return gru_sketch()

    def write_forward_equations(self, page: TimePage) -> None:
        """Write them as equations."""
        gru.gru_equations(page, reset_after=self.reset_after)

    def write_backward(self, page: TimePage, dh_out: Block) -> None:
        """Undo equations 5 to 1."""
        gru.gru_backward(page, dh_out, reset_after=self.reset_after)

    def write_backward_equations(self, page: TimePage) -> None:
        """Do so as equations."""
        gru.gru_backward_equations(page, reset_after=self.reset_after)

    def charted(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
        """Return title and block of each chart."""
        forward = (
            ("Update gate: how much stays", "update"),
            ("Reset gate: how much is looked at", "reset"),
            ("State h_t", "h"),
        )
        backward = (
            ("∂L/∂h_t", "dh"),
            ("Handed back to h_(t−1)", "dh_back"),
            ("Of the state before this step, kept until the end", "kept"),
        )
        return forward, backward

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            "Two gates decide how much of a state stays and how much of it the new one looks at: "
            "every number, forward and backward, is a formula."
        )

    def diagram_rows(self, first: FirstPage, book: Book) -> list[DiagramRow]:
        """Return the rows of the diagram above the inputs."""
        return [*super().diagram_rows(first, book), arrows("(1 − update gate) · candidate")]

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return equations 1 to 5, forward and backward, and the block that each leads to."""
        looks, block = "g = tanh(W_xg · x_t + b_g + r · (W_hg · h_(t−1) + b_hg))", "recalled"
        if not self.reset_after:
            looks, block = "g = tanh(W_xg · x_t + b_g + W_hg · (r · h_(t−1)))", "looked_at"
        return "The equations, forward and backward", [
            (
                "1, 2   The update gate adds up the input and the state before, and σ opens it: "
                "1 keeps the state, 0 replaces it.",
                book["update"],
            ),
            ("3   The reset gate, in the same way with weights of its own.", book["reset"]),
            (
                f"4   The candidate looks at as much as the reset gate lets it: {looks}.",
                book[block],
            ),
            (
                "5   The state is partly kept and partly new: h_t = z · h_(t−1) + (1 − z) · g.",
                book["h"],
            ),
            ("5   Backward: ∂L/∂h_t comes from the loss and from the step after.", book["dh"]),
            (
                "      A part of it goes straight to h_(t−1): nothing but the update gate stands "
                "in its way.",
                book["dh_kept"],
            ),
            (
                "      What is left of a state at the end along this way is the product of its "
                "update gates.",
                book["kept"],
            ),
            (
                "4, 3, 2   Back through the candidate and both gates; the slopes of tanh and σ are "
                "small where they are saturated.",
                book["da_candidate"],
            ),
            (
                "1   The gradient of each weight is a sum over all steps; all that concerns the "
                "state before is added up and handed back.",
                book["dh_back"],
            ),
        ]

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            "Put 5 into all of b_z on the page “forward”: the update gates open, the state hardly "
            "changes any more, and “kept until the end” goes to 1. With −5 nothing is kept.",
            "Put 0 into “does it count?” on the page “backward” for all steps but the last: watch "
            "how much of ∂L/∂h_t is kept of the state, and how much comes through the weights.",
            "Put −9 into all of b_r: the candidate sees the input alone, and the gradient of W_hg "
            "vanishes.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers and the equations come from."""
        form = (
            "Here the reset gate comes after the multiplication, as in Keras and PyTorch, and each "
            "product has a bias. The first paper's form: --set form=reset-before."
        )
        if not self.reset_after:
            form = (
                "Here the reset gate comes before the multiplication, as in the first paper. The "
                "form of Keras and PyTorch: --set form=reset-after."
            )
        return (
            f"{self.where_numbers_are_from}.",
            "The cell is that of Cho et al. (2014); in some papers z and 1 − z are exchanged.",
            form,
        )
