"""A drawing of a cell: boxes for what is calculated, and arrows for where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xlrnn.formula.cell import Cell
from xlrnn.names import Role

HEIGHT: Final = 24


@dataclass(frozen=True)
class Box:
    """A box with a short text.

    Args:
        x: its middle, in pixels from the left.
        y: its middle, in pixels from the top.
        text: what it says.
        role: what it is, told by its colour; None for a sign such as × that has none.
    """

    x: int
    y: int
    text: str
    role: Role | None = None

    @property
    def width(self) -> int:
        """As wide as its text needs."""
        return 22 + 6 * len(self.text)


@dataclass(frozen=True)
class Sketch:
    """A drawing.

    Args:
        about: what it shows, for those who do not see it.
        boxes: the boxes by name.
        arrows: from which box to which.
        cell: its upper left corner; the page decides if it is None.
    """

    about: str
    boxes: Mapping[str, Box]
    arrows: tuple[tuple[str, str], ...]
    cell: Cell | None = None

    @property
    def height(self) -> int:
        """How many pixels it is high."""
        return max(box.y for box in self.boxes.values()) + HEIGHT

    def line(self, start: str, end: str) -> tuple[int, int, int, int]:
        """Return an arrow as x and y of both ends: straight if it can be, from edge to edge."""
        a, b = self.boxes[start], self.boxes[end]
        beside = abs(a.x - b.x) * HEIGHT > abs(a.y - b.y) * (a.width + b.width) / 2
        if beside:
            side = 1 if b.x > a.x else -1
            return a.x + side * a.width // 2, a.y, b.x - side * b.width // 2, b.y
        side = 1 if b.y > a.y else -1
        straight = abs(a.x - b.x) < b.width // 2
        return (
            *(a.x, a.y + side * HEIGHT // 2),
            *(a.x if straight else b.x, b.y - side * HEIGHT // 2),
        )


def lstm_sketch() -> Sketch:
    """Draw a long short-term memory: the memory runs along the top, the gates open below it."""
    boxes = {
        "c_before": Box(34, 24, "c_(t−1)", Role.STATE),
        "keep": Box(86, 24, "×"),
        "add": Box(123, 24, "+"),
        "c": Box(172, 24, "c_t", Role.STATE),
        "write": Box(123, 84, "×"),
        "tanh": Box(172, 84, "tanh"),
        "f": Box(24, 150, "f σ", Role.CALCULATION),
        "i": Box(70, 150, "i σ", Role.CALCULATION),
        "g": Box(123, 150, "g tanh", Role.CALCULATION),
        "o": Box(172, 210, "o σ", Role.CALCULATION),
        "show": Box(172, 150, "×"),
        "h": Box(218, 150, "h_t", Role.STATE),
        "inputs": Box(98, 270, "x_t and h_(t−1)", Role.INPUT),
    }
    return Sketch(
        "The cell: the forget gate f multiplies the cell state, the input gate i adds the "
        "candidate g, the output gate o shows tanh of the cell state as the hidden state.",
        boxes,
        (
            *(("c_before", "keep"), ("keep", "add"), ("add", "c"), ("f", "keep")),
            *(("i", "write"), ("g", "write"), ("write", "add"), ("c", "tanh"), ("tanh", "show")),
            *(("o", "show"), ("show", "h"), ("inputs", "f"), ("inputs", "i"), ("inputs", "g")),
            ("inputs", "o"),
        ),
    )


def gru_sketch() -> Sketch:
    """Draw a gated recurrent unit: the state runs along the top, the gates open below it."""
    boxes = {
        "h_before": Box(34, 24, "h_(t−1)", Role.STATE),
        "keep": Box(86, 24, "×"),
        "add": Box(180, 24, "+"),
        "h": Box(218, 24, "h_t", Role.STATE),
        "rest": Box(124, 84, "1 − z"),
        "renew": Box(180, 84, "×"),
        "z": Box(24, 150, "z σ", Role.CALCULATION),
        "r": Box(80, 150, "r σ", Role.CALCULATION),
        "g": Box(180, 150, "g tanh", Role.CALCULATION),
        "inputs": Box(90, 220, "x_t and h_(t−1)", Role.INPUT),
    }
    return Sketch(
        "The cell: the update gate z multiplies the old state, 1 − z the candidate g, and their "
        "sum is the new state; the reset gate r says how much of the old state g looks at.",
        boxes,
        (
            *(("h_before", "keep"), ("keep", "add"), ("add", "h"), ("z", "keep"), ("z", "rest")),
            *(("rest", "renew"), ("g", "renew"), ("renew", "add"), ("r", "g"), ("inputs", "z")),
            *(("inputs", "r"), ("inputs", "g")),
        ),
    )
