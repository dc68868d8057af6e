"""What is said of a model that was taken from another program."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlrnn.counted import counted


@dataclass(frozen=True)
class Imported:
    """What was taken, and with what it was compared.

    Args:
        origin: what was read, as the program that wrote it is called.
        taken: the operators, each with how many there were.
        folded: those that were calculated once and for all.
        left_out: what the model does not give, and why.
        inputs: of each input how it stands there and here.
        compared_with: what ran the source; empty if nothing could.
        samples: how many samples were compared.
        apart: how far apart the outputs were at most.

    Example:
        >>> print(Imported("a file", ["LSTM"], [], [], [], "", 0, 0.0))
        a file: took LSTM
        not compared with its source, which nothing here can run
    """

    origin: str
    taken: Sequence[str]
    folded: Sequence[str]
    left_out: Sequence[str]
    inputs: Sequence[str]
    compared_with: str
    samples: int
    apart: float

    @property
    def compared(self) -> bool:
        """Whether the source was run and agreed."""
        return bool(self.compared_with)

    def __str__(self) -> str:
        """Return the report, a line for each thing to know."""
        folded = f"; calculated once: {', '.join(self.folded)}" if self.folded else ""
        lines = [f"{self.origin}: took {', '.join(self.taken) or 'nothing'}{folded}"]
        lines += [f"left out: {each}" for each in self.left_out]
        lines += self.inputs
        if self.compared:
            lines.append(
                f"agrees with {self.compared_with} over {counted(self.samples, 'sample')}: at "
                f"most {self.apart:.1e} apart"
            )
        else:
            lines.append("not compared with its source, which nothing here can run")
        return "\n".join(lines)
