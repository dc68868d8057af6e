"""What one layer of an exported model hands to the next, on the sheets."""

from dataclasses import dataclass, replace

from xlrnn.formula.block import Block
from xlrnn.sheet.column import BlockColumn, Source


@dataclass(frozen=True)
class LayerOutput:
    """The output of a layer, as formulas refer to it.

    Args:
        source: its cells on the step-by-step pages.
        name: what equations call it: its columns, without `_t`, or all of it if there are no steps.
        stepwise: whether it has a column for each time step.
        counts: which steps count; None for all of them.
        counts_name: what equations call the columns of that, without `_t`.
        read: the words that its steps are, if they are those of an input whose words are known.
    """

    source: Source
    name: str
    stepwise: bool
    counts: Block | None = None
    counts_name: str = ""
    read: Block | None = None

    @property
    def steps(self) -> int | None:
        """How many time steps there are; None if there are none any more."""
        return self.source.shape[1] if self.stepwise else None

    @property
    def features(self) -> int:
        """How many numbers a step has."""
        return self.source.shape[0]

    @property
    def now(self) -> str:
        """What equations call the column of step t, or the vector."""
        return f"{self.name}_t" if self.stepwise else self.name

    def last(self) -> "LayerOutput":
        """Return the last step alone."""
        assert isinstance(self.source, Block)
        steps = self.source.shape[1]
        return LayerOutput(
            BlockColumn(self.source, steps - 1), f"{self.name}_{steps}", stepwise=False
        )

    def unmasked(self) -> "LayerOutput":
        """Return the same with every step counting."""
        return replace(self, counts=None, counts_name="")
