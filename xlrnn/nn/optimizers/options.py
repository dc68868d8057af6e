"""Options that optimizers take for Keras' sake, and what they lack."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from xlrnn.errors import UsageError

LACKING: Final[Mapping[str, tuple[Any, ...]]] = {
    "use_ema": (False, None),
    "ema_overwrite_frequency": (None,),
    "loss_scale_factor": (None,),
    "gradient_accumulation_steps": (None,),
}
"""What Keras' optimizers have and ours do not, with the values that change nothing."""
ALONE_NOTHING: Final = "ema_momentum"
"""Without `use_ema` it does nothing."""


def refuse_others(kind: str, others: Mapping[str, Any], known: list[str]) -> None:
    """Refuse options that there are not, unless they are Keras' and change nothing.

    Args:
        kind: the optimizer's class.
        others: the options.
        known: the names of those that there are.

    Raises:
        UsageError: with what was meant, if that can be guessed.
    """
    for name, value in others.items():
        if name == ALONE_NOTHING or (name in LACKING and value in LACKING[name]):
            continue
        if name in LACKING:
            raise UsageError(
                f"{kind}: {name} is {value!r:.60}, and we have no such option, unlike Keras: leave "
                "it out"
            )
        if name == "decay":
            if not value:
                continue
            raise UsageError(
                f"{kind}: decay is an option of older Keras: write "
                f"learning_rate=schedules.InverseTimeDecay(rate, 1, {value!r:.60})"
            )
        near = get_close_matches(name, known, n=1)
        meant = f": did you mean {near[0]}?" if near else ""
        raise UsageError(f"{kind} has no option {name}{meant}")
