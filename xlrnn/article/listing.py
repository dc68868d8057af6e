"""The article's Keras listing, letter by letter as its page shows it.

Cited to be examined: D. Gupta, "Fundamentals of Deep Learning – Introduction to Recurrent Neural
Networks", the section "Implementation of Recurrent Neural Networks in Keras".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final

NO_BREAK_SPACE: Final = "\xa0"


@dataclass(frozen=True)
class Block:
    """Lines between two empty ones: what one would run at once in a notebook.

    Args:
        number: which block of the listing it is, from 1.
        first: the number of its first line, from 1.
        code: its lines.
    """

    number: int
    first: int
    code: str

    @property
    def title(self) -> str:
        """Its first comment or definition."""
        return self.code.splitlines()[0].strip("# :")

    @property
    def lines(self) -> dict[int, str]:
        """The lines with something to run, by their numbers."""
        numbered = enumerate(self.code.splitlines(), start=self.first)
        return {k: line for k, line in numbered if line.strip() and not line.startswith("#")}


@dataclass(frozen=True)
class Listing:
    """A program in blocks.

    Args:
        text: all of it.
    """

    text: str

    def blocks(self) -> Iterator[Block]:
        """Yield its blocks, in order."""
        first = 1
        for number, code in enumerate(self.text.rstrip("\n").split("\n\n"), start=1):
            yield Block(number, first, code)
            first += code.count("\n") + 2

    def typed(self) -> "Listing":
        """Return what a person would type who reads it: a no-break space looks like a space."""
        return replace(self, text=self.text.replace(NO_BREAK_SPACE, " "))

    def changed(self, *changes: tuple[str, str]) -> "Listing":
        """Return it with pieces of its text replaced, where it has them.

        Example:
            >>> Listing("a = 1").changed(("1", "2"), ("b", "c")).text
            'a = 2'
        """
        text = self.text
        for before, after in changes:
            text = text.replace(before, after)
        return replace(self, text=text)


AS_PRINTED: Final = Listing(files(__package__).joinpath("keras_listing.txt").read_text("utf-8"))
