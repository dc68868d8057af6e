"""The long short-term memory: every gate, state and gradient, as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.formula.block import Block
from xlrnn.lessons.cells.cell import EXACT, CellLesson
from xlrnn.lessons.cells.gates import LSTM_GATES
from xlrnn.nn import LSTM
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.book import Book
from xlrnn.sheet.layers import lstm
from xlrnn.sheet.pages.diagram import DiagramRow, arrows, states
from xlrnn.sheet.pages.first import FirstPage
from xlrnn.sheet.pages.time.page import TimePage
from xlrnn.sheet.sketch import Sketch, lstm_sketch
from xlrnn.sheet.step import Lead, Step, Try


@dataclass(frozen=True)
class LSTMCell(CellLesson):
    """An LSTM layer, forward and backward."""

    name: ClassVar[str] = "lstm-cell"
    title: ClassVar[str] = "The long short-term memory"
    summary: ClassVar[str] = (
        "an LSTM: input, forget and output gate, candidate, cell state, hidden state, and "
        "every gradient"
    )
    gates: ClassVar[str] = LSTM_GATES
    memories: ClassVar[tuple[str, ...]] = ("h", "c")

    @property
    def weight_shapes(self) -> Sequence[tuple[int, ...]]:
        """The shapes of kernel, recurrent kernel and bias."""
        width = 4 * self.units
        return (self.features, width), (self.units, width), (width,)

    def open_at_first(self, weights: list[NDArray[Any]]) -> None:
        """Add 1 to the bias of the forget gates, so that the cell state lasts, as Keras does."""
        weights[2][self.units : 2 * self.units] += 1

    def layer(self, weights: Sequence[NDArray[Any]]) -> LSTM:
        """Return the layer that calculates the same."""
        return LSTM(self.units, weights=weights, **EXACT)

    def keeping_gate(self, trace: Trace) -> NDArray[Any]:
        """Return the forget gate."""
        return trace["forget"]

    # The formulas.

    def write_forward(self, page: TimePage, x: Block) -> Block:
        """Write equations 1 to 5."""
        return lstm.lstm(page, x)

    def sketch(self) -> Sketch:
        """Return a drawing of the cell."""
        return lstm_sketch()

    def write_forward_equations(self, page: TimePage) -> None:
        """Write them as equations."""
        lstm.lstm_equations(page)

    def write_backward(self, page: TimePage, dh_out: Block) -> None:
        """Undo equations 5 to 1."""
        lstm.lstm_backward(page, dh_out)

    def write_backward_equations(self, page: TimePage) -> None:
        """Do so as equations."""
        lstm.lstm_backward_equations(page)

    def charted(self) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
        """Return title and block of each chart."""
        forward = (
            ("Input gate: how much is written", "input"),
            ("Forget gate: how much is kept", "forget"),
            ("Output gate: how much is shown", "output"),
            ("Candidate: what could be written", "candidate"),
            ("Cell state c_t", "cell"),
            ("Hidden state h_t", "h"),
        )
        backward = (
            ("∂L/∂h_t", "dh"),
            ("∂L/∂c_t", "dc"),
            ("Of the cell state before this step, kept until the end", "kept"),
        )
        return forward, backward

    # The words.

    def subtitle(self) -> str:
        """Return what this is and what there is to see."""
        return (
            "The cell state is the cell's memory: one gate decides what is written, one what is "
            "kept, one what is shown. Close a gate and see it fade, or keep it for ever. Then "
            "follow the gradients back, step by step."
        )

    def diagram_rows(self, first: FirstPage, book: Book) -> list[DiagramRow]:
        """Return the rows of the diagram above the inputs."""
        return [
            *super().diagram_rows(first, book),
            arrows("output gate · tanh(cell state)"),
            states("cell state → × forget gate", "c", self.steps),
            arrows("input gate · candidate"),
        ]

    def reading(self, book: Book) -> tuple[str, Sequence[Step]]:
        """Return equations 1 to 5, and what undoes them."""

        def blocks(*names: str) -> tuple[Block, ...]:
            return tuple(book[name] for name in names)

        return "The steps, forward and back", [
            Step("Each gate adds up the input, the state before and a bias, with weights of its "
                 "own: a = W_x · x_t + W_h · h_(t−1) + b.", book["a_input"],
                 blocks("a_forget", "a_candidate", "a_output")),
            Step("σ makes gates of three of them, between 0 (closed) and 1 (open): input, forget, "
                 "output.", book["forget"], blocks("input", "output")),
            Step("tanh makes the candidate: what could be written.", book["candidate"]),
            Step("The cell state, the memory, is partly kept and partly new: "
                 "c_t = f_t · c_(t−1) + i_t · g_t.",
                 book["cell"], blocks("c_prev")),
            Step("The hidden state is what the output gate shows of it: h_t = o_t · tanh(c_t).",
                 book["h"], blocks("tanh_cell")),
            *self.loss_steps(book),
            Step("Step 5 undone: through the output gate and tanh to the cell state.",
                 book["dc_out"], blocks("d_output")),
            Step("Step 4 undone: ∂L/∂c_t also comes straight along the cell state, where only "
                 "the forget gate stands in its way. What is kept until the end is their product.",
                 book["dc"],
                 blocks("dc_next", "dc_back", "kept", "d_input", "d_forget", "d_candidate")),
            Step("Steps 3 and 2 undone: back through tanh and σ, whose slopes are small where they "
                 "are near their ends.", book["da_forget"],
                 blocks("da_input", "da_candidate", "da_output")),
            Step("Step 1 undone: what is left goes to the state before, through all weights. The "
                 "gradient of each weight is a sum over all steps.", book["dh_back"],
                 blocks("dx")),
        ]  # fmt: skip

    def things_to_try(self, book: Book) -> Sequence[Try]:
        """Return three things worth changing, and what to watch."""
        forget, counts, write = (book[name] for name in ("b_f", "counts", "b_i"))
        return (
            Try("Page “forward”: put 5 into all of b_f. The forget gates open, and on the page "
                "“backward” “kept until the end” goes to 1. With −5 nothing is kept.",
                forget, ((forget, 5.0),)),
            Try("Page “backward”: put 0 into “does it count?” for all steps but the last. Only "
                "the last loss is left; ∂L/∂c_t still reaches step 1.", counts,
                ((counts, 0.0), (counts[:, counts.shape[1] - 1], 1.0))),
            Try("Page “forward”: put −9 into all of b_i. Nothing is written any more, so the "
                "cell state stays near 0.", write, ((write, -9.0),)),
        )  # fmt: skip

    def places(self, book: Book) -> Sequence[Lead]:
        """Return the gate and the cell state."""
        return (
            Lead("What the forget gate keeps of the cell state, at each step", book["forget"]),
            Lead("The cell state c_t", book["cell"]),
            Lead("How much of each cell state is kept until the end", book["kept"]),
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers and the equations come from."""
        return (
            f"{self.where_numbers_are_from}; the "
            "bias of the forget gate begins 1 higher, as in Keras.",
            "The cell is that of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, "
            "Schmidhuber and Cummins (2000), as in Keras and PyTorch.",
        )
