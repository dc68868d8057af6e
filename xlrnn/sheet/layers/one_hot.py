"""One-hot input, as formulas."""

from xlrnn.names import Role
from xlrnn.sheet.block import Block
from xlrnn.sheet.expression import same_text, when
from xlrnn.sheet.time_page import TimePage


def one_hot(page: TimePage) -> Block:
    """Write the letters, the vocabulary, and x_t: 1 where a letter stands in the vocabulary."""
    letter = page.letters_in_header()
    vocabulary = page.vocabulary = page.add("vocabulary")
    return page.band(
        "x",
        rule=lambda k, t: when(same_text(letter[0, t], vocabulary[k, 0]), 1, 0),
        labels=vocabulary,
    )


def one_hot_equation(page: TimePage, letter: Block, vocabulary: Block) -> Block:
    """Write the same as one array formula for each step."""
    page.letters_in_header("letter_eq", lambda _, t: letter[0, t], Role.LABEL)
    page.vocabulary = vocabulary
    return page.band("x", name="x_eq", equation="IF(EXACT(vocabulary, letter_t), 1, 0)")
