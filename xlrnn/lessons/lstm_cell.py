"""The long short-term memory: every gate, state and gradient, as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import NDArray

from xlrnn.lessons.cell import EXACT, CellLesson
from xlrnn.lessons.gates import LSTM_GATES
from xlrnn.nn import LSTM
from xlrnn.nn.core.trace import Trace
from xlrnn.sheet.block import Block
from xlrnn.sheet.book import Book
from xlrnn.sheet.diagram import DiagramRow, arrows, states
from xlrnn.sheet.first_page import FirstPage
from xlrnn.sheet.layers import lstm
from xlrnn.sheet.sketch import Sketch, lstm_sketch
from xlrnn.sheet.time_page import TimePage


@dataclass(frozen=True)
class LSTMCell(CellLesson):
    """An LSTM layer, forward and backward."""

    name: ClassVar[str] = "lstm-cell"
    title: ClassVar[str] = "The long short-term memory"
    summary: ClassVar[str] = (
        "an LSTM: input, forget and output gate, candidate, memory, state, and every gradient"
    )
    gates: ClassVar[str] = LSTM_GATES
    memories: ClassVar[tuple[str, ...]] = ("h", "c")

    @property
    def weight_shapes(self) -> Sequence[tuple[int, ...]]:
        """The shapes of kernel, recurrent kernel and bias."""
        width = 4 * self.units
        return (self.features, width), (self.units, width), (width,)

    def open_at_first(self, weights: list[NDArray[Any]]) -> None:
        """Add 1 to the bias of the forget gates, so that memory lasts, as Keras does."""
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
            ("Memory c_t", "cell"),
            ("State h_t", "h"),
        )
        backward = (
            ("∂L/∂h_t", "dh"),
            ("∂L/∂c_t", "dc"),
            ("Of the memory before this step, kept until the end", "kept"),
        )
        return forward, backward

    # The words.

    def subtitle(self) -> str:
        """Return one sentence under the title of the first page."""
        return (
            "Three gates decide what a memory takes in, keeps and shows: every number, forward "
            "and backward, is a formula."
        )

    def diagram_rows(self, first: FirstPage, book: Book) -> list[DiagramRow]:
        """Return the rows of the diagram above the inputs."""
        return [
            *super().diagram_rows(first, book),
            arrows("output gate · tanh(memory)"),
            states("memory → × forget gate", "c", self.steps),
            arrows("input gate · candidate"),
        ]

    def reading(self, book: Book) -> tuple[str, Sequence[tuple[str, Block]]]:
        """Return equations 1 to 5, forward and backward, and the block that each leads to."""
        return "The equations, forward and backward", [
            (
                "1   Each gate adds up the input, the state before and a bias, with weights of its "
                "own: a = W_x · x_t + W_h · h_(t−1) + b.",
                book["a_input"],
            ),
            (
                "2   σ opens the gates, between 0 (closed) and 1 (open): input, forget, output.",
                book["forget"],
            ),
            ("3   tanh makes the candidate: what could be written.", book["candidate"]),
            (
                "4   The memory is partly kept and partly new: c_t = f · c_(t−1) + i · g.",
                book["cell"],
            ),
            ("5   The state is what the output gate shows of it: h_t = o · tanh(c_t).", book["h"]),
            (
                "5   Backward: ∂L/∂h_t comes from the loss and from the step after.",
                book["dh"],
            ),
            (
                "4   ∂L/∂c_t comes through the state and straight along the memory, where nothing "
                "but the forget gate stands in its way.",
                book["dc_next"],
            ),
            (
                "      What is left of a memory at the end is the product of its forget gates.",
                book["kept"],
            ),
            (
                "3, 2   Back through tanh and σ; their slopes are small where they are saturated.",
                book["da_forget"],
            ),
            (
                "1   The gradient of each weight is a sum over all steps; what is left goes to the "
                "state before, through all weights.",
                book["dh_back"],
            ),
        ]

    def things_to_try(self) -> Sequence[str]:
        """Return three things worth changing, and what to watch."""
        return (
            "Put 5 into all of b_f on the page “forward”: the forget gates open, “kept until the "
            "end” goes to 1, and each step hands all of ∂L/∂c_t back. With −5 it hands back "
            "nothing.",
            "Put 0 into “does it count?” on the page “backward” for all steps but the last: watch "
            "what of ∂L/∂h and ∂L/∂c still arrives at step 1, along which way.",
            "Put −9 into all of b_i: nothing is written any more, the memory only fades, and the "
            "gradients of the candidate's weights vanish.",
        )

    def sources(self) -> Sequence[str]:
        """Return where the numbers and the equations come from."""
        return (
            f"{self.where_numbers_are_from}; the "
            "bias of the forget gate begins 1 higher, as in Keras.",
            "The cell is that of Hochreiter and Schmidhuber (1997) with the forget gate of Gers, "
            "Schmidhuber and Cummins (2000), as in Keras and PyTorch.",
        )
