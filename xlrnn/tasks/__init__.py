"""What models are trained for: from data to a run folder with weights, curves and settings."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from xlrnn.errors import UsageError

if TYPE_CHECKING:
    from xlrnn.tasks.task import Task

# Where each task is written down; only the one asked for is imported.
TASKS: Final = {
    "next-char": "xlrnn.tasks.next_token.task:NEXT_CHAR",
    "next-word": "xlrnn.tasks.next_token.task:NEXT_WORD",
    "sentiment": "xlrnn.tasks.sentiment.task:SENTIMENT",
    "translate": "xlrnn.tasks.translate.task:TRANSLATE",
    "caption": "xlrnn.tasks.caption.task:CAPTION",
}


def get(name: str) -> "Task[Any, Any, Any]":
    """Return a task.

    Raises:
        UsageError: if there is no such task; the message lists those there are.
    """
    if name not in TASKS:
        raise UsageError(f"there is no task {name!r}: expected {', '.join(TASKS)}")
    module, _, attribute = TASKS[name].partition(":")
    task: Task[Any, Any, Any] = getattr(import_module(module), attribute)
    return task
