"""Why something is not the same here: by class and option, and by value, if need be."""

from typing import Final

WHY: Final[dict[tuple[str, ...], str]] = {
    ("TerminateOnNaN", ""): "the training ends, too, but the weights stay those of the step before",
}
