"""What a map says: inputs, layers, loss and training, and which cells hold which quantity.

Made in code, written as TOML (`writing.map_text`), read from a file (`reading`):

    weights = Cells("B3:H14", rows=("f", "g", "i", "o"), columns=("x", "h", "1"))
    h = Cells(("L20:L22", "O20:O22"), each="step")
    layer = Layer("lstm", "encoder", tables={"": Tables({"W": [weights]}, {"h": [h]})})
    x = Input({"x": [Cells(("L6:L8", "O6:O8"), each="step")]})
    map_text(NetworkMap("drafted", "small", [x], [layer]))

Nothing is checked here but types; `binding.bind` says what does not fit together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

STEP: Final = "step"
SAMPLE: Final = "sample"
CELL: Final = "cell"


@dataclass(frozen=True)
class Cells:
    """Where one quantity stands.

    Args:
        ranges: ranges as the map writes them, `B2:D3`, `sheet!B2`, or a defined name; one text
            stands for a tuple of one. `$` before a row or column: it stays from epoch to epoch.
        each: what each of the ranges shows: "" for a part of the columns (transposed: of the
            rows), or a `step`, a `sample`, or a single number after the other (`cell`).
        rows: what the sheet's rows are, if they are gates or parts of an input: `f`, `x`, `1`;
            `-` is a row that does not belong to it, `-3` are three.
        columns: likewise.
        transposed: whether the sheet's rows are what columns are in a textbook.
        first_step: the time step that it begins with.
        line: the line of the map that says so, 0 if there is none.
    """

    ranges: tuple[str, ...] | str
    each: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    transposed: bool = False
    first_step: int = 1
    line: int = field(default=0, compare=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """The ranges."""
        return (self.ranges,) if isinstance(self.ranges, str) else tuple(self.ranges)


Places: TypeAlias = Mapping[str, Sequence[Cells]]
"""For each quantity the places in which it stands: one, or several for what is calculated."""


@dataclass(frozen=True)
class Tables:
    """The quantities of a layer, or of one direction of it.

    Args:
        given: weights and first states.
        calculated: what the sheet calculates; also copies of what is given.
        gradients: ∂L/∂ of any of them, `da` for that of `a`.
        updated: the weights after a step of training.
    """

    given: Places = field(default_factory=dict)
    calculated: Places = field(default_factory=dict)
    gradients: Places = field(default_factory=dict)
    updated: Places = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """What goes into the network.

    Args:
        places: the name of the input, `x` if there is one, and its cells.
        columns: whether the columns of a range are `steps` or `samples`; "": steps if a layer is
            recurrent.
    """

    places: Places
    columns: str = ""


@dataclass(frozen=True)
class Layer:
    """A layer.

    Args:
        kind: `dense`, `rnn`, `lstm`, `gru`, `bidirectional`, `softmax` or `repeat`.
        name: what others read it by, and reports call it.
        reads: inputs and layers, side by side; `encoder.last` is the state after the last step.
            Empty: the layer before, the first one all inputs.
        options: those of the kind; `words` lists them.
        tables: the quantities; of a bidirectional layer also those of `forward` and `backward`.
        line: the line of the map where it begins.
    """

    kind: str
    name: str
    reads: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Tables] = field(default_factory=lambda: {"": Tables()})
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Loss:
    """How wrong the network is.

    Args:
        kind: one of `words.LOSSES`.
        targets: the cells of what is expected, laid out as what the layer returns.
        of: the layer that is judged; "": the last.
        reduction: how the losses of samples and steps become one: `mean`, or `sum`.
        calculated: `error`, `squared`, `losses`, `loss`.
    """

    kind: str
    targets: Sequence[Cells]
    of: str = ""
    reduction: str = "mean"
    calculated: Places = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Training:
    """How the weights change.

    Args:
        rate: the learning rate: a number, or the cell that holds it.
        epochs: how many stand on the sheet. All ranges are those of the first; the others follow
            each other
        direction: `down`, a row each, or `right`, a column each.
        every: how many rows or columns apart they are.
    """

    rate: "float | Cells"
    epochs: int = 1
    direction: str = "down"
    every: int = 1
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class NetworkMap:
    """A network, and which cells hold which quantity of it.

    Args:
        source: the file that it was read from; errors name it.
        sheet: of every range that names none.
        inputs: one table with all inputs, or several.
        layers: in the order of the calculation.
        loss: None if the sheet shows none.
        training: likewise.
    """

    source: str
    sheet: str
    inputs: Sequence[Input]
    layers: Sequence[Layer]
    loss: Loss | None = None
    training: Training | None = None
