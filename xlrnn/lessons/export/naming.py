"""Names that sheets and formulas take, and that no two things of a model share."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from xlrnn.names import NAMES

LONGEST_NAME: Final = 24
LONGEST_OF_TWO: Final = 16
"""A sheet's name has up to 31 letters: `numpy` stands before a layer's, `backward` behind it."""
CALLED_AGAIN: Final = "_call_"
TAKEN: Final = frozenset({"start", "input", "sentence", "words", "check", "numpy", "xlrnn"})


def sheet_name(name: str, others: Sequence[str], longest: int = LONGEST_NAME) -> str:
    """Return a layer's name as sheets and formulas take it, and no other layer has it.

    Example:
        >>> sheet_name("my layer/1", []), sheet_name("lstm", ["lstm"]), sheet_name("1", [])
        ('my_layer_1', 'lstm_1', 'layer_1')
    """
    clean = re.sub(r"\W", "_", name, flags=re.ASCII).strip("_")[:longest]
    tries = [clean] if clean[:1].isalpha() else []
    tries += [f"{clean[: longest - 2]}_{k}" for k in range(1, 10) if tries]
    tries += [f"layer_{k}" for k in range(1, len(others) + 2)]
    return next(found for found in tries if is_free(found, others))


def name_of_call(layer: str, call: int) -> str:
    """Return what a layer's turn is called: from the second on, they are numbered.

    Example:
        >>> name_of_call("dense", 1), name_of_call("dense", 2)
        ('dense', 'dense_call_2')
    """
    return layer if call == 1 else f"{layer}{CALLED_AGAIN}{call}"


def is_free(name: str, others: Iterable[str]) -> bool:
    """Tell whether a layer may have a name beside others."""
    name = name.casefold()
    if name in TAKEN or re.match(r"(ref|mark|first)(_|$)", name):
        return False
    return not any(_meet(*sorted((name, other.casefold()), key=len)) for other in others)


def _meet(shorter: str, longer: str) -> bool:
    """Tell whether blocks of two layers could have one name: b_h of `rnn`, and h of `rnn_b`."""
    if shorter == longer:
        return True
    rest = longer.removeprefix(f"{shorter}_")
    within = ("forward_", "backward_", *(symbol.casefold() for symbol in NAMES))
    return rest != longer and any(symbol.startswith(f"{rest}_") for symbol in within)
