"""The gated recurrent unit, in both its forms: every gate, state and gradient, as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.errors import UsageError
from xlrnn.formula.block import Block
from xlrnn.lessons.cells.cell import EXACT, CellLesson
from xlrnn.lessons.cells.gates import GRU_GATES
from xlrnn.lessons.common.lesson import Option
from xlrnn.nn import GRU
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import gru
from xlrnn.sheet.pages.diagram import DiagramRow, arrows
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.sketch import Sketch, gru_sketch
from xlrnn.sheet.step import Lead, Step, Try

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
        """Return what this is and what there is to see."""
        return (
            "A cell with two gates: one decides how much of the state stays, one how much of it "
            "the new state looks at. Open a gate and see the state stand still. Then follow the "
            "gradients back, step by step."
        )

    def diagram_rows(self, first: FirstPage, book: Book) -> list[DiagramRow]:
        """Return the rows of the diagram above the inputs."""
        return [*super().diagram_rows(first, book), arrows("(1 − update gate) · candidate")]

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return the equations, and what undoes them."""

        def blocks(*names: str) -> tuple[Block, ...]:
            return tuple(book[name] for name in names if name in book)

        looks = "g_t = tanh(W_xg · x_t + b_g + r_t · (W_hg · h_(t−1) + b_hg))"
        if not self.reset_after:
            looks = "g_t = tanh(W_xg · x_t + b_g + W_hg · (r_t · h_(t−1)))"
        return "The steps, forward and back", [
            Step("The update gate adds up the input and the state before, and σ opens it: 1 keeps "
                 "the state, 0 replaces it.", book["update"], blocks("a_update")),
            Step("The reset gate, in the same way with weights of its own.", book["reset"],
                 blocks("a_reset")),
            Step("The candidate looks at as much of the state as the reset gate lets it: "
                 f"{looks}.", book["candidate"],
                 blocks("recalled", "looked_at", "a_candidate")),
            Step("The state is partly kept and partly new: h_t = z_t · h_(t−1) + (1 − z_t) · g_t.",
                 book["h"]),
            *self.loss_steps(book),
            Step("Step 4 undone: a part goes straight to h_(t−1), where only the update gate "
                 "stands in its way. What is kept until the end is their product.",
                 book["dh_kept"], blocks("kept", "d_candidate", "d_update")),
            Step("Step 3 undone: back through the candidate, and through the reset gate.",
                 book["da_candidate"],
                 blocks("d_recalled", "d_looked_at", "dh_looked_at", "d_reset")),
            Step("Steps 2 and 1 undone: back through both gates. The slope of σ is small where "
                 "they are nearly open or closed.", book["da_update"], blocks("da_reset")),
            Step("All that concerns the state before is added up and handed back. The gradient of "
                 "each weight is a sum over all steps.", book["dh_back"], blocks("dx")),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        update, counts, reset = (book[name] for name in ("b_z", "counts", "b_r"))
        return (
            Try("Page “forward”: put 5 into all of b_z. The update gates open, the state hardly "
                "changes, and on the page “backward” “kept until the end” goes to 1. With −5 "
                "nothing is kept.", update, ((update, 5.0),)),
            Try("Page “backward”: put 0 into “does it count?” for all steps but the last. Only "
                "the last loss is left; ∂L/∂h_t still reaches step 1.", counts,
                ((counts, 0.0), (counts[:, counts.shape[1] - 1], 1.0))),
            Try("Page “forward”: put −9 into all of b_r. The candidate sees the input alone, and "
                "on the page “backward” the gradient of W_hg goes to 0.", reset, ((reset, -9.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the gates and the state."""
        return (
            Lead("What the update gate keeps of the state, at each step", book["update"]),
            Lead("The state h_t, which is the memory of this cell", book["h"]),
            Lead("How much of each state is kept until the end", book["kept"]),
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
