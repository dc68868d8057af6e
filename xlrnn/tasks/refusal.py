"""An answer to each of many texts, though some of them have none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from xlrnn.errors import InputError, UnreadableError, UsageError

T = TypeVar("T")


@dataclass(frozen=True)
class Refusal:
    """What is said of a text to which there is no answer.

    Args:
        text: the text.
        why: why not, and what to do.
    """

    text: str
    why: str


def answers(texts: Iterable[str], answer: Callable[[str], T]) -> list[T | Refusal]:
    """Return the answer to each text; one that is refused does not end the others.

    Raises:
        UsageError, InputError, UnreadableError: if all of them are refused.

    Example:
        >>> answers(["2"], int)
        [2]
    """
    found: list[T | Refusal] = []
    refused: list[UsageError | InputError | UnreadableError] = []
    for text in texts:
        try:
            found.append(answer(text))
        except (UsageError, InputError, UnreadableError) as error:
            found.append(Refusal(text, str(error)))
            refused.append(error)
    if refused and len(refused) == len(found):
        raise refused[0]
    return found
