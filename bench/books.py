"""Workbooks of given sizes to measure with: long words, many letters, many hidden units."""

import string
from dataclasses import dataclass

from xlrnn.lessons.hello.forward import HelloForward
from xlrnn.sheet.book import Book

ALPHABET = string.ascii_letters + string.digits + "äáàâæçéèêëíîïñöóôœßüúùûÿÄÉÖÜ"


@dataclass(frozen=True)
class Size:
    """The size of a workbook: letters in the vocabulary, hidden units, letters of the word."""

    label: str
    letters: int
    units: int
    word: int

    def lesson(self) -> HelloForward:
        """Return the lesson of this size, in the textbooks' form."""
        vocabulary = ALPHABET[: self.letters]
        word = (vocabulary * self.word)[: self.word]
        return HelloForward(word, vocabulary, self.units, "textbook", seed=1)


SIZES = (
    Size("the article's", 4, 3, 5),
    Size("1,000 cells", 5, 5, 14),
    Size("10,000 cells", 10, 8, 81),
    Size("100,000 cells", 86, 64, 100),
)


def formula_cells(book: Book) -> int:
    """Count the cells that show a formula's result."""
    return sum(block.shape[0] * block.shape[1] for block in book.blocks if not block.constant)
