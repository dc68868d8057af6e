"""What holds of a quantity whatever its values are: the self-checks that an exercise shows."""

from collections.abc import Mapping
from typing import Final

_STATE: Final = ("every state lies between −1 and 1", "MAX(ABS({name}))<1")
_GATE: Final = ("every gate lies between 0 and 1", "AND(MIN({name})>0,MAX({name})<1)")
_CANDIDATE: Final = ("every candidate lies between −1 and 1", "MAX(ABS({name}))<1")
_LOSS: Final = ("no loss is negative", "MIN({name})>=0")

# What can be said of a quantity without saying its values: a sentence, and the array formula
# that is TRUE if it holds; `{name}` stands for the block.
PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
    "x": ("every number is 0 or 1", "SUM(ABS({name}*(1-{name})))=0"),
    **dict.fromkeys(("h", "h_prev", "state", "state_before"), _STATE),
    **dict.fromkeys(("input", "forget", "output", "update", "reset"), _GATE),
    **dict.fromkeys(("candidate", "gru_candidate"), _CANDIDATE),
    **dict.fromkeys(("loss", "total_loss", "losses", "word_loss", "half_square"), _LOSS),
    "exps": ("every exponential is from 0 to 1", "AND(MIN({name})>=0,MAX({name})<=1)"),
    "exps_sum": ("every sum is at least 1", "MIN({name})>=1"),
    "p": ("every probability is from 0 to 1", "AND(MIN({name})>=0,MAX({name})<=1)"),
    **dict.fromkeys(
        ("attention", "steered"),
        ("every share is from 0 to 1", "AND(MIN({name})>=0,MAX({name})<=1)"),
    ),
    "logits": ("the scores are not all the same", "MAX({name})>MIN({name})"),
    "feature_map": ("no number is negative", "MIN({name})>=0"),
    "pooled_map": ("no number is negative", "MIN({name})>=0"),
}
# Quantities each column of which sums to 1.
SUM_TO_ONE: Final = frozenset({"x", "p", "attention", "steered"})
