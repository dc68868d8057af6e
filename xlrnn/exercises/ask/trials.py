"""The inputs with which a sheet is tried: its own first, then others that tell formulas apart.

A formula that is right only for the given numbers, or a typed-in one, does not follow. Which
others are taken, `choose_trials` decides when an exercise is made, and the key says.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from xlrnn.formula.block import Block
from xlrnn.sheet.book import shown_by
from xlrnn.trials.draws import Array, Inputs, drawn

__all__ = ["FEWEST", "MOST", "Array", "Inputs", "trials"]

FEWEST: Final = 4
MOST: Final = 8


def trials(
    blocks: Sequence[Block], inputs: Inputs, seed: int = 0, numbers: Iterable[int] = range(1, MOST)
) -> list[dict[str, Array]]:
    """Return the inputs of each trial.

    Args:
        blocks: the blocks of the exercise; only its inputs count.
        inputs: the given inputs, by name or key.
        seed: of what is drawn.
        numbers: which of many draws are taken.

    Returns:
        The inputs by the names of their blocks.
    """
    blocks = [block for block in blocks if block.constant and {block.name, block.key} & {*inputs}]
    given = {block.name: shown_by(block, inputs) for block in blocks}
    return [given, *(drawn(blocks, given, seed, number) for number in numbers)]
