"""What models are trained for: from data to a run folder with weights, curves and settings."""

from xlrnn.errors import UsageError
from xlrnn.tasks.tokens import LETTERS, WORDS, Tokens

TASKS: dict[str, Tokens] = {"next-char": LETTERS, "next-word": WORDS}


def get(name: str) -> Tokens:
    """Return what the tokens of a task are.

    Raises:
        UsageError: if there is no such task; the message lists those there are.
    """
    if name not in TASKS:
        raise UsageError(f"there is no task {name!r}: expected {', '.join(TASKS)}")
    return TASKS[name]
